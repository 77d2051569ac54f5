"""Behind a number (đằng sau con số): which stored rows each number of a report counts, as conditions.

A share or a median opens the rows it was computed from. A number made of two kinds of rows (who came with a
case, and who came without one) names both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from .contacts import ABOUT
from .measures import BY_LETTER, BY_TELEPHONE, UPHELD
from .names import STEP_WORDS


class Kept(StrEnum):
    """The kinds of rows that are kept with a report."""

    LINES = "lines"
    CONTACTS = "contacts"
    ACTS = "acts"
    STEPS = "steps"


class Figure(NamedTuple):
    words: str
    rows: Mapping[Kept, str]


def _lines(words: str, condition: str) -> Figure:
    return Figure(words, {Kept.LINES: condition})


def _acts(words: str, condition: str) -> Figure:
    return Figure(words, {Kept.ACTS: condition})


def _came(words: str, *, case: str, beside: str) -> Figure:
    """Who came: with a case received in the period, or beside the cases."""
    return Figure(words, {Kept.LINES: f"{CAME} AND {case}", Kept.CONTACTS: beside})


def _about(words: str, about: str) -> Figure:
    kinds = [kind for kind, of_kind in ABOUT.items() if of_kind == about]
    return _came(words, case=f"kind IN {_listed(kinds)}", beside=f"about = '{about}'")


def _from(words: str, petitioner_type: str) -> Figure:
    condition = f"petitioner_type = '{petitioner_type}'"
    return _came(words, case=condition, beside=condition)


def _listed(values: Iterable[str]) -> str:
    return f"({', '.join(map(repr, values))})"


WHOLE: Final = "to_handle"
CAME: Final = "entry = 'received' AND NOT is_child"
ANSWERED: Final = "outcome IN ('answered_in_time', 'answered_late')"
CONDUCT: Final = "conduct_unit_id IS NOT NULL"
SATISFIED: Final = "score >= (SELECT satisfied_from FROM reporting_report WHERE id = it.report_id)"
REMINDED: Final = "act = 'remind' AND means"
FIGURES: Final[dict[str, Figure]] = {
    WHOLE: _lines("phải xử lý", "true"),
    "carried_in": _lines("kỳ trước chuyển sang", "entry = 'carried_in'"),
    "received": _lines("tiếp nhận trong kỳ", "entry = 'received'"),
    "split_off": _lines("tách ra từ phản ánh khác", "entry = 'received' AND is_child"),
    "cases": _lines("lập phiếu", CAME),
    "reopened": _lines("mở lại trong kỳ", "entry = 'reopened'"),
    "answered": _lines("đã trả lời", ANSWERED),
    "answered_in_time": _lines("trả lời đúng hạn", "outcome = 'answered_in_time'"),
    "answered_late": _lines("trả lời chậm", "outcome = 'answered_late'"),
    "refused": _lines("từ chối", "outcome = 'refused'"),
    "redirected": _lines("chuyển, hướng dẫn nơi khác", "outcome = 'redirected'"),
    "withdrawn": _lines("người gửi rút", "outcome = 'withdrawn'"),
    "merged": _lines("gộp", "outcome = 'merged'"),
    "open": _lines("đang xử lý cuối kỳ", "outcome IN ('open_in_time', 'open_overdue')"),
    "open_in_time": _lines("đang xử lý, còn hạn", "outcome = 'open_in_time'"),
    "open_overdue": _lines("quá hạn", "outcome = 'open_overdue'"),
    "on_time": _lines("đã trả lời và quá hạn chưa trả lời", f"({ANSWERED} OR outcome = 'open_overdue')"),
    "timed": _lines("có thời gian trả lời", "answer_minutes IS NOT NULL"),
    "rated": _lines("có đánh giá", "score IS NOT NULL"),
    "satisfied": _lines("hài lòng", SATISFIED),
    "matters": _lines("phản ánh, kiến nghị", "kind IN ('report', 'suggestion')"),
    "conduct": _lines("phản ánh về công vụ", CONDUCT),
    "conduct_upheld": _lines(
        "phản ánh về công vụ, có cơ sở", f"{CONDUCT} AND conclusion IN {_listed(UPHELD)}"
    ),
    "conduct_not_upheld": _lines(
        "phản ánh về công vụ, không có cơ sở", f"{CONDUCT} AND conclusion NOT IN {_listed(('', *UPHELD))}"
    ),
    "conduct_pending": _lines("phản ánh về công vụ, đang xem xét", f"{CONDUCT} AND conclusion = ''"),
    "contacts": _came("lượt liên hệ", case="true", beside="true"),
    "procedure": _about("hỏi về thủ tục hành chính", "procedure"),
    "report": _about("liên hệ về phản ánh, kiến nghị", "report"),
    "support": _about("liên hệ yêu cầu hỗ trợ", "support"),
    "other": _about("liên hệ về việc khác", "other"),
    "person": _from("cá nhân liên hệ", "person"),
    "business": _from("doanh nghiệp liên hệ", "business"),
    "answered_on_the_spot": Figure("trả lời ngay", {Kept.CONTACTS: "is_answered"}),
    "missed": Figure("gọi nhỡ", {Kept.CONTACTS: "is_missed"}),
    "called_back": Figure("đã gọi lại", {Kept.CONTACTS: "is_called_back"}),
    "send_back": _acts("trả lại", "act = 'send_back'"),
    "extend": _acts("gia hạn", "act = 'extend'"),
    "arbitrate": _acts("phân xử", "act = 'arbitrate'"),
    "reopen": _acts("số lần mở lại", "act = 'reopen'"),
    "reopen_share": Figure("mở lại và đã trả lời", {Kept.LINES: ANSWERED, Kept.ACTS: "act = 'reopen'"}),
    "publish": _acts("đã công khai", "act = 'publish'"),
    "unpublish": _acts("gỡ công khai", "act = 'unpublish'"),
    "remind_letter": _acts("nhắc bằng văn bản", f"{REMINDED} IN {_listed(BY_LETTER)}"),
    "remind_telephone": _acts("nhắc qua điện thoại", f"{REMINDED} IN {_listed(BY_TELEPHONE)}"),
    "remind_other": _acts(
        "nhắc tự động và cách khác", f"{REMINDED} NOT IN {_listed((*BY_LETTER, *BY_TELEPHONE))}"
    ),
    **{f"late_{step}": Figure(f"khâu quá hạn: {words}", {Kept.STEPS: f"step = '{step}'"})
       for step, words in STEP_WORDS.items()},
}  # fmt: skip

"""The reply as a document (báo cáo bằng văn bản): what a unit says, in the form of Decree 30, from data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from hoiam.cases.queries import present_of
from hoiam.kit.ids import show_code
from hoiam.kit.moments import civil_date, short_date
from hoiam.letters.annex_numbers import is_roman
from hoiam.letters.compose import LineReply, Party, ReplyReport, answered, reply_report
from hoiam.letters.content import Annex
from hoiam.letters.draft import draft
from hoiam.letters.models import Document, Relation
from hoiam.reporting.annexes import LATE, UNHANDLED

from .annexes import plain_annex
from .enclosed import by_place, enclosed, named
from .models import Directive, Line, ReplyItem
from .parties import cited, issuer_of
from .replies import last_words
from .saying import Said, Words
from .settling import Stand, stand_of

if TYPE_CHECKING:
    from hoiam.accounts.models import Person

RESULTS: Final = dict(ReplyItem.Claim.choices)
UNSAID: Final = "Chưa báo cáo"


def draft_reply(
    directive: Directive,
    unit: int,
    lines: Mapping[str, Line],
    said: Sequence[Said],
    words: Words,
    *,
    by: Person,
    at: datetime,
    signer: Person | None = None,
) -> Document:
    base = cited(directive.document, type_name="Văn bản")
    assert base is not None  # a reply to what is in force
    told = _told(lines, said)
    counts = _counts(lines, told)
    report = ReplyReport(
        issuer=issuer_of(unit, by, at, signer),
        base=base,
        addressee=Party(base.issuer, (directive.issuer_id,) if directive.issuer_id else ()),
        lines=len(lines),
        done=counts["settled"],
        doing=counts["in_hand"],
        moved=counts["not_competent"],
        not_begun=counts["not_begun"],
        causes=words.causes.strip(),
        remedies=words.remedies.strip(),
        proposals=words.proposals.strip(),
        annexes=tuple(_annexes(directive, lines, told, _enclosed(directive, lines, said), at)),
        roman=is_roman(at),
        duties=tuple((one.point, _duty(one)) for one in said if not one.code and one.point is not None),
    )
    links = [(Relation.REPLIES_TO, directive.document)]
    return draft(reply_report(report), by=by, at=at, links=links)


def _told(lines: Mapping[str, Line], said: Sequence[Said]) -> dict[str, Said | ReplyItem]:
    """This reply's word on each line; where it is silent, the last one said before."""
    earlier = last_words(line.pk for line in lines.values())
    codes = {line.pk: code for code, line in lines.items()}
    told: dict[str, Said | ReplyItem] = {codes[pk]: item for pk, item in earlier.items()}
    return told | {one.code: one for one in said if one.code}


def _counts(lines: Mapping[str, Line], told: Mapping[str, Said | ReplyItem]) -> dict[str, int]:
    """Lines by what is claimed; of what nobody speaks, the case itself says whether it is done."""
    cases = present_of(line.case_id for line in lines.values() if line.case_id)
    counts = dict.fromkeys(ReplyItem.Claim.values, 0)
    for code, line in lines.items():
        case = cases.get(line.case_id or 0)
        unsaid = "settled" if stand_of(case) == Stand.SETTLED else "in_hand"
        counts[told[code].claim if code in told else unsaid] += 1
    return counts


def _enclosed(directive: Directive, lines: Mapping[str, Line], said: Sequence[Said]) -> dict[str, str]:
    """Code → names of what was enclosed before and is now."""
    before = by_place(enclosed(directive, [line.pk for line in lines.values()]))
    files = {code: [one.file for one in before.get(line.pk, ())] for code, line in lines.items()}
    for one in said:
        if one.code:
            files[one.code] += one.files
    return {code: named(found) for code, found in files.items()}


def _annexes(
    directive: Directive,
    lines: Mapping[str, Line],
    told: Mapping[str, Said | ReplyItem],
    files: Mapping[str, str],
    at: datetime,
) -> list[Annex]:
    replies = {show_code(code): line_reply(told[code], files[code]) for code in lines if code in told}
    return [answered(annex, replies) for annex in own_annexes(directive, list(lines.values()), at)]


def own_annexes(directive: Directive, lines: Sequence[Line], at: datetime) -> list[Annex]:
    """The unit's own part of the annexes it was sent; typed lines are set out anew."""
    if not lines:
        return []
    executor = lines[0].executor_id
    if directive.document.content is not None:
        codes = {show_code(line.code) for line in lines}
        parts = [_only(annex, codes).part_of(executor) for annex in directive.document.letter.annexes]
        return [part for part in parts if part.lines]
    executors = {line.pk: line.executor_id for line in lines}
    found = [plain_annex(lines, executors, number, civil_date(at)) for number in (UNHANDLED, LATE)]
    return [annex for annex in found if annex is not None]


def _only(annex: Annex, codes: set[str]) -> Annex:
    """Without rows that fall to somebody else by now: another successor, or nobody any more."""
    kept = tuple(row for row in annex.rows if row.kind != "row" or codes.intersection(row.cells))
    return replace(annex, rows=kept)


def line_reply(said: Said | ReplyItem, files: str = "") -> LineReply:
    done = short_date(said.until) if said.until else ""
    words = (said.cause, said.responsibility, said.remedy, said.petitioner_word)
    return LineReply(_result(said), done, *words, files)


def _duty(said: Said) -> str:
    return f"{_result(said)}; tài liệu: {named(said.files)}" if said.files else _result(said)


def _result(said: Said | ReplyItem) -> str:
    return "; ".join(part for part in (RESULTS.get(said.claim, UNSAID), said.text.strip()) if part)

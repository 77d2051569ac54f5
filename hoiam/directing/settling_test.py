"""The state of a line is that of its case; a claim that differs is said in one sentence."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from hoiam.cases.lifecycle import OPEN, State
from hoiam.cases.queries import Present
from hoiam.deadlines import VN

from .settling import STAND_WORDS, Claimed, Stand, differs, stand_of, stand_words

NOON = datetime(2021, 8, 10, 12, tzinfo=VN)
OWN = frozenset({7, 8})


def case(state="in_hand", **changes):
    facts = {
        "case_id": 1, "code": "210712345672", "state": state, "holder_id": 7, "life": 1,
        "entered_at": NOON - timedelta(days=30), "due_at": None,
        "answered_at": NOON - timedelta(days=1) if state in ("answered", "closed") else None,
        "conduct_unit_id": None, "is_confidential": False, "fixed": None, "rated_at": None,
    }  # fmt: skip
    return Present(**facts | changes)


def said(claim, at=NOON, until=None):
    return Claimed(claim, at, until)


def test_a_line_whose_case_is_elsewhere_is_not_followed_here():
    assert stand_of(None) == Stand.UNKNOWN
    assert stand_words(None) == "Không theo dõi ở đây"
    assert differs(said("settled"), None, OWN, NOON) == ""


@given(st.sampled_from(sorted(State)), st.sampled_from([None, "yes", "no", "partly"]), st.booleans())
def test_only_an_ended_case_nobody_denies_is_settled(state, fixed, afterwards):
    rated = NOON if afterwards else NOON - timedelta(days=9)
    now = case(state, fixed=fixed, rated_at=rated if fixed else None)
    stand = stand_of(now)
    if state in OPEN:
        assert stand == Stand.OPEN
    elif fixed == "no" and (afterwards or now.answered_at is None):
        assert stand == Stand.DENIED
    else:
        assert stand == Stand.SETTLED


@pytest.mark.parametrize(
    ("claimed", "now", "sentence"),
    [
        (None, case(), ""),
        (said("settled"), case("answered"), ""),
        (said("settled"), case("withdrawn"), ""),
        (said("settled"), case(), "Đơn vị báo đã xử lý dứt điểm; phản ánh vẫn ở bước “Đang xử lý”."),
        (
            said("settled"),
            case("closed", fixed="no", rated_at=NOON),
            "Đơn vị báo đã xử lý dứt điểm; người gửi báo chưa xong.",
        ),
        (
            said("settled"),
            case(life=2, entered_at=NOON + timedelta(days=1)),
            "Đơn vị báo đã xử lý dứt điểm; phản ánh đã được mở lại sau báo cáo.",
        ),
        (said("in_hand", until=date(2021, 8, 11)), case(), ""),
        (
            said("in_hand", until=date(2021, 8, 9)),
            case(),
            "Đơn vị hẹn xong ngày 09/08/2021; đã qua ngày ấy mà chưa xong.",
        ),
        (said("in_hand", until=date(2021, 8, 9)), case("answered"), ""),
        (
            said("not_begun", until=date(2021, 8, 9)),
            case(),
            "Đơn vị hẹn xong ngày 09/08/2021; đã qua ngày ấy mà chưa xong.",
        ),
        (
            said("not_competent"),
            case(),
            "Đơn vị đề nghị chuyển nơi khác; phản ánh chưa được trả lại trên hệ thống.",
        ),
        (said("not_competent"), case(holder_id=99), ""),
        (
            said("not_competent"),
            case("answered"),
            "Đơn vị đề nghị chuyển nơi khác; chính đơn vị đã trả lời phản ánh.",
        ),
    ],
)
def test_a_claim_that_differs_is_shown(claimed, now, sentence):
    assert differs(claimed, now, OWN, NOON) == sentence


def test_the_day_of_the_promise_is_still_in_time():
    promise = said("in_hand", until=date(2021, 8, 10))
    midnight = datetime(2021, 8, 11, tzinfo=VN)
    assert differs(promise, case(), OWN, midnight - timedelta(minutes=1)) == ""
    assert differs(promise, case(), OWN, midnight) != ""


def test_every_state_has_its_words():
    assert set(STAND_WORDS) == set(Stand)
    assert stand_words(case("answered")) == "Đã trả lời 09/08/2021 12:00"
    assert stand_words(case()) == "Đang xử lý"
    assert stand_words(case("closed", fixed="no", rated_at=NOON)) == "Người gửi báo chưa xong"

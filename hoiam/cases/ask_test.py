import pytest

from hoiam.cases.ask import ask
from hoiam.cases.factories import MONDAY, UNIT, answered, do, forwarded, hours, in_hand, person, received
from hoiam.cases.lifecycle import State
from hoiam.cases.testing import citizens_told, last_line, open_panel, pausing_term
from hoiam.kit.moments import parse_moment
from hoiam.kit.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
LATER = MONDAY + hours(3)


def asked(case, at=None, **fields):
    return ask(
        case, by=person("officer", UNIT), at=at or case.last_at + hours(1), text="Đèn số mấy?", **fields
    )


def supplied(case, at=None):
    return do(case, "supply", by="petitioner", text="Số 12", at=at or case.last_at + hours(1))


def test_waits_for_the_petitioner_and_asks_him():
    case = asked(in_hand())
    case.refresh_from_db()
    assert (case.state, case.waiting_from, case.asks) == ("waiting", "in_hand", 1)
    line = last_line(case)
    assert line.text.body == {"text": "Đèn số mấy?"}
    words = citizens_told("asked")[0]
    assert "UBND thành phố Biên Hòa cần ông/bà cho biết thêm" in words and "Đèn số mấy?" in words
    assert "vẫn xử lý theo những gì đã có" in words


def test_by_the_softwares_own_term_the_clock_runs_on():
    case = in_hand()
    waiting = asked(case)
    assert (waiting.due_at, waiting.paused_at) == (case.due_at, None)
    assert waiting.waiting_until == case.due_at
    assert "Thời hạn trả lời không thay đổi." in citizens_told("asked")[0]


def test_where_the_term_allows_it_the_clock_stands_still_for_at_most_its_days():
    pausing_term(days=3)
    case = asked(in_hand(), at=LATER)
    assert (case.due_at, case.paused_at) == (None, LATER)
    assert case.waiting_until == parse_moment("2021-07-08T17:00")  # three working days, not one more
    assert case.segments.get(until=None).is_running is False
    assert "thời hạn trả lời tạm dừng" in citizens_told("asked")[0]


def test_nobody_makes_the_pause_longer_by_asking_for_longer():
    pausing_term(days=3)
    case = asked(in_hand(), at=LATER, until=parse_moment("2021-08-30T17:00"))
    assert case.waiting_until == parse_moment("2021-07-08T17:00")
    shorter = asked(in_hand(), at=LATER, until=parse_moment("2021-07-06T17:00"))
    assert shorter.waiting_until == parse_moment("2021-07-06T17:00")


def test_the_deadline_moves_by_the_pause_and_not_by_more():
    pausing_term(days=3)
    case = in_hand()
    before = case.due_at
    case = supplied(asked(case, at=parse_moment("2021-07-06T10:00")), at=parse_moment("2021-07-07T10:00"))
    assert (before, case.due_at) == (parse_moment("2021-07-12T17:00"), parse_moment("2021-07-13T17:00"))


def test_the_third_time_the_clock_runs_on():
    pausing_term(days=3, times=2)
    case = supplied(asked(supplied(asked(in_hand()))))
    third = asked(case)
    assert (third.state, third.asks, third.paused_at) == ("waiting", 3, None)
    assert third.due_at is not None


def test_late_in_the_term_the_clock_runs_on():
    pausing_term(ask_before="0.50")
    case = asked(in_hand(), at=parse_moment("2021-07-09T16:00"))
    assert case.paused_at is None


def test_a_missed_deadline_is_not_washed_by_asking():
    pausing_term(ask_before="1.00")
    case = in_hand()
    overdue = asked(case, at=case.due_at + hours(1), until=case.due_at + hours(48))
    assert (overdue.paused_at, overdue.missed_at) == (None, case.due_at)


def test_after_the_deadline_somebody_says_until_when():
    case = in_hand()
    with pytest.raises(Refused, match="hãy nêu ngày chờ"):
        asked(case, at=case.due_at + hours(1))


def test_the_panel_says_beforehand_that_the_clock_runs_on(client):
    pausing_term(times=2)
    case = supplied(asked(supplied(asked(in_hand()))))
    page = open_panel(
        client, person("officer", UNIT), "ask", case, at=case.last_at + hours(1)
    ).content.decode()
    assert "Đã đề nghị bổ sung 2 lần; lần này không tạm dừng thời hạn." in page
    quiet = open_panel(
        client, person("officer", UNIT), "ask", in_hand(), at=LATER + hours(1)
    ).content.decode()
    assert "không tạm dừng" not in quiet


def test_the_centre_asks_too_before_it_forwards():
    case = ask(received(), by=person("coordinator"), text="Ở đâu?", at=MONDAY + hours(1))
    assert (case.state, case.waiting_from) == (State.WAITING, State.RECEIVED)


def test_refused_without_a_question_before_accepting_and_after_the_answer():
    with pytest.raises(Refused, match="thiếu trường “text”"):
        ask(in_hand(), by=person("officer", UNIT), text="", at=LATER)
    for case in (forwarded(), answered()):
        with pytest.raises(Refused):
            asked(case)

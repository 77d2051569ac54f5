import pytest

from hoiam.calendars import almanac
from hoiam.calendars.models import CalendarDay
from hoiam.cases.factories import MONDAY, UNIT, answered, do, forwarded, hours, in_hand, person, received
from hoiam.cases.models import Case
from hoiam.cases.reckon import reckon, reckon_open
from hoiam.cases.testing import last_line, pausing_term, staff_told
from hoiam.kit.moments import iso, parse_moment
from hoiam.kit.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
LATER = MONDAY + hours(5)
NEW = parse_moment("2021-07-13T17:00")
RULE = "Quyết định nghỉ bù 12/QĐ"


def day_off(date):
    from hoiam.calendars.models import Calendar

    CalendarDay.objects.create(
        calendar=Calendar.objects.get(code="default"),
        date=date,
        effect="off",
        recorded_at=MONDAY,
        source=RULE,
    )
    almanac.forget()


def test_puts_another_deadline_in_force_with_the_decision_that_asked_for_it():
    officer = person("officer", UNIT)
    case = in_hand()
    before = case.due_at
    case = reckon(case, due_at=NEW, rule=RULE, at=LATER)
    case.refresh_from_db()
    dues = case.dues.filter(clock="answer").order_by("since").values_list("due_at", "cause", "rule")
    assert (case.due_at, case.due_by_hand, case.state) == (NEW, False, "in_hand")
    assert [(due_at, cause) for due_at, cause, _ in dues] == [(before, "receive"), (NEW, "reckon")]
    assert list(dues)[1][2] == RULE
    assert last_line(case).facts == {"due_at": iso(NEW), "rule": RULE}
    assert "hạn tính lại" in staff_told("reckoned")[officer.username]


def test_what_was_late_stays_late():
    case = in_hand()
    late = reckon(case, due_at=parse_moment("2021-07-30T17:00"), rule=RULE, at=case.due_at + hours(1))
    assert late.missed_at == case.due_at
    assert late.is_overdue(case.due_at + hours(2))


def test_by_the_system_while_open_and_running():
    with pytest.raises(Refused, match="Bạn không có quyền"):
        reckon(in_hand(), due_at=NEW, rule=RULE, by=person("coordinator"), at=LATER)
    with pytest.raises(Refused, match="“Đã trả lời”"):
        reckon(answered(), due_at=NEW, rule=RULE, at=LATER)
    pausing_term()
    standing = do(in_hand(), "ask", by=f"officer@{UNIT}", text="?")
    with pytest.raises(Refused, match="đang tạm dừng"):
        reckon(standing, due_at=NEW, rule=RULE, at=LATER)


def test_a_day_off_decided_late_moves_every_open_deadline_it_touches():
    touched, by_hand = received(), do(forwarded(), "extend", due_at="2021-07-20T17:00", reason="complex")
    done = answered()
    assert reckon_open(LATER, rule=RULE) == 0
    day_off("2021-07-07")
    assert reckon_open(LATER, rule=RULE) == 1
    moved = Case.objects.get(pk=touched.pk)
    assert moved.due_at == parse_moment("2021-07-13T17:00")
    assert last_line(moved).facts["rule"].startswith(f"{RULE}: 5 ngày làm việc")
    assert Case.objects.get(pk=by_hand.pk).due_at == by_hand.due_at
    assert Case.objects.get(pk=done.pk).seq == done.seq
    assert reckon_open(LATER, rule=RULE) == 0
    almanac.forget()

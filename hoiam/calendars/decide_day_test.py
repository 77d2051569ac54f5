from datetime import date, datetime

import pytest

from hoiam.accounts.factories import PersonFactory
from hoiam.deadlines import VN
from hoiam.kit.clock import frozen, now
from hoiam.kit.refusal import Refused
from hoiam.units.factories import MembershipFactory, UnitFactory, unit
from hoiam.units.roles import Role

from .decide_day import affected_from, decide_day, decide_swap, decided_since
from .lookup import calendar
from .models import CalendarDay
from .proof import prove

pytestmark = pytest.mark.django_db
SOURCE = "Văn bản 999/VPCP-KGVX"
MONDAY, SATURDAY = date(2026, 11, 30), date(2026, 12, 5)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=VN)


@pytest.fixture
def admin():
    return PersonFactory(is_system_admin=True)


def due(received="2026-11-27 09:00", term="1 working_days"):
    return prove(at(received), term).due_at[:16]


def test_a_late_decision_moves_the_deadlines_counted_after_it(admin):
    assert due() == "2026-11-30T17:00"
    decide_day(MONDAY, "off", SOURCE, date(2026, 11, 24), admin, name="Nghỉ bão")
    assert due() == "2026-12-01T17:00"
    assert calendar().day(MONDAY).note == "Nghỉ bão"


def test_the_last_decision_stands_and_the_older_one_can_still_be_read(admin):
    first = decide_day(MONDAY, "off", SOURCE, None, admin)
    second = decide_day(MONDAY, "half", "Văn bản 1000/VPCP-KGVX", None, admin)
    assert due() == "2026-11-30T11:30"
    first.refresh_from_db()
    assert first.replaced_at == second.recorded_at
    assert [d.effect for d in CalendarDay.objects.filter(date=MONDAY)] == ["off", "half"]


def test_a_decision_can_be_taken_back(admin):
    decide_day(MONDAY, "off", SOURCE, None, admin)
    decide_day(MONDAY, "usual", "Văn bản 1001/VPCP-KGVX", None, admin)
    assert due() == "2026-11-30T17:00"


def test_a_swap_writes_both_days_or_neither(admin):
    rest, make_up = decide_swap(MONDAY, SATURDAY, SOURCE, None, admin)
    assert (rest.effect, make_up.effect) == ("off", "work")
    assert due("2026-12-04 09:00") == "2026-12-05T17:00"
    with pytest.raises(Refused):
        decide_swap(date(2026, 12, 7), SATURDAY, SOURCE, None, admin)
    assert not CalendarDay.objects.filter(date=date(2026, 12, 7)).exists()


def test_a_day_of_its_own_hours(admin):
    decide_day(SATURDAY, "work", SOURCE, None, admin, blocks="08:00-12:00, 13:30-16:00")
    assert due("2026-12-04 09:00") == "2026-12-05T16:00"
    assert CalendarDay.objects.get(date=SATURDAY, replaced_at=None).blocks == "08:00-12:00 13:30-16:00"


def test_what_a_decision_touches_is_found_by_date_and_by_when_it_was_written(admin):
    written = at("2026-11-25 10:00")
    with frozen(written):
        decide_day(MONDAY, "off", SOURCE, None, admin)
    assert affected_from(MONDAY) == at("2026-11-30 00:00")
    found = [d for d in decided_since(at("2026-11-25 09:59")) if d.recorded_at == written]
    assert [(d.calendar, d.date, d.words) for d in found] == [
        ("default", MONDAY, f"30/11/2026 nghỉ, theo {SOURCE}")
    ]
    assert not [d for d in decided_since(written) if d.recorded_at == written]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"source": "  "}, "Cần ghi văn bản quyết định"),
        ({"effect": "maybe"}, "Không hiểu “maybe”"),
        ({"effect": "usual"}, "chưa có quyết định nào để hủy"),
        ({"blocks": "07:30-11:30"}, "Chỉ ngày có làm việc"),
        ({"effect": "work", "blocks": "8h-11h"}, "Không hiểu giờ làm việc"),
        ({"decided_on": date(2099, 1, 1)}, "không thể ở sau hôm nay"),
        ({"calendar": "khac"}, "Không có lịch làm việc mã khac"),
    ],
)
def test_an_unclear_decision_is_refused_and_nothing_changes(admin, change, sentence):
    decision = {"date": MONDAY, "effect": "off", "source": SOURCE, "decided_on": None, "by": admin, **change}
    with pytest.raises(Refused, match=sentence):
        decide_day(**decision)
    assert not CalendarDay.objects.filter(date=MONDAY).exists()


def test_writing_the_same_decision_twice_is_refused_with_the_document_it_has(admin):
    decide_day(MONDAY, "off", SOURCE, None, admin)
    with pytest.raises(Refused, match="đã được ghi như vậy, theo Văn bản 999"):
        decide_day(MONDAY, "off", "Văn bản khác", None, admin)


def test_only_who_keeps_the_clock_for_all_may_decide():
    centre = unit("1022", now().date())
    allowed = MembershipFactory(unit=centre, role=Role.COORDINATOR).person
    decide_day(MONDAY, "off", SOURCE, None, allowed)
    for person in (
        MembershipFactory(unit=centre, role=Role.OPERATOR).person,
        MembershipFactory(unit=UnitFactory(), role=Role.COORDINATOR).person,
        MembershipFactory(unit=UnitFactory(), role=Role.UNIT_HEAD).person,
        PersonFactory(is_system_admin=True, is_active=False),
    ):
        with pytest.raises(Refused, match="Chỉ điều phối viên"):
            decide_day(SATURDAY, "work", SOURCE, None, person)

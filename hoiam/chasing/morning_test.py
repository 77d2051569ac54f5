"""The morning digest: once a person and day, when the offices open, with what still runs."""

from datetime import timedelta

import pytest

from hoiam.accounts.models import Person
from hoiam.calendars.lookup import calendar
from hoiam.cases.factories import MONDAY, UNIT, do, in_hand, person, unit_id
from hoiam.cases.testing import staff_told
from hoiam.chasing.chase import chase
from hoiam.chasing.models import Chased, Notice
from hoiam.chasing.morning import is_morning, send_morning
from hoiam.kit import clock
from hoiam.messaging.mail import Choice, choose
from hoiam.messaging.models import Message
from hoiam.units.factories import MembershipFactory
from hoiam.units.models import Unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
OPENING = MONDAY.replace(day=9, hour=7, minute=30)


def nobody_drafts(person, at):
    return 0


@pytest.fixture
def focal():
    found = person("focal_point", UNIT)
    Person.objects.filter(pk=found.pk).update(email="dau-moi@example.vn")
    return Person.objects.get(pk=found.pk)


def case():
    return lived_on(MONDAY)


def lived_on(day):
    with clock.frozen(day):
        return in_hand(day)


def mails():
    return [row.body for row in Message.objects.filter(channel="email", template="morning_mail")]


def test_it_says_what_waits_and_names_the_deadlines(focal):
    one = case()
    chase(OPENING)
    assert staff_told("due_soon_one") == {}
    assert send_morning(OPENING, nobody_drafts) == 1
    assert staff_told("morning")[focal.username] == "Hôm nay: 0 mới, 0 đến hạn, 0 quá hạn, 0 chờ duyệt."
    (mail,) = mails()
    assert f"- {one.shown_code}: còn 1 ngày làm việc, hạn 12/07/2021 17:00" in mail
    assert Notice.objects.get().told_at == OPENING


def test_the_figures_are_those_of_the_lists(focal):
    case(), case()
    late = OPENING.replace(day=13)
    send_morning(late, lambda person, at: 3)
    assert staff_told("morning")[focal.username] == "Hôm nay: 0 mới, 0 đến hạn, 2 quá hạn, 3 chờ duyệt."


def test_it_goes_out_once_a_day_however_often_it_is_looked_at(focal):
    case()
    chase(OPENING)
    assert [send_morning(OPENING + timedelta(minutes=n), nobody_drafts) for n in (0, 5, 10)] == [1, 0, 0]
    assert len(mails()) == 1


def test_what_the_loop_keeps_while_the_digest_is_written_waits_for_the_next(focal):
    case()
    chase(OPENING)
    (chased,) = Chased.objects.all()
    later = Chased.objects.get(pk=chased.pk)
    later.pk, later.key = None, "due:0"
    later.save(force_insert=True)

    def meanwhile(person, at):
        Notice.objects.create(chased=later, person=person)
        return 0

    assert send_morning(OPENING, meanwhile) == 1
    assert list(Notice.objects.filter(told_at=None).values_list("chased__key", flat=True)) == ["due:0"]


@pytest.mark.parametrize(
    ("at", "is_so"),
    [
        (OPENING, True),
        (OPENING - timedelta(seconds=1), False),
        (OPENING.replace(hour=11, minute=29), True),
        (OPENING.replace(hour=11, minute=30), False),
        (OPENING.replace(day=10), False),
        (OPENING.replace(year=2040), False),
    ],
)
def test_it_is_morning_when_the_offices_open_on_a_worked_day(at, is_so):
    assert is_morning(at, calendar()) is is_so


def test_nobody_is_bothered_with_nothing(focal):
    assert send_morning(OPENING, nobody_drafts) == 0
    assert Message.objects.count() == 0


def test_what_was_settled_since_is_left_out(focal):
    one, other = case(), case()
    chase(OPENING)
    do(one, "answer", by=f"unit_head@{UNIT}", text="Xong.", outcome="done", at=OPENING)
    send_morning(OPENING, nobody_drafts)
    (mail,) = mails()
    assert one.shown_code not in mail and other.shown_code in mail
    assert Notice.objects.filter(told_at=None).count() == 0


def test_a_case_walled_off_since_is_not_named():
    """Two seats: one in the office that holds the case, one in the unit that it turns out to accuse."""
    both = person("focal_point", "thanh-tra")
    Person.objects.filter(pk=both.pk).update(email="hai-vai@example.vn")
    MembershipFactory(person=both, unit=Unit.objects.get(pk=unit_id(UNIT)), role="officer")
    with clock.frozen(MONDAY):
        one = in_hand(MONDAY, unit="thanh-tra")
        other = in_hand(MONDAY, unit="thanh-tra")
    chase(OPENING)
    do(one, "classify", conduct={"unit": UNIT, "about": "attitude"}, at=OPENING)
    send_morning(OPENING, nobody_drafts)
    (mail,) = mails()
    assert one.shown_code not in mail and other.shown_code in mail


def test_whoever_wants_no_digest_is_told_one_by_one_and_gets_none(focal):
    choose(focal, Choice(has_digest=False))
    case()
    chase(OPENING)
    assert focal.username in staff_told("due_soon_one")
    assert send_morning(OPENING, nobody_drafts) == 0


def test_several_soon_due_are_counted_for_whoever_wants_no_digest(focal):
    """Of what is late the codes are named."""
    choose(focal, Choice(has_digest=False))
    for _ in range(3):
        case()
    chase(OPENING)
    assert staff_told("due_soon")[focal.username] == "Còn 1 ngày làm việc: 3 phản ánh"
    chase(OPENING.replace(day=12))
    assert staff_told("due_today")[focal.username] == "Hôm nay đến hạn 3 phản ánh"
    chase(OPENING.replace(day=12, hour=18))
    assert "3 việc" in staff_told("chased_many")[focal.username]


def test_several_of_different_days_are_named_by_their_codes(focal):
    choose(focal, Choice(has_digest=False))
    today, tomorrow = case(), lived_on(MONDAY.replace(day=6))
    chase(OPENING.replace(day=12))
    words = staff_told("chased_many")[focal.username]
    assert today.shown_code in words and tomorrow.shown_code in words


def test_what_was_kept_before_somebody_gave_the_digest_up_is_told_once_more(focal):
    case()
    chase(OPENING)
    choose(focal, Choice(has_digest=False))
    assert send_morning(OPENING, nobody_drafts) == 1
    assert send_morning(OPENING.replace(day=12), nobody_drafts) == 0


def test_whoever_wants_no_mail_reads_it_on_the_desk(focal):
    choose(focal, Choice(has_mail=False))
    case()
    chase(OPENING)
    assert send_morning(OPENING, nobody_drafts) == 1
    assert focal.username in staff_told("morning") and mails() == []


def test_an_escalation_also_leaves_by_mail():
    leader = person("unit_head", UNIT)
    Person.objects.filter(pk=leader.pk).update(email="lanh-dao@example.vn")
    case()
    chase(OPENING.replace(day=13))
    assert Message.objects.filter(channel="email", template="overdue").count() == 1


def test_many_at_once_are_one_notice_and_no_burst():
    leader = person("unit_head", UNIT)
    for _ in range(7):
        case()
    chase(OPENING.replace(day=13))
    (words,) = staff_told("chased_many").values()
    assert Message.objects.filter(to_person=leader).count() == 1
    assert words.startswith("Cần xử lý ngay 7 việc đến hạn, quá hạn: ") and words.endswith("và 2 việc khác.")

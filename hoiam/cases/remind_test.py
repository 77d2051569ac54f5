import pytest

from hoiam.cases.factories import MONDAY, UNIT, closed, hours, in_hand, person, unit_id
from hoiam.cases.queries import history_of, reminders_of
from hoiam.cases.remind import remind
from hoiam.cases.testing import last_line, staff_told
from hoiam.kit.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
LATER = MONDAY + hours(4)


def test_keeps_whom_how_what_was_said_and_what_was_promised():
    officer = person("officer", UNIT)
    promised = MONDAY + hours(48)
    case = remind(
        in_hand(),
        to=unit_id(UNIT),
        means="phone",
        reply="Mai xong",
        promised_at=promised,
        by=person("operator"),
        at=LATER,
    )
    case.refresh_from_db()
    row = case.reminder_rows.get()
    assert (case.reminders, case.state) == (1, "in_hand")
    assert (row.unit_id, row.means, row.promised_at, row.at) == (unit_id(UNIT), "phone", promised, LATER)
    line = last_line(case)
    assert line.facts == {"to": UNIT, "means": "phone", "promised_at": "2021-07-07T08:00:00+07:00"}
    assert line.text.body == {"reply": "Mai xong"}
    assert officer.username in staff_told("reminded")


def test_the_case_lists_who_was_reminded_how_what_was_said_and_what_was_promised():
    case = in_hand()
    promised = {"means": "phone", "reply": "Mai xong", "promised_at": MONDAY + hours(48)}
    case = remind(case, to=unit_id(UNIT), by=person("operator"), at=LATER, **promised)
    remind(case, to=unit_id(UNIT), means="sms", by=person("operator"), at=LATER + hours(1))
    first, second = (line.sentence for line in history_of(case) if line.verb == "remind")
    assert first.endswith("nhắc UBND thành phố Biên Hòa qua điện thoại: Mai xong; hẹn xong 07/07/2021 08:00")
    assert "hẹn" not in second
    assert [row.means for row in reminders_of([case.pk])] == ["sms", "phone"]


def test_a_reminder_moves_no_deadline():
    case = in_hand()
    reminded = remind(case, to=unit_id(UNIT), means="sms", by=person("coordinator"), at=LATER)
    assert reminded.due_at == case.due_at


def test_without_means_it_is_no_reminder():
    with pytest.raises(Refused, match="means"):
        remind(in_hand(), to=unit_id(UNIT), means="", by=person("operator"), at=LATER)


def test_units_do_not_remind_and_nobody_reminds_about_a_closed_case():
    with pytest.raises(Refused, match="Bạn không có quyền"):
        remind(in_hand(), to=unit_id(UNIT), means="phone", by=person("unit_head", UNIT), at=LATER)
    with pytest.raises(Refused, match="“Kết thúc”"):
        remind(closed(), to=unit_id(UNIT), means="phone", by=person("operator"), at=MONDAY + hours(9))


def test_the_office_of_a_district_reminds_whoever_holds_it_below_and_not_a_stranger():
    case, who = in_hand(unit="ubnd-26485"), person("coordinator", "nt-vp")
    with pytest.raises(Refused, match="Bạn không có quyền"):
        remind(case, to=unit_id(UNIT), means="phone", by=who, at=LATER)
    assert remind(case, to=unit_id("ubnd-26485"), means="phone", by=who, at=LATER).reminders == 1

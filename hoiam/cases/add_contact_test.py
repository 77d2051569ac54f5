import pytest

from hoiam.cases.add_contact import add_contact
from hoiam.cases.factories import MONDAY, UNIT, closed, do, hours, in_hand, person
from hoiam.cases.line import THE_PETITIONER
from hoiam.cases.models import Case
from hoiam.cases.testing import last_line, staff_told
from hoiam.kit.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
LATER = MONDAY + hours(4)


def test_a_repeat_contact_joins_its_case_and_makes_no_second_one():
    officer, operator = person("officer", UNIT), person("operator")
    case = in_hand()
    count = Case.objects.count()
    case = add_contact(case, channel="phone", text="Vẫn chưa ai đến", by=operator, at=LATER)
    assert Case.objects.count() == count
    assert (case.contacts, case.state) == (1, "in_hand")
    assert case.repeats.get().channel == "phone"
    line = last_line(case)
    assert (line.actor, line.person, line.facts) == ("petitioner", operator, {"channel": "phone"})
    assert "liên hệ lần 2" in staff_told("contacted_again")[officer.username]


def test_only_the_assigned_colleague_is_told_once_there_is_one():
    officer, other = person("officer", UNIT), person("focal_point", UNIT)
    case = do(in_hand(), "assign", person=f"{officer.username}@{UNIT}", by=f"focal_point@{UNIT}")
    add_contact(case, channel="web", by=THE_PETITIONER, at=LATER)
    assert set(staff_told("contacted_again")) == {officer.username}
    assert other.username not in staff_told("contacted_again")


def test_an_unknown_channel_is_refused():
    with pytest.raises(Refused, match="channel"):
        add_contact(in_hand(), channel="fax", by=THE_PETITIONER, at=LATER)


def test_a_closed_case_is_reopened_instead():
    with pytest.raises(Refused, match="“Kết thúc”"):
        add_contact(closed(), channel="web", by=THE_PETITIONER, at=MONDAY + hours(9))

import pytest

from hoiam.cases.assign import assign
from hoiam.cases.factories import CENTRE, MONDAY, OTHER_UNIT, UNIT, do, hours, in_hand, person, received
from hoiam.cases.testing import last_line, open_panel, staff_told
from hoiam.kit.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
LATER = MONDAY + hours(4)


def test_names_the_colleague_and_tells_him():
    officer = person("officer", UNIT)
    case = assign(in_hand(), person=officer, by=person("focal_point", UNIT), at=LATER)
    case.refresh_from_db()
    assert (case.assignee, case.state) == (officer, "in_hand")
    assert last_line(case).text.body == {"person": f"officer.{UNIT}@{UNIT}"}
    assert "phân công cho bạn" in staff_told("assigned")[officer.username]


def test_whoever_takes_it_himself_is_not_told():
    focal = person("focal_point", UNIT)
    assign(in_hand(), person=focal, by=focal, at=LATER)
    assert staff_told("assigned") == {}


def test_only_to_somebody_of_the_unit_that_has_it():
    with pytest.raises(Refused, match="không thuộc đơn vị đang giữ"):
        assign(in_hand(), person=person("officer", OTHER_UNIT), by=person("focal_point", UNIT), at=LATER)


def test_an_officer_assigns_nobody():
    officer = person("officer", UNIT)
    with pytest.raises(Refused, match="Bạn không có quyền"):
        assign(in_hand(), person=officer, by=officer, at=LATER)


def test_a_coordinator_assigns_within_the_centre_only():
    operator, head = person("operator"), person("coordinator")
    assert assign(received(), person=operator, by=head, at=LATER).assignee == operator
    with pytest.raises(Refused):
        assign(in_hand(), person=person("officer", UNIT), by=head, at=LATER)


def test_a_case_that_moves_on_is_nobodys_again():
    case = assign(received(), person=person("operator"), by=person("coordinator"), at=LATER)
    assert do(case, "forward", to=UNIT).assignee_id is None


def test_the_form_offers_the_people_of_the_holder(client):
    case = in_hand()
    mine, others = person("officer", UNIT), person("officer", OTHER_UNIT)
    page = open_panel(client, person("focal_point", UNIT), "assign", case).content.decode()
    assert f'value="{mine.pk}"' in page
    assert f'value="{others.pk}"' not in page
    assert CENTRE not in page

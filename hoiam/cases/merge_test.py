import pytest

from hoiam.cases.factories import MONDAY, OTHER_UNIT, UNIT, answered, do, hours, in_hand, person, received
from hoiam.cases.merge import merge
from hoiam.cases.models import Case
from hoiam.cases.testing import citizens_told, last_line
from hoiam.kit.ids import new_code
from hoiam.kit.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
LATER = MONDAY + hours(3)
ACCUSED = {"unit": OTHER_UNIT, "about": "attitude"}


def joined_to(main, case=None, by=None, at=LATER):
    return merge(case or received(), into=main.shown_code, by=by or person("operator"), at=at)


def test_is_handled_with_the_main_case_and_its_petitioner_is_told():
    main = in_hand()
    case = joined_to(main)
    case.refresh_from_db()
    assert (case.state, case.merged_into, case.ended_from) == ("merged", main, "received")
    assert last_line(case).facts == {"into": main.code}
    assert f"được xử lý chung với {main.shown_code}" in citizens_told("merged")[0]
    assert Case.objects.get(pk=main.pk).state == "in_hand"


def test_reopening_unmerges_it():
    case = do(joined_to(in_hand()), "reopen", by="petitioner", reason="off_the_point")
    assert (case.state, case.merged_into, case.life) == ("received", None, 2)


def test_not_into_itself():
    case = received()
    with pytest.raises(Refused, match="chính nó"):
        joined_to(case, case)


def test_not_into_one_that_is_no_longer_worked_on():
    with pytest.raises(Refused, match="không còn xử lý"):
        joined_to(answered(), at=MONDAY + hours(9))


def test_not_into_one_that_was_itself_merged_but_into_its_main_case():
    main = in_hand()
    middle = joined_to(main)
    with pytest.raises(Refused, match=f"được gộp vào {main.shown_code}"):
        joined_to(middle)


def test_not_into_a_case_one_does_not_see_nor_into_an_unknown_code():
    with pytest.raises(Refused, match="Không tìm thấy"):
        joined_to(Case(code=new_code(MONDAY)))
    hidden = received(conduct={"unit": "vp-ubnd", "about": "delay"})
    with pytest.raises(Refused, match="Không tìm thấy"):
        joined_to(hidden)


def test_conduct_and_other_matters_are_never_mixed():
    accusing, plain = received(conduct=ACCUSED), received()
    with pytest.raises(Refused, match="về công vụ"):
        joined_to(accusing, plain)
    with pytest.raises(Refused, match="về công vụ"):
        joined_to(plain, accusing)
    assert joined_to(received(conduct=ACCUSED), accusing).state == "merged"


def test_a_unit_merges_nothing():
    with pytest.raises(Refused, match="Bạn không có quyền"):
        joined_to(in_hand(), in_hand(), by=person("unit_head", UNIT))

import pytest

from hoiam.cases.factories import MONDAY, UNIT, closed, hours, in_hand, person, received
from hoiam.cases.redirect import redirect
from hoiam.cases.testing import citizens_told, last_line
from hoiam.kit.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
LATER = MONDAY + hours(3)


def test_ends_the_case_and_names_whose_matter_it_is():
    case = redirect(received(), reason="central_body", outside="Cục Thuế", by=person("coordinator"), at=LATER)
    case.refresh_from_db()
    assert (case.state, case.spans.get().how) == ("redirected", "redirected")
    line = last_line(case)
    assert (line.facts, line.text.body) == ({"reason": "central_body"}, {"outside": "Cục Thuế"})
    assert "thuộc thẩm quyền của Cục Thuế" in citizens_told("redirected")[0]


@pytest.mark.parametrize(
    ("reason", "law"), [("complaint", "Luật Khiếu nại"), ("denunciation", "Luật Tố cáo")]
)
def test_what_the_law_says_of_complaints_and_denunciations_is_told_in_its_own_words(reason, law):
    redirect(received(), reason=reason, outside="Ban Tiếp công dân", by=person("coordinator"), at=LATER)
    words = citizens_told(f"redirected_{reason}")[0]
    assert law in words and "Ban Tiếp công dân" in words


def test_names_both_reason_and_body():
    for fields in ({"reason": "", "outside": "x"}, {"reason": "complaint", "outside": ""}):
        with pytest.raises(Refused, match="thiếu trường"):
            redirect(received(), by=person("coordinator"), at=LATER, **fields)


def test_the_centre_alone_redirects_and_only_what_is_open():
    with pytest.raises(Refused, match="Bạn không có quyền"):
        redirect(in_hand(), reason="complaint", outside="x", by=person("unit_head", UNIT), at=LATER)
    with pytest.raises(Refused, match="“Kết thúc”"):
        redirect(closed(), reason="complaint", outside="x", by=person("coordinator"), at=MONDAY + hours(9))


@pytest.mark.parametrize("passed_on", [True, False])
def test_the_petitioner_is_told_whether_it_was_sent_there_or_where_to_go(passed_on):
    case = redirect(
        received(),
        reason="central_body",
        outside="Cục Thuế",
        passed_on=passed_on,
        by=person("coordinator"),
        at=LATER,
    )
    words = citizens_told("redirected")[0]
    assert ("Chúng tôi đã chuyển" in words) == passed_on
    assert ("Đề nghị ông/bà liên hệ Cục Thuế" in words) != passed_on
    assert last_line(case).facts.get("passed_on", False) is passed_on

import pytest

from hoiam.cases import lists
from hoiam.cases.factories import MONDAY, UNIT, closed, hours, in_hand, person, received
from hoiam.cases.models import Reason
from hoiam.cases.queries import public_history_of
from hoiam.cases.redirect import redirect
from hoiam.cases.testing import citizens_told, last_line, post_panel
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


@pytest.mark.parametrize(
    ("passed_on", "said"), [(True, "Đã chuyển đến Cục Thuế"), (False, "Đề nghị ông/bà liên hệ Cục Thuế")]
)
def test_the_petitioner_reads_whether_it_was_passed_on_and_how_the_body_is_reached(passed_on, said):
    case = redirect(
        received(), reason="central_body", outside="Cục Thuế", contact="số 1 đường Một, 0251 0000000",
        passed_on=passed_on, by=person("coordinator"), at=LATER,
    )  # fmt: skip
    line = public_history_of(case)[-1]
    assert (line.sentence, line.words) == (said, "số 1 đường Một, 0251 0000000")
    assert "Liên hệ: số 1 đường Một, 0251 0000000." in citizens_told("redirected")[0]


def test_a_complaint_is_told_where_when_and_who_advises_for_nothing():
    Reason.objects.filter(list="redirect", code="complaint").update(what_next="Trung tâm Trợ giúp pháp lý")
    lists.forget()
    redirect(
        received(), reason="complaint", outside="Ban Tiếp công dân", contact="số 2 đường Hai, sáng thứ Hai",
        by=person("coordinator"), at=LATER,
    )  # fmt: skip
    words = citizens_told("redirected_complaint")[0]
    assert "Nơi nhận: Ban Tiếp công dân, số 2 đường Hai, sáng thứ Hai." in words
    assert "tư vấn miễn phí: Trung tâm Trợ giúp pháp lý" in words


@pytest.mark.parametrize(
    ("reason", "status"), [("complaint", 422), ("denunciation", 422), ("central_body", 204)]
)
def test_the_panel_asks_where_and_when_of_a_complaint_and_loses_nothing(client, reason, status):
    typed = {"reason": reason, "outside": "Ban Tiếp công dân"}
    answer = post_panel(client, person("coordinator"), "redirect", received(), typed, at=LATER)
    assert answer.status_code == status
    if status == 422:
        page = answer.content.decode()
        assert "hãy ghi địa chỉ, giờ tiếp" in page and "Ban Tiếp công dân" in page

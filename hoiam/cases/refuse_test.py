import pytest

from hoiam.cases import lists
from hoiam.cases.factories import MONDAY, UNIT, answered, hours, in_hand, person, received
from hoiam.cases.models import Reason
from hoiam.cases.refuse import refuse
from hoiam.cases.testing import citizens_told, last_line
from hoiam.kit.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
LATER = MONDAY + hours(3)


def test_ends_the_case_with_a_reason_the_citizen_is_told():
    case = refuse(
        received(), reason="answered_before", text="Công văn 12", by=person("coordinator"), at=LATER
    )
    case.refresh_from_db()
    span = case.spans.get()
    assert (case.state, span.how, span.until) == ("refused", "refused", LATER)
    assert not case.hops.filter(until=None).exists()
    assert not case.dues.filter(until=None).exists()
    line = last_line(case)
    assert (line.facts, line.text.body) == ({"reason": "answered_before"}, {"text": "Công văn 12"})
    words = citizens_told("refused")[0]
    assert "vì: Đã được trả lời bằng văn bản, không có tình tiết mới" in words
    assert "trước 26/07/2021" in words  # fifteen working days to ask for another look


def test_the_citizen_reads_the_public_words_and_the_basis_when_there_are_any():
    Reason.objects.filter(list="refuse", code="abusive").update(
        public_label="không có nội dung cần xử lý", legal_basis="Điều 9", what_next="viết lại rõ việc"
    )
    lists.forget()
    refuse(received(), reason="abusive", by=person("coordinator"), at=LATER)
    words = citizens_told("refused")[0]
    assert "không có nội dung cần xử lý (Điều 9)" in words
    assert "Ông/bà có thể: viết lại rõ việc." in words
    assert "xúc phạm" not in words
    lists.forget()


def test_without_a_reason_there_is_no_refusing():
    with pytest.raises(Refused, match="reason"):
        refuse(received(), reason="", by=person("coordinator"), at=LATER)


def test_no_unit_and_no_operator_refuses():
    for who in (person("unit_head", UNIT), person("operator")):
        with pytest.raises(Refused, match="Bạn không có quyền"):
            refuse(in_hand(), reason="abusive", by=who, at=LATER)


def test_nor_is_an_answered_case_refused_afterwards():
    with pytest.raises(Refused, match="“Đã trả lời”"):
        refuse(answered(), reason="abusive", by=person("coordinator"), at=MONDAY + hours(9))

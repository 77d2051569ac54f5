import pytest

from hoiam.cases.factories import CALLER, CENTRE, MONDAY, WRITER, actor, hours, petition, received, unit_id
from hoiam.cases.models import Case, OutsideId, Petitioner
from hoiam.cases.people import cases_of_phone, identity_of
from hoiam.cases.receive import receive
from hoiam.cases.testing import citizens_told, last_line, pausing_term
from hoiam.kit.ids import read_code
from hoiam.kit.moments import parse_moment
from hoiam.kit.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def test_a_word_becomes_a_case_at_the_centre_with_all_that_runs_from_then():
    case = received()
    assert (case.state, case.holder_id, case.life, case.seq) == ("received", unit_id(CENTRE), 1, 0)
    assert case.due_at == parse_moment("2021-07-12T17:00")
    assert case.spans.get().entered_by == "receive"
    assert case.hops.get().until is None
    assert case.segments.get().is_running
    assert case.attributes.get().kind == "report"
    clocks = case.dues.order_by("clock").values_list("clock", "cause", "unit_id")
    assert list(clocks) == [("answer", "receive", None), ("route", "receive", unit_id(CENTRE))]
    assert last_line(case).verb == "receive"


def test_an_answer_without_a_term_of_the_province_says_that_nobody_has_set_one():
    assert "mặc định của phần mềm, chờ tỉnh quy định" in received().dues.get(clock="answer").rule


def test_codes_are_random_and_check_themselves():
    codes = {received().code for _ in range(5)}
    assert len(codes) == 5
    assert all(code.startswith("2107") and read_code(code) == code for code in codes)


def test_who_brought_it_is_sealed_and_found_again_by_telephone():
    case = received(petitioner={**CALLER, "confidential": True})
    row = Petitioner.objects.get(case=case)
    assert b"0900000001" not in bytes(row.sealed) and "thử nghiệm".encode() not in bytes(row.sealed)
    assert identity_of(case)["name"] == CALLER["name"]
    assert cases_of_phone("0900 000 001") == [case.pk]
    assert (case.is_confidential, case.petitioner_type) == (True, "person")


@pytest.mark.parametrize(
    ("channel", "petitioner", "calls"),
    [("phone", CALLER, True), ("web", CALLER, False), ("phone", WRITER, False)],
)
def test_whoever_has_only_a_telephone_and_used_it_is_called_back(channel, petitioner, calls):
    assert received(channel=channel, petitioner=petitioner).calls_back is calls


def test_the_petitioner_gets_the_code_and_the_day():
    case = received()
    assert case.shown_code in citizens_told("received")[0]


def test_a_day_is_promised_only_where_somebody_has_set_the_term():
    received()
    assert "Ông/bà sẽ được báo khi phản ánh được chuyển" in citizens_told("received")[0]
    pausing_term()
    received()
    words = citizens_told("received")[1]
    assert "trước 17 giờ thứ Hai, 12/07/2021 (5 ngày làm việc, theo Quyết định thử nghiệm)" in words


def test_somebody_without_address_is_told_nothing():
    received(petitioner={"type": "anonymous"})
    assert citizens_told("received") == []


def test_nothing_comes_from_the_future_and_nothing_without_words():
    with pytest.raises(Refused, match="tương lai"):
        receive(petition(MONDAY + hours(1)), by=actor("operator@1022"), at=MONDAY)
    with pytest.raises(Refused, match="chưa có nội dung"):
        received(content="  \n ")


def test_one_case_has_many_ids_elsewhere_and_each_of_them_once():
    case = received(outside_ids={"national": "PA-1", "zalo": "77"})
    assert set(OutsideId.objects.filter(case=case).values_list("system", "value")) == {
        ("national", "PA-1"),
        ("zalo", "77"),
    }


def test_a_source_knows_a_case_once():
    from django.db import IntegrityError, transaction

    received(source="cũ", source_id="15")
    with pytest.raises(IntegrityError), transaction.atomic():
        received(source="cũ", source_id="15")
    assert Case.objects.filter(source="cũ").count() == 1

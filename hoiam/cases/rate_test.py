import pytest

from hoiam.cases.factories import CALLER, MONDAY, UNIT, answered, closed, hours, in_hand, person
from hoiam.cases.line import THE_PETITIONER
from hoiam.cases.rate import rate
from hoiam.cases.testing import last_line
from hoiam.kit.moments import parse_moment
from hoiam.kit.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
LATER = MONDAY + hours(9)
TOO_LATE = parse_moment("2021-07-27T08:00")


@pytest.mark.parametrize("make", [answered, closed])
def test_keeps_the_word_with_its_moment(make):
    case = rate(make(), by=THE_PETITIONER, score=4, fixed="partly", at=LATER)
    row = case.ratings.get()
    assert (row.score, row.fixed, row.life, row.at) == (4, "partly", 1, LATER)
    assert last_line(case).facts == {"score": 4, "fixed": "partly"}
    assert case.state == make.__name__


def test_a_reason_that_reopens_opens_the_case_by_itself():
    case = rate(
        answered(), by=THE_PETITIONER, score=1, fixed="no", reasons=["too_slow", "still_there"], at=LATER
    )
    assert (case.state, case.life) == ("in_hand", 2)
    verbs = list(case.events.order_by("seq").values_list("verb", "actor"))[-2:]
    assert verbs == [("rate", "petitioner"), ("reopen", "system")]
    assert last_line(case).facts == {"reason": "still_there"}
    assert case.ratings.get().life == 1  # said of the answer, not of the life that begins


@pytest.mark.parametrize("reasons", [[], ["too_slow"], ["attitude", "other"]])
def test_other_reasons_do_not(reasons):
    assert rate(answered(), by=THE_PETITIONER, score=1, reasons=reasons, at=LATER).state == "answered"


def test_nor_does_any_reason_once_the_days_are_over():
    case = rate(closed(), by=THE_PETITIONER, score=1, reasons=["still_there"], at=TOO_LATE)
    assert (case.state, case.ratings.count()) == ("closed", 1)


def test_a_word_about_the_answer_shows_that_it_was_heard():
    case = rate(answered(channel="phone", petitioner=CALLER), by=person("operator"), score=5, at=LATER)
    assert not case.dues.filter(clock="call_back", until=None).exists()


@pytest.mark.parametrize("score", [0, 6, -1])
def test_from_one_to_five(score):
    with pytest.raises(Refused, match="từ 1 đến 5"):
        rate(answered(), by=THE_PETITIONER, score=score, at=LATER)


def test_an_unknown_answer_to_the_question_is_refused():
    with pytest.raises(Refused, match="Không có câu trả lời “maybe”"):
        rate(answered(), by=THE_PETITIONER, score=3, fixed="maybe", at=LATER)


def test_only_the_petitioner_and_only_what_was_answered():
    for who in (person("coordinator"), person("unit_head", UNIT)):
        with pytest.raises(Refused, match="Bạn không có quyền"):
            rate(answered(), by=who, score=5, at=LATER)
    with pytest.raises(Refused, match="“Đang xử lý”"):
        rate(in_hand(), by=THE_PETITIONER, score=5, at=LATER)

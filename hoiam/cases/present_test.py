"""How many cases stand now is one query; the petitioner's word counts when it came after the answer."""

import pytest

from .factories import UNIT, answered, do, hours, in_hand, unit_id
from .present import present_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def test_many_cases_are_one_query(django_assert_num_queries):
    cases = [in_hand() for _ in range(3)] + [answered()]
    with django_assert_num_queries(1):
        found = present_of(case.pk for case in cases)
    assert [found[case.pk].state for case in cases] == ["in_hand"] * 3 + ["answered"]
    assert found[cases[0].pk].is_open and not found[cases[3].pk].is_open
    assert found[cases[0].pk].holder_id == unit_id(UNIT)
    assert present_of([]) == {}


def test_a_petitioner_who_says_it_is_not_fixed_denies_the_answer():
    case = answered()
    assert not present_of([case.pk])[case.pk].is_denied
    do(case, "rate", by="petitioner", score=1, fixed="no")
    now = present_of([case.pk])[case.pk]
    assert (now.fixed, now.is_denied) == ("no", True)


def test_a_denial_of_an_earlier_answer_does_not_count_against_a_later_one():
    case = answered()
    do(case, "rate", by="petitioner", score=1, fixed="no")
    do(case, "reopen", by="petitioner", reason="still_there")
    case.refresh_from_db()
    if case.state == "forwarded":
        do(case, "accept", by=f"officer@{UNIT}")
    do(case, "answer", by=f"unit_head@{UNIT}", at=case.last_at + hours(9), text="Thay rồi.", outcome="done")
    now = present_of([case.pk])[case.pk]
    assert (now.state, now.life, now.is_denied) == ("answered", 2, False)

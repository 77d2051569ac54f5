"""What a verb costs: statements to the database, counted so that nobody adds a loop of them unnoticed."""

import pytest

from hoiam.cases.acts import ACTS
from hoiam.cases.factories import CALLER, UNIT, do, person, received
from hoiam.cases.lifecycle import Verb
from hoiam.cases.testing import EXAMPLES, LATER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
MOST = 22
# Merging looks at and locks the main case too; splitting makes two whole cases and keeps their deadline.
MORE = {Verb.MERGE: 26, Verb.SPLIT: 60}


@pytest.mark.parametrize("verb", EXAMPLES, ids=str)
def test_a_verb_takes_few_statements(verb, django_assert_max_num_queries):
    example = EXAMPLES[verb]
    for role in ("officer", "focal_point", "unit_head"):
        person(role, UNIT)
    case = example.case(petitioner={**CALLER, "email": "a@example.vn"})
    fields, who = example.fields(case), example.person()
    with django_assert_max_num_queries(MORE.get(verb, MOST)):
        ACTS[verb](case, by=who, at=LATER, **fields)


@pytest.mark.parametrize("verb", ["forward", "answer", "withdraw"])
def test_a_long_history_makes_no_verb_dearer(verb, django_assert_max_num_queries):
    example = EXAMPLES[Verb(verb)]
    case = example.case()
    for _ in range(20):
        case = do(case, "note", text="x")
    fields, who = example.fields(case), example.person()
    with django_assert_max_num_queries(MOST):
        ACTS[Verb(verb)](case, by=who, at=LATER, **fields)


def test_receiving_takes_few_statements(django_assert_max_num_queries):
    received()
    with django_assert_max_num_queries(15):
        received()

"""Counts of the lists: equal to the lists, in one round trip, never of another day or another seat."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hoiam.accounts.models import Person
from hoiam.cases.counting import COUNTED, count_words, counts
from hoiam.cases.factories import (
    MONDAY,
    OTHER_UNIT,
    UNIT,
    answered,
    forwarded,
    hours,
    in_hand,
    person,
    received,
    unit_id,
    waiting,
)
from hoiam.cases.queues import Look, queues_of
from hoiam.units.models import Membership

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
NOON = MONDAY + hours(4)
LATE = MONDAY + timedelta(days=10)


def test_counts_equal_lists_in_one_round_trip():
    for make in (received, forwarded, in_hand, waiting, answered):
        make()
    forwarded(conduct={"unit": OTHER_UNIT, "about": "attitude"})
    for role, unit in (
        ("coordinator", "vp-ubnd"),
        ("operator", "1022"),
        ("unit_head", UNIT),
        ("officer", UNIT),
    ):
        look = Look(person(role, unit), LATE)
        queues = queues_of(look)
        assert look.seen is not None
        with CaptureQueriesContext(connection) as asked:
            found = counts(look, queues)
        # Once a second a room also looks whether its remembered rows have changed.
        assert len([query for query in asked if "version" not in query["sql"]]) == 1
        assert found == {queue.name: len(queue.page(look, size=200).cases) for queue in queues}


def test_a_long_list_is_counted_no_further_than_its_bound():
    assert count_words(COUNTED - 1) == "999"
    assert count_words(COUNTED) == "999+"
    look = Look(person("coordinator", "vp-ubnd"), NOON)
    with CaptureQueriesContext(connection) as asked:
        counts(look, queues_of(look))
    assert asked[-1]["sql"].count(f"LIMIT {COUNTED}") == len(queues_of(look))


def test_what_is_kept_of_a_count_is_its_words_never_its_moment():
    case = in_hand()
    someone = person("coordinator", "vp-ubnd")
    before, after = Look(someone, NOON), Look(someone, NOON + hours(1))
    queues = queues_of(before)
    counts(before, queues)
    case.due_at = NOON + timedelta(minutes=30)
    case.save(update_fields=["due_at"])
    assert counts(before, queues)["qua-han"] == 0
    assert counts(after, queues)["qua-han"] == 1


def test_who_is_given_another_seat_is_asked_for_anew():
    forwarded()
    someone = person("officer", UNIT)
    look = Look(someone, NOON)
    assert counts(look, queues_of(look))["cho-nhan"] == 1
    Membership.objects.filter(person=someone).update(unit=unit_id(OTHER_UNIT))
    moved = Look(Person.objects.get(pk=someone.pk), NOON)
    assert counts(moved, queues_of(moved))["cho-nhan"] == 0

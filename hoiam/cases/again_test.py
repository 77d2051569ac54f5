"""The same words by the same telephone are one matter; whatever differs, or is hidden, is another."""

import pytest
from django.utils import timezone

from hoiam.cases.again import has_open_case, join_again, said_before
from hoiam.cases.factories import (
    CALLER,
    MONDAY,
    UNIT,
    closed,
    hours,
    in_hand,
    person,
    petition,
    received,
    waiting,
)
from hoiam.cases.line import THE_PETITIONER
from hoiam.cases.models import Case
from hoiam.cases.testing import last_line
from hoiam.files.models import File

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
LATER = MONDAY + hours(30)
PLACE = {"area": "26041", "address": "Đối diện cổng chợ", "lat": 10.95, "lng": 106.82}


def again(**changes):
    return petition(LATER, **{"petitioner": dict(CALLER), **changes})


def kept(content="a"):
    return File.objects.create(
        name="a.jpg", media_type="image/jpeg", size=1, sha256=content * 64, kept_as=f"{File.objects.count()}",
        created_at=timezone.now(),
    )  # fmt: skip


def test_the_same_words_by_the_same_telephone_are_said_before_however_they_are_written():
    case = in_hand(petitioner=CALLER)
    assert said_before(again()) == case
    typed = {**CALLER, "phone": "+84 900 000 001"}
    assert (
        said_before(again(content="  DEN duong trước nhà văn hoá hỏng, đã ba đêm", petitioner=typed)) == case
    )


@pytest.mark.parametrize(
    "other",
    [
        {"content": "Đèn đường trước nhà văn hóa hỏng đã bốn đêm."},
        {"petitioner": {**CALLER, "phone": "0900000002"}},
        {"petitioner": {"type": "anonymous"}},
        {"petitioner": {**CALLER, "confidential": True}},
        {"place": {**PLACE, "area": "26044"}},
        {"place": {**PLACE, "address": "Sau chợ"}},
        {"place": {**PLACE, "lat": 10.96}},
    ],
)
def test_other_words_another_telephone_another_place_or_a_wish_to_be_hidden_are_another_matter(other):
    received(petitioner=CALLER, place=PLACE)
    assert said_before(again(place=PLACE)) is not None
    assert said_before(again(**{"place": PLACE, **other})) is None


@pytest.mark.parametrize(
    "hidden",
    [
        {"petitioner": {**CALLER, "confidential": True}},
        {"petitioner": CALLER, "conduct": {"unit": UNIT, "about": "delay"}},
    ],
)
def test_whose_words_they_are_cannot_be_found_out_by_trying_telephones(hidden):
    received(**hidden)
    assert said_before(again()) is None


def test_what_is_over_is_not_joined():
    closed(petitioner=CALLER)
    assert said_before(again()) is None


def test_joining_counts_a_contact_and_says_the_place_that_was_not_known():
    case = join_again(in_hand(petitioner=CALLER), again(place=PLACE), by=THE_PETITIONER)
    line = last_line(case)
    assert (Case.objects.count(), case.contacts, line.verb) == (1, 1, "add_contact")
    assert line.facts == {"channel": "web"}
    assert line.text.body["text"].startswith("Đối diện cổng chợ, ")
    known = received(petitioner={**CALLER, "phone": "0900000002"}, place=PLACE)
    assert not hasattr(last_line(join_again(known, again(place=PLACE), by=THE_PETITIONER)), "text")


def test_a_new_photo_is_a_supply_that_ends_the_waiting_and_one_sent_before_is_not():
    case = waiting(petitioner=CALLER)
    case = join_again(case, again(), by=THE_PETITIONER, files=[kept()])
    assert (case.state, last_line(case).verb) == ("in_hand", "supply")
    assert [row.purpose for row in case.attachments.all()] == ["petition"]
    case = join_again(case, again(), by=THE_PETITIONER, files=[kept()])
    assert (case.contacts, case.attachments.count(), last_line(case).verb) == (2, 1, "add_contact")


def test_asking_takes_two_statements(django_assert_num_queries):
    for _ in range(3):
        received(petitioner=CALLER, content="Cống nghẹt.")
    with django_assert_num_queries(2):
        said_before(again())


def test_an_open_case_of_the_telephone_is_one_the_person_may_see():
    operator, head = person("operator"), person("unit_head", UNIT)
    assert not has_open_case("0900000001", operator, LATER)
    received(petitioner=CALLER, conduct={"unit": UNIT, "about": "delay"})
    assert has_open_case("0900 000 001", operator, LATER)
    assert not has_open_case("0900000001", head, LATER)

"""Who sees which directive is one rule; who speaks for a unit is another."""

from datetime import timedelta

import pytest

from .factories import (
    AT,
    BIEN_HOA,
    LONG_THANH,
    NHON_TRACH,
    WARD,
    composed,
    in_force,
    passed_on,
    person,
    unit_id,
)
from .visible import directives_visible_to, sight_of, speaks_for

pytestmark = pytest.mark.django_db
NOW = AT + timedelta(days=3)
# (role, unit) → sees the letter, sees all its lines
READERS = {
    ("coordinator", "vp-ubnd"): (True, True),
    ("clerk", "vp-ubnd"): (True, True),
    ("authority_head", "ubnd-tinh"): (True, True),
    ("operator", "1022"): (True, True),
    ("unit_head", BIEN_HOA): (True, False),
    ("officer", LONG_THANH): (True, False),
    ("coordinator", "nt-vp"): (True, False),
    ("unit_head", "so-y-te"): (True, False),
    ("external_unit", "vnpt"): (True, False),
    ("external_unit", "dien-luc"): (True, False),
    ("unit_head", WARD): (False, False),
    ("external_unit", "cap-nuoc"): (False, False),
    ("system_admin", "vnpt"): (True, False),
}


@pytest.mark.parametrize("seat", READERS, ids=str)
def test_who_sees_the_letter_and_who_all_of_it(directive, month, seat):
    who = person(*seat)
    sees, whole = READERS[seat]
    assert directives_visible_to(who, NOW).filter(pk=directive.pk).exists() is sees
    assert sight_of(who, NOW).sees_whole(directive) is whole
    if sees and not whole:
        lines = sight_of(who, NOW).lines(directive)
        assert {line.executor_id for line in lines} <= {unit_id(seat[1])}


def test_a_unit_below_sees_what_its_district_made_and_not_what_the_district_got(directive, month):
    child = in_force(passed_on(directive), number=701)
    ward = person("unit_head", WARD)
    assert list(directives_visible_to(ward, NOW)) == [child]
    assert {line.executor_id for line in sight_of(ward, NOW).lines(child)} == {unit_id(WARD)}


def test_the_top_sees_what_is_made_below_once_it_is_out(directive, month):
    draft = passed_on(directive)
    office = person("coordinator", "vp-ubnd")
    assert draft not in directives_visible_to(office, NOW)
    assert in_force(draft, number=701) in directives_visible_to(office, NOW)


def test_nobody_without_a_seat_sees_anything(directive):
    from hoiam.accounts.models import Person

    nobody = Person.objects.create(username="khong-vi-tri", full_name="Không vị trí")
    assert not directives_visible_to(nobody, NOW).exists()


@pytest.mark.parametrize(
    ("seat", "speaks"),
    [
        (("coordinator", "nt-vp"), {"nt-vp", NHON_TRACH}),
        (("unit_head", BIEN_HOA), {BIEN_HOA}),
        (("officer", BIEN_HOA), set()),
        (("external_unit", "dien-luc"), {"dien-luc"}),
    ],
)
def test_an_office_speaks_for_its_committee_and_an_officer_for_nobody(reference, seat, speaks):
    assert speaks_for(person(*seat), AT) == {unit_id(code) for code in speaks}


def test_a_draft_is_seen_by_no_addressee(month):
    draft = composed()
    assert not directives_visible_to(person("unit_head", BIEN_HOA), NOW).filter(pk=draft.pk).exists()

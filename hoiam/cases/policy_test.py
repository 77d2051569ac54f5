"""Who may do what, as one table. A change of policy is a change of this table."""

import pytest

from hoiam.cases.factories import (
    CENTRE,
    HEAD,
    MONDAY,
    OTHER_UNIT,
    UNIT,
    do,
    forwarded,
    hours,
    in_hand,
    in_state,
    person,
    received,
    unit_id,
)
from hoiam.cases.lifecycle import MOVES, State, Verb
from hoiam.cases.line import THE_PETITIONER, THE_SYSTEM
from hoiam.cases.models import Case
from hoiam.cases.policy import OF_PETITIONER, OF_SYSTEM, RULES, allow, may
from hoiam.kit.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
LATER = MONDAY + hours(24)

PEOPLE = {
    "operator": ("operator", CENTRE),
    "coord": ("coordinator", CENTRE),
    "office": ("coordinator", "vp-ubnd"),
    "officer": ("officer", UNIT),
    "focal": ("focal_point", UNIT),
    "head": ("unit_head", UNIT),
    "other": ("unit_head", OTHER_UNIT),
    "reviewer": ("reviewer", CENTRE),
    "chairman": ("authority_head", "ubnd-tinh"),
    "admin": ("system_admin", "vp-ubnd"),
}
# c: at the centre (received) · u: at the unit (in hand) · a: answered by the unit · -: never
TABLE = """
             operator coord office officer focal head other reviewer chairman admin
classify     c        cu    cu     -       -     -    -     -        -        -
forward      c        cu    cu     -       u     u    -     -        -        -
accept       -        -     -      u       u     u    -     -        -        -
assign       -        c     c      -       u     u    -     -        -        -
send_back    -        -     -      u       u     u    -     -        -        -
recall       -        cu    cu     -       -     -    -     -        -        -
join         -        cua   cua    -       ua    ua   -     -        -        -
remind       cua      cua   cua    -       -     -    -     -        -        -
add_contact  cua      cua   cua    -       -     -    -     -        -        -
ask          -        cu    cu     u       u     u    -     -        -        -
supply       cu       -     -      -       -     -    -     -        -        -
extend       -        u     u      -       -     -    -     -        -        -
answer       c        c     c      -       u     u    -     -        -        -
refuse       -        cu    cu     -       -     -    -     -        -        -
redirect     -        cu    cu     -       -     -    -     -        -        -
merge        cu       cu    cu     -       -     -    -     -        -        -
split        cu       cu    cu     -       -     -    -     -        -        -
close        -        a     a      -       -     -    -     -        -        -
reopen       a        a     a      -       -     -    -     -        -        -
withdraw     cu       -     -      -       -     -    -     -        -        -
rate         a        -     -      -       -     -    -     -        -        -
publish      -        -     -      -       -     -    -     a        -        -
unpublish    -        -     -      -       -     -    -     a        -        -
transfer     -        -     -      -       -     -    -     -        -        -
reckon       -        -     -      -       -     -    -     -        -        -
note         cua      cua   cua    ua      ua    ua   -     cua      cua      -
"""


def test_the_table():
    cases = {"c": received(), "u": in_hand(), "a": in_state(State.ANSWERED)}
    people = {name: person(*seat) for name, seat in PEOPLE.items()}
    header, *rows = [row.split() for row in TABLE.strip().splitlines()]
    assert header == list(PEOPLE)
    found = [
        [verb.value, *(_cell(person, verb, cases) for person in people.values())]
        for verb in Verb
        if verb != Verb.RECEIVE
    ]
    assert sorted(found) == sorted(rows)


def _cell(who, verb, cases):
    """The states in which that person may, seen and allowed by the lifecycle where it matters."""
    letters = ""
    for letter, case in cases.items():
        if verb in (Verb.CLASSIFY, Verb.SUPPLY) and letter == "a":
            continue
        if letter == "a" and State.ANSWERED not in MOVES[verb]:
            continue
        if letter != "a" and not (MOVES[verb].keys() & {State.RECEIVED, State.FORWARDED, State.IN_HAND}):
            continue
        if letter == "c" and State.RECEIVED not in MOVES[verb] and verb != Verb.RECALL:
            continue
        if letter != "a" and verb == Verb.UNPUBLISH:
            continue
        seen = Case.objects.visible_to(who, LATER).filter(pk=case.pk).exists()
        letters += letter if seen and may(who, verb, case, LATER) else ""
    return letters or "-"


@pytest.mark.parametrize("verb", [verb for verb in Verb if verb != Verb.RECEIVE], ids=str)
def test_petitioner_and_system_do_only_what_is_theirs(verb):
    case = received()
    for actor, theirs in ((THE_PETITIONER, OF_PETITIONER), (THE_SYSTEM, OF_SYSTEM)):
        if verb in theirs:
            assert allow(actor, verb, case, LATER) == actor
        else:
            with pytest.raises(Refused):
                allow(actor, verb, case, LATER)


def test_the_petitioners_verbs_and_the_systems_are_these():
    assert {"supply", "reopen", "withdraw", "rate", "add_contact"} == OF_PETITIONER
    assert {"supply", "close", "reopen", "transfer", "reckon"} == OF_SYSTEM
    assert set(RULES) == set(Verb)


def test_an_operator_speaks_for_the_petitioner_and_is_named_beside_him():
    operator = person("operator")
    actor = allow(operator, Verb.WITHDRAW, in_hand(), LATER)
    assert (actor.name, actor.person, actor.unit) == ("petitioner", operator.pk, unit_id(CENTRE))


def test_a_coordinator_reopens_in_the_centres_own_name():
    actor = allow(person("coordinator"), Verb.REOPEN, in_state(State.ANSWERED), LATER)
    assert actor.name == f"coordinator.{CENTRE}@{CENTRE}"


def test_a_leader_forwards_to_units_below_his_own_and_to_nobody_else():
    case, head = in_hand(), person("unit_head", UNIT)
    below = unit_id("ubnd-26041")
    assert may(head, Verb.FORWARD, case, LATER, to=below)
    assert not may(head, Verb.FORWARD, case, LATER, to=unit_id(OTHER_UNIT))


def test_a_leader_recalls_what_his_own_unit_handed_down():
    case = do(in_hand(), "forward", by=f"unit_head@{UNIT}", to="ubnd-26041")
    assert may(person("unit_head", UNIT), Verb.RECALL, case, LATER)
    assert not may(person("unit_head", "ubnd-26041"), Verb.RECALL, case, LATER)


def test_an_officer_answers_only_where_his_unit_asks_for_no_approval():
    from hoiam.units import directory
    from hoiam.units.models import Unit

    case, officer = in_hand(), person("officer", UNIT)
    assert not may(officer, Verb.ANSWER, case, LATER)
    Unit.objects.filter(pk=case.holder_id).update(asks_approval=False)
    directory.forget()
    try:
        assert may(officer, Verb.ANSWER, case, LATER)
    finally:
        Unit.objects.filter(pk=case.holder_id).update(asks_approval=True)
        directory.forget()


def test_nobody_of_the_holder_grants_his_own_unit_more_time():
    both = person("coordinator", name="hai-vai")
    from hoiam.units.factories import MembershipFactory
    from hoiam.units.models import Unit

    MembershipFactory(person=both, unit=Unit.objects.get(pk=unit_id(UNIT)), role="unit_head")
    assert not may(both, Verb.EXTEND, in_hand(), LATER)
    assert may(both, Verb.EXTEND, in_hand(unit=OTHER_UNIT), LATER)


CENTRES_OWN = ("operator", "shift_lead", "centre_manager")


def test_the_centre_reminds_and_only_the_office_gives_more_time():
    case = in_hand()
    for role in CENTRES_OWN:
        assert may(person(role), Verb.REMIND, case, LATER)
        assert not may(person(role), Verb.EXTEND, case, LATER)
    for who in (person("office_head", "vp-ubnd"), person("coordinator", "vp-ubnd"), person("coordinator")):
        assert may(who, Verb.REMIND, case, LATER) and may(who, Verb.EXTEND, case, LATER)


COMMITTEE, ITS_OFFICE, BELOW = "ubnd-742", "nt-vp", "ubnd-26485"


@pytest.mark.parametrize(
    ("role", "unit", "may_remind"),
    [
        ("coordinator", ITS_OFFICE, True),
        ("office_head", ITS_OFFICE, True),
        ("officer", ITS_OFFICE, False),
        ("focal_point", COMMITTEE, False),
        ("unit_head", COMMITTEE, False),
        ("coordinator", COMMITTEE, False),
        ("coordinator", UNIT, False),
    ],
)
def test_the_office_of_a_district_reminds_the_units_below_and_decides_nothing(role, unit, may_remind):
    case, who = in_hand(unit=BELOW), person(role, unit)
    assert may(who, Verb.REMIND, case, LATER) is may_remind
    assert may(who, Verb.REMIND, case, LATER, to=unit_id(BELOW)) is may_remind
    assert not may(who, Verb.REMIND, case, LATER, to=unit_id(OTHER_UNIT))
    if unit == ITS_OFFICE:
        assert not any(may(who, verb, case, LATER) for verb in (Verb.EXTEND, Verb.FORWARD, Verb.RECALL))


def test_the_office_of_a_district_reminds_neither_its_committee_nor_itself_nor_others():
    who = person("coordinator", ITS_OFFICE)
    for unit in (COMMITTEE, ITS_OFFICE, UNIT, "ubnd-26041"):
        assert not may(who, Verb.REMIND, in_hand(unit=unit), LATER)


def test_only_the_office_settles_whose_work_a_disputed_case_is():
    case = forwarded()
    for unit in (UNIT, OTHER_UNIT):
        assert may(person("shift_lead"), Verb.RECALL, case, LATER)
        case = do(case, "send_back", by=f"officer@{unit}", reason="not_competent", proposed="thanh-tra")
        if unit == UNIT:
            assert may(person("shift_lead"), Verb.FORWARD, case, LATER)
            case = do(case, "forward", to=OTHER_UNIT)
    assert (case.state, case.returns) == ("received", 2)
    for role in CENTRES_OWN:
        assert not may(person(role), Verb.FORWARD, case, LATER)
    assert may(person("coordinator", "vp-ubnd"), Verb.FORWARD, case, LATER)
    assert may(person("office_head", "vp-ubnd"), Verb.FORWARD, case, LATER)


def test_a_verb_on_a_case_one_cannot_see_is_refused_like_any_other():
    with pytest.raises(Refused, match="Bạn không có quyền"):
        allow(person("unit_head", OTHER_UNIT), Verb.NOTE, forwarded(), LATER)


def test_a_reviewer_publishes_no_conduct_case():
    case = do(
        received(conduct={"unit": OTHER_UNIT, "about": "delay"}), "answer", by=HEAD, text="x", outcome="done"
    )
    assert not may(person("reviewer"), Verb.PUBLISH, case, LATER)


@pytest.mark.parametrize("accused", [CENTRE, "vp-ubnd"])
def test_a_case_about_the_centre_or_its_office_is_coordinated_by_home_affairs(accused):
    case = received(conduct={"unit": accused, "about": "attitude"})
    inspector = person("home_affairs", "so-noi-vu")
    assert allow(inspector, Verb.FORWARD, case, LATER, to=unit_id("thanh-tra")).unit == unit_id("so-noi-vu")
    for accused_person in (person("operator"), person("coordinator")):
        with pytest.raises(Refused):
            allow(accused_person, Verb.FORWARD, case, LATER, to=unit_id("thanh-tra"))


def test_of_a_case_about_the_centre_the_office_above_it_still_takes_care():
    case = received(conduct={"unit": CENTRE, "about": "attitude"})
    assert allow(person("coordinator", "vp-ubnd"), Verb.FORWARD, case, LATER)


def test_home_affairs_coordinates_no_other_case():
    case = received(conduct={"unit": UNIT, "about": "attitude"})
    assert not may(person("home_affairs", "so-noi-vu"), Verb.FORWARD, case, LATER)
    assert not may(person("home_affairs", "so-noi-vu"), Verb.CLOSE, in_state(State.ANSWERED), LATER)

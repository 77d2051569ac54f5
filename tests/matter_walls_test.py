"""The wall around a matter, walked: at no step does any address tell the accused that it is there.

Everybody the wall concerns asks for every address before the matter exists and after each of its steps;
what they are shown must be the same to the letter. Only the request for explanation reaches the unit: its
text and its term, on pages of its own, for those who answer for the unit, and never for the accused person.
"""

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.urls import reverse

from hoiam.accounts.models import Person
from hoiam.cases.factories import MONDAY, hours, person, unit_id
from hoiam.evaluating.entering import enter
from hoiam.evaluating.factories import ACCUSED, STEPS, conduct_case, head, matter_in, opened, verifier, worker
from hoiam.evaluating.lifecycle import State
from hoiam.evaluating.models import Matter
from hoiam.evaluating.walls import explanations_seen, matters_seen, verifications_seen
from hoiam.kit import clock

from .walls_test import _apart, seen

pytestmark = pytest.mark.django_db
NOW = MONDAY + hours(200)
UNKNOWN = "210799999990"
BELOW = "ubnd-26041"
PATHS = (
    "matter", "request_explanation", "assign_verification", "conclude", "propose", "decide", "execute",
    "tell_petitioner", "set_aside",
)  # fmt: skip
# Where the unit is meant to meet the request: the list of requests, and the page that leads there.
# The last is the person's own messages: that an explanation is asked for, and nothing of what about.
ASKED = {
    "/ban-lam-viec/danh-gia/giai-trinh/",
    "/ban-lam-viec/danh-gia/",
    "/ban-lam-viec/don-doc/tin-cua-toi/",
}


def the_walled(accused: Person) -> dict[str, Person]:
    return {
        "accused person": accused,
        "officer": person("officer", ACCUSED),
        "head below": person("unit_head", BELOW),
        "neighbour": person("unit_head", "ubnd-732"),
        "Office": person("coordinator", "vp-ubnd"),
        "home affairs of a district": person("home_affairs", "nt-pnv"),
    }


def test_no_address_changes_for_anybody_outside_at_any_step_of_a_matter():
    accused, deputy = person("unit_head", ACCUSED), person("unit_head", ACCUSED, name="pho")
    worker(), head(), verifier()
    with clock.frozen(NOW):
        case = conduct_case()
        walled = the_walled(accused)
        before = {name: seen(one, UNKNOWN) for name, one in walled.items()}
        matter = opened(case=case, person=accused)
        for state in (State.EXPLAINING, State.CLOSED):
            matter = matter_in(state, matter=matter, speaker=deputy)
            for name, one in walled.items():
                was, now = before[name], seen(one, UNKNOWN)
                assert {path: _apart(was[path], now[path]) for path in was if was[path] != now[path]} == {}, (
                    name
                )


def test_the_unit_meets_the_request_alone_and_nothing_else_changes_for_it():
    speaker = person("focal_point", ACCUSED)
    worker(), head(), verifier(), person("unit_head", ACCUSED)
    with clock.frozen(NOW):
        case = conduct_case()
        before = seen(speaker, UNKNOWN)
        matter = matter_in(State.EXPLAINING, matter=opened(case=case))
        now = seen(speaker, UNKNOWN)
        changed = {
            path for path in now if before[path][1].replace("  ", "") != now[path][1].replace("  ", "")
        }
        told = {path: now[path][1] for path in ASKED}
    assert "Việc tiếp dân ngày 5/7" in told["/ban-lam-viec/danh-gia/giai-trinh/"]
    for words in (case.code, case.shown_code, matter.short, "quát mắng", "Vụ việc", "Xác minh"):
        assert words not in "".join(told.values())
    assert (
        changed - ASKED - {path for path in changed if _only_the_bell(before[path][1], now[path][1])} == set()
    )


def _only_the_bell(was: str, now: str) -> bool:
    """The bell says that a request came; it stands on every page of the desk."""
    lines = [(a, b) for a, b in zip(was.splitlines(), now.splitlines(), strict=False) if a != b]
    return len(was.splitlines()) == len(now.splitlines()) and all(
        "bell" in b or "chưa đọc" in b for _, b in lines
    )


@pytest.mark.parametrize("state", [State.OPENED, State.PROPOSED, State.CLOSED])
def test_no_address_of_a_matter_opens_for_the_accused_however_it_is_known(state):
    accused = person("unit_head", ACCUSED)
    with clock.frozen(NOW):
        matter = matter_in(state)
        client = Client()
        for one in (
            accused,
            person("focal_point", ACCUSED),
            person("officer", BELOW),
            person("unit_head", BELOW),
        ):
            client.force_login(one)
            for name in PATHS:
                assert client.get(reverse(f"evaluating:{name}", args=[matter.key])).status_code == 404, name
            assert client.get(reverse("evaluating:matters")).status_code == 404
            assert not matters_seen(one, NOW).exists() and not verifications_seen(one, NOW).exists()


def test_somebody_accused_does_not_see_it_even_from_a_seat_in_home_affairs():
    chief = person("home_affairs", "so-noi-vu", name="tung-o-731")
    with clock.frozen(NOW):
        matter = opened()
        assert matters_seen(chief, NOW).exists()
        Matter.objects.filter(pk=matter.pk).update(accused_person=chief)
        assert not matters_seen(chief, NOW).exists()
        assert not explanations_seen(chief, NOW).exists()


def test_a_second_seat_in_the_accused_unit_closes_the_matter_to_home_affairs_people_too():
    both = person("home_affairs", "so-noi-vu", name="kiem-nhiem")
    with clock.frozen(NOW):
        opened()
        assert matters_seen(both, NOW).count() == 1
        both.memberships.create(unit_id=unit_id(BELOW), role="officer", during=DateRange(None, None))
        fresh = Person.objects.get(pk=both.pk)
        assert matters_seen(fresh, NOW).count() == 0


def test_a_matter_about_home_affairs_itself_is_the_inspectorates_alone():
    inspector, own = person("unit_head", "thanh-tra"), person("unit_head", "so-noi-vu")
    with clock.frozen(NOW):
        conduct_case(accused="so-noi-vu")
        assert enter(NOW) >= 1
        about_it = Matter.objects.filter(about="conduct")
        assert set(about_it) <= set(matters_seen(inspector, NOW))
        assert not set(about_it) & (set(matters_seen(own, NOW)) | set(matters_seen(worker(), NOW)))


def test_whoever_works_it_does_see_it():
    """The tests above would pass for a matter nobody can see."""
    with clock.frozen(NOW):
        matter = matter_in(State.PROPOSED)
        client = Client()
        for one in (worker(), head()):
            client.force_login(one)
            assert (
                matter.short in client.get(reverse("evaluating:matter", args=[matter.key])).content.decode()
            )
    assert len(STEPS) == len(State) - 2

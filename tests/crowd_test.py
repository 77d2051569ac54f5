"""Eight people at one case over HTTP: signed in at a running site, pressing the desk's own panels at random.

Nobody ever meets an error page; whoever comes second is told so in a sentence; and what the history tells is
what stands in the rows. `HOIAM_CROWD_SECONDS=60` for a minute of it.
"""

import os
import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from random import Random
from time import monotonic
from urllib.parse import urlencode

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.urls import reverse
from psycopg import sql

from hoiam.accounts.models import Person
from hoiam.bench.place import Place
from hoiam.bench.site import serving
from hoiam.bench.visitor import Visitor
from hoiam.cases.factories import OTHER_UNIT, UNIT, person, received, unit_id
from hoiam.cases.models import Case, Event
from hoiam.config.ready import wanted_stamp

from .race_test import assert_lived_as_told, assert_whole

pytestmark = [
    pytest.mark.race,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("reference"),
]
SECONDS = float(os.environ.get("HOIAM_CROWD_SECONDS", "10"))
PASSWORD = "mot-mat-khau-de-thu"
SOMEBODY_WAS_FASTER = "Người khác vừa xử lý phản ánh này"
PANEL = re.compile(r'<form class="panel"[^>]*? action="([^"]+)"')
SENTENCE = re.compile(r'<div class="refusal[^>]*>.*?<p>([^<]+)')
DONE, NOT_SEEN, REFUSED = 204, 404, 422

# Two of each that get into each other's way; what each may press, and what is typed.
PEOPLE = [
    ("coordinator", "1022"), ("coordinator", "vp-ubnd"), ("operator", "1022"), ("shift_lead", "1022"),
    ("officer", UNIT), ("focal_point", UNIT), ("unit_head", UNIT), ("unit_head", OTHER_UNIT),
]  # fmt: skip


def presses():
    """Panel → what is typed into it."""
    unit, other = str(unit_id(UNIT)), str(unit_id(OTHER_UNIT))
    return {
        "forward": {"to": unit},
        "recall": {"reason": "wrong_unit"},
        "accept": {},
        "send_back": {"reason": "wrong_area", "proposed": other},
        "ask": {"text": "Ở đâu?"},
        "supply": {"text": "Ở đây."},
        "answer": {"text": "Xong.", "outcome": "done"},
        "close": {},
        "reopen": {"reason": "still_there"},
        "rate": {"score": "2"},
        "classify": {"kind": "question", "urgency": "normal"},
        "note": {"text": "Đã gọi."},
        "add_contact": {"channel": "phone"},
    }


class TestPlace(Place):
    """The test's own database, for a server beside the test."""

    __test__ = False

    @property
    def name(self):
        return connection.settings_dict["NAME"]

    def environment(self):
        ours = ("HOIAM_PROCESS", "HOIAM_DATABASE_ROLE")
        return {key: value for key, value in super().environment().items() if key not in ours}


@pytest.fixture
def port(monkeypatch):
    monkeypatch.setenv("HOIAM_NOW", "2021-07-06T09:00:00+07:00")
    place = TestPlace(0)
    with place.owner() as owner:  # else `hoiam web` takes it for one that is not of this version
        owner.execute(
            sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(place.name), wanted_stamp())
        )
    with serving(place) as port:
        yield port


class AtTheDesk(Visitor):
    def press(self, verb, code, typed):
        """Open the panel and send it as it came; the status, and the sentence when it was refused."""
        status, page, _ = self._ask("GET", reverse(f"cases:{verb}", args=[code]))
        if status == 200:
            action = PANEL.search(page).group(1)
            typed = {"csrfmiddlewaretoken": self._cookies["csrftoken"], **typed}
            status, page, _ = self._ask("POST", action, urlencode(typed))
        found = SENTENCE.search(page)
        return status, found.group(1) if found else ""

    def looks(self, path):
        return self._ask("GET", path)[0]


def busy(port, who, code, until):
    """One person until the time is over: what came of each press, by (status, had a sentence)."""
    chance, typed, found = Random(who.pk), presses(), Counter()
    visitor = AtTheDesk(port, f"10.0.0.{who.pk % 250}").sign_in(who.username, PASSWORD)
    pages = [
        reverse("desk:case", args=[code]),
        reverse("desk:list", args=["viec-cua-don-vi"]),
        reverse("desk:find"),
    ]
    while monotonic() < until:
        verb = chance.choice([*typed])
        status, sentence = visitor.press(verb, code, typed[verb])
        found[status, bool(sentence)] += 1
        found["faster"] += SOMEBODY_WAS_FASTER in sentence
        if chance.random() < 0.1:
            found["looked", visitor.looks(chance.choice(pages))] += 1
    visitor.close()
    return found


def test_eight_people_press_the_panels_of_one_case_and_nobody_meets_an_error_page(port):
    case = received()
    people = [person(role, unit) for role, unit in PEOPLE]
    Person.objects.filter(pk__in=[who.pk for who in people]).update(password=make_password(PASSWORD))
    until = monotonic() + SECONDS
    with ThreadPoolExecutor(len(people)) as crowd:
        found = sum(crowd.map(lambda who: busy(port, who, case.code, until), people), Counter())
    looked = {key[1] for key in found if isinstance(key, tuple) and key[0] == "looked"}
    assert looked <= {200, NOT_SEEN} and 200 in looked, found
    pressed = {key: count for key, count in found.items() if key != "faster" and key[0] != "looked"}
    assert set(pressed) <= {(DONE, False), (REFUSED, True), (NOT_SEEN, False)}, found
    assert pressed[REFUSED, True] and found["faster"], found

    lines = Event.objects.filter(case=case).count() - 1
    by_system = Event.objects.filter(case=case, actor="system").count()
    assert lines - by_system == pressed[DONE, False], found
    assert_whole(Case.objects.get(pk=case.pk), 0)
    assert_lived_as_told(case)

"""The wall around a conduct case, walked through things: reports, letters, directives, reviews, matters.

`walls_test` asks every address without a number in it. Here each address with one is asked for everything
that is there by that number, once all that oversight makes of a conduct case has been made. An address
added tomorrow must say below what stands in its places, or the first test fails.
"""

import re
from datetime import date
from itertools import product

import pytest
from django.apps import apps
from django.test import Client
from django.urls import URLPattern, get_resolver

from hoiam.cases.factories import hours, person, unit_id
from hoiam.directing.factories import (
    AT,
    END,
    composed,
    in_force,
    july,
    late,
    passed_on,
    replied,
    report_of_july,
    said,
)  # fmt: skip
from hoiam.evaluating.factories import matter_in, opened
from hoiam.evaluating.freeze_month import freeze_month
from hoiam.evaluating.lifecycle import State
from hoiam.files import samples
from hoiam.files.keep import keep
from hoiam.kit import clock
from hoiam.reporting.objections import open_period
from hoiam.reviewing.open_session import open_session

from .walls_test import ACCUSED, SECRET, the_walled, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
NOW = AT + hours(24 * 10)
PLACE = re.compile(r"<(?:\w+:)?(\w+)>")
NOT_THEIRS = ["mot-bi-mat-ho-khong-co"]  # a link with a secret in it: nobody walled has one


def ids(*models, field="pk"):
    """The two newest of each table: what was made last is what the case is in."""
    return lambda case: [
        value for model in models for value in _newest(model).values_list(field, flat=True)[:2]
    ]


def _newest(model):
    return apps.get_model(model).objects.order_by("-pk")


def these(*values):
    return lambda case: list(values)


def codes(case):
    return [case.code]


def units(case):
    return [unit_id(ACCUSED), unit_id("thanh-tra")]


FORMATS = these("json", "xlsx", "docx", "pdf")
# What stands in the places of an address, by the room and the name of the place; an address of its own first.
VALUES = {
    "accounts": {"uidb64": these("MQ"), "token": these(*NOT_THEIRS)},
    "answering": {"code": codes, "unit": units, "pk": these(1)},
    "calendars": {"year": these(2021)},
    "cases": {"code": codes},
    "chasing": {
        "code": these(ACCUSED, "thanh-tra"), "clock": these("answer", "route"), "order": these(1),
        "pk": these(1),
    },
    "desk": {
        "name": these("qua-han", "viec-cua-don-vi", "phoi-hop"), "code": codes,
        "number": ids("cases.Attachment"), "unit": these(ACCUSED, "thanh-tra"),
    },
    "directing": {
        "pk": ids("directing.Directive"), "unit": units, "report": ids("reporting.Report"),
        "document": ids("letters.Document"), "number": ids("directing.ReplyFile"),
    },
    "directing_link": {"token": these(*NOT_THEIRS), "number": ids("directing.ReplyFile")},
    "evaluating": {
        "key": ids("evaluating.Matter", "evaluating.Explanation", "evaluating.Verification", field="key"),
        "seq": these(1, 2), "format": FORMATS, "unit": units, "year": these(2021), "month": these(7),
        "pk": these(1), "clock": these("explain"),
    },
    "letters": {
        "tab": these("den", "di", "so"), "issuer": units, "pk": ids("letters.Document"), "year": these(2021),
        "number": these(1, 2), "form": these("docx", "pdf"), "what": these("signer"),
    },
    "letters:register": {"pk": ids("letters.Register")},
    "letters:switch_register": {"pk": ids("letters.Register")},
    "letters:end_signer": {"pk": ids("letters.Signer")},
    "people": {"pk": ids("accounts.Person"), "what": these("khoa")},
    "people:end": {"pk": ids("units.Membership")},
    "portal": {
        "code": codes, "secret": these(*NOT_THEIRS), "act": these("bo-sung"), "file": ids("files.File"),
    },
    "reorganising": {"pk": these(1), "code": codes},
    "reporting": {"pk": ids("reporting.Report"), "format": FORMATS, "code": codes},
    "reporting:period": {"pk": ids("reporting.Period")},
    "reporting:objection": {"pk": ids("reporting.Period")},
    "reporting:decision": {"pk": these(1)},
    "reporting:evidence": {"pk": these(1)},
    "reviewing": {
        "pk": ids("reviewing.Session"), "authority": units, "code": codes, "task": these(1),
        "level": these("centre", "office"),
    },
    "reviewing:make_report": {"pk": ids("reporting.Report")},
}  # fmt: skip


def with_places(resolver=None, prefix="/", room=""):
    """(room, name, address) of every address that has something to fill in."""
    for pattern in (resolver or get_resolver()).url_patterns:
        path = prefix + str(pattern.pattern)
        if not isinstance(pattern, URLPattern):
            yield from with_places(pattern, path, getattr(pattern, "namespace", None) or room)
        elif PLACE.search(path):
            yield room, pattern.name, path


def recipe(room, name, place):
    own = VALUES.get(f"{room}:{name}", {}).get(place)
    return own or VALUES.get(room, {}).get(place)


def filled(case):
    """Every such address with everything that is there."""
    for room, name, path in with_places():
        places = PLACE.findall(path)
        for values in product(*(recipe(room, name, place)(case) for place in places)):
            found = iter(values)
            yield PLACE.sub(lambda _, found=found: str(next(found)), path)


def made():
    """A summer in which the case went through everything: late, reported, directed, reviewed, a matter."""
    town = july()
    case = late(
        "thanh-tra", content=SECRET, summary=SECRET, category="HC04", place={"area": "26041"},
        conduct={"unit": ACCUSED, "about": "attitude"},
    )  # fmt: skip
    picture = keep(samples.upload(samples.picture(), "anh.png"))
    apps.get_model("cases", "Attachment").objects.create(
        case=case, file=picture, purpose="petition", at=case.received_at
    )
    matter_in(State.PROPOSED, matter=opened(case=case, at=case.last_at + hours(1)))
    order = in_force(composed(report_of_july()))
    proof = keep(samples.upload(samples.picture(), "sau-khi-sua.png"))
    replied(order, [said(town["open"], files=(proof,))])
    passed_on(order)
    office = person("coordinator", "vp-ubnd")
    open_session(unit_id("ubnd-tinh"), by=office, at=AT + hours(30))
    open_period(END, AT + hours(24 * 20), by=office, at=AT)
    freeze_month(date(2021, 7, 1), by=None, at=NOW)
    return case


def shown(client, address):
    answer = client.get(address)
    return answer.status_code, words(answer)


def test_every_address_says_what_stands_in_its_places():
    missing = [
        f"{room}:{name} <{place}>"
        for room, name, path in with_places()
        for place in PLACE.findall(path)
        if recipe(room, name, place) is None
    ]
    assert missing == []
    assert len(list(with_places())) > 100


def test_no_thing_that_oversight_makes_of_a_conduct_case_shows_it_to_the_accused():
    with clock.frozen(NOW):
        case, client = made(), Client(raise_request_exception=True)
        addresses = sorted(set(filled(case)))
        secrets = ("quát mắng", case.code, case.shown_code)
        told, opened_by_them = [], set()
        for one in [*the_walled()[::2], None]:  # the others walk in walls_test
            client.force_login(one) if one else client.logout()
            for address in addresses:
                status, text = shown(client, address)
                assert status < 500, address
                mine = text.replace(address, "").replace(address.replace(case.code, case.shown_code), "")
                told += [(str(one), address, secret) for secret in secrets if secret in mine]
                opened_by_them |= {address} if status == 200 else set()
        assert told == []
        assert len(opened_by_them) > 20  # or it would say nothing that nothing is told

        client.force_login(person("coordinator", "vp-ubnd"))
        seen = [address for address in addresses if SECRET in shown(client, address)[1]]
        for room in ("/viec/", "/bao-cao/", "/ra-soat/"):
            assert [address for address in seen if room in address], (room, seen)
        assert {address.rstrip("/").rpartition("/")[2] for address in seen} >= {"xlsx", "docx", "pdf"}, seen

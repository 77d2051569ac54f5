"""The wall around a conduct case, walked: no address shows the accused its words, its code or a moved number.

Every address is asked twice by everybody the wall concerns, before and after the case exists; what
they are shown must be the same to the letter. An address added tomorrow is walked without being listed.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

import pdfplumber
import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from hoiam.accounts.models import Person
from hoiam.cases.factories import MONDAY, Case, do, hours, person, received, unit_id
from hoiam.kit import clock

pytestmark = pytest.mark.django_db
NOW = MONDAY + hours(200)
SECRET = "Cán bộ một cửa quát mắng người dân"
ACCUSED, BELOW, ABOVE = "ubnd-731", "ubnd-26041", "ubnd-tinh"
CHANGING = re.compile(
    r'csrfmiddlewaretoken" value="[^"]+"|x-csrftoken": "[^"]+"'
    r"|[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
)
LEFT_OUT = ("/metrics",)


def addresses(resolver: URLResolver | None = None, prefix: str = "/") -> Iterator[str]:
    """Every address without a number or a name in it, and those that take a case's code."""
    for pattern in (resolver or get_resolver()).url_patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, path)
        elif isinstance(pattern, URLPattern):
            path = re.sub(r"<(?:slug:|str:)?code>", "{code}", path)
            if "<" not in path and "^" not in path and path not in LEFT_OUT:
                yield path


def conduct_case() -> Case:
    """About the district, received at the centre, handed to a department that is not below it."""
    case = received(
        MONDAY + hours(2),
        content=SECRET,
        summary=SECRET,
        category="HC04",
        place={"area": "26041"},
        conduct={"unit": ACCUSED, "about": "attitude"},
    )
    return do(case, "forward", to="thanh-tra", at=MONDAY + hours(3))


def the_walled() -> list[Person]:
    """Whoever sits in the accused unit or below it, in whatever seat, also beside a seat elsewhere."""
    both = person("coordinator", "vp-ubnd", name="kiem-nhiem")
    both.memberships.get_or_create(unit_id=unit_id(ACCUSED), role="officer", during=DateRange(None, None))
    system = person("system_admin", ACCUSED)
    Person.objects.filter(pk=system.pk).update(is_system_admin=True)
    return [
        *(person(role, ACCUSED) for role in ("unit_head", "focal_point", "clerk", "authority_head")),
        *(person(role, BELOW) for role in ("officer", "unit_head")),
        Person.objects.get(pk=both.pk),
        Person.objects.get(pk=system.pk),
    ]


def seen(person: Person | None, code: str) -> dict[str, tuple[int, str]]:
    client = Client(raise_request_exception=True)
    if person:
        client.force_login(person)
    found = {}
    for address in sorted(set(addresses())):
        answer = client.get(address.replace("{code}", code))
        found[address] = (answer.status_code, CHANGING.sub("", words(answer)).replace(code, "CODE"))
    return found


def words(answer: HttpResponseBase) -> str:
    """Everything a reader of the answer could read in it: the text inside a file, the cells of a sheet."""
    body = answer.getvalue() if answer.streaming else answer.content
    kind = answer.get("Content-Type", "").partition(";")[0]
    if kind == "application/pdf":
        with pdfplumber.open(BytesIO(body)) as paper:
            flow = (page.extract_text(use_text_flow=True) for page in paper.pages)
            return " ".join(" ".join(flow).split())  # a sentence is whole, though its cell is narrow
    if kind.endswith(("wordprocessingml.document", "spreadsheetml.sheet", "/zip")):
        with ZipFile(BytesIO(body)) as parts:  # the XML of each part, so that nothing in it is passed over
            return "".join(parts.read(name).decode("utf-8", "replace") for name in sorted(parts.namelist()))
    return body.decode("utf-8", "replace")


def _apart(was: tuple[int, str], now: tuple[int, str]) -> list[str]:
    lines = zip(was[1].splitlines(), now[1].splitlines(), strict=False)
    return [f"{was[0]} {now[0]}", *(f"{a.strip()} | {b.strip()}" for a, b in lines if a != b)][:4]


def test_the_walk_reaches_the_desk_the_reports_the_panels_and_the_public_site():
    walked = set(addresses())
    assert len(walked) > 50
    for address in (
        "/ban-lam-viec/tim/",
        "/ban-lam-viec/bao-cao/",
        "/phan-anh/",
        "/ban-lam-viec/viec/{code}/chuyen/",
    ):
        assert address in walked


def test_nothing_anywhere_tells_the_accused_that_the_case_is_there():
    unknown = "210799999990"
    with clock.frozen(NOW):
        walled: list[Person | None] = [*the_walled(), None]
        do(
            received(MONDAY), "forward", to=ACCUSED, at=MONDAY + hours(1)
        )  # so that lists and counts are not empty
        before = [seen(one, unknown) for one in walled]
        case = conduct_case()
        for one, was in zip(walled, before, strict=True):
            now = seen(one, case.code)
            assert {path: _apart(was[path], now[path]) for path in was if was[path] != now[path]} == {}, one


def test_search_finds_neither_its_words_nor_its_code_for_them():
    with clock.frozen(NOW):
        case = conduct_case()
        client = Client()
        for one in the_walled():
            client.force_login(one)
            for sought in (SECRET, "quat mang", case.code, case.shown_code):
                for address in ("/ban-lam-viec/tim/", "/ban-lam-viec/tim/nhanh/"):
                    page = client.get(address, {"q": sought}).content.decode()
                    assert f"/viec/{case.shown_code}/" not in page, address


def test_whoever_looks_into_it_does_see_it():
    """The test above would pass for a case nobody can see."""
    with clock.frozen(NOW):
        case = conduct_case()
        client = Client()
        client.force_login(person("coordinator", "vp-ubnd"))
        assert SECRET in client.get(f"/ban-lam-viec/viec/{case.code}/").content.decode()
        for address in ("/ban-lam-viec/tim/", "/ban-lam-viec/tim/nhanh/"):
            found = client.get(address, {"q": "quat mang"}).content.decode()
            assert f"/viec/{case.shown_code}/" in found, address

"""The public page of the seals: what everybody may keep, and nothing about anybody."""

import json

import pytest
from django.urls import reverse

from hoiam.cases.factories import MONDAY, do, hours, received
from hoiam.cases.seals.daily import seal_daily
from hoiam.cases.seals.drop import kept_roots

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture(autouse=True)
def house(tmp_path, settings):
    settings.HOIAM_DATA = tmp_path
    return tmp_path


def test_the_page_shows_every_root_newest_first(client):
    for night in (16, 40):
        received(MONDAY + hours(night - 8))
        seal_daily(MONDAY + hours(night))
    shown = client.get(reverse("portal:seals")).content.decode()
    first, second = (kept_roots(None)[number].root for number in (1, 2))
    assert shown.index(second) < shown.index(first)


def test_the_page_costs_one_query_however_many_seals_there_are(
    client, django_assert_num_queries, monkeypatch
):
    monkeypatch.setattr("hoiam.cases.seals.lay.LARGEST", 1)
    client.get(reverse("portal:seals"))
    for hour in range(6):
        received(MONDAY + hours(hour))
    seal_daily(MONDAY + hours(16))
    with django_assert_num_queries(1):
        client.get(reverse("portal:seals"))


def test_older_seals_are_a_page_further(client, monkeypatch):
    monkeypatch.setattr("hoiam.cases.seals.lay.LARGEST", 1)
    for name in ("hoiam.cases.seals.published.PAGE", "hoiam.portal.seals.PAGE"):
        monkeypatch.setattr(name, 50)
    for hour in range(52):
        received(MONDAY + hours(hour))
    seal_daily(MONDAY + hours(80))
    assert "?truoc=3" in client.get(reverse("portal:seals")).content.decode()
    older = client.get(reverse("portal:seals"), {"truoc": "3"}).content.decode()
    assert "Số 2<" in older and "Số 3<" not in older
    assert client.get(reverse("portal:seals"), {"truoc": "x²"}).status_code == 200


def test_the_roots_to_keep_are_whole_and_name_nobody(client, house):
    do(received(), "note", text="lời nói riêng")
    seal_daily(MONDAY + hours(16))
    (house / "seal_key.json").unlink()  # serving the public needs no private key, and makes none
    body = client.get(reverse("portal:seal_roots")).content.decode()
    told = json.loads(body)
    seal = kept_roots(None)[1]
    assert told["seals"] == [
        {"number": 1, "root": seal.root, "signature": seal.signature, "header": seal.header}
    ]
    assert told["keys"] == [json.loads(seal.header)["key"]]
    assert not (house / "seal_key.json").exists()
    assert "lời nói" not in body and "officer" not in body


def test_a_browser_that_has_the_page_is_told_that_it_is_the_same(client):
    received()
    seal_daily(MONDAY + hours(16))
    first = client.get(reverse("portal:seal_roots"))
    again = client.get(reverse("portal:seal_roots"), headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304

"""Readiness, health and headers: what an installation relies on before anybody signs in."""

import pytest
from django.db import DatabaseError, connection

from hoiam.config import database, health, ready
from hoiam.config.headers import policy
from hoiam.config.private import secret_key
from hoiam.kit.postgres import ClusterError
from hoiam.kit.refusal import Refused


@pytest.fixture
def done(monkeypatch):
    """What was made ready, with the making itself left out."""
    made = []
    monkeypatch.setattr(ready, "make_ready", lambda: made.append(True))
    return made


@pytest.mark.django_db
@pytest.mark.parametrize(("stamp", "times"), [("same", 0), ("older", 1), (None, 1)])
def test_only_a_database_of_another_version_is_made_ready(done, monkeypatch, stamp, times):
    monkeypatch.setattr(database, "is_embedded", lambda: True)
    monkeypatch.setattr(ready, "wanted_stamp", lambda: "same")
    monkeypatch.setattr(ready, "_stamp", lambda: stamp)
    ready.ensure_ready()
    assert len(done) == times


@pytest.mark.django_db
def test_an_administrators_server_with_older_tables_is_never_migrated_unasked(done, monkeypatch):
    monkeypatch.setattr(database, "is_embedded", lambda: False)
    with pytest.raises(Refused, match="hoiam migrate"):
        ready.ensure_ready()
    assert done == []


def test_the_stamp_changes_with_a_migration_and_with_nothing_else(tmp_path, monkeypatch):
    migration = tmp_path / "units/migrations/0001_initial.py"
    migration.parent.mkdir(parents=True)
    migration.write_text("one")
    (tmp_path / "units/models.py").write_text("anything")
    monkeypatch.setattr(ready, "ROOMS", tmp_path)
    before = ready.wanted_stamp()
    (tmp_path / "units/models.py").write_text("something else")
    assert ready.wanted_stamp() == before
    migration.write_text("two")
    assert ready.wanted_stamp() != before


@pytest.mark.django_db
def test_a_database_that_does_not_fold_vietnamese_is_refused():
    with connection.cursor() as cursor:
        cursor.execute("CREATE FUNCTION pg_temp.vi_fold(text) RETURNS text LANGUAGE sql AS 'SELECT $1'")
    ready.refuse_a_database_that_cannot_fold()  # a session's own functions are never found unasked
    with pytest.raises(Refused, match="bỏ dấu"):
        ready.refuse_a_database_that_cannot_fold("SELECT pg_temp.vi_fold('Đường')")


@pytest.mark.django_db
def test_readyz_needs_the_database_and_healthz_does_not(client, monkeypatch):
    assert (client.get("/readyz").status_code, client.get("/healthz").content) == (200, b"ok\n")

    class Away:
        def cursor(self):
            raise DatabaseError("away")

    monkeypatch.setattr(health, "connection", Away())
    assert (client.get("/readyz").status_code, client.get("/healthz").status_code) == (503, 200)


def test_every_answer_says_what_a_page_may_load(client):
    said = client.get("/healthz").headers["Content-Security-Policy"]
    assert said == policy([])
    assert "script-src 'self';" in said
    assert "unsafe" not in said
    assert "default-src 'none'" in said


def test_tiles_come_from_the_named_origin_only():
    assert "img-src 'self' data: blob: https://tiles.example.vn;" in policy(["https://tiles.example.vn"])


def test_the_secret_key_is_made_once_and_for_its_owner_alone(tmp_path):
    data = tmp_path / "new"
    first = secret_key(data)
    assert len(first) > 50
    assert secret_key(data) == first
    assert (data / "secret_key").stat().st_mode & 0o777 == 0o600
    assert secret_key(tmp_path / "other") != first


def test_an_address_of_the_database_is_read_whole():
    url = "postgresql://w%40b:p%2Fw@db.example.vn:6432/h%C3%B4i?sslmode=verify-full"
    assert database.parsed(url) == {
        "NAME": "hôi",
        "USER": "w@b",
        "PASSWORD": "p/w",
        "HOST": "db.example.vn",
        "PORT": "6432",
        "OPTIONS": {"sslmode": "verify-full"},
    }


def test_an_address_of_another_kind_of_database_is_refused():
    with pytest.raises(ClusterError, match="postgresql://"):
        database.parsed("mysql://x/y")


@pytest.mark.django_db(transaction=True)
def test_as_owner_the_tables_may_be_changed_and_afterwards_no_more():
    def current():
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            return cursor.fetchone()[0]

    web, owner = (database.parsed(url())["USER"] for url in (database.web_url, database.owner_url))
    assert current() == web
    with database.as_owner():
        assert current() == owner
    assert current() == web

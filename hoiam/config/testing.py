"""Fixtures for every test (đồ dùng chung của kiểm thử): real reference data, used by the web role."""

from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic
from typing import Any, Final

import psycopg
import pytest
from psycopg import sql

from hoiam.config import database
from hoiam.kit.remembered import Remembered

# What stood in each table once the reference data was loaded: the highest id, or None for a table of keys.
_BASE: dict[str, int | None] = {}
# Triggers before a change are those that refuse to rewrite a history; the owner lifts them, here only.
APPEND_ONLY: Final = """
    SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal AND tgtype & 2 <> 0
"""
_KEPT: Final = frozenset({"django_migrations", "django_content_type"})


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: Any
) -> None:
    """The test database is a copy of one that is migrated already."""
    from django.db import connection

    from hoiam.config.template import ensure_template

    with django_db_blocker.unblock():
        connection.settings_dict["TEST"].update(TEMPLATE=ensure_template(), MIGRATE=False)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The owner made and migrated the test database; from here on everybody is the web role.

    Units of both eras, categories, the calendar and the lists of reasons are there, as on every installation.
    """
    from django.db import connection

    from hoiam.config.ready import reference_loaders

    with django_db_blocker.unblock():
        for load in reference_loaders():
            load()
        with _owner() as owner:
            _BASE.update(_highest(owner))
        with database.acting(connection, database.parsed(database.web_url())):
            yield
            _leave_nobody_behind()


def _leave_nobody_behind() -> None:
    """A thread of a test that forgot its connection must not keep the whole database from being dropped."""
    from django.db import connection

    others = """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()
    """
    with connection.cursor() as web, _owner() as owner:
        web.execute(others)
        owner.execute(others)


@pytest.fixture(autouse=True)
def _a_look_lasts_a_test(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is remembered is looked at again once a second: in a test once, or the clock decides how many
    queries are counted. `forget()` works as ever."""
    began = monotonic()
    monkeypatch.setattr(Remembered, "_is_fresh", lambda self: self._looked_at >= began)


@pytest.fixture(autouse=True, scope="session")
def _papers_lie_apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What tests keep and sign with lies in a folder of the session, never in the installation's own."""
    from django.conf import settings

    from hoiam.signatures import identities

    patch, data = pytest.MonkeyPatch(), tmp_path_factory.mktemp("papers")
    installation, own_folder = settings.HOIAM_DATA, identities._folder
    (data / "signing" / "test-authority").mkdir(parents=True)
    patch.setattr(settings, "MEDIA_ROOT", data / "files")

    def folder() -> Path:
        """A test that chose a folder of its own keeps it."""
        return data / "signing" if installation == settings.HOIAM_DATA else own_folder()

    patch.setattr(identities, "_folder", folder)
    yield
    patch.undo()


@pytest.fixture(autouse=True, scope="session")
def _sweep_instead_of_flush() -> Iterator[None]:
    """A transactional test leaves committed rows behind. Django would TRUNCATE everything: the web role may
    not, the append-only tables refuse, and the reference data would be gone. The owner sweeps instead."""
    from django.test import TransactionTestCase

    patch = pytest.MonkeyPatch()
    patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: sweep())
    yield
    patch.undo()


def sweep() -> None:
    """Delete every row that was not there when the session began."""
    from django.db import connection

    connection.close()
    with _owner() as owner:
        guards = owner.execute(APPEND_ONLY).fetchall()
        _guard(owner, guards, "DISABLE")
        _delete_in_any_order(owner, [table for table in _tables(owner) if table not in _KEPT])
        _guard(owner, guards, "ENABLE")


@pytest.fixture
def as_owner(db: None) -> Callable[[str], None]:
    """as_owner("TRUNCATE …"): what the owner of the tables is let do while their guards stand."""

    def as_owner(statement: str) -> None:
        with _owner() as owner, owner.transaction(force_rollback=True):
            owner.execute("SET LOCAL lock_timeout = '2s'")
            owner.execute(statement.encode())

    return as_owner


@pytest.fixture
def superuser(db: None) -> Callable[..., None]:
    """superuser("UPDATE … %s", values): what whoever owns the database can do, guards of histories or not."""

    def superuser(statement: str, values: list[Any] | None = None) -> None:
        with _owner() as owner:
            guards = owner.execute(APPEND_ONLY).fetchall()
            _guard(owner, guards, "DISABLE")
            try:
                owner.execute(statement.encode(), values)
            finally:
                _guard(owner, guards, "ENABLE")

    return superuser


def _guard(owner: psycopg.Connection[Any], guards: list[Any], how: str) -> None:
    for table, trigger in guards:
        owner.execute(f'ALTER TABLE {table} {how} TRIGGER "{trigger}"'.encode())


def _delete_in_any_order(owner: psycopg.Connection[Any], tables: list[str]) -> None:
    """Children go first: a table somebody still points at is tried again in the next round."""
    while tables:
        left = []
        for table in tables:
            highest = _BASE.get(table, 0)
            if highest is None:
                continue
            where = sql.SQL("WHERE id > {}").format(highest) if highest else sql.SQL("")
            try:
                with owner.transaction():
                    owner.execute(sql.SQL("DELETE FROM {} {}").format(sql.Identifier(table), where))
            except psycopg.errors.ForeignKeyViolation:
                left.append(table)
        if len(left) == len(tables):
            raise AssertionError(f"cannot sweep {left}: they point at each other")
        tables = left


def _highest(owner: psycopg.Connection[Any]) -> dict[str, int | None]:
    """Of tables that hold reference data only; an empty table is not in the answer."""
    found: dict[str, int | None] = {}
    for table in _tables(owner):
        name = sql.Identifier(table)
        if not owner.execute(sql.SQL("SELECT EXISTS (SELECT FROM {})").format(name)).fetchone()[0]:  # type: ignore[index]
            continue
        try:
            with owner.transaction():
                row = owner.execute(sql.SQL("SELECT max(id)::bigint FROM {}").format(name)).fetchone()
            found[table] = row[0] if row else None
        except psycopg.Error:
            found[table] = None  # keyed by something else: left alone
    return found


def _tables(owner: psycopg.Connection[Any]) -> list[str]:
    rows = owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
    return [name for (name,) in rows]


def _owner() -> psycopg.Connection[Any]:
    from django.db import connection

    return psycopg.connect(database.owner_url(), dbname=connection.settings_dict["NAME"], autocommit=True)


@pytest.fixture
def reference(db: None) -> None:
    """Units of both eras, categories, calendars, terms: loaded once, named by tests that need it."""

"""Fixtures for every test (đồ dùng chung của kiểm thử): a database made and emptied by its owner, used by the web role."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg import sql

from hoiam.config import database

# Triggers that refuse TRUNCATE keep the history whole; the owner lifts them here to empty a test database.
REFUSING_TRUNCATE = """
    SELECT tgrelid::regclass::text, tgname FROM pg_trigger
    WHERE NOT tgisinternal AND tgtype & 32 <> 0 AND tgtype & 2 <> 0
"""


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The owner made and migrated the test database; from here on everybody is the web role."""
    from django.db import connection

    owner = database.owner_url()
    connection.ops.execute_sql_flush = lambda statements: empty(connection, owner, statements)
    with django_db_blocker.unblock(), database.acting(connection, database.parsed(database.web_url())):
        yield


def empty(connection: Any, owner: str, statements: list[str]) -> None:
    """Django's flush after a test with real transactions, done by the owner."""
    with psycopg.connect(owner, dbname=connection.settings_dict["NAME"]) as as_owner:
        triggers = as_owner.execute(REFUSING_TRUNCATE).fetchall()
        for word in ("DISABLE", "ENABLE"):
            for table, trigger in triggers:
                as_owner.execute(
                    sql.SQL("ALTER TABLE {} {} TRIGGER {}").format(
                        sql.SQL(table), sql.SQL(word), sql.Identifier(trigger)
                    )
                )
            if word == "DISABLE":
                for statement in statements:
                    as_owner.execute(statement)


@pytest.fixture
def reference(db: None) -> None:
    """Units of both eras, categories, calendars and terms, as every installation has them."""
    from hoiam.config.ready import reference_loaders

    for load in reference_loaders():
        load()

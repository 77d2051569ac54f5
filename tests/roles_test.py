"""Two roles (hai vai trò): the tables belong to the owner; what serves the public may only use them."""

import pytest
from django.contrib.sessions.models import Session
from django.db import ProgrammingError, connection, transaction

pytestmark = pytest.mark.django_db


def _one(question):
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


def test_tests_work_as_the_web_role():
    assert _one("SELECT current_user") == connection.settings_dict["USER"]
    assert (
        _one("SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user") == 0
    )


@pytest.mark.parametrize(
    "attempt",
    [
        "DROP TABLE django_session",
        "CREATE TABLE mine (id int)",
        "TRUNCATE django_session",
        "ALTER TABLE django_session DISABLE TRIGGER ALL",
        "SET ROLE hoiam_owner",
    ],
)
def test_the_web_role_cannot_change_the_tables_themselves(attempt):
    if _one(
        "SELECT pg_get_userbyid(datdba) = current_user FROM pg_database WHERE datname = current_database()"
    ):
        pytest.skip("this server gives us one role for everything")
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attempt)


def test_the_web_role_may_use_every_table_and_sequence():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables, unnest(ARRAY['SELECT', 'INSERT']) AS needed"
            " WHERE schemaname = 'public'"
            " AND NOT has_table_privilege(format('%I.%I', schemaname, tablename), needed)"
        )
        assert cursor.fetchall() == []
        cursor.execute(
            "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'"
            " AND NOT has_sequence_privilege(format('%I.%I', schemaname, sequencename), 'USAGE')"
        )
        assert cursor.fetchall() == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["once", "again"])
def test_a_test_with_real_transactions_leaves_nothing_behind(time):
    assert not Session.objects.exists()
    Session.objects.create(session_key=time, session_data="", expire_date="2026-01-01T00:00:00+07:00")
    assert Session.objects.count() == 1

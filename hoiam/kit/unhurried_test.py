"""Only a statement on its own is unhurried; a transaction with promises in it waits for the disk."""

import pytest
from django.db import connection, transaction

from hoiam.kit.unhurried import HURRY, insert

INSERT = f"INSERT INTO messaging_reminder (key, step, at) SELECT %s, %s, now() {HURRY} RETURNING step"
SETTING = "SELECT current_setting('synchronous_commit')"


def setting():
    with connection.cursor() as cursor:
        cursor.execute(SETTING)
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_on_its_own_it_does_not_wait_and_the_next_statement_does():
    seen = INSERT.replace("RETURNING step", "RETURNING current_setting('synchronous_commit')")
    assert insert(seen, ["a", "b"]) == (1, ("off",))
    assert setting() == "on"


@pytest.mark.django_db(transaction=True)
def test_in_a_transaction_of_somebody_else_nothing_changes():
    with transaction.atomic():
        assert insert(INSERT, ["a", "b"]) == (1, ("b",))
        assert setting() == "on"

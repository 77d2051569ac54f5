"""The counter and the memory, on a table of this test's own."""

import threading

import pytest
from django.db import connection, transaction

from hoiam.kit import remembered
from hoiam.kit.remembered import Remembered, counter_sql

pytestmark = pytest.mark.django_db


@pytest.fixture
def _a_look_lasts_a_test():
    """Here it is the second itself that is tested."""


@pytest.fixture
def shelf():
    """A watched table, made inside the test's transaction as a temporary one."""
    forwards, _ = counter_sql("shelf_version", ["shelf"])
    execute("CREATE TEMPORARY TABLE shelf (word text) ON COMMIT DROP")
    execute("CREATE TEMPORARY TABLE shelf_version (id int PRIMARY KEY, version bigint) ON COMMIT DROP")
    execute("SET LOCAL search_path TO pg_temp, public")
    forwards = forwards.replace("CREATE SEQUENCE", "CREATE TEMPORARY SEQUENCE")
    execute(forwards.replace("FUNCTION shelf_version_moves", "FUNCTION pg_temp.shelf_version_moves"))
    return Remembered("shelf_version", lambda: [row[0] for row in execute("SELECT word FROM shelf", True)])


def execute(sql, fetch=False):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall() if fetch else None


def test_rows_are_read_once_while_nothing_changes(shelf, django_assert_num_queries):
    execute("INSERT INTO shelf VALUES ('một')")
    first = shelf.get()
    with django_assert_num_queries(0):
        assert shelf.get() is first
    shelf.forget()
    with django_assert_num_queries(1):
        assert shelf.get() is first


def test_after_a_second_it_looks_by_itself(shelf, monkeypatch):
    assert shelf.get() == []
    execute("INSERT INTO shelf VALUES ('một')")
    assert shelf.get() == [], "not yet"
    monkeypatch.setattr(remembered, "monotonic", lambda: float("1e9"))
    assert shelf.get() == ["một"]


@pytest.mark.parametrize(
    "change",
    [
        "INSERT INTO shelf VALUES ('hai')",
        "UPDATE shelf SET word = 'hai'",
        "DELETE FROM shelf",
        "TRUNCATE shelf",
    ],
)
def test_every_kind_of_change_moves_the_counter(shelf, change):
    execute("INSERT INTO shelf VALUES ('một')")
    before = shelf.get()
    execute(change)
    shelf.forget()
    assert shelf.get() != before


def test_a_number_taken_back_is_never_given_again(shelf):
    """With version + 1 both changes would show the same number, and the memory of the first would stay."""
    shelf.get()
    with transaction.atomic():
        execute("INSERT INTO shelf VALUES ('không bao giờ có')")
        shelf.forget()
        assert shelf.get() == ["không bao giờ có"]
        transaction.set_rollback(True)
    execute("INSERT INTO shelf VALUES ('có')")
    shelf.forget()
    assert shelf.get() == ["có"]


def test_many_threads_at_once_load_once():
    looks, loads, ready = [], [], threading.Barrier(8)

    class Quiet(Remembered):
        def _read_counter(self):
            looks.append(1)
            return 1

    memory = Quiet("nothing", lambda: loads.append(1) or "đã đọc")

    def ask():
        ready.wait()
        answers.append(memory.get())

    answers = []
    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (answers, looks, loads) == (["đã đọc"] * 8, [1], [1])

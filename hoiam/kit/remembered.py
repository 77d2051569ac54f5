"""Remembered (ghi nhớ): rows that seldom change, kept in memory and read again when their counter moves.

Units, categories and calendars are asked a hundred thousand times in an import and change a few times a year.
Each such room has one row with a counter, moved by triggers on its tables (`counter_sql`): a change by
anybody, a database administrator too, reaches every process within a second. The numbers come from a
sequence: a change taken back never leaves a number that a later, different change could show again.
"""

import threading
from collections.abc import Callable, Sequence
from time import monotonic
from typing import Generic, TypeVar

from django.db import connection

T = TypeVar("T")
SECONDS_BETWEEN_LOOKS = 1.0


class Remembered(Generic[T]):
    """`get()` is a plain read, once a second one small query, and a reload when something changed."""

    def __init__(self, counter: str, load: Callable[[], T]) -> None:
        self._counter = counter
        self._load = load
        self._lock = threading.Lock()
        self._held: tuple[int, T] | None = None
        self._looked_at = -SECONDS_BETWEEN_LOOKS

    def get(self) -> T:
        held = self._held
        if held is not None and self._is_fresh():
            return held[1]
        with self._lock:
            # Whoever waited for the lock finds that another thread has just looked.
            return self._held[1] if self._held is not None and self._is_fresh() else self._look()

    def forget(self) -> None:
        """Look at the counter at the next `get()`: for whoever has just changed the rows."""
        self._looked_at = -SECONDS_BETWEEN_LOOKS

    def _is_fresh(self) -> bool:
        return monotonic() - self._looked_at < SECONDS_BETWEEN_LOOKS

    def _look(self) -> T:
        looked_at = monotonic()
        number = self._read_counter()
        if self._held is None or self._held[0] != number:
            # Loaded after the counter was read: a change in between is read again, never missed.
            self._held = (number, self._load())
        self._looked_at = looked_at
        return self._held[1]

    def _read_counter(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT version FROM {self._counter}")
            row = cursor.fetchone()
        return int(row[0]) if row else 0


def counter_sql(counter: str, watched: Sequence[str]) -> tuple[str, str]:
    """SQL (forwards, backwards): any change to a watched table moves the one-row table `counter`."""
    forwards = [
        f"CREATE SEQUENCE {counter}_seq;",
        f"""
        CREATE FUNCTION {counter}_moves() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO {counter} (id, version) VALUES (1, nextval('{counter}_seq'))
            ON CONFLICT (id) DO UPDATE SET version = excluded.version;
            RETURN NULL;
        END $$;
        """,
    ]
    forwards += [
        f"CREATE TRIGGER {table}_moves AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {counter}_moves();"
        for table in watched
    ]
    backwards = [f"DROP TRIGGER {table}_moves ON {table};" for table in watched]
    backwards += [f"DROP FUNCTION {counter}_moves();", f"DROP SEQUENCE {counter}_seq;"]
    return "\n".join(forwards), "\n".join(backwards)

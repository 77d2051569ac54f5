"""Unhurried (không đợi ghi đĩa): small rows that may be lost in a power cut, and need not wait for the disk.

A count of tries, a claim on a key: nothing was promised to anybody by them. What follows in the same request
is committed in full, and the log that this waits for holds the small row as well.
"""

from collections.abc import Sequence
from typing import Any, Final

from django.db import connection

# Stands in the place of VALUES' own line: INSERT … SELECT … {HURRY}. Its one value says whether to hurry.
HURRY: Final = "FROM (SELECT CASE WHEN %s THEN set_config('synchronous_commit', 'off', true) END) AS hurry"


def insert(sql: str, values: Sequence[Any]) -> tuple[int, tuple[Any, ...] | None]:
    """Run `INSERT … SELECT … {HURRY} …`; (how many rows it made, the first row it returned).

    Inside somebody else's transaction nothing is changed: that one may hold a promise.
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, not connection.in_atomic_block])
        return cursor.rowcount, cursor.fetchone() if cursor.description else None

"""Statements (câu lệnh): what PostgreSQL took for the same work in the same run, by pg_stat_statements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import psycopg

from hoiam.config import database

SPENT: Final = """
    SELECT coalesce(sum(calls), 0), coalesce(sum(total_exec_time), 0), coalesce(sum(wal_bytes), 0)
    FROM pg_stat_statements WHERE dbid = (SELECT oid FROM pg_database WHERE datname = %s)
"""
DURABLE: Final = ("server_version", "fsync", "synchronous_commit", "full_page_writes", "shared_buffers")


@dataclass(frozen=True, slots=True)
class Spent:
    """So many statements, so many milliseconds inside the server, so many bytes of log."""

    calls: int
    milliseconds: float
    log_bytes: int

    def since(self, before: Spent) -> Spent:
        return Spent(
            self.calls - before.calls,
            self.milliseconds - before.milliseconds,
            self.log_bytes - before.log_bytes,
        )


def spent(name: str) -> Spent | None:
    """Up to now, in the database of that name; None where the server does not keep such figures."""
    try:
        with psycopg.connect(database.owner_url(), autocommit=True) as owner:
            row = owner.execute(SPENT, [name]).fetchone()
    except psycopg.Error:
        return None
    return Spent(int(row[0]), float(row[1]), int(row[2])) if row else None


def settings(owner: psycopg.Connection[Any]) -> dict[str, str]:
    """Without these a rate of writing means nothing."""
    found = {}
    for name in DURABLE:
        row = owner.execute("SELECT current_setting(%s)", [name]).fetchone()
        found[name] = str(row[0]) if row else ""
    return found

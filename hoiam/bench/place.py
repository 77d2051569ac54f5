"""The place (nơi đo): a database of bench's own beside the real one, never the real one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import Connection, sql

from hoiam.config import database
from hoiam.kit.refusal import Refused

LOCAL: Final = frozenset({"127.0.0.1", "::1", "localhost"})
PASSWORD: Final = "HOIAM_BENCH_PASSWORD"  # of the people of the run, from us to our own process
LOADED: Final = "SELECT cases FROM bench_loaded"


@dataclass(frozen=True, slots=True)
class Place:
    """The database for so many cases, on the same server as the installation's own."""

    cases: int

    @property
    def name(self) -> str:
        return f"hoiam_bench_{self.cases}"

    @property
    def web_url(self) -> str:
        return _with_name(database.web_url(), self.name)

    @property
    def owner_url(self) -> str:
        return _with_name(database.owner_url(), self.name)

    def owner(self) -> Connection[Any]:
        return psycopg.connect(self.owner_url, autocommit=True)

    def environment(self) -> dict[str, str]:
        """For a process of ours that is to work there."""
        return {**os.environ, "DATABASE_URL": self.web_url, "DATABASE_OWNER_URL": self.owner_url}

    def is_loaded(self) -> bool:
        """Whole: an earlier loading came to its end."""
        try:
            with self.owner() as owner:
                return owner.execute(LOADED).fetchone() == (self.cases,)
        except (psycopg.OperationalError, psycopg.errors.UndefinedTable):
            return False

    def make(self) -> None:
        """An empty one with tables and reference data; a half-loaded one goes first."""
        with self._beside() as owner:
            self._drop(owner)
            owner.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(self.name)))
        self.run("migrate")

    def run(self, *arguments: str, password: str = "", more: Mapping[str, str] = MappingProxyType({})) -> str:
        """`hoiam …` on that database, in a process of its own; what it prints, or its complaint as ours."""
        done = subprocess.run(
            [sys.executable, "-m", "hoiam", *arguments],
            env={**self.environment(), PASSWORD: password, **more},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=None if sys.stderr.isatty() else subprocess.PIPE,
            text=True,
            check=False,
        )
        if done.returncode:
            said = (done.stderr or "").strip().splitlines()
            raise Refused(f"Không dựng được dữ liệu để đo: {said[-1] if said else 'xem lời ở trên'}")
        return done.stdout

    def _beside(self) -> Connection[Any]:
        return psycopg.connect(database.owner_url(), autocommit=True)

    def _drop(self, owner: Connection[Any]) -> None:
        try:
            owner.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(self.name)))
        except psycopg.errors.ObjectInUse:
            raise Refused(f"Cơ sở dữ liệu {self.name} đang được dùng; hãy đợi lần đo kia xong.") from None


def refuse_a_far_server() -> None:
    """Measuring loads a server to its limit: only one of this machine, never somebody's real one."""
    host = urlsplit(database.owner_url()).hostname
    if host not in LOCAL:
        raise Refused(f"Chỉ đo với máy chủ cơ sở dữ liệu trên chính máy này, không phải {host}.")


def _with_name(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))

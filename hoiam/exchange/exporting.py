"""Exporting (xuất phản ánh): every case received in a period, a line each, in an order that never changes.

The same cases give the same bytes on every installation. Identities leave only when asked for, and
that look is logged before the first of them is read.
"""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterator
from datetime import datetime

from hoiam.accounts.models import log_look
from hoiam.cases.lives import all_lives, count_lives
from hoiam.kit.clock import now
from hoiam.kit.numbers import number

from .words import written


def written_lives(
    since: datetime | None = None, until: datetime | None = None, *, identities: bool = False
) -> Iterator[str]:
    """Lines of an export file: cases received in [since, until) by (received_at, source, source_id)."""
    return map(written, all_lives(since, until, identities=identities))


def log_the_look(since: datetime | None, until: datetime | None) -> None:
    """One row an export: the person at the machine, how many cases, and that it was this command."""
    count = count_lives(since, until)
    why = (
        f"hoiam export-cases --with-identities: {number(count)} phản ánh, người dùng máy {_at_the_machine()}"
    )
    log_look(None, about="export-cases", why=why[:300], at=now())


def _at_the_machine() -> str:
    try:
        name = getpass.getuser()
    except (KeyError, OSError):  # a user without a name, as in some containers
        name = str(os.getuid())
    asked_by = os.environ.get("SUDO_USER")
    return f"{name} (sudo: {asked_by})" if asked_by else name

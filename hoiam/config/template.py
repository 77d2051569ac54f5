"""Test template (khuôn kiểm thử): one migrated database, from which test databases are copied.

Its name carries the digest of all migrations, so it is made anew exactly when one of them changes. Two test
processes wait for each other; a template cut short while it was made never has the final name.
"""

import hashlib
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psycopg
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from hoiam.config import database

PREFIX = "hoiam_template_"
ROOMS = Path(__file__).resolve().parents[1]
ADVISORY_LOCK = 0x484F4942


def ensure_template() -> str:
    """The name of a database with the tables of this very version."""
    name = PREFIX + _digest()
    with psycopg.connect(database.owner_url(), dbname="postgres", autocommit=True) as owner:
        owner.execute("SELECT pg_advisory_lock(%s)", [ADVISORY_LOCK])
        kept = owner.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX]
        ).fetchall()
        if (name,) in kept:
            return name
        for (outdated,) in kept:
            owner.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(outdated)))
        making = sql.Identifier(PREFIX + "making")
        owner.execute(sql.SQL("CREATE DATABASE {}").format(making))
        _migrate(PREFIX + "making")
        owner.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(making, sql.Identifier(name)))
    return name


def _migrate(name: str) -> None:
    before: Any = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        call_command("migrate", interactive=False, verbosity=0)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def _digest() -> str:
    digest = hashlib.blake2b(f"{version('django')} {version('procrastinate')}".encode(), digest_size=8)
    grants = ROOMS / "config/management/commands/migrate.py"
    for path in (grants, *sorted(ROOMS.glob("*/migrations/*.py"))):
        digest.update(path.relative_to(ROOMS).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()

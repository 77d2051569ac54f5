"""Readiness (sẵn sàng): the database has this version's tables and reference data, or gets them now.

A stamp kept as the database's own comment says for which migrations and reference files that was last done,
so every later command asks one question and goes on. It lies in the database, not in a file, and so goes
with it.
"""

import hashlib
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.db import connection

from hoiam.config import database
from hoiam.kit.progress import say
from hoiam.kit.refusal import Refused

ROOMS = Path(__file__).resolve().parents[1]
STAMP = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
ADVISORY_LOCK = 0x484F4941  # "HOIA"


def ensure_ready() -> None:
    """One query when all is done. On an administrator's server only an empty database is filled unasked."""
    if _stamp() != wanted_stamp():
        if not database.is_embedded() and not _is_empty():
            raise Refused("Cơ sở dữ liệu chưa theo bản này; hãy sao lưu rồi chạy hoiam migrate.")
        make_ready()
    refuse_a_database_that_cannot_fold()


def make_ready() -> None:
    """Tables and reference data, as the owner; two commands at once wait for each other."""
    with database.as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [ADVISORY_LOCK])
        if _stamp() == wanted_stamp():
            return
        say("Đang dựng bảng và nạp dữ liệu nền…")
        call_command("migrate", interactive=False, verbosity=0)
        for load in reference_loaders():
            load()
        name = connection.ops.quote_name(connection.settings_dict["NAME"])
        cursor.execute(f"COMMENT ON DATABASE {name} IS '{wanted_stamp()}'")


def reference_loaders() -> Iterator[Callable[[], object]]:
    """`reference.load()` of every room that has one, from the bottom of the house up; may be run again."""
    for room in apps.get_app_configs():
        if room.name.startswith("hoiam.") and find_spec(f"{room.name}.reference"):
            yield import_module(f"{room.name}.reference").load


def wanted_stamp() -> str:
    """A digest of everything that `make_ready` reads: migrations and reference files."""
    digest = hashlib.blake2b(digest_size=12)
    for path in _sources():
        digest.update(path.relative_to(ROOMS).as_posix().encode() + b"\0" + path.read_bytes())
    return f"hoiam {digest.hexdigest()}"


def _sources() -> list[Path]:
    patterns = ("*/migrations/*.py", "*/reference*.py", "*/reference/**/*.*", "*/data/**/*.*")
    return sorted({path for pattern in patterns for path in ROOMS.glob(pattern) if path.suffix != ".pyc"})


def _stamp() -> str | None:
    with connection.cursor() as cursor:
        cursor.execute(STAMP)
        row = cursor.fetchone()
    return str(row[0]) if row and row[0] else None


def _is_empty() -> bool:
    with connection.cursor() as cursor:
        return "django_migrations" not in connection.introspection.table_names(cursor)


def refuse_a_database_that_cannot_fold(question: str = "SELECT vi_fold('Đường')") -> None:
    """In some locales lower('Đ') is not 'đ'; search and look-up would then silently miss people's words."""
    with connection.cursor() as cursor:
        cursor.execute(question)
        row = cursor.fetchone()
    if row != ("duong",):
        raise Refused(
            "Cơ sở dữ liệu này không bỏ dấu tiếng Việt đúng (vi_fold('Đường') phải là duong); "
            "hãy chạy hoiam migrate."
        )

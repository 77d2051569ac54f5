"""The database (cơ sở dữ liệu): a real server by DATABASE_URL, else the embedded one under HOIAM_DATA.

Two roles, apart from the first migration on: the owner makes and owns the tables, the web role only uses
them. Every process works as the web role; `as_owner()` is for migrations and whatever else changes the
tables themselves.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from hoiam.kit import postgres
from hoiam.kit.postgres.cluster import renew as renew_cluster
from hoiam.kit.postgres.server import OWNER, WEB
from hoiam.kit.refusal import Refused

CLONE = Path(__file__).resolve().parents[2]


def data_folder() -> Path:
    """Where everything of this installation is: keys, attachments and the embedded database."""
    given = os.environ.get("HOIAM_DATA")
    if given:
        return Path(given).expanduser().absolute()
    return CLONE / ".data" if (CLONE / "run").exists() else Path.home() / ".local/share/hoiam"


def is_embedded() -> bool:
    return not os.environ.get("DATABASE_URL")


def hold() -> None:
    """Start the embedded server if need be and keep it up while we live; before Django reads the settings."""
    if is_embedded():
        postgres.hold(data_folder())


def release() -> None:
    """Leave before our time, for a process that does not end in the ordinary way."""
    if is_embedded():
        postgres.release(data_folder())


def renew() -> None:
    """Throw the embedded database away and begin with an empty one (`demo --fresh`)."""
    if not is_embedded():
        raise Refused(
            "--fresh chỉ dùng với cơ sở dữ liệu kèm theo; với DATABASE_URL, hãy tạo cơ sở dữ liệu mới."
        )
    renew_cluster(postgres.hold(data_folder()))


def web_url() -> str:
    given = os.environ.get("DATABASE_URL")
    return given or _embedded_url(WEB)


def owner_url() -> str:
    """For pg_dump, migrations and the like; on a server with one role both are the same."""
    given = os.environ.get("DATABASE_URL")
    return os.environ.get("DATABASE_OWNER_URL") or given or _embedded_url(OWNER)


def _embedded_url(role: str) -> str:
    server = postgres.peek(data_folder())
    # Nobody has started it: tools that only read the settings (mypy, makemigrations) still get an answer.
    return server.url(role) if server else f"postgresql://{role}@127.0.0.1:1/hoiam"


def parsed(url: str) -> dict[str, Any]:
    """A postgresql:// address in Django's words; what follows `?` goes to libpq as it stands (sslmode…)."""
    try:
        parts = urlsplit(url)
        port, known = parts.port or "", parts.scheme in {"postgres", "postgresql"}
    except ValueError:  # no number as port, half a bracket; its words may hold the password
        known = False
    if not known:
        raise postgres.ClusterError(
            "DATABASE_URL phải có dạng postgresql://người-dùng:mật-khẩu@máy/cơ-sở-dữ-liệu."
        )
    return {
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(port),
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def settings(*, as_role: str, pool: bool) -> dict[str, Any]:
    """The DATABASES entry. A pool only where threads share connections; a command keeps its single one."""
    found = parsed(owner_url() if as_role == "owner" else web_url())
    # A server that is starting again may take a connection and then say nothing for minutes.
    options: dict[str, Any] = {"application_name": "hoiam", "connect_timeout": 5, **found["OPTIONS"]}
    if pool:
        options["pool"] = {"min_size": 1, "max_size": int(os.environ.get("HOIAM_POOL", "8")), "timeout": 10}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **found,
        "OPTIONS": options,
        "CONN_MAX_AGE": 0 if pool else None,
        "CONN_HEALTH_CHECKS": True,
    }


@contextmanager
def as_owner() -> Iterator[None]:
    """Inside the block Django's connection is the owner's."""
    from django.db import connection

    with acting(connection, parsed(owner_url())):
        yield


@contextmanager
def acting(connection: Any, who: dict[str, Any]) -> Iterator[None]:
    names = ("USER", "PASSWORD", "HOST", "PORT")
    before = {name: connection.settings_dict[name] for name in names}
    _become(connection, {name: who[name] for name in names})
    try:
        yield
    finally:
        _become(connection, before)


def _become(connection: Any, who: dict[str, Any]) -> None:
    connection.close()
    if connection.settings_dict["OPTIONS"].get("pool"):
        connection.close_pool()
    connection.settings_dict.update(who)


def let_go() -> None:
    """Before a process splits: children that share a connection would read each other's answers.

    A pool goes too: the threads that make it grow do not follow into the children.
    """
    from django.db import connections

    connection: Any
    for connection in connections.all(initialized_only=True):
        connection.close()
        if connection.settings_dict["OPTIONS"].get("pool"):
            connection.close_pool()

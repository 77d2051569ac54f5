"""A running server (máy chủ đang chạy): where it listens, who may enter, and the proof that it is ours."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

HOST = "127.0.0.1"
DATABASE = "hoiam"
SUPERUSER, OWNER, WEB = "postgres", "hoiam_owner", "hoiam_web"
ROLES = (SUPERUSER, OWNER, WEB)


class ClusterError(Exception):
    """The machine would not let the database live: one Vietnamese sentence with the remedy."""


@dataclass(frozen=True)
class Server:
    directory: Path
    port: int
    passwords: dict[str, str]

    def url(self, role: str, database: str = DATABASE) -> str:
        return f"postgresql://{role}:{quote(self.passwords[role], safe='')}@{HOST}:{self.port}/{database}"

    def connect(self, role: str, database: str = DATABASE) -> psycopg.Connection:
        return psycopg.connect(self.url(role, database), autocommit=True, connect_timeout=5)

    def is_ours(self) -> bool:
        """Another program may have taken the port of a server that died: ask who answers there."""
        try:
            with self.connect(SUPERUSER, "postgres") as connection:
                row = connection.execute("SHOW data_directory").fetchone()
        except psycopg.OperationalError:
            return False
        return row is not None and Path(row[0]).resolve() == self.directory.resolve()

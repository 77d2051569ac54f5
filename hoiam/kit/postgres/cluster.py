"""One cluster (cụm cơ sở dữ liệu): made once, started on a free port, found again after a crash, stopped."""

import json
import os
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from hoiam.kit.private_files import replace
from hoiam.kit.refusal import Refused

from . import tuning
from .binaries import Account
from .server import DATABASE, HOST, OWNER, ROLES, SUPERUSER, WEB, ClusterError, Server

ROOT_HOME = Path("/var/lib/hoiam")
# A killed server's own processes notice within moments, later when they write to a slow disk.
STILL_LEAVING = "pre-existing shared memory block"
PATIENCE = 300.0
INITDB = (
    *("-U", SUPERUSER, "-A", "scram-sha-256", "-E", "UTF8", "--data-checksums"),
    *("--locale=C", "--locale-provider=builtin", "--builtin-locale=PG_UNICODE_FAST"),
)


@dataclass(frozen=True)
class Cluster:
    """`data` is HOIAM_DATA. Its file `cluster` names the directory and is written last, when all was made."""

    data: Path

    @property
    def name_file(self) -> Path:
        return self.data / "cluster"

    @property
    def directory(self) -> Path:
        return self.data / self.name_file.read_text().strip()

    def exists(self) -> bool:
        if not self.name_file.exists():
            return False
        if not (self.directory / "PG_VERSION").exists():
            raise ClusterError(
                f"Không thấy cơ sở dữ liệu của {self.data} ở {self.directory}; hãy trả thư mục ấy về chỗ cũ, "
                f"hoặc xóa tệp {self.name_file} để bắt đầu lại từ đầu."
            )
        return True

    # made once

    def make(self) -> None:
        account, directory = Account.of_new_cluster(), self._new_directory()
        passwords = {role: secrets.token_urlsafe(24) for role in ROLES}
        self._initdb(account, directory, passwords[SUPERUSER])
        replace(self.data / "database.json", json.dumps(passwords).encode())
        server = _start(directory, passwords)
        _furnish(server)
        replace(self.name_file, _shown(directory, self.data).encode())
        (self.data / "cluster.making").unlink()

    def _new_directory(self) -> Path:
        """Remembers what it makes, so that a start cut short leaves nothing behind."""
        making = self.data / "cluster.making"
        if making.exists():
            unfinished = self.data / making.read_text().strip()
            if _server_pid(unfinished):
                _pg_ctl(unfinished, "stop", "-m", "immediate")
            shutil.rmtree(unfinished, ignore_errors=True)
        parent = self.data
        if os.geteuid() == 0:
            parent = ROOT_HOME
            parent.mkdir(parents=True, exist_ok=True)
            parent.chmod(0o755)
        directory = parent / f"postgres-{secrets.token_hex(8)}"
        replace(making, _shown(directory, self.data).encode())
        return directory

    def _initdb(self, account: Account, directory: Path, password: str) -> None:
        directory.mkdir(mode=0o700)
        account.take(directory)
        password_file = directory.with_suffix(".password")
        replace(password_file, password.encode())
        account.take(password_file)
        try:
            done = account.run("initdb", "-D", directory, f"--pwfile={password_file}", *INITDB)
        finally:
            password_file.unlink()
        if done.returncode:
            raise ClusterError(f"Không tạo được cơ sở dữ liệu ở {directory}: {_last_line(done.stdout)}")

    # started, found, stopped

    def start(self) -> Server:
        return self.running() or _start(self.directory, self._passwords())

    def running(self) -> Server | None:
        """The server of this cluster if it is ready; a stale pid file or a stranger on its port is not it."""
        port = self.port()
        if port is None:
            return None
        server = Server(self.directory, port, self._passwords())
        return server if server.is_ours() else None

    def port(self) -> int | None:
        """Where a living server says it listens: two small files read, nobody asked."""
        lines = _pid_file(self.directory)
        ready = len(lines) >= 8 and lines[7].strip() == "ready" and _server_pid(self.directory)
        return int(lines[3]) if ready else None

    def stop(self) -> None:
        if _server_pid(self.directory):
            _pg_ctl(self.directory, "stop", "-m", "fast")

    def _passwords(self) -> dict[str, str]:
        found: dict[str, str] = json.loads((self.data / "database.json").read_text())
        return found


def _start(directory: Path, passwords: dict[str, str]) -> Server:
    account, ports = Account.of(directory), list(_ports(directory))
    if not _server_pid(directory):
        # After a crash the number may belong to another program by now; PostgreSQL would refuse to start.
        (directory / "postmaster.pid").unlink(missing_ok=True)
    tuning.write(directory / "hoiam.conf")
    account.take(directory / "hoiam.conf")
    until = time.monotonic() + PATIENCE
    while True:
        done = _pg_ctl(
            directory, "start", "-t", "300", "-l", directory / "server.log", "-o", f"-p {ports[0]}"
        )
        server = Server(directory, ports[0], passwords)
        if done.returncode == 0 and server.is_ours():
            return server
        said = _last_line(_tail(directory / "server.log") or done.stdout)
        if STILL_LEAVING in said and time.monotonic() < until:
            time.sleep(0.2)
        elif len(ports) > 1:
            ports.pop(0)
        else:
            raise ClusterError(f"PostgreSQL kèm theo không khởi động được ({directory}): {said}")


def _ports(directory: Path) -> Iterator[int]:
    """First that of a server that was killed, its users come back to it; free ones may be taken meanwhile."""
    lines = _pid_file(directory)
    if len(lines) > 3 and lines[3].strip().isdigit():
        yield int(lines[3])
    for _ in range(5):
        yield _free_port()


def _pg_ctl(directory: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return Account.of(directory).run("pg_ctl", "-D", directory, "-w", *arguments)


def _pid_file(directory: Path) -> list[str]:
    try:
        return (directory / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return []


def _server_pid(directory: Path) -> int | None:
    lines = _pid_file(directory)
    pid = int(lines[0]) if lines and lines[0].strip().isdigit() else 0
    return pid if pid and _is_postgres(pid, directory) else None


def _is_postgres(pid: int, directory: Path) -> bool:
    process = Path(f"/proc/{pid}")
    if Path("/proc/self").exists():
        try:
            return b"postgres" in (process / "cmdline").read_bytes().split(b"\0")[0] and _serves(
                process, directory
            )
        except OSError:
            return False
    shown = subprocess.run(["ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return str(directory) in shown.stdout


def _serves(process: Path, directory: Path) -> bool:
    return os.fsencode(str(directory)) in (process / "cmdline").read_bytes()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _furnish(server: Server) -> None:
    """Two roles from the first day: the owner makes tables, the web role only uses them."""
    with server.connect(SUPERUSER, "postgres") as connection:
        for role, right in ((OWNER, "CREATEDB"), (WEB, "NOCREATEDB")):
            # Only the digest travels, so that no log of statements can ever hold the password.
            digest = connection.pgconn.encrypt_password(
                server.passwords[role].encode(), role.encode(), b"scram-sha-256"
            )
            connection.execute(
                sql.SQL("CREATE ROLE {} LOGIN {} PASSWORD {}").format(
                    sql.Identifier(role), sql.SQL(right), sql.Literal(digest.decode())
                )
            )
        connection.execute(
            sql.SQL("GRANT {}, pg_read_all_stats TO {}").format(*map(sql.Identifier, (WEB, OWNER)))
        )
    _make_database(server)


def _make_database(server: Server) -> None:
    names = (sql.Identifier(DATABASE), sql.Identifier(OWNER))
    with server.connect(SUPERUSER, "postgres") as connection:
        connection.execute(sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0").format(*names))
    with server.connect(SUPERUSER) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")


def renew(server: Server) -> None:
    """An empty database in place of the one there is; refused while anybody works with it."""
    with server.connect(SUPERUSER, "postgres") as connection:
        try:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(DATABASE)))
        except psycopg.errors.ObjectInUse:
            raise Refused("Dữ liệu đang được dùng; hãy dừng Hồi Âm đang chạy rồi làm lại.") from None
    _make_database(server)


def _shown(directory: Path, data: Path) -> str:
    """Inside HOIAM_DATA the name is relative, so that the folder may be moved."""
    return str(directory.relative_to(data) if directory.is_relative_to(data) else directory)


def _tail(log: Path) -> str:
    return log.read_text(errors="replace")[-2000:] if log.exists() else ""


def _last_line(text: str) -> str:
    telling = [line for line in text.splitlines() if "FATAL" in line or "error" in line.lower()]
    return (telling or text.strip().splitlines() or ["không rõ lý do"])[-1].strip()

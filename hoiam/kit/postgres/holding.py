"""Holding the server (giữ máy chủ): every user holds a shared lock, the first starts it, the last stops it.

Locks are the kernel's (flock): they go with the process however it ends, so a kill -9 leaves nothing behind.
`lock.start` is held only while deciding; `lock.users` is held by everybody as long as they live.
"""

import atexit
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from .cluster import Cluster
from .server import ClusterError, Server

_held: dict[Path, "Held"] = {}


@dataclass
class Held:
    server: Server
    users: IO[str]
    pid: int


def hold(data: Path) -> Server:
    """The running server of this HOIAM_DATA, ours until the process ends; made and started when need be.

    Asked again it looks whether the server lives and, if somebody killed it, starts it on the same port.
    """
    data = data.absolute()
    cluster, held = Cluster(data), _mine(data)
    if held and cluster.port() == held.server.port:
        return held.server
    _make_private(data)
    with _deciding(data):
        users = held.users if held else _open(data / "lock.users")
        fcntl.flock(users, fcntl.LOCK_SH)
        try:
            if not cluster.exists():
                cluster.make()
            server = cluster.start()
        except BaseException:
            users.close()
            _held.pop(data, None)
            raise
    if not held:
        atexit.register(release, data)
    _held[data] = Held(server, users, os.getpid())
    return server


def _mine(data: Path) -> Held | None:
    """A forked child has its parent's memory, and yet is not the one who holds."""
    held = _held.get(data)
    return held if held and held.pid == os.getpid() else None


def release(data: Path) -> None:
    """Leave. Whoever finds nobody else there stops the server."""
    data = data.absolute()
    held = _mine(data)
    if not held:
        return
    with _deciding(data):
        del _held[data]
        held.users.close()
        with _open(data / "lock.users") as alone:
            try:
                fcntl.flock(alone, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            Cluster(data).stop()


def peek(data: Path) -> Server | None:
    """The server if somebody holds it now; starts and holds nothing."""
    data = data.absolute()
    cluster, held = Cluster(data), _held.get(data)
    if not cluster.name_file.exists() or not cluster.exists():
        return None
    return held.server if held and held.server.port == cluster.port() else cluster.running()


def _make_private(data: Path) -> None:
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        _open(data / "lock.start").close()
    except OSError as trouble:
        raise ClusterError(f"Không ghi được vào thư mục dữ liệu {data}: {trouble.strerror}.") from trouble


def _open(path: Path) -> IO[str]:
    return open(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "w")


@contextmanager
def _deciding(data: Path) -> Iterator[None]:
    with _open(data / "lock.start") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield

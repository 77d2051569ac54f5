"""Holding the server (giữ máy chủ): every user holds a shared lock, the first starts it, the last stops it.

Locks are the kernel's (flock): they go with the process however it ends, so a kill -9 leaves nothing behind.
`lock.start` is held only while deciding; `lock.users` is held by everybody as long as they live.
"""

import atexit
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from .cluster import Cluster
from .server import ClusterError, Server

_held: dict[Path, tuple[Server, IO[str], int]] = {}


def hold(data: Path) -> Server:
    """The running server of this HOIAM_DATA, ours until the process ends; made and started when need be."""
    data = data.absolute()
    if data in _held and _held[data][2] == os.getpid():
        return _held[data][0]
    _make_private(data)
    cluster = Cluster(data)
    with _deciding(data):
        users = _open(data / "lock.users")
        fcntl.flock(users, fcntl.LOCK_SH)
        try:
            if not cluster.exists():
                cluster.make()
            server = cluster.start()
        except BaseException:
            users.close()
            raise
    _held[data] = (server, users, os.getpid())
    atexit.register(release, data)
    return server


def release(data: Path) -> None:
    """Leave. Whoever finds nobody else there stops the server."""
    data = data.absolute()
    if data not in _held or _held[data][2] != os.getpid():
        return  # a forked child is not the one who holds
    with _deciding(data):
        _, users, _ = _held.pop(data)
        users.close()
        with _open(data / "lock.users") as alone:
            try:
                fcntl.flock(alone, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            Cluster(data).stop()


def peek(data: Path) -> Server | None:
    """The server if somebody holds it now; starts and holds nothing."""
    data = data.absolute()
    if data in _held:
        return _held[data][0]
    cluster = Cluster(data)
    return cluster.running() if cluster.name_file.exists() and cluster.exists() else None


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

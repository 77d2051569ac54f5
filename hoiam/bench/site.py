"""The site (trang đang chạy): `hoiam web` on bench's database, on a free port, ended by who started it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

from hoiam.config.serving import wait_until_answering
from hoiam.kit.refusal import Refused

from .place import Place

WORKERS: Final = 2
PATIENCE: Final = 15.0


@contextmanager
def serving(place: Place) -> Iterator[int]:
    """The port; the processes are gone when the block is left, however that happens."""
    port = _free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "hoiam", "web", "--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS)],
        # Each citizen of the measurement comes from an address of their own, as behind a proxy.
        env={**place.environment(), "HOIAM_BEHIND_PROXY": "1", "LOG_LEVEL": "ERROR"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        if not wait_until_answering("127.0.0.1", port) or process.poll() is not None:
            raise Refused("Trang để đo không khởi động được; xem lời báo lỗi ở trên.")
        yield port
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # its own session holds only itself and its processes
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port

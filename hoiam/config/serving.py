"""Serving (phục vụ): web processes and one worker under one supervisor that starts, watches and ends them.

A child that dies is started again; one that keeps dying ends the whole, so that whoever watches us from
outside knows. Children have sessions of their own, so that a Ctrl-C reaches the supervisor alone and they
leave in order; each holds one end of a pipe, so that they leave too when the supervisor is killed.
"""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType

from hoiam.config import database
from hoiam.kit.refusal import Refused

LIFELINE = "HOIAM_LIFELINE"
PATIENCE = 20.0  # seconds a child gets to finish what it is doing
QUICK_DEATHS = 5


@dataclass
class Child:
    name: str
    arguments: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: list[float] = field(default_factory=list)

    def start(self, lifeline: int) -> None:
        self.started = [*self.started[1 - QUICK_DEATHS :], time.monotonic()]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "hoiam", *self.arguments],
            env={**os.environ, LIFELINE: str(lifeline)},
            stdin=subprocess.DEVNULL,
            pass_fds=[lifeline],
            start_new_session=True,
        )

    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def keeps_dying(self) -> bool:
        return len(self.started) == QUICK_DEATHS and time.monotonic() - self.started[0] < 60

    def signal(self, number: int) -> None:
        if self.process is not None and self.is_alive():
            self.process.send_signal(number)

    def wait(self, until: float) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.clear_away()

    def clear_away(self) -> None:
        """Whatever is left of it: its own session began a group that holds only itself and its processes."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


class Supervisor:
    def __init__(self, children: list[Child]) -> None:
        self.children = children
        self.leaving = threading.Event()

    def run(self, on_ready: Callable[[], None]) -> None:
        """Until SIGINT or SIGTERM."""
        reading, writing = os.pipe()
        before = {number: signal.signal(number, self._leave) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            for child in self.children:
                child.start(reading)
            threading.Thread(target=on_ready, daemon=True).start()
            while not self.leaving.wait(0.5):
                self._look(reading)
        finally:
            self._end()
            os.close(reading)
            os.close(writing)
            for number, handler in before.items():
                signal.signal(number, handler)

    def _leave(self, number: int, frame: FrameType | None) -> None:
        self.leaving.set()

    def _look(self, lifeline: int) -> None:
        database.hold()  # costs nothing while it lives; starts it again on its port if somebody killed it
        for child in self.children:
            if child.is_alive():
                continue
            if child.keeps_dying():
                raise RuntimeError(f"Tiến trình {child.name} dừng liên tục; xem lời báo lỗi ở trên.")
            child.clear_away()  # a killed web process leaves its own processes, and they hold the port
            child.start(lifeline)

    def _end(self) -> None:
        """Web first, so that nothing new comes in; the worker then finishes what it holds."""
        until = time.monotonic() + PATIENCE
        for child in self.children:
            child.signal(signal.SIGTERM)
        for child in self.children:
            child.wait(until)


def leave_with_supervisor() -> None:
    """In a child: end like on a SIGTERM when the other end of the lifeline is gone."""
    lifeline = os.environ.pop(LIFELINE, None)
    if lifeline is not None:
        threading.Thread(target=_watch, args=(int(lifeline),), daemon=True).start()


def _watch(lifeline: int) -> None:
    os.read(lifeline, 1)
    os.kill(os.getpid(), signal.SIGTERM)


def leave_with_parent() -> None:
    """In a process of the web server: after a kill -9 of its parent nobody else would end it."""
    threading.Thread(target=_watch_parent, args=(os.getppid(),), daemon=True).start()


def _watch_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def address(bind: str) -> tuple[str, int]:
    """`HOST:PORT`, `:PORT` or `PORT`."""
    host, _, port = bind.rpartition(":")
    if not port.isdigit() or not 0 < int(port) < 65536:
        raise Refused(f"Địa chỉ {bind} phải có dạng MÁY:CỔNG, ví dụ 127.0.0.1:8022.")
    return host.strip("[]") or "127.0.0.1", int(port)


def at_least_one(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise Refused(f"Số tiến trình web “{text}” phải là một số từ 1 trở lên.")
    return int(text)


def refuse_a_taken_port(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as trouble:
            raise Refused(
                f"Không mở được cổng {port} ở {host} ({trouble.strerror}); hãy chọn cổng khác."
            ) from trouble


def wait_until_answering(host: str, port: int, seconds: float = 60.0) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            with socket.create_connection((host if host != "0.0.0.0" else "127.0.0.1", port), timeout=1):
                return True
        except OSError:
            time.sleep(0.1)
    return False

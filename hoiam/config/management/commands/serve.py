"""`hoiam serve` (chạy trang): web processes and one worker under one supervisor."""

import os
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand

from hoiam.config.serving import (
    Child,
    Supervisor,
    address,
    at_least_one,
    refuse_a_taken_port,
    wait_until_answering,
)


class Command(BaseCommand):
    help = "chạy trang và bộ xử lý việc nền"
    stealth_options = ("on_ready",)

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_bind_arguments(parser)

    def handle(
        self, *, bind: str, workers: int, on_ready: Callable[[], None] | None = None, **_: Any
    ) -> None:
        host, port = address(bind)
        refuse_a_taken_port(host, port)

        def announce() -> None:
            if wait_until_answering(host, port):
                (on_ready or self._say(host, port))()

        children = [
            Child("web", ["web", "--bind", bind, "--workers", str(workers)]),
            Child("worker", ["worker"]),
        ]
        Supervisor(children).run(announce)

    def _say(self, host: str, port: int) -> Callable[[], None]:
        return lambda: self.stderr.write(f"Hồi Âm đang chạy ở http://{host}:{port}/ (Ctrl-C để dừng)")


def add_bind_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--bind",
        default="127.0.0.1:8022",
        metavar="HOST:PORT",
        help="nơi lắng nghe (mặc định 127.0.0.1:8022)",
    )
    default = os.environ.get("HOIAM_WORKERS", "2")
    parser.add_argument(
        "--workers", type=at_least_one, default=default, metavar="N", help="số tiến trình web (mặc định 2)"
    )

"""`hoiam web` (chỉ chạy trang): granian, a few processes of a few threads, static files beside."""

import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from hoiam.config import database
from hoiam.config.management.commands.serve import add_bind_arguments
from hoiam.config.serving import address, leave_with_supervisor, refuse_a_taken_port
from hoiam.config.statics import collect


class Command(BaseCommand):
    help = "chỉ chạy trang"

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_bind_arguments(parser)

    def handle(self, *, bind: str, workers: int, **_: Any) -> None:
        host, port = address(bind)
        refuse_a_taken_port(host, port)
        collect()
        leave_with_supervisor()
        database.let_go()
        Server(
            "hoiam.config.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=int(os.environ.get("HOIAM_THREADS", "4")),
            respawn_failed_workers=True,
            workers_kill_timeout=10,
            log_level=LogLevels.warning,
        ).serve()

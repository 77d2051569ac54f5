"""`hoiam worker` (bộ xử lý việc nền): takes jobs from the queue in the database; run as many as you like."""

import asyncio
import os
import signal
import threading
from argparse import ArgumentParser
from contextlib import suppress
from typing import Any, Final

from asgiref.sync import sync_to_async
from django.core.management.base import BaseCommand
from django.db import connections
from procrastinate.contrib.django import app

from hoiam.config import database
from hoiam.config.serving import leave_with_supervisor

PATIENCE: Final = 5.0  # seconds that a job gets to end when we are asked to leave


class Command(BaseCommand):
    help = "chỉ chạy bộ xử lý việc nền"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--jobs", type=int, default=2, metavar="N", help="số việc làm cùng lúc (mặc định 2)"
        )
        parser.add_argument("--once", action="store_true", help="làm hết việc đang chờ rồi dừng")

    def handle(self, *, jobs: int, once: bool, **_: Any) -> None:
        leave_with_supervisor()
        with suppress(asyncio.CancelledError):
            asyncio.run(_work(jobs, until_empty=once))


async def _work(jobs: int, *, until_empty: bool) -> None:
    _leave_on_signals()
    worker_app = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
    try:
        async with worker_app.open_async():
            await worker_app.run_worker_async(
                concurrency=jobs,
                wait=not until_empty,
                shutdown_graceful_timeout=PATIENCE,
                install_signal_handlers=False,
            )
    finally:
        # Periodic jobs enter the queue through Django's own connection, in this loop's one other thread.
        await sync_to_async(connections.close_all)()


def _leave_on_signals() -> None:
    """Finish what is being done; after a while leave in the middle of it: it will be done again."""
    loop, task = asyncio.get_running_loop(), asyncio.current_task()

    def leave() -> None:
        if task is not None:
            task.cancel()
        late = threading.Timer(PATIENCE + 2, _give_up)
        late.daemon = True
        late.start()

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, leave)


def _give_up() -> None:
    database.release()
    os._exit(0)

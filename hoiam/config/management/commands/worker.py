"""`hoiam worker` (bộ xử lý việc nền): takes jobs from the queue in the database; run as many as you like."""

import asyncio
from argparse import ArgumentParser
from typing import Any

from asgiref.sync import sync_to_async
from django.core.management.base import BaseCommand
from django.db import connections
from procrastinate.contrib.django import app

from hoiam.config.serving import leave_with_supervisor


class Command(BaseCommand):
    help = "chỉ chạy bộ xử lý việc nền"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--jobs", type=int, default=2, metavar="N", help="số việc làm cùng lúc (mặc định 2)"
        )
        parser.add_argument("--once", action="store_true", help="làm hết việc đang chờ rồi dừng")

    def handle(self, *, jobs: int, once: bool, **_: Any) -> None:
        leave_with_supervisor()
        asyncio.run(_work(jobs, until_empty=once))


async def _work(jobs: int, *, until_empty: bool) -> None:
    worker_app = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
    try:
        async with worker_app.open_async():
            await worker_app.run_worker_async(
                concurrency=jobs, wait=not until_empty, shutdown_graceful_timeout=15
            )
    finally:
        # Periodic jobs enter the queue through Django's own connection, in this loop's one other thread.
        await sync_to_async(connections.close_all)()

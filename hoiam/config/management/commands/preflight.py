"""`hoiam preflight` (kiểm tra trước khi mở): a line for each thing missing; exit 1 when there is one."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from hoiam.config.preflight import standing_in_the_way


class Command(BaseCommand):
    help = "những gì còn thiếu trước khi mở cho người dân"

    def handle(self, **_: Any) -> None:
        found = list(standing_in_the_way())
        for sentence in found:
            self.stdout.write(f"- {sentence}")
        if found:
            sys.stderr.write(f"Còn {len(found)} việc phải làm trước khi mở cho người dân.\n")
            sys.exit(1)
        self.stdout.write("Không còn gì phải làm.")

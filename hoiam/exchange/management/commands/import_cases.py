"""`hoiam import-cases` (nhập phản ánh): a file of cases with their history (docs/reference/exchange.md)."""

import gc
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from hoiam.exchange.importing import Import, one_at_a_time
from hoiam.exchange.records import opened
from hoiam.exchange.rejected import Rejected
from hoiam.kit.numbers import number
from hoiam.kit.progress import progress
from hoiam.kit.refusal import Refused

PARTLY = 1


class Command(BaseCommand):
    help = "nhập phản ánh cùng lịch sử từ một tệp JSON Lines"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", metavar="TỆP", help="tệp JSON Lines, nén gzip cũng được; - là đầu vào chuẩn"
        )
        parser.add_argument(
            "--source", default="import", metavar="TÊN", help="nguồn của dòng không ghi nguồn"
        )

    def handle(self, *, file: str, source: str, **_: Any) -> None:
        if not 0 < len(source) <= 120 or not source.isprintable():
            raise Refused("Tên nguồn phải có từ 1 đến 120 chữ, trên một dòng.")
        gc.freeze()  # what is loaded by now stays; to look it through again costs a tenth of the time
        with opened(file) as lines, one_at_a_time(), Rejected(file) as rejected:
            run = Import(source, rejected)
            with progress("Nhập phản ánh") as shown:
                for done in run.run(lines):
                    shown.advance(done)
        self._conclude(run)

    def _conclude(self, run: Import) -> None:
        if not run.in_place and not run.rejected.count:
            raise Refused("Tệp không có phản ánh nào.")
        if not run.rejected.count:
            self.stdout.write(_summary(run))
            return
        refused = f"{number(run.rejected.count)} dòng bị từ chối, lý do ở {run.rejected.path}"
        if not run.in_place:
            raise Refused(f"Không nhập được phản ánh nào: {refused}.")
        self.stderr.write(f"{_summary(run)} {refused.capitalize()}.")
        sys.exit(PARTLY)


def _summary(run: Import) -> str:
    parts = (("mới", run.new), ("thêm diễn biến", run.carried_on), ("đã có từ trước", run.known))
    told = ", ".join(f"{number(count)} {what}" for what, count in parts if count)
    return f"Đã nhập {number(run.in_place)} phản ánh: {told}."

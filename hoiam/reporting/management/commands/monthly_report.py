"""`hoiam monthly-report` (báo cáo tháng): figures and the two annexes of a period, as at an instant."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from hoiam.cases.figures import Window
from hoiam.kit.moments import civil_date, parse_moment, short_moment
from hoiam.kit.named_files import STANDARD, writing
from hoiam.kit.progress import say
from hoiam.kit.refusal import Refused
from hoiam.reporting.definitions import DEFAULT, definition
from hoiam.reporting.formats import FORMATS, write_as
from hoiam.reporting.make import Asked, monthly_report, refuse_window
from hoiam.units.directory import directory


class Command(BaseCommand):
    help = "báo cáo tháng và hai phụ lục, tại một thời điểm"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="start", required=True, metavar="T", help="đầu kỳ")
        parser.add_argument("--to", dest="end", required=True, metavar="T", help="cuối kỳ, không tính vào kỳ")
        parser.add_argument("--as-of", metavar="T", help="thời điểm chốt số liệu (mặc định: cuối kỳ)")
        parser.add_argument("--unit", metavar="CODE", help="chỉ một đơn vị và các đơn vị bên dưới")
        parser.add_argument(
            "--definition", default=DEFAULT, metavar="CODE", help="cách xác định: default, strict"
        )
        parser.add_argument("--recount", action="store_true", help="tính lại; nếu khác thì lưu bản kế tiếp")
        parser.add_argument("--format", choices=list(FORMATS), default="json", help="dạng (mặc định json)")
        parser.add_argument("-o", "--output", metavar="FILE", help="tệp ghi ra (mặc định: đầu ra chuẩn)")

    def handle(self, *, recount: bool, format: str, output: str | None, **given: Any) -> None:
        if output in (None, STANDARD) and format != "json" and sys.stdout.isatty():
            raise Refused(f"Báo cáo dạng {format} cần nơi ghi; hãy thêm -o TỆP.")
        with writing(output) as file:
            asked = _asked(**given)
            say(f"Đang lập báo cáo, chốt lúc {short_moment(asked.window.as_of)}…")
            report = monthly_report(asked, recount=recount)
            say(f"Bản số {report.version}, lập lúc {short_moment(report.made_at)}; đang ghi {format}…")
            file.write(write_as(format, report))
        if output not in (None, STANDARD):
            say(f"Đã ghi {output}.")


def _asked(*, start: str, end: str, as_of: str | None, unit: str | None, definition: str, **_: Any) -> Asked:
    first, last = parse_moment(start), parse_moment(end)
    cut = parse_moment(as_of) if as_of else last
    refuse_window(first, last, cut)
    found = directory().unit_id(unit, civil_date(cut)) if unit else None
    return Asked(Window(first, last, cut), _definition(definition), found)


_definition = definition

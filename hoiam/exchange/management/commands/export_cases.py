"""`hoiam export-cases` (xuất phản ánh): the same format back, as in docs/reference/exchange.md."""

from argparse import ArgumentParser
from typing import Any, Final

from django.core.management.base import BaseCommand

from hoiam.exchange.exporting import log_the_look, written_lives
from hoiam.kit.moments import parse_moment
from hoiam.kit.named_files import writing
from hoiam.kit.progress import progress
from hoiam.kit.refusal import Refused

OWNER_ONLY: Final = 0o600  # petitioners' own words are in it


class Command(BaseCommand):
    help = "xuất phản ánh cùng lịch sử ra JSON Lines"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--since", metavar="T", help="tiếp nhận từ thời điểm này")
        parser.add_argument("--until", metavar="T", help="tiếp nhận trước thời điểm này")
        parser.add_argument(
            "--with-identities", action="store_true", help="kèm danh tính người gửi; lần xuất được ghi lại"
        )
        parser.add_argument("-o", "--output", metavar="TỆP", help="ghi ra tệp; không có thì ra đầu ra chuẩn")

    def handle(
        self, *, since: str | None, until: str | None, with_identities: bool, output: str | None, **_: Any
    ) -> None:
        period = parse_moment(since) if since else None, parse_moment(until) if until else None
        if period[0] and period[1] and period[1] <= period[0]:
            raise Refused("Thời điểm cuối (--until) phải sau thời điểm đầu (--since).")
        with writing(output, OWNER_ONLY) as file:
            if with_identities:
                log_the_look(*period)
            with progress("Xuất phản ánh") as shown:
                for line in written_lives(*period, identities=with_identities):
                    file.write(line.encode())
                    shown.advance()

"""`hoiam demo` (minh họa): from nothing to a running site, summer 2021 in it and people to sign in as."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from hoiam.cases.seals.daily import seal_daily
from hoiam.demo import people
from hoiam.demo.load import load
from hoiam.demo.oversight import deliver_the_summer
from hoiam.kit.clock import now


class Command(BaseCommand):
    help = "dựng dữ liệu minh họa rồi chạy trang"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--port", type=int, default=8022, help="cổng lắng nghe ở 127.0.0.1 (mặc định 8022)"
        )
        parser.add_argument("--data", metavar="DIR", help="thư mục dữ liệu (thay cho HOIAM_DATA)")
        parser.add_argument("--fresh", action="store_true", help="bỏ dữ liệu minh họa cũ, dựng lại từ đầu")

    def handle(self, *, port: int, **_: Any) -> None:
        load()
        deliver_the_summer()
        seal_daily(now())  # so that `hoiam verify-history` has something to hold the history against
        address = f"http://127.0.0.1:{port}"
        call_command(
            "serve",
            bind=f"127.0.0.1:{port}",
            workers=2,
            skip_checks=True,
            on_ready=lambda: self._announce(address),
        )

    def _announce(self, address: str) -> None:
        lines = [
            "",
            f"  Trang công khai   {address}/",
            f"  Bàn làm việc      {address}/ban-lam-viec/",
            f"  Báo cáo tháng     {address}/ban-lam-viec/bao-cao/",
            "",
            f"  Mật khẩu của mọi tài khoản thử nghiệm: {people.PASSWORD}",
            "",
            *(f"  {name:15} {role} · {unit}".rstrip(" ·") for name, role, unit in people.listing()),
            "",
            "  Ctrl-C để dừng.",
        ]
        self.stdout.write("\n".join(lines))

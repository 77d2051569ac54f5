"""`hoiam reorganise` (sắp xếp đơn vị): preview a plan, or apply it and move the open cases; twice is once."""

from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hoiam.cases.moving import Moves, count_moves, move_open_cases
from hoiam.kit.clock import now
from hoiam.kit.moments import parse_moment
from hoiam.kit.numbers import number
from hoiam.units.reorganisation import apply, preview, read, rehearsal

WAYS = {
    "area": "chuyển theo địa bàn",
    "coordinates": "chuyển theo tọa độ",
    "succession": "chuyển đơn vị kế thừa",
    "stays": "giữ nguyên",
    "person": "chờ người quyết định",
}
PARTLY = 1


class Command(BaseCommand):
    help = "xem trước hoặc áp dụng một đợt sắp xếp đơn vị"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="tệp phương án sắp xếp (JSON)")
        parser.add_argument("--apply", action="store_true", help="áp dụng; không có: chỉ xem trước")
        parser.add_argument("--at", type=parse_moment, help="thời điểm chuyển giao (mặc định: bây giờ)")

    def handle(self, *, file: Path, apply: bool, at: Any, **_: Any) -> None:
        plan = read(file)
        if not apply:
            found = preview(plan)
            if found.errors:
                raise CommandError(" ".join(found.errors))
            with rehearsal(plan):
                self._say(count_moves(plan))
            return
        moves = _apply(plan, at or now())
        self._say(moves)
        if moves.for_a_person:
            raise CommandError("Còn phản ánh chờ người quyết định nơi nhận.", returncode=PARTLY)

    def _say(self, moves: Moves) -> None:
        self.stdout.write(f"Phản ánh đang mở của đơn vị giải thể: {number(moves.total)}")
        for way, count in sorted(moves.ways.items()):
            self.stdout.write(f"  {WAYS[way]}: {number(count)}")
        self._reasons(moves.reasons)

    def _reasons(self, reasons: Counter[str]) -> None:
        for reason, count in reasons.most_common():
            self.stdout.write(f"    {number(count)} × {reason}")


def _apply(plan: Any, at: Any) -> Moves:
    apply(plan, None, at)
    return move_open_cases(plan, at)

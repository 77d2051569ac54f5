"""`hoiam reorganise` (sắp xếp đơn vị): preview a plan; apply it, once, and move open cases; undo it.

0 done · 1 applied, and some cases wait for a person · 2 refused.
"""

import sys
from argparse import ArgumentParser
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from hoiam.cases.giving_back import GivenBack, undo_reorganisation
from hoiam.cases.models import Moving
from hoiam.cases.moving import WAYS, Moves, carry_out, count_moves
from hoiam.kit.clock import now
from hoiam.kit.moments import civil_date, parse_moment, short_date, short_moment
from hoiam.kit.numbers import number
from hoiam.kit.progress import progress
from hoiam.kit.refusal import Refused
from hoiam.units.plan import Plan
from hoiam.units.reorganisation import apply, in_force, preview, read, rehearsal

PARTLY = 1


class Command(BaseCommand):
    help = "xem trước, áp dụng hoặc hoàn tác một đợt sắp xếp đơn vị"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="tệp phương án sắp xếp (JSON)")
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--apply", action="store_true", help="áp dụng; không có: chỉ xem trước")
        what.add_argument("--undo", action="store_true", help="hoàn tác, trong ngày áp dụng")
        parser.add_argument("--at", type=parse_moment, help="thời điểm chuyển giao (mặc định: bây giờ)")

    def handle(self, *, file: Path, apply: bool, undo: bool, at: datetime | None, **_: Any) -> None:
        plan = read(file)
        if undo:
            self._undo(plan, at)
        elif apply:
            self._apply(plan, at)
        else:
            self._preview(plan)

    def _preview(self, plan: Plan) -> None:
        found = preview(plan)
        if found.errors:
            raise Refused(" ".join(found.errors))
        with rehearsal(plan):
            self._say(count_moves(plan))

    def _apply(self, plan: Plan, at: datetime | None) -> None:
        if before := in_force(plan):
            self.stdout.write(f"Đợt sắp xếp này đã áp dụng lúc {short_moment(before.applied_at)}.")
        run = before or apply(plan, None, at or now())
        if civil_date(at or now()) < plan.effective_on:
            day = short_date(plan.effective_on)
            self.stdout.write(f"Danh bạ đã ghi; phản ánh đang mở sẽ bàn giao từ ngày {day}.")
            return
        left = self._carried_out(run, at)
        if left:
            self.stderr.write(f"Còn {number(left)} phản ánh chờ người quyết định nơi nhận.")
            sys.exit(PARTLY)

    def _carried_out(self, run: Any, at: datetime | None) -> int:
        known = Moving.objects.filter(run=run).first()
        with progress("Bàn giao phản ánh") as shown:
            moves = carry_out(run, at, lambda _: shown.advance())
        if known and known.finished_at and not moves.moved:
            self.stdout.write("Không có phản ánh nào phải bàn giao thêm.")
        else:
            self._say(moves)
        return moves.for_a_person

    def _undo(self, plan: Plan, at: datetime | None) -> None:
        run = in_force(plan)
        if run is None:
            self.stdout.write("Đợt sắp xếp này không đang được áp dụng; không có gì để hoàn tác.")
            return
        with progress("Trả lại phản ánh") as shown:
            given = undo_reorganisation(run, by=None, at=at, each=lambda _: shown.advance())
        self._said(given)

    def _said(self, given: GivenBack) -> None:
        self.stdout.write(f"Đã hoàn tác; {number(given.back)} phản ánh về lại đơn vị cũ.")
        if given.stay:
            self.stdout.write(f"{number(given.stay)} phản ánh đã được chuyển đi nơi khác nên giữ nguyên.")

    def _say(self, moves: Moves) -> None:
        self.stdout.write(f"Phản ánh đang mở của đơn vị giải thể: {number(moves.total)}")
        for way, count in sorted(moves.ways.items()):
            self.stdout.write(f"  {WAYS[way]}: {number(count)}")
        self._reasons(moves.reasons)

    def _reasons(self, reasons: Counter[str]) -> None:
        for reason, count in reasons.most_common():
            self.stdout.write(f"    {number(count)} × {reason}")

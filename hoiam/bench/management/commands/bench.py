"""`hoiam bench` (đo tốc độ): our pages over many made-up cases, beside PostgreSQL's own time."""

from __future__ import annotations

import json
import os
import secrets
import sys
from argparse import SUPPRESS, ArgumentParser
from tempfile import TemporaryDirectory
from typing import Any, Final

from django.core.management.base import BaseCommand

from hoiam.bench.figures import time_figures
from hoiam.bench.late_lines import report_of, time_letter
from hoiam.bench.loading import load, seat_people
from hoiam.bench.measuring import Measured, measure
from hoiam.bench.place import PASSWORD, Place, refuse_a_far_server
from hoiam.bench.shown import letter_table, table
from hoiam.bench.timing import Bound
from hoiam.kit.progress import say
from hoiam.kit.refusal import Refused

LEAST: Final = 100
MOST: Final = 2_000_000
LONGEST: Final = 120.0


class Command(BaseCommand):
    help = "đo tốc độ, đặt cạnh thời gian của PostgreSQL trong cùng lần chạy"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--cases", type=int, nargs="+", default=[10_000], metavar="N", help="số phản ánh (mặc định 10000)"
        )
        parser.add_argument(
            "--clients", type=int, nargs="+", default=[1, 8], metavar="N", help="số người cùng lúc"
        )
        parser.add_argument("--seconds", type=float, default=5.0, help="nhiều nhất cho mỗi việc (mặc định 5)")
        parser.add_argument("--times", type=int, default=2000, help="số lần nhiều nhất cho mỗi việc")
        parser.add_argument("--fresh", action="store_true", help="dựng lại dữ liệu để đo")
        parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
        parser.add_argument(
            "--late-lines", type=int, metavar="N", help="chỉ đo một văn bản chỉ đạo có N dòng chậm và phụ lục"
        )
        # Our own process, on the database to be measured.
        parser.add_argument("--step", choices=["load", "seat", "figures", "late_lines"], help=SUPPRESS)

    def handle(
        self, *, cases: list[int], clients: list[int], seconds: float, times: int, **given: Any
    ) -> None:
        _refuse_arguments(cases, clients, seconds, times)
        if given["late_lines"] is not None and not 1 <= given["late_lines"] <= max(cases):
            raise Refused("--late-lines phải từ 1 đến số phản ánh (--cases).")
        refuse_a_far_server()
        bound = Bound(seconds, times)
        if given["step"]:
            self._step(given["step"], cases[0], bound, given["late_lines"])
            return
        if given["late_lines"]:
            self._late_lines(Place(max(cases)), given)
            return
        password = secrets.token_urlsafe(16)
        found: list[Measured] = []
        for number in sorted(cases):
            found.append(_measured(Place(number), password, bound, clients, given["fresh"]))
            if not given["json"]:
                # Each size as it is done: a million take minutes.
                self.stdout.write(table(found[-1], found[0] if len(found) > 1 else None) + "\n")
                self.stdout.flush()
        if given["json"]:
            self.stdout.write(json.dumps([one.as_json() for one in found], ensure_ascii=False, indent=1))
        if not all(one.agrees for one in found):
            self.stderr.write("Số phản ánh đã báo nhận khác số đếm được trong bảng.")
            sys.exit(1)

    def _late_lines(self, place: Place, given: dict[str, Any]) -> None:
        _made_ready(place, secrets.token_urlsafe(16), given["fresh"])
        wanted = (
            "--step",
            "late_lines",
            "--cases",
            str(place.cases),
            "--late-lines",
            str(given["late_lines"]),
        )
        with TemporaryDirectory(prefix="hoiam-bench-") as folder:
            # Keys and files of the run, never those of the installation.
            found = place.run("bench", *wanted, more={"HOIAM_DATA": folder, "HOIAM_SIGNING": "test"})
        self.stdout.write(found if given["json"] else letter_table(json.loads(found)))

    def _step(self, step: str, cases: int, bound: Bound, lines: int) -> None:
        if step == "figures":
            self.stdout.write(json.dumps(time_figures(bound)))
        elif step == "late_lines":
            self.stdout.write(json.dumps(time_letter(report_of(lines))))
        elif step == "load":
            load(cases, os.environ[PASSWORD])
        else:
            seat_people(os.environ[PASSWORD])


def _measured(place: Place, password: str, bound: Bound, clients: list[int], fresh: bool) -> Measured:
    _made_ready(place, password, fresh)
    say(f"Đang đo với {place.name}…")
    return measure(place, password, bound, clients)


def _made_ready(place: Place, password: str, fresh: bool) -> None:
    which = ("--cases", str(place.cases))
    if fresh or not place.is_loaded():
        say(f"Đang dựng {place.name}…")
        place.make()
        place.run("bench", "--step", "load", *which, password=password)
    else:
        place.run("bench", "--step", "seat", *which, password=password)


def _refuse_arguments(cases: list[int], clients: list[int], seconds: float, times: int) -> None:
    if any(not LEAST <= number <= MOST for number in cases):
        raise Refused(f"--cases phải từ {LEAST} đến {MOST}.")
    if any(not 1 <= number <= 32 for number in clients):
        raise Refused("--clients phải từ 1 đến 32.")
    if not 0 < seconds <= LONGEST:
        raise Refused(f"--seconds phải lớn hơn 0 và không quá {LONGEST:.0f}.")
    if not 1 <= times <= 1_000_000:
        raise Refused("--times phải từ 1 đến 1000000.")

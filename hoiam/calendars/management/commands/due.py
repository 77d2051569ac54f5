"""`hoiam due` (tính thời hạn): the deadline of a term on one line, or with the segments that prove it."""

import json
from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand

from hoiam.calendars.proof import prove
from hoiam.deadlines import AfterHours
from hoiam.kit.moments import parse_moment
from hoiam.kit.refusal import Refused


class Command(BaseCommand):
    help = "Tính thời hạn: một thời điểm trên một dòng; --json kèm các đoạn thời gian chứng minh."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--received", required=True, metavar="T", help="lúc tiếp nhận, 2021-07-02T08:15")
        parser.add_argument(
            "--term", required=True, help='"5 working_days", "8 working_hours" hoặc "24 clock_hours"'
        )
        parser.add_argument("--calendar", default="default", metavar="CODE", help="mã lịch làm việc")
        parser.add_argument(
            "--pause",
            action="append",
            default=[],
            metavar="T/T",
            help="một lần tạm dừng, 2021-07-05T10:00/2021-07-07T10:00; ghi được nhiều lần",
        )
        parser.add_argument(
            "--after-hours",
            choices=[choice.value for choice in AfterHours],
            help="ngày 0 của việc nhận ngoài giờ; mặc định theo lịch",
        )
        parser.add_argument("--json", action="store_true", help="kèm các đoạn thời gian")

    def handle(self, *args: Any, **options: Any) -> None:
        after_hours = options["after_hours"]
        proof = prove(
            parse_moment(options["received"]),
            options["term"],
            options["calendar"],
            pauses=[_pause(text) for text in options["pause"]],
            after_hours=AfterHours(after_hours) if after_hours else None,
        )
        if options["json"]:
            self.stdout.write(json.dumps(proof.as_json(), ensure_ascii=False, indent=2))
        else:
            self.stdout.write(proof.due_at)


def _pause(text: str) -> tuple[datetime, datetime]:
    start, slash, end = text.partition("/")
    if not slash:
        raise Refused(f"Không hiểu lần tạm dừng “{text}”; hãy viết hai thời điểm, cách nhau bằng dấu /.")
    pause = parse_moment(start), parse_moment(end)
    if pause[1] < pause[0]:
        raise Refused("Tạm dừng phải kết thúc sau khi bắt đầu.")
    return pause

"""The end of June 2025 (cuối tháng 6/2025): work that districts still held on their last day.

The reorganisation of 1/7/2025 then moves it for real, and the communes finish it, most of them in time.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from hoiam.cases.line import Line
from hoiam.cases.reading import read_line
from hoiam.cases.world import World
from hoiam.kit.moments import VN, iso
from hoiam.units.directory import directory

from .places import communes, matter
from .summer_2021 import received
from .telling import Life, numbered, office_moment

NEW_DAYS: Final = datetime(2025, 7, 1, 8, tzinfo=VN)
LAST_DAY: Final = datetime(2025, 6, 30, 17, tzinfo=VN)


def june(rules: World) -> Iterator[Life]:
    chance = random.Random(2025)
    names, areas = numbered("2025"), communes(date(2025, 6, 25))
    for _ in range(60):
        at = datetime(
            2025, 6, chance.choice([25, 26, 27, 30]), chance.randrange(8, 14), chance.randrange(60), tzinfo=VN
        )
        what = matter(at.date(), areas, chance)
        life = received(rules, at, what, "phone", names, chance, kind="report", until=LAST_DAY)
        life.then("forward", office_moment(life.at, LAST_DAY, chance), "dieuphoi@1022", to=what.unit)
        if chance.random() < 0.5:
            life.then("accept", office_moment(life.at, LAST_DAY, chance), f"canbo@{what.unit}")
        yield life


def finished(
    rules: World, holder: int, due_at: datetime, chance: random.Random, *, is_accepted: bool
) -> list[Line]:
    """What the new commune did with a case it took over: accepted it and answered, a few of them late."""
    unit = directory().unit(holder, NEW_DAYS.date()).code
    accepted = office_moment(NEW_DAYS, NEW_DAYS.replace(day=3), chance)
    late = chance.random() < 0.1
    answered = office_moment(accepted, due_at + timedelta(days=6 if late else 0), chance)
    said = [
        {"verb": "accept", "at": iso(accepted), "by": f"canbo@{unit}"},
        {
            "verb": "answer",
            "at": iso(max(answered, accepted + timedelta(minutes=20))),
            "by": f"lanhdao@{unit}",
            "text": "Xã, phường mới đã tiếp nhận và xử lý xong tại chỗ.",
            "outcome": "done",
        },
    ]
    return [read_line(raw, rules) for raw in said if raw["verb"] != "accept" or not is_accepted]

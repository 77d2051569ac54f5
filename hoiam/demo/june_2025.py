"""The end of June 2025 (cuối tháng 6/2025): work that districts still held on their last day.

The reorganisation of 1/7/2025 then moves it for real; a few cases without a place are left for a person.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from hoiam.cases.world import World
from hoiam.kit.moments import VN

from .places import communes, matter
from .summer_2021 import received
from .telling import Life, numbered, office_moment

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

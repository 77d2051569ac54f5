"""Today (hôm nay): cases of the last weeks in every state, so that each desk has work waiting.

Told anew when the demo is started on a later day: the stories are counted from now.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from hoiam.cases.world import World
from hoiam.kit.moments import civil_date
from hoiam.kit.refusal import Refused
from hoiam.units.directory import AreaView

from .places import Matter, communes, matter
from .summer_2021 import received
from .telling import Life, numbered, office_moment

DAYS: Final = 28
WARD, COMMUNE, DEPARTMENT = "ubnd-26041", "ubnd-26485", "so-xay-dung"  # where the demo's people sit


def today(rules: World, now: datetime) -> Iterator[Life]:
    """About a dozen cases a day, more of them lately; those of the demo's own units in every state."""
    chance = random.Random(now.date().toordinal())
    names = numbered(f"nay-{now:%Y%m%d}")
    areas = communes(civil_date(now))
    own = [area for area in areas if f"ubnd-{area.code}" in (WARD, COMMUNE)]
    for back in range(DAYS, -1, -1):
        for _ in range(4 + (DAYS - back) // 4):
            at = _received_at(now - timedelta(days=back), now, chance)
            where = own if chance.random() < 0.45 else areas
            try:
                yield _one(rules, at, now, where, names, chance)
            except Refused:
                continue  # a term that would end in a year whose holidays nobody has decided yet
    yield from _about_conduct(rules, now, own, names, chance)


def _about_conduct(
    rules: World, now: datetime, areas: list[AreaView], names: Iterator[str], chance: random.Random
) -> Iterator[Life]:
    """One report about how the demo's ward receives people: its own people never see it."""
    at = _received_at(now - timedelta(days=3), now, chance)
    what = matter(civil_date(at), [area for area in areas if f"ubnd-{area.code}" == WARD], chance)
    try:
        life = received(rules, at, what, "phone", names, chance, kind="report", until=now, may_hide=False)
    except Refused:
        return  # as above
    told = {"conduct": {"unit": WARD, "about": "attitude"}, "summary": "Thái độ khi tiếp người dân"}
    life.then("classify", at + timedelta(minutes=20), "dieuphoi@vp-ubnd", **told)
    yield life


def _received_at(day: datetime, now: datetime, chance: random.Random) -> datetime:
    at = day.replace(hour=chance.randrange(7, 17), minute=chance.randrange(60), second=0, microsecond=0)
    return min(at, now - timedelta(minutes=chance.randrange(3, 50))).replace(microsecond=0)


def _one(
    rules: World,
    at: datetime,
    now: datetime,
    areas: list[AreaView],
    names: Iterator[str],
    chance: random.Random,
) -> Life:
    what = matter(civil_date(at), areas, chance)
    channel = chance.choices(["phone", "web", "zalo", "app", "email"], [50, 20, 15, 10, 5])[0]
    kind = chance.choices(["report", "question", "suggestion", "support"], [70, 14, 10, 6])[0]
    life = received(rules, at, what, channel, names, chance, kind=kind, until=now)
    steps = _steps(what.unit, chance)
    for verb, share, fields in steps:
        moment = office_moment(life.at, life.at + timedelta(hours=6 + 60 * share), chance)
        if moment >= now:
            break
        by = "dieuphoi@1022" if verb in ("forward", "close") else f"canbo@{what.unit}"
        life.then(verb, moment, by, **fields)
    return _published(life, what, now, chance)


def _published(life: Life, what: Matter, now: datetime, chance: random.Random) -> Life:
    """About one answered case in three is shown to everyone, as a reviewer would word it."""
    at = life.at + timedelta(hours=3)
    if life.folded.snapshot.state not in ("answered", "closed") or at >= now or chance.random() > 0.35:
        return life
    text = "Người dân báo việc này; đơn vị đã kiểm tra và xử lý xong tại chỗ. (Dữ liệu thử nghiệm.)"
    return life.then("publish", at, "kiemduyet@1022", title=f"{what.name} tại {what.where}", text=text)


def _steps(unit: str, chance: random.Random) -> list[tuple[str, float, dict[str, str]]]:
    """What will have been done by now, if time has come for it; slow units leave their cases late."""
    pace = chance.choices([0.4, 1.0, 3.5], [55, 30, 15])[0]
    steps: list[tuple[str, float, dict[str, str]]] = [("forward", 0.1, {"to": unit})]
    if chance.random() < 0.06:
        other = "so-nnmt" if unit != "so-nnmt" else DEPARTMENT
        return [*steps, ("send_back", 0.3, {"reason": "not_competent", "proposed": other})]
    steps.append(("accept", 0.4 * pace, {}))
    if chance.random() < 0.1:
        return [*steps, ("ask", 0.4, {"text": "Xin cho biết rõ số nhà hoặc điểm gần nhất."})]
    done = {"text": "Đã kiểm tra và xử lý xong tại chỗ.", "outcome": "done"}
    return [*steps, ("answer", 0.9 * pace, done), ("close", 3.0, {})]

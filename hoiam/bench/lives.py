"""Made-up lives (đời phản ánh mẫu): a few hundred whole histories in the words of the exchange format.

They are decided line by line like every other history; what bench loads is these, moved in time.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, Final, NamedTuple

from hoiam.cases.line import THE_SYSTEM
from hoiam.cases.replay import Folded, fold
from hoiam.cases.world import World
from hoiam.categories.lookup import fields
from hoiam.exchange.reading import read_case
from hoiam.kit.moments import VN, civil_date, iso
from hoiam.kit.refusal import Refused
from hoiam.units.directory import directory

SOURCE: Final = "bench"
CENTRE: Final = "coordinator@1022"
CHANNELS: Final = {"phone": 62, "web": 14, "zalo": 9, "app": 8, "email": 4, "counter": 2, "paper": 1}
KINDS: Final = {"report": 70, "question": 14, "suggestion": 10, "support": 5, "praise": 1}
DAY: Final = timedelta(days=1)
Lines = list[tuple[timedelta, dict[str, Any]]]


class Era(NamedTuple):
    """Templates told from `first` on may be moved to begin anywhere in [earliest, latest)."""

    first: datetime
    earliest: datetime
    latest: datetime
    bodies: tuple[str, ...]


# Units are those of the day of each line, so a life stays within the months in which they exist.
BEFORE: Final = Era(
    datetime(2024, 3, 4, tzinfo=VN),
    datetime(2021, 7, 5, tzinfo=VN),
    datetime(2025, 4, 28, tzinfo=VN),
    ("so-gtvt", "so-y-te", "so-tnmt", "dien-luc", "cap-nuoc"),
)
BODIES: Final = ("so-xay-dung", "so-y-te", "so-nnmt", "dien-luc-dn")
FIRST_OF_NOW: Final = datetime(2025, 9, 8, tzinfo=VN)
NEW_MAP: Final = datetime(2025, 7, 7, tzinfo=VN)


def era_of_now(now: datetime) -> Era:
    return Era(FIRST_OF_NOW, NEW_MAP, now - timedelta(days=40), BODIES)


def finished_lives(era: Era, count: int, rules: World, chance: random.Random) -> Iterator[Folded]:
    """Lives that have come to their end, begun within one week."""
    while count:
        at = _office(era.first + DAY * chance.randrange(5), chance)
        told = _told(at, _finished(_units(at, era, chance), chance), at + 90 * DAY, rules, chance)
        if told is not None:
            count -= 1
            yield told


def open_lives(now: datetime, count: int, rules: World, chance: random.Random) -> Iterator[Folded]:
    """Lives of the last days that are not over; the newest still lie with the centre."""
    while count:
        at = _office(now - DAY * chance.randrange(1, 11), chance)
        told = _told(at, _unfinished(_units(at, era_of_now(now), chance), chance), now, rules, chance)
        if told is not None:
            count -= 1
            yield told


def _office(day: datetime, chance: random.Random) -> datetime:
    moment = day.astimezone(VN).replace(hour=7, minute=30, second=0, microsecond=0)
    return moment + timedelta(seconds=chance.randrange(9 * 3600))


def _units(at: datetime, era: Era, chance: random.Random) -> tuple[str, str, str]:
    """(unit, another unit, area): mostly the local committee, sometimes a body of the province."""
    book, on = directory(), civil_date(at)
    areas = book.areas(on, "commune")
    area = chance.choice(areas)
    local = area if on >= NEW_MAP.date() or area.parent is None else book.area(area.parent, on)
    body = chance.choice(era.bodies)
    units = [f"ubnd-{local.code}", body]
    if chance.random() < 0.35:
        units.reverse()
    return units[0], units[1], area.code


def _told(
    at: datetime, told: tuple[str, Lines], until: datetime, rules: World, chance: random.Random
) -> Folded | None:
    """Decided, with what would lie after `until` left out; None where the rules do not allow it."""
    area, lines = told
    history, moment = [], at
    for after, line in lines:
        moment += after + timedelta(seconds=chance.randrange(3600))
        if moment >= until:
            break
        history.append({"at": iso(moment), **line})
    record = {
        "source": SOURCE,
        "source_id": f"mau-{chance.getrandbits(60):015x}",
        "kind": _weighed(KINDS, chance),
        "category": chance.choice(_categories(civil_date(at))),
        "urgency": "urgent" if chance.random() < 0.04 else "normal",
        "channel": _weighed(CHANNELS, chance),
        "content": "Mẫu.",
        "summary": f"Việc thử nghiệm {chance.randrange(1000)}",
        "received_at": iso(at),
        "petitioner": {"type": "person", "name": "Người dân thử nghiệm", "phone": "0900000001"},
        "place": {"area": area, "address": "Đường thử nghiệm", "lat": 10.95, "lng": 106.82},
        "history": history,
    }
    try:
        read = read_case(record, rules, source=SOURCE, now=until)
        return fold(read.petition, read.lines, rules, THE_SYSTEM)
    except Refused:
        return None


def _weighed(table: dict[str, int], chance: random.Random) -> str:
    return chance.choices(list(table), list(table.values()))[0]


def _categories(on: date) -> list[str]:
    return [category.code for found in fields(on).values() for category in found]


def _finished(units: tuple[str, str, str], chance: random.Random) -> tuple[str, Lines]:
    unit, other, area = units
    way = chance.random()
    if way < 0.04:
        return area, [_line(0.1, "refuse", CENTRE, reason="Không rõ nội dung")]
    if way < 0.06:
        return area, [_line(0.2, "withdraw", "petitioner")]
    if way < 0.12:
        return area, [_answer(0.3, CENTRE), _line(3, "close", CENTRE)]
    steps = _to_unit(unit, chance)
    if way < 0.2:
        steps += [_line(0.5, "send_back", f"officer@{unit}", reason="not_competent", proposed=other)]
        steps += _to_unit(other, chance)
        unit = other
    steps.append(_line(0.3, "accept", f"officer@{unit}"))
    if way < 0.26:
        steps.append(_line(0.2, "ask", f"officer@{unit}", text="Xin cho biết rõ số nhà."))
        steps.append(_line(0.6, "supply", "petitioner", text="Số nhà 12."))
    if chance.random() < 0.1:
        steps.append(_line(1.5, "remind", "operator@1022", to=unit, means="phone"))
    steps.append(_answer(7 if chance.random() < 0.14 else chance.uniform(0.4, 2.5), f"head@{unit}"))
    if chance.random() < 0.35:
        steps.append(_line(0.5, "rate", "petitioner", score=chance.randrange(1, 6), fixed="yes"))
    steps.append(_line(3, "close", CENTRE))
    return area, steps


def _unfinished(units: tuple[str, str, str], chance: random.Random) -> tuple[str, Lines]:
    unit, other, area = units
    steps, way = _to_unit(unit, chance), chance.random()
    if way < 0.15:
        return area, []
    if way < 0.2:
        sent_back = _line(0.3, "send_back", f"officer@{unit}", reason="not_competent", proposed=other)
        return area, [*steps, sent_back]
    if way < 0.4:
        return area, steps
    steps.append(_line(0.3, "accept", f"officer@{unit}"))
    if way < 0.46:
        steps.append(_line(0.1, "ask", f"officer@{unit}", text="Xin cho biết rõ số nhà."))
    return area, steps


def _to_unit(unit: str, chance: random.Random) -> Lines:
    said = [_line(0, "classify", "operator@1022", urgency="normal")] if chance.random() < 0.5 else []
    return [*said, _line(chance.uniform(0, 0.1), "forward", CENTRE, to=unit)]


def _answer(after: float, by: str) -> tuple[timedelta, dict[str, Any]]:
    return _line(after, "answer", by, text="Đã kiểm tra và xử lý xong tại chỗ.", outcome="done")


def _line(days: float, verb: str, by: str, **fields: Any) -> tuple[timedelta, dict[str, Any]]:
    return DAY * days, {"verb": verb, "by": by, **fields}

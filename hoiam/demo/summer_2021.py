"""The summer of 2021 (mùa hè 2021): some thousands of cases at their real dates, and those that went late.

The late ones of July are a file of dates (`data/late_july_2021.csv`): who held what from when and when
it was answered, if at all. What is unhandled and what is late on a day follows from these dates and
the calendar; no number of them stands anywhere.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from hoiam.cases.world import World
from hoiam.kit.moments import VN, parse_moment
from hoiam.units.directory import AreaView

from .places import Matter, communes, matter
from .telling import Life, numbered, office_moment, petitioner, soon

LATE: Final = Path(__file__).parent / "data" / "late_july_2021.csv"
OPERATOR, COORDINATOR = "dienthoaivien@1022", "dieuphoi@1022"
# Cases a working day, by month: it grew very much in June and July (công văn 9193/UBND-HCC).
BUSY: Final = {5: 9, 6: 18, 7: 42, 8: 36}
FIRST, LAST = date(2021, 5, 17), date(2021, 8, 31)
NIGHT: Final = datetime(2021, 9, 15, tzinfo=VN)
CHANNELS: Final = {"phone": 74, "app": 8, "email": 6, "national_portal": 8, "paper": 4}
CHANNELS_LATER: Final = {**CHANNELS, "zalo": 12, "web": 10}  # added by công văn 10367/UBND-HCC


def summer(rules: World) -> Iterator[Life]:
    """Every life of the summer, in no order."""
    chance = random.Random(1022)
    names = numbered("2021")
    areas = communes(date(2021, 7, 1))
    yield from late_ones(rules, chance, areas, names)
    day = FIRST
    while day <= LAST:
        count = BUSY[day.month] if day.weekday() < 5 else BUSY[day.month] // 4
        for _ in range(count):
            yield _in_time(rules, _moment_of(day, chance), areas, names, chance)
        day += timedelta(days=1)


def late_ones(
    rules: World,
    chance: random.Random,
    areas: list[AreaView],
    names: Iterator[str],
    until: datetime = NIGHT,
) -> Iterator[Life]:
    """The lives of the file of dates."""
    by_code = {area.code: area for area in areas}
    with LATE.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            received_at = parse_moment(row["received"])
            area = by_code[row["area"]]
            what = matter(received_at.date(), [area], chance, category=row["category"])
            # None asked to be kept hidden: the annexes of the letter counted every one of them.
            life = received(
                rules, received_at, what, row["channel"], names, chance, kind=row["kind"], until=until,
                may_hide=False,
            )  # fmt: skip
            life.then("forward", parse_moment(row["forwarded"]), COORDINATOR, to=row["unit"])
            if row["accepted"]:
                life.then("accept", parse_moment(row["accepted"]), f"canbo@{row['unit']}")
            for at in filter(None, row["reminded"].split()):
                life.then("remind", parse_moment(at), OPERATOR, to=row["unit"], means="phone",
                          reply="Đơn vị hẹn trả lời trong tuần.")  # fmt: skip
            if row["answered"]:
                _answered(life, parse_moment(row["answered"]), f"lanhdao@{row['unit']}", chance)
            yield life


def _moment_of(day: date, chance: random.Random) -> datetime:
    hour = chance.choices(range(6, 22), [2, 8, 12, 12, 10, 7, 4, 7, 9, 9, 7, 4, 3, 2, 2, 2])[0]
    return datetime(day.year, day.month, day.day, hour, chance.randrange(60), chance.randrange(60), tzinfo=VN)


def received(
    rules: World, at: datetime, what: Matter, channel: str, names: Iterator[str], chance: random.Random,
    *, kind: str, until: datetime = NIGHT, may_hide: bool = True,
) -> Life:  # fmt: skip
    source_id = next(names)
    number = int(source_id.rpartition("/")[2])
    ways = {
        "question": f"Hỏi: {what.name.lower()}, tôi ở {what.where}, cần làm gì và nộp ở đâu?",
        "suggestion": f"Kiến nghị về {what.name.lower()} tại {what.where}.",
        "praise": f"Cảm ơn cán bộ đã giải quyết việc {what.name.lower()} tại {what.where}.",
        "support": f"Cần hỗ trợ: {what.name.lower()} tại {what.where}.",
    }
    days = chance.randrange(2, 20)
    return Life(
        rules,
        until,
        source_id=source_id,
        kind=kind,
        category=what.category,
        urgency="urgent" if chance.random() < 0.04 else "normal",
        channel=channel,
        content=ways.get(kind, f"{what.name} tại {what.where}, đã {days} ngày chưa thấy xử lý.")
        + " (Dữ liệu thử nghiệm.)",
        summary=f"{what.name} tại {what.where}",
        received_at=at.isoformat(),
        petitioner=petitioner(number, chance, may_hide=may_hide),
        place=_place(what, chance),
    )


def _place(what: Matter, chance: random.Random) -> dict[str, object]:
    """Near the middle of the commune, where its coordinates are known."""
    place: dict[str, object] = {"area": what.area.code}
    if what.area.lat is not None and what.area.lng is not None and chance.random() < 0.6:
        place["lat"] = round(what.area.lat + chance.uniform(-0.01, 0.01), 5)
        place["lng"] = round(what.area.lng + chance.uniform(-0.01, 0.01), 5)
    return place


def _in_time(
    rules: World, at: datetime, areas: list[AreaView], names: Iterator[str], chance: random.Random
) -> Life:
    kind = chance.choices(["question", "report", "suggestion", "support", "praise"], [34, 48, 6, 10, 2])[0]
    channels = CHANNELS_LATER if at.date() >= date(2021, 8, 26) else CHANNELS
    channel = chance.choices(list(channels), list(channels.values()))[0]
    what = matter(at.date(), areas, chance)
    life = received(rules, at, what, channel, names, chance, kind=kind)
    due = life.due_at
    if kind in ("question", "praise") and chance.random() < 0.75:
        return _at_the_centre(life, chance)
    if chance.random() < 0.05:
        return _elsewhere(life, chance)
    life.then("forward", _routed(life, chance), COORDINATOR, to=what.unit)
    return _by_the_unit(life, what.unit, due, chance)


def _routed(life: Life, chance: random.Random) -> datetime:
    """When the centre dealt with it: nearly always inside its own term, a few times not."""
    third = life.at + (life.due_at - life.at) * 0.3
    slow, quick = office_moment(life.at, third, chance), soon(life.at, chance)
    # In the weeks of the 24-hour term the centre worked through the night.
    return slow if chance.random() < 0.02 or quick > third else quick


def _at_the_centre(life: Life, chance: random.Random) -> Life:
    at = _routed(life, chance)
    text = "Tổng đài đã hướng dẫn thủ tục, nơi nộp và thời hạn."
    life.then("answer", at, OPERATOR, text=text, outcome="guided")
    return _after_the_answer(life, chance)


def _elsewhere(life: Life, chance: random.Random) -> Life:
    at = _routed(life, chance)
    if chance.random() < 0.4:
        return life.then("refuse", at, COORDINATOR, reason=chance.choice(["unclear", "advert_or_test"]))
    reason, body = chance.choice(
        [
            ("central_body", "Cục Thuế tỉnh Đồng Nai"),
            ("complaint", "Ban Tiếp công dân tỉnh"),
            ("other_province", "Tổng đài 1022 tỉnh bạn"),
        ]
    )
    return life.then("redirect", at, COORDINATOR, reason=reason, outside=body)


def _by_the_unit(life: Life, unit: str, due: datetime, chance: random.Random) -> Life:
    if chance.random() < 0.05:
        other = "so-xay-dung" if unit != "so-xay-dung" else "so-tnmt"
        back = office_moment(life.at, life.at + (due - life.at) * 0.3, chance)
        life.then("send_back", back, f"canbo@{unit}", reason="not_competent", proposed=other)
        life.then("forward", _routed(life, chance), COORDINATOR, to=other)
        unit = other
    accepted = office_moment(life.at, life.at + (due - life.at) * 0.35, chance)
    life.then("accept", accepted, f"canbo@{unit}")
    if chance.random() < 0.04:
        until = office_moment(life.at, life.at + (due - life.at) * 0.4, chance)
        later = due + timedelta(days=7)
        life.then(
            "extend", until, COORDINATOR, due_at=later.replace(hour=17, minute=0), reason="verify_on_site"
        )
        due = life.due_at
    answered = office_moment(life.at, due - timedelta(hours=1), chance)
    if answered >= due:
        answered = life.at + (due - life.at) / 2
    return _answered(life, answered.replace(microsecond=0), f"lanhdao@{unit}", chance)


def _answered(life: Life, at: datetime, by: str, chance: random.Random) -> Life:
    outcomes = ["done", "done", "done", "planned", "sanctioned", "guided", "explained", "no_basis"]
    words = {
        "done": "Đã kiểm tra và xử lý xong tại chỗ.",
        "planned": "Đã lập kế hoạch xử lý trong tháng.",
        "sanctioned": "Đã lập biên bản, nhắc nhở và yêu cầu chấm dứt.",
        "guided": "Đã hướng dẫn cụ thể về hồ sơ và nơi nộp.",
        "explained": "Đơn vị đã giải thích quy định hiện hành.",
        "no_basis": "Đã kiểm tra, chưa đủ cơ sở xác định như phản ánh.",
    }
    outcome = chance.choice(outcomes)
    life.then("answer", at, by, text=words[outcome], outcome=outcome)
    return _after_the_answer(life, chance)


def _after_the_answer(life: Life, chance: random.Random) -> Life:
    if life.folded.snapshot.calls_back:
        life.then(
            "note", soon(life.at, chance), OPERATOR, told="phone", text="Đã gọi báo kết quả cho người gửi."
        )
    if chance.random() < 0.35:
        score = chance.choices([5, 4, 3, 2, 1], [38, 34, 14, 9, 5])[0]
        life.then("rate", life.at + timedelta(hours=chance.uniform(2, 40)), "petitioner", score=score)
    return life.then("close", life.at + timedelta(days=chance.randrange(3, 12)), COORDINATOR)

"""Periods and days (kỳ báo cáo, ngày tháng): before the document, in its year, and on days people work."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple

from hoiam.deadlines import OutsideCalendar, closing_before
from hoiam.kit.moments import civil_date, moment_words, slash_date, weekday_words
from hoiam.letters.content import Kind

from .reading import SUBJECT, Finding, Reading, stop, warn

MONTH: Final = re.compile(r"tháng (\d{1,2})/(\d{4})")
DAY: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
BEFORE: Final = re.compile(r"trước ngày (\d{1,2}/\d{1,2}/\d{4})")
CITED: Final = re.compile(r"số (\S+(?: [A-ZĐ]+)?) ngày (\d{1,2}/\d{1,2}/\d{4})")
ONE_DAY: Final = timedelta(days=1)
FEW: Final = 2  # working days left below which somebody should look again


class Month(NamedTuple):
    year: int
    month: int

    def __str__(self) -> str:
        return f"tháng {self.month:02}/{self.year}" if self.month < 3 else f"tháng {self.month}/{self.year}"


def check_period(it: Reading) -> Iterator[Finding]:
    """The period of the figures, as data and as the label says it."""
    facts = it.content.facts
    if facts.period_end and civil_date(facts.period_end) > it.on:
        yield stop(
            "Kỳ báo cáo",
            f"Kỳ báo cáo kết thúc {moment_words(facts.period_end)}, sau ngày văn bản {slash_date(it.on)}.",
        )
    label = month_of(facts.period_label)
    if label is None or facts.period_end is None:
        return
    last = civil_date(facts.period_end - timedelta(microseconds=1))
    if label != (last.year, last.month):
        yield stop(
            "Kỳ báo cáo",
            f"Kỳ báo cáo ghi “{facts.period_label}” nhưng số liệu chốt đến {moment_words(facts.period_end)}.",
        )


def check_months(it: Reading) -> Iterator[Finding]:
    """Months named where the letter says what it is about: the month of the figures, no other year's."""
    label = month_of(it.content.facts.period_label)
    for where, text in _about(it):
        for found in months_in(text):
            if label is not None and found != label:
                yield stop(
                    where, f"Ghi “{found}” nhưng số liệu của văn bản là “{it.content.facts.period_label}”."
                )
            elif not _is_near(found, it.on):
                yield stop(
                    where,
                    f"“{found}” không cùng năm với văn bản ngày {slash_date(it.on)}; hãy xem lại kỳ báo cáo.",
                )


def check_future(it: Reading) -> Iterator[Finding]:
    """Nobody cites what is not there yet."""
    this = Month(it.on.year, it.on.month)
    for where, text in it.texts():
        for number, words in CITED.findall(text):
            day = day_of(words)
            if day is None:
                yield stop(where, f"Ngày “{words}” của văn bản số {number} không có trong lịch.")
            elif day > it.on:
                yield stop(
                    where,
                    f"Văn bản số {number} ghi ngày {words}, sau ngày của văn bản này ({slash_date(it.on)}).",
                )
        yield from (
            stop(where, f"“{found}” còn ở phía sau ngày văn bản {slash_date(it.on)}.")
            for found in months_in(text)
            if found > this
        )


def check_reply(it: Reading) -> Iterator[Finding]:
    """Trước ngày D: still ahead, the data's own, a working day or with the last working moment."""
    wanted = it.content.facts.reply_before
    said = [(where, one.text, words) for where, one in it.paragraphs() for words in BEFORE.findall(one.text)]
    if wanted and wanted not in [day_of(words) for _, _, words in said]:
        yield stop(
            "Ngày báo cáo", f"Hạn báo cáo trước ngày {slash_date(wanted)} không được nêu trong lời văn."
        )
    for where, text, words in said:
        day = day_of(words)
        if day is None:
            yield stop(where, f"Ngày “{words}” không có trong lịch.")
        elif day <= it.on:
            yield stop(where, f"“trước ngày {words}” đã qua vào ngày văn bản {slash_date(it.on)}.")
        elif it.content.kind is not Kind.APOLOGY:
            yield from _working(it, where, text, day)


def _working(it: Reading, where: str, text: str, day: date) -> Iterator[Finding]:
    try:
        last, left = closing_before(day, it.calendar), _working_days(it, day)
        works = it.calendar.day(day).works
    except OutsideCalendar as unknown:
        yield warn(where, f"Không soát được ngày {slash_date(day)}: {unknown}")
        return
    moment = f"{last:%H} giờ {last:%M} {weekday_words(last)}, {slash_date(last)}"
    if not works and moment not in text:
        yield stop(
            where,
            f"Ngày {slash_date(day)} là {weekday_words(day)}, không phải ngày làm việc; hãy đổi ngày hoặc "
            f"ghi thêm “(chậm nhất {moment})”, từ ngày văn bản còn {left} ngày làm việc.",
        )
    if left < FEW:
        yield warn(
            where,
            f"Từ ngày văn bản đến trước ngày {slash_date(day)} chỉ còn {left} ngày làm việc để báo cáo.",
        )


def _working_days(it: Reading, before: date) -> int:
    """Worked days after the day of the document and before D."""
    days = (it.on + offset * ONE_DAY for offset in range(1, (before - it.on).days))
    return sum(it.calendar.day(day).works for day in days)


def _about(it: Reading) -> Iterator[tuple[str, str]]:
    yield SUBJECT, it.content.subject
    for where, one in it.paragraphs():
        if one.role == "opening":
            yield where, one.text


def _is_near(month: Month, on: date) -> bool:
    """Of the document's own year; in January also December, which is reported then."""
    return month.year == on.year or (on.month == 1 and month == (on.year - 1, 12))


def months_in(text: str) -> list[Month]:
    return [Month(int(year), int(month)) for month, year in MONTH.findall(text)]


def month_of(label: str) -> Month | None:
    return next(iter(months_in(label)), None)


def day_of(words: str) -> date | None:
    found = DAY.fullmatch(words)
    if not found:
        return None
    day, month, year = map(int, found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None

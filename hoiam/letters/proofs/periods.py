"""Periods and days (kỳ báo cáo, ngày tháng): before the document, in its year, and on days people work."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from hoiam.deadlines import OutsideCalendar, closing_before
from hoiam.kit.moments import civil_date, date_words, moment_words, slash_date, weekday_words
from hoiam.letters.content import Kind

from .dates import DAY, Month, day_of, month_at, month_of, months_in, months_said
from .reading import SUBJECT, Finding, Reading, stop, warn

BEFORE: Final = re.compile(rf"trước ngày ({DAY})", re.IGNORECASE)
CITED: Final = re.compile(rf"số (\S+(?: [A-ZĐ]+)?) ngày ({DAY})")
COMPARED: Final = re.compile(r"so với|cùng kỳ|bình quân|kể từ|\btừ (?:đầu )?$", re.IGNORECASE)
PLANNED: Final = re.compile(
    r"\b(?:sẽ|xong|hoàn thành|trước|đến|hết|cuối|kế hoạch|dự kiến|phấn đấu)\b", re.IGNORECASE
)
ONE_DAY: Final = timedelta(days=1)
FEW: Final = 2  # working days left below which somebody should look again


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
    """The month of the figures, no other year's; what is only compared with is let pass."""
    for where, text, leads in _told(it):
        named = set(months_in(text))
        for found, before in months_said(text):
            if COMPARED.search(before):
                continue
            if leads:
                yield from _leading(it, where, found, is_cited=bool(CITED.search(before)))
            else:
                yield from _passing(it, where, found, named)


def _leading(it: Reading, where: str, found: Month, *, is_cited: bool) -> Iterator[Finding]:
    """What another document is about may be of another month, but never of the same month another year."""
    told = warn if is_cited and not _is_slip(it, found) else stop
    label = month_of(it.content.facts.period_label)
    if label is not None and found != label:
        yield told(where, _other_than_figures(it, found))
    elif label is None and not _is_near(found, it.on):
        yield told(where, _other_year(it, found))


def _passing(it: Reading, where: str, found: Month, named: set[Month]) -> Iterator[Finding]:
    """The month of the figures with another year is a slip; of any other month somebody decides."""
    label = month_of(it.content.facts.period_label)
    if found == label or label in named or found > month_at(it.on):
        return
    if label is None:
        if not _is_near(found, it.on):
            told = stop if _is_slip(it, found) else warn
            yield told(where, _other_year(it, found))
    elif _is_slip(it, found):
        yield stop(where, _other_than_figures(it, found))
    else:
        yield warn(where, f"{_other_than_figures(it, found)[:-1]}; hãy xem lại.")


def _is_slip(it: Reading, found: Month) -> bool:
    """Whether a month that does not fit is the right one with the wrong year."""
    label = month_of(it.content.facts.period_label)
    return found.month in ((label.month,) if label else _lately(it.on))


def _other_than_figures(it: Reading, found: Month) -> str:
    return f"Ghi “{found}” nhưng số liệu của văn bản là “{it.content.facts.period_label}”."


def _other_year(it: Reading, found: Month) -> str:
    return f"“{found}” không cùng năm với văn bản ngày {slash_date(it.on)}; hãy xem lại kỳ báo cáo."


def check_future(it: Reading) -> Iterator[Finding]:
    """Nobody cites what is not there yet; what is planned may lie ahead."""
    this = month_at(it.on)
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
            for found, before in months_said(text)
            if found > this and not PLANNED.search(before)
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
    hour = f"{last:%H} giờ {last:%M} {weekday_words(last)}, "
    moment = hour + slash_date(last)
    if not works and moment not in text and hour + date_words(last) not in text:
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


def _told(it: Reading) -> Iterator[tuple[str, str, bool]]:
    """Where months are named, and whether it is there that the letter says what it is about."""
    yield SUBJECT, it.content.subject, True
    for where, one in it.paragraphs():
        yield where, one.text, one.role == "opening"


def _is_near(month: Month, on: date) -> bool:
    """Of the document's own year; in January also December, which is reported then."""
    return month.year == on.year or (on.month == 1 and month == (on.year - 1, 12))


def _lately(on: date) -> tuple[int, int]:
    """Which months a letter of that day reports: its own and the one before, whatever the year."""
    return on.month, on.month - 1 or 12

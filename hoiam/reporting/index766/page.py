"""The page of the index (trang chỉ số 766): a table of units, the past of each, bars that are a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse

from hoiam.kit.fold import vi_key
from hoiam.kit.numbers import number, percent
from hoiam.kit.ui.shapes import Bar, Part as BarPart
from hoiam.reporting.names import Names
from hoiam.reporting.table import Cell, Column, Table

from .counting import Counted
from .periods import Span
from .points import Index, Part, Rule, rounded

FEW = "ít việc"


@dataclass(frozen=True, slots=True)
class Line:
    """One unit (or the whole) in the period looked at, and its scores before, oldest first."""

    unit: int | None
    name: str
    index: Index
    past: Sequence[float]

    @property
    def score(self) -> str:
        return score_words(self.index)

    def share(self, part: Part) -> str:
        return share_words(part)


def score_words(index: Index) -> str:
    score = rounded(index.score)
    return FEW if score is None else number(score)


def share_words(part: Part) -> str:
    return percent(part.share, 2) if part.is_enough else FEW


def lines(counted: Counted, span: Span, rule: Rule, at: datetime) -> list[Line]:
    """The whole first, then units in the order of the alphabet: no ranks are given here."""
    names = Names(span.window(at).as_of)
    order = sorted(counted.present(), key=lambda unit: vi_key(names.unit(unit)))
    keys: list[int | None] = [None, *order]
    return [
        Line(
            unit,
            "Tất cả" if unit is None else names.unit(unit),
            counted.index(span, unit, rule),
            past(counted, unit, rule),
        )
        for unit in keys
    ]


def past(counted: Counted, unit: int | None, rule: Rule) -> list[float]:
    """Scores of the periods that have one; a gap is left out, not drawn as nought."""
    scores = (counted.index(span, unit, rule).score for span in counted.spans)
    return [float(score) for score in scores if score is not None]


def bars(rows: Sequence[Line], kind: str, span: Span, instead: str) -> list[Bar]:
    """Points of the two parts side by side; a unit with too little to say stands in the table alone."""
    return [
        Bar(
            line.name,
            [
                BarPart(_points(line.index.on_time), "a"),
                BarPart(_points(line.index.satisfied), "ok"),
            ],
            url=unit_url(line.unit, kind, span, instead) if line.unit is not None else "",
            more=(line.score,),
        )
        for line in rows
        if line.index.score is not None
    ]


def _points(part: Part) -> float:
    return float(rounded(part.score) or 0)


def unit_url(unit: int, kind: str, span: Span, instead: str) -> str:
    query = {"ky": kind, "tu": span.key, "don-vi": unit, **({"mau-so": instead} if instead else {})}
    return f"{reverse('reporting:index766')}?{urlencode(query)}"


def cases_url(unit: int | None, kind: str, span: Span, figure: str) -> str:
    """The cases behind a number."""
    query = {"ky": kind, "tu": span.key, "muc": figure, **({"don-vi": unit} if unit is not None else {})}
    return f"{reverse('reporting:index766_cases')}?{urlencode(query)}"


COLUMNS = (
    Column("Đơn vị", "text", 4),
    Column("Kỳ", "text", 2.4),
    Column("Đúng hạn", group="Trả lời đúng hạn"),
    Column("Trong số", group="Trả lời đúng hạn"),
    Column("Tỷ lệ", "percent", group="Trả lời đúng hạn"),
    Column("Hài lòng", group="Hài lòng với trả lời"),
    Column("Đánh giá", group="Hài lòng với trả lời"),
    Column("Tỷ lệ", "percent", group="Hài lòng với trả lời"),
    Column("Điểm", "text", 1.2),
)


def table(counted: Counted, rule: Rule, notes: Sequence[str], at: datetime) -> Table:
    """Every unit in every period, for a spreadsheet; newest period first."""
    found = Table("766", "Chỉ số phục vụ: hai phần về phản ánh, kiến nghị", COLUMNS, notes=list(notes))
    names = Names(counted.spans[-1].window(at).as_of)
    order = sorted(counted.present(), key=lambda unit: vi_key(names.unit(unit)))
    for span in reversed(counted.spans):
        found.head(span.words)
        for unit in [None, *order]:
            it = counted.index(span, unit, rule)
            if unit is not None and not it.on_time.of and not it.satisfied.of:
                continue
            name = "Tất cả" if unit is None else names.unit(unit)
            shares = [part.share for part in (it.on_time, it.satisfied)]
            found.add(
                [
                    Cell(name),
                    span.words,
                    it.on_time.counted,
                    it.on_time.of,
                    float(shares[0]) if shares[0] is not None else None,
                    it.satisfied.counted,
                    it.satisfied.of,
                    float(shares[1]) if shares[1] is not None else None,
                    score_words(it),
                ],
                "total" if unit is None else "row",
            )
    return found

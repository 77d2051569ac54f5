"""Drilling down (mở từ con số ra các dòng): the stored lines behind one number, as one reader sees them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import connection

from hoiam.cases.figures import Channel, Kind, PetitionerType

from .models import Report, ReportLine
from .names import Names
from .sight import Sight

PAGE: Final = 50
# What a number counts: its words, and the condition over lines.
FIGURES: Final[dict[str, tuple[str, str]]] = {
    "carried_in": ("kỳ trước chuyển sang", "entry = 'carried_in'"),
    "received": ("tiếp nhận trong kỳ", "entry = 'received'"),
    "split_off": ("tách ra từ phản ánh khác", "entry = 'received' AND is_child"),
    "cases": ("lập phiếu", "entry = 'received' AND NOT is_child"),
    "reopened": ("mở lại trong kỳ", "entry = 'reopened'"),
    "answered": ("đã trả lời", "outcome IN ('answered_in_time', 'answered_late')"),
    "answered_in_time": ("trả lời đúng hạn", "outcome = 'answered_in_time'"),
    "answered_late": ("trả lời chậm", "outcome = 'answered_late'"),
    "refused": ("từ chối", "outcome = 'refused'"),
    "redirected": ("chuyển, hướng dẫn nơi khác", "outcome = 'redirected'"),
    "withdrawn": ("người gửi rút", "outcome = 'withdrawn'"),
    "merged": ("gộp", "outcome = 'merged'"),
    "open": ("đang xử lý cuối kỳ", "outcome IN ('open_in_time', 'open_overdue')"),
    "open_in_time": ("đang xử lý, còn hạn", "outcome = 'open_in_time'"),
    "open_overdue": ("quá hạn", "outcome = 'open_overdue'"),
    "rated": ("có đánh giá", "score IS NOT NULL"),
    "satisfied": ("hài lòng", "score >= %(satisfied_from)s"),
    "matters": ("phản ánh, kiến nghị", "kind IN ('report', 'suggestion')"),
}


@dataclass(frozen=True, slots=True)
class Key:
    """A parameter of the address: which column it chooses from, and how its value is read."""

    column: str
    group: str
    is_number: bool = True
    known: tuple[str, ...] = ()

    def read(self, text: str) -> Any:
        if self.is_number:
            return int(text) if text.isdecimal() and len(text) < 19 else ...
        if self.group == "week":
            return _day(text)
        return text if text in self.known else ...


def _day(text: str) -> Any:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return ...


KEYS: Final = {
    "don-vi": Key("unit_id", "unit"),
    "linh-vuc": Key("category_id", "category"),
    "dia-ban": Key("area_id", "area"),
    "loai": Key("kind", "kind", is_number=False, known=tuple(Kind.values)),
    "kenh": Key("channel", "channel", is_number=False, known=tuple(Channel.values)),
    "nguoi": Key("petitioner_type", "petitioner_type", is_number=False, known=tuple(PetitionerType.values)),
    "tuan": Key("week", "week", is_number=False),
}


@dataclass(frozen=True, slots=True)
class Drill:
    """Which lines an address asks for. Unknown words of an address choose nothing away."""

    report: Report
    sight: Sight
    figure: str
    chosen: tuple[tuple[str, Any], ...]

    @property
    def title(self) -> str:
        names = Names(self.report.as_of)
        told = [FIGURES[self.figure][0]] if self.figure else ["phải xử lý"]
        told += [names.name(KEYS[name].group, value or None) for name, value in self.chosen]
        return " · ".join(told)

    def where(self) -> tuple[str, dict[str, Any]]:
        condition, parameters = self.sight.sql()
        parts = ["report_id = %(report)s", "is_counted", condition]
        parameters |= {"report": self.report.pk, "satisfied_from": self.report.satisfied_from}
        if self.figure:
            parts.append(FIGURES[self.figure][1])
        for number, (name, value) in enumerate(self.chosen):
            column = KEYS[name].column
            # 0 stands for "none": a case without field or area.
            parts.append(f"{column} = %(key{number})s" if value != 0 else f"{column} IS NULL")
            parameters[f"key{number}"] = value
        return " AND ".join(parts), parameters

    def count(self) -> int:
        where, parameters = self.where()
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM reporting_reportline WHERE {where}", parameters)
            return int(cursor.fetchone()[0])

    def page(self, after: int = 0) -> list[ReportLine]:
        """One page and one line more, in the order the lines were kept (as received)."""
        where, parameters = self.where()
        rows = f"SELECT * FROM reporting_reportline WHERE {where} AND id > %(after)s"
        sql = f"{rows} ORDER BY id LIMIT {PAGE + 1}"
        return list(ReportLine.objects.raw(sql, parameters | {"after": after}))


def drill(report: Report, sight: Sight, asked: Mapping[str, str]) -> Drill:
    chosen = [
        (name, value)
        for name, key in KEYS.items()
        if name in asked and (value := key.read(asked[name])) is not ...
    ]
    figure = asked.get("muc", "")
    return Drill(report, sight, figure if figure in FIGURES else "", tuple(chosen))

"""Drilling down (mở từ con số ra các dòng): the stored rows behind one number, as one reader sees them.

A number of the period before, or of the year so far, opens the rows of the reports it was summed from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import connection, models

from hoiam.cases.figures import Channel, Kind, PetitionerType

from .behind import FIGURES, WHOLE, Kept
from .measures import OF_CASE
from .models import Report, ReportAct, ReportContact, ReportLine, ReportStep
from .names import Names
from .sight import Sight

PAGE: Final = 50
MODELS: Final[dict[Kept, type[models.Model]]] = {
    Kept.LINES: ReportLine,
    Kept.CONTACTS: ReportContact,
    Kept.ACTS: ReportAct,
    Kept.STEPS: ReportStep,
}
PERIODS: Final = {"": "", "truoc": "kỳ trước", "so-sanh": "kỳ này và kỳ trước", "nam": "lũy kế năm"}


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

    def of(self, kept: Kept) -> str:
        """The column in rows of that kind; what a row does not say itself, the line of its case says."""
        own = kept is Kept.LINES or self.column in {f.column for f in MODELS[kept]._meta.concrete_fields}
        return f"it.{self.column}" if own else OF_CASE.format(self.column)


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
class Rows:
    """The rows of one kind behind a number: a question that was not asked yet."""

    kept: Kept
    where: str
    parameters: dict[str, Any]

    @property
    def _from(self) -> str:
        return f"FROM {MODELS[self.kept]._meta.db_table} AS it WHERE {self.where}"

    def count(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) {self._from}", self.parameters)
            return int(cursor.fetchone()[0])

    def page(self, after: int = 0) -> list[Any]:
        """One page and one row more, in the order the rows were kept."""
        sql = f"SELECT it.* {self._from} AND it.id > %(after)s ORDER BY it.id LIMIT {PAGE + 1}"
        return list(MODELS[self.kept]._default_manager.raw(sql, self.parameters | {"after": after}))


@dataclass(frozen=True, slots=True)
class Drill:
    """Which rows an address asks for. Unknown words of an address choose nothing away."""

    report: Report
    sight: Sight
    figure: str
    period: str
    chosen: tuple[tuple[str, Any], ...]

    @property
    def title(self) -> str:
        names = Names(self.report.as_of)
        told = [FIGURES[self.figure].words]
        told += [names.name(KEYS[name].group, value or None) for name, value in self.chosen]
        told += [PERIODS[self.period]] if self.period else []
        return " · ".join(told)

    @property
    def rows(self) -> list[Rows]:
        return [self._rows(kept, condition) for kept, condition in FIGURES[self.figure].rows.items()]

    def _rows(self, kept: Kept, condition: str) -> Rows:
        seen, parameters = self._seen(kept)
        parts = ["it.report_id = ANY(%(reports)s)", seen, condition]
        parts += ["is_counted"] if kept is Kept.LINES else []
        parameters |= {"reports": self._reports()}
        for number, (name, value) in enumerate(self.chosen):
            column = KEYS[name].of(kept)
            # 0 stands for "none": a case without field or area.
            parts.append(f"{column} = %(key{number})s" if value != 0 else f"{column} IS NULL")
            parameters[f"key{number}"] = value
        return Rows(kept, " AND ".join(parts), parameters)

    def _seen(self, kept: Kept) -> tuple[str, dict[str, Any]]:
        if kept is Kept.CONTACTS and not self.sight.sees_contacts:
            return "false", {}
        return self.sight.sql()

    def _reports(self) -> list[int]:
        past = self.report.previous
        before = [past["report"]] if past.get("report") else []
        match self.period:
            case "truoc":
                return before
            case "so-sanh":
                return [*before, self.report.pk]
            case "nam":
                return [*past["year"].get("reports", ()), self.report.pk]
        return [self.report.pk]


def drill(report: Report, sight: Sight, asked: Mapping[str, str]) -> Drill:
    chosen = [
        (name, value)
        for name, key in KEYS.items()
        if name in asked and (value := key.read(asked[name])) is not ...
    ]
    figure, period = asked.get("muc", WHOLE), asked.get("ky", "")
    return Drill(
        report,
        sight,
        figure if figure in FIGURES else WHOLE,
        period if period in PERIODS and sight.sees_past else "",
        tuple(chosen),
    )

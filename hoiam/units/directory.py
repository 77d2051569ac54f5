"""The directory (danh bạ đơn vị, địa bàn): who was called what, on any day. In memory; no query per question.

`directory()` gives an immutable snapshot; keep it for the length of a request or a batch. Days are plain
dates of Vietnam (`moments.civil_date`). An import asks half a million times: a question is never a query.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Model, QuerySet

from hoiam.kit.fold import vi_key
from hoiam.kit.moments import short_date
from hoiam.kit.refusal import Refused
from hoiam.kit.remembered import Remembered

from .models import AreaSuccession, AreaVersion, UnitFunction, UnitSuccession, UnitVersion
from .roles import Function, UnitKind
from .succession import Edge, Lineage
from .timeline import Timeline


@dataclass(frozen=True, slots=True)
class UnitView:
    """One unit as it is during [since, until). `date.min` and `date.max` stand for "no end known"."""

    id: int
    code: str
    name: str
    short_name: str
    kind: str
    level: str
    parent: int | None
    area: int | None
    full_name: str
    name_en: str
    place_name: str
    symbol: str
    since: date
    until: date
    asks_approval: bool = True

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class AreaView:
    """One area as it is during [since, until)."""

    id: int
    code: str
    name: str
    full_name: str
    kind: str
    level: str
    parent: int | None
    lat: float | None
    lng: float | None
    since: date
    until: date

    def __str__(self) -> str:
        return self.full_name


@dataclass(frozen=True, slots=True)
class FunctionView:
    unit: int
    serves: int
    function: str
    since: date
    until: date


class Directory:
    """Every unit and area of every day. Unknown ids are a bug (KeyError); unknown codes are `Refused`."""

    def __init__(
        self,
        units: Iterable[UnitView],
        areas: Iterable[AreaView],
        functions: Iterable[FunctionView] = (),
        unit_edges: Iterable[Edge] = (),
        area_edges: Iterable[Edge] = (),
    ) -> None:
        self._units = Timeline(sorted(units, key=lambda unit: vi_key(unit.name)))
        self._areas = Timeline(sorted(areas, key=lambda area: vi_key(area.name)))
        self._functions = tuple(functions)
        self._unit_lineage = Lineage(unit_edges)
        self._area_lineage = Lineage(area_edges)
        self._walls: dict[tuple[int, ...], frozenset[int]] = {}

    # units

    def unit_id(self, code: str, on: date) -> int:
        """The unit that bears this code on that day."""
        unit = self._units.coded(code, on)
        if unit is None:
            raise Refused(f"Không có đơn vị mã {code} vào ngày {short_date(on)}.")
        return unit.id

    def unit(self, id: int, on: date) -> UnitView:
        """The unit as it was called that day; once ended, as it was last called: history keeps old names."""
        return self._units.seen(id, on)

    def units(self, on: date) -> list[UnitView]:
        """The units of that day, in the order of the Vietnamese alphabet."""
        return list(self._units.valid(on))

    def is_valid(self, unit_id: int, on: date) -> bool:
        return self._units.is_valid(unit_id, on)

    def parent(self, id: int, on: date) -> int | None:
        return self._units.seen(id, on).parent

    def ancestors(self, id: int, on: date) -> tuple[int, ...]:
        """The units above, nearest first."""
        return self._units.ancestors(id, on)

    def every_unit(self) -> frozenset[int]:
        """Every unit of every day, those that ended too."""
        return self._units.identities()

    def descendants(self, id: int, on: date) -> frozenset[int]:
        """The units below on that day, at any depth, without the unit itself."""
        return self._units.descendants(id, on)

    def is_below(self, a: int, b: int, on: date) -> bool:
        """`a` is `b` or lies below it."""
        return a == b or b in self._units.ancestors(a, on)

    def centre(self, on: date) -> int:
        """The centre itself, 1022."""
        for row in self._functions:
            if row.function == Function.CENTRE and row.since <= on < row.until:
                return row.unit
        raise Refused(f"Chưa có đơn vị nào là Tổng đài 1022 vào ngày {short_date(on)}.")

    def root(self, on: date) -> int:
        """The authority whose people the centre hears: the province's (later the city's) committee."""
        for row in self._functions:
            if row.function == Function.CENTRE and row.since <= on < row.until:
                return row.serves
        raise Refused(f"Chưa có đơn vị nào là Tổng đài 1022 vào ngày {short_date(on)}.")

    def function(self, function: str, serves: int, on: date) -> int | None:
        """The unit that is the Office (home affairs, centre …) of an authority on that day."""
        for row in self._functions:
            if row.function == function and row.serves == serves and row.since <= on < row.until:
                return row.unit
        return None

    def serves(self, unit_id: int, function: str, on: date) -> frozenset[int]:
        """The authorities for which the unit is the Office (home affairs, centre …) on that day."""
        return frozenset(
            row.serves
            for row in self._functions
            if row.unit == unit_id and row.function == function and row.since <= on < row.until
        )

    def successors(self, unit_id: int, on: date) -> tuple[int, ...]:
        """The units of that day that took over from it, through any number of changes. Empty: none did."""
        return self._unit_lineage.heirs(unit_id, on, self._units.is_valid)

    def predecessors(self, unit_id: int) -> frozenset[int]:
        """Every unit something of its work came from."""
        return self._unit_lineage.ancestry(unit_id)

    def relatives(self, unit_id: int) -> frozenset[int]:
        """Every unit it came from or went to, whenever; not those who merely share an origin with it."""
        return self._unit_lineage.ancestry(unit_id) | self._unit_lineage.posterity(unit_id)

    def overseer(self, authority: int, on: date) -> int | None:
        """Who looks into the conduct of an authority above which nobody stands: its inspectorate, else its
        home affairs. None: there is no such body, or somebody stands above."""
        if self.parent(authority, on) is not None:
            return None
        inspectorate = self.function(Function.INSPECTORATE, authority, on)
        return inspectorate or self.function(Function.HOME_AFFAIRS, authority, on)

    def walls(self, unit_id: int, on: date) -> frozenset[int]:
        """Every unit which, when accused in a conduct case, hides that case from this one: itself and those
        above, and all that these came from or went to: a new nameplate does not open an old file.

        An authority above which nobody stands would be hidden from everybody: its overseer lies below it and
        is not behind its wall (docs/decisions/0092)."""
        above = self._units.ancestors(unit_id, on)
        line = (unit_id, *(one for one in above if self.overseer(one, on) != unit_id))
        if line not in self._walls:
            self._walls[line] = frozenset(line).union(*(self.relatives(unit) for unit in line))
        return self._walls[line]

    def keepers(self, unit_id: int, on: date) -> tuple[int, ...]:
        """Who has its work on that day: itself while it lives, else its successors."""
        return (unit_id,) if self._units.is_valid(unit_id, on) else self.successors(unit_id, on)

    def label(self, unit_id: int, on: date) -> str:
        """Its name, with the district or province where two units of that day share one name."""
        unit = self._units.seen(unit_id, on)
        twins = [other for other in self._units.valid(on) if other.name == unit.name]
        if len(twins) < 2 or unit.area is None:
            return unit.name
        above = self._areas.seen(unit.area, on).parent
        return f"{unit.name} ({_inside(self._areas.seen(above, on))})" if above else unit.name

    # areas

    def area_id(self, code: str, on: date) -> int:
        """The area that bears this code on that day."""
        area = self._areas.coded(code, on)
        if area is None:
            raise Refused(f"Không có địa bàn mã {code} vào ngày {short_date(on)}.")
        return area.id

    def area(self, id: int, on: date) -> AreaView:
        return self._areas.seen(id, on)

    def areas(self, on: date, level: str | None = None) -> list[AreaView]:
        """The areas of that day, in the order of the Vietnamese alphabet."""
        return [area for area in self._areas.valid(on) if level is None or area.level == level]

    def is_area_valid(self, area_id: int, on: date) -> bool:
        return self._areas.is_valid(area_id, on)

    def area_ancestors(self, id: int, on: date) -> tuple[int, ...]:
        return self._areas.ancestors(id, on)

    def area_descendants(self, id: int, on: date) -> frozenset[int]:
        return self._areas.descendants(id, on)

    def area_successors(self, area_id: int, on: date) -> tuple[int, ...]:
        """The areas of that day on which its land lies; itself is not among them."""
        return self._area_lineage.heirs(area_id, on, self._areas.is_valid)

    def area_predecessors(self, area_id: int) -> frozenset[int]:
        return self._area_lineage.ancestry(area_id)

    def area_keepers(self, area_id: int, on: date) -> tuple[int, ...]:
        """Where its land lies on that day: itself while it lasts, else its successors."""
        return (area_id,) if self._areas.is_valid(area_id, on) else self.area_successors(area_id, on)

    def area_words(self, area_id: int, on: date) -> str:
        """For a line of text: "phường Tân Biên, thành phố Biên Hòa"; the province is understood."""
        area = self._areas.seen(area_id, on)
        above = area.parent and self._areas.seen(area.parent, on)
        if not above or above.parent is None:
            return _inside(area)
        return f"{_inside(area)}, {_inside(above)}"

    def committee(self, area_id: int, on: date) -> int | None:
        """The people's committee of an area on that day."""
        for unit in self._units.valid(on):
            if unit.area == area_id and unit.kind == UnitKind.COMMITTEE:
                return unit.id
        return None


def _inside(area: AreaView) -> str:
    """An area's full name in the middle of a sentence: "huyện Trảng Bom"."""
    return area.full_name[:1].lower() + area.full_name[1:]


def directory() -> Directory:
    """The directory as it is now: a plain read; once a second it looks whether the rows have changed."""
    return _remembered.get()


def forget() -> None:
    """Read the rows again at the next `directory()`: for whoever has just changed them."""
    _remembered.forget()


def _load() -> Directory:
    return Directory(
        units=[_unit_view(row) for row in UnitVersion.objects.select_related("unit")],
        areas=[_area_view(row) for row in AreaVersion.objects.all()],
        functions=[_function_view(row) for row in UnitFunction.objects.order_by("pk")],
        unit_edges=_edges(UnitSuccession.objects.order_by("on", "pk"), "kind"),
        area_edges=_edges(AreaSuccession.objects.order_by("on", "pk"), "relation"),
    )


def _unit_view(row: UnitVersion) -> UnitView:
    since, until = _days(row)
    return UnitView(
        id=row.unit_id,
        code=row.code,
        name=row.name,
        short_name=row.short_name,
        kind=row.unit.kind,
        level=row.level,
        parent=row.parent_id,
        area=row.area_id,
        full_name=row.full_name or row.name,
        name_en=row.name_en,
        place_name=row.place_name,
        symbol=row.symbol,
        since=since,
        until=until,
        asks_approval=row.unit.asks_approval,
    )


def _area_view(row: AreaVersion) -> AreaView:
    since, until = _days(row)
    return AreaView(
        id=row.area_id,
        code=row.code,
        name=row.name,
        full_name=row.full_name,
        kind=row.kind,
        level=row.level,
        parent=row.parent_id,
        lat=row.lat,
        lng=row.lng,
        since=since,
        until=until,
    )


def _function_view(row: UnitFunction) -> FunctionView:
    since, until = _days(row)
    return FunctionView(
        unit=row.unit_id, serves=row.serves_id, function=row.function, since=since, until=until
    )


def _days(row: UnitVersion | AreaVersion | UnitFunction) -> tuple[date, date]:
    return row.during.lower or date.min, row.during.upper or date.max


def _edges(rows: QuerySet[Model], how: str) -> list[Edge]:
    return [
        Edge(old, new, on, kind) for old, new, on, kind in rows.values_list("old_id", "new_id", "on", how)
    ]


_remembered = Remembered("units_directoryversion", _load)

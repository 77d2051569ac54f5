"""Reference (dữ liệu nền): put the areas and units of all eras into the database, once.

Both eras are there from the start, also what comes later than the work being done: a code of 2021 or of 2026
must resolve in an empty installation. Moving the open cases of abolished units is another thing
(`reorganisation`). What an administrator changed is never overwritten: `load()` only adds what is missing.
"""

from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Model

from . import directory
from .models import (
    Area,
    AreaSuccession,
    AreaVersion,
    Unit,
    UnitFunction,
    UnitSuccession,
    UnitVersion,
)
from .reference_rows import AreaRow, FunctionRow, Reference, SuccessionRow, UnitRow, reference

Ids = dict[str, int]


def load() -> None:
    """Add every area, unit, succession and function of data/ that is not there yet. Twice changes nothing."""
    rows = reference()
    if not _is_loaded(rows):
        _add_missing(rows)


@transaction.atomic
def _add_missing(rows: Reference) -> None:
    areas = _identities(Area, [Area(key=row.key) for row in rows.areas])
    units = _identities(Unit, [Unit(key=row.key, kind=row.kind) for row in rows.units])
    _add(AreaVersion, [_area_version(row, areas) for row in rows.areas])
    _add(UnitVersion, [_unit_version(row, units, areas) for row in rows.units])
    _add(AreaSuccession, [_area_succession(row, areas) for row in rows.area_successions])
    _add(UnitSuccession, [_unit_succession(row, units) for row in rows.unit_successions])
    _add(UnitFunction, [_function(row, units) for row in rows.functions])
    directory.forget()


def _is_loaded(rows: Reference) -> bool:
    """All identities are there, and whoever has a function: the usual answer, in three small queries."""
    areas, units = {row.key for row in rows.areas}, {row.key for row in rows.units}
    functions = {(row.serves, row.function) for row in rows.functions}
    return (
        Area.objects.filter(key__in=areas).count() == len(areas)
        and Unit.objects.filter(key__in=units).count() == len(units)
        and functions <= set(UnitFunction.objects.values_list("serves__key", "function"))
    )


def _identities(model: type[Area] | type[Unit], rows: list[Any]) -> Ids:
    one_each = {row.key: row for row in rows}
    _add(model, list(one_each.values()))
    return dict(model.objects.filter(key__in=one_each).values_list("key", "pk"))


def _add(model: type[Model], rows: list[Any]) -> None:
    """What is there already, or would overlap with it, stays as it is: the constraints say so, row by row."""
    model._default_manager.bulk_create(rows, ignore_conflicts=True)


def _area_version(row: AreaRow, areas: Ids) -> AreaVersion:
    return AreaVersion(
        area_id=areas[row.key],
        during=DateRange(row.since, row.until),
        code=row.code,
        name=row.name,
        full_name=row.full_name,
        kind=row.kind,
        level=row.level,
        parent_id=areas[row.parent] if row.parent else None,
        lat=row.lat,
        lng=row.lng,
        source=row.source,
    )


def _unit_version(row: UnitRow, units: Ids, areas: Ids) -> UnitVersion:
    return UnitVersion(
        unit_id=units[row.key],
        during=DateRange(row.since, row.until),
        code=row.code,
        name=row.name,
        short_name=row.short_name,
        full_name=row.full_name,
        name_en=row.name_en,
        level=row.level,
        parent_id=units[row.parent] if row.parent else None,
        area_id=areas[row.area] if row.area else None,
        place_name=row.place_name,
        symbol=row.symbol,
        handles=row.handles,
        source=row.source,
        confidence=row.confidence,
    )


def _area_succession(row: SuccessionRow, areas: Ids) -> AreaSuccession:
    return AreaSuccession(
        old_id=areas[row.old],
        new_id=areas[row.new],
        on=row.on,
        relation=row.how,
        clause=row.clause,
        confidence=row.confidence,
        source=row.source,
    )


def _unit_succession(row: SuccessionRow, units: Ids) -> UnitSuccession:
    return UnitSuccession(
        old_id=units[row.old],
        new_id=units[row.new],
        on=row.on,
        kind=row.how,
        scope=row.scope,
        clause=row.clause,
        confidence=row.confidence,
        source=row.source,
    )


def _function(row: FunctionRow, units: Ids) -> UnitFunction:
    return UnitFunction(
        unit_id=units[row.unit],
        serves_id=units[row.serves],
        function=row.function,
        during=DateRange(row.since, row.until),
    )

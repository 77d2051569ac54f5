"""Rewriting the directory (ghi phương án vào danh bạ): close, split, create; remember each row, take it back.

Only `reorganisation` uses this. A row that is there already, as the plan wants it, is left alone.
"""

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from django.apps import apps
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Model, Q

from hoiam.kit.moments import short_date

from .directory import directory
from .models import (
    Area,
    AreaSuccession,
    AreaVersion,
    Unit,
    UnitFunction,
    UnitSuccession,
    UnitVersion,
)
from .plan import Part, Plan, Row


@dataclass(slots=True)
class Written:
    """Every row a run wrote: closed ones with the end they had, and created ones, batch by batch in order."""

    closed: list[tuple[str, int, str | None]] = field(default_factory=list)
    created: list[tuple[str, list[int]]] = field(default_factory=list)

    def close(self, model: type[Model], rows: Sequence[Any], on: date) -> None:
        for row in rows:
            upper = row.during.upper
            self.closed.append((str(model._meta.model_name), row.pk, upper and upper.isoformat()))
            row.during = DateRange(row.during.lower, on)
        model._default_manager.bulk_update(rows, ["during"])

    def create(self, model: type[Model], rows: Sequence[Any]) -> None:
        made = model._default_manager.bulk_create(rows)
        if made:
            self.created.append((str(model._meta.model_name), [row.pk for row in made]))

    def count(self) -> int:
        return len(self.closed) + sum(len(keys) for _, keys in self.created)

    def as_json(self) -> dict[str, Any]:
        return {"closed": self.closed, "created": self.created}


def take_back(written: dict[str, Any], kept: frozenset[int] = frozenset(), until: date | None = None) -> None:
    """Delete what was created, last first; give what was closed its old end. IntegrityError: it is in use.

    Units in `kept` have a place in some history: they stay as they were called, ended by `until`.
    """
    created = {name: set(keys) for name, keys in written["created"]}
    for name, keys in reversed(written["created"]):
        rows = apps.get_model("units", name)._default_manager.filter(pk__in=keys)
        if name == "unitversion":
            for version in rows.filter(unit__in=kept):
                _end_for_good(version, created, kept, until)
            rows = rows.exclude(unit__in=kept)
        rows.exclude(pk__in=kept if name == "unit" else ()).delete()
    for name, pk, upper in written["closed"]:
        row = apps.get_model("units", name)._default_manager.get(pk=pk)
        row.during = DateRange(row.during.lower, upper and date.fromisoformat(upper))
        row.save(update_fields=["during"])


def _end_for_good(
    version: UnitVersion, created: dict[str, set[int]], kept: frozenset[int], until: date | None
) -> None:
    """A name in histories and nothing more: what it lay under goes, and the name says what became of it."""
    version.during = DateRange(version.during.lower, until)
    version.name = f"{version.name} (đã hoàn tác)"
    if version.parent_id in created.get("unit", set()) - kept:
        version.parent = None
    if version.area_id in created.get("area", set()):
        version.area = None
    version.save()


def bearers(written: dict[str, Any]) -> dict[int, int | None]:
    """For each unit a run made: who bears its code once the run is undone, if anybody does."""
    created = {name: keys for name, keys in written["created"]}
    closed = [pk for name, pk, _ in written["closed"] if name == "unitversion"]
    again = dict(UnitVersion.objects.filter(pk__in=closed).values_list("code", "unit_id"))
    versions = UnitVersion.objects.filter(
        pk__in=created.get("unitversion", ()), unit__in=created.get("unit", ())
    )
    return {unit: again.get(code) for code, unit in versions.values_list("code", "unit_id")}


class Book:
    """The rows of one sort, areas or units, while a plan is written into them.

    `before` are the versions of the day before, `now` the identities of the first day, true while writing.
    """

    identity: ClassVar[Any]
    version: ClassVar[Any]
    succession: ClassVar[Any]
    owner: ClassVar[str]  # the column of a version that holds its identity
    how: ClassVar[str]  # the column of a succession that says how
    notes: ClassVar[tuple[str, ...]] = ("clause",)

    def __init__(self, part: Part, plan: Plan, written: Written) -> None:
        self.part, self.written, self.on = part, written, plan.effective_on
        self.source = plan.base_document[:200]
        self.before = {row.code: row for row in self.version.objects.filter(during__contains=plan.day_before)}
        standing = self.version.objects.filter(during__contains=self.on)
        self.now: dict[str, int] = dict(standing.values_list("code", self.owner))

    def write(self) -> None:
        splits = self._close()
        fresh = [row for row in self.part.new if row["code"] not in self.now]
        identities = [self._identity(f"{row['code']}@{self.on}", row) for row in fresh]
        self.written.create(self.identity, identities)
        self.now |= {row["code"]: made.pk for row, made in zip(fresh, identities, strict=True)}
        self.written.create(
            self.version,
            [self._version(row) for row in fresh] + [self._continued(*split) for split in splits],
        )
        self.written.create(self.succession, self._successions())

    def _close(self) -> list[tuple[Any, date | None, Row]]:
        """End what is abolished or changed, unless it ends already; return the changed and their old ends."""
        ending = [row for code in self.part.abolished if self._goes_on(row := self.before[code])]
        for row in ending:
            self.now.pop(row.code)
        changing = [(self.before[row["code"]], row) for row in self.part.changed]
        splits = [(old, old.during.upper, row) for old, row in changing if self._goes_on(old)]
        self.written.close(self.version, [*ending, *(old for old, _, _ in splits)], self.on)
        return splits

    def _goes_on(self, row: Any) -> bool:
        return row.during.upper is None or row.during.upper > self.on

    def _identity(self, key: str, row: Row) -> Any:
        return self.identity(key=key)

    def _version(self, row: Row) -> Any:
        owner = {self.owner: self.now[row["code"]]}
        during = DateRange(self.on, None)
        return self.version(**owner, during=during, source=self.source, **self.columns(row))

    def _continued(self, old: Any, upper: date | None, row: Row) -> Any:
        fresh = copy(old)
        fresh.pk, fresh.during, fresh.source = None, DateRange(self.on, upper), self.source
        for column, value in self.columns(row).items():
            setattr(fresh, column, value)
        return fresh

    def columns(self, row: Row) -> dict[str, Any]:
        """The columns of a version that the row names."""
        found = {
            key: value for key, value in row.items() if key not in ("kind", "parent") and value is not None
        }
        if "parent" in row:
            found["parent_id"] = row["parent"] and self.now[row["parent"]]
        return found

    def _successions(self) -> list[Any]:
        kept = set(self.succession.objects.filter(on=self.on).values_list("old_id", "new_id"))
        told = {
            (getattr(self.before[row["old"]], self.owner), self.now[row["new"]]): row
            for row in self.part.successions
        }
        return [self._succession(old, new, row) for (old, new), row in told.items() if (old, new) not in kept]

    def _succession(self, old: int, new: int, row: Row) -> Any:
        notes = {key: row[key] for key in self.notes if row.get(key)}
        return self.succession(
            old_id=old, new_id=new, on=self.on, source=self.source, **{self.how: row["how"]}, **notes
        )


class AreaBook(Book):
    identity, version, succession, owner, how = Area, AreaVersion, AreaSuccession, "area_id", "relation"

    def columns(self, row: Row) -> dict[str, Any]:
        return super().columns(row) | ({"kind": row["kind"]} if row.get("kind") else {})


class UnitBook(Book):
    identity, version, succession, owner, how = Unit, UnitVersion, UnitSuccession, "unit_id", "kind"
    notes = ("clause", "scope")

    def __init__(self, part: Part, plan: Plan, written: Written, areas: AreaBook) -> None:
        super().__init__(part, plan, written)
        self.areas = areas

    def write(self) -> None:
        super().write()
        ended = [self.before[code].unit_id for code in self.part.abolished]
        standing = UnitFunction.objects.filter(during__contains=self.on)
        ending = list(standing.filter(Q(unit__in=ended) | Q(serves__in=ended)))
        self.written.close(UnitFunction, ending, self.on)
        for row in self.part.functions:
            self._appoint(self.now[row["unit"]], self.now[row["serves"]], row["function"])

    def columns(self, row: Row) -> dict[str, Any]:
        found = super().columns(row)
        if code := found.pop("area", None):
            found["area_id"] = self.areas.now[code]
        if "name" in found:
            found.setdefault("short_name", found["name"])
        return found

    def _identity(self, key: str, row: Row) -> Unit:
        return Unit(key=key, kind=row["kind"])

    def _appoint(self, unit: int, serves: int, function: str) -> None:
        same = UnitFunction.objects.filter(serves=serves, function=function, during__contains=self.on)
        holder = same.first()
        if holder and holder.unit_id == unit:
            return
        if holder:
            self.written.close(UnitFunction, [holder], self.on)
        during = DateRange(self.on, None)
        row = UnitFunction(unit_id=unit, serves_id=serves, function=function, during=during)
        self.written.create(UnitFunction, [row])


def check(plan: Plan) -> list[str]:
    """What in the directory stands in the way of the plan, one sentence each."""
    return [*_check("areas", plan.areas, plan), *_check("units", plan.units, plan)]


def _check(name: str, part: Part, plan: Plan) -> Iterator[str]:
    known = _Known(name, part, plan)
    for code in (*part.abolished, *(row["code"] for row in part.changed)):
        yield from known.missing_before(code)
    for row in part.new:
        yield from known.taken(row["code"])
    for row in (*part.new, *part.changed):
        yield from known.missing_after(row.get("parent"))
    for row in part.successions:
        yield from known.missing_before(row["old"])
        yield from known.missing_after(row["new"])
    yield from known.left_behind(part)
    for row in part.functions:
        yield from known.missing_after(row["unit"])
        yield from known.missing_after(row["serves"])
    if name == "units":
        lands = _Known("areas", plan.areas, plan)
        for row in (*part.new, *part.changed):
            yield from lands.missing_after(row.get("area"))


class _Known:
    """Which codes exist just before and just after a plan."""

    def __init__(self, name: str, part: Part, plan: Plan) -> None:
        now = directory()
        held = now.areas if name == "areas" else now.units
        self.what = "địa bàn" if name == "areas" else "đơn vị"
        self.plan, self.told = plan, set[str]()
        self.before = {view.code: view.id for view in held(plan.day_before)}
        self.on_the_day = {view.code: view for view in held(plan.effective_on)}
        self.new = {row["code"] for row in part.new}
        self.abolished = {self.before[code] for code in part.abolished if code in self.before}

    def missing_before(self, code: str) -> Iterator[str]:
        if code not in self.before:
            yield from self._once(
                f"Không có {self.what} mã {code} vào ngày {short_date(self.plan.day_before)}."
            )

    def missing_after(self, code: str | None) -> Iterator[str]:
        if code is None or code in self.new or self._stays(code):
            return
        yield from self._once(f"Không có {self.what} mã {code} từ ngày {short_date(self.plan.effective_on)}.")

    def taken(self, code: str) -> Iterator[str]:
        """The code is another's on that day: neither abolished by this plan nor begun by it."""
        view = self.on_the_day.get(code)
        if view and view.id not in self.abolished and view.since != self.plan.effective_on:
            yield from self._once(f"Mã {code} đang là {self.what} {view.name}; hãy bãi bỏ trước khi lập mới.")

    def left_behind(self, part: Part) -> Iterator[str]:
        """Whoever lies under something abolished must be abolished, or told where to."""
        moved = {row["code"] for row in part.changed if row.get("parent")}
        for view in self.on_the_day.values():
            if view.parent in self.abolished and self._stays(view.code) and view.code not in moved:
                yield from self._once(f"{view.name} còn trực thuộc {self.what} bị bãi bỏ trong tệp này.")

    def _stays(self, code: str) -> bool:
        view = self.on_the_day.get(code)
        return view is not None and view.id not in self.abolished

    def _once(self, sentence: str) -> Iterator[str]:
        if sentence not in self.told:
            self.told.add(sentence)
            yield sentence

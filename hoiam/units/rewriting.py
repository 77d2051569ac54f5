"""Rewriting the directory (ghi phương án vào danh bạ): close, split, create; remember each row, take it back.

Only `reorganisation` uses this. A row that is there already, as the plan wants it, is left alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from django.apps import apps
from django.db import connection
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
    """Every row a run wrote: closed ones with the end they had, and created ones, in order."""

    closed: list[tuple[str, int, str | None]] = field(default_factory=list)
    created: list[tuple[str, int]] = field(default_factory=list)

    def close(self, row: Any, on: date) -> None:
        upper = row.during.upper
        self.closed.append((row._meta.model_name, row.pk, upper and upper.isoformat()))
        row.during = DateRange(row.during.lower, on)
        row.save(update_fields=["during"])

    def create(self, row: Model) -> None:
        row.save(force_insert=True)
        self.created.append((str(row._meta.model_name), row.pk))

    def count(self) -> int:
        return len(self.closed) + len(self.created)

    def as_json(self) -> dict[str, Any]:
        return {"closed": self.closed, "created": self.created}


def take_back(written: dict[str, Any]) -> None:
    """Delete what was created, last first; give what was closed its old end. IntegrityError: it is in use."""
    for name, pk in reversed(written["created"]):
        apps.get_model("units", name)._default_manager.filter(pk=pk).delete()
    for name, pk, upper in written["closed"]:
        row = apps.get_model("units", name)._default_manager.get(pk=pk)
        row.during = DateRange(row.during.lower, upper and date.fromisoformat(upper))
        row.save(update_fields=["during"])
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


class Book:
    """The rows of one sort, areas or units, while a plan is written into them."""

    identity: ClassVar[Any]
    version: ClassVar[Any]
    succession: ClassVar[Any]
    name: ClassVar[str]  # the foreign key of a version to its identity
    how: ClassVar[str]  # the field of a succession that says how
    part: Part

    def __init__(self, plan: Plan, written: Written) -> None:
        self.plan, self.written, self.on = plan, written, plan.effective_on
        self.made: dict[str, Any] = {}

    def write(self) -> None:
        splits = [split for row in self.part.changed if (split := self._close_for_change(row))]
        for code in self.part.abolished:
            self._abolish(code)
        fresh = [row for row in self.part.new if self._is_missing(row["code"])]
        for row in fresh:
            self.made[row["code"]] = self._identity(row)
        for row in fresh:
            self._create_version(row)
        for version, upper, row in splits:
            self._continue(version, upper, row)
        for row in self.part.successions:
            self._succeed(row)

    def valid(self, code: str, on: date) -> Any:
        return self.version.objects.get(code=code, during__contains=on)

    def identity_id(self, code: str, on: date) -> int:
        return int(getattr(self.valid(code, on), f"{self.name}_id"))

    def fields(self, row: Row) -> dict[str, Any]:
        """The columns of a version that the row names."""
        found = {
            key: value for key, value in row.items() if key not in ("kind", "parent") and value is not None
        }
        if "parent" in row:
            found["parent_id"] = self._parent(row["parent"])
        return found

    def _parent(self, code: str | None) -> int | None:
        if code is None:
            return None
        return self.made[code].pk if code in self.made else self.identity_id(code, self.on)

    def _identity(self, row: Row) -> Any:
        identity = self._new_identity(f"{row['code']}@{self.on}", row)
        self.written.create(identity)
        return identity

    def _new_identity(self, key: str, row: Row) -> Any:
        return self.identity(key=key)

    def _create_version(self, row: Row) -> None:
        self.written.create(
            self.version(
                **{self.name: self.made[row["code"]]},
                during=DateRange(self.on, None),
                source=self.plan.base_document[:200],
                **self.fields(row),
            )
        )

    def _abolish(self, code: str) -> None:
        version = self.valid(code, self.plan.day_before)
        if version.during.upper is None or version.during.upper > self.on:
            self.written.close(version, self.on)

    def _is_missing(self, code: str) -> bool:
        return not self.version.objects.filter(code=code, during__contains=self.on).exists()

    def _close_for_change(self, row: Row) -> tuple[Any, date | None, Row] | None:
        version = self.valid(row["code"], self.plan.day_before)
        upper = version.during.upper
        if upper == self.on:
            return None  # what it is called from that day on is there already
        self.written.close(version, self.on)
        return version, upper, row

    def _continue(self, version: Any, upper: date | None, row: Row) -> None:
        version.pk, version._state.adding = None, True
        version.during = DateRange(self.on, upper)
        version.source = self.plan.base_document[:200]
        for column, value in self.fields(row).items():
            setattr(version, column, value)
        self.written.create(version)

    def _succeed(self, row: Row) -> None:
        ends = {
            "old_id": self.identity_id(row["old"], self.plan.day_before),
            "new_id": self.identity_id(row["new"], self.on),
            "on": self.on,
        }
        if not self.succession.objects.filter(**ends).exists():
            more = {key: row[key] for key in self.notes if row.get(key)}
            source = self.plan.base_document[:200]
            self.written.create(self.succession(**ends, **{self.how: row["how"]}, **more, source=source))

    notes: ClassVar[tuple[str, ...]] = ("clause",)


class AreaBook(Book):
    identity, version, succession, name, how = Area, AreaVersion, AreaSuccession, "area", "relation"

    @property
    def part(self) -> Part:  # type: ignore[override]
        return self.plan.areas

    def fields(self, row: Row) -> dict[str, Any]:
        return super().fields(row) | ({"kind": row["kind"]} if row.get("kind") else {})


class UnitBook(Book):
    identity, version, succession, name, how = Unit, UnitVersion, UnitSuccession, "unit", "kind"
    notes = ("clause", "scope")

    @property
    def part(self) -> Part:  # type: ignore[override]
        return self.plan.units

    def write(self) -> None:
        ending = [self.identity_id(code, self.plan.day_before) for code in self.part.abolished]
        super().write()
        for function in UnitFunction.objects.filter(
            Q(unit__in=ending) | Q(serves__in=ending), during__contains=self.on
        ):
            self.written.close(function, self.on)
        for row in self.part.functions:
            self._appoint(row)

    def fields(self, row: Row) -> dict[str, Any]:
        found = super().fields(row)
        if code := found.pop("area", None):
            found["area_id"] = AreaVersion.objects.get(code=code, during__contains=self.on).area_id
        if "name" in found:
            found.setdefault("short_name", found["name"])
        return found

    def _new_identity(self, key: str, row: Row) -> Unit:
        return Unit(key=key, kind=row["kind"])

    def _appoint(self, row: Row) -> None:
        unit, serves = (self.identity_id(row[end], self.on) for end in ("unit", "serves"))
        holder = UnitFunction.objects.filter(
            serves=serves, function=row["function"], during__contains=self.on
        ).first()
        if holder and holder.unit_id == unit:
            return
        if holder:
            self.written.close(holder, self.on)
        during = DateRange(self.on, None)
        self.written.create(
            UnitFunction(unit_id=unit, serves_id=serves, function=row["function"], during=during)
        )


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

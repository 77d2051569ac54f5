"""Seats at the review (ai dự phiên rà soát): Office, centre and head of an authority, at each level."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from hoiam.accounts.models import Person
from hoiam.kit.moments import civil_date
from hoiam.kit.refusal import Refused
from hoiam.units.directory import directory
from hoiam.units.roles import Function, Role, UnitKind
from hoiam.units.standing import Standing, standing

SITTING: Final = (
    Role.COORDINATOR,
    Role.OFFICE_HEAD,
    Role.CENTRE_MANAGER,
    Role.SHIFT_LEAD,
    Role.AUTHORITY_HEAD,
    Role.UNIT_HEAD,
    Role.FOCAL_POINT,
)


def authorities_of(person: Person, at: datetime) -> frozenset[int]:
    """The authorities whose review this person works at: for which their unit is Office or centre, or which
    they lead."""
    return authorities_of_seat(standing(person, at), at)


def authorities_of_seat(seat: Standing, at: datetime) -> frozenset[int]:
    book, on = directory(), civil_date(at)
    found: set[int] = set()
    for role, unit in seat.seats:
        if role not in SITTING:
            continue
        found |= book.serves(unit, Function.OFFICE, on) | book.serves(unit, Function.CENTRE, on)
        if book.unit(unit, on).kind == UnitKind.COMMITTEE:
            found.add(unit)
    return frozenset(found)


def allow(person: Person, authority: int, at: datetime) -> None:
    if authority not in authorities_of(person, at):
        raise Refused("Phiên rà soát là việc của Văn phòng và Tổng đài cấp ấy; bạn không có quyền này.")


def within(authority: int, on: date) -> frozenset[int] | None:
    """The units whose cases a session of that authority looks at. None: all, where the centre works."""
    book = directory()
    if authority == book.root(on):
        return None
    return book.descendants(authority, on) | {authority}

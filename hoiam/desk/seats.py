"""Seats (tư cách trên bàn làm việc): who takes calls, who watches over all units."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from hoiam.units.standing import Standing, standing

if TYPE_CHECKING:
    from hoiam.accounts.models import Person

TAKING = ("operator", "shift_lead", "centre_manager", "coordinator")
WATCHING = (
    "coordinator",
    "office_head",
    "centre_manager",
    "shift_lead",
    "authority_head",
    "unit_head",
    "auditor",
)


def person_of(request: HttpRequest) -> Person:
    return cast("Person", request.user)


def may_take_calls(seat: Standing, at: datetime) -> bool:
    return (seat.is_centre or seat.is_office) and seat.has(*TAKING)


def may_watch(seat: Standing, at: datetime) -> bool:
    return seat.has(*WATCHING)


def require_taking(person: Person, at: datetime) -> None:
    if not may_take_calls(standing(person, at), at):
        raise PermissionDenied("Trang này dành cho Điện thoại viên, Trưởng ca và Điều phối viên.")


def require_watching(person: Person, at: datetime) -> None:
    if not may_watch(standing(person, at), at):
        raise PermissionDenied("Trang này dành cho Lãnh đạo và Điều phối viên.")

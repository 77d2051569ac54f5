"""Seats (tư cách): who looks at what is late, who reminds, who sends again what is stuck."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from hoiam.cases.policy import COORDINATING
from hoiam.cases.visible import followed, in_centre_or_office
from hoiam.units.standing import Standing, standing

if TYPE_CHECKING:
    from hoiam.accounts.models import Person

WATCHING: Final = (*COORDINATING, "focal_point", "unit_head", "external_unit", "authority_head", "auditor")


def person_of(request: HttpRequest) -> Person:
    return cast("Person", request.user)


def may_watch(seat: Standing) -> bool:
    """The centre and the Office watch over all units, the Office of a committee over those below it; leaders
    and focal points over their own."""
    return seat.has(*WATCHING)


def require_watching(person: Person, at: datetime) -> Standing:
    seat = standing(person, at)
    if not may_watch(seat):
        raise PermissionDenied("Trang này dành cho Tổng đài, Văn phòng, Lãnh đạo và Đầu mối đơn vị.")
    return seat


def watched_units(seat: Standing, at: datetime) -> frozenset[int]:
    """The units whose lateness somebody sees who does not watch over all: those they answer for, and those
    their Office was told to follow."""
    return seat.reach | followed(seat, at)


def may_send_again(seat: Standing, at: datetime) -> bool:
    return in_centre_or_office(seat, at, COORDINATING)

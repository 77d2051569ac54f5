"""Groups (nhóm nơi nhận): "UBND các xã, phường" is one printed line and many units, those of the day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from hoiam.kit.refusal import Refused
from hoiam.units.directory import Directory, UnitView, directory
from hoiam.units.roles import AreaKind

from .content import Addressee, Purpose
from .models import Group

# The order in which kinds of places are named in one breath.
_PLACES = (
    (AreaKind.RURAL_DISTRICT, "huyện"),
    (AreaKind.COMMUNE, "xã"),
    (AreaKind.WARD, "phường"),
    (AreaKind.TOWNSHIP, "thị trấn"),
    (AreaKind.TOWN, "thị xã"),
    (AreaKind.CITY, "thành phố"),
)


def groups_of(issuer: int, on: date) -> list[Group]:
    """The groups this body may write to on that day, its own before everybody's."""
    level = directory().unit(issuer, on).level
    fitting = Group.objects.filter(Q(issuer=issuer) | Q(issuer=None), Q(level=level) | Q(level=""))
    return list(fitting.filter(during__contains=on).order_by("issuer", "pk"))


def group(code: str, issuer: int, on: date, purpose: Purpose | None = None) -> Addressee | None:
    """The printed line with its units; None when nobody is in it: such a group is not printed."""
    found = next((one for one in groups_of(issuer, on) if one.code == code), None)
    if found is None:
        raise Refused(f"Không có nhóm nơi nhận “{code}” của {directory().unit(issuer, on).name}.")
    units = members(found, issuer, on)
    if not units:
        return None
    return Addressee(label(found.label, units, directory(), on), tuple(u.id for u in units), purpose)


def members(one: Group, issuer: int, on: date) -> list[UnitView]:
    """Units of the group's kinds right below the issuer on that day."""
    return [u for u in directory().units(on) if u.parent == issuer and u.kind in one.kinds]


def label(pattern: str, units: Iterable[UnitView], book: Directory, on: date) -> str:
    """ "UBND các {places}" with the kinds of areas that there are."""
    kinds = {book.area(unit.area, on).kind for unit in units if unit.area is not None}
    return pattern.replace("{places}", ", ".join(word for kind, word in _PLACES if kind in kinds))

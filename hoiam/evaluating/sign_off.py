"""Sign off (chốt phiếu): home affairs closes a unit's line of a month; it is kept as it stands, for good."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from hoiam.accounts.models import Person
from hoiam.kit.moments import civil_date, iso, short_moment
from hoiam.kit.refusal import Refused
from hoiam.units.directory import directory

from .ask_exclusion import refuse_signed
from .models import Exclusion, Month, SignOff
from .sheet import lines_of
from .sights import Sight, sight_of
from .turns import take_turn


@transaction.atomic
def sign_off(start: date, unit: int, *, by: Person, conclusion: str, at: datetime) -> SignOff:
    """After the window for objections and after every one of them is decided."""
    sight = sight_of(by, at)
    if not sight.sees_all_of(unit):
        raise Refused("Chỉ cơ quan nội vụ theo dõi đơn vị này được chốt phiếu.")
    month = _settled(start, unit, at)
    if not conclusion.strip():
        raise Refused("Chốt phiếu phải ghi kết luận.")
    lines = {}
    for name, reader in (("whole", sight), ("own", own_copy(unit, at))):
        line = lines_of(unit, [month], reader)[start]
        line.conclusion, line.signed_by, line.signed_at = conclusion.strip(), by.full_name, iso(at)
        lines[name] = line.to_data()
    return SignOff.objects.create(
        month=month, unit_id=unit, start=start, line=lines, conclusion=conclusion.strip(), at=at, by=by
    )


def _settled(start: date, unit: int, at: datetime) -> Month:
    take_turn("unit", unit)  # nobody asks, decides or signs meanwhile
    month = Month.objects.filter(start=start).first()
    if month is None:
        raise Refused("Tháng này chưa chốt số liệu.")
    refuse_signed(start, unit)
    if at <= month.object_until:
        raise Refused(f"Đơn vị còn được nêu ý kiến đến {short_moment(month.object_until)}.")
    waiting = Exclusion.objects.filter(start=start, unit=unit, decided_at=None).count()
    if waiting:
        raise Refused(f"Còn {waiting} ý kiến của đơn vị chưa quyết định.")
    return month


def own_copy(unit: int, at: datetime) -> Sight:
    """What the unit itself sees of its line."""
    walls = directory().walls(unit, civil_date(at))
    return Sight(own=frozenset({unit}), walls=walls)

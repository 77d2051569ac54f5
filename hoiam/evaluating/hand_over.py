"""Hand over (chuyển cơ quan giải quyết): the handler or its authority has ended; the work goes on."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from hoiam.kit.moments import civil_date
from hoiam.units.directory import directory

from .handlers import handler_of
from .lifecycle import Step
from .models import Matter
from .telling import tell_matter, workers
from .write import hold


@transaction.atomic
def hand_over(matter: Matter, at: datetime) -> Matter:
    """To whoever handles matters about the accused now. Deadlines stay as they are."""
    held = hold(matter, at)
    found = handler_of(held.matter.accused_id, civil_date(at))
    before = held.matter.handler_id
    if (found.unit, found.authority) == (before, held.matter.authority_id):
        return held.matter
    held.matter.handler_id, held.matter.authority_id = found.unit, found.authority
    held.record(Step.HAND_OVER, by=None, before=before, handler=found.unit)
    tell_matter(held.matter, workers(held.matter, at), "chuyển đến do sắp xếp đơn vị", at=at)
    return held.matter


def hand_over_of_the_ended(at: datetime) -> int:
    """Every matter whose handler or authority ended and left its work to nobody by a row of succession."""
    book, on = directory(), civil_date(at)
    pairs = Matter.objects.order_by().values_list("handler_id", "authority_id").distinct()
    units = {unit for pair in pairs for unit in pair if unit is not None}
    ended = [unit for unit in units if not book.is_valid(unit, on)]
    if not ended:
        return 0
    rows = Matter.objects.filter(handler__in=ended) | Matter.objects.filter(authority__in=ended)
    return sum(hand_over(matter, at).seq > matter.seq for matter in rows.order_by("pk"))

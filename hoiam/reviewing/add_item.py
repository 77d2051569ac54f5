"""Add a line (đưa thêm vào chương trình): a case the data did not bring up, by its code."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from hoiam.accounts.models import Person
from hoiam.cases.queries import case_by_code
from hoiam.kit.moments import civil_date
from hoiam.kit.refusal import Refused

from .choose import hold_open
from .models import Item, Session
from .seats import allow, within
from .words import PROPOSED, Ground


@transaction.atomic
def add_item(session: Session, code: str, *, by: Person, at: datetime) -> Item:
    held = hold_open(session.pk)
    allow(by, held.authority_id, at)
    case = case_by_code(code, by, at)
    units = within(held.authority_id, civil_date(at))
    if case is None or (units is not None and case.holder_id not in units):
        raise Refused("Không có phản ánh mã này trong phạm vi của phiên.")
    if held.items.filter(case=case).exists():
        raise Refused(f"Phản ánh {case.shown_code} đã có trong chương trình.")
    last = held.items.aggregate(last=Max("no"))["last"] or 0
    return Item.objects.create(
        session=held,
        no=last + 1,
        case=case,
        grounds={Ground.BY_HAND: None},
        proposal=PROPOSED[Ground.BY_HAND],
    )

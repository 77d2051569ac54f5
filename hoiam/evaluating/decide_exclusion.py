"""Decide an exclusion (quyết định loại trừ): the Office or home affairs, once; never the unit itself."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from hoiam.accounts.models import Person
from hoiam.kit.moments import short_moment
from hoiam.kit.refusal import Refused

from .ask_exclusion import refuse_signed
from .models import Exclusion
from .sights import sight_of
from .turns import take_turn


@transaction.atomic
def decide_exclusion(
    exclusion: Exclusion, *, by: Person, is_granted: bool, comment: str = "", at: datetime
) -> Exclusion:
    """Granted: what of this case is late is no longer held against the unit, and the sheet says why."""
    take_turn("unit", exclusion.unit_id)
    asked = Exclusion.objects.get(pk=exclusion.pk)
    if not sight_of(by, at).decides_for(asked.unit_id):
        raise Refused("Chỉ Văn phòng hoặc nội vụ quyết định; đơn vị không tự quyết định cho mình.")
    if asked.asked_by_id == by.pk:
        raise Refused("Người nêu ý kiến không tự quyết định ý kiến của mình.")
    refuse_signed(asked.start, asked.unit_id)
    if asked.decided_at is not None:
        raise Refused(f"Ý kiến này đã được quyết định lúc {short_moment(asked.decided_at)}.")
    if not is_granted and not comment.strip():
        raise Refused("Không chấp nhận ý kiến thì phải nêu lý do.")
    asked.decided_at, asked.decided_by = at, by
    asked.is_granted, asked.comment = is_granted, comment.strip()
    asked.save()
    return asked

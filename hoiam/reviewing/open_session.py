"""Open a session (mở phiên rà soát): its agenda is prepared from data, and begins with what was not done."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction

from hoiam.accounts.models import Person
from hoiam.cases.reviewable import Span, sent_back_in
from hoiam.kit.moments import civil_date
from hoiam.kit.refusal import Refused

from .agenda import prepare
from .models import Item, Session
from .seats import allow, within

FIRST_LOOKS_BACK: Final = timedelta(days=30)


@transaction.atomic
def open_session(authority: int, *, by: Person, at: datetime) -> Session:
    allow(by, authority, at)
    before = Session.objects.filter(authority=authority).first()
    if before is not None and before.concluded_at is None:
        raise Refused(f"{before} chưa kết luận; hãy kết luận phiên ấy trước khi mở phiên mới.")
    if before is not None and before.opened_at >= at:
        raise Refused("Phiên mới phải mở sau phiên trước.")
    since = before.opened_at if before else at - FIRST_LOOKS_BACK
    span = Span(since, at, within(authority, civil_date(at)))
    session = Session(
        authority_id=authority,
        number=before.number + 1 if before else 1,
        since=since,
        opened_at=at,
        opened_by=by,
        sent_back=sent_back_in(span),
    )
    try:
        with transaction.atomic():
            session.save(force_insert=True)
    except IntegrityError:
        raise Refused("Người khác vừa mở phiên rà soát; hãy tải lại trang.") from None
    Item.objects.bulk_create(prepare(session, before), batch_size=1000)
    return session

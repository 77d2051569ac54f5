"""Attach (liên kết dự thảo): while it is a draft, an earlier document is linked to it, or taken off again."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.db.models import QuerySet

from hoiam.kit.moments import short_date
from hoiam.kit.refusal import Refused

from .hold import hold, record
from .link import link
from .models import Document, DocumentLink, Relation
from .models.document import OUT, WRITING
from .policy import allow, may_write
from .symbols import tidy
from .visible import WALLED, documents_visible_to

if TYPE_CHECKING:
    from hoiam.accounts.models import Person

# What a person may say by hand; to replace and to correct are verbs of their own.
BY_HAND: Final = (Relation.ATTACHES, Relation.BASED_ON, Relation.CARRIES_OUT, Relation.REPLIES_TO)


@transaction.atomic
def attach(document: Document, to: Document, relation: str, *, by: Person, at: datetime) -> Document:
    """Asked twice it is linked once."""
    held, kind = hold(document, *WRITING), Relation(relation)
    allow(may_write(by, held.drafting_unit_id, at), "Liên kết")
    if kind not in BY_HAND:
        raise Refused("Muốn thay thế hoặc đính chính, hãy bấm nút ấy ở trang của văn bản đã phát hành.")
    if not documents_visible_to(by, at).filter(pk=to.pk, state__in=OUT).exists():
        raise Refused("Chỉ liên kết được với văn bản đã phát hành mà bạn được xem.")
    if to.kind in WALLED:  # more people read this draft than may know of that
        raise Refused("Đề xuất về công vụ không liên kết với văn bản khác được.")
    if not held.links.filter(to=to, relation=kind).exists():
        link(held, to, kind, at=at)
        record(held, "link", by=by, at=at, note=f"{kind.label}: {to.name}")
    return held


@transaction.atomic
def detach(document: Document, link: int, *, by: Person, at: datetime) -> Document:
    """`link` is the number of its row."""
    held = hold(document, *WRITING)
    allow(may_write(by, held.drafting_unit_id, at), "Gỡ liên kết")
    found = by_hand(held).filter(pk=link).first()
    if found is None:
        raise Refused("Liên kết này đã được gỡ.")
    record(held, "unlink", by=by, at=at, note=f"{found.get_relation_display()}: {found.to.name}")
    found.delete()
    return held


def by_hand(document: Document) -> QuerySet[DocumentLink]:
    """The links that may be taken off a draft."""
    return document.links.filter(relation__in=BY_HAND).select_related("to").order_by("pk")


def document_named(number_symbol: str, on: date | None, *, by: Person, at: datetime) -> Document:
    """The one that this person sees under this number; the day is asked only where several bear it."""
    symbol = tidy(number_symbol)
    found = documents_visible_to(by, at).filter(state__in=OUT, number_symbol__iexact=symbol)
    rows = list((found.filter(issued_on=on) if on else found).defer("content").order_by("origin", "pk"))
    if not rows:
        raise Refused(
            f"Không có văn bản số {symbol} trong các văn bản bạn được xem; hãy xem lại, hoặc tiếp nhận trước."
        )
    # What came by two ways is one document: the one made here stands for it.
    one = {(row.issuer_name, row.issued_on): row for row in reversed(rows)}
    if len(one) > 1:
        several = "; ".join(f"{name}, ngày {short_date(day)}" for name, day in one if day)
        raise Refused(f"Có nhiều văn bản số {symbol} ({several}); hãy ghi ngày văn bản.")
    return rows[0]

"""Receiving (nhận văn bản từ trục liên thông): envelopes that lie in the folder become documents taken in.

An envelope may come again, whole or in part, after a kill: a unit takes the same document in once.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.core.files.base import ContentFile
from django.db import transaction

from hoiam.files.keep import keep
from hoiam.kit.moments import civil_date
from hoiam.kit.refusal import Refused
from hoiam.units.directory import directory
from hoiam.units.roles import Function

from .arriving import Arrival, arrived, keep_arrived
from .content import Kind
from .edxml.envelope import Envelope
from .envelopes import folder
from .models import DeliveryAddress, Document, Way
from .models.document import KIND_LABELS

_KINDS: Final = {label.lower(): kind for kind, label in KIND_LABELS.items()}


def receive_envelopes(at: datetime) -> int:
    """How many envelopes were taken in; what is refused lies aside with its reason."""
    return sum(not taken.why for taken in folder().take(lambda envelope: take_envelope(envelope, at)))


@transaction.atomic
def take_envelope(envelope: Envelope, at: datetime) -> list[Document]:
    """One document for each of our units it is addressed to."""
    codes = [party.code for party in envelope.to]
    known = DeliveryAddress.objects.filter(way=Way.EDXML, address__in=codes).order_by("unit")
    units = sorted({_house(unit, civil_date(at)) for unit in known.values_list("unit_id", flat=True)})
    if not units:
        raise Refused("Gói tin không gửi cho đơn vị nào của hệ thống này.")
    if not envelope.attachments:
        raise Refused("Gói tin không có tệp văn bản.")
    if envelope.on > civil_date(at):
        raise Refused("Ngày văn bản trong gói tin còn ở phía trước.")
    return [made for unit in units if (made := _taken_in(envelope, unit, at)) is not None]


def _house(unit: int, on: date) -> int:
    """Who opens a body's mail: a committee's clerks or its Office, any other unit its own people."""
    book = directory()
    houses = (book.function(function, unit, on) for function in (Function.CLERK, Function.OFFICE))
    return next((house for house in houses if house is not None), unit)


def _taken_in(envelope: Envelope, unit: int, at: datetime) -> Document | None:
    issuer = DeliveryAddress.objects.filter(way=Way.EDXML, address=envelope.sender.code).first()
    it = Arrival(
        number_symbol=envelope.number_symbol,
        date=envelope.on,
        signer=envelope.signer,
        issuer=issuer.unit_id if issuer else None,
        issuer_name=envelope.sender.name,
        kind=_KINDS.get(envelope.type_name.lower(), Kind.LETTER),
        subject=envelope.subject,
    )
    document = arrived(it, unit=unit, by=None, at=at)
    if document is not None:
        files = [keep(ContentFile(one.content, one.name), at=at) for one in envelope.attachments]
        note = " · ".join(part for part in ("Trục liên thông văn bản", envelope.content) if part)
        keep_arrived(document, files, by=None, at=at, note=note)
    return document

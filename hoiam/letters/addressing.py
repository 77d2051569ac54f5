"""Addressing (gửi đến): at issue every line becomes its units of that day, each with its ways of delivery."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from hoiam.kit.moments import short_date
from hoiam.kit.refusal import Refused
from hoiam.units.directory import directory

from .content import Addressee
from .models import Delivery, DeliveryAddress, Document, Recipient, Way


def address(document: Document, *, at: datetime) -> list[Recipient]:
    """One row a unit, the first line that names it; a delivery a way."""
    rows: dict[int, Recipient] = {}
    for place, line in _lines(document):
        for unit in line.units:
            _refuse_the_ended(unit, document)
            if unit not in rows:
                purpose = line.purpose.value if line.purpose else ""
                rows[unit] = Recipient(
                    document=document,
                    unit_id=unit,
                    line=line.text,
                    place=place,
                    purpose=purpose,
                    order=len(rows) + 1,
                )
    made = Recipient.objects.bulk_create(rows.values())
    _deliver(made, at)
    return made


def _lines(document: Document) -> Iterator[tuple[Recipient.Place, Addressee]]:
    content = document.letter
    yield from ((Recipient.Place.TO, line) for line in content.addressees)
    yield from ((Recipient.Place.COPY, line) for line in content.copies)


def _refuse_the_ended(unit: int, document: Document) -> None:
    """Nobody writes to a unit that is no more; the draft names who has its work now."""
    on, units = document.issued_on, directory()
    assert on is not None
    if not units.is_valid(unit, on):
        raise Refused(
            f"{units.unit(unit, on).name} không còn vào ngày {short_date(on)}; hãy sửa nơi nhận, trình lại."
        )


def _deliver(recipients: list[Recipient], at: datetime) -> None:
    units = [recipient.unit_id for recipient in recipients]
    ways: dict[int, list[str]] = {unit: [Way.IN_SYSTEM] for unit in units}
    for unit, way in DeliveryAddress.objects.filter(unit__in=units).values_list("unit", "way"):
        ways[unit].append(way)
    Delivery.objects.bulk_create(
        Delivery(recipient=recipient, way=way, created_at=at, send_after=at)
        for recipient in recipients
        for way in ways[recipient.unit_id]
    )

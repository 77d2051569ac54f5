"""Got (ai đã nhận): the recipients of an issued document as its issuer sees them, by the lines it prints."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from hoiam.kit.moments import short_moment
from hoiam.units.directory import directory

from .deliveries import in_trouble
from .models import Delivery, Document, Recipient
from .models.recipients import PURPOSES


@dataclass(frozen=True, slots=True)
class Got:
    """One recipient; `trouble` is the way that did not reach it."""

    unit: str
    row: Recipient
    trouble: Delivery | None


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line of Kính gửi or Nơi nhận, with its units."""

    text: str
    purpose: str
    got: tuple[Got, ...]

    @property
    def is_group(self) -> bool:
        return len(self.got) > 1

    @property
    def sent_at(self) -> datetime | None:
        """When all of it left, where that was one and the same minute: it is then said once."""
        moments = [one.row.delivered_at for one in self.got]
        first = moments[0]
        if first is None or any(at is None or short_moment(at) != short_moment(first) for at in moments):
            return None
        return first

    @property
    def opened(self) -> int:
        return sum(one.row.read_at is not None for one in self.got)


def lines_of(document: Document) -> list[Line]:
    assert document.issued_on is not None
    units, purposes = directory(), dict(PURPOSES)
    troubles = in_trouble().filter(recipient__document=document).select_related("message")
    failed = {delivery.recipient_id: delivery for delivery in troubles}
    rows = document.recipients.select_related("read_by").order_by("order")
    got = [Got(units.unit(row.unit_id, document.issued_on).name, row, failed.get(row.pk)) for row in rows]
    printed = groupby(got, key=lambda one: (one.row.place, one.row.line, one.row.purpose))
    return [Line(line, purposes.get(purpose, ""), tuple(ones)) for (_, line, purpose), ones in printed]

"""Pages (trang danh sách): cases of a list by the key of the last row, never by counting rows before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Left

from .models import Attachment, Case
from .visible import CaseQuerySet

# In UTC: the clocks of Vietnam have changed since.
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Page:
    """Cases of one page; the keys lead on and back, empty where there is nothing more."""

    cases: Sequence[Case]
    older: str = ""
    newer: str = ""


def page_of(cases: CaseQuerySet, order: str, *, after: str = "", before: str = "", size: int = 50) -> Page:
    """Keyset: the page begins behind the key of the last row shown, however far down that is."""
    column, falls = order.lstrip("-"), order.startswith("-")
    backwards = bool(before) and not after
    rows = shown(cases).annotate(key=F(column))
    key = read_key(after or before)
    if key is not None:
        rows = rows.filter(_beyond(column, key, "lt" if falls != backwards else "gt"))
    sign = "-" if falls != backwards else ""
    found = list(rows.order_by(f"{sign}{column}", f"{sign}id")[: size + 1])
    has_more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    if not found:
        return Page([])
    first, last = key_of(found[0]), key_of(found[-1])
    if backwards:
        return Page(found, older=last, newer=first if has_more else "")
    return Page(found, older=last if has_more else "", newer=first if key is not None else "")


def _beyond(column: str, key: tuple[datetime, int], way: str) -> Q:
    # The first condition is implied by the second; it is what the index can use.
    at, pk = key
    return Q(**{f"{column}__{way}e": at}) & (Q(**{f"{column}__{way}": at}) | Q(**{f"id__{way}": pk}))


def shown(cases: CaseQuerySet) -> CaseQuerySet:
    """With the columns a row of a list needs, and nothing else: one query, whatever the length."""
    photos = Attachment.objects.filter(case=OuterRef("pk"), purpose="petition")
    return cases.annotate(
        words=Left("text__content", 160), has_photo=Exists(photos), assignee_name=F("assignee__full_name")
    ).defer("source", "source_id", "lat", "lng")


def key_of(case: Any) -> str:
    return f"{round(case.key.timestamp() * 1_000_000)}-{case.pk}"


def read_key(text: str) -> tuple[datetime, int] | None:
    """A key as it stood in the address; a broken one is the first page."""
    moment, _, pk = text.partition("-")
    if not (moment.isdecimal() and pk.isdecimal() and len(moment) <= 17 and len(pk) <= 18):
        return None
    return EPOCH + timedelta(microseconds=int(moment)), int(pk)

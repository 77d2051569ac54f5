"""Decisions that stand (kết luận đang có hiệu lực): the last one of each line."""

from __future__ import annotations

from collections.abc import Iterable

from .models import Decision, Item


def last_decisions(items: Iterable[Item]) -> dict[int, Decision]:
    """Line → its last decision; one query."""
    rows = Decision.objects.filter(item__in=[item.pk for item in items]).select_related("by")
    return {row.item_id: row for row in rows.order_by("pk")}

"""Counting contacts (đếm lượt liên hệ): those that made no case, by channel; cases count themselves."""

from datetime import datetime
from typing import TypedDict, cast

from django.db.models import Count, Q

from .models import Contact


class Counts(TypedDict):
    contacts: int
    answered_on_the_spot: int
    missed: int
    called_back: int
    person: int
    business: int
    procedure: int
    report: int
    support: int
    other: int


def counts(start: datetime, end: datetime) -> dict[str, Counts]:
    """Contacts in [start, end) that made no case, by channel; a channel nobody used is absent."""
    sums: dict[str, Count] = {
        "contacts": Count("pk"),
        "answered_on_the_spot": Count("pk", filter=Q(is_answered=True)),
        "missed": Count("pk", filter=Q(is_missed=True)),
        "called_back": Count("pk", filter=Q(called_back_at__isnull=False)),
        **{who: Count("pk", filter=Q(petitioner_type=who)) for who in ("person", "business")},
        **{about: Count("pk", filter=Q(about=about)) for about in Contact.About.values},
    }
    inside = Contact.objects.filter(at__gte=start, at__lt=end).order_by()
    rows = inside.values("channel").annotate(**sums).values_list("channel", *sums)
    return {channel: cast(Counts, dict(zip(sums, numbers, strict=True))) for channel, *numbers in rows}

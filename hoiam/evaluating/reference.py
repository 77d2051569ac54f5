"""Reference rows (dữ liệu nền): how long each step of a matter may take, until a province says otherwise."""

from __future__ import annotations

from django.db.backends.postgresql.psycopg_any import DateRange

from hoiam.kit.clock import now

from .clocks import OPERATING
from .models import StepTerm


def load() -> None:
    """Adds what is missing and changes nothing that somebody has decided since."""
    present = set(StepTerm.objects.values_list("clock", flat=True))
    StepTerm.objects.bulk_create(
        StepTerm(clock=clock, text=text, during=DateRange(None, None), recorded_at=now())
        for clock, text in OPERATING.items()
        if clock not in present
    )

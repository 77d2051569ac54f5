"""Figures (số liệu báo cáo): how long the counting of one month takes. Runs on bench's own database."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from hoiam.cases.figures import Window, period_cases, period_counts
from hoiam.kit.clock import now
from hoiam.kit.moments import VN

from .timing import Bound, timed

TABLES: Final = ("unit_id", "category_id", "kind", "channel")
SATISFIED: Final = 4


def last_month() -> Window:
    """The whole month before this one, as it stood at its end."""
    first = now().astimezone(VN).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    start = (first - timedelta(days=1)).replace(day=1)
    return Window(start, first, first)


def time_figures(bound: Bound) -> list[dict[str, Any]]:
    """The totals alone, the tables of the report, and every case of the month one by one."""
    window = last_month()
    acts = {
        "report_totals": lambda: period_counts(window, satisfied_from=SATISFIED),
        "report_tables": lambda: period_counts(window, satisfied_from=SATISFIED, by=TABLES),
        "report_cases": lambda: period_cases(window),
    }
    rows = []
    for act, do in acts.items():
        taken = timed([_thrown_away(do)], bound)
        rows.append(
            {"act": act, "clients": 1, "times": taken.times, "p50": round(taken.p50, 2),
             "p95": round(taken.p95, 2), "rate": round(taken.rate, 2), "statements": 1.0, "database_ms": None}
        )  # fmt: skip
    return rows


def _thrown_away(do: Any) -> Any:
    def act() -> None:
        do()

    return act

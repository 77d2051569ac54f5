"""Measures (chỉ tiêu chất lượng): plain counts of a report's rows from which table V is made.

Each adds up over periods, so that a year is the sum of its reports.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

from .models import Report, ReportAct, ReportLine, ReportStep
from .sight import EVERYTHING, Sight

EXPLAINED: Final = ("explained", "Giải thích, không có việc phải làm")
UPHELD: Final = ("upheld", "partly")
# How a reminder went: what the table tells apart.
BY_LETTER: Final = ("letter", "Văn bản")
BY_TELEPHONE: Final = ("phone", "Điện thoại")
# What the line of a row's case says, for a row that does not say it itself.
OF_CASE: Final = (
    "(SELECT l.{} FROM reporting_reportline l WHERE (l.report_id, l.case_id) = (it.report_id, it.case_id))"
)


def measures_of(report: Report, sight: Sight = EVERYTHING) -> Counter[str]:
    return count(lines_seen(report, sight), acts_seen(report, sight))


def lines_seen(report: Report, sight: Sight = EVERYTHING) -> list[ReportLine]:
    """The counted lines this reader sees."""
    condition, parameters = sight.sql()
    sql = f"SELECT * FROM reporting_reportline WHERE report_id = %(report)s AND is_counted AND {condition}"
    return list(ReportLine.objects.raw(sql, parameters | {"report": report.pk}))


def acts_seen(report: Report, sight: Sight = EVERYTHING) -> list[ReportAct]:
    condition, parameters = sight.sql()
    of_report = f"FROM reporting_reportact AS it WHERE it.report_id = %(report)s AND {condition}"
    sql = f"SELECT it.*, {OF_CASE.format('kind')} AS kind {of_report} ORDER BY at, id"
    return list(ReportAct.objects.raw(sql, parameters | {"report": report.pk}))


def steps_seen(report: Report, sight: Sight = EVERYTHING) -> list[ReportStep]:
    condition, parameters = sight.sql()
    sql = f"SELECT * FROM reporting_reportstep WHERE report_id = %(report)s AND {condition}"
    rows = ReportStep.objects.raw(f"{sql} ORDER BY due_at, code, step", parameters | {"report": report.pk})
    return list(rows)


def count(lines: Iterable[ReportLine], acts: Iterable[ReportAct]) -> Counter[str]:
    found: Counter[str] = Counter()
    for line in lines:
        found.update(_of_line(line))
    for act in acts:
        found[_of_act(act)] += 1
    return found


def _of_line(line: ReportLine) -> list[str]:
    told = [line.outcome]
    if line.outcome.startswith("answered"):
        told.append("answered")
        told += ["explained"] if line.answer_outcome in EXPLAINED else []
    if line.conduct_unit_id is not None:
        told.append("conduct")
        told.append(_conclusion(line))
    return told


def _conclusion(line: ReportLine) -> str:
    if line.conclusion in UPHELD:
        return "conduct_upheld"
    return "conduct_not_upheld" if line.conclusion else "conduct_pending"


def _of_act(act: ReportAct) -> str:
    if act.act != "remind":
        return act.act
    if act.means in BY_LETTER:
        return "remind_letter"
    return "remind_telephone" if act.means in BY_TELEPHONE else "remind_other"


def plain(found: Counter[str]) -> dict[str, Any]:
    """To keep as JSON."""
    return dict(sorted(found.items()))

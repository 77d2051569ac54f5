"""Late lines (nghìn dòng chậm): from a frozen report to the letter, its DOCX and every signed annex file.

One run, stage after stage, by the same verbs as people use. Runs on bench's own database, in a folder that is
thrown away, with keys of a test authority.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from datetime import date, timedelta
from itertools import cycle
from typing import Any, Final

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from hoiam.accounts.models import Person
from hoiam.cases.figures import Window
from hoiam.directing.compose import Wanted, compose_directive
from hoiam.kit.clock import now
from hoiam.kit.moments import civil_date
from hoiam.kit.progress import say
from hoiam.kit.refusal import Refused
from hoiam.letters.annex_files import make_annexes
from hoiam.letters.issue import issue
from hoiam.letters.models import Document, Signer
from hoiam.letters.sign import sign
from hoiam.letters.submit import submit
from hoiam.reporting.definitions import definition
from hoiam.reporting.make import Asked, monthly_report
from hoiam.reporting.models import Report, ReportLine
from hoiam.units.directory import directory

WRITER, SIGNER, CLERK = "bench-coordinator", "bench-signer", "bench-clerk"
STAGES: Final = {
    "compose": "lập văn bản từ báo cáo",
    "submit": "soát, vẽ bản trình ký",
    "sign": "người có thẩm quyền ký",
    "issue": "lấy số, cơ quan ký, bản Word",
    "annexes": "vẽ, ký từng tệp phụ lục",
}
PERIOD, REPLY_IN = timedelta(days=30), timedelta(days=10)
OTHERS: Final = """
    SELECT id, code FROM cases_case
    WHERE id NOT IN (SELECT case_id FROM reporting_reportline WHERE report_id = %s) ORDER BY id LIMIT %s
"""


def time_letter(report: Report) -> dict[str, Any]:
    """Seconds of each stage, and how many lines and annex files came of it."""
    issuer = directory().root(civil_date(now()))
    _seat_the_signer(issuer)
    taken: dict[str, float] = {}
    document = _sent(report, issuer, taken)
    with _timed("annexes", taken):
        files = make_annexes(now())
    return {
        "lines": sum(annex.lines for annex in document.letter.annexes),
        "files": files,
        "seconds": taken,
    }


def _sent(report: Report, issuer: int, taken: dict[str, float]) -> Document:
    """Composed, submitted, signed and issued; `taken` learns how long each took."""
    at, signer = now(), _person(SIGNER)
    wanted = Wanted(reply_before=civil_date(at) + REPLY_IN, signer=signer)
    with _timed("compose", taken):
        document = compose_directive(report, issuer, by=_person(WRITER), at=at, wanted=wanted).document
    with _timed("submit", taken):
        submit(document, by=_person(WRITER), at=at)
    with _timed("sign", taken):
        sign(document, by=signer, at=at)
    with _timed("issue", taken):
        return issue(document, by=_person(CLERK), at=at)


def report_of(lines: int) -> Report:
    """Frozen now, and made longer: its own late lines again, each of another case and of the next unit."""
    at = now()
    report = monthly_report(Asked(Window(at - PERIOD, at, at), definition("default")))
    late = list(report.lines.filter(annex__gt=0, is_confidential=False, conduct_unit=None)[:lines])
    with connection.cursor() as cursor:
        cursor.execute(OTHERS, [report.pk, lines - len(late)])
        others = cursor.fetchall()
    if not late or len(late) + len(others) < lines:
        raise Refused(f"Dữ liệu đo không đủ {lines} phản ánh; hãy tăng --cases.")
    units = cycle(_right_below(civil_date(at)))
    ReportLine.objects.bulk_create(
        _again(line, case, code, next(units)) for line, (case, code) in zip(cycle(late), others, strict=False)
    )
    return report


def _again(line: ReportLine, case: int, code: str, unit: int) -> ReportLine:
    made = copy(line)
    made._state = copy(line._state)
    made._state.adding, made.pk = True, None
    made.case_id, made.code, made.annex_unit_id = case, code, unit
    return made


def _right_below(on: date) -> list[int]:
    """The committees the province writes to."""
    units = directory()
    root = units.root(on)
    return [one.id for one in units.units(on) if one.parent == root and one.area is not None]


def _seat_the_signer(issuer: int) -> None:
    Signer.objects.get_or_create(
        unit_id=issuer, person=_person(SIGNER), capacity="TL. CHỦ TỊCH", position="CHÁNH VĂN PHÒNG",
        defaults={"during": DateRange(None, None), "source": "Quy chế làm việc (dữ liệu đo)"},
    )  # fmt: skip


@contextmanager
def _timed(stage: str, taken: dict[str, float]) -> Iterator[None]:
    say(f"Đang {STAGES[stage]}…")
    began = time.perf_counter()
    yield
    taken[stage] = round(time.perf_counter() - began, 2)


def _person(username: str) -> Person:
    return Person.objects.get(username=username)

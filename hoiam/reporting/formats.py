"""Formats (các dạng báo cáo): one report, written as JSON, XLSX, DOCX or PDF."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Final, NamedTuple

from hoiam.kit.moments import civil_date, moment_words

from .documents.paper import to_docx, to_pdf
from .documents.wording import document
from .documents.xlsx import to_xlsx
from .models import Report
from .promise import as_json
from .sheet import Sheet
from .sight import Sight, of_report


class Format(NamedTuple):
    media_type: str
    write: Callable[[Report, Sight], bytes]


def _json(report: Report, sight: Sight) -> bytes:
    return (json.dumps(as_json(report, sight), ensure_ascii=False, indent=1) + "\n").encode()


def _xlsx(report: Report, sight: Sight) -> bytes:
    return to_xlsx(document(Sheet(report, sight)), period_words(report), report)


def _docx(report: Report, sight: Sight) -> bytes:
    return to_docx(document(Sheet(report, sight)), period_words(report), report)


def _pdf(report: Report, sight: Sight) -> bytes:
    return to_pdf(document(Sheet(report, sight)), period_words(report), report)


def period_words(report: Report) -> str:
    """The line under every table's title: of which period it speaks."""
    return f"(Từ {moment_words(report.start)} đến {moment_words(report.end)})"


OFFICE: Final = "application/vnd.openxmlformats-officedocument."
FORMATS: Final = {
    "json": Format("application/json", _json),
    "xlsx": Format(f"{OFFICE}spreadsheetml.sheet", _xlsx),
    "docx": Format(f"{OFFICE}wordprocessingml.document", _docx),
    "pdf": Format("application/pdf", _pdf),
}


def write_as(name: str, report: Report, sight: Sight | None = None) -> bytes:
    """The report for one reader; without one, whole, and of one unit as that unit's copy."""
    return FORMATS[name].write(report, sight or of_report(report))


def file_name(name: str, report: Report) -> str:
    return f"bao-cao-{civil_date(report.start)}-{civil_date(report.end)}-ban-{report.version}.{name}"

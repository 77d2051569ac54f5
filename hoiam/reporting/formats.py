"""Formats (các dạng báo cáo): one report, written as JSON, XLSX, DOCX or PDF."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Final, NamedTuple

from .models import Report
from .promise import as_json
from .sight import EVERYTHING, Sight


class Format(NamedTuple):
    media_type: str
    write: Callable[[Report, Sight], bytes]


def _json(report: Report, sight: Sight) -> bytes:
    return (json.dumps(as_json(report, sight), ensure_ascii=False, indent=1) + "\n").encode()


FORMATS: Final = {
    "json": Format("application/json", _json),
}


def write_as(name: str, report: Report, sight: Sight = EVERYTHING) -> bytes:
    return FORMATS[name].write(report, sight)

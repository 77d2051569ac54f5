"""PDF by typst (bản in): data goes in, PDF/A comes out; no word of a case is ever typst code."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import typst

from hoiam.reporting.table import Table

from .wording import Document

HERE: Final = Path(__file__).parent
TYPEFACE: Final = "rinoh_typeface_texgyretermes"  # Times metrics, from a wheel


def to_pdf(it: Document, under: str, made_at: datetime) -> bytes:
    data = json.dumps(_plain(it) | {"under": under}, ensure_ascii=False)
    return bytes(
        typst.compile(
            str(HERE / "report.typ"),
            root=str(HERE),
            font_paths=[str(font_folder())],
            ignore_system_fonts=True,
            sys_inputs={"data": data},
            format="pdf",
            timestamp=made_at.astimezone(UTC).replace(microsecond=0),
            pdf_standards=["a-2b"],
        )
    )


def font_folder() -> Path:
    found = find_spec(TYPEFACE)
    if found is None or not found.submodule_search_locations:
        raise RuntimeError(f"the typeface package {TYPEFACE} is not installed")
    return Path(next(iter(found.submodule_search_locations)))


def _plain(it: Document) -> dict[str, Any]:
    texts = {
        name: getattr(it, name)
        for name in (
            "above",
            "issuer",
            "number",
            "place_and_date",
            "kind",
            "about",
            "addressee",
            "opening",
            "closing",
            "copies",
            "signer",
        )
    }
    sections = [{"heading": s.heading, "paragraphs": s.paragraphs} for s in it.sections]
    return texts | {
        "sections": sections,
        "tables": [_table(table) for table in it.tables],
        "annexes": [_table(table) for table in it.annexes],
    }


def _table(table: Table) -> dict[str, Any]:
    return {
        "code": table.code,
        "title": table.title,
        "columns": [
            {"head": c.head, "width": c.width, "text": c.is_text, "group": c.group} for c in table.columns
        ],
        "grouped": table.is_grouped,
        "groups": [list(group) for group in table.groups],
        "rows": [
            {"kind": row.kind, "cells": [table.text(row, n) for n in range(len(row.cells))]}
            for row in table.rows
        ],
        "notes": table.notes,
    }

"""Data for typst (dữ liệu để vẽ): a Content as the plain words and numbers a page is drawn from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from hoiam.kit.moments import date_words
from hoiam.letters.content import Addressee, Annex, Content, Kind, Paragraph, Purpose
from hoiam.letters.symbols import symbol

BLANK: Final = "\u2007" * 7  # room to write a number in: figure spaces are kept
SHORT: Final = "\u2007" * 4  # for day, month and year, so that the line stays one
KINDS: Final = {
    Kind.LETTER: "Công văn",
    Kind.REPORT: "Báo cáo",
    Kind.NOTICE: "Thông báo",
    Kind.APOLOGY: "Thư xin lỗi",
    Kind.PROPOSAL: "Đề xuất",
}
PURPOSES: Final = {
    Purpose.ACT: "thực hiện",
    Purpose.REPORT: "báo cáo",
    Purpose.COOPERATE: "phối hợp",
    Purpose.INFORM: "để biết",
}


def number_symbol(content: Content, number: str | None) -> str:
    """9193/UBND-HCC, 05/BC-VPUBND; room for the number of a draft. A whole symbol stays as it was typed."""
    if number and "/" in number:
        return number
    said = number.zfill(2) if number and number.isdigit() else number
    return f"{said or BLANK}/{symbol(content.kind, content.head)}"


def day_words(on: date | None) -> str:
    return date_words(on) if on else f"ngày {SHORT} tháng {SHORT} năm {SHORT}"


def under_words(content: Content, number: str | None, on: date | None) -> str:
    """(Kèm theo Công văn số 9193/UBND-HCC ngày 04 tháng 8 năm 2021 của Ủy ban nhân dân tỉnh Đồng Nai)."""
    kind = KINDS[content.kind]
    said = f"số {number_symbol(content, number)} {day_words(on)} của {content.head.said_name}"
    return f"(Kèm theo {kind} {said})"


def name_of(content: Content, number: str | None) -> str:
    """The document's title for programs that list it."""
    about = " ".join(content.subject.split()) or content.kind.heading.capitalize()
    return f"{number_symbol(content, number)} {about}" if number else about


def kept_inside(content: Content) -> list[Annex]:
    """Annexes every addressee gets whole: they stay in the letter's own file."""
    return [annex for annex in content.annexes if not annex.per_unit]


def letter_data(
    content: Content, annexes: Sequence[Annex], number: str | None, on: date | None
) -> dict[str, Any]:
    is_letter = content.kind is Kind.LETTER
    return {
        "name": name_of(content, number),
        "author": content.head.said_name,
        "kind": content.kind.heading,
        "about": content.subject,
        "head": {
            "above": content.head.parent_name,
            "names": list(content.head.name_lines),
            "number": f"Số: {number_symbol(content, number)}",
            "place-and-date": f"{content.head.place}, {day_words(on)}",
            "about": f"V/v {content.subject}" if is_letter and content.subject else "",
            "urgency": content.urgency,
        },
        "addressees": [line_words(one) for one in content.addressees],
        "body": [paragraph_data(one) for one in content.body],
        "copies": [line_words(one) for one in content.copies],
        "signer": {"titles": titles_of(content), "name": content.signatory.name},
        "annexes": [annex_data(one, under_words(content, number, on)) for one in annexes],
    }


def titles_of(content: Content) -> list[str]:
    return [words for words in (content.signatory.capacity, content.signatory.position) if words]


def line_words(one: Addressee) -> str:
    return f"{one.text} ({PURPOSES[one.purpose]})" if one.prints_purpose and one.purpose else one.text


def paragraph_data(one: Paragraph) -> dict[str, Any]:
    runs = [{"text": run.text, "bold": run.bold, "italic": run.italic} for run in one.runs]
    return {"role": one.role, "runs": runs}


def annex_data(one: Annex, under: str) -> dict[str, Any]:
    return {
        "label": one.name,
        "title": one.title.upper(),
        "under": one.under or under,
        "landscape": one.landscape,
        "columns": [
            {"head": c.head, "width": c.width, "text": c.is_text, "group": c.group} for c in one.columns
        ],
        "grouped": any(c.group for c in one.columns),
        "groups": [list(group) for group in one.groups],
        "rows": [{"kind": row.kind, "cells": list(row.cells)} for row in one.rows],
        "notes": list(one.notes),
    }

"""Lists (danh sách lý do, kết quả): codes with their words, in memory; no query per question."""

from __future__ import annotations

from typing import Final, NamedTuple

from hoiam.kit.remembered import Remembered

from .models import Reason


class Listed(NamedTuple):
    """One row of a list: its label for staff, and what a citizen is told."""

    code: str
    label: str
    public_label: str
    legal_basis: str
    what_next: str
    reopens: bool


def listed(list_name: str, code: str | None) -> Listed | None:
    return _remembered.get().get((list_name, code)) if code else None


def is_listed(list_name: str, code: str) -> bool:
    return (list_name, code) in _remembered.get()


def label(list_name: str, value: str | None) -> str:
    """The words of a listed code, or the free words themselves."""
    row = listed(list_name, value)
    return row.label if row else value or ""


def public_label(list_name: str, value: str | None) -> str:
    row = listed(list_name, value)
    return (row.public_label or row.label) if row else value or ""


def forget() -> None:
    """Read the rows again at the next question: for whoever has just changed them."""
    _remembered.forget()


def _load() -> dict[tuple[str, str | None], Listed]:
    return {
        (row.list, row.code): Listed(
            row.code, row.label, row.public_label, row.legal_basis, row.what_next, row.reopens
        )
        for row in Reason.objects.order_by("list", "order", "code")
    }


_remembered: Final = Remembered("cases_reasonversion", _load)

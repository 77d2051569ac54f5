"""Published (gốc đã công bố): the seals as everybody may read and keep them, newest first or all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from hoiam.cases.models import Seal

from .form import FORMAT, as_published, said

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class SealView:
    number: int
    sealed_at: datetime
    lines: int
    root: str


def latest_seals(before: int | None = None, most: int = PAGE) -> list[SealView]:
    """The newest below a number, by key."""
    rows = Seal.objects.order_by("-number").values_list("number", "sealed_at", "lines", "root")
    if before is not None:
        rows = rows.filter(number__lt=before)
    return [
        SealView(number, sealed_at, lines, bytes(root).hex())
        for number, sealed_at, lines, root in rows[:most]
    ]


def all_published() -> dict[str, Any]:
    """Every root with its header and signature, and the public keys they were made by: what to keep.

    Read from the seals alone: whatever serves the public has no business with the private key.
    """
    seals = list(Seal.objects.order_by("number").defer("leaves"))
    return {
        "format": FORMAT,
        "keys": sorted({str(said(seal)["key"]) for seal in seals}),
        "seals": [as_published(seal) for seal in seals],
    }

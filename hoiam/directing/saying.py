"""What is said (lời báo cáo): of one line or point, and of all together; as typed, before it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hoiam.files.models import File


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of one line (by its code), or of one point (by its number)."""

    claim: str
    code: str = ""
    point: int | None = None
    until: date | None = None
    cause: str = ""
    responsibility: str = ""
    remedy: str = ""
    petitioner_word: str = ""
    text: str = ""
    files: tuple[File, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """What is said of all lines together: the paragraphs 2 to 4 of the report."""

    causes: str = ""
    remedies: str = ""
    proposals: str = ""

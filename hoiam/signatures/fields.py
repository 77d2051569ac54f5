"""Fields (ô chữ ký): places kept free for signatures, in millimetres from the top left corner of a page.

Names are those a signing program shows beside the place; what a reader hears is Vietnamese (`label`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

LEADER: Final = "leader"
ORGANISATION: Final = "organisation"
BLANK: Final = "blank-"  # how a field begins that is written between two signatures: number, day
LABELS: Final = {
    LEADER: "Chữ ký số của người có thẩm quyền",
    ORGANISATION: "Chữ ký số của cơ quan, tổ chức",
}
POINTS_PER_MM: Final = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Box:
    """Left, top, width and height in millimetres; (0, 0) is the top left corner of the page."""

    left: float
    top: float
    width: float
    height: float

    def __post_init__(self) -> None:
        if min(self.left, self.top) < 0 or min(self.width, self.height) <= 0:
            raise ValueError(f"not a place on a page: {self}")

    def in_points(self, page_height: float) -> tuple[float, float, float, float]:
        """As PDF counts: points, from the bottom left corner."""
        left, top, right, bottom = (
            edge * POINTS_PER_MM
            for edge in (self.left, self.top, self.left + self.width, self.top + self.height)
        )
        return left, page_height - bottom, right, page_height - top


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    page: int  # 1 is the first
    box: Box

    @property
    def label(self) -> str:
        return label_of(self.name)


def label_of(name: str) -> str:
    return LABELS.get(name, "Chữ ký số")


# Decree 30, box 14: a separate annex is signed by the organisation, at the top right of its first page.
ANNEX_BOX: Final = Box(left=140, top=6, width=55, height=12)

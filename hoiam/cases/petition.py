"""A petition (nội dung người gửi mang đến): what somebody brought, before anything is decided about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .line import Conduct, Place
from .reading import whole_second


@dataclass(slots=True, kw_only=True)
class Petition:
    """Read and resolved: the case before its first decision."""

    kind: str
    channel: str
    content: str
    received_at: datetime
    source: str = ""  # empty: made here
    source_id: str = ""
    code: str | None = None
    category: int | None = None
    urgency: str = "normal"
    summary: str | None = None
    petitioner: dict[str, Any] = field(default_factory=dict)
    place: Place | None = None
    conduct: Conduct | None = None
    outside_ids: dict[str, str] = field(default_factory=dict)
    parent: int | None = None
    may_publish: bool | None = None  # what the petitioner said when asked; None: nobody asked
    parent_code: str | None = None  # as the file names it, when the parent may not be here yet

    def __post_init__(self) -> None:
        self.received_at = whole_second(self.received_at)
        if self.place and not any(part is not None for part in self.place):
            self.place = None  # a place of which nothing is known is none, here and wherever it travels

    @property
    def petitioner_type(self) -> str:
        return self.petitioner.get("type") or ("person" if self.petitioner.get("phone") else "anonymous")

    @property
    def calls_back(self) -> bool:
        """The petitioner has only a telephone, and used it: the answer is told by calling back."""
        return (
            self.channel == "phone"
            and bool(self.petitioner.get("phone"))
            and not self.petitioner.get("email")
        )

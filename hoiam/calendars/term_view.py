"""One term as it is used (thời hạn đang áp dụng): its length, its calendar, its pauses and its basis."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from hoiam.deadlines import Calendar, Deadline, Term, due

from .refusing import refusing

# Nobody has set it: no document may be claimed for it (lời văn, §0.10).
SOFTWARE_DEFAULT: Final = "mặc định của phần mềm, chờ tỉnh quy định"
TO_BE_SET: Final = "thời hạn do đơn vị vận hành đặt, chờ tỉnh quy định"


@dataclass(frozen=True, slots=True)
class TermView:
    step: str
    term: Term
    calendar: Calendar
    source: str = ""
    note: str = SOFTWARE_DEFAULT
    row_id: int | None = None
    pause_days: int = 0
    pause_times: int = 0
    ask_before: float = 0.0
    leader_may_extend: bool = False
    situation: str = ""

    @property
    def text(self) -> str:
        return str(self.term)

    @property
    def words(self) -> str:
        """5 ngày làm việc."""
        return self.term.words

    @property
    def is_set(self) -> bool:
        """A document says so; otherwise nothing may be called "theo quy định"."""
        return bool(self.source)

    @property
    def basis(self) -> str:
        return f"theo {self.source}" if self.source else self.note

    @property
    def rule(self) -> str:
        """What stands beside a deadline: 5 ngày làm việc, mặc định của phần mềm, chờ tỉnh quy định."""
        return f"{self.words}, {self.basis}"

    def due(
        self,
        start: datetime,
        pauses: Iterable[tuple[datetime, datetime]] = (),
        extra: Iterable[Term] = (),
    ) -> Deadline:
        """The deadline with the segments that prove it; Refused outside the calendar's known years."""
        with refusing():
            return due(start, self.term, self.calendar, pauses, extra)

"""Deadlines (thời hạn): working time, pure: no Django, no database, no clock.

    due(received_at, Term.parse("5 working_days"), calendar).at

A deadline is read off the segments that prove it. How days, hours and pauses are counted, and
which law or gap each rule comes from, is written in docs/law/working-time.md.
"""

from .calendar import (
    STANDARD_HOURS,
    VN,
    AfterHours,
    Block,
    Calendar,
    Day,
    Effect,
    OfficeHours,
    OutsideCalendar,
    SpecialDay,
    Why,
    read_blocks,
    show_blocks,
    weekly,
)
from .elapsed import closing_before, share_used, working_days_late, working_minutes, working_time
from .reckoning import Deadline, Pause, Segment, due, resume
from .term import Term, Unit, UnreadableTerm
from .words import WHY_WORDS, left_words

__all__ = [
    "STANDARD_HOURS",
    "VN",
    "WHY_WORDS",
    "AfterHours",
    "Block",
    "Calendar",
    "Day",
    "Deadline",
    "Effect",
    "OfficeHours",
    "OutsideCalendar",
    "Pause",
    "Segment",
    "SpecialDay",
    "Term",
    "Unit",
    "UnreadableTerm",
    "Why",
    "closing_before",
    "due",
    "left_words",
    "read_blocks",
    "resume",
    "share_used",
    "show_blocks",
    "weekly",
    "working_days_late",
    "working_minutes",
    "working_time",
]

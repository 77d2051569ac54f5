"""The tables of a case (bảng của phản ánh): only this room writes them, and only its verbs."""

from .case import Case, CaseText, OutsideId, Petitioner
from .facts import Answer, Attachment, ExtensionRequest, Joining, Publication, Rating, Reminder, Repeat
from .history import Event, EventText, IdempotencyKey, Reason, ReasonVersion
from .life import Assignment, Attributes, ClockSegment, Due, OfCase, Span
from .moving import Moving
from .seals import Seal
from .watch import Watch
from .words import Channel, ConductAbout, Fixed, Kind, PetitionerType, Score, Urgency

__all__ = [
    "Answer",
    "Assignment",
    "Attachment",
    "Attributes",
    "Case",
    "CaseText",
    "Channel",
    "ClockSegment",
    "ConductAbout",
    "Due",
    "Event",
    "EventText",
    "ExtensionRequest",
    "IdempotencyKey",
    "Fixed",
    "Joining",
    "Kind",
    "Moving",
    "OfCase",
    "OutsideId",
    "Petitioner",
    "PetitionerType",
    "Publication",
    "Rating",
    "Reason",
    "ReasonVersion",
    "Reminder",
    "Repeat",
    "Score",
    "Seal",
    "Span",
    "Urgency",
    "Watch",
]

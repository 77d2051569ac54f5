"""Composing (soạn lời văn): the words of every kind of letter, from plain data to a Content. Pure."""

from .amending import correction, replacement
from .apology import Apology, apology
from .conclusion import Conclusion, Decision, conclusion
from .cover_report import CoverReport, Section, cover_report
from .order import Order, order_letter, order_points
from .parts import Cited, Issuer, Party, Period, PlannedPoint, Reply
from .passing_on import PassingOn, passing_on, passing_on_points
from .proposal import Proposal, proposal
from .reply_report import LineReply, ReplyReport, answered, reply_report

__all__ = [
    "Apology",
    "Cited",
    "Conclusion",
    "CoverReport",
    "Decision",
    "Issuer",
    "LineReply",
    "Order",
    "Party",
    "PassingOn",
    "Period",
    "PlannedPoint",
    "Proposal",
    "Reply",
    "ReplyReport",
    "Section",
    "answered",
    "apology",
    "conclusion",
    "correction",
    "cover_report",
    "order_letter",
    "order_points",
    "passing_on",
    "passing_on_points",
    "proposal",
    "replacement",
    "reply_report",
]

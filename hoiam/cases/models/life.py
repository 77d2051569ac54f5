"""The life of a case as dated rows (các khoảng thời gian): spans, hops, deadlines, clock, attributes.

Ranges of validity are two columns, `since` and `until` (null while open), because the report asks
for "every line with at < T": a row stands at T when since < T and (until is null or until >= T).
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import F, Func, Q

from hoiam.cases.lifecycle import State, Verb

from .case import Case
from .words import Kind, Urgency


class OfCase(models.Model):
    """What every dated row of a case has."""

    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


def _span_of(since: str = "since", until: str = "until") -> Func:
    return Func(F(since), F(until), function="tstzrange", output_field=models.Field())


class Span(OfCase):
    """Một lần mở: one open life of a case, entered or reopened … finished, and how it ended."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="spans")
    life = models.PositiveSmallIntegerField()
    entered_by = models.CharField(max_length=12, choices=Verb)
    how = models.CharField(max_length=12, choices=State, blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["case", "life"], name="span_one_a_life"),
            models.UniqueConstraint(fields=["case"], condition=Q(until__isnull=True), name="span_one_open"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["since", "until", "case"], name="span_since"),
            models.Index(fields=["until", "case"], name="span_until"),
            GistIndex(_span_of(), name="span_during"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.life}"


class Assignment(OfCase):
    """Một chặng: one stay with one unit. Every open case has exactly one open assignment."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="hops")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    sender = models.ForeignKey("units.Unit", models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    via = models.CharField(max_length=12, choices=Verb)
    ended_by = models.CharField(max_length=12, choices=Verb, blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["case"], condition=Q(until__isnull=True), name="hop_one_open"),
            ExclusionConstraint(
                name="hop_one_at_a_time",
                expressions=[("case", RangeOperators.EQUAL), (_span_of(), RangeOperators.OVERLAPS)],
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["unit", "case"], name="hop_unit"),
            # The few that lie where they were sent back to: a list of the desk, whatever the table holds.
            models.Index(
                fields=["case"], condition=Q(until__isnull=True, via="send_back"), name="hop_sent_back"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} ở {self.unit_id}"


class Due(OfCase):
    """Thời hạn: a deadline while it is in force, its cause and the rule that gave it. Null while paused."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="dues")
    clock = models.CharField(max_length=20)
    life = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField(null=True, blank=True)
    cause = models.CharField(max_length=20)
    rule = models.CharField(max_length=300, blank=True)
    unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, related_name="+")  # of a step's clock

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["case", "clock"], condition=Q(until__isnull=True), name="due_one_open"
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["case", "clock"], name="due_case"),
            models.Index(
                fields=["clock", "due_at", "case"], name="due_running", condition=Q(until__isnull=True)
            ),
            models.Index(fields=["due_at", "clock"], name="due_steps", condition=~Q(clock="answer")),
        ]

    def __str__(self) -> str:
        return f"{self.clock} {self.due_at:%d/%m/%Y %H:%M}" if self.due_at else f"{self.clock} tạm dừng"


class ClockSegment(OfCase):
    """Đoạn thời gian: the answer clock running or stopped. Pauses are the stopped ones."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="segments")
    life = models.PositiveSmallIntegerField()
    is_running = models.BooleanField()

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(fields=["case", "life"], name="segment_case")]

    def __str__(self) -> str:
        return "chạy" if self.is_running else "dừng"


class Attributes(OfCase):
    """Thuộc tính theo thời điểm: kind, field, urgency, area and accused unit as they were."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="attributes")
    kind = models.CharField(max_length=12, choices=Kind)
    urgency = models.CharField(max_length=12, choices=Urgency)
    category = models.ForeignKey("categories.Category", models.PROTECT, null=True, related_name="+")
    area = models.ForeignKey("units.Area", models.PROTECT, null=True, related_name="+")
    conduct_unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name_plural = "attributes"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(until__isnull=True), name="attributes_one_open"
            ),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["case", "since"], name="attributes_case")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"

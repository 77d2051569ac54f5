"""Matters (vụ việc): conduct and delay, in home affairs' own walled list.

An address holds a random key: a number would tell whoever sees one how many there are.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

from hoiam.calendars.models import Decided, some_day
from hoiam.evaluating.lifecycle import ENDED, Clock, Finding, Ground, Measure, State, Step

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager


class Matter(models.Model):
    """Vụ việc: what a unit, or somebody in it, is said to have done or left undone."""

    class About(models.TextChoices):
        CONDUCT = "conduct", "Thái độ, thực thi công vụ"
        DELAY = "delay", "Chậm trễ trong xử lý phản ánh"

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    about = models.CharField(max_length=12, choices=About)
    origin = models.CharField(max_length=12, choices=Ground)
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+")
    accused = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    accused_person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    accused_name = models.CharField(max_length=200, blank=True)  # as the petitioner called him
    handler = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    # Whose head decides; null: nobody stands above the accused, the handler's own head does.
    authority = models.ForeignKey("units.Unit", models.PROTECT, null=True, related_name="+")
    summary = models.TextField(blank=True)  # free of personal data: the verifier and the head read it
    state = models.CharField(max_length=12, choices=State, default=State.OPENED)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    finding = models.CharField(max_length=12, choices=Finding, blank=True)
    found_at = models.DateTimeField(null=True)
    measures = ArrayField(models.CharField(max_length=12, choices=Measure), default=list)
    execute_by = models.DateField(null=True)
    seq = models.PositiveIntegerField(default=0)

    lines: RelatedManager[MatterLine]
    clocks: RelatedManager[MatterClock]
    explanations: RelatedManager[Explanation]
    verifications: RelatedManager[Verification]
    grounds: RelatedManager[GroundRow]

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["case", "accused", "about"],
                condition=Q(case__isnull=False) & ~Q(state__in=sorted(ENDED)),
                name="matter_one_open_of_a_case",
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="matter_state_known"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) ^ Q(state__in=sorted(ENDED)), name="matter_closed_whole"
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["handler", "state", "-opened_at"], name="matter_list"),
            models.Index(fields=["authority", "state"], name="matter_to_decide"),
            models.Index(fields=["accused", "found_at"], name="matter_found"),
        ]

    def __str__(self) -> str:
        return self.short

    @property
    def short(self) -> str:
        """How people call it: VV-3F9A21C4."""
        return f"VV-{self.key.hex[:8].upper()}"

    @property
    def is_open(self) -> bool:
        return self.state not in ENDED


class MatterClock(models.Model):
    """Thời hạn của bước: the time a step has, from its term row. One runs while the matter is open."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="clocks")
    clock = models.CharField(max_length=12, choices=Clock)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    due_at = models.DateTimeField()
    rule = models.CharField(max_length=300)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["matter"], condition=Q(until__isnull=True), name="matter_one_clock_runs"
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["due_at"], name="matter_clock_due", condition=Q(until__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.get_clock_display()}: {self.due_at:%d/%m/%Y %H:%M}"

    def is_late(self, at: datetime) -> bool:
        return self.due_at < min(self.until or at, at)


class MatterLine(models.Model):
    """Diễn biến vụ việc: one line of its history. Append-only by trigger."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="lines")
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    step = models.CharField(max_length=20, choices=Step)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, related_name="+")
    facts = models.JSONField(default=dict)
    words = models.TextField(blank=True)
    file = models.ForeignKey("files.File", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("seq",)
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["matter", "seq"], name="matter_line_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id}#{self.seq} {self.step}"


class GroundRow(models.Model):
    """Căn cứ đã ghi: one fact of one case that brought a matter about; once, however often one looks."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="grounds")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    accused = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    ground = models.CharField(max_length=12, choices=Ground)
    life = models.PositiveSmallIntegerField()
    found_at = models.DateTimeField()
    facts = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["case", "accused", "ground", "life"], name="ground_once"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.ground}"


class Explanation(models.Model):
    """Giải trình: what is asked, which is all the accused unit ever reads, and what it answers."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="explanations")
    accused = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    text = models.TextField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    file = models.ForeignKey("files.File", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-asked_at",)
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["matter"], condition=Q(answered_at__isnull=True), name="explanation_one_waits"
            ),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["accused", "-asked_at"], name="explanation_of")]

    def __str__(self) -> str:
        return f"giải trình {self.key.hex[:8]}"


class Verification(models.Model):
    """Xác minh: who was sent to see for himself, from outside the accused unit, and what he found."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="verifications")
    verifier = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    question = models.TextField(blank=True)
    assigned_at = models.DateTimeField()
    due_at = models.DateTimeField()
    report = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    file = models.ForeignKey("files.File", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-assigned_at",)
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["matter"],
                condition=Q(done_at__isnull=True, withdrawn_at__isnull=True),
                name="verification_one_at_work",
            ),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["verifier"], name="verification_mine")]

    def __str__(self) -> str:
        return f"xác minh {self.key.hex[:8]}"


class StepTerm(Decided):
    """Thời hạn của bước, là dòng dữ liệu: how long a step of a matter may take, during some days."""

    clock = models.CharField(max_length=12, choices=Clock)
    text = models.CharField("Thời hạn", max_length=40)
    during = DateRangeField()

    class Meta:
        ordering = ("clock", "during")
        constraints: ClassVar[list[Any]] = [
            some_day("step_term_some_day"),
            models.CheckConstraint(
                condition=Q(text__regex=r"^[1-9][0-9]{0,3} (working_(days|hours)|clock_hours)$"),
                name="step_term_readable",
            ),
            ExclusionConstraint(
                name="step_term_one_a_day",
                expressions=[(F("clock"), RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_clock_display()}: {self.text}"

"""What was done for a case (việc đã làm): answers, ratings, reminders, publication, files."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from .case import Case
from .history import Event
from .life import OfCase
from .words import Channel


class Answer(models.Model):
    """Trả lời: an answer sent, the deadline then in force, and whether it came in time."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="answers")
    at = models.DateTimeField()
    life = models.PositiveSmallIntegerField()
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=200)
    conclusion = models.CharField(max_length=20, blank=True)
    due_at = models.DateTimeField(null=True)
    in_time = models.BooleanField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["case", "life"], name="answer_one_a_life"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["at", "case"], name="answer_at")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.outcome}"


class Rating(models.Model):
    """Đánh giá: the petitioner's word, with its moment."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="ratings")
    at = models.DateTimeField()
    life = models.PositiveSmallIntegerField()
    score = models.PositiveSmallIntegerField()
    fixed = models.CharField(max_length=20, blank=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["case", "at"], name="rating_case"),
            models.Index(fields=["case", "life"], name="rating_unsolved", condition=Q(fixed="no")),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(score__range=(1, 5)), name="rating_1_to_5"),
        ]

    def __str__(self) -> str:
        return f"{self.score}/5"


class Joining(OfCase):
    """Phối hợp: a second unit works with the holder; never charged."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="joinings")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["case", "unit"], condition=Q(until__isnull=True), name="joining_once"
            ),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["unit", "case"], name="joining_unit")]

    def __str__(self) -> str:
        return f"{self.unit_id} phối hợp {self.case_id}"


class Reminder(models.Model):
    """Lần nhắc: who was urged, how, and what was promised."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="reminder_rows")
    at = models.DateTimeField()
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    means = models.CharField(max_length=60)
    promised_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(fields=["case", "at"], name="reminder_case")]

    def __str__(self) -> str:
        return f"nhắc {self.unit_id}"


class Repeat(models.Model):
    """Lần liên hệ lại: the petitioner came again about this case."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="repeats")
    at = models.DateTimeField()
    channel = models.CharField(max_length=20, choices=Channel)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["case", "at"], name="repeat_case"),
            models.Index(fields=["at", "channel"], name="repeat_at"),
        ]

    def __str__(self) -> str:
        return f"liên hệ lại {self.case_id}"


class Publication(OfCase):
    """Bản công khai: the masked words everyone may read, while they are shown."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="publications")
    title = models.CharField(max_length=300)
    text = models.TextField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["case"], condition=Q(until__isnull=True), name="publication_one"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["-since", "case"], name="publication_newest", condition=Q(until__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ExtensionRequest(OfCase):
    """Đề nghị gia hạn: asked by the holder, decided by another unit; open until somebody has decided."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="extension_requests")
    asked_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)  # a code of the list; other words stay in the line
    decided_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, blank=True, related_name="+")
    is_granted = models.BooleanField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(until__isnull=True), name="extension_one_pending"
            ),
        ]

    def __str__(self) -> str:
        return f"gia hạn {self.case_id}"


class Attachment(models.Model):
    """Tệp kèm theo: a kept file that belongs to a line of the case."""

    class Purpose(models.TextChoices):
        PETITION = "petition", "Người gửi gửi kèm"
        PROOF = "proof", "Bằng chứng kết quả"
        WORK = "work", "Tài liệu trong xử lý"

    case = models.ForeignKey(Case, models.PROTECT, related_name="attachments")
    event = models.ForeignKey(Event, models.PROTECT, null=True, related_name="attachments")
    file = models.ForeignKey("files.File", models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=12, choices=Purpose)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"tệp của {self.case_id}"

"""Drafts (dự thảo trả lời): steps before an answer is sent. None of them is a line of the case's history."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q


class Draft(models.Model):
    """Dự thảo: what a unit means to answer in one life of a case. At most one lives at a time."""

    class State(models.TextChoices):
        DRAFTING = "drafting", "Đang soạn"
        SUBMITTED = "submitted", "Chờ duyệt trả lời"
        RETURNED = "returned", "Lãnh đạo trả lại dự thảo"
        SENT = "sent", "Đã gửi trả lời"

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    life = models.PositiveSmallIntegerField()
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    text = models.TextField("Nội dung trả lời")
    outcome = models.CharField("Kết quả", max_length=200)
    conclusion = models.CharField("Kết luận về công vụ", max_length=20, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.DRAFTING)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    comment = models.TextField("Ý kiến của lãnh đạo", blank=True)
    version = models.PositiveIntegerField(default=1)
    proof = models.ManyToManyField("files.File", related_name="+")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["case"], condition=~Q(state="sent"), name="draft_one_alive"),
            models.CheckConstraint(
                condition=Q(state__in=["drafting", "submitted", "returned", "sent"]), name="draft_state_known"
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["unit", "state", "submitted_at"], name="draft_queue"),
        ]

    def __str__(self) -> str:
        return f"dự thảo {self.case_id}"


class AnswerTemplate(models.Model):
    """Mẫu trả lời: words a unit uses often; with no unit they are everybody's."""

    unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    category = models.ForeignKey(
        "categories.Category", models.PROTECT, null=True, blank=True, related_name="+"
    )
    title = models.CharField("Tên mẫu", max_length=120)
    text = models.TextField("Lời mẫu")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["unit", "title"], nulls_distinct=False, name="template_titled_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title

"""Tables of the review (bảng của phiên rà soát): sessions, the lines they look at, decisions, tasks.

Lines, decisions and the ends of tasks are append-only by trigger: a line decided again has a further
decision, and the last one stands.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from hoiam.units.directory import directory

from .words import Choice

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager


class Session(models.Model):
    """Phiên rà soát: Office and centre of one authority, over what happened since the session before."""

    authority = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField("Phiên số")
    since = models.DateTimeField("Từ")
    opened_at = models.DateTimeField("Mở lúc")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_back = models.PositiveIntegerField(default=0)  # cases sent back in the time it looks at
    attendees = models.JSONField("Thành phần", default=list)
    concluded_at = models.DateTimeField("Kết luận lúc", null=True)
    concluded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    document = models.OneToOneField("letters.Document", models.PROTECT, null=True, related_name="+")
    items: RelatedManager[Item]

    class Meta:
        verbose_name = "phiên rà soát"
        ordering = ("-opened_at", "-pk")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["authority", "number"], name="review_numbered_once"),
            models.UniqueConstraint(
                fields=["authority"], condition=Q(concluded_at__isnull=True), name="review_one_open"
            ),
            models.CheckConstraint(condition=Q(since__lt=models.F("opened_at")), name="review_looks_back"),
        ]

    def __str__(self) -> str:
        return f"Phiên rà soát số {self.number}"


class Item(models.Model):
    """Dòng chương trình: one case the session looks at, why, and what is proposed."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="items")
    no = models.PositiveIntegerField()
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    grounds = models.JSONField()  # ground → the fact behind it when the session opened
    proposal = models.CharField(max_length=20, choices=Choice)
    carried_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="carried_to")
    decisions: RelatedManager[Decision]

    class Meta:
        verbose_name = "dòng chương trình"
        ordering = ("no",)
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["session", "no"], name="review_line_in_order"),
            models.UniqueConstraint(fields=["session", "case"], name="review_case_once"),
        ]

    def __str__(self) -> str:
        return f"dòng {self.no}"


class Decision(models.Model):
    """Kết luận một dòng: what was decided, by whom. Decided again, the later one stands."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="decisions")
    choice = models.CharField(max_length=20, choices=Choice)
    words = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "kết luận"
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.get_choice_display()


class Task(models.Model):
    """Việc được giao: what, who, by when; of one line or of the session as a whole."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="tasks")
    item = models.ForeignKey(Item, models.PROTECT, null=True, related_name="tasks")
    what = models.CharField("Việc", max_length=500)
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    due_on = models.DateField("Hạn")
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "việc được giao"
        ordering = ("due_on", "pk")

    def __str__(self) -> str:
        return self.what

    def doer_on(self, on: date) -> str:
        """Who does it, as minutes and screens name them."""
        name = directory().unit(self.unit_id, on).short_name
        return f"{self.person.full_name}, {name}" if self.person else name


class TaskEnd(models.Model):
    """Việc đã xong: said once, by whom and in which words."""

    task = models.OneToOneField(Task, models.PROTECT, primary_key=True, related_name="end")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    words = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return f"xong: {self.task_id}"

"""The case itself (phản ánh): its columns, its erasable words and its sealed petitioner.

What lists and reports filter by is a column with an index; words about people are apart, so that
they can be erased. Changes live in the verbs.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Least

from hoiam.cases.lifecycle import OPEN, State
from hoiam.cases.visible import CaseQuerySet
from hoiam.kit.ids import show_code

from .words import Channel, ConductAbout, Kind, PetitionerType, Urgency

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager

    from .history import Event
    from .life import Assignment


def pressing() -> Coalesce:
    """What an open case is sorted by: its first missed deadline, else the one in force, else the paused."""
    return Coalesce(Least(F("missed_at"), F("due_at")), F("paused_due"))


class Case(models.Model):
    """Phản ánh, kiến nghị: one matter a citizen or business has brought."""

    code = models.CharField(max_length=12, unique=True)
    code_is_given = models.BooleanField(default=False)  # came in the file; else it is ours and not exported
    source = models.CharField(max_length=120)
    source_id = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=Kind)
    urgency = models.CharField(max_length=12, choices=Urgency, default=Urgency.NORMAL)
    channel = models.CharField(max_length=20, choices=Channel)
    category = models.ForeignKey("categories.Category", models.PROTECT, null=True, blank=True)
    state = models.CharField(max_length=12, choices=State)
    holder = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    assignee = models.ForeignKey("accounts.Person", models.PROTECT, null=True, blank=True, related_name="+")
    area = models.ForeignKey("units.Area", models.PROTECT, null=True, blank=True, related_name="+")
    lat = models.FloatField(null=True, blank=True)
    lng = models.FloatField(null=True, blank=True)
    summary = models.CharField(max_length=500, null=True, blank=True)  # noqa: DJ001 — null is exported as null
    petitioner_type = models.CharField(max_length=12, choices=PetitionerType)
    is_confidential = models.BooleanField(default=False)
    calls_back = models.BooleanField(default=False)  # can only be told by telephone
    may_publish = models.BooleanField(null=True)  # the petitioner's word; null: not asked
    conduct_unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    conduct_about = models.CharField(max_length=12, choices=ConductAbout, null=True, blank=True)  # noqa: DJ001
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    received_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    entered_at = models.DateTimeField()  # when the present life began
    last_at = models.DateTimeField()
    seq = models.PositiveIntegerField(default=0)  # of the last event; also the version for If-Match
    life = models.PositiveSmallIntegerField(default=1)
    due_at = models.DateTimeField(null=True, blank=True)  # answer deadline in force; null while paused
    due_by_hand = models.BooleanField(default=False)
    missed_at = models.DateTimeField(null=True, blank=True)
    missed_unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    returns = models.PositiveSmallIntegerField(default=0)
    asks = models.PositiveSmallIntegerField(default=0)
    extensions = models.PositiveSmallIntegerField(default=0)
    contacts = models.PositiveIntegerField(default=0)
    reminders = models.PositiveIntegerField(default=0)
    waiting_from = models.CharField(max_length=12, null=True, blank=True)  # noqa: DJ001
    waiting_until = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    paused_due = models.DateTimeField(null=True, blank=True)
    ended_from = models.CharField(max_length=12, null=True, blank=True)  # noqa: DJ001
    answered_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    is_published = models.BooleanField(default=False)

    objects = CaseQuerySet.as_manager()
    # The version a person or a machine looked at before acting (If-Match): verbs refuse when it has moved on.
    seen_seq: int | None = None
    hops: RelatedManager[Assignment]
    events: RelatedManager[Event]

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["source", "source_id"], name="case_known_once"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="case_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=OPEN) | Q(due_at__isnull=False) | Q(paused_at__isnull=False),
                name="case_open_has_a_deadline",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index("holder", pressing(), "id", name="case_queue", condition=Q(state__in=sorted(OPEN))),
            models.Index(pressing(), "id", name="case_pressing", condition=Q(state__in=sorted(OPEN))),
            models.Index(
                fields=["id"], name="case_urged", condition=Q(state__in=sorted(OPEN), reminders__gt=0)
            ),
            models.Index(
                fields=["answered_at", "id"],
                name="case_to_publish",
                condition=Q(state__in=("answered", "closed"), is_published=False, conduct_unit__isnull=True),
            ),
            models.Index(fields=["-received_at", "-id"], name="case_newest"),
            models.Index(fields=["area", "-received_at"], name="case_area"),
            models.Index(
                fields=["assignee", "due_at"], name="case_mine", condition=Q(state__in=sorted(OPEN))
            ),
            models.Index(
                fields=["conduct_unit"], name="case_conduct", condition=Q(conduct_unit__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return show_code(self.code)

    @property
    def shown_code(self) -> str:
        return show_code(self.code)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    def is_overdue(self, at: datetime) -> bool:
        """Open, and the deadline in force or an earlier one of this life passed unanswered before `at`."""
        if not self.is_open:
            return False
        return self.missed_at is not None or (self.due_at is not None and self.due_at < at)


class CaseText(models.Model):
    """Lời của người gửi: the free words of a case, apart and erasable."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="text")
    content = models.TextField()
    address = models.TextField(null=True, blank=True)  # noqa: DJ001
    conduct_person = models.TextField(null=True, blank=True)  # noqa: DJ001
    salt = models.BinaryField(max_length=16)
    erased_at = models.DateTimeField(null=True, blank=True)
    erased_under = models.CharField(max_length=120, blank=True)  # number in the register of erasures
    words = models.GeneratedField(
        expression=SearchVector("content", "address", config="vi"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        indexes: ClassVar[list[Any]] = [GinIndex(fields=["words"], name="casetext_words")]

    def __str__(self) -> str:
        return f"lời của {self.case_id}"


class Petitioner(models.Model):
    """Người gửi: sealed, with a keyed hash of the telephone. Keys live outside database and backup."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="petitioner")
    sealed = models.BinaryField(null=True)  # JSON of name, phone, email, address, tax_code, representative
    phone_hash = models.BinaryField(null=True, max_length=40)
    email_hash = models.BinaryField(null=True, max_length=40)
    secret_hash = models.BinaryField(null=True, max_length=40)  # of the private link

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["phone_hash"], name="petitioner_phone", condition=Q(phone_hash__isnull=False)
            ),
            models.Index(
                fields=["secret_hash"], name="petitioner_secret", condition=Q(secret_hash__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"người gửi của {self.case_id}"


class OutsideId(models.Model):
    """Mã ở hệ thống khác: one case, many ids elsewhere, never counted twice."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="outside_ids")
    system = models.CharField(max_length=60)
    value = models.CharField(max_length=120)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["system", "value"], name="outside_id_once"),
        ]

    def __str__(self) -> str:
        return f"{self.system}:{self.value}"

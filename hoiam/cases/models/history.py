"""The history of a case (lịch sử): append-only events, and their words apart and erasable."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Func

from hoiam.cases.lifecycle import Verb

from .case import Case


def random_salt() -> Func:
    """Sixteen bytes nobody can guess, from the database itself, however the row comes in."""
    inner = Func(function="gen_random_uuid", output_field=models.UUIDField())
    return Func(inner, function="uuid_send", output_field=models.BinaryField())


class Event(models.Model):
    """Diễn biến: one line of a case's history. Append-only: no UPDATE, DELETE or TRUNCATE, by trigger."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    verb = models.CharField(max_length=12, choices=Verb)
    actor = models.CharField(max_length=200)  # person@unit, petitioner, system: as exported
    person = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, related_name="+")
    facts = models.JSONField(default=dict)
    digest = models.BinaryField(max_length=32, null=True)  # salted SHA-256 of the words kept apart
    content_digest = models.BinaryField(max_length=32, null=True)  # of a petition's own words
    salt = models.BinaryField(max_length=16, db_default=random_salt())  # of the seal's leaf; never erased

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["case", "seq"], name="event_in_order"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["recorded_at", "id"], name="event_recorded"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}#{self.seq} {self.verb}"


class EventText(models.Model):
    """Lời trong diễn biến: an event's free words; erasing them leaves the event and its digest."""

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="text")
    body = models.JSONField(default=dict)
    salt = models.BinaryField(max_length=16, null=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    erased_under = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return f"lời của diễn biến {self.event_id}"


class Reason(models.Model):
    """Lý do, kết quả, nguyên nhân: codes of the lists people choose from, as rows."""

    list = models.CharField(max_length=20)
    code = models.CharField(max_length=40)
    label = models.CharField(max_length=300)
    public_label = models.CharField(max_length=300, blank=True)
    legal_basis = models.CharField(max_length=300, blank=True)
    what_next = models.TextField(blank=True)
    reopens = models.BooleanField(default=False)
    order = models.PositiveSmallIntegerField(default=0)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["list", "code"], name="reason_once"),
        ]

    def __str__(self) -> str:
        return self.label


class IdempotencyKey(models.Model):
    """Khóa chống gửi trùng: the same key and body give the same answer, once, for seven days."""

    scope = models.CharField(max_length=120)
    key = models.CharField(max_length=200)
    body_digest = models.BinaryField(max_length=32)
    made_at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)  # null while the first request still runs
    answer = models.JSONField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["scope", "key"], name="idempotency_once"),
        ]

    def __str__(self) -> str:
        return f"{self.scope}:{self.key}"


class ReasonVersion(models.Model):
    """Moved by triggers whenever a list of reasons changes, so that every process reads it again."""

    version = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.version)

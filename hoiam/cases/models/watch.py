"""Watching (theo dõi): whose eye a case is under, besides whoever works on it. No part of its history."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from .case import Case


class Watch(models.Model):
    """Theo dõi, nhắc tên: one person keeps an eye on a case; `named_by`: a colleague asked for it, not yet
    looked at."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    since = models.DateTimeField()
    named_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["person", "case"], name="watch_once"),
            models.CheckConstraint(condition=~Q(named_by=models.F("person")), name="watch_named_by_another"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.case_id}"

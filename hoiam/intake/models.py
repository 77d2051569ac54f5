"""Tries (số lần thử): how often somebody knocked within the hour. No address is kept readable."""

from typing import Any, ClassVar

from django.db import models


class Tries(models.Model):
    """Lần thử: one door, one caller (a keyed hash), one hour of the clock."""

    door = models.CharField(max_length=20)
    who = models.BinaryField(max_length=40)
    hour = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["door", "who", "hour"], name="tries_once"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["hour"], name="tries_hour")]

    def __str__(self) -> str:
        return f"{self.door} {self.hour:%d/%m/%Y %H}h: {self.count}"

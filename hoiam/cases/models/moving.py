"""How far the work of an applied reorganisation has been handed over (tiến độ bàn giao)."""

from __future__ import annotations

from django.db import models


class Moving(models.Model):
    """Bàn giao của một đợt sắp xếp: counted before, while and after the open cases move."""

    run = models.OneToOneField("units.ReorganisationRun", models.PROTECT, related_name="+")
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    for_a_person = models.PositiveIntegerField(default=0)
    began_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    undo_asked_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=300, blank=True)  # why an undo that was asked for did not come

    def __str__(self) -> str:
        return f"{self.done}/{self.total}"

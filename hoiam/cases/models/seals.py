"""The seals over the history (niêm phong): append-only, like the lines they cover."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models


class Seal(models.Model):
    """Niêm phong: one numbered batch of lines under a signed root. Append-only, by trigger."""

    number = models.PositiveIntegerField(primary_key=True)
    sealed_at = models.DateTimeField()
    lines = models.PositiveIntegerField()
    ids = models.JSONField()  # [[first, last], …]: exactly the lines it covers, in their order
    recorded_from = models.DateTimeField()
    recorded_until = models.DateTimeField()
    header = models.TextField()  # canonical JSON, the bytes the root is the hash of
    root = models.BinaryField(max_length=32)
    signature = models.BinaryField(max_length=64)
    leaves = models.BinaryField()  # 32 bytes a line: they name the line that was changed, and serve proofs

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=models.Q(number__gte=1), name="seal_numbered_from_one"),
            models.UniqueConstraint(fields=["root"], name="seal_root_once"),
        ]

    def __str__(self) -> str:
        return f"niêm phong số {self.number}"

"""Files (tệp đính kèm): one row for each thing somebody attached; the bytes lie in the storage, not here.

Who may see a file is decided by the room that holds it (a foreign key to `files.File`), never here.
"""

import uuid

from django.db import models


class File(models.Model):
    """Tệp: as kept; photos not as they were sent, but upright, smaller, without place and camera."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("Tên tệp", max_length=160)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    kept_as = models.CharField(max_length=100, unique=True)
    # Of photos only; a photo also has a small version for screens.
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    small_size = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField()
    created_by = models.BigIntegerField(null=True)  # a person's number; null: a citizen, or a machine

    class Meta:
        verbose_name = "tệp đính kèm"
        verbose_name_plural = "tệp đính kèm"
        indexes = [models.Index(fields=["created_at"], name="files_by_time")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_photo(self) -> bool:
        return self.small_size is not None

    @property
    def is_voice(self) -> bool:
        return self.media_type.startswith("audio/")

    @property
    def small_kept_as(self) -> str:
        """Where the small version of a photo lies: beside the full one."""
        return f"{self.kept_as.rpartition('.')[0]}.small.jpg"

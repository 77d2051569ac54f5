"""Orphans (tệp mồ côi): what was sent and is held by nothing goes away; what is held stays, whatever happens.

A file is held by a foreign key to `files.File`. A form abandoned half-way leaves a row that nothing holds; a
transaction undone after `keep` leaves bytes without a row. Only what is older than a day goes: the young may
still be on their way to whoever will hold them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.files.storage import Storage, default_storage
from django.db import IntegrityError, transaction
from django.db.models import Exists, ForeignObjectRel, OuterRef, QuerySet

from hoiam.files.models import File

GRACE = timedelta(days=1)


@dataclass(frozen=True)
class Removed:
    rows: int
    blobs: int


def remove_orphans(now: datetime, grace: timedelta = GRACE) -> Removed:
    rows = sum(_remove(file) for file in _held_by_nothing().filter(created_at__lt=now - grace).iterator())
    blobs = 0
    for path in _blobs(default_storage):
        if default_storage.get_modified_time(path) < now - grace and not _has_row(path):
            default_storage.delete(path)
            blobs += 1
    return Removed(rows, blobs)


def _held_by_nothing() -> QuerySet[File]:
    """Asks every table that points here, whichever room it is in; with no such table, finds nothing."""
    pointing = [
        link for link in File._meta.get_fields(include_hidden=True) if isinstance(link, ForeignObjectRel)
    ]
    if not pointing:
        return File.objects.none()
    found = File.objects.all()
    for link in pointing:
        held = link.related_model._base_manager.filter(**{link.field.attname: OuterRef("pk")})
        found = found.filter(~Exists(held))
    return found


def _remove(file: File) -> int:
    """The row first, in a transaction that a foreign key made meanwhile undoes; then the bytes."""
    try:
        with transaction.atomic():
            removed = _held_by_nothing().filter(pk=file.pk).delete()[0]
    except IntegrityError:
        return 0
    if removed:
        default_storage.delete(file.kept_as)
        if file.is_photo:
            default_storage.delete(file.small_kept_as)
    return removed


def _has_row(path: str) -> bool:
    stem = path.removesuffix(".small.jpg")
    return File.objects.filter(kept_as__startswith=f"{stem}." if stem != path else path).exists()


def _blobs(storage: Storage, folder: str = "") -> Iterator[str]:
    try:
        folders, names = storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}{name}" for name in names)
    for name in folders:
        yield from _blobs(storage, f"{folder}{name}/")

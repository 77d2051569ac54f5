"""Keep (lưu tệp): take what somebody attached, if it is what we take, and write it where only we can read."""

import hashlib
import re
import unicodedata
import uuid
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from django.conf import settings
from django.core.files.base import ContentFile, File as Upload
from django.core.files.storage import default_storage

from hoiam.accounts.models import Person
from hoiam.files import kinds, photos
from hoiam.files.kinds import Family, Kind
from hoiam.files.models import File
from hoiam.kit import clock
from hoiam.kit.numbers import number
from hoiam.kit.refusal import Refused

MEGABYTE = 1024 * 1024
# The setting that limits each family, in megabytes, and what holds without it.
_LIMITS = {
    Family.PHOTO: ("HOIAM_MAX_PHOTO_MB", 15),
    Family.DOCUMENT: ("HOIAM_MAX_DOCUMENT_MB", 25),
    Family.VOICE: ("HOIAM_MAX_VOICE_MB", 20),
}
_CALLED = {Family.PHOTO: "ảnh", Family.DOCUMENT: "tài liệu", Family.VOICE: "tệp ghi âm"}


@dataclass(frozen=True)
class _Bytes:
    full: bytes
    media_type: str
    extension: str
    small: bytes | None = None
    width: int | None = None
    height: int | None = None


def keep(upload: Upload, *, by: Person | None = None, at: datetime | None = None) -> File:
    """Check by content, clean photos, write, and give the row back; or refuse with a sentence.

    The bytes are written at once. When the transaction around is undone, `orphans` finds them later.
    """
    name = _tidy(upload.name or "")
    content = _read(upload, name)
    kind = _kind(content, name)
    if len(content) > limit(kind.family):
        raise _too_large(name, _CALLED[kind.family], limit(kind.family), len(content))
    made = _redrawn(content, name) if kind.family is Family.PHOTO else _as_sent(content, kind)
    return _write(made, name, by, at or clock.now())


def limit(family: Family) -> int:
    """The most bytes taken for one file of this family; screens say it before somebody chooses a file."""
    setting, otherwise = _LIMITS[family]
    return int(getattr(settings, setting, otherwise)) * MEGABYTE


def _read(upload: Upload, name: str) -> bytes:
    most = max(limit(family) for family in Family)
    upload.seek(0)
    content = upload.read(most + 1)
    if not content:
        raise Refused(f"Tệp “{name}” trống; xin chọn tệp khác.")
    if len(content) > most:
        raise _too_large(name, "tệp", most, upload.size or len(content))
    return content if isinstance(content, bytes) else content.encode()


def _kind(content: bytes, name: str) -> Kind:
    try:
        kind = kinds.kind_of(content)
    except kinds.HasMacros:
        raise Refused(f"Tệp “{name}” có chứa macro; xin lưu lại dạng không có macro rồi gửi.") from None
    if kind is not None:
        return kind
    if advice := kinds.advice(content):
        raise Refused(f"“{name}” {advice}")
    raise Refused(
        f"Không nhận loại tệp “{name}”; chỉ nhận ảnh (JPEG, PNG, WebP, GIF), PDF, Word, Excel và ghi âm."
    )


def _too_large(name: str, called: str, most: int, size: int) -> Refused:
    megabytes = number(round(size / MEGABYTE, 1))
    return Refused(f"Tệp “{name}” nặng {megabytes} MB; mỗi {called} tối đa {most // MEGABYTE} MB.")


def _redrawn(content: bytes, name: str) -> _Bytes:
    try:
        photo = photos.redraw(content)
    except photos.TooManyPoints:
        millions = photos.MOST_POINTS // 1_000_000
        raise Refused(f"Ảnh “{name}” quá lớn; mỗi ảnh tối đa {millions} triệu điểm ảnh.") from None
    except photos.Broken:
        raise Refused(f"Ảnh “{name}” bị hỏng, không đọc được; xin chọn ảnh khác.") from None
    return _Bytes(photo.full, photo.media_type, photo.extension, photo.small, photo.width, photo.height)


def _as_sent(content: bytes, kind: Kind) -> _Bytes:
    return _Bytes(content, kind.media_type, kind.extension)


def _write(made: _Bytes, name: str, by: Person | None, at: datetime) -> File:
    new_id = uuid.uuid4()
    file = File(
        id=new_id,
        name=f"{name.rpartition('.')[0] or name}.{made.extension}",
        media_type=made.media_type,
        size=len(made.full),
        sha256=hashlib.sha256(made.full).hexdigest(),
        kept_as=f"{new_id.hex[:2]}/{new_id.hex[2:4]}/{new_id.hex}.{made.extension}",
        width=made.width,
        height=made.height,
        small_size=None if made.small is None else len(made.small),
        created_at=at,
        created_by=by.pk if by else None,
    )
    default_storage.save(file.kept_as, ContentFile(made.full))
    if made.small is not None:
        default_storage.save(file.small_kept_as, ContentFile(made.small))
    file.save(force_insert=True)
    return file


_UNSAFE = re.compile(r"[\x00-\x1f\x7f<>:\"|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def _tidy(name: str) -> str:
    """The last part of the name, composed, not endless, without signs that steer a screen or a folder."""
    last = PurePosixPath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    clean = _UNSAFE.sub("", last).strip(" .")
    stem, dot, extension = clean.rpartition(".")
    short = f"{stem[:120]}.{extension[:10]}" if dot and stem else clean[:120]
    return short or "tep"

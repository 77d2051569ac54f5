"""Responses (trả tệp): hand a file to a browser so that it can be looked at and can do nothing.

The view that calls this has asked its own question first: may this person see the thing that holds the file?
"""

import re
from typing import Literal

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from hoiam.files.models import File

# What a browser shows by itself without running anything. The rest is saved, not opened.
_SHOWN = ("image/", "audio/", "application/pdf")
_RANGE = re.compile(r"bytes=([0-9]*)-([0-9]*)")


def file_response(
    file: File,
    size: Literal["full", "small"] = "full",
    download: bool = False,
    request: HttpRequest | None = None,
) -> HttpResponseBase:
    """The bytes, for this reader alone. With `request`: 304 when it has them, and ranges for players."""
    small = size == "small" and file.is_photo
    etag = f'"{file.sha256[:32]}{"-small" if small else ""}"'
    media_type = "image/jpeg" if small else file.media_type
    if request is not None and (known := get_conditional_response(request, etag=etag)):
        return _sealed(known, file, etag, download)
    path, length = (file.small_kept_as, file.small_size or 0) if small else (file.kept_as, file.size)
    part = _asked_range(request, etag, length)
    if part is not None:
        return _sealed(_partial(path, part, length, media_type), file, etag, download)
    response = FileResponse(default_storage.open(path), content_type=media_type)
    response["Content-Length"] = str(length)
    return _sealed(response, file, etag, download)


def _sealed(response: HttpResponseBase, file: File, etag: str, download: bool) -> HttpResponseBase:
    shown = not download and file.media_type.startswith(_SHOWN)
    response["ETag"] = etag
    response["Accept-Ranges"] = "bytes"
    # Kept by this browser only, and asked for again each time: who may see a case changes.
    response["Cache-Control"] = "private, no-cache"
    response["Content-Disposition"] = content_disposition_header(not shown, file.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    if file.media_type != "application/pdf":  # a sandbox would keep browsers from showing a PDF at all
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _asked_range(request: HttpRequest | None, etag: str, length: int) -> tuple[int, int] | None:
    """First and last byte of the one range a player asks for; None: everything, always allowed."""
    if request is None or request.method != "GET" or request.headers.get("If-Range", etag) != etag:
        return None
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    if not asked or asked.groups() == ("", ""):
        return None
    first, last = asked.groups()
    if not first:
        return max(0, length - int(last)), length - 1
    return int(first), min(int(last), length - 1) if last else length - 1


def _partial(path: str, part: tuple[int, int], length: int, media_type: str) -> HttpResponse:
    first, last = part
    if first > last:
        response = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{length}"
        return response
    with default_storage.open(path) as stream:
        stream.seek(first)
        response = HttpResponse(stream.read(last - first + 1), status=206, content_type=media_type)
    response["Content-Range"] = f"bytes {first}-{last}/{length}"
    return response

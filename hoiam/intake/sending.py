"""Sending once (gửi một lần): what a citizen sends by a form becomes one case, however often it is sent."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from time import sleep
from typing import Any, Final, NamedTuple

from django.core.files.uploadedfile import UploadedFile

from hoiam.cases.again import join_again, said_before
from hoiam.cases.idempotency import Once, StillRunning, once
from hoiam.cases.line import THE_PETITIONER
from hoiam.cases.petition import Petition
from hoiam.cases.receive import receive
from hoiam.files.keep import keep

from .secret import secret_of

PATIENCE: Final = 50  # looks, a fifth of a second apart


class Sent(NamedTuple):
    """A new case with the secret of its private link; without one, the case that was joined."""

    code: str
    secret: str | None


def send_once(key: str, petition: Petition, uploads: Sequence[UploadedFile], said: Mapping[str, Any]) -> Sent:
    """The same `key` and `said` give the same, and one case; so do the same words by the same telephone.

    A file that is refused refuses the whole: nothing is made, and the key may be used again.
    """
    secret = secret_of(key)

    def make() -> tuple[int, Any]:
        files = [keep(upload) for upload in uploads]
        before = said_before(petition)
        if before is not None:
            return 200, {"code": join_again(before, petition, by=THE_PETITIONER, files=files).code}
        petition.petitioner["secret"] = secret
        return 201, {"code": receive(petition, by=THE_PETITIONER, files=files).code}

    body = {**said, "files": [digest(upload) for upload in uploads]}
    done = once_patiently("portal:send", key, body, make)
    return Sent(done.answer["code"], secret if done.status == 201 else None)


def once_patiently(scope: str, key: str, body: Mapping[str, Any], do: Callable[[], tuple[int, Any]]) -> Once:
    """A second click comes while the first still works: it waits for the first one's answer."""
    for _ in range(PATIENCE):
        try:
            return once(scope, key, body, do)
        except StillRunning:
            sleep(0.2)
    raise StillRunning


def digest(upload: UploadedFile) -> str:
    """Of the bytes, so that other photos under the same key are another body."""
    upload.seek(0)
    found = hashlib.sha256()
    for chunk in upload.chunks():
        found.update(chunk)
    upload.seek(0)
    return found.hexdigest()

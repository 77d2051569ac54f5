"""Once (chống gửi trùng): the same key and body do their work one time, and give one answer for seven days.

Doors that make something wrap their work in `once`. The claim on a key is committed before the work
starts, so that a second request at the same moment finds it still running instead of doing it again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from django.db import transaction

from hoiam.kit.clock import now
from hoiam.kit.refusal import Refused
from hoiam.kit.unhurried import HURRY, insert

from .models import IdempotencyKey

KEPT: Final = timedelta(days=7)
# Whoever died in the middle (killed, power cut) leaves a claim without an answer; it may be taken again then.
ABANDONED: Final = timedelta(minutes=5)


CLAIM: Final = f"""
    INSERT INTO cases_idempotencykey (scope, key, body_digest, made_at)
    SELECT %s, %s, %s::bytea, %s::timestamptz {HURRY} ON CONFLICT (scope, key) DO NOTHING
"""


class Once(NamedTuple):
    """An HTTP status and a JSON body; `is_repeat` when the work had been done before."""

    status: int
    answer: Any
    is_repeat: bool = False


class OtherBody(Refused):
    """The key was used for something else: HTTP 422."""

    def __init__(self) -> None:
        super().__init__("Khóa chống gửi trùng này đã dùng cho một nội dung khác.")


class StillRunning(Refused):
    """The first request with this key has not ended yet: HTTP 409."""

    def __init__(self) -> None:
        super().__init__("Yêu cầu cùng khóa này đang được xử lý; xin đợi rồi hỏi lại.")


def once(scope: str, key: str, body: Mapping[str, Any] | bytes, do: Callable[[], tuple[int, Any]]) -> Once:
    """Do it and keep its (status, answer), or give back what was kept. `scope` says who asks, and where.

    What refuses or breaks is not kept: corrected, the same key may be tried again. `do` runs in a
    transaction together with the keeping of its answer: both stand or neither.
    """
    wanted, at = _digest(body), now()
    kept = _claim(scope, key, wanted, at)
    if kept is not None:
        return kept
    try:
        with transaction.atomic():
            status, answer = do()
            _mine(scope, key).update(status=status, answer=answer)
    except BaseException:
        _mine(scope, key).filter(status=None).delete()
        raise
    return Once(status, answer)


def _claim(scope: str, key: str, wanted: bytes, at: datetime) -> Once | None:
    """None: the key is ours now. Whoever comes at the same moment waits for the row, then sees it claimed."""
    made, _ = insert(CLAIM, [scope, key, wanted, at])
    return None if made else _claimed_before(scope, key, wanted, at)


@transaction.atomic
def _claimed_before(scope: str, key: str, wanted: bytes, at: datetime) -> Once | None:
    row, is_new = (
        _mine(scope, key)
        .select_for_update()
        .get_or_create(scope=scope, key=key, defaults={"body_digest": wanted, "made_at": at})
    )
    if is_new:  # whoever had it gave it back in between
        return None
    if _is_over(row, at):
        row.body_digest, row.made_at, row.status, row.answer = wanted, at, None, None
        row.save()
        return None
    if bytes(row.body_digest) != wanted:
        raise OtherBody
    if row.status is None:
        raise StillRunning
    return Once(row.status, row.answer, is_repeat=True)


def _is_over(row: IdempotencyKey, at: datetime) -> bool:
    return at - row.made_at > (ABANDONED if row.status is None else KEPT)


def _mine(scope: str, key: str) -> Any:
    return IdempotencyKey.objects.filter(scope=scope, key=key)


def _digest(body: Mapping[str, Any] | bytes) -> bytes:
    if isinstance(body, bytes):
        return hashlib.sha256(body).digest()
    canonical = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(canonical.encode()).digest()


def forget_old(at: datetime) -> int:
    """Drop what nobody may ask for any more. For the worker's loop."""
    return IdempotencyKey.objects.filter(made_at__lt=at - KEPT).delete()[0]

"""Sending (gửi báo cáo): a form of reply is sent once, however often it is pressed or loaded again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest

from hoiam.cases.idempotency import OtherBody
from hoiam.intake.secret import is_key, new_key
from hoiam.intake.sending import digest, once_patiently
from hoiam.kit.refusal import Refused

from .models import Reply

UNSAID: Final = ("csrfmiddlewaretoken", "key")


class SentBefore(Refused):
    """The form was sent before with other words; sent again, they are another reply."""

    def __init__(self) -> None:
        super().__init__(
            "Báo cáo ở trang này đã được gửi rồi; nếu nội dung bây giờ là báo cáo bổ sung, xin gửi lần nữa."
        )


def reply_once(request: HttpRequest, door: str, work: Callable[[], Reply]) -> Reply:
    """What `work` made, now or when the same form came before. `door` says who sends, and of what."""

    def made() -> tuple[int, Any]:
        return 201, {"reply": work().pk}

    given = request.POST.get("key", "")
    try:
        done = once_patiently(f"reply:{door}", given if is_key(given) else new_key(), _body(request), made)
    except OtherBody:
        raise SentBefore from None
    return Reply.objects.get(pk=done.answer["reply"])


def key_of(request: HttpRequest, refused: Refused | None) -> str:
    """The key of the form as it is shown: the one it came with, while that is good for what is said now."""
    given = request.POST.get("key", "")
    return given if is_key(given) and not isinstance(refused, SentBefore) else new_key()


def _body(request: HttpRequest) -> dict[str, Any]:
    said = {name: values for name, values in request.POST.lists() if name not in UNSAID}
    files = {name: [digest(one) for one in uploads] for name, uploads in request.FILES.lists()}
    return {**said, "files": files}

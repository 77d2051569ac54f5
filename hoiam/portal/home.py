"""The start page (trang đầu): one question, the way to look up, and what others have asked."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from hoiam.cases.published import published

from .asked import tale
from .figures import last_month
from .pages import page, private

TOPICS = (
    ("trash", "Rác thải tồn đọng"),
    ("road", "Mặt đường hư hỏng"),
    ("drop", "Mất nước, nước yếu"),
    ("lamp", "Đèn đường không sáng"),
    ("sound", "Tiếng ồn karaoke"),
    ("file", "Hỏi thủ tục hành chính"),
)


@private  # it holds a form of this browser
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    tales = [tale(case) for case in published(count=3)]
    return page(request, "home", {"topics": TOPICS, "tales": tales, "month": last_month()})

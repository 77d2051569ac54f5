"""Gallery and error pages (giao diện): every part on one page, and what is shown when things fail."""

import logging
from secrets import token_hex

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from hoiam.kit.ui import build, samples

log = logging.getLogger("hoiam.kit")


def gallery(request: HttpRequest) -> HttpResponse:
    """Each part with its example and its note; ?co=lon shows them in the public sizes."""
    if not (settings.DEBUG or getattr(request.user, "is_system_admin", False)):
        raise Http404
    base = "public_base.html" if request.GET.get("co") == "lon" else "desk_base.html"
    context = samples.context()
    parts = [
        {
            "name": folder.name,
            "example": render_to_string(f"kit/ui/{folder.name}/example.html", context, request),
            "note": (folder / "note.md").read_text(),
        }
        for folder in build.parts()
    ]
    return render(request, "gallery.html", {"base": base, "parts": parts, **context})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", _where(request), status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """`raise PermissionDenied(sentence)` says who the page is for."""
    sentence = next((part for part in exception.args if isinstance(part, str)), "")
    return render(request, "403.html", {"sentence": sentence, **_where(request)}, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The session ended under an open page, or the form came from elsewhere."""
    where = _where(request)
    sentence = "Phiên làm việc đã hết. Nội dung đang viết vẫn còn; đăng nhập để tiếp tục."
    if not where["at_desk"]:
        sentence = "Chưa gửi được. Xin quay lại, tải lại trang rồi gửi lần nữa, hoặc gọi 1022."
    return render(request, "403.html", {"sentence": sentence, **where}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", _where(request), status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """The number on the page is the number in the log, so that one call finds the line."""
    request_id = getattr(request, "request_id", None) or token_hex(4)
    log.error("error page %s: %s %s", request_id, request.method, request.path, exc_info=True)
    page = render_to_string("500.html", {"request_id": request_id, **_where(request)})
    return HttpResponse(page, status=500, headers={"X-Request-ID": request_id})


def _where(request: HttpRequest) -> dict[str, bool]:
    return {"at_desk": request.path.startswith("/ban-lam-viec/")}

"""Response headers (tiêu đề phản hồi): a page runs scripts and styles from our own address only."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


def policy(tile_origins: list[str]) -> str:
    images = " ".join(["'self'", "data:", "blob:", *tile_origins])
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; "
        f"media-src 'self' blob:; manifest-src 'self'; worker-src 'self'; img-src {images}; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    )


class ContentSecurityPolicy:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.policy = policy(settings.TILE_ORIGINS)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(self), geolocation=(self), microphone=(self)"
        )
        return response

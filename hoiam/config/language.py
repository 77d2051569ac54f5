"""Language (ngôn ngữ): the desk speaks Vietnamese to everybody; the public also the visitor's English."""

from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

DESK = "/ban-lam-viec/"


class Language(LocaleMiddleware):
    """What an official reads never depends on how a browser was installed."""

    def process_request(self, request: HttpRequest) -> None:
        if not request.path_info.startswith(DESK):
            super().process_request(request)
            return
        translation.activate("vi")
        request.LANGUAGE_CODE = "vi"

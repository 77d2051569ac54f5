"""The caller (bên gọi): from which address a request really came."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def address(request: HttpRequest) -> str:
    """The address of the far end. Behind our own proxy it is the last one, which the proxy wrote down: what
    stands before it in X-Forwarded-For was sent by the caller and may be invented."""
    near = str(request.META.get("REMOTE_ADDR", ""))
    told = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rsplit(",", 1)[-1].strip()
    for text in (told, near) if settings.SECURE_PROXY_SSL_HEADER else (near,):
        try:
            return str(ipaddress.ip_address(text))
        except ValueError:
            continue
    return "0.0.0.0"  # a local socket has no address; all callers through it are one

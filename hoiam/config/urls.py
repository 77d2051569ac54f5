"""Addresses (địa chỉ): which room answers where."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from hoiam.config import health

ROOMS = (
    ("ban-lam-viec/viec/", "hoiam.cases.urls"),
    ("ban-lam-viec/", "hoiam.desk.urls"),
    ("", "hoiam.exchange.urls"),
    ("", "hoiam.portal.urls"),
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    *(path(prefix, include(room)) for prefix, room in ROOMS if find_spec(room)),
]

"""Addresses (địa chỉ): which room answers where."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from hoiam.config import health
from hoiam.kit import ui_views

ROOMS = (
    ("ban-lam-viec/", "hoiam.accounts.urls"),
    ("ban-lam-viec/lich/", "hoiam.calendars.urls"),
    ("ban-lam-viec/tai-khoan/", "hoiam.units.people_urls"),
    ("ban-lam-viec/viec/", "hoiam.cases.urls"),
    ("ban-lam-viec/sap-xep/", "hoiam.cases.reorganise_urls"),
    ("ban-lam-viec/tra-loi/", "hoiam.answering.urls"),
    ("ban-lam-viec/bao-cao/", "hoiam.reporting.urls"),
    ("ban-lam-viec/van-ban/", "hoiam.letters.urls"),
    ("ban-lam-viec/don-doc/", "hoiam.chasing.urls"),
    ("ban-lam-viec/chi-dao/", "hoiam.directing.urls"),
    ("ban-lam-viec/ra-soat/", "hoiam.reviewing.urls"),
    ("ban-lam-viec/danh-gia/", "hoiam.evaluating.urls"),
    ("ban-lam-viec/", "hoiam.desk.urls"),
    ("tra-loi-chi-dao/", "hoiam.directing.link_urls"),
    ("", "hoiam.exchange.urls"),
    ("", "hoiam.portal.urls"),
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("ban-lam-viec/giao-dien/", ui_views.gallery, name="gallery"),
    *(path(prefix, include(room)) for prefix, room in ROOMS if find_spec(room)),
]

handler400 = "hoiam.kit.ui_views.bad_request"
handler403 = "hoiam.kit.ui_views.forbidden"
handler404 = "hoiam.kit.ui_views.not_found"
handler500 = "hoiam.kit.ui_views.server_error"

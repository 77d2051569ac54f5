"""Public addresses (địa chỉ công khai): start, send, look up, follow, published, figures."""

from django.urls import path

from . import acting, asked, figures, follow, home, lookup, seals, send

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("phan-anh/gui/", send.send, name="send"),
    path("phan-anh/", asked.asked, name="asked"),
    path("phan-anh/<str:code>/", asked.one, name="asked_one"),
    path("tra-cuu/", lookup.lookup, name="lookup"),
    path("tra-cuu/<str:secret>/", follow.follow, name="follow"),
    path("tra-cuu/<str:secret>/da-gui/", follow.sent, name="sent"),
    path("tra-cuu/<str:secret>/tep/<uuid:file>/", follow.file, name="file"),
    path("tra-cuu/<str:secret>/<slug:act>/", acting.act, name="act"),
    path("thong-ke/", figures.figures, name="figures"),
    path("du-lieu-mo/niem-phong/", seals.seals, name="seals"),
    path("du-lieu-mo/niem-phong/goc.json", seals.roots, name="seal_roots"),
]

"""Addresses of chasing (đôn đốc)."""

from django.urls import path

from . import late, mine, sent, steps_page

app_name = "chasing"
urlpatterns = [
    path("", late.late, name="late"),
    path("don-vi/<slug:code>/", late.unit, name="unit"),
    path("da-nhac/", sent.sent, name="sent"),
    path("da-nhac/<int:pk>/gui-lai/", sent.retry, name="retry"),
    path("cac-buoc/", steps_page.steps, name="steps"),
    path("cac-buoc/<slug:clock>/them/", steps_page.step, name="new_step"),
    path("cac-buoc/<slug:clock>/<int:order>/", steps_page.step, name="step"),
    path("tin-cua-toi/", mine.mine, name="mine"),
    path("tin-cua-toi/da-doc/", mine.read, name="read"),
    path("tin-cua-toi/cach-nhan/", mine.chosen, name="chosen"),
]

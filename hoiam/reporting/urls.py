"""Addresses of the report screens (báo cáo)."""

from django.urls import path

from . import apart, drill_page, preview, views
from .index766 import views as index766

app_name = "reporting"
urlpatterns = [
    path("", views.reports, name="reports"),
    path("chi-so-766/", index766.page, name="index766"),
    path("chi-so-766/phan-anh/", index766.cases, name="index766_cases"),
    path("chi-so-766/tai/<slug:format>/", index766.download, name="index766_download"),
    path("chi-so-766/cach-tinh/", index766.rule, name="index766_rule"),
    path("lap/", views.make, name="make"),
    path("<int:pk>/", views.report, name="report"),
    path("<int:pk>/dong/", drill_page.lines, name="lines"),
    path("<int:pk>/tai/<slug:format>/", views.download, name="download"),
    path("<int:pk>/danh-sach-rieng/", apart.apart, name="apart"),
    path("<int:pk>/danh-sach-rieng/tai/", apart.download, name="apart_download"),
    path("ky/", views.new_period, name="new_period"),
    path("ky/<int:pk>/", preview.period, name="period"),
    path("ky/<int:pk>/y-kien/<slug:code>/", preview.objection, name="objection"),
    path("y-kien/<int:pk>/", preview.decision, name="decision"),
    path("y-kien/<int:pk>/tep/", preview.evidence, name="evidence"),
]

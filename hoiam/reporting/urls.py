"""Addresses of the report screens (báo cáo)."""

from django.urls import path

from . import preview, views

app_name = "reporting"
urlpatterns = [
    path("", views.reports, name="reports"),
    path("lap/", views.make, name="make"),
    path("<int:pk>/", views.report, name="report"),
    path("<int:pk>/dong/", views.lines, name="lines"),
    path("<int:pk>/tai/<slug:format>/", views.download, name="download"),
    path("ky/", views.new_period, name="new_period"),
    path("ky/<int:pk>/", preview.period, name="period"),
    path("ky/<int:pk>/y-kien/<slug:code>/", preview.objection, name="objection"),
    path("y-kien/<int:pk>/", preview.decision, name="decision"),
    path("y-kien/<int:pk>/tep/", preview.evidence, name="evidence"),
]

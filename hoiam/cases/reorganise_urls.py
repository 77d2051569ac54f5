"""Addresses of the screen of reorganisations (sắp xếp đơn vị)."""

from django.urls import path

from . import reorganise_page as screen

app_name = "reorganising"
urlpatterns = [
    path("", screen.page, name="page"),
    path("xem-truoc/", screen.preview_plan, name="preview"),
    path("ap-dung/", screen.apply_plan, name="apply"),
    path("tien-do/<int:pk>/", screen.progress, name="progress"),
    path("hoan-tac/<int:pk>/", screen.undo, name="undo"),
    path("ban-giao/<slug:code>/", screen.place, name="place"),
]

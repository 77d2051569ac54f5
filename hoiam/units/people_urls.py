"""Addresses of the screen of accounts (tài khoản), under /ban-lam-viec/tai-khoan/."""

from django.urls import path

from . import people_page as screen

app_name = "people"
urlpatterns = [
    path("", screen.people, name="people"),
    path("them/", screen.add, name="add"),
    path("<int:pk>/", screen.person, name="person"),
    path("<int:pk>/vi-tri/", screen.seat, name="seat"),
    path("vi-tri/<int:pk>/thoi/", screen.end, name="end"),
    path("<int:pk>/<slug:what>/", screen.act, name="act"),
]

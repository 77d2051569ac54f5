"""Addresses of the calendar screen (lịch, thời hạn)."""

from django.urls import path

from . import views

app_name = "calendars"
urlpatterns = [
    path("", views.year, name="calendars"),
    path("<int:year>/", views.year, name="year"),
    path("ghi-ngay/", views.decide_day, name="decide_day"),
    path("cong-bo-nam/", views.declare_year, name="declare_year"),
    path("dat-thoi-han/", views.set_term, name="set_term"),
    path("cong-bo-tinh-huong/", views.declare_situation, name="declare_situation"),
    path("dat-tham-so/", views.set_parameter, name="set_parameter"),
]

"""Addresses of the desk (địa chỉ bàn làm việc). A case's page stands above the panels of its verbs."""

from django.urls import path

from . import case, find, inbox, overview, take

app_name = "desk"
urlpatterns = [
    path("", inbox.home, name="home"),
    path("hop-viec/<slug:name>/", inbox.inbox, name="list"),
    path("viec/<slug:code>/", case.page, name="case"),
    path("viec/<slug:code>/theo-doi/", case.watching, name="watch"),
    path("viec/<slug:code>/danh-tinh/", case.identity, name="identity"),
    path("tep/<int:number>/", case.file, name="file"),
    path("tim/", find.find, name="find"),
    path("tim/nhanh/", find.find_json, name="search_json"),
    path("tiep-nhan/", take.take, name="take"),
    path("tiep-nhan/nguoi-goi/", take.caller, name="caller"),
    path("tiep-nhan/tra-loi-ngay/", take.answered_at_once, name="answered_at_once"),
    path("tong-quan/", overview.overview, name="overview"),
    path("tong-quan/qua-han/<slug:unit>/", overview.late, name="late"),
]

"""Addresses of directives (chỉ đạo) on the desk."""

from django.urls import path

from . import acting, views

app_name = "directing"
urlpatterns = [
    path("", views.directives, name="directives"),
    path("soan/<int:report>/", acting.compose_page, name="compose"),
    path("nhan/<int:document>/", acting.take_in_page, name="take_in"),
    path("<int:pk>/", views.board, name="board"),
    path("<int:pk>/van-ban-cap-tren/", views.upper_letter, name="upper_letter"),
    path("<int:pk>/tai-lieu/<int:number>/", views.enclosed_file, name="enclosed"),
    path("<int:pk>/nhac/", acting.remind_all, name="remind"),
    path("<int:pk>/trien-khai/<int:unit>/", acting.cascade_page, name="cascade"),
    path("<int:pk>/bao-cao/<int:unit>/", acting.reply_page, name="reply"),
    path("<int:pk>/duong-dan/<int:unit>/", acting.link_page, name="link"),
]

"""The public address of a reply link (đường dẫn báo cáo); it stands beside the site, outside the desk."""

from django.urls import path

from . import by_link

app_name = "directing_link"
urlpatterns = [
    path("<str:token>/", by_link.reply_page, name="reply"),
    path("<str:token>/van-ban/", by_link.paper, name="paper"),
    path("<str:token>/tai-lieu/<int:number>/", by_link.enclosed_file, name="enclosed"),
]

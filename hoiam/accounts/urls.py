"""Addresses of the door (địa chỉ đăng nhập, đăng xuất), under /ban-lam-viec/."""

from django.urls import path

from .sign_in import SignIn, SignOut

app_name = "accounts"

urlpatterns = [
    path("dang-nhap/", SignIn.as_view(), name="sign_in"),
    path("dang-xuat/", SignOut.as_view(), name="sign_out"),
]

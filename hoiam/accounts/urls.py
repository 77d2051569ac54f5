"""Addresses of the door (địa chỉ đăng nhập, đăng xuất, đặt mật khẩu), under /ban-lam-viec/."""

from django.urls import path

from .set_password import SetPassword
from .sign_in import SignIn, SignOut

app_name = "accounts"

urlpatterns = [
    path("dang-nhap/", SignIn.as_view(), name="sign_in"),
    path("dang-xuat/", SignOut.as_view(), name="sign_out"),
    path("dat-mat-khau/<uidb64>/<token>/", SetPassword.as_view(), name="set_password"),
]

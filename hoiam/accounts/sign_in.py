"""Sign in, sign out (đăng nhập, đăng xuất): the door of the desk."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView

from hoiam.kit import clock
from hoiam.kit.caller import address
from hoiam.kit.refusal import Refused

from .lock_out import Attempt


class SignInForm(AuthenticationForm):
    """One sentence for a wrong name and a wrong password: neither tells whether the name exists."""

    username = forms.CharField(
        label="Tên đăng nhập",
        max_length=64,
        widget=forms.TextInput(
            attrs={
                "autofocus": True,
                "autocapitalize": "none",
                "autocomplete": "username",
                "spellcheck": "false",
            }
        ),
    )
    password = forms.CharField(
        label="Mật khẩu",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    error_messages = {"invalid_login": "Tên đăng nhập hoặc mật khẩu không đúng."}

    def clean(self) -> dict[str, Any]:
        username, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if username and password and self.request is not None:
            attempt = Attempt(username, address(self.request), clock.now())
            try:
                attempt.begin()
            except Refused as no:
                raise forms.ValidationError(no.sentence, code="locked") from no
            self.user_cache = authenticate(self.request, username=username, password=password)
            if self.user_cache is None:
                raise self.get_invalid_login_error()
            attempt.succeed()
        return self.cleaned_data


class SignIn(LoginView):
    authentication_form = SignInForm
    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True


class SignOut(LogoutView):
    """Only by POST: a picture in a message must not sign anybody out."""

    next_page = "accounts:sign_in"

"""Setting a password (đặt mật khẩu): by a link that works once, for some days. Nobody else ever knows it."""

from typing import Any

from django.contrib.auth.tokens import default_token_generator
from django.contrib.auth.views import PasswordResetConfirmView
from django.urls import reverse, reverse_lazy
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from .models import Person


def link_for(person: Person) -> str:
    """The address where this person chooses a password. The old one, and every link of before, is worth
    nothing from here on; whoever is signed in with it is out."""
    person.set_unusable_password()
    person.save(update_fields=["password"])
    token = default_token_generator.make_token(person)
    return reverse("accounts:set_password", args=[urlsafe_base64_encode(force_bytes(person.pk)), token])


class SetPassword(PasswordResetConfirmView):
    template_name = "accounts/set_password.html"
    success_url = reverse_lazy("accounts:sign_in")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "person": self.user}

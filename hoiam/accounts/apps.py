"""Accounts (tài khoản): people who sign in, and who looked at whose identity."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "hoiam.accounts"
    label = "accounts"
    verbose_name = "Tài khoản"

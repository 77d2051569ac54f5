"""Contacts (lượt liên hệ): every call, message and visit, whether or not it becomes a case."""

from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "hoiam.contacts"
    label = "contacts"
    verbose_name = "Lượt liên hệ"

"""Messaging (thông báo): the outbox: who is told what, by which channel, and whether it left."""

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "hoiam.messaging"
    label = "messaging"
    verbose_name = "Thông báo"

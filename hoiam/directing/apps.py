"""Directing (chỉ đạo): letters that order, their cascade to the level below, replies that roll up."""

from django.apps import AppConfig


class DirectingConfig(AppConfig):
    name = "hoiam.directing"
    label = "directing"
    verbose_name = "Chỉ đạo"

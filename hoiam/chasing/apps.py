"""Chasing (đôn đốc): whoever is late is reminded, then the next above, once for each step."""

from django.apps import AppConfig


class ChasingConfig(AppConfig):
    name = "hoiam.chasing"
    label = "chasing"
    verbose_name = "Đôn đốc"

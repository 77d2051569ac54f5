"""Kit (bộ đồ nghề): a Django app only so that its one migration teaches the database Vietnamese."""

from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "hoiam.kit"
    label = "kit"

"""Intake (tiếp nhận): what every door that citizens come through shares."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "hoiam.intake"
    label = "intake"
    verbose_name = "Tiếp nhận"

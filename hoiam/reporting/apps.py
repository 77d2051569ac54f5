"""Reporting (báo cáo): monthly figures and the two annexes, as at an instant, kept as they were found."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "hoiam.reporting"
    label = "reporting"
    verbose_name = "Báo cáo"

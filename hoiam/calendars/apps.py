"""Calendars (lịch, thời hạn): working days, terms, declared situations and parameters as dated rows."""

from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    name = "hoiam.calendars"
    label = "calendars"
    verbose_name = "Lịch làm việc, thời hạn"

"""Units (đơn vị, địa bàn): offices and areas with dates, what became of them, and who sits where."""

from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "hoiam.units"
    label = "units"
    verbose_name = "Đơn vị"

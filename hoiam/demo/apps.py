"""Demo (minh họa): Đồng Nai in the summer of 2021 and today, with petitioners who are plainly made up."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "hoiam.demo"
    label = "demo"
    verbose_name = "Minh họa"

"""The room of the cases (phản ánh): a case, its life, who may do what, and every verb."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "hoiam.cases"
    verbose_name = "Phản ánh, kiến nghị"

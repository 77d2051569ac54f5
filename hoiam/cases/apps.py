from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "hoiam.cases"
    verbose_name = "Phản ánh, kiến nghị"

"""Categories (lĩnh vực): the fields of PAKN and what each asks for, with dates."""

from django.apps import AppConfig


class CategoriesConfig(AppConfig):
    name = "hoiam.categories"
    label = "categories"
    verbose_name = "Lĩnh vực"

"""Files (tệp đính kèm): what people attach, checked by content, kept apart from the database."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "hoiam.files"
    label = "files"
    verbose_name = "Tệp đính kèm"

"""The desk (bàn làm việc): the screens of staff."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "hoiam.desk"
    label = "desk"

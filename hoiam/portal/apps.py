"""The portal (cổng công khai): the pages of citizens."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "hoiam.portal"
    label = "portal"
    verbose_name = "Cổng công khai"

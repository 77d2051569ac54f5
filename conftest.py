"""Tests (kiểm thử): a database made and migrated by its owner, used by the web role as in real life.

A missing grant or a table that the web role may change though it should not shows here, not in production.
The settings ask where the database is, so it is started before Django is set up.
"""

import os

os.environ.update(
    DJANGO_SETTINGS_MODULE="hoiam.config.settings", HOIAM_PROCESS="test", HOIAM_DATABASE_ROLE="owner"
)

from hoiam.config import database

database.hold()

import django
from hypothesis import HealthCheck, settings

django.setup()
# How long anything takes is measured by `hoiam bench`, on a quiet machine; a test never fails of it.
settings.register_profile("hoiam", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("hoiam")

pytest_plugins = ["hoiam.config.testing"]

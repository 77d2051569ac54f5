"""Tests (kiểm thử): a database made and migrated by its owner, used by the web role as in real life.

A missing grant or a table that the web role may change though it should not shows here, not in production.
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hoiam.config.settings")
os.environ["HOIAM_PROCESS"] = "test"
os.environ["HOIAM_DATABASE_ROLE"] = "owner"

from hoiam.config import database

database.hold()

pytest_plugins = ["hoiam.config.testing"]

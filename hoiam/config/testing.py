"""Fixtures for every test (đồ dùng chung của kiểm thử)."""

from collections.abc import Iterator
from typing import Any

import pytest

from hoiam.config import database


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The owner made and migrated the test database; from here on everybody is the web role."""
    from django.db import connection

    with django_db_blocker.unblock(), database.acting(connection, database.parsed(database.web_url())):
        yield

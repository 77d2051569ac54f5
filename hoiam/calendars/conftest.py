"""A test's rows are taken back without a commit, so the almanac must look again at the start of each test."""

import pytest

from . import almanac


@pytest.fixture(autouse=True)
def _look_again() -> None:
    almanac.forget()

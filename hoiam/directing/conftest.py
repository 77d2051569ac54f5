"""Fixtures of the directive's tests: July 2021 with late lines, its report, and a folder for files."""

import pytest

from . import factories


@pytest.fixture
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def month(reference, folder):
    return factories.july()


@pytest.fixture
def directive(month):
    """Letter 9193 in force."""
    return factories.in_force(factories.composed())

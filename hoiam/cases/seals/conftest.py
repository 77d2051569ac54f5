"""Fixtures of the seals (đồ dùng kiểm thử niêm phong): a drop and a key of the test's own."""

import pytest


@pytest.fixture
def house(tmp_path, settings, monkeypatch):
    """HOIAM_DATA of this test: its key and its drop."""
    settings.HOIAM_DATA = tmp_path
    monkeypatch.delenv("HOIAM_SEAL_KEY", raising=False)
    return tmp_path

"""The data of Đồng Nai as the database holds it. Loaded once; nothing here changes it."""

from collections import Counter
from datetime import date

import pytest
from django.db import transaction

from hoiam.kit.refusal import Refused
from hoiam.units import directory as room, reference
from hoiam.units.directory import Directory, directory
from hoiam.units.models import (
    Area,
    AreaSuccession,
    AreaVersion,
    Unit,
    UnitFunction,
    UnitSuccession,
    UnitVersion,
)
from hoiam.units.reference_rows import reference as reference_rows
from hoiam.units.spelling import old_tone_style

Y2021 = date(2021, 7, 2)
Y2024 = date(2024, 11, 1)
JUNE_2025 = date(2025, 6, 30)
JULY_2025 = date(2025, 7, 1)
TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def units(django_db_setup, django_db_blocker):
    """The directory of the shipped data; the rows themselves are taken back, the snapshot stays."""
    with django_db_blocker.unblock():
        with transaction.atomic():
            reference.load()
            snapshot = directory()
            transaction.set_rollback(True)
        room.forget()
    return snapshot


def names(units: Directory, code: str) -> list[str | None]:
    found: list[str | None] = []
    for day in (Y2021, Y2024, JUNE_2025, JULY_2025, TODAY):
        try:
            found.append(units.area(units.area_id(code, day), day).full_name)
        except Refused:
            found.append(None)
    return found


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("26041", ["Phường Quyết Thắng", "Phường Trung Dũng", "Phường Trung Dũng", "Phường Trấn Biên", "Phường Trấn Biên"]),
        ("26014", ["Phường Tân Tiến", "Phường Tân Mai", "Phường Tân Mai", None, None]),
        ("26146", ["Xã Phú Trung", "Xã Phú Sơn", "Xã Phú Sơn", None, None]),
        ("26485", ["Xã Đại Phước", "Xã Đại Phước", "Xã Đại Phước", "Xã Nhơn Trạch", "Phường Nhơn Trạch"]),
        ("75", ["Tỉnh Đồng Nai", "Tỉnh Đồng Nai", "Tỉnh Đồng Nai", "Tỉnh Đồng Nai", "Thành phố Đồng Nai"]),
    ],
)
def test_a_reused_code_means_what_it_meant(units, code, expected):
    assert names(units, code) == expected

"""Fixtures (đồ dùng của kiểm thử): one test authority for all, and a letter of two pages in PDF/A."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache

import pytest
import typst

from hoiam.kit.moments import VN

from .fields import LEADER, ORGANISATION, Box, Field
from .prepare import prepare
from .sign import sign
from .stamps import fonts, leader_stamp, organisation_stamp
from .test_authority import TestAuthority

AT = datetime(2021, 8, 4, 8, 23, 42, tzinfo=VN)
LEADER_BOX = Box(left=110, top=200, width=60, height=25)
ORGANISATION_BOX = Box(left=90, top=210, width=60, height=25)
BODY = """
#set document(title: "Công văn")
#set page("a4")
#set text(font: "TeX Gyre Termes")
Kính gửi: các sở, ban, ngành. Kết quả báo cáo trước ngày 15/8/2021.
#pagebreak()
#link("https://dichvucong.example")[Trang hai], nơi ký.
"""


@cache
def drawn(body: str = BODY) -> bytes:
    return typst.compile(
        body.encode(),
        font_paths=fonts(),
        pdf_standards=["a-2b"],
        format="pdf",
        timestamp=AT.astimezone(UTC),
    )


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> TestAuthority:
    return TestAuthority.open(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="session")
def prepared() -> bytes:
    return prepare(drawn(), Field(LEADER, 2, LEADER_BOX), Field(ORGANISATION, 2, ORGANISATION_BOX))


@pytest.fixture(scope="session")
def by_leader(authority: TestAuthority) -> Callable[..., bytes]:
    def signed(pdf: bytes, at: datetime = AT) -> bytes:
        stamp = leader_stamp("Nguyễn Quốc Hùng", at, LEADER_BOX)
        identity = authority.person("Nguyễn Quốc Hùng", organisation="Văn phòng UBND tỉnh Đồng Nai")
        return sign(pdf, field=LEADER, identity=identity, stamp=stamp, at=at)

    return signed


@pytest.fixture(scope="session")
def by_organisation(authority: TestAuthority) -> Callable[..., bytes]:
    def signed(pdf: bytes, at: datetime = AT) -> bytes:
        stamp = organisation_stamp("Văn phòng UBND tỉnh Đồng Nai", at, ORGANISATION_BOX)
        identity = authority.organisation("Văn phòng UBND tỉnh Đồng Nai")
        return sign(pdf, field=ORGANISATION, identity=identity, stamp=stamp, at=at)

    return signed


@pytest.fixture(scope="session")
def once_signed(prepared: bytes, by_leader: Callable[..., bytes]) -> bytes:
    return by_leader(prepared)


@pytest.fixture(scope="session")
def signed(once_signed: bytes, by_organisation: Callable[..., bytes]) -> bytes:
    """By the leader, then by the organisation."""
    return by_organisation(once_signed)

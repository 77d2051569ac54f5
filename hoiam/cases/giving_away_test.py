"""A text for the accused is looked through for the case and for whoever brought it."""

import pytest

from .factories import received
from .giving_away import gives_away

pytestmark = pytest.mark.django_db
PERSON = {
    "type": "business",
    "name": "Công ty Thử Nghiệm",
    "representative": "Lê Thị Mẫu",
    "phone": "0900000007",
    "email": "cty@example.vn",
    "address": "12 Võ Thị Sáu",
}


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("của CONG TY thử nghiệm", "tên người gửi"),
        ("bà lê thị mẫu nói", "tên người đại diện"),
        ("ở 12 Vo Thi Sau", "địa chỉ người gửi"),
        ("gọi +84 (900) 000-007", "số điện thoại người gửi"),
        ("CTY@example.vn", "thư điện tử người gửi"),
        ("Việc tiếp dân sáng 5/7", None),
    ],
)
def test_what_it_would_tell(text, what):
    assert gives_away(received(petitioner=PERSON), text) == what


def test_the_code_however_it_is_written():
    case = received()
    assert gives_away(case, f"mã {case.code[:4]} {case.code[4:]}") == "mã phản ánh"
    assert gives_away(case, f"mã {case.shown_code}") == "mã phản ánh"


def test_a_petitioner_who_left_nothing_gives_nothing_away():
    assert gives_away(received(petitioner={"type": "anonymous"}), "0900000007 ở 12 Võ Thị Sáu") is None

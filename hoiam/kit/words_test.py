import pytest
from hypothesis import given, strategies as st

from hoiam.kit.words import ascii

GSM_ONCE = set("@$_!\"#%&'()*+,-./:;<=>? \n\r0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Ủy ban nhân dân xã Đại Phước", "Uy ban nhan dan xa Dai Phuoc"),
        ("Đường “Nguyễn Huệ” – Quận 1…", 'Duong "Nguyen Hue" - Quan 1...'),
        ("hoà hoa\u0300 lý", "hoa hoa ly"),
        ("[50.000 ₫]", "(50.000 d)"),
        (
            "Ông/bà: https://1022.dongnai.gov.vn/tra-cuu/aB_9-x/",
            "Ong/ba: https://1022.dongnai.gov.vn/tra-cuu/aB_9-x/",
        ),
    ],
)
def test_text_loses_its_accents_and_keeps_its_meaning(text, bare):
    assert ascii(text) == bare


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"])))
def test_every_character_left_counts_once_in_an_sms(text):
    assert set(ascii(text)) <= GSM_ONCE

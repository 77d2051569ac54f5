"""Letterheads, symbols, groups: what is printed on a day, and which units a line stands for."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from hoiam.kit.refusal import Refused

from . import reference
from .content import Kind, Purpose
from .factories import AT, person, signer, unit_id
from .groups import group
from .letterheads import initials, letterhead_of
from .models import DraftingSymbol, Group, Letterhead, Signer
from .signers import signatory_for, signers_of
from .symbols import symbol

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
IN_2021, IN_2025, IN_2026 = date(2021, 8, 4), date(2025, 8, 4), date(2026, 6, 1)


def unit(code, on):
    return unit_id(code, AT.replace(year=on.year, month=on.month, day=on.day))


def head(code, on, drafting=None):
    return letterhead_of(unit(code, on), on, drafting=drafting and unit(drafting, on))


def test_the_letter_of_2021_is_headed_as_it_was():
    it = head("ubnd-tinh", IN_2021, "vp-ubnd")
    assert it.name_lines == ("ỦY BAN NHÂN DÂN", "TỈNH ĐỒNG NAI")
    assert (it.parent_name, it.symbol, it.drafting_symbol, it.place) == ("", "UBND", "HCC", "Đồng Nai")
    lower = head("ubnd-742", IN_2021, "nt-vp")
    assert lower.name_lines == ("ỦY BAN NHÂN DÂN", "HUYỆN NHƠN TRẠCH")
    assert (lower.drafting_symbol, lower.place) == ("CCHC", "Nhơn Trạch")


def test_a_letterhead_follows_the_names_of_its_day():
    assert head("ubnd-tinh", IN_2026).name_lines[1] == "THÀNH PHỐ ĐỒNG NAI"
    assert head("ubnd-26041", IN_2025).name_lines[1] == "PHƯỜNG TRẤN BIÊN"
    with pytest.raises(Refused, match="không còn"):
        letterhead_of(unit("ubnd-742", IN_2021), IN_2025)


def test_a_department_prints_the_body_above_it_and_the_first_letters_of_its_name():
    it = head("so-noi-vu", IN_2021)
    assert (it.parent_name, it.name_lines, it.symbol) == (
        "ỦY BAN NHÂN DÂN TỈNH ĐỒNG NAI", ("SỞ NỘI VỤ",), "SNV",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Sở Nội vụ", "SNV"),
        ("Văn phòng UBND tỉnh", "VPUBND"),
        ("Phòng Nội vụ huyện", "PNV"),
        ("Sở TNMT", "STNMT"),
    ],
)
def test_symbols_from_names(name, wanted):
    assert initials(name) == wanted


def test_a_row_stands_before_the_usual_form_on_its_days_only():
    body = unit("so-y-te", IN_2021)
    Letterhead.objects.create(
        unit_id=body, during=DateRange(date(2021, 8, 1), date(2021, 9, 1)),
        name_lines=["SỞ Y TẾ", "ĐỒNG NAI"], symbol="SYT-ĐN", place="Biên Hòa",
    )  # fmt: skip
    assert (letterhead_of(body, IN_2021).symbol, letterhead_of(body, IN_2025).symbol) == ("SYT-ĐN", "SYT")


def test_the_kind_stands_before_the_symbol_except_in_a_letter():
    it = head("vp-ubnd", IN_2021)
    assert symbol(Kind.REPORT, it) == "BC-VPUBND"
    assert symbol(Kind.LETTER, head("ubnd-tinh", IN_2021, "vp-ubnd")) == "UBND-HCC"


def test_a_group_is_named_and_filled_by_the_day():
    issuer = unit("ubnd-tinh", IN_2021)
    before, after = (group("ubnd-cap-duoi", issuer, on, Purpose.ACT) for on in (IN_2021, IN_2025))
    assert (before.text, len(before.units)) == ("UBND các huyện, thành phố", 11)
    assert (after.text, len(after.units)) == ("UBND các xã, phường", 95)
    assert not set(before.units) & set(after.units)
    below = group("ubnd-cap-duoi", unit("ubnd-742", IN_2021), IN_2021)
    assert below.text == "UBND các xã, thị trấn"
    departments = group("so-nganh", issuer, IN_2021)
    assert unit("so-noi-vu", IN_2021) in departments.units
    assert unit("vnpt", IN_2021) not in departments.units


def test_a_group_of_nobody_is_not_printed_and_an_unknown_one_is_refused():
    commune = unit("ubnd-26041", IN_2025)
    assert group("ubnd-cap-duoi", commune, IN_2025) is None
    with pytest.raises(Refused, match="Không có nhóm"):
        group("so-nganh", commune, IN_2025)


def test_reference_rows_may_be_loaded_again():
    def count():
        return [model.objects.count() for model in (Group, DraftingSymbol, Letterhead)]

    before = count()
    reference.load()
    assert count() == before
    assert not Signer.objects.exists()


def test_whoever_has_no_row_on_the_day_signs_nothing():
    row, on = signer(), IN_2021
    assert signatory_for(row.unit_id, row.person, on).capacity == "TL. CHỦ TỊCH"
    assert [one.pk for one in signers_of(row.unit_id, on)] == [row.pk]
    with pytest.raises(Refused, match="chưa có quyền ký"):
        signatory_for(row.unit_id, person("clerk"), on)
    with pytest.raises(Refused, match="chưa có quyền ký"):
        signatory_for(row.unit_id, row.person, on, capacity="KT. CHỦ TỊCH")


@pytest.mark.parametrize(
    "row",
    [
        {"capacity": "TL. CHỦ TỊCH", "source": ""},  # by order, and no rules name it
        {"capacity": "THAY MẶT", "source": "x"},
        {"capacity": "TL.CHỦ TỊCH", "source": "x"},
    ],
)
def test_a_capacity_is_one_of_the_decree(row):
    with pytest.raises(IntegrityError), transaction.atomic():
        Signer.objects.create(
            unit_id=unit("ubnd-tinh", IN_2021), person=person("clerk"), position="X",
            during=DateRange(None, None), **row,
        )  # fmt: skip

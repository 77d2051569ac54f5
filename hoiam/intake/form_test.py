"""A public form becomes a petition: what was said, and no more than was meant to be said."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from hoiam.cases.factories import MONDAY, hours
from hoiam.intake.form import MOST_FILES, PetitionForm
from hoiam.kit import clock
from hoiam.units.directory import directory

pytestmark = pytest.mark.django_db
SAID = {"content": "Đèn đường không sáng ba đêm nay.", "phone": "0900 000 001"}


@pytest.fixture(autouse=True)
def in_july(reference):
    with clock.frozen(MONDAY + hours(1)):
        yield


def petition(files=(), **said):
    form = PetitionForm(SAID | said, MultiValueDict({"photos": list(files)}))
    assert form.is_valid(), form.errors
    return form.petition()


def errors(**said):
    return PetitionForm(SAID | said).errors


def test_words_and_a_telephone_are_enough():
    made = petition()
    assert (made.kind, made.channel, made.received_at) == ("report", "web", MONDAY + hours(1))
    assert made.petitioner == {"type": "person", "confidential": False, "phone": "+84900000001"}
    assert made.place is None


def test_a_place_is_an_area_of_today_and_words():
    code = directory().areas(MONDAY.date(), "commune")[0].code
    place = petition(area=code, address="đối diện chợ", lat="10.9", lng="106.8").place
    assert (place.area, place.address) == (directory().area_id(code, MONDAY.date()), "đối diện chợ")
    assert (place.lat, place.lng) == (10.9, 106.8)


def test_half_a_position_is_none():
    assert petition(lat="10.9", address="chợ").place.lat is None


def test_who_wants_no_name_leaves_none_even_when_the_browser_filled_it_in():
    made = petition(anonymous="on", name="Người dân thử nghiệm 1", email="a@example.vn")
    assert made.petitioner == {"type": "anonymous", "confidential": True}


def test_a_business_is_named_and_somebody_speaks_for_it():
    made = petition(business="Công ty thử nghiệm", tax_code="3600000001", name="Người dân thử nghiệm 1")
    assert made.petitioner["type"] == "business"
    assert made.petitioner["name"] == "Công ty thử nghiệm"
    assert made.petitioner["representative"] == "Người dân thử nghiệm 1"
    assert made.petitioner["tax_code"] == "3600000001"


def test_confidential_is_kept():
    assert petition(confidential="on").petitioner["confidential"] is True


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"content": " "}, "content", "Xin viết vài dòng"),
        ({"phone": "12"}, "phone", "Số điện thoại không đúng"),
        ({"phone": ""}, "phone", "Xin để lại số điện thoại hoặc thư điện tử"),
        ({"email": "a@"}, "email", "Địa chỉ thư chưa đúng"),
    ],
)
def test_an_error_says_what_to_do(said, field, words):
    assert words in errors(**said)[field][0]


def test_a_wrong_telephone_is_one_error_not_two():
    assert list(errors(phone="12")) == ["phone"]
    assert len(errors(phone="12")["phone"]) == 1


def test_too_many_files_are_counted_out_loud():
    many = [SimpleUploadedFile(f"{n}.jpg", b"x") for n in range(MOST_FILES + 2)]
    form = PetitionForm(SAID, MultiValueDict({"photos": many}))
    assert form.errors["photos"] == [f"Gửi nhiều nhất {MOST_FILES} tệp; xin bớt 2 tệp."]


def test_an_area_of_another_era_is_no_choice():
    in_2021, in_2026 = (
        {area.code for area in directory().areas(date(year, 7, 5), "commune")} for year in (2021, 2026)
    )
    gone = min(in_2021 - in_2026)
    assert "area" not in errors(area=gone)
    with clock.frozen(MONDAY.replace(year=2026)):
        assert "area" in errors(area=gone)


@pytest.mark.parametrize(("said", "may"), [("yes", True), ("no", False), ("", False)])
def test_publishing_is_asked_apart_and_silence_is_a_no(said, may):
    assert petition(may_publish=said).may_publish is may

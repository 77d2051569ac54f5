"""A letter that another system numbered and signed: its file says number and day, and they must fit."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from hoiam.kit import clock
from hoiam.kit.refusal import Refused
from hoiam.signatures import identities
from hoiam.signatures.fields import ORGANISATION
from hoiam.signatures.sign import sign as sign_pdf

from . import blanks
from .factories import AT, issued, person, signed, unit_id
from .form.free_places import draw_free, words_for
from .issue import issue
from .models import FileRole, Register, RegisterEntry, State
from .number import take
from .papers import latest_bytes
from .testing import quick_papers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
LATER, ON = AT + timedelta(days=1), AT.date()


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


def by_the_other_system(document, number="9193", on=ON, **words):
    """What comes back: the leader's file, numbered, dated and signed by the organisation."""
    _, places = draw_free(document.letter)
    told = words_for(document.letter, number, on) | words
    numbered = blanks.fill(latest_bytes(document, FileRole.SIGNED), places, told)
    return sealed(numbered)


def sealed(pdf):
    seal = identities.authority().organisation("Ủy ban nhân dân tỉnh Đồng Nai")
    return sign_pdf(pdf, field=ORGANISATION, identity=seal, at=LATER)


@pytest.mark.parametrize("typed", [None, 9193])
def test_number_and_day_are_those_of_the_returned_file(typed):
    document = signed()
    returned = by_the_other_system(document)
    done = issue(document, by=person("clerk"), at=LATER, number=typed, returned=returned)
    assert (done.state, done.number_symbol, done.issued_on) == (State.ISSUED, "9193/UBND-HCC", AT.date())
    assert latest_bytes(done, FileRole.ISSUED) == returned
    entry = RegisterEntry.objects.get()
    assert (entry.number, entry.on, entry.register.is_ours) == (9193, AT.date(), False)


def refused(document, returned, why, **more):
    with pytest.raises(Refused, match=why):
        issue(document, by=person("clerk"), at=LATER, returned=returned, **more)
    document.refresh_from_db()
    assert (document.state, document.number) == (State.SIGNED, None)
    assert not RegisterEntry.objects.filter(document=document).exists()


def test_what_was_typed_and_what_the_file_says_must_be_one():
    document = signed()
    why = "^Số đã gõ là 15, tệp mang về ghi số 9193/UBND-HCC; hãy xem lại số hoặc tệp.$"
    refused(document, by_the_other_system(document), why, number=15)


def test_the_symbol_must_be_that_of_the_document():
    document = signed()
    returned = by_the_other_system(document, **{"number": "Số: 9193/UBND-KTN"})
    refused(document, returned, "ghi số 9193/UBND-KTN, văn bản này phải là 9193/UBND-HCC")


@pytest.mark.parametrize(("days", "shown"), [(-1, "03/08/2021"), (2, "06/08/2021")])
def test_the_day_is_between_the_signature_and_today(days, shown):
    document = signed()
    returned = by_the_other_system(document, on=AT.date() + timedelta(days=days))
    refused(document, returned, f"ghi ngày {shown}, phải từ ngày ký 04/08/2021 đến hôm nay")


def test_without_a_readable_day_it_is_not_guessed():
    document = signed()
    returned = by_the_other_system(document, day="Đồng Nai, ngày 31 tháng 2 năm 2021")
    refused(document, returned, "không đọc được ngày văn bản")


@pytest.mark.parametrize(
    ("typed", "how"), [(None, "gõ số đã được cấp hoặc lấy số kế tiếp của sổ"), (15, "gõ số 15")]
)
def test_a_file_without_a_number_takes_none_of_our_register_unasked(typed, how):
    document = signed()
    returned = sealed(latest_bytes(document, FileRole.SIGNED))
    refused(
        document, returned, f"^Tệp mang về chưa ghi số; hãy bấm “Chỉ lấy số”, {how}, rồi ký", number=typed
    )


def test_where_our_register_gives_the_numbers_no_file_does():
    with quick_papers():
        issued()
    document = signed()
    refused(document, by_the_other_system(document), "không lấy số ghi sẵn trong tệp mang về")


def test_a_number_in_use_is_not_given_twice_by_a_file():
    first = signed()
    issue(first, by=person("clerk"), at=LATER, returned=by_the_other_system(first))
    document = signed()
    refused(document, by_the_other_system(document), "Số 9193 năm 2021 đã có trong")


def test_anything_else_changed_in_the_file_is_still_refused():
    document = signed()
    other = by_the_other_system(signed())
    broken = other[:-200]
    for returned in (broken, b"", b"x" * 500):
        with pytest.raises(Refused):
            issue(document, by=person("clerk"), at=LATER, returned=returned)
    document.refresh_from_db()
    assert document.state == State.SIGNED


def test_a_number_taken_before_stands_whatever_comes_back():
    document = take(signed(), by=person("clerk"), at=LATER)
    returned = by_the_other_system(document)
    with pytest.raises(Refused, match="khác tệp gửi đi"):
        issue(document, by=person("clerk"), at=LATER, returned=returned)
    document.refresh_from_db()
    assert (document.state, document.number) == (State.SIGNED, 1)


def test_in_the_panel_pressed_twice_it_is_issued_once():
    """Where it is known that another system gives the numbers, the one in the file need not be typed too."""
    Register.objects.create(
        body_id=unit_id("ubnd-tinh"), code="cong-van", name="Sổ", kinds=["letter"], is_ours=False
    )
    document, clerk = signed(), Client()
    clerk.force_login(person("clerk"))
    with clock.frozen(LATER):
        answer = clerk.post(reverse("letters:issue", args=[document.pk]))
    assert answer.status_code == 422
    assert "hãy gõ số đã lấy từ hệ thống ấy" in answer.content.decode()
    returned = by_the_other_system(document)

    def press():
        upload = SimpleUploadedFile("a.pdf", returned, "application/pdf")
        with clock.frozen(LATER):
            url = reverse("letters:issue", args=[document.pk])
            return clerk.post(url, {"returned": upload}, headers={"hx-request": "true"})

    assert press().status_code == 204
    again = press()
    assert again.status_code == 422
    assert "Đã phát hành" in again.content.decode()
    assert RegisterEntry.objects.count() == 1

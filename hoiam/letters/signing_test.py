"""The bytes that are signed: by the leader without number, by the body with it, and both stay good."""

import shutil
import subprocess
from datetime import timedelta

import pdfplumber
import pytest
from django.core.files.storage import default_storage

from hoiam.kit.refusal import Refused
from hoiam.signatures import identities
from hoiam.signatures.fields import LEADER, ORGANISATION
from hoiam.signatures.sign import sign as sign_pdf
from hoiam.signatures.tampering import appended, draws, prints
from hoiam.signatures.verify import verify

from . import blanks
from .annex_files import make_annexes
from .factories import AT, annex, content, issued, person, signed, submitted, unit_id, with_annexes
from .form import draw_pdf
from .form.free_places import draw_free
from .issue import issue
from .models import FileRole, State
from .number import take
from .papers import latest_bytes
from .sign import sign

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
LATER = AT + timedelta(hours=1)


def words(pdf, tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf)
    return subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True).stdout


def own_key(name):
    """A key in somebody's pocket."""
    return identities.authority().person(name, organisation="ngoài")


def test_both_signatures_are_good_and_number_and_day_stand_where_the_form_sets_them(tmp_path):
    document = issued()
    pdf = latest_bytes(document, FileRole.ISSUED)
    verdicts = verify(pdf, trusted=identities.trusted(), at=LATER)
    assert [(v.field, v.is_good, v.at - AT) for v in verdicts] == [
        (LEADER, True, timedelta()),
        (ORGANISATION, True, timedelta(minutes=1)),
    ]
    assert blanks.read(pdf) == {"number": "Số: 01/UBND-HCC", "day": "Đồng Nai, ngày 04 tháng 8 năm 2021"}
    drawn = words(draw_pdf(document.letter, number="01", on=AT.date()), tmp_path)
    said = words(pdf, tmp_path)
    for line in ("Số: 01/UBND-HCC", "Đồng Nai, ngày 04 tháng 8 năm 2021"):
        assert line in drawn
        assert line in said
    assert said.count("UBND-HCC") == 1


def test_what_the_leader_signed_is_in_front_of_what_was_issued():
    document = issued()
    pdf = latest_bytes(document, FileRole.ISSUED)
    assert pdf.startswith(latest_bytes(document, FileRole.SIGNED))
    assert latest_bytes(document, FileRole.SIGNED).startswith(latest_bytes(document, FileRole.PREPARED))


@pytest.mark.skipif(not shutil.which("pdfsig"), reason="needs poppler")
def test_another_program_finds_both_signatures_valid(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(latest_bytes(issued(), FileRole.ISSUED))
    said = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True).stdout
    assert said.count("Signature is Valid.") == 2
    assert said.count("Total document signed") == 1


def test_a_number_changed_after_the_body_signed_is_found():
    document = issued()
    pdf = latest_bytes(document, FileRole.ISSUED)
    _, places = blanks_of(document)
    forged = blanks.fill(pdf, places, {"number": "Số: 02/UBND-HCC", "day": "x"})
    verdicts = verify(forged, trusted=identities.trusted(), at=LATER)
    assert not verdicts[-1].is_good
    flipped = bytearray(pdf)
    flipped[len(pdf) // 3] ^= 1
    assert not all(v.is_good for v in verify(bytes(flipped), trusted=identities.trusted(), at=LATER))


def blanks_of(document):
    return draw_free(document.letter)


def test_without_a_key_here_the_file_goes_out_and_comes_back():
    key = own_key("Cán bộ thử nghiệm office_head vp-ubnd")
    document = submitted()
    prepared = latest_bytes(document, FileRole.PREPARED)
    outside = sign_pdf(prepared, field=LEADER, identity=key, at=AT)
    done = sign(document, by=person("office_head"), at=AT, returned=outside)
    assert done.state == State.SIGNED
    assert latest_bytes(done, FileRole.SIGNED) == outside


def test_what_the_office_stamps_beside_number_and_day_comes_back_with_the_signature():
    key = own_key("Cán bộ thử nghiệm office_head vp-ubnd")
    document = submitted()
    prepared = latest_bytes(document, FileRole.PREPARED)
    place = next(one for one in draw_free(document.letter)[1] if one.name == "number").box
    left, foot = (place.left + 4) * 72 / 25.4, 842 - (place.top + place.height - 1) * 72 / 25.4
    number, line = (
        f"BT /StampFont 11 Tf {x} {y} Td ({words}) Tj ET"
        for words, x, y in (("9193", left, foot), ("Ky boi: UBND", 60, 20))
    )
    stamped = appended(prepared, draws(f"q {number} {line} Q"))
    outside = sign_pdf(stamped, field=LEADER, identity=key, at=AT)
    done = sign(document, by=person("office_head"), at=AT, returned=outside)
    assert done.state == State.SIGNED
    beside = appended(prepared, prints("9193", left, foot - 100))
    with pytest.raises(Refused, match="Trang 1 của tệp mang về có thêm chữ “9193” ngoài chỗ ghi số"):
        sign(
            submitted(),
            by=person("office_head"),
            at=AT,
            returned=sign_pdf(beside, field=LEADER, identity=key, at=AT),
        )


def test_the_organisation_signs_outside_what_has_its_number():
    document = take(signed(), by=person("clerk"), at=AT)
    assert (document.state, document.number_symbol) == (State.SIGNED, "01/UBND-HCC")
    numbered = latest_bytes(document, FileRole.NUMBERED)
    seal = identities.authority().organisation("Ủy ban nhân dân tỉnh Đồng Nai")
    outside = sign_pdf(numbered, field=ORGANISATION, identity=seal, at=AT)
    done = issue(document, by=person("clerk"), at=AT, returned=outside)
    assert (done.state, done.number) == (State.ISSUED, 1)
    assert latest_bytes(done, FileRole.ISSUED) == outside


def test_what_comes_back_changed_unsigned_or_of_another_document_is_refused():
    document, other = submitted(), submitted(content(subject="việc khác"))
    key, chief = own_key("Cán bộ thử nghiệm office_head vp-ubnd"), person("office_head")
    prepared = latest_bytes(document, FileRole.PREPARED)
    with pytest.raises(Refused, match="không có thêm chữ ký số"):
        sign(document, by=chief, at=AT, returned=prepared)
    exchanged = sign_pdf(latest_bytes(other, FileRole.PREPARED), field=LEADER, identity=key, at=AT)
    with pytest.raises(Refused, match="khác tệp gửi đi"):
        sign(document, by=chief, at=AT, returned=exchanged)
    stranger = sign_pdf(prepared, field=LEADER, identity=own_key("Người khác"), at=AT)
    with pytest.raises(Refused, match="của Người khác"):
        sign(document, by=chief, at=AT, returned=stranger)
    good = bytearray(sign_pdf(prepared, field=LEADER, identity=key, at=AT))
    good[good.index(b"stream") + 40] ^= 1
    with pytest.raises(Refused):
        sign(document, by=chief, at=AT, returned=bytes(good))
    document.refresh_from_db()
    assert document.state == State.SUBMITTED


def test_where_nobody_has_a_key_the_refusal_says_what_to_do(settings):
    document = submitted()
    settings.HOIAM_SIGNING = "outside"
    with pytest.raises(Refused, match="tải tệp về, ký ở ngoài rồi đưa lại"):
        sign(document, by=person("office_head"), at=AT)


def test_a_part_of_an_annex_holds_its_rows_only_and_is_signed_by_the_organisation(tmp_path):
    document = issued(with_annexes(annex(("ubnd-731", 3), ("ubnd-740", 2))))
    make_annexes(LATER)
    file = document.files.select_related("file").get(role=FileRole.ANNEX, unit=unit_id("ubnd-740"))
    with default_storage.open(file.file.kept_as) as stream:
        pdf = stream.read()
    path = tmp_path / "annex.pdf"
    path.write_bytes(pdf)
    with pdfplumber.open(path) as pages:
        text = " ".join(page.extract_text() for page in pages.pages)
    assert text.count("Việc của ubnd-740") == 2
    assert "ubnd-731" not in text
    assert "01/UBND-HCC ngày 04 tháng 8 năm 2021" in " ".join(text.split())
    [verdict] = verify(pdf, trusted=identities.trusted(), at=LATER)
    assert (verdict.field, verdict.is_good) == (ORGANISATION, True)
    assert file.file.name == "01-UBND-HCC-phu-luc-I.pdf"

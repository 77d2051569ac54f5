"""What was signed outside comes back with signatures and with nothing else, whoever wrote the file anew."""

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from hoiam.kit.refusal import Refused

from .compare import compare
from .conftest import AT, drawn
from .fields import LEADER, Box, Field
from .prepare import prepare
from .sign import sign
from .tampering import (
    CHANGES,
    adds_empty_place,
    adds_text_field,
    appended,
    changes_properties,
    draws_over,
    page,
    rewritten,
)


@pytest.fixture(scope="session")
def signed_at(authority):
    """Signed by a program that makes its own place, as many do."""

    def signed(pdf, *boxes, change=None):
        for number, box in enumerate(boxes):
            pdf = prepare(pdf, Field(f"Signature{number}", 1, box))
        pdf = appended(pdf, change) if change else pdf
        return sign(pdf, field="Signature0", identity=authority.person("A"), at=AT)

    return signed


FREE = Box(left=120, top=200, width=60, height=25)
OVER_THE_WORDS = Box(left=20, top=20, width=160, height=15)


def test_one_signature_or_two_may_be_added(prepared, once_signed, signed):
    assert compare(prepared, once_signed) is None
    assert compare(prepared, signed) is None
    assert compare(once_signed, signed) is None


def test_a_program_may_write_the_file_anew(prepared, by_leader):
    assert compare(prepared, by_leader(rewritten(prepared))) is None


def test_a_program_may_make_a_place_of_its_own_beside_the_words(prepared, signed_at):
    assert compare(prepared, signed_at(prepared, FREE)) is None
    assert compare(drawn(), signed_at(drawn(), FREE)) is None


def test_a_program_may_note_itself_in_the_properties(prepared, by_leader):
    assert compare(prepared, by_leader(appended(prepared, changes_properties))) is None


def test_a_place_over_the_words_is_seen(prepared, signed_at):
    assert compare(prepared, signed_at(prepared, OVER_THE_WORDS)) == (
        "Ô chữ ký che chữ trên trang 1 của tệp mang về."
    )


def test_an_empty_place_that_was_added_is_seen(prepared, by_leader):
    said = compare(prepared, by_leader(appended(prepared, adds_empty_place)))
    assert said == "Trang 1 của tệp mang về có ghi chú, liên kết hoặc ô nhập liệu khác tệp gửi đi."


@pytest.mark.parametrize("how", [appended, rewritten])
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_whatever_else_was_changed_before_signing_is_seen(prepared, by_leader, how, change):
    """The signer's signature is good: it covers what he was shown, which is not what was sent."""
    try:
        returned = by_leader(how(prepared, change))
    except Refused:  # the page with the place for the signature was dropped
        returned = how(prepared, change)
    assert compare(prepared, returned)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (draws_over, "Nội dung trang 1 của tệp mang về khác tệp gửi đi."),
        (adds_text_field, "Trang 1 của tệp mang về có ghi chú, liên kết hoặc ô nhập liệu khác tệp gửi đi."),
    ],
)
def test_the_first_difference_is_said(prepared, by_leader, change, said):
    assert compare(prepared, by_leader(appended(prepared, change))) == said


def test_other_words_on_the_page_are_seen(by_leader):
    """One day moved: the same program drew both, as it would for an honest file."""
    body = "#set document(title: [Công văn])\nKết quả báo cáo trước ngày {}/8/2021.\n#pagebreak()\nKý."
    sent, other = (prepare(drawn(body.format(day)), Field(LEADER, 2, FREE)) for day in (15, 16))
    assert compare(sent, by_leader(sent)) is None
    assert compare(sent, by_leader(other)) == "Nội dung trang 1 của tệp mang về khác tệp gửi đi."


def test_a_glyph_drawn_as_another_is_seen(prepared, by_leader):
    """The page's own words stay as they are, and its font says 6 for 5."""

    def other_font(writer):
        fonts = page(writer).get_object()["/Resources"]["/Font"]
        font = next(iter(fonts.values())).get_object()
        program = font["/DescendantFonts"][0]["/FontDescriptor"].raw_get("/FontFile3")
        held = program.get_object()
        held._data = held.data[:-1] + bytes([held.data[-1] ^ 1])
        held._encoded_data = None
        writer.mark_update(program)

    assert compare(prepared, by_leader(appended(prepared, other_font))) == (
        "Nội dung trang 1 của tệp mang về khác tệp gửi đi."
    )


def test_a_link_that_leads_elsewhere_is_seen(prepared, by_leader):
    def leads_elsewhere(writer):
        link = next(
            one.get_object() for one in page(writer, 2).get_object()["/Annots"] if "/A" in one.get_object()
        )
        link["/A"]["/URI"] = generic.pdf_string("https://khac.example")
        writer.update_container(link["/A"])

    assert "liên kết" in compare(prepared, by_leader(appended(prepared, leads_elsewhere)))


def test_a_signature_that_runs_something_is_no_signature(prepared, by_leader):
    def runs(writer):
        append_signature_field(writer, SigFieldSpec("Signature1", on_page=1, box=(300, 30, 400, 60)))
        (field,) = (
            f.get_object()
            for f in writer.root["/AcroForm"]["/Fields"]
            if f.get_object()["/T"] == "Signature1"
        )
        field[pdf_name("/A")] = generic.DictionaryObject({pdf_name("/S"): pdf_name("/JavaScript")})

    assert "Trang 2" in compare(prepared, by_leader(appended(prepared, runs)))


def test_a_signature_that_was_there_may_not_go(prepared, once_signed):
    assert compare(once_signed, prepared) == "Tệp mang về thiếu chữ ký số đã có trong tệp gửi đi."


def test_an_unsigned_file_is_sent_back(prepared):
    for returned in (prepared, rewritten(prepared)):
        assert compare(prepared, returned) == "Tệp mang về không có thêm chữ ký số nào."


def test_another_document_is_seen_by_its_pages(prepared, signed_at):
    other = signed_at(drawn("#set document(title: [x])\nMột trang."), FREE)
    assert compare(prepared, other) == "Tệp mang về có 1 trang, tệp gửi đi có 2 trang."


def test_what_is_no_pdf_is_refused(prepared):
    for wrong in (b"", b"PK\x03\x04", prepared[:3000]):
        with pytest.raises(Refused, match="Không đọc được tệp PDF"):
            compare(prepared, wrong)

"""An office's own system prints on a page what belongs there, and nobody changes a word under that name."""

from io import BytesIO

import pytest
from PIL import Image
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name

from .compare import compare
from .conftest import AT, BODY, LEADER_BOX, drawn
from .fields import LEADER, Field
from .prepare import prepare
from .tampering import appended, draws, draws_before, notes, page, prints, rewritten
from .verify import verify

TOP, BOTTOM = 842 - 40, 30  # in the margins, in points from the foot of the page
LEFT, HIGH = 330, 225  # inside the place of the leader's signature
OUTSIDE = "ngoài chỗ ghi số, ghi ngày, ô chữ ký và lề trên, lề dưới."
OTHERWISE = "Nội dung trang 1 của tệp mang về khác tệp gửi đi."


def after_all(*changes):
    def changed(writer):
        for one in changes:
            one(writer)

    return changed


STAMPS = {
    "number of arrival": prints("DEN 123 ngay 05/8/2021", 60, TOP),
    "line at the foot": prints("Ky boi: UBND tinh", 60, BOTTOM),
    "inside the leader's place": prints("Ky boi", LEFT, HIGH, number=2),
    "a frame": draws("q 0 0 1 RG 60 800 120 30 re S Q"),
    "a note": notes("ĐẾN 123", (60, 800, 200, 830)),
    "several": after_all(
        prints("A", 60, TOP), prints("B", 60, BOTTOM, number=2), notes("C", (90, 5, 120, 40))
    ),
}


@pytest.mark.parametrize("how", [appended, rewritten])
@pytest.mark.parametrize("stamp", STAMPS.values(), ids=STAMPS)
def test_a_stamp_in_its_place_is_let_pass(prepared, by_leader, authority, how, stamp):
    returned = by_leader(how(prepared, stamp))
    assert compare(prepared, returned) is None
    assert [one.is_good for one in verify(returned, trusted=authority.trust, at=AT)] == [True]


def test_a_program_may_keep_its_drawing_apart_from_ours(prepared, by_leader):
    def wrapped(writer):
        found = page(writer).get_object()
        parts = [
            writer.add_object(generic.StreamObject(stream_data=words))
            for words in (b"q\n", b"\nQ q 60 800 40 20 re S Q")
        ]
        found[pdf_name("/Contents")] = generic.ArrayObject([parts[0], found.raw_get("/Contents"), parts[1]])
        writer.update_container(found)

    assert compare(prepared, by_leader(appended(prepared, wrapped))) is None


ATTACKS = {
    "words in the body": (
        prints("va 5 don vi khac", 200, 500),
        f"Trang 1 của tệp mang về có thêm chữ “va 5 don vi khac” {OUTSIDE}",
    ),
    "words on the second page": (
        prints("gia han", 200, 500, number=2),
        f"Trang 2 của tệp mang về có thêm chữ “gia han” {OUTSIDE}",
    ),
    "half a word beyond the margin": (
        prints("thap", 60, 842 - 62),
        f"Trang 1 của tệp mang về có thêm chữ “thap” {OUTSIDE}",
    ),
    "a place on another page": (
        prints("Ky boi", LEFT, HIGH),
        f"Trang 1 của tệp mang về có thêm chữ “Ky boi” {OUTSIDE}",
    ),
    "white words": (
        draws("q BT 1 1 1 rg /StampFont 9 Tf 200 500 Td (an) Tj ET Q"),
        f"Trang 1 của tệp mang về có thêm chữ “an” {OUTSIDE}",
    ),
    "a note in the body": (
        notes("trước ngày 15/9/2021", (50, 500, 300, 540)),
        f"Trang 1 của tệp mang về có thêm chữ “trước ngày 15/9/2021” {OUTSIDE}",
    ),
    "a white bar over a sentence": (draws("q 1 1 1 rg 60 740 400 30 re f Q"), OTHERWISE),
    "a line through a sentence": (draws("q 70 766 m 300 766 l S Q"), OTHERWISE),
    "everything moved": (draws_before, OTHERWISE),
    "a note that runs something": (
        notes("ĐẾN", (60, 800, 200, 830), A=generic.DictionaryObject({pdf_name("/S"): pdf_name("/URI")})),
        "Trang 1 của tệp mang về có ghi chú, liên kết hoặc ô nhập liệu khác tệp gửi đi.",
    ),
}


@pytest.mark.parametrize("how", [appended, rewritten])
@pytest.mark.parametrize(("change", "said"), ATTACKS.values(), ids=ATTACKS)
def test_whatever_stands_elsewhere_is_refused_and_named(prepared, by_leader, how, change, said):
    assert compare(prepared, by_leader(how(prepared, change))) == said


def with_header(words="Trang 1"):
    head = f"#set page(header: [{words}], header-ascent: 20pt)\n{BODY.replace('#set page(', '#set page(')}"
    return prepare(drawn(head), Field(LEADER, 2, LEADER_BOX))


def test_a_word_of_ours_in_the_margin_is_not_covered(by_leader):
    sent = with_header()
    assert compare(sent, by_leader(appended(sent, prints("DEN 123", 300, TOP)))) is None
    hidden = appended(sent, draws("q 1 1 1 rg 0 780 595 62 re f Q"))
    assert compare(sent, by_leader(hidden)) == OTHERWISE
    noted = appended(sent, notes("ĐẾN", (0, 786, 595, 840)))
    assert OUTSIDE in compare(sent, by_leader(noted))


def test_a_picture_of_ours_is_not_changed(by_leader):
    file = BytesIO()
    Image.new("RGB", (4, 4), "red").save(file, "PNG")
    picture = f"#image(bytes(({', '.join(map(str, file.getvalue()))})), width: 2cm)\n#pagebreak()"
    sent = prepare(drawn(BODY.replace("#pagebreak()", picture)), Field(LEADER, 2, LEADER_BOX))

    def repainted(writer):
        pictures = page(writer).get_object()["/Resources"]["/XObject"]
        reference = next(iter(pictures.values()))
        held = reference.get_object()
        held._data, held._encoded_data = bytes(255 - byte for byte in held.data), None
        writer.update_container(held)

    assert compare(sent, by_leader(appended(sent, prints("DEN", 60, TOP)))) is None
    both = after_all(repainted, prints("DEN", 60, TOP))
    assert compare(sent, by_leader(appended(sent, both))) == OTHERWISE

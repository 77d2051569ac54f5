"""Places for signatures are kept free where they were asked for, and nothing else of the file changes."""

from io import BytesIO

import pdfplumber
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import PdfFileWriter, copy_into_new_writer

from hoiam.kit.refusal import Refused

from .conftest import LEADER_BOX, ORGANISATION_BOX, drawn
from .fields import LEADER, ORGANISATION, POINTS_PER_MM, Box, Field
from .prepare import prepare


def places(pdf):
    """Name, page and millimetres of each annotation, measured by another library."""
    with pdfplumber.open(BytesIO(pdf)) as opened:
        return {
            one["data"]["T"].decode(): (
                page.page_number,
                *(round(one[edge] / POINTS_PER_MM, 2) for edge in ("x0", "top", "width", "height")),
            )
            for page in opened.pages
            for one in page.annots
            if "T" in one["data"]
        }


def test_fields_lie_where_they_were_asked_for(prepared):
    assert places(prepared) == {
        LEADER: (2, LEADER_BOX.left, LEADER_BOX.top, LEADER_BOX.width, LEADER_BOX.height),
        ORGANISATION: (
            2,
            ORGANISATION_BOX.left,
            ORGANISATION_BOX.top,
            ORGANISATION_BOX.width,
            ORGANISATION_BOX.height,
        ),
    }


def test_a_reader_hears_vietnamese(prepared):
    fields = [one.get_object() for one in PdfFileReader(BytesIO(prepared)).root["/AcroForm"]["/Fields"]]
    assert [one["/TU"] for one in fields] == [
        "Chữ ký số của người có thẩm quyền",
        "Chữ ký số của cơ quan, tổ chức",
    ]


def test_what_was_there_stays_byte_for_byte_in_front(prepared):
    assert prepared.startswith(drawn())


@pytest.mark.parametrize("field", [Field(LEADER, 3, LEADER_BOX), Field(LEADER, 1, Box(180, 10, 60, 20))])
def test_a_place_off_the_paper_is_a_mistake_of_the_caller(field):
    with pytest.raises(ValueError, match=LEADER):
        prepare(drawn(), field)


@pytest.mark.parametrize("edges", [(-1, 0, 1, 1), (0, 0, 0, 1)])
def test_a_box_has_a_size(edges):
    with pytest.raises(ValueError, match="not a place"):
        Box(*edges)


def test_what_is_no_pdf_is_refused():
    for wrong in (b"", b"%PDF-1.7", b"PK\x03\x04", drawn()[:2000]):
        with pytest.raises(Refused, match="Không đọc được tệp PDF"):
            prepare(wrong)


def test_a_locked_pdf_is_refused():
    writer: PdfFileWriter = copy_into_new_writer(PdfFileReader(BytesIO(drawn())))
    writer.encrypt("x", "x")
    locked = BytesIO()
    writer.write(locked)
    with pytest.raises(Refused, match="bị khóa"):
        prepare(locked.getvalue(), Field(LEADER, 1, LEADER_BOX))

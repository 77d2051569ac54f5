"""Taking in: a document from outside, once a unit, with its number typed or read from the file."""

from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile

from hoiam.kit.refusal import Refused

from .content import Kind
from .factories import AT, content, issued, person, unit_id
from .form import draw_pdf
from .models import FileRole
from .papers import latest_bytes
from .take_in import take_in
from .testing import PAPER, quick_papers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def taken(pdf=PAPER, number_symbol="", **changes):
    fields = {
        "date": date(2021, 7, 29),
        "signer": "Người ký thử nghiệm",
        "issuer": "Công ty Viễn thông",
        "kind": Kind.REPORT,
        "subject": "Báo cáo tháng 7/2021",
        "by": person("clerk", "ubnd-742"),
        "at": AT,
    } | changes
    return take_in(ContentFile(pdf, "a.pdf"), number_symbol=number_symbol, **fields)


def test_a_number_is_kept_as_typed_without_spaces_around_its_sign():
    document = taken(number_symbol=" 1384 / TTKD  ĐNI")
    assert (document.number_symbol, document.is_in_force) == ("1384/TTKD ĐNI", True)
    with pytest.raises(Refused, match="đã được tiếp nhận"):
        taken(number_symbol="1384/TTKD ĐNI")


def test_the_number_is_read_from_the_words_of_a_file_or_from_its_place_in_one_of_ours():
    drawn = draw_pdf(content(), number="6499", on=AT.date())
    assert taken(drawn).number_symbol == "6499/UBND-HCC"
    assert taken(latest_bytes(issued(), FileRole.ISSUED)).number_symbol == "01/UBND-HCC"


def test_a_file_without_a_number_asks_for_one():
    with pytest.raises(Refused, match="hãy gõ số, ký hiệu"):
        taken()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"date": AT.date() + timedelta(days=1)}, "còn ở phía trước"),
        ({"issuer": "  "}, "cơ quan ban hành"),
        ({"by": "officer"}, "quyền “Tiếp nhận”"),
    ],
)
def test_what_cannot_be_is_refused(change, why):
    if change.get("by"):
        change = {"by": person("officer", "ubnd-742")}
    with quick_papers(), pytest.raises(Refused, match=why):
        taken(number_symbol="1/A", unit=unit_id("ubnd-742"), **change)

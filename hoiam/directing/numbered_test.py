"""One setting numbers annexes I, II or 1, 2: in the report, the directive upon it and what is proof-read."""

import pytest

from hoiam.calendars.almanac import forget
from hoiam.calendars.models import Parameter
from hoiam.letters.annex_numbers import annex_code, is_roman
from hoiam.letters.check import check
from hoiam.reporting.documents.wording import document
from hoiam.reporting.sheet import Sheet

from .factories import AT, composed, july, report_of_july

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
ARABIC = "Phụ lục đánh số 1, 2"


@pytest.fixture
def arabic():
    Parameter.objects.filter(name="roman_annexes").update(value=0)
    forget()
    yield
    forget()


def codes(directive):
    return [annex.code for annex in directive.document.letter.annexes]


def sentences(report):
    return " ".join(
        words for section in document(Sheet(report)).letter.sections for words in section.paragraphs
    )


def test_annexes_are_numbered_in_roman_figures_unless_a_province_says_otherwise():
    july()
    directive = composed(report_of_july())
    assert codes(directive) == ["I", "II"]
    assert "tại Phụ lục I, II" in sentences(report_of_july())
    assert is_roman(AT) and annex_code(2, AT) == "II"


def test_where_it_says_so_report_and_directive_have_1_and_2_and_nothing_is_found_in_that(arabic):
    july()
    report = report_of_july()
    directive = composed(report)
    assert codes(directive) == ["1", "2"]
    assert "(Phụ lục 1)" in sentences(report) and "tại Phụ lục 1, 2" in sentences(report)
    assert "Phụ lục I" not in sentences(report)
    assert [table.code for table in document(Sheet(report)).annexes] == ["1", "2"]
    found = check(directive.document, AT)
    assert not [one for one in found if one.severity == "stop" or ARABIC in one.sentence]

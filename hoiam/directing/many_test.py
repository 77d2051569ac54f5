"""Thousands of late lines, and two people at the same button."""

import threading
from copy import copy
from time import monotonic

import pytest
from django.db import connection

from hoiam.kit.refusal import Refused
from hoiam.reporting.models import Report, ReportLine

from .cascade import cascade
from .factories import AT, BIEN_HOA, NHON_TRACH, composed, district, in_force, report_of_july, unit_id
from .models import Directive

MANY = 5000


def clone(row, **changes):
    made = copy(row)
    made._state = copy(row._state)
    made._state.adding, made.pk = True, None
    for name, value in changes.items():
        setattr(made, name, value)
    return made


def many_lines(case):
    """Another version of the report, with thousands of lines like the first one of Biên Hòa."""
    report = report_of_july()
    codes = [f"{number:012}" for number in range(1, MANY + 1)]
    cases = type(case).objects.bulk_create(clone(case, code=code, source_id=code) for code in codes)
    bigger = clone(report, version=2)
    bigger.save()
    line = report.lines.get(case=case)
    ReportLine.objects.bulk_create(clone(line, report=bigger, case_id=one.pk, code=one.code) for one in cases)
    return Report.objects.get(pk=bigger.pk)


@pytest.mark.slow
@pytest.mark.django_db
def test_a_letter_about_five_thousand_late_lines_is_composed_in_seconds(month, django_assert_max_num_queries):
    report = many_lines(month["open"])
    began = monotonic()
    with django_assert_max_num_queries(60):
        directive = composed(report)
    assert monotonic() - began < 10
    assert directive.lines.count() == MANY
    assert directive.document.letter.annexes[0].lines == MANY
    assert "đối với 5.000 nội dung phản ánh chưa xử lý" in directive.points.get(key="settle").text


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_people_of_a_district_make_one_letter(month):
    parent = in_force(composed())
    who, made, refused = [district(NHON_TRACH), district(NHON_TRACH, "focal_point")], [], []

    def click(person):
        try:
            made.append(cascade(parent, unit_id(NHON_TRACH), by=person, at=AT.replace(day=6)).pk)
        except Refused as no:
            refused.append(str(no))
        finally:
            connection.close()

    threads = [threading.Thread(target=click, args=(person,)) for person in who]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == len(refused) == Directive.objects.filter(parent=parent).count() == 1
    assert unit_id(BIEN_HOA) not in Directive.objects.filter(parent=parent).values_list("issuer", flat=True)

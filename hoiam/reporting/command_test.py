"""`hoiam monthly-report`: what it prints, what it writes, what it refuses."""

import json

import pytest
from django.core.management import call_command

from hoiam.kit import clock
from hoiam.kit.refusal import Refused

from .conftest import AFTERWARDS
from .models import Report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
JULY = {"start": "2021-06-30T17:00", "end": "2021-07-29T17:00"}


def run(**options):
    with clock.frozen(AFTERWARDS):
        call_command("monthly_report", **{**JULY, **options})


def test_the_report_is_json_on_standard_output(july, capsysbinary):
    run()
    said = json.loads(capsysbinary.readouterr().out)
    assert list(said)[:8] == [
        "period", "as_of", "definition", "unit", "version", "made_at", "differs_from", "totals",
    ]  # fmt: skip
    assert said["period"] == {"from": "2021-06-30T17:00:00+07:00", "to": "2021-07-29T17:00:00+07:00"}
    assert said["as_of"] == said["period"]["to"]
    assert list(said["annex_2"][0])[-1] == "answered_at"


@pytest.mark.parametrize("name", ["json", "xlsx", "docx", "pdf"])
def test_each_format_goes_to_a_file(july, tmp_path, name, capsysbinary):
    target = tmp_path / f"thang-7.{name}"
    run(format=name, output=str(target))
    assert target.stat().st_size > 1000
    assert capsysbinary.readouterr().out == b""
    assert Report.objects.count() == 1


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"as_of": "2021-07-28"}, "không được trước ngày cuối kỳ"),
        ({"as_of": "2021-12-01"}, "không được ở tương lai"),
        ({"end": "2021-12-01"}, "không được ở tương lai"),
        ({"start": "hôm qua"}, "Không hiểu thời điểm “hôm qua”"),
        ({"unit": "khong-co"}, "Không có đơn vị mã khong-co"),
        ({"definition": "khac"}, "Không có cách xác định “khac”"),
        ({"output": "/khong/co/bao-cao.json"}, "Không ghi được"),
    ],
)
def test_bad_input_is_one_sentence_and_changes_nothing(july, options, sentence):
    with pytest.raises(Refused, match=sentence):
        run(**options)
    assert not Report.objects.exists()


def test_a_report_of_one_unit_is_asked_for_by_code(july, capsysbinary):
    run(unit="ubnd-731")
    said = json.loads(capsysbinary.readouterr().out)
    assert (said["unit"], said["totals"]["received"]) == ("ubnd-731", 4)

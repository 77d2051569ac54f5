"""Six reports over 300 sample lives say exactly what is expected of them."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from hoiam.cases.figures import Window
from hoiam.kit.moments import VN, parse_moment

from .definitions import definition
from .factories import write_records
from .make import Asked, monthly_report
from .promise import as_json

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
SAMPLES = Path(__file__).parent / "samples"
EXPECTED = json.loads((SAMPLES / "sample_lives.expected.json").read_text(encoding="utf-8"))


@pytest.fixture
def lives(reference):
    lines = (SAMPLES / "sample_lives.jsonl").read_text(encoding="utf-8").splitlines()
    write_records(map(json.loads, lines), recorded_at=datetime(2022, 1, 1, tzinfo=VN))


def counted(row, names):
    return {name: row[name] for name in names if row.get(name)}


@pytest.mark.parametrize("expected", EXPECTED, ids=[e["from"] + " " + e["as_of"] for e in EXPECTED])
def test_the_report_of_the_sample_lives_is_exactly_the_expected_one(lives, expected):
    window = Window(*(parse_moment(expected[name]) for name in ("from", "to", "as_of")))
    said = as_json(monthly_report(Asked(window, definition())))
    names = expected["totals"]
    assert {name: said["totals"][name] for name in names} == expected["totals"]
    assert {row["category"]: counted(row, names) for row in said["by_category"]} == expected["by_category"]
    for figure in ("open_overdue", "answered_late"):
        by = {row["unit"]: row[figure] for row in said["by_unit"] if row[figure]}
        assert by == expected[f"by_unit_{figure}"]
    unhandled = sorted([line["source_id"], line["unit"]] for line in said["annex_1"])
    assert unhandled == sorted(expected["annex_1"])
    assert sorted(line["source_id"] for line in said["annex_2"]) == sorted(expected["annex_2"])

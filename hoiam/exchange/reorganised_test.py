"""A reorganisation, undone: what is exported can be read again, to the same bytes and the same rows."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.apps import apps

from hoiam import units
from hoiam.cases.giving_back import undo_reorganisation
from hoiam.cases.moving import carry_out
from hoiam.kit.moments import VN
from hoiam.units import directory as room
from hoiam.units.reorganisation import apply, read

from .factories import a_case, a_line, exported, imported, rejections, written_to

pytestmark = pytest.mark.django_db
SHIPPED = Path(units.__file__).parent / "data" / "reorganisation_2025-07-01.json"
MADE = {
    "name": "Nhập hai xã, đổi tên một sở",
    "base_document": "Nghị quyết số 1/NQ",
    "effective_on": "2026-11-23",
    "units": {
        "abolished": ["ubnd-26173", "so-y-te"],
        "new": [
            {"code": "ubnd-26173", "name": "UBND xã Lý Sơn", "kind": "committee", "level": "commune",
             "parent": "ubnd-tinh"},
            {"code": "so-y-dan-so", "name": "Sở Y tế và Dân số", "kind": "department", "level": "province",
             "parent": "ubnd-tinh"},
        ],
        "successions": [
            {"old": "ubnd-26173", "new": "ubnd-26173", "how": "rename"},
            {"old": "so-y-te", "new": "so-y-dan-so", "how": "rename"},
        ],
    },
}  # fmt: skip


@pytest.fixture(autouse=True)
def _look_again():
    room.forget()
    yield
    room.forget()


def rows(source):
    """What a history leaves in the tables that name a unit, without what is never the same twice."""
    case, hop, due = (apps.get_model("cases", name) for name in ("Case", "Assignment", "Due"))
    cases = case.objects.filter(source=source).order_by("source_id")
    hops = hop.objects.filter(case__source=source).order_by("case__source_id", "since", "id")
    dues = due.objects.filter(case__source=source).order_by("case__source_id", "clock", "since", "id")
    return (
        list(cases.values_list("source_id", "state", "holder", "due_at", "missed_at", "missed_unit", "seq")),
        list(hops.values_list("case__source_id", "unit", "sender", "since", "until", "accepted_at", "via")),
        list(dues.values_list("case__source_id", "clock", "due_at", "since", "until", "unit", "cause")),
    )


@pytest.mark.parametrize(
    ("plan", "day", "held"),
    [
        (SHIPPED.read_bytes(), datetime(2025, 7, 1, 8, tzinfo=VN), ("ubnd-731", "ubnd-26041", "so-gtvt")),
        (json.dumps(MADE).encode(), datetime(2026, 11, 23, 8, tzinfo=VN), ("ubnd-26173", "so-y-te")),
    ],
    ids=["of units that were there", "of units it made"],
)
@pytest.mark.parametrize("is_undone", [False, True])
def test_it_is_read_again_to_the_same_bytes_and_the_same_rows(tmp_path, plan, day, held, is_undone):
    file, moment = tmp_path / "tep.jsonl", day - timedelta(days=4)
    area = {"area": "26041"} if day.year == 2025 else None
    cases = [
        a_case(
            str(number),
            received_at=moment.isoformat(),
            place=area,
            history=[
                a_line("forward", (moment + timedelta(hours=1)).isoformat(), to=unit),
                a_line("accept", (moment + timedelta(hours=2)).isoformat(), by=f"officer@{unit}"),
            ][: 1 + number % 2],
        )
        for number, unit in enumerate(held)
    ]
    assert imported(written_to(file, cases)).new == len(held), rejections(file)
    run = apply(read(plan), None, day)
    assert carry_out(run, day).moved == len(held)
    if is_undone:
        assert undo_reorganisation(run, by=None, at=day + timedelta(hours=2)).back == len(held)
    first = exported(identities=True)
    again = first.replace('"source": "thu"', '"source": "lai"')
    file.write_text(again, "utf-8")
    assert imported(file).new == len(held), rejections(file)
    assert rows("lai") == rows("thu")
    theirs = [line for line in exported(identities=True).splitlines(keepends=True) if '"lai"' in line]
    assert theirs == again.splitlines(keepends=True)

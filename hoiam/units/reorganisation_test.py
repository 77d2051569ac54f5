import json
from datetime import date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from hoiam.accounts.factories import PersonFactory
from hoiam.kit.moments import VN
from hoiam.kit.refusal import Refused
from hoiam.units import directory as room
from hoiam.units.compose_reorganisation import text
from hoiam.units.directory import Directory, directory
from hoiam.units.factories import MembershipFactory, UnitFactory, UnitFunctionFactory
from hoiam.units.models import (
    Area,
    AreaSuccession,
    AreaVersion,
    ReorganisationRun,
    Unit,
    UnitFunction,
    UnitSuccession,
    UnitVersion,
)
from hoiam.units.reference_rows import DATA
from hoiam.units.reorganisation import PlanRefused, apply, placement, preview, read, rehearsal, undo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

AT = datetime(2026, 12, 28, 9, tzinfo=VN)
EVE, DAY = date(2026, 12, 31), date(2027, 1, 1)
SHIPPED = DATA / "reorganisation_2025-07-01.json"
TWO_LEVELS = date(2025, 7, 1)


@pytest.fixture(autouse=True)
def _look_again():
    room.forget()
    yield
    room.forget()


def plan(**changes):
    """Two communes become one under a code of theirs; Sở Y tế is renamed; there is a new Office."""
    told = {
        "name": "Nhập hai xã",
        "base_document": "Nghị quyết số 1/NQ",
        "effective_on": "2027-01-01",
        "areas": {
            "abolished": ["26173", "26209"],
            "new": [
                {
                    "code": "26173",
                    "name": "Lý Sơn",
                    "full_name": "Xã Lý Sơn",
                    "kind": "commune",
                    "level": "commune",
                    "parent": "75",
                }
            ],
            "successions": [
                {"old": "26173", "new": "26173", "how": "full", "clause": "khoản 1"},
                {"old": "26209", "new": "26173", "how": "full", "clause": "khoản 1"},
            ],
        },
        "units": {
            "abolished": ["ubnd-26173", "ubnd-26209", "vp-ubnd"],
            "new": [
                {
                    "code": "vp",
                    "name": "Văn phòng mới",
                    "kind": "department",
                    "level": "province",
                    "parent": "ubnd-tinh",
                },
                {
                    "code": "ubnd-26173",
                    "name": "UBND xã Lý Sơn",
                    "kind": "committee",
                    "level": "commune",
                    "parent": "ubnd-tinh",
                    "area": "26173",
                },
            ],
            "changed": [
                {"code": "so-y-te", "name": "Sở Y tế và Dân số"},
                {"code": "1022", "parent": "vp"},
            ],
            "successions": [
                {"old": "ubnd-26173", "new": "ubnd-26173", "how": "merge"},
                {"old": "ubnd-26209", "new": "ubnd-26173", "how": "merge"},
                {"old": "vp-ubnd", "new": "vp", "how": "rename"},
            ],
            "functions": [{"unit": "vp", "serves": "ubnd-tinh", "function": "office"}],
        },
    }
    return read(json.dumps(told | changes).encode())


def everything():
    """All rows of the directory, to see that nothing is left behind."""
    models = (Area, AreaVersion, AreaSuccession, Unit, UnitVersion, UnitSuccession, UnitFunction)
    return [sorted(map(str, model.objects.values_list())) for model in models]


def faces(units: Directory, on: date):
    """What the directory shows on a day, without ids."""

    def code(unit):
        return unit and units.unit(unit, on).code

    return {
        (
            unit.code,
            unit.name,
            unit.kind,
            unit.level,
            code(unit.parent),
            unit.area and units.area(unit.area, on).code,
        )
        for unit in units.units(on)
    }


def test_a_plan_takes_effect_on_its_day():
    old = directory().unit_id("ubnd-26173", EVE)
    apply(plan(), by=PersonFactory(), at=AT)
    units = directory()
    new = units.unit_id("ubnd-26173", DAY)
    assert new != old
    assert [units.unit(units.unit_id("ubnd-26173", day), day).name for day in (EVE, DAY)] == [
        "UBND xã Phú Lý",
        "UBND xã Lý Sơn",
    ]
    assert units.successors(units.unit_id("ubnd-26209", EVE), DAY) == (new,)
    assert units.committee(units.area_id("26173", DAY), DAY) == new
    with pytest.raises(Refused):
        units.unit_id("ubnd-26209", DAY)


def test_what_only_changes_its_name_stays_the_same_unit():
    apply(plan(), by=None, at=AT)
    units = directory()
    unit = units.unit_id("so-y-te", DAY)
    assert unit == units.unit_id("so-y-te", EVE)
    assert [units.unit(unit, day).name for day in (EVE, DAY)] == ["Sở Y tế", "Sở Y tế và Dân số"]
    assert units.unit(unit, DAY).full_name == "Sở Y tế"


def test_functions_of_the_abolished_end_and_new_ones_begin():
    apply(plan(), by=None, at=AT)
    units = directory()
    authority = units.unit_id("ubnd-tinh", DAY)
    office = [units.function("office", authority, day) for day in (EVE, DAY)]
    assert [units.unit(unit, EVE).code for unit in office] == ["vp-ubnd", "vp"]
    assert units.function("clerk", authority, DAY) is None
    assert units.unit(units.parent(units.centre(DAY), DAY), DAY).code == "vp"


def test_applying_twice_changes_nothing():
    run = apply(plan(), by=None, at=AT)
    after = everything()
    assert apply(plan(), by=PersonFactory(), at=AT + timedelta(days=1)) == run
    assert everything() == after
    assert ReorganisationRun.objects.count() == 1


def test_a_preview_counts_and_changes_nothing():
    before = everything()
    found = preview(plan())
    assert everything() == before
    assert (found.abolished_areas, found.new_areas, found.abolished_units, found.new_units) == (2, 1, 3, 2)
    assert (found.changed, found.successions, found.errors, found.applied) == (2, 5, (), None)
    written = apply(plan(), by=None, at=AT).written
    assert found.to_write == len(written["closed"]) + sum(len(keys) for _, keys in written["created"])
    again = preview(plan())
    assert again.applied is not None


def test_a_rehearsal_shows_the_day_and_leaves_nothing():
    before = everything()
    with rehearsal(plan()):
        units = directory()
        held = units.unit_id("ubnd-26209", EVE)
        found = placement(plan(), None, None, None, held)
        assert units.unit(found.to, DAY).name == "UBND xã Lý Sơn"
    assert everything() == before
    assert directory().unit(directory().unit_id("ubnd-26209", DAY), DAY).name == "UBND xã Thanh Sơn"


def test_undone_the_same_day_it_is_as_if_it_had_not_been():
    before, by = everything(), PersonFactory()
    run = undo(apply(plan(), by=by, at=AT), by=by, at=AT + timedelta(hours=3))
    assert everything() == before
    assert (run.undone_at, run.undone_by) == (AT + timedelta(hours=3), by)
    assert undo(run, by=None, at=AT + timedelta(days=3)).undone_by == by, "twice changes nothing"
    again = apply(plan(), by=by, at=AT + timedelta(hours=4))
    assert again.pk != run.pk


def test_the_next_day_it_is_too_late():
    run = apply(plan(), by=None, at=AT)
    with pytest.raises(Refused, match=r"trong ngày áp dụng \(28/12/2026\)"):
        undo(run, by=None, at=AT + timedelta(days=1))
    run.refresh_from_db()
    assert run.undone_at is None


def test_what_somebody_leans_on_is_not_taken_away():
    run = apply(plan(), by=None, at=AT)
    after = everything()
    MembershipFactory(unit_id=directory().unit_id("vp", DAY), unit=None)
    with pytest.raises(Refused, match="chuyển trả trước"):
        undo(run, by=None, at=AT)
    assert everything() == after


@pytest.mark.parametrize(
    ("units", "sentence"),
    [
        ({"abolished": ["so-cu"]}, "Không có đơn vị mã so-cu vào ngày 31/12/2026."),
        ({"changed": [{"code": "so-cu", "name": "x"}]}, "Không có đơn vị mã so-cu vào ngày 31/12/2026."),
        (
            {"new": [{"code": "so-y-te", "name": "x", "kind": "department", "level": "province"}]},
            "Mã so-y-te đang là đơn vị Sở Y tế; hãy bãi bỏ trước khi lập mới.",
        ),
        (
            {"new": [{"code": "a", "name": "x", "kind": "agency", "level": "province", "parent": "khong"}]},
            "Không có đơn vị mã khong từ ngày 01/01/2027.",
        ),
        (
            {"new": [{"code": "a", "name": "x", "kind": "agency", "level": "province", "area": "742"}]},
            "Không có địa bàn mã 742 từ ngày 01/01/2027.",
        ),
        (
            {"abolished": ["vp-ubnd"]},
            "Tổng đài Dịch vụ công 1022 thành phố Đồng Nai còn trực thuộc đơn vị bị bãi bỏ trong tệp này.",
        ),
        (
            {
                "abolished": ["so-y-te"],
                "successions": [{"old": "so-y-te", "new": "so-y-te", "how": "rename"}],
            },
            "Không có đơn vị mã so-y-te từ ngày 01/01/2027.",
        ),
    ],
)
def test_what_the_directory_does_not_know_is_refused(units, sentence):
    before = everything()
    bad = plan(areas={}, units=units)
    assert preview(bad).errors == (sentence,)
    with pytest.raises(PlanRefused, match=sentence.replace(".", r"\.")):
        apply(bad, by=None, at=AT)
    assert everything() == before


def test_the_shipped_plan_is_made_from_the_reference_data():
    assert SHIPPED.read_text(encoding="utf-8") == text(TWO_LEVELS)


def test_the_shipped_plan_finds_everything_there():
    shipped, before = read(SHIPPED), everything()
    found = preview(shipped)
    assert (found.errors, found.to_write) == ((), 0)
    assert (found.abolished_areas, found.new_areas) == (286, 88)
    assert set(found.without_successor) == {"nt-vp", "nt-pnv"}
    run = apply(shipped, by=None, at=AT)
    assert everything() == before
    assert run.effective_on == TWO_LEVELS
    undo(run, by=None, at=AT)
    assert everything() == before


def test_the_shipped_plan_alone_makes_the_second_era():
    """A directory that ends in June 2025 and the file give what the reference data says of 1/7/2025."""
    expected = faces(directory(), TWO_LEVELS)
    forget_what_came_after(TWO_LEVELS)
    assert len(faces(directory(), TWO_LEVELS) - expected) == 299 + 8, "the units of June are all that is left"
    apply(read(SHIPPED), by=None, at=AT)
    assert faces(directory(), TWO_LEVELS) == expected
    assert placement(read(SHIPPED), None, None, None, directory().unit_id("so-gtvt", date(2025, 6, 30))).to


def forget_what_came_after(day: date):
    for version in (UnitVersion, AreaVersion, UnitFunction):
        version.objects.filter(during__startswith__gte=day).delete()
        for row in version.objects.filter(during__endswith__gte=day):
            row.during = DateRange(row.during.lower, None)
            row.save()
    for succession in (UnitSuccession, AreaSuccession):
        succession.objects.filter(on__gte=day).delete()
    Unit.objects.filter(versions=None).delete()
    Area.objects.filter(versions=None).delete()
    room.forget()


def test_a_unit_that_is_its_own_office_elsewhere_is_left_alone():
    other = UnitFunctionFactory(unit=UnitFactory(), serves=UnitFactory())
    apply(plan(), by=None, at=AT)
    other.refresh_from_db()
    assert other.during.upper is None


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_people_applying_at_once_make_one_run():
    """The shipped plan: it finds all its rows there, so that nothing but the run itself is written."""
    shipped, start, runs = read(SHIPPED), Barrier(4), []

    def press_the_button():
        try:
            start.wait()
            runs.append(apply(shipped, by=None, at=AT).pk)
        finally:
            connection.close()

    people = [Thread(target=press_the_button) for _ in range(4)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    assert len(runs) == 4, "nobody saw an error"
    assert len(set(runs)) == ReorganisationRun.objects.count() == 1


def test_the_offices_of_a_ward_are_added_by_a_file_and_its_coordinator_stands_there_from_that_day():
    """The directory does not know the offices of districts and communes: a province adds its own."""
    ward = directory().unit_id("ubnd-26041", DAY)
    told = {
        "name": "Văn phòng, Phòng Văn hóa - Xã hội phường Trấn Biên",
        "base_document": "Quyết định số 1/QĐ-UBND",
        "effective_on": DAY.isoformat(),
        "units": {
            "new": [
                {"code": "tb-vp", "name": "Văn phòng HĐND và UBND phường Trấn Biên", "kind": "division",
                 "level": "commune", "parent": "ubnd-26041"},
                {"code": "tb-vhxh", "name": "Phòng Văn hóa - Xã hội phường Trấn Biên", "kind": "division",
                 "level": "commune", "parent": "ubnd-26041"},
            ],
            "functions": [
                {"unit": "tb-vp", "serves": "ubnd-26041", "function": "office"},
                {"unit": "tb-vhxh", "serves": "ubnd-26041", "function": "home_affairs"},
            ],
        },
    }  # fmt: skip
    found = preview(read(json.dumps(told).encode()))
    assert (found.errors, found.new_units, found.to_write) == ((), 2, 6)
    apply(read(json.dumps(told).encode()), by=None, at=AT)
    book = directory()
    assert book.function("office", ward, EVE) is None
    assert book.unit(book.function("office", ward, DAY), DAY).code == "tb-vp"
    assert book.unit(book.function("home_affairs", ward, DAY), DAY).code == "tb-vhxh"

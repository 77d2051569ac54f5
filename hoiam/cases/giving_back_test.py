"""A reorganisation undone within its day: holders, deadlines, histories; real units and made ones."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command

from hoiam import units
from hoiam.cases.factories import actor, do, hours, received, unit_id
from hoiam.cases.giving_back import count_moved, undo_reorganisation
from hoiam.cases.models import Case, Event, Moving
from hoiam.cases.moving import carry_out, go_on_moving, left_behind, place_by_hand
from hoiam.cases.reading import read_line
from hoiam.cases.world import world
from hoiam.kit import clock
from hoiam.kit.moments import VN
from hoiam.kit.refusal import Refused
from hoiam.units import directory as room
from hoiam.units.directory import directory
from hoiam.units.models import Unit, UnitVersion
from hoiam.units.reorganisation import apply, read

pytestmark = pytest.mark.django_db
JUNE = datetime(2025, 6, 27, 9, tzinfo=VN)
JULY = datetime(2025, 7, 1, 8, tzinfo=VN)
NOON = JULY.replace(hour=12)
PLAN = Path(units.__file__).parent / "data" / "reorganisation_2025-07-01.json"
# Held by a district's committee with a place, a ward, a department, an office below a district; one nobody
# can place; one of a body that goes on.
HELD = (
    ("ubnd-731", "26041"), ("ubnd-742", "26485"), ("ubnd-26041", "26041"), ("so-gtvt", None),
    ("ubnd-731", None), ("so-y-te", None),
)  # fmt: skip


@pytest.fixture(autouse=True)
def _look_again():
    room.forget()
    yield
    room.forget()


def held(unit, area, at=JUNE, **changes):
    place = {"area": area} if area else None
    return do(received(at, place=place, **changes), "forward", to=unit, at=at + hours(1))


def faces():
    """What must be as before: holder, state, deadline, life, of every case."""
    kept = Case.objects.order_by("pk").values_list("pk", "holder", "state", "due_at", "life", "missed_at")
    return {row[0]: row[1:] for row in kept}


def histories():
    return list(Event.objects.order_by("pk").values_list("pk", "verb", "facts"))


def test_of_the_first_of_july_2025_none_is_lost_and_undone_everybody_has_back_what_he_held():
    cases = [held(unit, area) for unit, area in HELD]
    before, told = faces(), histories()
    run = apply(read(PLAN), None, JULY)
    moves = carry_out(run, JULY)
    after = faces()
    assert (moves.moved, moves.for_a_person, moves.total) == (4, 1, 5)
    assert Case.objects.open().count() == len(cases)
    assert [after[pk][1:] for pk in after] == [before[pk][1:] for pk in before]
    given = undo_reorganisation(run, by=None, at=NOON)
    assert (given.back, given.stay) == (4, 0)
    assert faces() == before
    assert histories()[: len(told)] == told, "what was said is never taken back"
    assert len(histories()) == len(told) + 2 * 4
    assert undo_reorganisation(run, by=None, at=NOON + hours(9)).back == 0, "twice changes nothing"


def test_the_second_transfer_says_on_which_day_its_code_is_read():
    """On 1/7/2025 `ubnd-26041` is another ward's committee: without a day the case would go to it."""
    case = held("ubnd-26041", "26041")
    old = case.holder_id
    run = apply(read(PLAN), None, JULY)
    carry_out(run, JULY)
    new = Case.objects.get(pk=case.pk).holder_id
    undo_reorganisation(run, by=None, at=NOON)
    line = case.events.order_by("-seq").first()
    assert line.facts["on"] == "2025-06-30"
    assert new != old == Case.objects.get(pk=case.pk).holder_id
    raw = {"at": "2025-07-01T12:00:00+07:00", "verb": "transfer", "by": "system", **line.facts}
    assert read_line(raw, world()).to == old
    del raw["on"]
    assert read_line(raw, world()).to != old


@pytest.mark.parametrize("day", ["30/6/2025", "2025-02-30", 7])
def test_a_day_that_is_none_is_refused(day):
    raw = {"at": "2025-07-01T12:00:00", "verb": "transfer", "by": "system", "to": "ubnd-731", "act": "x"}
    with pytest.raises(Refused, match=r"“on”"):
        read_line({**raw, "on": day}, world())


def test_what_people_sent_elsewhere_since_stays_where_it_is():
    kept, sent, done = (held("ubnd-731", "26041") for _ in range(3))
    run = apply(read(PLAN), None, JULY)
    carry_out(run, JULY)
    sent.refresh_from_db()
    do(sent, "forward", to="so-y-te", at=JULY + hours(1))
    done.refresh_from_db()
    do(done, "answer", text="x", outcome="done", by=f"x@{code(done.holder_id, JULY)}", at=JULY + hours(1))
    given = undo_reorganisation(run, by=None, at=NOON)
    assert (given.back, given.stay) == (1, 1)
    holders = {pk: face[0] for pk, face in faces().items()}
    assert holders[kept.pk] == unit_id("ubnd-731", JUNE)
    assert holders[sent.pk] == unit_id("so-y-te", JULY)
    assert holders[done.pk] != unit_id("ubnd-731", JUNE)


def code(unit, at):
    return directory().unit(unit, at.date()).code


def test_a_case_placed_by_hand_under_the_same_document_goes_back_too():
    case = held("ubnd-731", None)
    run = apply(read(PLAN), None, JULY)
    carry_out(run, JULY)
    place_by_hand(case, to=unit_id("ubnd-26041", JULY), act=run.base_document, at=JULY + hours(1))
    assert undo_reorganisation(run, by=None, at=NOON).back == 1
    assert Case.objects.get(pk=case.pk).holder_id == unit_id("ubnd-731", JUNE)


def test_undone_it_may_be_applied_and_undone_again():
    case = held("ubnd-731", "26041")
    before = faces()
    for hour in (9, 11):
        run = apply(read(PLAN), None, JULY.replace(hour=hour))
        carry_out(run, JULY.replace(hour=hour))
        assert faces() != before
        assert undo_reorganisation(run, by=None, at=JULY.replace(hour=hour + 1)).back == 1
        assert faces() == before
    assert list(case.events.order_by("seq").values_list("verb", flat=True))[2:] == ["transfer"] * 4


def test_the_next_day_nothing_goes_back():
    held("ubnd-731", "26041")
    run = apply(read(PLAN), None, JULY)
    carry_out(run, JULY)
    after = faces()
    with pytest.raises(Refused, match="trong ngày áp dụng"):
        undo_reorganisation(run, by=None, at=JULY + timedelta(days=1))
    assert faces() == after


# A plan no reference data knows: it makes its units itself.

WINTER = datetime(2026, 11, 20, 9, tzinfo=VN)
DAY = datetime(2026, 11, 23, 8, tzinfo=VN)


def made_plan():
    """Two communes become one that takes the code of the first; two departments become one of a new code."""
    department = {"kind": "department", "level": "province", "parent": "ubnd-tinh"}
    commune = {"kind": "committee", "level": "commune", "parent": "ubnd-tinh", "area": "26173"}
    area = {"code": "26173", "name": "Lý Sơn", "full_name": "Xã Lý Sơn", "kind": "commune"}
    return read(
        json.dumps(
            {
                "name": "Nhập hai xã, hai sở",
                "base_document": "Nghị quyết số 1/NQ",
                "effective_on": "2026-11-23",
                "areas": {
                    "abolished": ["26173", "26209"],
                    "new": [{**area, "level": "commune", "parent": "75"}],
                    "successions": [
                        {"old": old, "new": "26173", "how": "full"} for old in ("26173", "26209")
                    ],
                },
                "units": {
                    "abolished": ["ubnd-26173", "ubnd-26209", "so-y-te"],
                    "new": [
                        {"code": "ubnd-26173", "name": "UBND xã Lý Sơn", **commune},
                        {"code": "so-y-dan-so", "name": "Sở Y tế và Dân số", **department},
                    ],
                    "successions": [
                        {"old": "ubnd-26173", "new": "ubnd-26173", "how": "merge"},
                        {"old": "ubnd-26209", "new": "ubnd-26173", "how": "merge"},
                        {"old": "so-y-te", "new": "so-y-dan-so", "how": "rename"},
                    ],
                },
            }
        ).encode()
    )


def directory_rows():
    return sorted(map(str, UnitVersion.objects.values_list())), Unit.objects.count()


def test_units_the_run_made_vanish_when_no_history_names_them():
    before = directory_rows()
    run = apply(made_plan(), None, DAY)
    undo_reorganisation(run, by=None, at=DAY + hours(2))
    assert directory_rows() == before


def test_units_the_run_made_give_their_cases_back_and_stay_as_a_name_where_nobody_else_has_it():
    cases = [held(unit, None, WINTER) for unit in ("ubnd-26173", "ubnd-26209", "so-y-te")]
    before, names = faces(), {version.name for version in UnitVersion.objects.all()}
    run = apply(made_plan(), None, DAY)
    assert carry_out(run, DAY).moved == 3
    assert undo_reorganisation(run, by=None, at=DAY + hours(2)).back == 3
    assert faces() == before
    added = {version.name for version in UnitVersion.objects.all()} - names
    assert added == {"Sở Y tế và Dân số (đã hoàn tác)"}
    assert directory().unit(unit_id("ubnd-26173", DAY), DAY.date()).name != "UBND xã Lý Sơn"
    hops = [directory().unit(hop.unit_id, DAY.date()).code for hop in cases[0].hops.order_by("since", "id")]
    assert hops == ["1022", "ubnd-26173", "ubnd-26173", "ubnd-26173"]
    assert unit_id("so-y-dan-so", DAY) and not directory().is_valid(
        unit_id("so-y-dan-so", DAY), date(2026, 11, 24)
    )


def test_where_people_of_a_made_unit_have_worked_nothing_moves():
    case = held("so-y-te", None, WINTER)
    run = apply(made_plan(), None, DAY)
    carry_out(run, DAY)
    case.refresh_from_db()
    do(case, "accept", by="officer@so-y-dan-so", at=DAY + hours(1))
    after = faces()
    with pytest.raises(Refused, match="người của đơn vị mới đã xử lý"):
        undo_reorganisation(run, by=None, at=DAY + hours(2))
    assert faces() == after


# Killed, applied beforehand, counted.


def test_applied_beforehand_the_cases_move_when_the_day_comes():
    case = held("so-y-te", None, WINTER)
    run = apply(made_plan(), None, WINTER + hours(5))
    with pytest.raises(Refused, match="bàn giao từ ngày 23/11/2026"):
        carry_out(run, WINTER + hours(5))
    assert go_on_moving(WINTER + hours(6)) == 0
    with clock.frozen(DAY):
        assert go_on_moving(DAY) == 1
        assert go_on_moving(DAY) == 0
    case.refresh_from_db()
    assert case.holder_id == unit_id("so-y-dan-so", DAY)


def test_counts_are_kept_for_whoever_watches_and_a_run_that_was_killed_goes_on():
    for unit, area in HELD:
        held(unit, area)
    run = apply(read(PLAN), None, JULY)

    def killed(moves):
        if moves.moved == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        carry_out(run, JULY, killed)
    half = Moving.objects.get(run=run)
    assert (half.total, half.finished_at) == (5, None)
    carry_out(run, JULY)
    whole = Moving.objects.get(run=run)
    assert (whole.total, whole.for_a_person, whole.finished_at) == (5, 1, JULY)
    assert left_behind(JULY).count() == 1
    assert count_moved(run) == 4


def test_a_case_somebody_touched_after_the_moment_still_moves():
    case = held("ubnd-731", "26041")
    do(case, "note", text="x", at=JULY + hours(3))
    run = apply(read(PLAN), None, JULY)
    assert carry_out(run, JULY).moved == 1


# The command.


def reorganise(*more, **options):
    call_command("reorganise", str(PLAN), *more, **options)


def test_the_command_previews_applies_once_and_undoes(capsys):
    for unit, area in HELD[:4]:
        held(unit, area)
    before = faces()
    reorganise()
    assert "đang mở của đơn vị giải thể: 4" in capsys.readouterr().out
    assert faces() == before
    reorganise("--apply", at=JULY)
    assert faces() != before
    after = faces()
    capsys.readouterr()
    reorganise("--apply", at=JULY)
    assert (
        "đã áp dụng lúc 01/07/2025 08:00.\nKhông có phản ánh nào phải bàn giao thêm."
        in capsys.readouterr().out
    )
    assert faces() == after
    reorganise("--undo", at=NOON)
    assert "4 phản ánh về lại đơn vị cũ" in capsys.readouterr().out
    assert faces() == before
    reorganise("--undo", at=NOON)
    assert "không có gì để hoàn tác" in capsys.readouterr().out


def test_work_that_waits_for_a_person_is_done_in_part(capsys):
    held("ubnd-731", None)
    with pytest.raises(SystemExit) as end:
        reorganise("--apply", at=JULY)
    assert end.value.code == 1
    assert capsys.readouterr().err == "Còn 1 phản ánh chờ người quyết định nơi nhận.\n"
    assert actor("system").is_system

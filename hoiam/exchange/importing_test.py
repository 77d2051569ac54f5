"""Importing: what is right goes in, what is wrong is named line by line, and a second run changes nothing."""

import gzip
import io
import json
import sys
from random import Random

import pytest
from django.core.management import call_command
from django.db import transaction

from hoiam.cases.factories import person
from hoiam.cases.queries import case_by_code
from hoiam.cases.replay import write_folded
from hoiam.kit.ids import damm_digit, show_code
from hoiam.kit.refusal import Refused
from hoiam.messaging.models import Message

from .factories import (
    ACCEPTED,
    ANSWERED,
    FORWARDED,
    a_case,
    a_line,
    damaged,
    exported,
    generated_file,
    imported,
    rejections,
    written_to,
)

pytestmark = pytest.mark.django_db

CODE = "21070000000" + damm_digit("21070000000")
OTHER = "21070000001" + damm_digit("21070000001")


def lives():
    """Everything that is in the tables now, by (source, source_id)."""
    found = (json.loads(line) for line in exported(identities=True).splitlines())
    return {(life["source"], life["source_id"]): life for life in found}


def by_code(code):
    return case_by_code(code, person("coordinator"))


@pytest.fixture
def file(tmp_path):
    return tmp_path / "tep.jsonl"


# -- what is lawful but unusual ------------------------------------------------------------------------------


def test_a_mark_at_the_start_blank_lines_and_windows_line_ends_do_no_harm(file):
    text = "\ufeff" + json.dumps(a_case("1")) + "\r\n\r\n" + json.dumps(a_case("2")) + "\r\n"
    file.write_bytes(text.encode())
    assert (imported(file).new, rejections(file)) == (2, [])


def test_optional_keys_may_be_absent_or_null(file):
    nulls = dict.fromkeys(("source", "code", "category", "urgency", "summary", "place", "conduct", "parent"))
    nulls |= dict.fromkeys(("petitioner", "outside_ids", "history"))
    bare = a_case("bare", source=..., petitioner=..., history=...)
    imported(written_to(file, [bare, a_case("null", **nulls)]), source="excel cũ")
    one, other = lives()["excel cũ", "bare"], lives()["excel cũ", "null"]
    assert {**one, "source_id": ""} == {**other, "source_id": ""}
    assert one["petitioner"]["type"] == "anonymous"


def test_accents_written_apart_are_put_together(file):
    imported(written_to(file, [a_case("1", content="Đườ\u031bng".replace("ờ", "o\u031b\u0300"))]))
    content = lives()["thu", "1"]["content"]
    assert "\u031b" not in content.replace("ờ\u031b", "")


def test_escaped_accents_written_apart_are_put_together(file):
    imported(written_to(file, [json.dumps(a_case("1", content="hoa\u0300"))]))
    assert lives()["thu", "1"]["content"] == "hoà"


def test_moments_without_a_zone_are_vietnamese_and_fractions_of_a_second_are_dropped(file):
    imported(
        written_to(
            file, [a_case("1", received_at="2021-07-05T01:00:00.987Z"), a_case("2", received_at="2021-07-05")]
        )
    )
    assert lives()["thu", "1"]["received_at"] == "2021-07-05T08:00:00+07:00"
    assert lives()["thu", "2"]["received_at"] == "2021-07-05T00:00:00+07:00"


def test_units_are_resolved_on_the_day_of_the_line(file):
    """The committees of the districts end on 1/7/2025."""
    late = a_case("late", received_at="2025-07-02", history=[a_line("forward", "2025-07-03", to="ubnd-731")])
    run = imported(written_to(file, [late, a_case("then", history=[FORWARDED])]))
    assert (run.new, run.rejected.count) == (1, 1)
    assert "ubnd-731 vào ngày 03/07/2025" in rejections(file)[0]["reason"]


def test_an_unknown_person_is_kept_as_words(file):
    line = {**FORWARDED, "by": "Nguyễn Văn A (đã nghỉ)@1022"}
    imported(written_to(file, [a_case("1", history=[line])]))
    assert lives()["thu", "1"]["history"] == [line]


def test_everything_about_a_petitioner_comes_back_and_nothing_else(file):
    firm = {
        "type": "business", "name": "Công ty thử nghiệm", "phone": "0900000002", "email": "cty@example.vn",
        "address": "số 1", "confidential": True, "tax_code": "3600000001", "representative": "Giám đốc A",
    }  # fmt: skip
    imported(written_to(file, [a_case("1", petitioner=firm)]))
    assert list(lives()["thu", "1"]["petitioner"].items()) == list(firm.items())


def test_a_given_code_is_kept_and_exported_and_one_of_ours_is_not(file):
    imported(written_to(file, [a_case("1", code=show_code(CODE)), a_case("2")]))
    assert lives()["thu", "1"]["code"] == CODE
    assert lives()["thu", "2"]["code"] is None
    assert by_code(CODE) is not None


def test_a_code_that_belongs_to_another_case_is_refused_alone(file):
    cases = [a_case(str(n)) for n in range(20)]
    cases[5]["code"] = cases[13]["code"] = CODE
    run = imported(written_to(file, cases))
    assert (run.new, run.rejected.count) == (19, 1)
    assert rejections(file)[0]["reason"] == f"Mã số {CODE} đã thuộc phản ánh khác."
    assert len(lives()) == 19


def test_an_id_of_another_system_belongs_to_one_case(file):
    run = imported(written_to(file, [a_case(n, outside_ids={"dvc": "7"}) for n in "12"]))
    assert (run.new, rejections(file)[0]["line"]) == (1, 2)
    assert "outside_ids" in rejections(file)[0]["reason"]


def test_cases_may_name_others_of_the_same_file_in_any_order(file):
    merged = a_case("twin", history=[a_line("merge", into=show_code(OTHER))])
    parent = a_case("main", code=CODE, history=[a_line("split", into=[OTHER])])
    imported(written_to(file, [a_case("child", code=OTHER, parent=CODE), merged, parent]))
    found = lives()
    assert found["thu", "child"]["parent"] == CODE
    assert found["thu", "twin"]["history"][0]["into"] == OTHER
    assert by_code(OTHER).parent == by_code(CODE)
    assert list(by_code(OTHER).merged.values_list("source_id", flat=True)) == ["twin"]


def test_a_parent_that_comes_with_a_later_file_is_linked_when_the_file_is_read_again(file):
    child = a_case("child", code=OTHER, parent=CODE)
    imported(written_to(file, [child]))
    assert by_code(OTHER).parent is None
    imported(written_to(file, [a_case("main", code=CODE), child]))
    assert by_code(OTHER).parent == by_code(CODE)


def test_nobody_is_told(file):
    imported(written_to(file, [a_case("1", history=[FORWARDED])]))
    imported(written_to(file, [a_case("1", history=[FORWARDED, ACCEPTED, ANSWERED])]))
    assert not Message.objects.exists()


# -- again ---------------------------------------------------------------------------------------------------


def test_the_same_file_again_changes_nothing(file):
    written_to(file, generated_file(40))
    imported(file)
    before = exported(identities=True)
    again = imported(file)
    assert (again.new, again.carried_on, again.known, again.rejected.count) == (0, 0, 40, 0)
    assert exported(identities=True) == before


def test_a_history_that_goes_on_is_carried_on(file):
    imported(written_to(file, [a_case("1", history=[FORWARDED])]))
    run = imported(written_to(file, [a_case("1", history=[FORWARDED, ACCEPTED, ANSWERED])]))
    assert (run.new, run.carried_on) == (0, 1)
    assert lives()["thu", "1"]["history"] == [FORWARDED, ACCEPTED, ANSWERED]


def test_a_case_may_stand_in_a_file_twice_when_the_second_goes_on(file):
    first, second = a_case("1", history=[FORWARDED]), a_case("1", history=[FORWARDED, ACCEPTED])
    run = imported(written_to(file, [first, first, second, first]))
    assert (run.new, run.known, run.carried_on) == (1, 1, 1)
    assert [rejected["line"] for rejected in rejections(file)] == [4]
    assert lives()["thu", "1"]["history"] == [FORWARDED, ACCEPTED]


@pytest.mark.parametrize("batches", [0, 1, 4, 7])
def test_a_run_that_stops_between_or_inside_batches_is_finished_by_the_next_one(file, monkeypatch, batches):
    """A run killed from outside, with a cluster of its own, is in killed_test."""
    monkeypatch.setattr("hoiam.exchange.importing.BATCH", 5)
    written_to(file, generated_file(40, seed=5))
    left = iter(range(batches))

    def until_killed(batch, **at):
        write_folded(batch, **at)
        if next(left, None) is None:
            transaction.set_rollback(True)
            raise KeyboardInterrupt

    with transaction.atomic():
        imported(file)
        clean = exported(identities=True)
        transaction.set_rollback(True)
    monkeypatch.setattr("hoiam.exchange.importing.write_folded", transaction.atomic(until_killed))
    with pytest.raises(KeyboardInterrupt):
        imported(file)
    monkeypatch.setattr("hoiam.exchange.importing.write_folded", write_folded)
    assert exported().count("\n") == batches * 5
    again = imported(file)
    assert (again.known, again.new) == (batches * 5, 40 - batches * 5)
    assert exported(identities=True) == clean


OTHERWISE = {
    "another line": ([ACCEPTED | {"by": "b@ubnd-731"}], {}, "khác ở dòng lịch sử 2"),
    "a shorter history": ([], {}, "tệp chỉ có 1 dòng"),
    "another content": ([ACCEPTED], {"content": "Khác"}, "khác ở trường “content”"),
    "another kind": ([ACCEPTED], {"kind": "question"}, "khác ở trường “kind”"),
    "another moment": ([ACCEPTED], {"received_at": "2021-07-05T08:00:01"}, "khác ở trường “received_at”"),
    "another place": ([ACCEPTED], {"place": {"lat": 11, "lng": 107}}, "khác ở trường “place”"),
}


@pytest.mark.parametrize("what", OTHERWISE)
def test_another_life_under_a_known_name_is_refused(file, what):
    more, changes, sentence = OTHERWISE[what]
    imported(written_to(file, [a_case("1", history=[FORWARDED, ACCEPTED])]))
    before = exported()
    imported(written_to(file, [a_case("1", **{"history": [FORWARDED, *more], **changes})]))
    assert sentence in rejections(file)[0]["reason"]
    assert exported() == before


def test_an_export_without_identities_is_the_same_case_and_takes_no_name_away(file):
    imported(written_to(file, [a_case("1", history=[FORWARDED])]))
    before = exported(identities=True)
    file.write_text(exported(), "utf-8")
    assert imported(file).known == 1
    assert exported(identities=True) == before


def test_the_rejected_file_is_made_anew_and_is_absent_when_all_went_in(file):
    imported(written_to(file, [a_case(kind="x")]))
    assert len(rejections(file)) == 1
    imported(written_to(file, [a_case()]))
    assert sorted(path.name for path in file.parent.iterdir()) == ["tep.jsonl"]


# -- the command ---------------------------------------------------------------------------------------------


def test_gzip_is_read_whatever_its_name(file, capsys):
    file.write_bytes(gzip.compress(json.dumps(a_case()).encode()))
    call_command("import_cases", str(file))
    assert "1 mới" in capsys.readouterr().out
    assert list(lives()) == [("thu", "1")]


def test_a_gzip_that_breaks_off_says_where_and_keeps_what_was_whole(file):
    lines = "\n".join(json.dumps(case, ensure_ascii=False) for case in generated_file(60))
    file.write_bytes(gzip.compress(lines.encode())[:-2000])
    with pytest.raises(SystemExit):
        call_command("import_cases", str(file))
    (rejected,) = rejections(file)
    assert "Không đọc tiếp được tệp" in rejected["reason"]
    assert len(lives()) == rejected["line"] - 1 > 0


def test_a_dash_is_standard_input_and_its_rejections_lie_in_the_current_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    lines = json.dumps(a_case("1", source=...)) + "\nnot json\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(lines.encode()))))
    with pytest.raises(SystemExit) as status:
        call_command("import_cases", "-", "--source", "1022 cũ")
    assert status.value.code == 1
    assert list(lives()) == [("1022 cũ", "1")]
    assert json.loads((tmp_path / "stdin.rejected.jsonl").read_text())["line"] == 2


@pytest.mark.parametrize("lines", [[], ["not json"], ["", ""]])
def test_when_nothing_can_be_imported_the_command_refuses(file, lines):
    with pytest.raises(Refused):
        call_command("import_cases", str(written_to(file, lines)))
    assert lives() == {}


def test_a_file_that_is_not_there_is_refused(file):
    with pytest.raises(Refused, match="không có tệp hoặc thư mục này"):
        call_command("import_cases", str(file))


def test_an_interrupted_run_leaves_no_half_list_of_rejections(file, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("hoiam.exchange.importing.known_lives", interrupt)
    with pytest.raises(KeyboardInterrupt):
        call_command("import_cases", str(written_to(file, ["not json", a_case()])))
    assert sorted(path.name for path in file.parent.iterdir()) == ["tep.jsonl"]


def test_where_rejections_could_not_lie_nothing_is_imported(file):
    file.with_name(f"{file.name}.rejected.jsonl").mkdir()
    with pytest.raises(Refused, match=r"Không ghi được .*rejected\.jsonl"):
        call_command("import_cases", str(written_to(file, [a_case(), "not json"])))
    assert lives() == {}


def test_rejections_are_for_their_owner_and_what_a_killed_run_left_goes(file):
    left = file.with_name(f"{file.name}.rejected.jsonl.part")
    left.write_text("half")
    imported(written_to(file, [a_case()]))
    assert not left.exists()
    imported(written_to(file, ["not json"]))
    assert file.with_name(f"{file.name}.rejected.jsonl").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("source", ["", "x" * 121, "\udcff", "a\nb"])
def test_a_source_that_is_no_name_is_refused(file, source):
    with pytest.raises(Refused, match="Tên nguồn"):
        call_command("import_cases", str(written_to(file, [a_case()])), "--source", source)


# -- whatever a file holds -----------------------------------------------------------------------------------


def test_nothing_that_stands_in_a_file_stops_the_import_or_loses_a_line(file):
    cases = [damaged(case, Random(n)) for n, case in enumerate(generated_file(1200, seed=3))]
    run = imported(written_to(file, cases))
    assert run.in_place + run.rejected.count == len(cases)
    assert len(rejections(file)) == run.rejected.count > 200
    assert run.in_place > 200
    assert not [rejected for rejected in rejections(file) if "Cơ sở dữ liệu không nhận" in rejected["reason"]]

"""Exporting: the same bytes wherever a file has been, in one order; identities when asked for, and logged."""

import json
from contextlib import contextmanager
from datetime import datetime
from random import Random

import pytest
from django.core.management import call_command
from django.db import transaction

from hoiam.accounts.models import IdentityLook
from hoiam.cases.factories import MONDAY, do, hours, person, received
from hoiam.cases.queries import visible_cases
from hoiam.cases.reading import FIELDS
from hoiam.cases.split import Part, split
from hoiam.kit.ids import show_code
from hoiam.kit.moments import iso
from hoiam.kit.refusal import Refused

from .exporting import written_lives
from .factories import (
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
from .words import CASE, CONDUCT, PETITIONER, PLACE

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    return tmp_path / "tep.jsonl"


@contextmanager
def elsewhere():
    """Another installation, as empty as the first one was."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def lines(text):
    return [json.loads(line) for line in text.splitlines()]


def in_order(cases):
    return sorted(
        cases,
        key=lambda case: (datetime.fromisoformat(case["received_at"]), case["source"], case["source_id"]),
    )


def test_what_comes_out_is_what_went_in(file):
    """Generated lives of every verb; the generator writes them in the words of an export."""
    cases = generated_file(150)
    assert {line["verb"] for case in cases for line in case["history"]} == {verb.value for verb in FIELDS}
    assert imported(written_to(file, cases)).new == 150, rejections(file)
    assert lines(exported(identities=True)) == in_order(cases)


@pytest.mark.parametrize("identities", [True, False])
def test_an_export_imported_elsewhere_exports_to_the_same_bytes(file, identities):
    with elsewhere():
        imported(written_to(file, generated_file(80, seed=2)))
        first = exported(identities=identities)
    file.write_text(first, "utf-8")
    assert imported(file).new == 80
    assert exported(identities=identities) == first


def test_whatever_could_be_read_travels_unchanged_however_oddly_it_was_written(file):
    odd = [damaged(case, Random(n)) for n, case in enumerate(generated_file(600, seed=4))]
    with elsewhere():
        count = imported(written_to(file, odd)).in_place
        first = exported(identities=True)
    file.write_text(first, "utf-8")
    assert imported(file).new == count > 100
    assert exported(identities=True) == first


def test_keys_stand_in_the_promised_order(file):
    line = {"note": "n", "due_at": "2021-07-09T17:00:00+07:00", **FORWARDED}
    imported(
        written_to(
            file,
            [a_case("1", history=[line], place={"lat": 1}, conduct={"unit": "so-gtvt", "about": "delay"})],
        )
    )
    (case,) = lines(exported())
    assert list(case) == [key for key in CASE if key not in ("erased", "may_publish")]
    assert list(case["petitioner"]) == list(PETITIONER)
    assert list(case["place"]) == list(PLACE)
    assert list(case["conduct"]) == list(CONDUCT)
    assert list(case["history"][0]) == ["at", "verb", "by", "to", "due_at", "note"]


def test_cases_come_by_moment_then_source_then_id_as_bytes_compare(file):
    keys = [("b", "1"), ("a", "10"), ("a", "9"), ("A", "1"), ("á", "1"), ("a-b", "1")]
    cases = [a_case(source_id, source=source) for source, source_id in keys]
    early = a_case("z", source="z", received_at="2021-07-04T08:00:00+07:00")
    imported(written_to(file, [*cases, early]))
    order = [(case["source"], case["source_id"]) for case in lines(exported())]
    assert order == [("z", "z"), *sorted(keys, key=lambda key: [part.encode() for part in key])]


def test_a_period_holds_its_first_moment_and_not_its_last(file, capsys):
    days = ("2021-07-05", "2021-07-06", "2021-07-07")
    imported(written_to(file, [a_case(day, received_at=day, history=[]) for day in days]))
    call_command("export_cases", "--since", "2021-07-06", "--until", "2021-07-07")
    assert [case["source_id"] for case in lines(capsys.readouterr().out)] == ["2021-07-06"]


def test_a_period_that_ends_before_it_begins_is_refused():
    with pytest.raises(Refused, match="--until"):
        call_command("export_cases", "--since", "2021-07-06", "--until", "2021-07-06")


def test_without_being_asked_for_no_identity_leaves_and_nothing_is_logged(file, capsys):
    person = {
        "type": "person",
        "name": "Người dân thử nghiệm 77",
        "phone": "0900000077",
        "confidential": True,
    }
    imported(written_to(file, [a_case("1", petitioner=person)]))
    call_command("export_cases")
    out = capsys.readouterr().out
    assert "thử nghiệm 77" not in out and "0900000077" not in out
    (case,) = lines(out)
    shown = {key: value for key, value in case["petitioner"].items() if value is not None}
    assert shown == {"type": "person", "confidential": True}
    assert not IdentityLook.objects.exists()


def test_identities_that_leave_are_logged_with_who_and_how_many(file, tmp_path, monkeypatch):
    monkeypatch.setenv("SUDO_USER", "lan")
    imported(written_to(file, [a_case("1"), a_case("2", received_at="2021-08-01")]))
    out = tmp_path / "ra.jsonl"
    call_command("export_cases", "--with-identities", "--until", "2021-07-31", "-o", str(out))
    assert lines(out.read_text("utf-8"))[0]["petitioner"]["phone"] == "0900000001"
    look = IdentityLook.objects.get()
    assert (look.person_id, look.about) == (None, "export-cases")
    assert "1 phản ánh" in look.why and "sudo: lan" in look.why


def test_the_look_is_logged_before_anything_is_read(monkeypatch):
    def log(*_):
        raise Refused("không ghi được")

    monkeypatch.setattr("hoiam.exchange.management.commands.export_cases.log_the_look", log)
    monkeypatch.setattr("hoiam.exchange.management.commands.export_cases.written_lives", pytest.fail)
    with pytest.raises(Refused, match="không ghi được"):
        call_command("export_cases", "--with-identities")


def test_a_file_appears_whole_and_only_its_owner_may_read_it(file, tmp_path, monkeypatch):
    imported(written_to(file, [a_case("1")]))
    out = tmp_path / "ra.jsonl"
    call_command("export_cases", "-o", str(out))
    assert out.read_text("utf-8") == exported()
    assert out.stat().st_mode & 0o077 == 0

    def stop(*_, **__):
        yield "half of"
        raise KeyboardInterrupt

    monkeypatch.setattr("hoiam.exchange.management.commands.export_cases.written_lives", stop)
    with pytest.raises(KeyboardInterrupt):
        call_command("export_cases", "-o", str(out))
    assert out.read_text("utf-8") == exported()
    assert not (tmp_path / "ra.jsonl.part").exists()


def test_a_case_made_here_leaves_with_the_installation_and_its_code(settings, file):
    settings.HOIAM_INSTALLATION = "hoiam-dong-nai"
    with elsewhere():
        place = {"area": "26041", "address": "Số 5, tổ 3", "lat": 10.95, "lng": 106.82}
        accused = {"unit": "ubnd-731", "about": "delay", "person": "Cán bộ thử nghiệm"}
        case = do(received(MONDAY, place=place, conduct=accused, summary="Chậm"), "forward", to="so-gtvt")
        first = exported(identities=True)
        file.write_text(first, "utf-8")
        assert imported(file).known == 1
    (words,) = lines(first)
    assert (words["place"], words["conduct"], words["summary"]) == (place, accused, "Chậm")
    assert (words["source"], words["source_id"], words["code"]) == ("hoiam-dong-nai", case.code, case.code)
    file.write_text(first, "utf-8")
    assert imported(file).new == 1
    assert exported(identities=True) == first


def test_a_case_split_here_travels_with_its_parts_and_they_find_each_other_again(file):
    with elsewhere():
        whole = received(MONDAY)
        parts = (Part(content="Đèn hỏng", category="MT01"), Part(content="Chó thả rông"))
        split(whole, by=person("coordinator"), parts=parts, at=MONDAY + hours(2))
        first = exported(identities=True)
    cases = lines(first)
    assert [case["parent"] for case in cases] == [None, whole.code, whole.code]
    assert sorted(cases[0]["history"][-1]["into"]) == sorted(case["code"] for case in cases[1:])
    assert {case["history"][0]["due_at"] for case in cases[1:]} == {iso(whole.due_at)}
    file.write_text(first, "utf-8")
    assert imported(file).new == 3, rejections(file)
    assert exported(identities=True) == first
    assert {child.parent.code for child in all_cases().filter(parent__isnull=False)} == {whole.code}


def test_the_code_of_a_case_that_others_name_leaves_with_it(file):
    imported(written_to(file, [a_case("main"), a_case("twin", history=[FORWARDED])]))
    main, twin = (life for life in all_cases())
    do(twin, "merge", into=show_code(main.code))
    words = {case["source_id"]: case for case in lines(exported())}
    assert words["main"]["code"] == main.code == words["twin"]["history"][-1]["into"]
    assert words["twin"]["code"] is None


def all_cases():
    return visible_cases(person("coordinator")).order_by("source_id")


def test_later_classifications_do_not_change_what_was_received(file):
    place = {"area": None, "address": "số 1", "lat": 10.9, "lng": 106.8}
    changes = {"kind": "question", "category": None, "summary": None, "place": None, "conduct": None}
    case = a_case(
        "1", category="MT01", summary="Đèn hỏng", place=place, history=[a_line("classify", **changes)]
    )
    imported(written_to(file, [case]))
    (words,) = lines(exported(identities=True))
    assert {key: words[key] for key in ("kind", "category", "summary", "place")} == {
        "kind": "report", "category": "MT01", "summary": "Đèn hỏng", "place": place,
    }  # fmt: skip
    assert words["history"] == case["history"]


ERASED_AT = datetime.fromisoformat("2026-01-02T03:04:05+07:00")
NOTE = {"at": "2026-01-02T03:04:05+07:00", "under": "12/2026"}


def erase(case):
    """As a decision to erase leaves the tables: the words gone, the day and the number in their place."""
    gone = {"erased_at": ERASED_AT, "erased_under": "12/2026"}
    type(case.text).objects.filter(pk=case.pk).update(content="", **gone)
    for event in case.events.filter(text__isnull=False):
        type(event.text).objects.filter(pk=event.pk).update(body={}, **gone)


def test_erased_words_are_absent_and_noted_and_the_case_still_travels(file):
    asked = a_line("ask", text="Ở đâu, ông Nguyễn Văn A?")
    with elsewhere():
        imported(written_to(file, [a_case("1", summary="Của ông A", history=[asked])]))
        erase(all_cases().get())
        first = exported()
    (words,) = lines(first)
    assert (words["content"], words["summary"], words["erased"]) == (None, None, NOTE)
    assert words["history"] == [{key: asked[key] for key in ("at", "verb", "by")} | {"erased": NOTE}]
    file.write_text(first, "utf-8")
    assert imported(file).new == 1, rejections(file)
    assert exported() == first
    assert imported(file).known == 1
    case = all_cases().get()
    assert case.text.content == ""
    assert [event for event in case.events.all() if hasattr(event, "text")] == []


def test_a_case_whose_words_were_erased_here_is_still_the_case_of_the_old_file(file):
    asked = a_line("ask", "2021-07-05T11:00:00+07:00", text="Ở đâu?")
    imported(written_to(file, [a_case("1", summary="Của ông A", history=[asked])]))
    erase(all_cases().get())
    assert imported(file).known == 1
    assert "ông A" not in exported()


def test_export_reads_one_instant_however_long_it_takes(file):
    imported(written_to(file, [a_case(str(n)) for n in range(3)]))
    stream = written_lives()
    first = json.loads(next(stream))
    assert first["source_id"] == "0"
    assert len(list(stream)) == 2

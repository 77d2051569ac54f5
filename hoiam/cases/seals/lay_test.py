import json
import threading

import pytest
from django.db import DatabaseError, connection, transaction

from hoiam.cases.factories import MONDAY, do, hours, in_hand, received
from hoiam.cases.models import Event, Seal
from hoiam.cases.seals.daily import seal_daily, seal_when_many
from hoiam.cases.seals.drop import folder, kept_leaves, kept_roots, write_drop
from hoiam.cases.seals.form import gaps_between, ranges_of, root_of_header
from hoiam.cases.seals.keys import is_signed, seal_key
from hoiam.cases.seals.lay import seal_history, waiting
from hoiam.cases.seals.tree import split
from hoiam.messaging.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "house")]
NIGHT = MONDAY + hours(16)


def covered():
    return [n for s in Seal.objects.order_by("number") for a, b in s.ids for n in range(a, b + 1)]


def test_every_line_goes_under_one_seal_and_only_one():
    in_hand()
    first = seal_history(NIGHT)
    do(received(), "note", text="x")
    second = seal_history(NIGHT + hours(24))
    assert [seal.number for seal in (*first, *second)] == [1, 2]
    assert sorted(covered()) == sorted(Event.objects.values_list("id", flat=True))
    assert waiting() == 0


def test_nothing_new_is_no_new_seal():
    received()
    seal_history(NIGHT)
    assert seal_history(NIGHT + hours(24)) == []


def test_a_root_covers_the_one_before_and_is_signed_by_a_key_outside_the_database():
    received()
    (first,) = seal_history(NIGHT)
    received()
    (second,) = seal_history(NIGHT + hours(24))
    header = json.loads(second.header)
    assert header["previous"] == bytes(first.root).hex()
    assert json.loads(first.header)["previous"] is None
    assert root_of_header(second.header) == second.root
    assert header["key"] == seal_key().public
    assert is_signed(second.root, second.signature, header["key"])
    assert not is_signed(first.root, second.signature, header["key"])


def test_the_private_key_is_readable_by_its_owner_alone(house):
    received()
    seal_history(NIGHT)
    assert (house / "seal_key.json").stat().st_mode & 0o077 == 0
    (house / "seal_key.json").chmod(0o644)
    with pytest.raises(PermissionError):
        seal_key()


def test_a_great_heap_is_sealed_in_batches(monkeypatch):
    monkeypatch.setattr("hoiam.cases.seals.lay.LARGEST", 4)
    in_hand()
    in_hand(MONDAY + hours(1))
    in_hand(MONDAY + hours(2))
    assert [seal.lines for seal in seal_history(NIGHT)] == [4, 4, 1]


@pytest.mark.parametrize("rewrite", ["update", "delete"])
def test_a_seal_is_never_changed(rewrite):
    received()
    seal_history(NIGHT)
    rows = Seal.objects.all()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.update(lines=0) if rewrite == "update" else rows.delete()


def test_roots_leave_by_mail_and_as_files(settings):
    settings.HOIAM_SEAL_MAIL = ["thanhtra@example.vn", "bao@example.vn"]
    received()
    seal_daily(NIGHT)
    seal = Seal.objects.get()
    mails = Message.objects.filter(template="history_sealed")
    assert mails.count() == 2
    assert bytes(seal.root).hex() in mails[0].body
    assert kept_roots(None)[1].root == bytes(seal.root).hex()
    assert kept_leaves(1) == split(seal.leaves)


def test_a_root_in_a_mail_is_read_as_kept(tmp_path, settings):
    settings.HOIAM_SEAL_MAIL = ["thanhtra@example.vn"]
    received()
    seal_daily(NIGHT)
    saved = tmp_path / "thu.txt"
    saved.write_text(Message.objects.get(template="history_sealed").body)
    assert kept_roots(saved)[1].root == bytes(Seal.objects.get().root).hex()


def test_what_was_dropped_is_never_written_over(house):
    received()
    seal_daily(NIGHT)
    (folder() / "000001.json").write_text("giữ nguyên")
    (folder() / "000001.leaves").unlink()
    assert write_drop() == 0
    assert (folder() / "000001.json").read_text() == "giữ nguyên"


def test_a_drop_that_a_dead_process_left_half_done_is_made_good():
    received()
    seal_history(NIGHT)
    assert not folder().exists()
    assert write_drop() == 1


def test_many_waiting_lines_are_sealed_before_the_night(monkeypatch):
    monkeypatch.setattr("hoiam.cases.seals.daily.MANY", 3)
    received()
    assert seal_when_many(NIGHT) == 1, "the very first"
    received()
    assert seal_when_many(NIGHT) == 0
    in_hand()
    assert seal_when_many(NIGHT) == 1


def test_ranges_and_their_gaps():
    assert ranges_of([1, 2, 3, 7, 9, 10]) == [[1, 3], [7, 7], [9, 10]]
    assert gaps_between([[9, 10], [2, 3], [7, 7]]) == [[1, 1], [4, 6], [8, 8]]


@pytest.mark.django_db(transaction=True)
def test_a_line_whose_transaction_still_runs_is_neither_missed_nor_put_into_a_closed_seal():
    """Its number is below those already sealed: a seal closed by numbers or by the clock would lose it."""
    slow, quick = received(), received()
    written, let_go = threading.Event(), threading.Event()

    def slow_colleague():
        try:
            with transaction.atomic():
                do(slow, "note", text="chậm", at=MONDAY + hours(2))
                written.set()
                let_go.wait(10)
        finally:
            connection.close()

    thread = threading.Thread(target=slow_colleague)
    thread.start()
    assert written.wait(10)
    do(quick, "note", text="nhanh", at=MONDAY + hours(3))
    (first,) = seal_history(NIGHT)
    before = (first.ids, bytes(first.root))
    let_go.set()
    thread.join()
    (second,) = seal_history(NIGHT + hours(1))
    late = Event.objects.get(case=slow, seq=1)
    assert second.ids == [[late.pk, late.pk]]
    assert late.pk < max(last for _, last in first.ids)
    first.refresh_from_db()
    assert (first.ids, bytes(first.root)) == before


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_lay_one_chain():
    in_hand()
    errors = []

    def worker():
        try:
            seal_daily(NIGHT)
        except Exception as trouble:
            errors.append(trouble)
        finally:
            connection.close()

    threads = [threading.Thread(target=worker) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert [seal.lines for seal in Seal.objects.all()] == [3]

"""A folder shared with another document system: nothing half written, nothing twice, nothing lost unsaid."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from hoiam.kit.refusal import Refused

from . import drop_folder
from .drop_folder import DropFolder
from .envelope import Business
from .read import read
from .samples import BY_HAND, LETTER
from .write import write


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "incoming").mkdir()
    return DropFolder(tmp_path)


def seen(path):
    return sorted(one.name for one in path.iterdir() if one.name[0] != ".")


def come_in(folder, name, content):
    path = folder.path / "incoming" / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_an_envelope_lies_there_under_a_readable_name(folder):
    path = folder.put(LETTER)
    assert path.parent == folder.path / "outgoing"
    assert path.name.startswith("20210804-9193-UBND-HCC-")
    assert read(path.read_bytes()) == LETTER
    assert seen(path.parent) == [path.name]


def test_put_again_it_is_not_sent_again_even_when_it_was_fetched(folder):
    path = folder.put(LETTER)
    path.unlink()
    assert folder.put(LETTER) == path
    assert seen(path.parent) == []


def test_another_receiver_or_purpose_is_another_sending(folder):
    others = [LETTER, replace(LETTER, to=LETTER.to[:1]), replace(LETTER, business=Business.REVOKE)]
    assert len({folder.put(one) for one in others}) == 3


def test_many_at_once_put_one(folder):
    with ThreadPoolExecutor(8) as together:
        paths = set(together.map(lambda _: folder.put(LETTER), range(16)))
    assert len(paths) == 1
    assert seen(folder.path / "outgoing") == [paths.pop().name]


def test_nothing_half_written_is_seen_under_its_name(folder, monkeypatch):
    def killed(descriptor):
        raise SystemExit

    monkeypatch.setattr(drop_folder.os, "fsync", killed)
    with pytest.raises(SystemExit):
        folder.put(LETTER)
    assert seen(folder.path / "outgoing") == []
    monkeypatch.undo()
    assert read(folder.put(LETTER).read_bytes()) == LETTER


def test_killed_before_it_was_noted_it_is_put_again(folder, monkeypatch):
    real = drop_folder._whole

    def killed(path, content):
        if path.parent.name == "sent":
            raise SystemExit
        real(path, content)

    monkeypatch.setattr(drop_folder, "_whole", killed)
    with pytest.raises(SystemExit):
        folder.put(LETTER)
    monkeypatch.undo()
    assert folder.put(LETTER).exists()


def test_what_came_is_handed_over_in_order_and_moved_away(folder):
    come_in(folder, "b.edxml", BY_HAND)
    come_in(folder, "a.xml", write(LETTER))
    got = []
    taken = folder.take(got.append)
    assert [one.number for one in got] == ["9193", "6499"]
    assert [one.why for one in taken] == ["", ""]
    assert seen(folder.path / "incoming") == []
    assert seen(folder.path / "done") == ["a.xml", "b.edxml"]


def test_a_broken_file_is_set_aside_with_its_reason_and_the_next_is_taken(folder):
    come_in(folder, "a.edxml", BY_HAND.replace("Rg==", "Rg="))
    come_in(folder, "b.edxml", BY_HAND)
    got = []
    first, second = folder.take(got.append)
    assert (first.envelope, second.envelope) == (None, got[0])
    assert seen(folder.path / "refused") == ["a.edxml", "a.edxml.reason.txt"]
    reason = (folder.path / "refused" / "a.edxml.reason.txt").read_text()
    assert reason == "Tệp “bao-cao.pdf” trong gói tin edXML hỏng (không đúng base64).\n"
    assert first.why == reason.strip()


def test_what_the_house_refuses_is_set_aside_too(folder):
    come_in(folder, "a.edxml", BY_HAND)

    def unknown(message):
        raise Refused("Không rõ nơi gửi.")

    assert [one.why for one in folder.take(unknown)] == ["Không rõ nơi gửi."]
    assert (folder.path / "refused" / "a.edxml.reason.txt").read_text() == "Không rõ nơi gửi.\n"


def test_a_bug_leaves_its_file_where_it_is_and_keeps_no_other_waiting(folder):
    come_in(folder, "a.edxml", BY_HAND)
    come_in(folder, "b.edxml", write(LETTER))
    with pytest.raises(ExceptionGroup, match="1 of 2 files were not taken") as raised:
        folder.take(lambda message: 1 / (int(message.number) - 6499))
    (bug,) = raised.value.exceptions
    assert isinstance(bug, ZeroDivisionError) and bug.__notes__ == ["while taking a.edxml"]
    assert (seen(folder.path / "incoming"), seen(folder.path / "done")) == (["a.edxml"], ["b.edxml"])
    got = []
    folder.take(got.append)
    assert [one.number for one in got] == ["6499"]


def test_a_link_leads_nowhere(folder, tmp_path):
    (tmp_path / "elsewhere.edxml").write_text(BY_HAND)
    (folder.path / "incoming" / "a.edxml").symlink_to(tmp_path / "elsewhere.edxml")
    assert folder.take(lambda message: None) == []


def test_files_of_one_name_are_all_kept(folder):
    for _ in range(3):
        come_in(folder, "a.edxml", BY_HAND)
        folder.take(lambda message: None)
    assert seen(folder.path / "done") == ["a-2.edxml", "a-3.edxml", "a.edxml"]


def test_what_is_still_being_written_or_is_something_else_is_left_alone(folder):
    for name in (".a.edxml", "a.edxml.part", "note.txt"):
        come_in(folder, name, "…")
    assert folder.take(lambda message: None) == []
    assert seen(folder.path / "incoming") == ["a.edxml.part", "note.txt"]


def test_a_file_too_large_is_refused_unread(folder, monkeypatch):
    monkeypatch.setattr(drop_folder, "LARGEST", 10)
    come_in(folder, "a.edxml", BY_HAND)
    assert "lớn hơn" in folder.take(lambda message: None)[0].why


def test_two_takers_at_once_take_each_file_once(folder):
    for number in range(12):
        come_in(folder, f"{number}.edxml", BY_HAND)
    got = []
    with ThreadPoolExecutor(4) as together:
        list(together.map(lambda _: folder.take(got.append), range(4)))
    assert len(got) == 12

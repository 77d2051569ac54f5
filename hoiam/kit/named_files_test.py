"""Files named at the command line: whole or not there, and never in place of what is no file."""

import errno
import os
import threading
from contextlib import suppress

import pytest

from hoiam.kit.named_files import reading, refusing, writing
from hoiam.kit.refusal import Refused


def test_a_file_has_its_name_only_when_it_is_whole(tmp_path):
    target = tmp_path / "ra.json"
    target.write_bytes(b"before")
    with writing(target) as file:
        file.write(b"after")
        assert target.read_bytes() == b"before"
    assert [path.name for path in tmp_path.iterdir()] == ["ra.json"]
    assert target.read_bytes() == b"after"


def test_what_breaks_off_leaves_the_file_as_it_was(tmp_path):
    target = tmp_path / "ra.json"
    target.write_bytes(b"before")
    with suppress(KeyboardInterrupt), writing(target) as file:
        file.write(b"half")
        raise KeyboardInterrupt
    assert [path.name for path in tmp_path.iterdir()] == ["ra.json"]
    assert target.read_bytes() == b"before"


def test_a_half_left_by_a_killed_run_is_not_in_the_way_and_its_rights_are_not_taken_over(tmp_path):
    half = tmp_path / "ra.json.part"
    half.write_bytes(b"half")
    half.chmod(0o666)
    with writing(tmp_path / "ra.json", 0o600) as file:
        file.write(b"whole")
    assert (tmp_path / "ra.json").read_bytes() == b"whole"
    assert (tmp_path / "ra.json").stat().st_mode & 0o777 == 0o600
    assert not half.exists()


def test_a_pipe_is_written_and_stays_a_pipe(tmp_path):
    pipe, came = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: came.append(pipe.read_bytes()))
    reader.start()
    with writing(pipe) as file:
        file.write(b"through")
    reader.join(10)
    assert came == [b"through"]
    assert pipe.is_fifo()


def test_a_symbolic_link_goes_on_pointing_to_what_is_written(tmp_path):
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "ra.json")
    with writing(link) as file:
        file.write(b"there")
    assert link.is_symlink()
    assert (tmp_path / "ra.json").read_bytes() == b"there"


@pytest.mark.parametrize("name", [None, "-"])
def test_without_a_name_it_is_standard_output(name, capsysbinary):
    with writing(name) as file:
        file.write(b"said")
    assert capsysbinary.readouterr().out == b"said"


@pytest.mark.parametrize(
    ("name", "reason"),
    [("", "thư mục"), (".", "thư mục"), ("không/có", "không có"), ("t/sâu", "không có"), ("x" * 300, "dài")],
)
def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path, monkeypatch, name, reason):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "t").write_bytes(b"")
    with (
        pytest.raises(Refused, match=f"^Không ghi được {name if len(name) > 1 else ''}.*{reason}"),
        writing(name),
    ):
        pytest.fail("opened")
    assert [path.name for path in tmp_path.iterdir()] == ["t"]


def test_a_file_that_cannot_be_read_is_one_sentence(tmp_path):
    sentence = r"^Không đọc được tệp .*x: không có tệp hoặc thư mục này\.$"
    with pytest.raises(Refused, match=sentence), reading(tmp_path / "x"):
        pytest.fail("opened")


def test_a_full_disk_is_the_machines_trouble_and_no_refusal():
    with pytest.raises(OSError, match="full"), refusing("Không ghi được"):
        raise OSError(errno.ENOSPC, "full")

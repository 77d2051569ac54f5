"""The `hoiam` command: what it says and the status it leaves, as scripts rely on them."""

import errno
import io
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from django.core.management import CommandError
from django.db import OperationalError

from hoiam.config.command import BROKEN, DONE, INTERRUPTED, PARTLY, REFUSED, answered, speak_utf8
from hoiam.config.usage import COMMANDS, in_vietnamese, listing
from hoiam.kit.postgres import ClusterError
from hoiam.kit.refusal import Refused


def raising(trouble):
    def work():
        raise trouble

    return work


@pytest.mark.parametrize(
    ("trouble", "status", "said"),
    [
        (Refused("Không có đơn vị mã x."), REFUSED, "Không có đơn vị mã x.\n"),
        (CommandError("Error: unrecognized arguments: --x"), REFUSED, "Không hiểu: --x.\n"),
        (CommandError("máy hỏng", returncode=BROKEN), BROKEN, "máy hỏng\n"),
        (ClusterError("PostgreSQL không lên."), BROKEN, "PostgreSQL không lên.\n"),
        (OperationalError("refused\nmore"), BROKEN, "Không làm việc được với cơ sở dữ liệu: refused\n"),
        (OSError(errno.ENOSPC, "full"), BROKEN, "Đĩa đã đầy; hãy giải phóng chỗ trống rồi chạy lại.\n"),
        (KeyboardInterrupt(), INTERRUPTED, ""),
    ],
    ids=lambda value: type(value).__name__,
)
def test_each_kind_of_trouble_has_its_status_and_one_sentence(trouble, status, said, capsys):
    assert answered(raising(trouble)) == status
    assert capsys.readouterr().err == said


def test_a_bug_shows_where_it_is(capsys):
    assert answered(raising(ZeroDivisionError("here"))) == BROKEN
    assert "ZeroDivisionError: here" in capsys.readouterr().err


def test_work_done_says_nothing_more(capsys):
    assert answered(lambda: DONE) == DONE
    assert capsys.readouterr().err == ""


def test_a_status_chosen_by_the_command_itself_passes_through():
    with pytest.raises(SystemExit, match="1"):
        answered(raising(SystemExit(PARTLY)))


def test_the_list_names_each_command_once_with_hyphens_in_the_order_of_use():
    shown = listing({"zebra": "việc lạ", "import_cases": COMMANDS["import_cases"], "demo": COMMANDS["demo"]})
    words = [line.split()[0] for line in shown.splitlines() if line.startswith("  ")]
    assert words == ["demo", "import-cases", "zebra"]


@pytest.mark.parametrize(
    ("english", "vietnamese"),
    [
        ("Error: the following arguments are required: FILE", "Còn thiếu: FILE."),
        ("Error: argument --port: invalid int value: 'x'", "--port không nhận giá trị 'x'."),
        ("Error: argument --port: expected one argument", "--port cần một giá trị."),
        ("Error: something nobody foresaw", "something nobody foresaw"),
    ],
)
def test_the_parsers_complaints_are_vietnamese(english, vietnamese):
    assert in_vietnamese(english) == vietnamese


def test_it_speaks_utf8_in_a_c_locale_and_escapes_the_odd_bytes_of_a_name(monkeypatch):
    said = io.BytesIO()
    monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(said, "ascii"))
    speak_utf8()
    sys.stderr.write("tệp \udcff")
    sys.stderr.flush()
    assert said.getvalue() == "tệp \\udcff".encode()


def test_a_closed_stream_is_no_trouble(monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    speak_utf8()
    with sys.stdout as nowhere:
        assert nowhere.write("lời") == 3


def test_a_refusal_that_nobody_can_read_keeps_its_status(monkeypatch):
    monkeypatch.setattr(sys, "stderr", Path("/dev/full").open("w", buffering=1))  # noqa: SIM115
    assert answered(raising(Refused("Không."))) == REFUSED
    with suppress(OSError):
        sys.stderr.close()

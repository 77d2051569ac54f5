"""Progress is for a person at a terminal; a pipe hears nothing."""

import io

from hoiam.kit import progress as module
from hoiam.kit.progress import counted, progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_pipe_hears_nothing():
    pipe = io.StringIO()
    with progress("Nhập", 3, pipe) as shown:
        shown.advance(3)
    assert pipe.getvalue() == ""


def test_a_terminal_is_told_how_far_and_of_how_many():
    terminal = Terminal()
    with progress("Nhập", 2000, terminal) as shown:
        shown.advance(1500)
    assert "Nhập: 1.500 / 2.000 (75%), " in terminal.getvalue()
    assert terminal.getvalue().endswith("/giây\n")


def test_a_million_steps_write_a_few_lines(monkeypatch):
    seconds = iter(step / 1000 for step in range(10_000))
    monkeypatch.setattr(module.time, "monotonic", lambda: next(seconds))
    terminal = Terminal()
    with progress("Nhập", None, terminal) as shown:
        for _ in range(4000):
            shown.advance()
    assert 10 <= terminal.getvalue().count("\r") <= 25


def test_counting_passes_every_item_on():
    assert list(counted("abc", "Đọc", 3)) == ["a", "b", "c"]

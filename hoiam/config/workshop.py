"""`./run test`, `check`, `dev` (xưởng): what a developer does in a clone; no part of an installation."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

CLONE = Path(__file__).resolve().parents[2]
PYTHON = sys.executable
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")

CHECKS = (
    ("ruff", ["-m", "ruff", "check", "."]),
    ("ruff format", ["-m", "ruff", "format", "--check", "."]),
    ("import-linter", ["-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"]),
    ("makemigrations", ["-m", "hoiam", "makemigrations", "--check", "--dry-run"]),
    ("django", ["-m", "hoiam", "check", "--fail-level", "WARNING"]),
    ("mypy", ["-m", "mypy", "hoiam"]),
)


def main(arguments: list[str]) -> int:
    work = {"test": test, "check": check, "dev": dev}[arguments[0]]
    try:
        return work(arguments[1:])
    except KeyboardInterrupt:
        return 130


def test(arguments: list[str]) -> int:
    """The whole suite on two processes; with arguments, what they say (paths and options of pytest)."""
    given = arguments if any(not word.startswith("-") for word in arguments) else ["-n", "2", *arguments]
    if not chromium() and not any(word.startswith("-m") for word in arguments):
        _tell("Bỏ qua nhóm journey (trình duyệt thật); để chạy: apt-get install chromium")
        given = ["-m", "not journey", *given]
    return _run("-m", "pytest", *given)


def chromium() -> str | None:
    return next((found for name in CHROMIUM if (found := shutil.which(name))), None)


def check(arguments: list[str]) -> int:
    """All that a machine can say about the code without running it, to the end even after a complaint."""
    failed = []
    for name, command in CHECKS:
        began = time.monotonic()
        if _run(*command):
            failed.append(name)
        _tell(f"{'HỎNG' if name in failed else 'đạt'}  {name} ({time.monotonic() - began:.1f} giây)")
    if failed:
        _tell(f"Chưa đạt: {', '.join(failed)}")
    return 1 if failed else 0


def dev(arguments: list[str]) -> int:
    """Django's own server: pages and code are read again as they change."""
    os.environ["HOIAM_PROCESS"] = "dev"
    return _run("-m", "hoiam", "runserver", *(arguments or ["127.0.0.1:8022"]))


def _run(*command: str) -> int:
    process = subprocess.Popen([PYTHON, *command], cwd=CLONE)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue  # the terminal has told the child as well: let it end in its own way


def _tell(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

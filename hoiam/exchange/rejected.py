"""Rejected lines (dòng bị từ chối): a file beside the one imported, new each run, absent when all went in.

It appears only when the run has ended, whole: nobody reads half of it.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Final, Self

from hoiam.kit.named_files import STANDARD, refusing

from .records import Record

NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL
OWNER_ONLY: Final = 0o600  # the lines are petitioners' own words


class Rejected:
    """Collects refused lines on disk; `count` says how many. Where they cannot lie, nothing is imported."""

    def __init__(self, name: str) -> None:
        self.path = path_for(name)
        self.count = 0
        self._draft = self.path.with_name(f"{self.path.name}.part")
        with refusing(f"Không ghi được {self.path}"):
            self.path.unlink(missing_ok=True)
            self._draft.unlink(missing_ok=True)  # of a run that was killed
            self._file = open(os.open(self._draft, NEW, OWNER_ONLY), "w", encoding="utf-8")  # noqa: SIM115

    def add(self, record: Record, source_id: Any, reason: str) -> None:
        line = {"line": record.number, "source_id": source_id, "reason": reason, "record": record.text}
        self._file.write(json.dumps(line, ensure_ascii=False) + "\n")
        self.count += 1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, trouble: type[BaseException] | None, *_: object) -> None:
        """A run that did not end leaves no file: what it found would be mistaken for all there is."""
        with self._file:
            self._file.flush()
            os.fsync(self._file.fileno())
        if self.count and trouble is None:
            os.replace(self._draft, self.path)
        else:
            self._draft.unlink(missing_ok=True)


def path_for(name: str) -> Path:
    return Path("stdin.rejected.jsonl" if name == STANDARD else f"{name}.rejected.jsonl")

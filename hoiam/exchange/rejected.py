"""Rejected lines (dòng bị từ chối): a file beside the one imported, new each run, absent when all went in.

It appears only when the run has ended, whole: nobody reads half of it.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import IO, Any

from hoiam.kit.refusal import Refused

from .records import STDIN, Record


class Rejected:
    """Collects refused lines on disk; `count` says how many."""

    def __init__(self, name: str) -> None:
        self.path = path_for(name)
        self.count = 0
        self._draft = self.path.with_name(f"{self.path.name}.part")
        self._file: IO[str] | None = None
        self.path.unlink(missing_ok=True)

    def add(self, record: Record, source_id: Any, reason: str) -> None:
        if self._file is None:
            self._file = self._opened()
        line = {"line": record.number, "source_id": source_id, "reason": reason, "record": record.text}
        self._file.write(json.dumps(line, ensure_ascii=False) + "\n")
        self.count += 1

    def _opened(self) -> IO[str]:
        try:
            return self._draft.open("w", encoding="utf-8")
        except OSError as trouble:
            raise Refused(f"Không ghi được {self.path}: {trouble.strerror}.") from None

    def finish(self) -> None:
        if self._file is None:
            return
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        os.replace(self._draft, self.path)

    def drop(self) -> None:
        """The run did not end: what it found so far would be mistaken for all there is."""
        if self._file is not None:
            self._file.close()
            self._draft.unlink(missing_ok=True)


def path_for(name: str) -> Path:
    return Path("stdin.rejected.jsonl" if name == STDIN else f"{name}.rejected.jsonl")

"""Drop folder (thư mục trao đổi): envelopes lie in a folder shared with the document system, ours and theirs.

`outgoing/` is ours to write and theirs to empty; `incoming/` is theirs to write and ours to empty into
`done/` or `refused/`, there with a file that says why. Nothing half written is ever seen under its name.
"""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from hoiam.kit.refusal import Refused

from .envelope import Envelope
from .read import LARGEST, read
from .write import write

_WANTED: Final = {".edxml", ".xml"}


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one file: `path` is where it lies now; `why` is blank when it was taken in."""

    path: Path
    envelope: Envelope | None
    why: str = ""


class DropFolder:
    def __init__(self, path: Path) -> None:
        self.path = path

    def put(self, message: Envelope) -> Path:
        """The file as handed over. Put again, the same document to the same receivers is not sent twice,
        even when the first one has been fetched already; two programs may try at once."""
        name = _file_name(message)
        outgoing, sent = self._folder("outgoing") / name, self._folder("sent") / name
        with self._alone("outgoing"):
            if not sent.exists():
                _whole(outgoing, write(message))
                _whole(sent, message.document_id.encode())
        return outgoing

    def take(self, handle: Callable[[Envelope], object]) -> list[Taken]:
        """Every file that lies there, in order of name, given to `handle`; what it refuses is set aside too.

        A file moves after `handle` is through: killed in between, it comes again, so `handle` must know a
        document it has seen (`document_id`). Anything but Refused is a bug: the file stays where it is, the
        others are taken, and then it is raised.
        """
        taken, bugs = [], []
        with self._alone("incoming"):
            for path in self._waiting():
                try:
                    taken.append(self._taken(path, handle))
                except Exception as bug:
                    bug.add_note(f"while taking {path.name}")
                    bugs.append(bug)
        if bugs:
            raise ExceptionGroup(f"{len(bugs)} of {len(bugs) + len(taken)} files were not taken", bugs)
        return taken

    def _waiting(self) -> list[Path]:
        here = self._folder("incoming").iterdir()
        found = [path for path in here if path.is_file() and not path.is_symlink()]
        return sorted(path for path in found if path.suffix.lower() in _WANTED and path.name[0] != ".")

    def _taken(self, path: Path, handle: Callable[[Envelope], object]) -> Taken:
        message = None
        try:
            if path.stat().st_size > LARGEST:
                raise Refused(f"Gói tin edXML lớn hơn {LARGEST // 1024 // 1024} MB.")
            message = read(path.read_bytes())
            handle(message)
        except Refused as no:
            there = _free(self._folder("refused") / path.name)
            _whole(there.with_name(f"{there.name}.reason.txt"), f"{no.sentence}\n".encode())
            path.rename(there)
            return Taken(there, message, no.sentence)
        there = _free(self._folder("done") / path.name)
        path.rename(there)
        return Taken(there, message)

    def _folder(self, name: str) -> Path:
        folder = self.path / name
        folder.mkdir(mode=0o770, parents=True, exist_ok=True)
        return folder

    @contextmanager
    def _alone(self, name: str) -> Iterator[None]:
        """One process at a time; the lock goes with the process, however it ends."""
        with (self._folder(name) / ".lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _file_name(message: Envelope) -> str:
    """Readable, and the same for the same document, receivers and purpose."""
    receivers = sorted(f"{one.code}\n{one.name}" for one in message.to)
    key = "\n\n".join([message.document_id, str(int(message.business)), *receivers])
    readable = re.sub(r"[^0-9A-Za-z]+", "-", message.number_symbol.replace("Đ", "D")).strip("-")
    return f"{message.on:%Y%m%d}-{readable or 'van-ban'}-{sha256(key.encode()).hexdigest()[:16]}.edxml"


def _whole(path: Path, content: bytes) -> None:
    draft = path.with_name(f".{path.name}.part")
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(path)


def _free(path: Path) -> Path:
    """The name itself, or with a number behind it: nothing that lies there is written over."""
    numbered = (path.with_name(f"{path.stem}-{at}{path.suffix}") for at in range(2, 1_000_000))
    return next(one for one in (path, *numbered) if not one.exists()) if path.exists() else path

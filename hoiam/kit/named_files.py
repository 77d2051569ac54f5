"""Named files (tệp nêu tên ở dòng lệnh): what a command reads and writes where a person says.

What the place does not allow is a refusal with its reason. A file has its name only when it is whole; what is
no file (a pipe, a device) is written as it is and never replaced, and a symbolic link goes on pointing.
"""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from hoiam.kit.refusal import Refused

STANDARD: Final = "-"
_REASONS: Final = {
    errno.ENOENT: "không có tệp hoặc thư mục này",
    errno.ENOTDIR: "không có tệp hoặc thư mục này",
    errno.EISDIR: "đây là thư mục",
    errno.EACCES: "không có quyền",
    errno.EPERM: "không có quyền",
    errno.EROFS: "nơi này chỉ cho đọc",
    errno.ENAMETOOLONG: "tên quá dài",
    errno.ELOOP: "liên kết đi vòng tròn",
}


@contextmanager
def refusing(what: str) -> Iterator[None]:
    """`with refusing("Không đọc được tệp x")`: a full disk and the like stay what they are, the machine's."""
    try:
        yield
    except OSError as trouble:
        reason = _REASONS.get(trouble.errno or 0)
        if reason is None:
            raise
        raise Refused(f"{what}: {reason}.") from None


@contextmanager
def reading(name: str | Path) -> Iterator[IO[bytes]]:
    with refusing(f"Không đọc được tệp {name}"):
        file = Path(name).open("rb")  # noqa: SIM115 — closed below; only opening is refused
    with file:
        yield file


@contextmanager
def writing(name: str | Path | None, mode: int = 0o666) -> Iterator[IO[bytes]]:
    """Standard output (None or `-`), or the file of that name, opened before anything is worked out."""
    if name is None or str(name) == STANDARD:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    refused = f"Không ghi được {name}"
    with refusing(refused):
        draft, target = _places(name)
        file = open(os.open(draft, _flags(draft, target), mode), "wb")  # noqa: SIM115 — closed below
    try:
        with file:
            yield file
            file.flush()
            if draft != target:
                os.fsync(file.fileno())
        if draft != target:
            with refusing(refused):
                os.replace(draft, target)
    finally:
        if draft != target:
            draft.unlink(missing_ok=True)


def _places(name: str | Path) -> tuple[Path, Path]:
    """Where to write, and what that is to be called in the end; one and the same for what is no file."""
    target = Path(name)
    if not str(name) or target.is_dir():
        raise IsADirectoryError(errno.EISDIR, "")
    if target.exists() and not target.is_file():
        return target, target
    target = Path(os.path.realpath(target))
    draft = target.with_name(f"{target.name}.part")
    draft.unlink(missing_ok=True)  # of a run that was killed
    return draft, target


def _flags(draft: Path, target: Path) -> int:
    return os.O_WRONLY if draft == target else os.O_WRONLY | os.O_CREAT | os.O_EXCL

"""Private files (tệp riêng): keys, passwords and seals are written whole, and for their owner's eyes only.

Readable by nobody else from the first moment; whoever reads meanwhile sees the old content or the new one.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path


def private_folder(path: Path) -> Path:
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def once(path: Path, make: Callable[[], bytes]) -> bytes:
    """What the file holds, made first when nobody did. Two may come at once: both get what the first made."""
    if not path.exists():
        write_once(path, make())
    return read_private(path)


def write_once(path: Path, content: bytes) -> None:
    """Never in place of what is there: whoever links first wins."""
    draft = _draft(path, content)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def replace(path: Path, content: bytes) -> None:
    os.replace(_draft(path, content), path)


def read_private(path: Path) -> bytes:
    if path.stat().st_mode & 0o077:
        raise PermissionError(f"{path} can be read by others; make it 0600, and what it holds anew")
    return path.read_bytes()


def _draft(path: Path, content: bytes) -> Path:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return draft

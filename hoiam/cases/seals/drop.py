"""The drop (thư mục gốc niêm phong): every seal as two files under `HOIAM_DATA/seals/`, to be carried away.

`000012.json` is what is published; `000012.leaves` the hashes of its lines, by which `verify-history` names
the very line that was changed even when the database was sealed again. Outside the database, so written after
the commit and made good at the next run when a process died between.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from hoiam.cases.models import Seal
from hoiam.kit.private_files import write_once
from hoiam.kit.refusal import Refused

from .form import as_published
from .tree import split

_LINE: Final = re.compile(r"\b(\d{1,9})\s*[:;,]?\s+([0-9a-f]{64})\b")


@dataclass(frozen=True, slots=True)
class Kept:
    """A seal as somebody keeps it outside: at least its root."""

    number: int
    root: str
    signature: str = ""
    header: str = ""


def folder() -> Path:
    return Path(settings.HOIAM_DATA) / "seals"


def write_drop() -> int:
    """Write what is not there yet; what is there is never written over. Says how many seals were added."""
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    there = {int(path.stem) for path in folder().glob("[0-9]*.json")}
    missing = Seal.objects.exclude(number__in=there).order_by("number").iterator(chunk_size=20)
    added = 0
    for seal in missing:
        write_once(_path(seal.number, "leaves"), bytes(seal.leaves))
        write_once(_path(seal.number, "json"), json.dumps(as_published(seal), indent=1).encode() + b"\n")
        added += 1
    return added


def kept_leaves(number: int) -> list[bytes]:
    """The hashes dropped beside a seal; none when the file is gone."""
    path = _path(number, "leaves")
    return split(path.read_bytes()) if path.is_file() else []


def kept_roots(source: Path | None) -> dict[int, Kept]:
    """Roots kept outside the database: a file (JSON as published, or lines "number root" from a mail), a
    folder of such files, or our own drop."""
    where = source or folder()
    if where.is_dir():
        texts = [path.read_text("utf-8", "replace") for path in sorted(where.glob("*.json"))]
    elif where.is_file():
        texts = [where.read_text("utf-8", "replace")]
    else:
        texts = []
    found = {kept.number: kept for text in texts for kept in _read(text)}
    if not found and source is not None:
        raise Refused(f"Không đọc được gốc niêm phong nào trong {source}.")
    return found


def _read(text: str) -> Iterator[Kept]:
    try:
        data = json.loads(text)
    except ValueError:
        yield from (Kept(int(number), root) for number, root in _LINE.findall(text))
        return
    rows: list[Any] = data.get("seals", [data]) if isinstance(data, dict) else data
    for row in rows:
        with suppress(KeyError, TypeError, ValueError):
            yield Kept(int(row["number"]), str(row["root"]), row.get("signature", ""), row.get("header", ""))


def _path(number: int, suffix: str) -> Path:
    return folder() / f"{number:06d}.{suffix}"

"""Records of a file (các dòng của tệp): plain or gzip, a line at a time, whatever their length.

A line that cannot be read is refused by itself; the file goes on. Memory does not grow with the file.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import unicodedata
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, BinaryIO, Final, NamedTuple, NoReturn, cast

from hoiam.kit.named_files import STANDARD, reading
from hoiam.kit.refusal import Refused

GZIP: Final = b"\x1f\x8b"
LONGEST_LINE: Final = 16 * 1024 * 1024
_NUL: Final = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")


class Record(NamedTuple):
    """One line of the file, from 1, as it stands there."""

    number: int
    raw: bytes
    trouble: str = ""  # the file itself breaks off here

    @property
    def text(self) -> str:
        return self.raw.decode("utf-8", "backslashreplace")


@contextmanager
def opened(name: str) -> Iterator[IO[bytes]]:
    """The file, or standard input for `-`; gzip is known by its first bytes, not by its name."""
    if name == STANDARD:
        yield _unpacked(sys.stdin.buffer)
        return
    with reading(name) as file:
        yield _unpacked(file)


def _unpacked(file: BinaryIO | IO[bytes]) -> IO[bytes]:
    start = cast(Any, file).peek(2)[:2]
    return cast(IO[bytes], gzip.open(file)) if start == GZIP else file


def records(file: IO[bytes]) -> Iterator[Record]:
    """Every line that is not blank; where the file itself cannot be read further, one that says so."""
    number = 0
    while True:
        number += 1
        try:
            line = file.readline(LONGEST_LINE + 1)
        except (EOFError, OSError, zlib.error) as trouble:
            yield Record(number, b"", f"Không đọc tiếp được tệp từ dòng này: {trouble}.")
            return
        if not line:
            return
        if len(line) > LONGEST_LINE:
            _skip(file, line)
        raw = line.rstrip(b"\r\n")
        if number == 1:
            raw = raw.removeprefix(b"\xef\xbb\xbf")
        if raw.strip():
            yield Record(number, raw)


def _skip(file: IO[bytes], line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = file.readline(LONGEST_LINE)


def parsed(raw: bytes) -> Any:
    """The JSON of one line, in NFC; Refused when it is not UTF-8, not JSON, or says a key twice."""
    if len(raw) > LONGEST_LINE:
        raise Refused(f"Dòng dài quá {LONGEST_LINE // 1024 // 1024} MB.")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused("Dòng không phải chữ UTF-8.") from None
    found = _loaded(unicodedata.normalize("NFC", text))
    # Escapes may hide what the text itself cannot hold: half characters, NUL, and accents written apart.
    return _without_escapes(found) if "\\u" in text else found


def _without_escapes(found: Any) -> Any:
    text = json.dumps(found, ensure_ascii=False)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise Refused("Dòng có ký tự không hợp lệ.") from None
    if _NUL.search(text):
        raise Refused("Dòng có ký tự không hợp lệ (NUL).")
    return _loaded(unicodedata.normalize("NFC", text))


def _loaded(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_each_once, parse_constant=_no_constant)
    except json.JSONDecodeError as trouble:
        raise Refused(f"Không phải JSON: sai ở ký tự thứ {trouble.pos + 1}.") from None
    except (ValueError, RecursionError):
        raise Refused("Không phải JSON đọc được: số quá lớn hoặc lồng nhau quá sâu.") from None


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise Refused(f"Trường “{twice}” được ghi hai lần.")
    return found


def _no_constant(name: str) -> NoReturn:
    raise Refused(f"JSON không có giá trị {name}.")

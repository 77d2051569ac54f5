"""Words (câu chữ): how it ends, what was left empty, what must not be read by everybody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from .counts import ANNEX, CODE
from .reading import Finding, Reading, stop, warn

END: Final = "./."
EMPTY: Final = (
    (re.compile(r"\{\{.*?(\}\}|$)|\}\}"), "còn trường chưa điền"),
    (re.compile(r"\bNone\b|\bnan\b"), "còn giá trị trống"),
    (re.compile(r"…|\.{3,}|_{3,}"), "còn chỗ để trống"),
    (re.compile(r"\S {2,}\S"), "có hai dấu cách liền nhau, có thể thiếu chữ"),
)
UNFILLED: Final = re.compile(r"\{\{|\}\}|\bNone\b")  # in cells, where people's own dots are their own
PHONE: Final = "số điện thoại"
EMAIL: Final = "địa chỉ thư điện tử"
ALONE, ENDS = r"(?<![\d/.-])", r"(?![\d/-]|\.\d)"  # no part of a day, a code or a count
PERSONAL: Final = (
    (re.compile(rf"{ALONE}0\d{{11}}{ENDS}"), "số căn cước"),
    (re.compile(rf"{ALONE}(?:\+84[ .-]?\d{{2,3}}|0\d{{1,3}})\)?[ .-]?\d{{3,4}}[ .-]?\d{{3,4}}{ENDS}"), PHONE),
    (re.compile(rf"{ALONE}0\d{{2,3}}(?:[ .-]\d{{2}}){{3}}{ENDS}"), PHONE),
    (re.compile(rf"{ALONE}\d{{9}}{ENDS}"), "số chứng minh nhân dân"),
    # An address of the State's own mail is an office's or an official's.
    (re.compile(r"[\w.+-]+@(?!(?:[\w-]+\.)*gov\.vn\b(?!\.\w))[\w-]+(?:\.[\w-]+)+"), EMAIL),
)
NOT_DIGITS: Final = re.compile(r"\D+")
NO_COMMA: Final = re.compile(r"phản ánh(?= kiến nghị)", re.IGNORECASE)
ARABIC: Final = re.compile(r"\d+")


def check_end(it: Reading) -> Iterator[Finding]:
    body = it.content.body
    if not body:
        yield stop("Nội dung", "Văn bản chưa có nội dung.")
        return
    if not body[-1].text.rstrip().endswith(END):
        yield stop("Cuối văn bản", "Văn bản phải kết thúc bằng “./.”.")
    yield from (
        stop(where, "Dấu “./.” chỉ đứng ở cuối văn bản.")
        for where, one in list(it.paragraphs())[:-1]
        if END in one.text
    )


def check_empty(it: Reading) -> Iterator[Finding]:
    for where, text in it.texts():
        yield from (
            stop(where, f"{where} {what}: “{_near(text, found)}”.")
            for pattern, what in EMPTY
            if (found := pattern.search(text))
        )
    for name, at, cells in _cells(it):
        if UNFILLED.search(cells):
            yield stop(name, f"{name}, dòng {at} còn trường chưa điền.")


def check_personal(it: Reading) -> Iterator[Finding]:
    """Nothing by which a petitioner could be known; the telephone of the office itself may stand."""
    allowed = frozenset(map(_spelled, it.content.facts.contacts))
    for where, text in it.texts():
        for what in _personal(text, allowed):
            yield stop(where, f"{where} có {what}; hãy bỏ thông tin cá nhân khỏi văn bản.")
    for name, at, cells in _cells(it):
        for what in _personal(cells, allowed):
            yield stop(name, f"{name}, dòng {at} có {what}; hãy bỏ thông tin cá nhân khỏi phụ lục.")


def check_habits(it: Reading) -> Iterator[Finding]:
    """Slips that letters of other years have shown."""
    for where, text in it.texts():
        if NO_COMMA.search(text):
            yield warn(where, f"{where} viết “phản ánh kiến nghị”; viết đúng là “phản ánh, kiến nghị”.")
        if it.roman and _is_arabic(text):
            yield warn(
                where, f"{where} đánh số phụ lục bằng chữ số Ả Rập; từ hai phụ lục trở lên dùng I, II."
            )
    if it.roman and any(ARABIC.fullmatch(annex.code) for annex in it.annexes):
        yield warn("Phụ lục", "Phụ lục đánh số 1, 2; từ hai phụ lục trở lên dùng chữ số La Mã I, II.")


def _is_arabic(text: str) -> bool:
    return any(ARABIC.fullmatch(code) for found in ANNEX.findall(text) for code in CODE.findall(found))


def is_contact(words: str) -> bool:
    """Whether it is a telephone number or an address and nothing else."""
    return any(pattern.fullmatch(words.lstrip("(")) for pattern, what in PERSONAL if what in (PHONE, EMAIL))


def _personal(text: str, allowed: frozenset[str]) -> Iterator[str]:
    for pattern, what in PERSONAL:
        found = [one[0] for one in pattern.finditer(text)]
        text = pattern.sub("", text)
        if any(_spelled(words) not in allowed for words in found):
            yield what


def _spelled(contact: str) -> str:
    """However a number is spaced, it is the same one."""
    if "@" in contact:
        return contact.lower()
    digits = NOT_DIGITS.sub("", contact)
    return f"0{digits[2:]}" if contact.startswith("+84") else digits


def _cells(it: Reading) -> Iterator[tuple[str, int, str]]:
    """Each row as one text, so that thousands of lines are read in a moment."""
    for annex in it.content.annexes:
        for at, row in enumerate(annex.rows, start=1):
            yield annex.name, at, "\n".join(row.cells)


def _near(text: str, found: re.Match[str]) -> str:
    start, end = max(0, found.start() - 12), min(len(text), found.end() + 12)
    return text[start:end].strip()

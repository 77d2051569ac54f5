"""Counts and enclosures (số nội dung, tài liệu kèm theo): the words say what is really there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final, NamedTuple

from hoiam.kit.numbers import number
from hoiam.letters.content import Annex

from .reading import SENTENCE, Finding, Reading, stop, warn

# "Phụ lục I và 3.500 nội dung" names one annex and a number of matters.
NUMBERED: Final = r"(?:[IVX]+|\d{1,2}(?!\.?\d| nội dung))"
ANNEX: Final = re.compile(rf"Phụ lục((?: {NUMBERED})?(?:(?:,| và) {NUMBERED})*)(?![\w/])")
CODE: Final = re.compile(r"[IVX]+|\d+")
MATTERS: Final = re.compile(r"(\d+(?:\.\d{3})*) nội dung")
PAIRED: Final = re.compile(r"(\d+(?:\.\d{3})*) \(Phụ lục (?:([IVX]+|\d+))\)")
TOTAL: Final = re.compile(r"(\d+(?:\.\d{3})*) nội dung$")
STATE: Final = re.compile(
    r"(?<![\d.,/])(\d+(?:\.\d{3})*) (?:nội dung|phản ánh|kiến nghị|trường hợp)"
    r"(?:(?!đã |đang |xong)[^.;:()\d]){0,90}?\b((?:chưa|chậm)(?= (?:được )?(?:xử lý|giải quyết|trả lời)))"
)
OTHERS: Final = re.compile(r"kỳ trước|tháng trước|cùng kỳ|so với|trong đó", re.IGNORECASE)
ENCLOSED: Final = re.compile(r"kèm theo|đính kèm|gửi kèm", re.IGNORECASE)
SYMBOL: Final = re.compile(r"số (\S+/\S+(?: [A-ZĐ]+(?!\w))?)")
THING: Final = re.compile(rf"{ANNEX.pattern}|{SYMBOL.pattern}|Biểu [IVX]+")


class Said(NamedTuple):
    where: str
    numbers: tuple[int, ...]
    codes: tuple[str, ...]


def check_counts(it: Reading) -> Iterator[Finding]:
    """Numbers of the data, of the words and of the annexes' rows are one."""
    for code, count in it.content.facts.counts.items():
        annex = it.annex(code)
        if annex is None:
            yield stop("Phụ lục", f"Số liệu nói {number(count)} nội dung nhưng không có {_named(code)}.")
        elif annex.lines != count:
            yield stop(
                annex.name,
                f"{annex.name} có {number(annex.lines)} dòng, số liệu của văn bản là {number(count)} nội "
                "dung.",
            )
    for said in _said(it):
        yield from _compared(it, said)


def check_states(it: Reading) -> Iterator[Finding]:
    """How many are unhandled or late, said where no annex is named: all of that annex or one unit's part."""
    for where, one in it.paragraphs():
        if ANNEX.search(one.text) or OTHERS.search(one.text):
            continue
        for count, state in STATE.findall(one.text):
            yield from _stated(it, where, _read(count), state)


def _stated(it: Reading, where: str, count: int, state: str) -> Iterator[Finding]:
    annexes = [annex for annex in it.annexes if f"{state} xử lý" in annex.title]
    lines = sum(annex.lines for annex in annexes)
    if not annexes or count == lines:
        return
    parts = Counter(row.unit for annex in annexes for row in annex.rows if row.kind == "row")
    told = warn if count in parts.values() else stop
    yield told(where, f"Lời văn ghi {number(count)} nội dung {state} xử lý, phụ lục có {number(lines)} dòng.")


def check_rows(it: Reading) -> Iterator[Finding]:
    """An annex agrees with itself: its cells, its groups, its sum."""
    for annex in it.content.annexes:
        width = len(annex.columns)
        wrong = [
            at for at, row in enumerate(annex.rows, start=1) if len(row.cells) not in _widths(row.kind, width)
        ]
        if wrong:
            yield stop(annex.name, f"{annex.name}, dòng {wrong[0]} không đủ {width} ô như các cột.")
        yield from _sums(annex)


def check_enclosures(it: Reading) -> Iterator[Finding]:
    """Every "kèm theo" names something, and what it names is there; what is there is named."""
    named: set[str] = set()
    for where, one in it.paragraphs():
        for marker in ENCLOSED.finditer(one.text):
            yield from _enclosed(it, where, _meant(one.text, marker))
        named |= {code for found in ANNEX.findall(one.text) for code in _codes(found)}
    yield from (
        warn(annex.name, f"{annex.name} có trong văn bản nhưng lời văn không nhắc đến.")
        for annex in it.annexes
        if annex.code not in named
    )
    words = it.words()
    yield from (
        warn("Tài liệu kèm theo", f"Văn bản số {symbol} gửi kèm nhưng lời văn không nhắc đến.")
        for symbol in it.content.facts.attachments
        if symbol not in words
    )


def _meant(text: str, marker: re.Match[str]) -> str:
    """What "kèm theo" speaks of: the words behind it in its bracket, else the last thing named before it."""
    behind = SENTENCE.split(text[marker.end() :].partition(")")[0])[0]
    if THING.search(behind):
        return behind
    sentence = SENTENCE.split(text[: marker.start()])[-1]
    things = list(THING.finditer(sentence))
    return sentence[things[-1].start() :] if things else ""


def _enclosed(it: Reading, where: str, meant: str) -> Iterator[Finding]:
    if not meant:
        yield stop(where, "Có chữ “kèm theo” nhưng không nói rõ kèm văn bản số nào hoặc phụ lục nào.")
    for code in (code for found in ANNEX.findall(meant) for code in _codes(found)):
        if it.annex(code) is None:
            yield stop(where, f"Lời văn ghi kèm {_named(code)} nhưng không có {_named(code)}.")
    for symbol in SYMBOL.findall(meant):
        yield from _document(it, where, symbol.strip("(),;."))


def _document(it: Reading, where: str, symbol: str) -> Iterator[Finding]:
    if symbol not in it.content.facts.attachments:
        yield stop(where, f"Lời văn ghi kèm văn bản số {symbol} nhưng chưa có tệp của văn bản ấy.")
    elif it.enclosed is not None and symbol not in it.enclosed:
        yield stop(where, f"Văn bản số {symbol} được ghi là gửi kèm nhưng chưa đính tệp.")


def _said(it: Reading) -> Iterator[Said]:
    for where, one in it.paragraphs():
        pairs = PAIRED.findall(one.text)
        if pairs:
            yield from (Said(where, (_read(count),), (code,)) for count, code in pairs)
            continue
        codes = tuple(dict.fromkeys(code for found in ANNEX.findall(one.text) for code in _codes(found)))
        numbers = tuple(_read(count) for count in MATTERS.findall(one.text))
        if codes and numbers:
            yield Said(where, numbers, codes)


def _compared(it: Reading, said: Said) -> Iterator[Finding]:
    """One number for each annex, in their order; else together."""
    annexes = [annex for annex in map(it.annex, said.codes) if annex is not None]
    if len(annexes) < len(said.codes):
        yield stop(said.where, f"Lời văn nhắc {_named(', '.join(said.codes))} nhưng văn bản không có đủ.")
        return
    lines = tuple(annex.lines for annex in annexes)
    if len(said.numbers) == len(lines):
        for count, annex in zip(said.numbers, annexes, strict=True):
            if count != annex.lines:
                yield stop(
                    said.where,
                    f"Lời văn ghi {number(count)} nội dung, {annex.name} có {number(annex.lines)} dòng.",
                )
    elif sum(said.numbers) != sum(lines):
        yield stop(
            said.where,
            f"Lời văn ghi tổng cộng {number(sum(said.numbers))} nội dung, phụ lục có {number(sum(lines))} "
            "dòng.",
        )


def _sums(annex: Annex) -> Iterator[Finding]:
    under: tuple[str, int] | None = None
    lines = 0
    for row in annex.rows:
        if row.kind == "row":
            lines += 1
            under = (under[0], under[1] + 1) if under else None
            continue
        yield from _group(annex, under)
        found = TOTAL.search(row.cells[0]) if len(row.cells) == 1 else None
        if row.kind == "total" and found and _read(found[1]) != lines:
            yield stop(annex.name, f"{annex.name} ghi “{row.cells[0]}” nhưng có {number(lines)} dòng.")
        under = (row.cells[0], 0) if row.kind == "head" and found else None
    yield from _group(annex, under)


def _group(annex: Annex, under: tuple[str, int] | None) -> Iterator[Finding]:
    if under is None:
        return
    words, lines = under
    found = TOTAL.search(words)
    if found and _read(found[1]) != lines:
        yield stop(annex.name, f"{annex.name}, nhóm “{words}” có {number(lines)} dòng.")


def _widths(kind: str, width: int) -> tuple[int, ...]:
    return (width,) if kind == "row" else (1, width)


def _codes(found: str) -> list[str]:
    """Of "Phụ lục I, II": both; of "Phụ lục" alone: the one without a number."""
    return CODE.findall(found) or [""]


def _named(code: str) -> str:
    return f"Phụ lục {code}".rstrip()


def _read(count: str) -> int:
    return int(count.replace(".", ""))

"""Reading (đọc soát): what the proof-reader looks at, and what it says when something does not fit. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from hoiam.deadlines import Calendar
from hoiam.letters.content import Annex, Content, Paragraph

SUBJECT: Final = "Trích yếu"
TO: Final = "Kính gửi"
COPIES: Final = "Nơi nhận"
SIGNER: Final = "Người ký"
HEAD: Final = "Phần đầu"
SENTENCE: Final = re.compile(r"[.;](?=\s)")  # where one ends; a number's dot has no space behind it


@dataclass(frozen=True, slots=True)
class Finding:
    """`stop`: the document cannot be signed like this. `warn`: somebody looks at it and decides."""

    severity: Literal["stop", "warn"]
    sentence: str
    where: str


@dataclass(frozen=True, slots=True)
class Reading:
    content: Content
    on: date  # the day of the document
    calendar: Calendar
    name_of: Callable[[int], str]
    enclosed: Collection[str] | None  # number/symbol of documents whose files are there; None: nobody looked
    roman: bool
    units: Mapping[str, Collection[int]] = field(default_factory=dict)  # by the names a sentence may say

    def paragraphs(self) -> Iterator[tuple[str, Paragraph]]:
        """Each paragraph of the body, and how people find it."""
        for at, one in enumerate(self.content.body, start=1):
            yield (f"Điểm {one.number}" if one.number else f"Đoạn {at}"), one

    def texts(self) -> Iterator[tuple[str, str]]:
        """Every text outside the annexes' tables, and where it stands."""
        content = self.content
        yield from ((HEAD, text) for text in (content.head.parent_name, *content.head.name_lines))
        yield SUBJECT, content.subject
        for line in content.addressees:
            yield TO, line.text
        for where, one in self.paragraphs():
            yield where, one.text
        for line in content.copies:
            yield COPIES, line.text
        for text in (content.signatory.capacity, content.signatory.position, content.signatory.name):
            yield SIGNER, text
        for annex in content.annexes:
            yield from ((annex.name, text) for text in (annex.title, annex.under, *annex.notes))

    def words(self) -> str:
        """The whole body as one text."""
        return "\n".join(one.text for one in self.content.body)

    def annex(self, code: str) -> Annex | None:
        return next((one for one in self.annexes if one.code == code), None)

    @property
    def annexes(self) -> tuple[Annex, ...]:
        """Those that are counted in the words; the tables of a report are not."""
        return tuple(one for one in self.content.annexes if one.word == "Phụ lục")


def stop(where: str, sentence: str) -> Finding:
    return Finding("stop", sentence, where)


def warn(where: str, sentence: str) -> Finding:
    return Finding("warn", sentence, where)

"""The documents that mend another (văn bản thay thế, công văn đính chính): what they say of the former."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hoiam.letters.content import Content, Facts, Head, Kind, Paragraph

from .parts import Cited


def replacement(former: Content, head: Head, cited: Cited, on: date) -> Content:
    """The former words, to be put right by hand, and that these stand in their place."""
    said = Paragraph.of(f"Văn bản này thay thế {cited.numbered}.", "closing")  # of no point
    facts = former.facts
    if facts.reply_before is not None and facts.reply_before <= on:
        facts = replace(facts, reply_before=None)  # another day is said in the words, or none
    return replace(former, head=head, body=(*former.body[:-1], said, former.body[-1]), facts=facts)


def correction(former: Content, head: Head, cited: Cited, wrong: str) -> Content:
    """A công văn to all who got the former document: what was wrong, and that all else stands."""
    points = [Paragraph.of(" ".join(line.split())) for line in wrong.splitlines() if line.strip()]
    return Content(
        kind=Kind.LETTER,
        head=head,
        subject=f"đính chính {cited.numbered}",
        addressees=former.addressees,
        body=(
            Paragraph.of(f"{head.said_name} đính chính {cited.numbered} như sau:", "opening"),
            *points,
            Paragraph.of(f"Các nội dung khác của {cited.numbered} không thay đổi./.", "closing"),
        ),
        copies=former.copies,
        signatory=former.signatory,
        facts=Facts(contacts=former.facts.contacts),
    )

"""Followed points (điểm phải báo cáo): what a change of words may not lose of the orders in a letter. Pure.

Whoever is told by a point reports on it by its number and before its day, so the numbers stay; the day is the
one that the words say.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hoiam.kit.refusal import Refused

from .content import Content, Paragraph
from .proofs.dates import day_of
from .proofs.periods import BEFORE


def still_followed(former: Content, content: Content) -> Content:
    """The words that were written, with the day they say; refused when a point is lost, added or moved."""
    wanted = former.facts.followed
    if not wanted:
        return content
    said = [one.number for one in content.body if one.role == "point"]
    if said != list(wanted):
        numbers = ", ".join(map(str, wanted))
        raise Refused(
            f"Các điểm đã giao đơn vị phải giữ đủ và đúng thứ tự {numbers}, mỗi điểm một đoạn bắt đầu bằng "
            "số của điểm; muốn bớt, thêm điểm thì bỏ dự thảo này và soạn lại."
        )
    return replace(content, facts=replace(content.facts, followed=wanted, reply_before=reply_day(content)))


def words_of(body: tuple[Paragraph, ...], number: int) -> str:
    """What that point says, its further paragraphs too, without its number."""
    said, is_inside = [], False
    for one in body:
        if one.role in ("point", "closing"):
            is_inside = one.role == "point" and one.number == number
        if is_inside:
            said.append(one.text)
    return " ".join(said).removeprefix(f"{number}. ")


def reply_day(content: Content) -> date | None:
    """Of one other day in the words, that one; of several or none the proof-reader says what is wrong."""
    kept = content.facts.reply_before
    points = [one.text for one in content.body if one.role == "point"]
    said = {day_of(words) for text in points for words in BEFORE.findall(text)}
    return (said.pop() if len(said) == 1 else None) or kept

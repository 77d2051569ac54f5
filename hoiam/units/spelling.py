"""Spelling (chính tả): place names in the one tone style the product writes, Hòa and not Hoà."""

import re
import unicodedata

_NEW_STYLE = re.compile(r"(?<![qQ])([oO])([àáảãạèéẻẽẹ])(?!\w)|(?<![qQ])([uU])([ỳýỷỹỵ])(?!\w)")


def old_tone_style(text: str) -> str:
    """NFC, with the tone on the first of two vowels that end a syllable: Hoà → Hòa, thuỷ → thủy, not quý."""
    return _NEW_STYLE.sub(_move_the_tone, unicodedata.normalize("NFC", text))


def _move_the_tone(found: re.Match[str]) -> str:
    first, second = found.group(1) or found.group(3), found.group(2) or found.group(4)
    parts = unicodedata.normalize("NFD", second)
    return unicodedata.normalize("NFC", first + parts[1]) + parts[0]

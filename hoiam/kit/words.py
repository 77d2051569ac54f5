"""Words (chữ): Vietnamese text for channels that cannot carry its accents."""

import unicodedata

# What old telephones show as one character of GSM 03.38; braces and brackets there cost two, so they go too.
_SIGNS = str.maketrans(
    {
        "Đ": "D", "đ": "d", "₫": "d", "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "“": '"', "”": '"',
        "‘": "'", "’": "'", "`": "'", "…": "...", "·": "-", "•": "-", "×": "x", "\u00a0": " ", "\u202f": " ",
        "[": "(", "]": ")", "{": "(", "}": ")", "~": "-", "^": "", "|": "/", "\\": "/", "€": "EUR",
    }
)  # fmt: skip


def ascii(text: str) -> str:
    """Without accents, and nothing an SMS of 160 characters would count twice."""
    bare = unicodedata.normalize("NFKD", text.translate(_SIGNS))
    kept = "".join(sign for sign in bare.translate(_SIGNS) if not unicodedata.combining(sign))
    return kept.encode("ascii", "ignore").decode()

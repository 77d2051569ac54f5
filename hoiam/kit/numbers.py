"""Numbers (con số) as Vietnamese readers write them: 1.234 and 97,4% (lời văn, §0.5)."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction


def number(value: int | float | Decimal) -> str:
    """Thousands by a dot, decimals by a comma; whole numbers stay whole."""
    text = f"{value:,}" if isinstance(value, int) else f"{Decimal(str(value)).normalize():,f}"
    return text.translate(_SWAP)


def percent(share: float | Decimal | Fraction | None, places: int = 1) -> str:
    """0.974 → 97,4%; 1 → 100%; None, a share of nothing → –. Halves go up, as people reckon by hand."""
    if share is None:
        return "–"
    step = Decimal(1).scaleb(-places)
    exact = Fraction(str(share)) * 100
    rounded = (Decimal(exact.numerator) / exact.denominator).quantize(step, ROUND_HALF_UP)
    return f"{number(rounded)}%"


_SWAP = str.maketrans(",.", ".,")

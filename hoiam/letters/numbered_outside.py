"""Numbered outside (số do hệ thống khác ghi): number and day as a returned file says them, where they fit."""

from __future__ import annotations

from datetime import date, datetime

from hoiam.kit.moments import civil_date, short_date
from hoiam.kit.refusal import Refused

from .models import Document
from .number_in_file import day_in, number_symbol_in
from .symbols import number_symbol, tidy


def numbered_outside(
    document: Document, returned: bytes, *, typed: int | None, at: datetime
) -> tuple[int, date]:
    """Of a signed document without a number; `typed` is what the clerk says it is."""
    symbol = _symbol(returned, typed)
    number = int(symbol.partition("/")[0])
    if typed is not None and typed != number:
        raise Refused(f"Số đã gõ là {typed:02}, tệp mang về ghi số {symbol}; hãy xem lại số hoặc tệp.")
    if symbol.partition("/")[2] != (own := number_symbol(number, document.letter)).partition("/")[2]:
        raise Refused(f"Tệp mang về ghi số {symbol}, văn bản này phải là {own}; hãy xem lại tệp.")
    return number, _day(document, returned, symbol, at)


def _symbol(returned: bytes, typed: int | None) -> str:
    try:
        return tidy(number_symbol_in(returned))
    except Refused:
        how = "gõ số đã được cấp hoặc lấy số kế tiếp của sổ" if typed is None else f"gõ số {typed:02}"
        raise Refused(
            f"Tệp mang về chưa ghi số; hãy bấm “Chỉ lấy số”, {how}, rồi ký bản đã ghi số và đưa lại."
        ) from None


def _day(document: Document, returned: bytes, symbol: str, at: datetime) -> date:
    """Between the leader's signature and today."""
    assert document.signed_at is not None
    on, signed_on = day_in(returned), civil_date(document.signed_at)
    if on is None:
        raise Refused(f"Tệp mang về ghi số {symbol} nhưng không đọc được ngày văn bản; hãy xem lại tệp.")
    if not signed_on <= on <= civil_date(at):
        raise Refused(
            f"Tệp mang về ghi ngày {short_date(on)}, phải từ ngày ký {short_date(signed_on)} đến hôm nay; "
            "hãy xem lại tệp."
        )
    return on

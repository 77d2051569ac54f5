"""The proof-reader (soát văn bản): what is wrong with a document before anybody signs it. Pure.

It compares the words with the data the document was made from; each finding is one sentence and a place.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from hoiam.deadlines import Calendar
from hoiam.letters.content import Content

from .counts import check_counts, check_enclosures, check_rows, check_states
from .ordered import check_ordered
from .parties import check_executors, check_head, check_lists, check_signer
from .people import check_persons
from .periods import check_future, check_months, check_period, check_reply
from .reading import Finding, Reading
from .wording import check_empty, check_end, check_habits, check_personal

Check = Callable[[Reading], Iterator[Finding]]
# These look at the day of the document, which may be a later one than when it was signed.
OF_THE_DAY: Final[tuple[Check, ...]] = (check_period, check_months, check_future, check_reply)
CHECKS: Final[tuple[Check, ...]] = (
    check_head,
    check_lists,
    check_period,
    check_months,
    check_future,
    check_counts,
    check_states,
    check_rows,
    check_enclosures,
    check_reply,
    check_executors,
    check_ordered,
    check_signer,
    check_end,
    check_empty,
    check_personal,
    check_persons,
    check_habits,
)


def proof_read(
    content: Content,
    *,
    on: date,
    calendar: Calendar,
    name_of: Callable[[int], str] | None = None,
    enclosed: Collection[str] | None = None,
    roman: bool = True,
    units: Mapping[str, Collection[int]] | None = None,
    checks: Iterable[Check] = CHECKS,
) -> list[Finding]:
    """Findings that stop first, in the order of the page. `enclosed` None: nobody looked for the files."""
    reading = Reading(content, on, calendar, name_of or _by_number, enclosed, roman, units or {})
    found = list(dict.fromkeys(finding for check in checks for finding in check(reading)))
    return sorted(found, key=lambda finding: finding.severity != "stop")


def _by_number(unit: int) -> str:
    return f"Đơn vị số {unit}"


__all__ = ["CHECKS", "OF_THE_DAY", "Finding", "Reading", "proof_read"]

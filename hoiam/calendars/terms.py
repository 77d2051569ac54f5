"""Terms (thời hạn): which one a step of a case has. Cases keep the term they were born with.

Of the rows valid on the day of receipt the most specific wins, in this order: a row of a declared
situation; then one naming the urgency, the category, its field, the kind; then the later row. A row
that names two of these comes before a row that names only the first of them.
"""

from datetime import datetime
from typing import Final

from hoiam.deadlines import Term
from hoiam.kit.moments import civil_date

from .almanac import almanac
from .lookup import calendar
from .models import Term as TermRow
from .term_view import SOFTWARE_DEFAULT, TO_BE_SET, TermView

__all__ = ["DEFAULT_ANSWER", "SOFTWARE_DEFAULT", "TO_BE_SET", "Step", "TermView", "term_for"]

Step = TermRow.Step
DEFAULT_ANSWER: Final = Term.parse("5 working_days")


def term_for(step: str, category_id: int | None, kind: str, urgency: str, at: datetime) -> TermView | None:
    """The term of a case received `at`. An answer always has one; other steps only where a row says so."""
    found = almanac().term(step, category_id, kind, urgency, civil_date(at))
    if found is None and step == Step.ANSWER:
        return TermView(step, DEFAULT_ANSWER, calendar())
    return found

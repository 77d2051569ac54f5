"""Declare a situation (công bố tình huống): its days, its document, its answer terms; it ends by itself."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.text import slugify

from hoiam.accounts.models import Person
from hoiam.categories.models import Category
from hoiam.deadlines import VN
from hoiam.kit.clock import now
from hoiam.kit.moments import short_date, short_moment
from hoiam.kit.refusal import Refused
from hoiam.kit.words import ascii

from .almanac import forget
from .checks import require_document
from .models import Situation
from .policy import require
from .set_term import For, set_term

ONE_DAY = timedelta(days=1)


@transaction.atomic
def declare_situation(
    name: str,
    since: date,
    last_day: date,
    source: str,
    decided_on: date | None,
    by: Person | None,
    *,
    answer: str,
    urgent_answer: str = "",
    categories: Iterable[Category] = (),
    at: datetime | None = None,
) -> Situation:
    """`answer` is the term of every case received in these days, `urgent_answer` of urgent ones."""
    at = at or now()
    require(by, at)
    require_document(source, decided_on, at)
    if last_day < since:
        raise Refused("Ngày cuối của tình huống không thể trước ngày đầu.")
    code = f"{slugify(ascii(name))[:45]}-{since:%Y%m%d}"
    if Situation.objects.filter(code=code).exists():
        raise Refused(f"Tình huống “{name}” từ {short_date(since)} đã được công bố.")
    situation = Situation.objects.create(
        code=code,
        name=name,
        during=DateRange(since, last_day + ONE_DAY),
        source=source.strip(),
        decided_on=decided_on,
        recorded_at=at,
        recorded_by=by,
    )
    situation.categories.set(categories)
    terms = [("", answer)] + [
        (urgency, urgent_answer) for urgency in ("urgent", "emergency") if urgent_answer
    ]
    for urgency, text in terms:
        cases = For(situation=situation, urgency=urgency)
        set_term("answer", text, since, source, decided_on, by, cases=cases, at=at)
    forget()
    return situation


@transaction.atomic
def end_situation(
    situation: Situation, last_day: date, by: Person | None, *, at: datetime | None = None
) -> Situation:
    """Earlier or later than first declared, today at the earliest: what came in under it keeps its terms."""
    at = at or now()
    require(by, at)
    situation = Situation.objects.select_for_update().get(pk=situation.pk)
    today = at.astimezone(VN).date()
    first, upper = situation.during.lower, situation.during.upper
    if last_day < first:
        raise Refused("Ngày cuối của tình huống không thể trước ngày đầu.")
    if upper <= today or last_day < today:
        raise Refused(
            "Không đổi được những ngày đã qua; phản ánh nhận trong những ngày ấy giữ thời hạn của mình."
        )
    change = (
        f"Ngày cuối đổi từ {short_date(upper - ONE_DAY)} thành {short_date(last_day)} lúc {short_moment(at)}."
    )
    situation.during = DateRange(first, last_day + ONE_DAY)
    situation.note = f"{situation.note} {change}".strip()[-300:]
    situation.save(update_fields=["during", "note"])
    forget()
    return situation

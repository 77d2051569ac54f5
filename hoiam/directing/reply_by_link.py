"""Reply by link (báo cáo qua đường dẫn): a company without account answers for its lines at a secret address.

Only the hash of the token is kept; it ends by its date, when it is revoked, or when the company ends: whoever
took that over is given a link of its own. Whoever has it sees the letter's points and that company's own
lines, and nothing else.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.db import transaction

from hoiam.kit.moments import civil_date
from hoiam.kit.refusal import Refused
from hoiam.letters.models.document import IN_FORCE

from .cascade import is_addressed
from .dates import late_from
from .models import Directive, Reply, ReplyLink
from .passing import company
from .reply import keep, lines_to_answer, refuse
from .saying import Said, Words
from .visible import speaks_for

if TYPE_CHECKING:
    from hoiam.accounts.models import Person

AFTERWARDS: Final = timedelta(days=15)  # a late reply is still taken
WITHOUT_DATE: Final = timedelta(days=30)


@transaction.atomic
def make_link(directive: Directive, unit: int, *, by: Person, at: datetime) -> tuple[ReplyLink, str]:
    """The link and its token, which is shown this once; an earlier link of the unit ends."""
    _refuse_link(directive, unit, by, at)
    token = secrets.token_urlsafe(32)
    ReplyLink.objects.filter(directive=directive, unit=unit, revoked_at=None).update(revoked_at=at)
    link = ReplyLink.objects.create(
        directive=directive,
        unit_id=unit,
        token_hash=token_hash(token),
        made_at=at,
        made_by=by,
        expires_at=_ends(directive, at),
    )
    return link, token


def open_link(token: str, at: datetime) -> ReplyLink | None:
    """The link of that token while it works; None just as for a token nobody was given."""
    links = ReplyLink.objects.select_related("directive__document")
    link = links.filter(token_hash=token_hash(token), revoked_at=None, expires_at__gt=at).first()
    if link is None or link.directive.document.state not in IN_FORCE:
        return None
    was, answers = (company(link.unit_id, civil_date(moment)) for moment in (link.made_at, at))
    return link if answers is not None and was == answers else None


def said_through(link: ReplyLink, at: datetime) -> int:
    """The company that answers at a link that works."""
    answers = company(link.unit_id, civil_date(at))
    assert answers is not None
    return answers


@transaction.atomic
def reply_by_link(
    token: str, said: Sequence[Said], *, name: str, at: datetime, words: Words | None = None
) -> Reply:
    """`name` is whoever answers for the company, as they write it."""
    link = open_link(token, at)
    if link is None:
        raise Refused("Đường dẫn không còn dùng được; xin liên hệ cơ quan đã gửi văn bản.")
    if not name.strip():
        raise Refused("Xin ghi họ tên, chức vụ người báo cáo.")
    said_by = said_through(link, at)
    lines = lines_to_answer(link.directive, link.unit_id, said_by, at)
    refuse(link.directive, link.unit_id, lines, said, at)
    return keep(
        link.directive,
        link.unit_id,
        lines,
        said,
        words or Words(),
        via=Reply.Via.LINK,
        said_by=said_by,
        at=at,
        by_name=name.strip()[:120],
    )


def token_hash(token: str) -> bytes:
    """The token has 256 random bits, so a plain hash cannot be reversed."""
    return hashlib.sha256(token.encode()).digest()


def _refuse_link(directive: Directive, unit: int, by: Person, at: datetime) -> None:
    if directive.issuer_id not in speaks_for(by, at):
        raise Refused("Chỉ cơ quan ban hành tạo được đường dẫn báo cáo.")
    if directive.document.state not in IN_FORCE:
        raise Refused("Văn bản chưa phát hành hoặc đã được thay thế nên chưa nhận báo cáo.")
    on = civil_date(at)
    if company(unit, on) is None:
        raise Refused(
            "Cơ quan nhà nước báo cáo bằng tài khoản trên hệ thống; đường dẫn chỉ dành cho doanh nghiệp."
        )
    if not is_addressed(directive, unit, on):
        raise Refused("Văn bản này không gửi đến đơn vị ấy.")


def _ends(directive: Directive, at: datetime) -> datetime:
    """Whenever it is made, there is time left to use it."""
    before = [point.reply_before for point in directive.points.all() if point.reply_before]
    if not before:
        return at + WITHOUT_DATE
    return max(late_from(max(before)), at) + AFTERWARDS

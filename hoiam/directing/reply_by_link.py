"""Reply by link (báo cáo qua đường dẫn): a company without account answers for its lines at a secret address.

Only the hash of the token is kept; it ends by its date, when it is revoked, or when the letter is replaced.
Whoever has it sees the letter's points and that company's own lines, and nothing else.
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
from hoiam.units.directory import directory
from hoiam.units.roles import UnitKind

from .cascade import is_addressed
from .dates import late_from
from .models import Directive, Reply, ReplyLink
from .reply import Said, Words, keep, lines_to_answer, refuse
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
    return link if link and link.directive.document.state in IN_FORCE else None


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
    lines = lines_to_answer(link.directive, link.unit_id, link.unit_id, at)
    refuse(link.directive, link.unit_id, lines, said, at)
    return keep(
        link.directive,
        link.unit_id,
        lines,
        said,
        words or Words(),
        via=Reply.Via.LINK,
        said_by=link.unit_id,
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
    if directory().unit(unit, on).kind != UnitKind.PARTNER:
        raise Refused(
            "Cơ quan nhà nước báo cáo bằng tài khoản trên hệ thống; đường dẫn chỉ dành cho doanh nghiệp."
        )
    if not is_addressed(directive, unit, on):
        raise Refused("Văn bản này không gửi đến đơn vị ấy.")


def _ends(directive: Directive, at: datetime) -> datetime:
    before = [point.reply_before for point in directive.points.all() if point.reply_before]
    return max([late_from(day) + AFTERWARDS for day in before], default=at + WITHOUT_DATE)

"""Inbox (thông báo của tôi): what the bell of the desk shows."""

from datetime import datetime

from hoiam.accounts.models import Person
from hoiam.messaging.models import Message, State


def unread(person: Person) -> int:
    """The number on the bell: an index-only count of one person's unread rows."""
    return Message.objects.in_app_of(person).unread().count()


def inbox(person: Person, *, before: int | None = None, limit: int = 50) -> list[Message]:
    """The newest first; the next page begins before the last id of this one."""
    mine = Message.objects.in_app_of(person).order_by("-id")
    return list(mine[:limit] if before is None else mine.filter(id__lt=before)[:limit])


def mark_read(person: Person, *, at: datetime, about: str | None = None, up_to: int | None = None) -> int:
    """Everything unread of this person, or what is about one case, or up to one id; how many there were."""
    mine = Message.objects.in_app_of(person).unread()
    if about is not None:
        mine = mine.filter(about=about)
    if up_to is not None:
        mine = mine.filter(id__lte=up_to)
    return mine.update(state=State.READ, read_at=at)


def in_trouble(*, before: int | None = None, limit: int = 50) -> list[Message]:
    """Tin gửi chưa được: what did not leave, or perhaps did, the newest first."""
    rows = Message.objects.in_trouble()
    return list(rows[:limit] if before is None else rows.filter(id__lt=before)[:limit])

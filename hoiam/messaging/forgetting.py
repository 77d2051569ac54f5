"""Forgetting (xóa): when a citizen's words are erased, their copies in the outbox go too.

That somebody was told, when and by which way, stays.
"""

from hoiam.messaging.models import Message, State


def forget(about: str) -> int:
    """Empty every row about this case; what still waits is not sent any more. Says how many rows it was."""
    rows = Message.objects.filter(about=about)
    waiting, _ = rows.filter(state=State.QUEUED).delete()
    inside = rows.filter(to_contact__isnull=True).update(body="")
    outside = rows.filter(to_contact__isnull=False).update(body="", subject="", to_contact=b"")
    return waiting + inside + outside

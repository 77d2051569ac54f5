"""Mail outside (thư ra ngoài): a notice to addresses that belong to nobody of the house."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from hoiam.kit.sealing import seal
from hoiam.messaging import is_quiet, rendering
from hoiam.messaging.models import Channel, Message, State
from hoiam.messaging.waking import wake_sender


def mail_outside(
    addresses: Iterable[str],
    template: str,
    *,
    subject: str,
    about: str,
    facts: Mapping[str, Any],
    at: datetime,
) -> int:
    """The words of an `outside/` template to each of these addresses; says how many that is."""
    wanted = list(dict.fromkeys(addresses))
    if is_quiet() or not wanted:
        return 0
    body = rendering.for_outside(template, about, {"at": at, **facts})
    Message.objects.bulk_create(
        Message(
            to_contact=seal(address), channel=Channel.EMAIL, template=template, about=about,
            subject=subject, body=body, state=State.QUEUED, created_at=at, send_after=at,
        )
        for address in wanted
    )  # fmt: skip
    transaction.on_commit(wake_sender)
    return len(wanted)

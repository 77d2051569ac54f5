"""Tell outside (báo gốc niêm phong): a root is worth what is kept of it where nobody here can reach.

By e-mail to the addresses of `HOIAM_SEAL_MAIL` (an inspectorate, a newspaper, another province), through the
outbox in the seal's own transaction; and as files for whoever carries them away.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from hoiam.cases.models import Seal
from hoiam.messaging.outside import mail_outside


def tell_outside(seal: Seal, at: datetime) -> int:
    """Says to how many addresses."""
    addresses: list[str] = settings.HOIAM_SEAL_MAIL
    facts = {
        "number": seal.number,
        "lines": seal.lines,
        "root": bytes(seal.root).hex(),
        "signature": bytes(seal.signature).hex(),
        "address": f"{str(settings.HOIAM_PUBLIC_URL).rstrip('/')}/du-lieu-mo/niem-phong/",
    }
    subject = f"Gốc niêm phong số {seal.number}"
    return mail_outside(
        addresses, "history_sealed", subject=subject, about=f"niem-phong-{seal.number}", facts=facts, at=at
    )

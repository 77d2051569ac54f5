"""Call back (gọi báo kết quả): an operator has told the answer to a petitioner who has only a telephone.

No verb of the life: the answer was given when it was sent. It stops the centre's own call-back clock.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from hoiam.kit.refusal import Refused

from .clocks import CALL_BACK
from .inputs import WordsField
from .lifecycle import Verb
from .models import Case
from .note import decide
from .panel import VerbForm, panel
from .policy import TELLING_BY_CALL, By, allow
from .write import hold


@transaction.atomic
def told(case: Case, *, by: By, reply: str = "", at: datetime | None = None) -> Case:
    """Write down that the petitioner was called, and what he said to the answer."""
    held = hold(case, at)
    actor = allow(by, Verb.NOTE, held.case, held.at, rules=TELLING_BY_CALL)
    if CALL_BACK not in held.snapshot.clocks:
        raise Refused("Người gửi phản ánh này không chờ gọi báo kết quả.")
    line = held.line(Verb.NOTE, by=actor, told="phone", text=reply)
    held.write(line, decide(held.snapshot, line, held.rules))
    return held.case


class ToldForm(VerbForm):
    reply = WordsField(label="Người gửi nói gì", required=False)


told_panel = panel(Verb.NOTE, told, ToldForm, name="call_back", title="Báo kết quả cho người gửi")

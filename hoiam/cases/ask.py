"""Ask (đề nghị bổ sung): the petitioner is asked for what is missing.

The clock stops only when the term allows it, early in the term, at most twice and for at most N
days; otherwise the question is asked and the clock runs on. Asking never closes a case.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from hoiam.kit.moments import iso
from hoiam.kit.refusal import Refused

from .change import Change
from .clocks import moved, pause
from .inputs import DueField, WordsField
from .lifecycle import Verb
from .line import Line
from .models import Case
from .panel import VerbForm, panel
from .policy import By, allow
from .snapshot import Rules, Snapshot
from .told import tell_petitioner
from .world import world
from .write import hold, snapshot_of

FOR_EVER: Final = timedelta(days=3650)


def decide(case: Snapshot, line: Line, rules: Rules) -> Change:
    change = moved(case, line)
    if not line.texts.get("text"):
        raise Refused("Đề nghị bổ sung phải nêu rõ cần biết thêm điều gì.")
    if line.until is not None and line.until <= line.at:
        raise Refused("Ngày chờ bổ sung phải sau thời điểm đề nghị.")
    change.set(waiting_from=case.state, asks=case.asks + 1, waiting_until=line.until)
    if rules.may_pause(case, line.at):
        change.set(waiting_until=longest_wait(case, line.until, line.at, rules))
        pause(change, case, line)
    return change


def longest_wait(case: Snapshot, until: datetime | None, at: datetime, rules: Rules) -> datetime:
    """While the clock stands still nobody is waited for longer than it may."""
    return rules.pause_end(case, at, until or at + FOR_EVER)


def wait_until(case: Snapshot, until: datetime | None, at: datetime, rules: Rules) -> datetime:
    """Until when the petitioner is waited for: never longer than the clock may stand still.

    Without a moment of its own: the longest pause, or the answer deadline when the clock runs on.
    """
    if rules.may_pause(case, at):
        return longest_wait(case, until, at, rules)
    if until is not None:
        return until
    if case.due_at is None or case.due_at <= at:
        raise Refused("Đã quá hạn trả lời; hãy nêu ngày chờ bổ sung.")
    return case.due_at


@transaction.atomic
def ask(
    case: Case,
    *,
    by: By,
    text: str,
    until: datetime | None = None,
    at: datetime | None = None,
    note: str = "",
) -> Case:
    """Ask the petitioner `text`; work goes on with what there is when `until` has passed."""
    held = hold(case, at)
    actor = allow(by, Verb.ASK, held.case, held.at)
    moment = wait_until(held.snapshot, until, held.at, held.rules)
    line = held.line(Verb.ASK, by=actor, text=text, until=iso(moment), note=note)
    held.write(line, decide(held.snapshot, line, held.rules))
    pauses = held.case.paused_at is not None
    tell_petitioner(held.case, "asked", at=held.at, question=text, reply_by=moment, pauses=pauses)
    return held.case


class AskForm(VerbForm):
    text = WordsField(label="Cần người gửi cho biết thêm điều gì")
    until = DueField(label="Chờ đến", required=False, help_text="Để trống: chờ lâu nhất theo quy định.")

    def information(self) -> str:
        case = snapshot_of(self.case)
        if case.is_open and case.paused_at is None and not world().may_pause(case, self.at):
            return _runs_on(case.asks)
        return ""

    def said(self, case: Case) -> str:
        return "" if case.paused_at is not None else _runs_on(case.asks - 1)


def _runs_on(asks: int) -> str:
    asked = f"Đã đề nghị bổ sung {asks} lần; l" if asks else "L"
    return f"{asked}ần này không tạm dừng thời hạn."


ask_panel = panel(Verb.ASK, ask, AskForm)

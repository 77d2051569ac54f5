"""Merge (gộp): several people reported one matter; this case is handled with the main one.

Its petitioner is still told the result. `reopen` unmerges.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django import forms
from django.db import transaction

from hoiam.kit.ids import read_code, show_code
from hoiam.kit.refusal import Refused

from .change import Change
from .clocks import finish, moved
from .lifecycle import State, Verb
from .line import Line
from .models import Case
from .panel import VerbForm, panel
from .policy import allow
from .snapshot import Rules, Snapshot
from .told import tell_petitioners
from .write import hold

if TYPE_CHECKING:
    from hoiam.accounts.models import Person


def decide(case: Snapshot, line: Line, rules: Rules) -> Change:
    change = moved(case, line)
    if not line.facts.get("into"):
        raise Refused("Gộp phải nêu mã phản ánh chính.")
    finish(change, case, line, State.MERGED)
    change.set(ended_from=case.state, merged_into=line.into[0] if line.into else None)
    return change


@transaction.atomic
def merge(case: Case, *, by: Person, into: str, at: datetime | None = None, note: str = "") -> Case:
    """Put the case to the one with code `into`, the main one, which stays open."""
    main = _locked(case, into, by, at)
    held = hold(case, at)
    actor = allow(by, Verb.MERGE, held.case, held.at)
    line = held.line(Verb.MERGE, by=actor, into=main.code, note=note)
    change = decide(held.snapshot, line, held.rules)
    _refuse_the_wrong_main(held.case, main)
    held.write(line, change)
    together = Case.objects.filter(merged_into=main).count() + 1
    tell_petitioners(held.case, "merged", at=held.at, main=show_code(main.code), n=together)
    return held.case


def _locked(case: Case, into: str, by: Person, at: datetime | None) -> Case:
    """The main case, locked together with this one, the older first: two merges never wait for each other."""
    main = Case.objects.visible_to(by, at).filter(code=read_code(into)).first()
    if main is None:
        raise Refused(f"Không tìm thấy phản ánh {into}.")
    locked = {one.pk: Case.objects.lock(one) for one in sorted((case, main), key=lambda one: one.pk)}
    return locked[main.pk]


def _refuse_the_wrong_main(case: Case, main: Case) -> None:
    if main.pk == case.pk:
        raise Refused("Không gộp phản ánh vào chính nó.")
    if main.merged_into is not None:
        raise Refused(
            f"Phản ánh {main.shown_code} đã được gộp vào {main.merged_into.shown_code}; "
            "hãy gộp vào phản ánh ấy."
        )
    if not main.is_open:
        raise Refused(f"Phản ánh {main.shown_code} không còn xử lý; chỉ gộp vào phản ánh đang xử lý.")
    if main.conduct_unit_id != case.conduct_unit_id:
        raise Refused("Không gộp phản ánh về công vụ với phản ánh khác.")


class MergeForm(VerbForm):
    into = forms.CharField(label="Mã phản ánh chính", max_length=20)


merge_panel = panel(Verb.MERGE, merge, MergeForm)

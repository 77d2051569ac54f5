"""Choose (kết luận một dòng): one decision for one line, added to what was decided before it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from hoiam.accounts.models import Person
from hoiam.cases.queries import visible_cases
from hoiam.kit.refusal import Refused

from .decisions import last_decisions
from .models import Decision, Item, Session
from .seats import allow
from .telling import tell_home_affairs
from .words import Choice, choices_for


@transaction.atomic
def choose(item: Item, choice: str, *, by: Person, at: datetime, words: str = "") -> Decision:
    session = hold_open(item.session_id)
    allow(by, session.authority_id, at)
    case = visible_cases(by, at).filter(pk=item.case_id).first()
    if case is None:
        raise Refused("Bạn không có quyền với dòng này.")
    if choice not in choices_for(list(item.grounds), is_conduct=case.conduct_unit_id is not None):
        raise Refused("Không kết luận như vậy được với dòng này.")
    stands = last_decisions([item]).get(item.pk)
    if stands is not None and (stands.choice, stands.words) == (choice, words.strip()):
        return stands  # the key was pressed twice
    decision = Decision.objects.create(item=item, choice=choice, words=words.strip(), at=at, by=by)
    if choice == Choice.TO_HOME_AFFAIRS:
        tell_home_affairs(session, case, at=at)
    return decision


def hold_open(session: int) -> Session:
    """Locked, and not concluded: what a session concluded is not changed after it."""
    held = Session.objects.select_for_update(of=("self",)).get(pk=session)
    if held.concluded_at is not None:
        raise Refused(f"{held} đã kết luận, không sửa được nữa.")
    return held

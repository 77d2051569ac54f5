"""Every verb's decision by name (quyết định): what replay, import and the live verbs share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from . import (
    accept,
    add_contact,
    answer,
    ask,
    assign,
    classify,
    close,
    extend,
    forward,
    join,
    merge,
    note,
    publish,
    rate,
    recall,
    reckon,
    redirect,
    refuse,
    remind,
    reopen,
    send_back,
    split,
    supply,
    transfer,
    unpublish,
    withdraw,
)
from .change import Change
from .lifecycle import Verb
from .line import Line
from .snapshot import Rules, Snapshot

DECIDE: Final[dict[Verb, Callable[[Snapshot, Line, Rules], Change]]] = {
    Verb.CLASSIFY: classify.decide,
    Verb.FORWARD: forward.decide,
    Verb.ACCEPT: accept.decide,
    Verb.ASSIGN: assign.decide,
    Verb.SEND_BACK: send_back.decide,
    Verb.RECALL: recall.decide,
    Verb.JOIN: join.decide,
    Verb.REMIND: remind.decide,
    Verb.ADD_CONTACT: add_contact.decide,
    Verb.ASK: ask.decide,
    Verb.SUPPLY: supply.decide,
    Verb.EXTEND: extend.decide,
    Verb.ANSWER: answer.decide,
    Verb.REFUSE: refuse.decide,
    Verb.REDIRECT: redirect.decide,
    Verb.MERGE: merge.decide,
    Verb.SPLIT: split.decide,
    Verb.CLOSE: close.decide,
    Verb.REOPEN: reopen.decide,
    Verb.WITHDRAW: withdraw.decide,
    Verb.RATE: rate.decide,
    Verb.PUBLISH: publish.decide,
    Verb.UNPUBLISH: unpublish.decide,
    Verb.TRANSFER: transfer.decide,
    Verb.RECKON: reckon.decide,
    Verb.NOTE: note.decide,
}


def decide(case: Snapshot, line: Line, rules: Rules) -> Change:
    return DECIDE[line.verb](case, line, rules)

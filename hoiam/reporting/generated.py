"""Generated lives (đời phản ánh sinh ngẫu nhiên): lawful histories in the exchange format, for tests.

A verb is proposed at random and kept when the lifecycle allows it, so every move of the table comes up,
in odd orders and at odd hours. What a report should say of them is not known here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final

from hoiam.cases.change import advance
from hoiam.cases.decisions import decide
from hoiam.cases.lifecycle import MOVES, State, Verb
from hoiam.cases.reading import read_line
from hoiam.cases.receive import decide as decide_petition
from hoiam.cases.snapshot import Snapshot
from hoiam.cases.world import World, world
from hoiam.kit.ids import damm_digit
from hoiam.kit.moments import VN, iso
from hoiam.kit.refusal import Refused

from .factories import OPERATOR, petition_of

SINCE: Final = datetime(2021, 4, 1, tzinfo=VN)
UNITS: Final = ("ubnd-731", "ubnd-732", "ubnd-737", "so-gtvt", "so-tnmt", "dien-luc", "cap-nuoc")
# Units below another, to which its leader may hand a case on.
BELOW: Final = {"ubnd-731": "ubnd-26041", "ubnd-732": "ubnd-26080"}
CATEGORIES: Final = ("GT01", "MT01", "YT01", "HC01", None)
AREAS: Final = ("26041", "26080", None)
KINDS: Final = ("question", "report", "suggestion", "praise", "support")
URGENCIES: Final = ("normal", "normal", "normal", "urgent", "emergency")
CHANNELS: Final = ("phone", "web", "zalo", "counter")
PEOPLE: Final = (
    {"type": "person", "phone": "0900000001"},
    {"type": "business", "name": "Doanh nghiệp thử nghiệm", "email": "dn@example.vn"},
    {"type": "anonymous"},
    {"type": "person", "phone": "0900000002", "confidential": True},
)
OUTCOMES: Final = ("done", "done", "explained", "planned")
CONCLUSIONS: Final = ("upheld", "partly", "not_upheld")
MEANS: Final = ("phone", "letter", "sms", "Nhắn riêng")
ELSEWHERE: Final = "21070000001" + str(damm_digit("21070000001"))  # a case nobody has here
# How often each verb is proposed: forwarding and answering make a life, the rest makes it odd.
WEIGHTS: Final = {
    Verb.CLASSIFY: 4, Verb.FORWARD: 8, Verb.ACCEPT: 7, Verb.SEND_BACK: 3, Verb.RECALL: 2, Verb.JOIN: 1,
    Verb.REMIND: 2, Verb.ADD_CONTACT: 2, Verb.ASK: 2, Verb.SUPPLY: 2, Verb.EXTEND: 3, Verb.ANSWER: 6,
    Verb.REFUSE: 1, Verb.REDIRECT: 1, Verb.MERGE: 1, Verb.SPLIT: 1, Verb.CLOSE: 4, Verb.REOPEN: 5,
    Verb.WITHDRAW: 1, Verb.RATE: 4, Verb.TRANSFER: 2, Verb.RECKON: 2, Verb.NOTE: 3, Verb.PUBLISH: 3,
    Verb.UNPUBLISH: 2,
}  # fmt: skip


ASKED_OFTEN: Final = WEIGHTS | {Verb.ASK: 16, Verb.SUPPLY: 16}
Weights = Mapping[Verb, int]


def generate(chance: Random, count: int, weights: Weights = WEIGHTS) -> list[dict[str, Any]]:
    """`count` records or a few more: the children of a split follow, with `split_from` naming the parent."""
    rules = world()
    records: list[dict[str, Any]] = []
    while len(records) < count:
        record = _petition(chance, len(records))
        records.append(record)
        _live(record, records, chance, rules, weights)
    return records


def _petition(chance: Random, number: int, at: datetime | None = None) -> dict[str, Any]:
    received = at or SINCE + timedelta(minutes=chance.randrange(200 * 24 * 60))
    area = chance.choice(AREAS)
    return {
        "source": "generated",
        "source_id": f"G/{number}",
        "kind": chance.choice(KINDS),
        "category": chance.choice(CATEGORIES),
        "urgency": chance.choice(URGENCIES),
        "channel": chance.choice(CHANNELS),
        "content": f"Phản ánh thử nghiệm {number}",
        "summary": f"Tóm tắt {number}",
        "received_at": iso(received),
        "petitioner": chance.choice(PEOPLE),
        "place": {"area": area} if area else None,
        "conduct": {"unit": "so-tnmt", "about": "delay"} if chance.random() < 0.06 else None,
        "history": [],
    }


def _live(
    record: dict[str, Any],
    records: list[dict[str, Any]],
    chance: Random,
    rules: World,
    weights: Weights,
) -> None:
    snapshot, _, born = decide_petition(petition_of(record, rules), rules, OPERATOR)
    at = born.at
    for _ in range(chance.randrange(0, 14)):
        at += _pause(chance)
        raw = _propose(snapshot, at, chance, rules, weights)
        try:
            line = read_line(raw, rules)
            change = decide(snapshot, line, rules)
        except Refused:
            continue
        advance(snapshot, change, line)
        record["history"].append(raw)
        if line.verb == Verb.SPLIT:
            child = _petition(chance, len(records), at) | {"split_from": record["source_id"]}
            records.append(child)
            _live(child, records, chance, rules, weights)


def _pause(chance: Random) -> timedelta:
    """Mostly hours, sometimes weeks, now and then no time at all."""
    if chance.random() < 0.03:
        return timedelta()
    return timedelta(seconds=int(60 * 10 ** chance.uniform(0.5, 4.5)))


def _propose(case: Snapshot, at: datetime, chance: Random, rules: World, weights: Weights) -> dict[str, Any]:
    at_centre = case.holder == rules.centre(at)  # which no reorganisation ends
    verbs = [v for v in weights if State(case.state) in MOVES[v] and not (v == Verb.TRANSFER and at_centre)]
    verb = chance.choices(verbs, [weights[v] for v in verbs])[0]
    holder = rules.unit_code(case.holder, at)
    raw = {"at": iso(at), "verb": verb.value, "by": _by(verb, holder, chance)}
    fields = FIELDS.get(verb)
    return raw | (fields(case, at, chance) if fields else {})


def _by(verb: Verb, holder: str, chance: Random) -> str:
    if verb in (Verb.WITHDRAW, Verb.RATE, Verb.SUPPLY):
        return "petitioner"
    if verb in (Verb.TRANSFER, Verb.RECKON):
        return "system"
    of_holder = verb in (Verb.ACCEPT, Verb.SEND_BACK, Verb.ANSWER, Verb.ASK, Verb.NOTE)
    if of_holder or (verb in (Verb.FORWARD, Verb.RECALL) and chance.random() < 0.3):
        return f"officer@{holder}"
    return "coordinator@1022"


def _days(at: datetime, chance: Random, low: float = 0.2, high: float = 12) -> str:
    return iso(at + timedelta(seconds=int(86400 * chance.uniform(low, high))))


def _forward(case: Snapshot, at: datetime, chance: Random) -> dict[str, Any]:
    to = {"to": chance.choice((*UNITS, *BELOW.values()))}
    return to | ({"due_at": _days(at, chance)} if chance.random() < 0.25 else {})


def _classify(case: Snapshot, at: datetime, chance: Random) -> dict[str, Any]:
    area = chance.choice(AREAS)
    choices = {
        "kind": chance.choice(KINDS),
        "category": chance.choice(CATEGORIES),
        "urgency": chance.choice(URGENCIES),
        "place": {"area": area} if area else None,
        "conduct": {"unit": "so-gtvt", "about": "attitude"} if chance.random() < 0.2 else None,
    }
    return {name: choices[name] for name in chance.sample(sorted(choices), chance.randrange(1, 4))}


def _extend(case: Snapshot, at: datetime, chance: Random) -> dict[str, Any]:
    return {"due_at": _days(case.due_at or at, chance), "reason": "complex"}


def _reopen(case: Snapshot, at: datetime, chance: Random) -> dict[str, Any]:
    return {"reason": "still_there"} | ({"due_at": _days(at, chance)} if chance.random() < 0.3 else {})


def _reckon(case: Snapshot, at: datetime, chance: Random) -> dict[str, Any]:
    moved = timedelta(seconds=int(86400 * chance.uniform(-2, 4)))
    return {"due_at": iso((case.due_at or at) + moved), "rule": "lịch mới"}


def _answer(case: Snapshot, at: datetime, chance: Random) -> dict[str, Any]:
    said = {"text": "Đã xử lý.", "outcome": chance.choice(OUTCOMES)}
    return said | ({"conclusion": chance.choice(CONCLUSIONS)} if case.conduct_unit else {})


def _remind(case: Snapshot, at: datetime, chance: Random) -> dict[str, Any]:
    return {"to": chance.choice(UNITS), "means": chance.choice(MEANS)}


def _unit(name: str, **more: Any) -> Callable[[Snapshot, datetime, Random], dict[str, Any]]:
    return lambda case, at, chance: {name: chance.choice(UNITS), **more}


def _said(**fields: Any) -> Callable[[Snapshot, datetime, Random], dict[str, Any]]:
    return lambda case, at, chance: dict(fields)


FIELDS: Final[dict[Verb, Callable[[Snapshot, datetime, Random], dict[str, Any]]]] = {
    Verb.CLASSIFY: _classify,
    Verb.FORWARD: _forward,
    Verb.EXTEND: _extend,
    Verb.REOPEN: _reopen,
    Verb.RECKON: _reckon,
    Verb.TRANSFER: _unit("to", act="Nghị quyết thử nghiệm"),
    Verb.JOIN: _unit("to"),
    Verb.REMIND: _remind,
    Verb.SEND_BACK: _unit("proposed", reason="not_competent"),
    Verb.ADD_CONTACT: lambda case, at, chance: {"channel": chance.choice(CHANNELS)},
    Verb.RATE: lambda case, at, chance: {"score": chance.randrange(1, 6)},
    Verb.ASK: _said(text="Ở đâu?"),
    Verb.SUPPLY: _said(text="Ở trước chợ."),
    Verb.ANSWER: _answer,
    Verb.PUBLISH: _said(title="Đã xử lý", text="Việc đã xử lý."),
    Verb.UNPUBLISH: _said(reason="Nhầm ảnh"),
    Verb.REFUSE: _said(reason="unclear"),
    Verb.REDIRECT: _said(reason="complaint", outside="Ban Tiếp công dân"),
    Verb.MERGE: _said(into=ELSEWHERE),
    Verb.SPLIT: _said(into=[ELSEWHERE]),
    Verb.NOTE: _said(text="đang làm"),
}

"""Generated lives (đời phản ánh ngẫu nhiên): lawful histories in the exchange format, for properties.

Each line is drawn among the verbs the state allows, decided by the verb's own rule, and drawn again when
the rule says no: what comes out is lawful by construction, and reaches corners nobody would write down.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final

from hoiam.categories.lookup import categories
from hoiam.kit.ids import damm_digit
from hoiam.kit.moments import VN, civil_date, iso
from hoiam.kit.refusal import Refused
from hoiam.units.directory import directory

from .change import advance
from .decisions import decide
from .lifecycle import Verb, is_allowed
from .line import THE_SYSTEM, Line
from .petition import Petition
from .reading import read_conduct, read_line, read_place
from .receive import decide as decide_petition
from .snapshot import Snapshot
from .world import World

FIRST: Final = datetime(2021, 1, 4, 6, 30, tzinfo=VN)
DAYS: Final = 500
UNITS: Final = (
    "ubnd-731", "ubnd-732", "ubnd-737", "ubnd-740", "so-gtvt", "so-xay-dung", "dien-luc", "vp-ubnd",
)  # fmt: skip
PACES: Final = (0, 1, 40, 300, 1500, 3000, 9000)  # minutes from line to line
WORDS: Final = ("Đã kiểm tra.", "Đề nghị làm rõ địa điểm", "Nắp cống vỡ", "Chờ vật tư", "“Đã sửa”, theo tổ 3")

# The weights bring a life forward now and then; every verb is tried.
USUAL: Final = 3
OFTEN: Final = {
    Verb.FORWARD: 15, Verb.ACCEPT: 15, Verb.ANSWER: 9, Verb.SUPPLY: 9, Verb.REOPEN: 9, Verb.ASK: 9,
    Verb.SEND_BACK: 9, Verb.EXTEND: 9, Verb.CLASSIFY: 6, Verb.NOTE: 2,
}  # fmt: skip


def generated_life(chance: Random, rules: World, *, source_id: str, lines: int = 12) -> dict[str, Any]:
    """One case with up to `lines` lines, as the exchange format writes it."""
    raw = _receipt(chance, source_id)
    snapshot, change, _ = decide_petition(petition_of(raw, rules), rules, THE_SYSTEM)
    history: list[dict[str, Any]] = []
    for _ in range(4 * lines):
        if len(history) == lines:
            break
        step = _line(chance, snapshot, rules)
        try:
            line = read_line(step, rules)
            change = decide(snapshot, line, rules)
        except Refused:
            continue
        advance(snapshot, change, line)
        history.append(step)
    return {**raw, "history": history}


def petition_of(raw: dict[str, Any], rules: World) -> Petition:
    """The petition of a generated life."""
    received_at = datetime.fromisoformat(raw["received_at"])
    on = civil_date(received_at)
    category = raw["category"]
    return Petition(
        source=raw["source"],
        source_id=raw["source_id"],
        code=raw["code"],
        kind=raw["kind"],
        category=rules.category(category, on) if category else None,
        urgency=raw["urgency"],
        channel=raw["channel"],
        content=raw["content"],
        summary=raw["summary"],
        received_at=received_at,
        petitioner=raw["petitioner"],
        place=read_place(raw["place"], on, rules),
        conduct=read_conduct(raw["conduct"], on, rules),
        outside_ids=raw["outside_ids"],
        parent_code=raw["parent"],
        may_publish=raw.get("may_publish"),
    )


def lines_of(raw: dict[str, Any], rules: World) -> list[Line]:
    return [read_line(line, rules) for line in raw["history"]]


def _receipt(chance: Random, source_id: str) -> dict[str, Any]:
    at = FIRST + timedelta(minutes=chance.randrange(DAYS * 24 * 60), seconds=chance.randrange(60))
    return {
        "source": "generated",
        "source_id": source_id,
        "code": _code(chance, at) if chance.random() < 0.2 else None,
        "kind": chance.choice(("question", "report", "suggestion", "support")),
        "category": _category(chance, at),
        "urgency": chance.choice(("normal", "normal", "urgent", "emergency")),
        "channel": chance.choice(("phone", "web", "email", "counter")),
        "content": f"{chance.choice(WORDS)} ({source_id})",
        "summary": _maybe(chance, chance.choice(WORDS)),
        "received_at": iso(at),
        "petitioner": _petitioner(chance),
        "place": _maybe(chance, _place(chance, at)),
        "conduct": _maybe(chance, _conduct(chance), 0.1),
        "outside_ids": {"cong-dvc": f"DVC-{source_id}"} if chance.random() < 0.2 else {},
        "parent": _maybe(chance, _code(chance, at), 0.05),
        **({"may_publish": chance.random() < 0.7} if chance.random() < 0.4 else {}),
    }


def _petitioner(chance: Random) -> dict[str, Any]:
    known: dict[str, Any] = dict.fromkeys(("name", "phone", "email", "address", "tax_code", "representative"))
    type = chance.choice(("person", "person", "business", "anonymous"))
    if type != "anonymous":
        number = chance.randrange(10**6)
        known["name"] = f"Người dân thử nghiệm {number}"
        known["phone"] = _maybe(chance, f"0900{number:06}")
        known["email"] = _maybe(chance, f"nguoidan{number}@example.vn")
    if type == "business":
        known.update(tax_code="3600000001", representative="Giám đốc thử nghiệm")
    return {"type": type, **known, "confidential": chance.random() < 0.1}


def _line(chance: Random, case: Snapshot, rules: World) -> dict[str, Any]:
    verbs = [verb for verb in FIELDS if is_allowed(case.state, verb)]
    verb = chance.choices(verbs, [OFTEN.get(verb, USUAL) for verb in verbs])[0]
    at = case.last_at + timedelta(minutes=chance.choice(PACES), seconds=chance.randrange(60))
    fields = FIELDS[verb](chance, at)
    note = {"note": chance.choice(WORDS)} if chance.random() < 0.1 else {}
    by = _by(chance, verb, rules.unit_code(case.holder, at))
    return {"at": iso(at), "verb": verb.value, "by": by, **fields, **note}


def _by(chance: Random, verb: Verb, holder: str) -> str:
    if verb in (Verb.WITHDRAW, Verb.RATE):
        return "petitioner"
    if verb in (Verb.TRANSFER, Verb.RECKON):
        return "system"
    if verb == Verb.SUPPLY:
        return chance.choice(("petitioner", "system", "operator@1022"))
    return chance.choice(("coordinator@1022", f"officer@{holder}", f"unit_head@{holder}"))


def _unit(chance: Random) -> str:
    return chance.choice(UNITS)


def _category(chance: Random, at: datetime) -> str | None:
    return chance.choice(categories(civil_date(at))).code if chance.random() < 0.9 else None


def _place(chance: Random, at: datetime) -> dict[str, Any]:
    area = chance.choice(directory().areas(civil_date(at)))
    return {
        "area": _maybe(chance, area.code),
        "address": _maybe(chance, f"số {chance.randrange(900)} đường Võ Thị Sáu"),
        "lat": round(10.5 + chance.random(), 5),
        "lng": round(106.7 + chance.random(), 5),
    }


def _conduct(chance: Random) -> dict[str, Any]:
    about = chance.choice(("attitude", "delay", "harassment"))
    return {"unit": _unit(chance), "person": _maybe(chance, "Cán bộ thử nghiệm"), "about": about}


def _later(chance: Random, at: datetime) -> str:
    return iso(at + timedelta(hours=chance.choice((1, 30, 100, 300))))


def _code(chance: Random, at: datetime) -> str:
    stem = f"{at:%y%m}{chance.randrange(10**7):07}"
    return stem + damm_digit(stem)


def _maybe(chance: Random, value: Any, share: float = 0.6) -> Any:
    return value if chance.random() < share else None


def _some(chance: Random, fields: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if chance.random() < 0.5}


def _classify(chance: Random, at: datetime) -> dict[str, Any]:
    return _some(
        chance,
        {
            "kind": chance.choice(("question", "report", "suggestion")),
            "category": _category(chance, at),
            "urgency": chance.choice(("normal", "urgent")),
            "place": _maybe(chance, _place(chance, at)),
            "conduct": _maybe(chance, _conduct(chance), 0.3),
            "summary": _maybe(chance, chance.choice(WORDS)),
        },
    )


def _rated(chance: Random, at: datetime) -> dict[str, Any]:
    reasons = chance.choice((["too_slow"], ["too_slow", "Nói cho qua"], []))
    return {"score": chance.randint(1, 5), **_some(chance, {"fixed": "yes", "reasons": reasons})}


def _noted(chance: Random, at: datetime) -> dict[str, Any]:
    """Words, or one of the steps that are no verb: told by telephone, more time asked for or not given."""
    asked = {"extension": "asked", "due_at": _later(chance, at), "reason": _EXTEND(chance)}
    words = {"text": chance.choice(WORDS)}
    return chance.choice((words, {"told": "phone"}, asked, {"extension": "declined", **words}))


def _reason(*codes: str) -> Callable[[Random], str]:
    return lambda chance: chance.choice((*codes, "Lý do viết tay"))


_SEND_BACK = _reason("not_competent", "wrong_area", "duplicate")
_RECALL = _reason("wrong_unit", "new_facts")
_EXTEND = _reason("complex", "needs_means")
_REFUSE = _reason("unclear", "abusive")
_REDIRECT = _reason("complaint", "in_court")
_REOPEN = _reason("still_there", "half_done")
_OUTCOME = _reason("done", "explained", "guided")

FIELDS: Final[dict[Verb, Callable[[Random, datetime], dict[str, Any]]]] = {
    Verb.CLASSIFY: _classify,
    Verb.FORWARD: lambda c, at: {
        "to": _unit(c), **_some(c, {"due_at": _later(c, at), "text": c.choice(WORDS)})
    },
    Verb.ACCEPT: lambda c, at: {},
    Verb.ASSIGN: lambda c, at: {"person": f"officer@{_unit(c)}"},
    Verb.SEND_BACK: lambda c, at: {"reason": _SEND_BACK(c), "proposed": _unit(c)},
    Verb.RECALL: lambda c, at: _some(c, {"reason": _RECALL(c)}),
    Verb.JOIN: lambda c, at: {"to": _unit(c)},
    Verb.REMIND: lambda c, at: {
        "to": _unit(c),
        "means": c.choice(("phone", "letter", "gặp trực tiếp")),
        **_some(c, {"reply": c.choice(WORDS), "promised_at": _later(c, at)}),
    },
    Verb.ADD_CONTACT: lambda c, at: {"channel": "phone", **_some(c, {"text": c.choice(WORDS)})},
    Verb.ASK: lambda c, at: {"text": c.choice(WORDS), **_some(c, {"until": _later(c, at)})},
    Verb.SUPPLY: lambda c, at: {"text": c.choice(WORDS)},
    Verb.EXTEND: lambda c, at: {"due_at": _later(c, at + timedelta(days=6)), "reason": _EXTEND(c)},
    Verb.ANSWER: lambda c, at: {
        "text": c.choice(WORDS),
        "outcome": _OUTCOME(c),
        **_some(c, {"drafted_by": "officer@so-gtvt", "approved_by": "unit_head@so-gtvt"}),
        **_some(c, {"conclusion": c.choice(("upheld", "partly"))}),
    },
    Verb.REFUSE: lambda c, at: {"reason": _REFUSE(c), **_some(c, {"text": c.choice(WORDS)})},
    Verb.REDIRECT: lambda c, at: {"reason": _REDIRECT(c), "outside": "Tòa án nhân dân tỉnh"},
    Verb.MERGE: lambda c, at: {"into": _code(c, at)},
    Verb.SPLIT: lambda c, at: {"into": c.choice((_code(c, at), [_code(c, at), _code(c, at)]))},
    Verb.CLOSE: lambda c, at: {},
    Verb.REOPEN: lambda c, at: {
        "reason": _REOPEN(c), **_some(c, {"text": c.choice(WORDS), "due_at": _later(c, at)})
    },
    Verb.WITHDRAW: lambda c, at: _some(c, {"reason": c.choice(WORDS)}),
    Verb.RATE: _rated,
    Verb.PUBLISH: lambda c, at: {"title": c.choice(WORDS), "text": c.choice(WORDS)},
    Verb.UNPUBLISH: lambda c, at: {"reason": c.choice(("asked", "wrong"))},
    Verb.TRANSFER: lambda c, at: {"to": _unit(c), "act": "NQ 1662/NQ-UBTVQH15"},
    Verb.RECKON: lambda c, at: {"due_at": _later(c, at), "rule": "lịch nghỉ Tết công bố chậm"},
    Verb.NOTE: _noted,
}  # fmt: skip

"""Words (lời của định dạng trao đổi): a case as the outside reads it, key by key in the promised order.

Import, export, the API and webhooks use the same words (docs/reference/exchange.md).
"""

from __future__ import annotations

import json
from typing import Any, Final

from hoiam.cases.lifecycle import Verb
from hoiam.cases.lives import Erased, Life, Said
from hoiam.cases.people import IDENTITY
from hoiam.cases.reading import FIELDS
from hoiam.kit.moments import iso

PETITIONER: Final = (
    "type", "name", "phone", "email", "address", "confidential", "tax_code", "representative",
)  # fmt: skip
PLACE: Final = ("area", "address", "lat", "lng")
CONDUCT: Final = ("unit", "person", "about")
CASE: Final = (
    "source", "source_id", "code", "kind", "category", "urgency", "channel", "content", "summary",
    "received_at", "petitioner", "place", "conduct", "outside_ids", "parent", "may_publish", "history",
    "erased",
)  # fmt: skip
# Words that a group of fields keeps apart from its codes, so that they can be erased.
APART: Final = {"place": ("address", "address"), "conduct": ("person", "conduct_person")}
_GROUPS: Final = {"place": PLACE, "conduct": CONDUCT}


def written(life: Life) -> str:
    """One line of an export file."""
    return json.dumps(case_words(life), ensure_ascii=False) + "\n"


def case_words(life: Life) -> dict[str, Any]:
    """The case as it was received, then its history. Without identities, who brought it stays unknown."""
    words = {
        "source": life.source,
        "source_id": life.source_id,
        "code": life.code,
        **first_words(life),
        "petitioner": _petitioner(life),
    }
    words["outside_ids"] = life.outside_ids
    words["parent"] = life.parent
    if "may_publish" in life.received.facts:
        words["may_publish"] = life.received.facts["may_publish"]
    words["history"] = [line_words(line) for line in life.lines[1:]]
    words.update(_note_of_erasure(life.erased or life.received.erased, life.received.facts))
    return {key: words[key] for key in CASE if key in words}


def first_words(life: Life) -> dict[str, Any]:
    """What was said on the day of receipt, without the petitioner."""
    said = {**life.received.facts, **life.received.texts}
    words = {key: said.get(key) for key in ("kind", "category", "urgency", "channel", "summary")}
    words["content"] = None if life.erased else life.content
    words["received_at"] = iso(life.received.at)
    for group in _GROUPS:
        words[group] = _group(group, said, life.received.texts)
    return words


def line_words(line: Said) -> dict[str, Any]:
    """One line: moment, verb, who, then the verb's own fields in the order of the table."""
    words: dict[str, Any] = {"at": iso(line.at), "verb": line.verb, "by": line.actor}
    for key in (*FIELDS[Verb(line.verb)], "note"):
        if key in _GROUPS and key in line.facts:
            words[key] = _group(key, line.facts, line.texts)
        elif key in line.facts:
            words[key] = line.facts[key]
        elif key in line.texts:
            words[key] = _text(key, line.texts[key])
    words.update(_note_of_erasure(line.erased, line.facts))
    return words


def _text(key: str, text: str) -> Any:
    if key == "reasons":
        return text.split("\n")
    return text or None if key == "summary" else text


def _group(key: str, facts: dict[str, Any], texts: dict[str, str]) -> dict[str, Any] | None:
    known = facts.get(key)
    if known is None:
        return None
    inner, apart = APART[key]
    return {name: texts.get(apart) if name == inner else known.get(name) for name in _GROUPS[key]}


def _petitioner(life: Life) -> dict[str, Any]:
    known: dict[str, Any] = {key: life.identity.get(key) for key in IDENTITY}
    known.update(type=life.petitioner_type, confidential=life.is_confidential)
    return {key: known[key] for key in PETITIONER}


def _note_of_erasure(erased: Erased | None, facts: dict[str, Any]) -> dict[str, Any]:
    """Erased words leave a note in their place, erased here or where the case came from."""
    if erased:
        return {"erased": {"at": iso(erased.at), "under": erased.under}}
    return {"erased": facts["erased"]} if "erased" in facts else {}

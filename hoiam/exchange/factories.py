"""Factories (dữ liệu kiểm thử): small files in the exchange format, and what a run over one leaves."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random
from typing import Any, Final

from hoiam.cases.generated import generated_life
from hoiam.cases.world import World, world

from .exporting import written_lives
from .importing import Import
from .rejected import Rejected


def a_case(source_id: str = "1", **changes: Any) -> dict[str, Any]:
    """The shortest lawful case of a file; a key given as `...` is left out."""
    words = {
        "source": "thu",
        "source_id": source_id,
        "kind": "report",
        "channel": "phone",
        "content": "Đèn đường hỏng đã ba đêm.",
        "received_at": "2021-07-05T08:00:00+07:00",
        "petitioner": {"type": "person", "name": "Người dân thử nghiệm 1", "phone": "0900000001"},
        "history": [],
    }
    return {key: value for key, value in {**words, **changes}.items() if value is not ...}


def a_line(verb: str, at: str = "2021-07-05T09:00:00+07:00", **fields: Any) -> dict[str, Any]:
    return {"at": at, "verb": verb, "by": "coordinator@1022", **fields}


FORWARDED = a_line("forward", to="ubnd-731")
ACCEPTED = a_line("accept", "2021-07-05T10:00:00+07:00", by="officer@ubnd-731")
ANSWERED = a_line(
    "answer", "2021-07-06T10:00:00+07:00", by="unit_head@ubnd-731", text="Đã thay bóng.", outcome="done"
)


def generated_file(count: int, seed: int = 1) -> list[dict[str, Any]]:
    """Lawful lives of every shape, each in the words an export would use."""
    rules: World = world()
    return [generated_life(Random(f"{seed}/{n}"), rules, source_id=f"{seed}/{n}") for n in range(count)]


def written_to(path: Path, cases: Iterable[dict[str, Any] | str]) -> Path:
    lines = (case if isinstance(case, str) else json.dumps(case, ensure_ascii=False) for case in cases)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def imported(path: Path, *, source: str = "import") -> Import:
    """One whole run over a file."""
    with path.open("rb") as file, Rejected(str(path)) as rejected:
        run = Import(source, rejected)
        for _ in run.run(file):
            pass
    return run


def rejections(path: Path) -> list[dict[str, Any]]:
    found = Path(f"{path}.rejected.jsonl")
    return [json.loads(line) for line in found.read_text("utf-8").splitlines()] if found.exists() else []


def exported(*, identities: bool = False) -> str:
    return "".join(written_lives(identities=identities))


STRANGE: Final = (
    None, True, False, 0, -1, 1.5, 10**30, "", " ", "x", "x" * 3000, "2021-07-05", "2199-01-01", "1022",
    "a@b@1022", "📞", "'; DROP TABLE", [], ["x"], [None], [[]], {}, {"x": 1}, {"at": None}, {"area": 1},
)  # fmt: skip


def damaged(case: dict[str, Any], chance: Random) -> dict[str, Any]:
    """The same case with one value, anywhere in it, replaced, taken out or joined by a stranger."""
    place, key = chance.choice(list(_places(case)))
    how = chance.choice(("replace", "remove", "add"))
    if how == "remove":
        del place[key]
    elif how == "add" and isinstance(place, dict):
        place[chance.choice(("due_at", "to", "erased", "into", "tên"))] = chance.choice(STRANGE)
    else:
        place[key] = chance.choice(STRANGE)
    return case


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every (container, key) inside."""
    for key, inner in list(value.items() if isinstance(value, dict) else enumerate(value)):
        yield value, key
        if isinstance(inner, dict | list):
            yield from _places(inner)

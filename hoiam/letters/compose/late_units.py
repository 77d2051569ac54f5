"""Late units (đơn vị để chậm): named in one phrase, level by level, as the letters do it."""

from __future__ import annotations

from .parts import LateUnit, listed

PLURAL_OTHERS = "các đơn vị"


def heads_of(units: tuple[LateUnit, ...]) -> str:
    """Chủ tịch UBND các huyện: A, B và thành phố C; người đứng đầu các đơn vị: D, E."""
    committees = [unit for unit in units if unit.level]
    others = [unit.name for unit in units if not unit.level]
    told = []
    if committees:
        told.append(f"Chủ tịch UBND {by_level(committees)}")
    if others:
        head = "người đứng đầu" if committees else "Người đứng đầu"
        told.append(f"{head} {PLURAL_OTHERS}: {listed(others)}" if len(others) > 1 else f"{head} {others[0]}")
    return "; ".join(told)


def by_level(units: list[LateUnit]) -> str:
    """các huyện: A, B và thành phố C; several groups of several are kept apart by a semicolon."""
    groups: dict[str, list[str]] = {}
    for unit in units:
        groups.setdefault(unit.level, []).append(unit.name)
    ordered = sorted(
        groups.items(), key=lambda group: len(group[1]) == 1
    )  # the single ones last, as people say it
    phrases = [
        _group(level, names, is_last=group == ordered[-1]) for group in ordered for level, names in [group]
    ]
    return _joined(phrases, [len(names) for _, names in ordered])


def _group(level: str, names: list[str], *, is_last: bool) -> str:
    if len(names) == 1:
        return f"{level} {names[0]}"
    return f"các {level}: {listed(names) if is_last else ', '.join(names)}"


def _joined(phrases: list[str], sizes: list[int]) -> str:
    told = phrases[0]
    for at, (phrase, size) in enumerate(zip(phrases[1:], sizes[1:], strict=True), start=1):
        if size > 1:
            told += f"; {phrase}"
        else:
            told += f"{' và ' if at == len(phrases) - 1 else ', '}{phrase}"
    return told

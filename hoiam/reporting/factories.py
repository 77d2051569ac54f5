"""Factories (dữ liệu kiểm thử): whole lives in the exchange format, written by replay."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from hoiam.cases.line import Actor
from hoiam.cases.petition import Petition
from hoiam.cases.reading import read_conduct, read_line, read_place
from hoiam.cases.replay import Folded, fold, write_folded
from hoiam.cases.world import World, world
from hoiam.kit.moments import civil_date, parse_moment

OPERATOR = Actor("operator@1022")


def write_records(records: Iterable[dict[str, Any]], *, recorded_at: datetime) -> list[Folded]:
    """Fold each record's history with the verbs' own decisions and write it with COPY, parents first."""
    rules, waiting = world(), list(records)
    written: dict[str, Folded] = {}
    while waiting:
        ready = [record for record in waiting if record.get("split_from", "") in ("", *written)]
        batch = []
        for record in ready:
            parent = written.get(record.get("split_from", ""))
            batch.append(fold_life(record | {"parent": parent.case_id if parent else None}, rules))
        write_folded(batch, recorded_at=recorded_at)
        written |= {folded.petition.source_id: folded for folded in batch}
        waiting = [record for record in waiting if record["source_id"] not in written]
    return list(written.values())


def fold_life(record: dict[str, Any], rules: World) -> Folded:
    lines = [read_line(raw, rules) for raw in record["history"]]
    return fold(petition_of(record, rules), lines, rules, OPERATOR)


def petition_of(record: dict[str, Any], rules: World) -> Petition:
    received_at = parse_moment(record["received_at"])
    on = civil_date(received_at)
    category = record.get("category")
    return Petition(
        kind=record["kind"],
        channel=record["channel"],
        content=record["content"],
        received_at=received_at,
        source=record["source"],
        source_id=record["source_id"],
        category=rules.category(category, on) if category else None,
        urgency=record.get("urgency", "normal"),
        summary=record.get("summary"),
        petitioner=record.get("petitioner") or {},
        place=read_place(record.get("place"), on, rules),
        conduct=read_conduct(record.get("conduct"), on, rules),
        parent=record.get("parent"),
    )

"""A change (thay đổi): what deciding a line asks for, as data.

`amends` touch an open range without closing it, `ends` then close open ranges at the line's moment,
`begins` open new ranges, `adds` are rows with a moment of their own. The live writer turns a
change into SQL under a lock; replay turns thousands of them into COPY. `advance` moves a snapshot.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from .line import Line
from .snapshot import Hop, Snapshot


class Row(NamedTuple):
    table: str
    values: dict[str, Any]
    where: dict[str, Any] = {}


@dataclass(slots=True)
class Change:
    state: str
    case: dict[str, Any] = field(default_factory=dict)
    ends: list[Row] = field(default_factory=list)
    amends: list[Row] = field(default_factory=list)
    begins: list[Row] = field(default_factory=list)
    adds: list[Row] = field(default_factory=list)
    words: dict[str, str | None] = field(default_factory=dict)  # erasable words kept beside the case
    pause: tuple[datetime, datetime] | None = None  # a pause of the answer clock that ends with this line

    def set(self, **columns: Any) -> None:
        self.case.update(columns)

    def end(self, table: str, where: dict[str, Any] | None = None, **values: Any) -> None:
        self.ends.append(Row(table, values, where or {}))

    def amend(self, table: str, **values: Any) -> None:
        self.amends.append(Row(table, values))

    def begin(self, table: str, **values: Any) -> None:
        self.begins.append(Row(table, values))

    def add(self, table: str, **values: Any) -> None:
        self.adds.append(Row(table, values))


def advance(case: Snapshot, change: Change, line: Line) -> None:
    """Move the snapshot on by one decided line, in place."""
    case.state = change.state
    case.last_at = line.at
    case.seq += 1
    for column, value in change.case.items():
        setattr(case, column, value)
    if change.pause:
        case.pauses += (change.pause,)
    for row in change.amends:
        if row.table == "assignment" and case.hop:
            case.hop.accepted_at = row.values.get("accepted_at", case.hop.accepted_at)
    for row in change.ends:
        _end(case, row)
    for row in change.begins:
        _begin(case, row, line.at)


def _end(case: Snapshot, row: Row) -> None:
    match row.table:
        case "assignment":
            if case.hop and row.values.get("ended_by") == "send_back":
                case.returned_by |= {case.hop.unit}
            case.hop = None
        case "due" if row.where["clock"] != "answer":
            case.clocks.pop(row.where["clock"], None)
        case "joining":
            gone = {row.where["unit_id"]} if row.where else set(case.joined)
            case.joined -= gone


def _begin(case: Snapshot, row: Row, at: datetime) -> None:
    values = row.values
    match row.table:
        case "assignment":
            case.hop = Hop(values["unit_id"], at, values["sender_id"], values["accepted_at"])
            case.senders[values["unit_id"]] = values["sender_id"]
        case "due" if values["clock"] != "answer":
            case.clocks[values["clock"]] = values["due_at"]
        case "joining":
            case.joined |= {values["unit_id"]}
        case "span":
            case.pauses = ()
            case.returned_by = frozenset()

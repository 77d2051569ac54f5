"""The rows behind a number (các dòng của con số): on a screen a table for each kind of rows, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hoiam.cases.figures import Channel, PetitionerType
from hoiam.cases.lists import label
from hoiam.contacts.models import Contact
from hoiam.kit.ids import show_code
from hoiam.kit.numbers import number

from .behind import Kept
from .drill import PAGE, Rows, drill
from .models import ReportAct, ReportContact, ReportLine, ReportStep
from .names import ACT_WORDS, STEP_WORDS, Names
from .views import case_links, person_and_sight, report_seen


class Said(NamedTuple):
    """One cell: words, or a moment."""

    text: str = ""
    at: datetime | None = None
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """One kind of rows: how many there are, and one page of them as (code, address, cells)."""

    kept: Kept
    count: int
    heads: tuple[str, ...]
    rows: list[tuple[str, str, list[Said]]]
    older: str
    newer: str

    @property
    def counted(self) -> str:
        return f"{number(self.count)} {COUNTED[self.kept]}"


COUNTED: Final = {
    Kept.LINES: "phản ánh",
    Kept.CONTACTS: "lượt liên hệ ngoài phản ánh",
    Kept.ACTS: "lượt",
    Kept.STEPS: "khâu quá hạn",
}
HEADS: Final[dict[Kept, tuple[str, ...]]] = {
    Kept.LINES: (
        "Tiếp nhận", "Lĩnh vực", "Tóm tắt", "Đơn vị", "Vào kỳ", "Kết quả", "Hạn trả lời", "Trả lời",
    ),
    Kept.CONTACTS: ("Lúc", "Kênh", "Về việc", "Người liên hệ", "Kết quả"),
    Kept.ACTS: ("Việc", "Lúc", "Đơn vị"),
    Kept.STEPS: ("Khâu", "Đơn vị", "Hạn", "Xong lúc"),
}  # fmt: skip


def _line(row: ReportLine, names: Names) -> list[Said]:
    return [
        Said(at=row.received_at),
        Said(names.category(row.category_id)),
        Said(row.summary or ""),
        Said(names.unit(row.unit_id)),
        Said(row.get_entry_display()),
        Said(row.get_outcome_display(), is_late=row.outcome == ReportLine.Outcome.OPEN_OVERDUE),
        Said(at=row.due_at),
        Said(at=row.answered_at),
    ]


def _contact(row: ReportContact, names: Names) -> list[Said]:
    return [
        Said(at=row.at),
        Said(str(Channel(row.channel).label)),
        Said(str(Contact.About(row.about).label)),
        Said(str(PetitionerType(row.petitioner_type).label)),
        Said(_became(row)),
    ]


def _became(row: ReportContact) -> str:
    if row.code:
        return "Liên hệ lại về phản ánh đã có"
    if row.is_missed:
        return "Gọi nhỡ, đã gọi lại" if row.is_called_back else "Gọi nhỡ"
    return "Trả lời ngay" if row.is_answered else ""


def _act(row: ReportAct, names: Names) -> list[Said]:
    means = label("means", row.means).lower()
    return [
        Said(": ".join(part for part in (ACT_WORDS[row.act], means) if part)),
        Said(at=row.at),
        Said(names.unit(row.unit_id) if row.unit_id else ""),
    ]


def _step(row: ReportStep, names: Names) -> list[Said]:
    step = STEP_WORDS[row.step]
    return [
        Said(step[:1].upper() + step[1:]),
        Said(names.unit(row.unit_id)),
        Said(at=row.due_at),
        Said(at=row.done_at),
    ]


CELLS: Final[dict[Kept, Any]] = {
    Kept.LINES: _line,
    Kept.CONTACTS: _contact,
    Kept.ACTS: _act,
    Kept.STEPS: _step,
}
# Where each kind goes on from, so that of two tables either can be turned over.
AFTER: Final = {
    Kept.LINES: "sau",
    Kept.CONTACTS: "sau-lien-he",
    Kept.ACTS: "sau-viec",
    Kept.STEPS: "sau-khau",
}


@require_safe
@login_required
def lines(request: HttpRequest, pk: int) -> HttpResponse:
    person, sight = person_and_sight(request)
    found = report_seen(pk, sight)
    asked, names = drill(found, sight, request.GET.dict()), Names(found.as_of)
    pages = [(rows, rows.page(_after(request, rows.kept))) for rows in asked.rows]
    links = case_links(person, [row.code for _, page in pages for row in page[:PAGE] if row.code])
    tables = [_shown(request, rows, page, links, names) for rows, page in pages]
    context = {
        "report": found,
        "title": asked.title,
        "counted": ", ".join(table.counted for table in tables if table.count) or tables[0].counted,
        "tables": [table for table in tables if table.rows],
    }
    return render(request, "reporting/lines.html", context)


def _shown(request: HttpRequest, rows: Rows, page: list[Any], links: dict[str, str], names: Names) -> Shown:
    cells, name = CELLS[rows.kept], AFTER[rows.kept]
    return Shown(
        rows.kept,
        rows.count(),
        HEADS[rows.kept],
        [
            (show_code(row.code) if row.code else "", links.get(row.code, ""), cells(row, names))
            for row in page[:PAGE]
        ],
        older=_next(request, name, page[PAGE - 1].pk) if len(page) > PAGE else "",
        newer=_next(request, name, 0) if name in request.GET else "",
    )


def _after(request: HttpRequest, kept: Kept) -> int:
    after = request.GET.get(AFTER[kept], "")
    return int(after) if after.isdecimal() and len(after) < 19 else 0


def _next(request: HttpRequest, name: str, after: int) -> str:
    query = request.GET.copy()
    query.pop(name, None)
    if after:
        query[name] = str(after)
    return f"?{query.urlencode()}"

"""Writers (ai soạn văn bản báo cáo): whose people draft which document of a report, and who sees them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from hoiam.kit.moments import civil_date
from hoiam.letters.visible import documents_visible_to
from hoiam.units.directory import directory
from hoiam.units.roles import Function, Role
from hoiam.units.standing import standing

from .models import Report, ReportDocument

if TYPE_CHECKING:
    from hoiam.accounts.models import Person

Level = ReportDocument.Level
WRITERS: Final = {
    Level.CENTRE: (Role.CENTRE_MANAGER, Role.SHIFT_LEAD, Role.COORDINATOR),
    Level.OFFICE: (Role.COORDINATOR, Role.OFFICE_HEAD),
}
BUTTONS: Final = {Level.CENTRE: "Soạn báo cáo của Tổng đài", Level.OFFICE: "Soạn báo cáo của Văn phòng"}


def may_write(person: Person, level: Level, at: datetime) -> bool:
    """People of the centre write the centre's, people of the province's Office the Office's."""
    book, on = directory(), civil_date(at)
    seat = book.centre(on) if level is Level.CENTRE else book.function(Function.OFFICE, book.root(on), on)
    return standing(person, at).has(*WRITERS[level], unit=seat)


def documents_of(report: Report, person: Person, at: datetime) -> dict[str, Any]:
    """For the page of the report: its documents as far as this person sees them, and what may be made."""
    seen = documents_visible_to(person, at)
    rows = report.documents.filter(document__in=seen).select_related("document")
    writable = [level for level in Level if report.unit_id is None and may_write(person, level, at)]
    return {"documents": list(rows), "writable": [(level.value, BUTTONS[level]) for level in writable]}

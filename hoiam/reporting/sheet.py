"""A sheet (bộ số liệu): a report as one reader sees it, with all its tables are made from, read once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from hoiam.calendars.parameters import parameter
from hoiam.cases.figures import Counts, Kind
from hoiam.kit.moments import moment_words
from hoiam.letters.annex_numbers import annex_code
from hoiam.units.directory import UnitView
from hoiam.units.roles import Function

from .figures import Figures, figures_of
from .measures import acts_seen, count, lines_seen, steps_seen
from .models import Report, ReportAct, ReportLine
from .names import Names
from .previous import past_seen
from .sight import EVERYTHING, Sight

MATTERS: Final = (Kind.REPORT, Kind.SUGGESTION)  # phản ánh, kiến nghị


@dataclass
class Sheet:
    """A report as one reader sees it, with everything its tables are made from, read once."""

    report: Report
    sight: Sight = EVERYTHING

    @cached_property
    def names(self) -> Names:
        return Names(self.report.as_of)

    @cached_property
    def figures(self) -> Figures:
        return figures_of(self.report, self.sight)

    @cached_property
    def lines(self) -> list[ReportLine]:
        return lines_seen(self.report, self.sight)

    @cached_property
    def acts(self) -> list[ReportAct]:
        return acts_seen(self.report, self.sight)

    @cached_property
    def late_steps(self) -> Counter[str]:
        """How often each step was late, without the cases this reader must not meet."""
        return Counter(row.step for row in steps_seen(self.report, self.sight))

    @cached_property
    def measures(self) -> Counter[str]:
        return count(self.lines, self.acts)

    @cached_property
    def previous(self) -> dict[str, Any]:
        """The period before; nothing for a reader who does not see the whole report."""
        return past_seen(self.report, self.sight)

    @cached_property
    def opens_contacts(self) -> bool:
        return self.report.opens_contacts

    @property
    def opens_previous(self) -> bool:
        """The period before has a report of its own, whose rows can be shown."""
        return bool(self.previous.get("report"))

    @property
    def notes_on_previous(self) -> list[str]:
        """Why the numbers of the period before do not open, where they do not."""
        if not self.previous or self.opens_previous:
            return []
        return ["Kỳ trước tính lại từ lịch sử, không có báo cáo đã lưu để mở từng dòng."]

    @property
    def opens_year(self) -> bool:
        return bool(self.previous) and "reports" in self.previous["year"]

    def before(self, group: str, key: Any) -> Counts:
        return (self.previous.get("by") or {}).get(group, {}).get(str(key)) or {}

    def groups(self, group: str) -> list[Any]:
        """The keys of a table in their order."""
        return sorted(self.figures.groups[group], key=lambda key: self.names.order(group, key))

    @cached_property
    def centre(self) -> UnitView:
        return self._unit(self.names.units.centre(self.names.on))

    @cached_property
    def authority(self) -> UnitView:
        return self._unit(self.names.units.root(self.names.on))

    @cached_property
    def office(self) -> UnitView:
        found = self.names.units.function(Function.OFFICE, self.authority.id, self.names.on)
        return self._unit(found) if found is not None else self.authority

    @cached_property
    def home_affairs(self) -> str:
        found = self.names.units.function(Function.HOME_AFFAIRS, self.authority.id, self.names.on)
        return self._unit(found).name if found is not None else "cơ quan nội vụ"

    @property
    def left_out(self) -> str:
        """What is in none of these figures, whether there is any or not."""
        if self.sight.counts_conduct:
            return ""
        apart = f"phản ánh về công vụ có danh mục riêng, gửi {self.home_affairs}"
        return f"Số liệu không gồm phản ánh về công vụ; {apart}."

    def _unit(self, unit: int) -> UnitView:
        return self.names.units.unit(unit, self.names.on)

    @cached_property
    def min_volume(self) -> int:
        return parameter("min_volume", self.report.as_of)

    def annex_code(self, number: int) -> str:
        return annex_code(number, self.report.as_of)

    def note(self) -> str:
        report = self.report
        return (
            f"Số liệu chốt lúc {moment_words(report.as_of)}; cách xác định: {report.definition.label} "
            f"({report.definition}); bản số {report.version}."
        )

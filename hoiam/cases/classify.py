"""Classify (phân loại): say what a case is about, how urgent it is, where, and whom it accuses.

The term is reckoned again from `received_at`, unless a deadline was given by hand; a deadline
that has passed stays missed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from enum import Enum
from typing import Any, Final

from django import forms
from django.db import transaction

from hoiam.kit.moments import civil_date
from hoiam.kit.refusal import Refused
from hoiam.units.directory import directory

from .accusing import refuse_what_nobody_could_see
from .change import Change
from .clocks import moved, set_answer_due
from .inputs import UnitField, area_choices, category_choices
from .lifecycle import Verb
from .line import Line, Place
from .models import Case, ConductAbout, Kind, Urgency
from .panel import VerbForm, panel
from .policy import By, allow
from .snapshot import Rules, Snapshot
from .write import hold

TERM_DEPENDS_ON: Final = frozenset({"kind", "category", "urgency"})
DATED: Final = ("kind", "category", "urgency", "area", "conduct_unit")


def decide(case: Snapshot, line: Line, rules: Rules) -> Change:
    change = moved(case, line)
    changed = _changed(case, line)
    if changed:
        change.set(**changed)
        change.end("attributes")
        change.begin("attributes", **{k: changed.get(k, getattr(case, k)) for k in DATED})
    _describe(change, case, line, rules)
    if TERM_DEPENDS_ON & changed.keys() and not case.due_by_hand and case.paused_at is None:
        seen = replace(case, **{k: v for k, v in changed.items() if k in TERM_DEPENDS_ON})
        timed = rules.answer_due(seen)
        set_answer_due(change, case, timed.at, cause=line.verb, rule=timed.rule)
    return change


def _changed(case: Snapshot, line: Line) -> dict[str, Any]:
    """Only what really changes, so that a repeated classification leaves no row."""
    wanted: dict[str, Any] = {k: getattr(line, k) for k in TERM_DEPENDS_ON if k in line.given}
    if "place" in line.given:
        wanted["area"] = line.place.area if line.place else None
    if "conduct" in line.given:
        wanted["conduct_unit"] = line.conduct.unit if line.conduct else None
    return {k: v for k, v in wanted.items() if getattr(case, k) != v}


def _describe(change: Change, case: Snapshot, line: Line, rules: Rules) -> None:
    """What lists and documents show; words about people go to the erasable table."""
    if "place" in line.given:
        place = line.place or Place()
        change.set(lat=place.lat, lng=place.lng)
        change.words["address"] = place.address
    if "summary" in line.given:
        change.set(summary=line.summary)
    if "conduct" in line.given:
        accused = line.conduct
        refuse_what_nobody_could_see(accused and accused.unit, rules, line.at)
        if accused and rules.walls(accused.unit, case.holder, line.at):
            raise Refused(
                "Phản ánh đang ở đơn vị bị phản ánh hoặc cấp dưới; hãy Thu hồi trước khi ghi nhận về công vụ."
            )
        change.set(conduct_about=accused.about if accused else None)
        change.words["conduct_person"] = accused.person if accused else None
        for unit in sorted(case.joined):
            if accused and rules.walls(accused.unit, unit, line.at):
                change.end("joining", {"unit_id": unit})


class Ungiven(Enum):
    """A field that a line does not speak of; None says "none of it"."""

    UNGIVEN = "ungiven"


UNGIVEN: Final = Ungiven.UNGIVEN


@transaction.atomic
def classify(
    case: Case,
    *,
    by: By,
    kind: str | Ungiven = UNGIVEN,
    category: str | None | Ungiven = UNGIVEN,
    urgency: str | Ungiven = UNGIVEN,
    place: dict[str, Any] | None | Ungiven = UNGIVEN,
    conduct: dict[str, Any] | None | Ungiven = UNGIVEN,
    summary: str | None | Ungiven = UNGIVEN,
    at: datetime | None = None,
    note: str = "",
) -> Case:
    """Say what is known better now; `category`, `place` and `conduct` as the exchange format has them."""
    held = hold(case, at)
    actor = allow(by, Verb.CLASSIFY, held.case, held.at)
    said = {
        "kind": kind,
        "category": category,
        "urgency": urgency,
        "place": place,
        "conduct": conduct,
        "summary": summary,
    }
    given = {key: value for key, value in said.items() if value is not UNGIVEN}
    if not given and not note:
        raise Refused("Chưa có gì thay đổi trong phân loại.")
    line = held.line_as_said(Verb.CLASSIFY, by=actor, note=note, **given)
    held.write(line, decide(held.snapshot, line, held.rules))
    return held.case


class ClassifyForm(VerbForm):
    kind = forms.ChoiceField(label="Loại", choices=Kind.choices)
    category = forms.ChoiceField(label="Lĩnh vực", choices=category_choices, required=False)
    urgency = forms.ChoiceField(label="Mức khẩn", choices=Urgency.choices)
    area = forms.ChoiceField(label="Địa bàn", choices=area_choices, required=False)
    address = forms.CharField(label="Địa chỉ", max_length=300, required=False)
    summary = forms.CharField(
        label="Tóm tắt, không có thông tin cá nhân",
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        required=False,
    )
    conduct_unit = UnitField(
        label="Phản ánh về công vụ của đơn vị",
        required=False,
        help_text="Đơn vị bị phản ánh sẽ không thấy phản ánh này.",
    )
    conduct_about = forms.ChoiceField(
        label="Về việc", choices=[("", "Chọn một"), *ConductAbout.choices], required=False
    )
    conduct_person = forms.CharField(label="Người bị phản ánh", max_length=200, required=False)

    def prepare(self) -> None:
        case = self.case
        on = civil_date(self.at)
        known: dict[str, Any] = {
            "kind": case.kind,
            "category": case.category and case.category.code,
            "urgency": case.urgency,
            "area": directory().area(case.area_id, on).code if case.area_id else "",
            "address": case.text.address or "",
            "summary": case.summary or "",
            "conduct_unit": case.conduct_unit_id,
            "conduct_about": case.conduct_about or "",
            "conduct_person": case.text.conduct_person or "",
        }
        self.initial = {**known, **self.initial}

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or {})
        if bool(cleaned.get("conduct_unit")) != bool(cleaned.get("conduct_about")):
            self.add_error("conduct_about", "Phản ánh về công vụ phải nêu cả đơn vị và việc.")
        return cleaned

    def answers(self) -> dict[str, Any]:
        """Only what was changed, as the exchange format says it."""
        cleaned, touched = self.cleaned_data, set(self.changed_data)
        given: dict[str, Any] = {
            key: cleaned[key] or None for key in ("kind", "category", "urgency", "summary") if key in touched
        }
        if touched & {"area", "address"}:
            given["place"] = self._place()
        if touched & {"conduct_unit", "conduct_about", "conduct_person"}:
            given["conduct"] = self._conduct()
        return given

    def _place(self) -> dict[str, Any]:
        """The pin on the map stays when only the words around it are put right."""
        cleaned, case = self.cleaned_data, self.case
        point = {"lat": case.lat, "lng": case.lng} if case.lat is not None else {}
        return {"area": cleaned["area"] or None, "address": cleaned["address"] or None, **point}

    def _conduct(self) -> dict[str, Any] | None:
        cleaned = self.cleaned_data
        if not cleaned["conduct_unit"]:
            return None
        code = directory().unit(cleaned["conduct_unit"], civil_date(self.at)).code
        person = {"person": cleaned["conduct_person"]} if cleaned["conduct_person"] else {}
        return {"unit": code, "about": cleaned["conduct_about"], **person}


classify_panel = panel(Verb.CLASSIFY, classify, ClassifyForm)

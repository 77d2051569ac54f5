"""Inputs (ô nhập): form fields the panels share: a unit, a moment, a reason from a list."""

from __future__ import annotations

from typing import Any

from django import forms

from hoiam.kit.clock import now
from hoiam.kit.moments import civil_date
from hoiam.units.directory import directory

from .models import Reason


def unit_choices() -> list[tuple[str, str]]:
    """Units of today, in Vietnamese order, named so that two of one name can be told apart."""
    book, on = directory(), civil_date(now())
    return [("", "Chọn đơn vị"), *((str(unit.id), book.label(unit.id, on)) for unit in book.units(on))]


class UnitField(forms.TypedChoiceField):
    """A unit valid today; cleans to its id."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=unit_choices, coerce=int, empty_value=None, **kwargs)


class DueField(forms.DateTimeField):
    """A moment on an `<input type=datetime-local>`; cleans to an aware moment of Vietnam."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    input_formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M"]


class ReasonField(forms.CharField):
    """A code of the list, or free words typed under "Khác"; cleans to one string."""

    def __init__(self, list_name: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.list_name = list_name
        self.widget = forms.Select(choices=self._choices)

    def _choices(self) -> list[tuple[str, str]]:
        rows = Reason.objects.filter(list=self.list_name).order_by("order", "code")
        return [("", "Chọn lý do"), *rows.values_list("code", "label")]



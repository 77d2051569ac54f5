"""Inputs (ô nhập): form fields the panels share: a unit, an area, a category, a moment, a listed reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Final

from django import forms

from hoiam.categories.lookup import fields
from hoiam.kit.clock import now
from hoiam.kit.moments import VN, civil_date
from hoiam.units.directory import Directory, directory

from .models import Reason

Choices = list[tuple[str, str]]
MOMENTS: Final = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M:%S"]


def unit_choices() -> Choices:
    """Units of today, in Vietnamese order, named so that two of one name can be told apart."""
    return [("", "Chọn đơn vị"), *_labelled(directory(), civil_date(now()))]


@lru_cache(maxsize=4)
def _labelled(book: Directory, on: date) -> tuple[tuple[str, str], ...]:
    return tuple((str(unit.id), book.label(unit.id, on)) for unit in book.units(on))


def area_choices() -> Choices:
    """Communes of today by code: "phường Tân Biên, thành phố Biên Hòa"."""
    book, on = directory(), civil_date(now())
    return [("", "Chưa rõ"), *((a.code, book.area_words(a.id, on)) for a in book.areas(on, "commune"))]


def category_choices() -> list[tuple[str, Any]]:
    """Categories of today by code, under the names of their fields."""
    gathered = fields(civil_date(now())).items()
    return [("", "Chưa phân loại"), *((f.name, [(c.code, c.name) for c in found]) for f, found in gathered)]


def reason_choices(list_name: str) -> Callable[[], Choices]:
    def choices() -> Choices:
        rows = Reason.objects.filter(list=list_name).order_by("order", "code")
        return [("", "Chọn một"), *rows.values_list("code", "label")]

    return choices


class UnitField(forms.TypedChoiceField):
    """A unit valid today; cleans to its id."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=unit_choices, coerce=int, empty_value=None, **kwargs)


class ReasonField(forms.ChoiceField):
    """A code of the list; what it does not say is added beside it in words."""

    def __init__(self, list_name: str, **kwargs: Any) -> None:
        super().__init__(choices=reason_choices(list_name), **kwargs)


class DueField(forms.DateTimeField):
    """A moment on an `<input type=datetime-local>`; cleans to an aware moment of Vietnam."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    input_formats: Sequence[str] = MOMENTS

    def prepare_value(self, value: Any) -> Any:
        return value.astimezone(VN) if hasattr(value, "astimezone") else value


class WordsField(forms.CharField):
    """Free words in a box of a few lines."""

    def __init__(self, *, rows: int = 3, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea({"rows": rows}), **kwargs)

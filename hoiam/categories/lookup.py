"""Looking categories up (tra lĩnh vực): by code on a day, by id for ever. In memory, no query."""

from dataclasses import dataclass
from datetime import date

from hoiam.kit.moments import short_date
from hoiam.kit.refusal import Refused
from hoiam.kit.remembered import Remembered

from .models import Category


@dataclass(frozen=True, slots=True)
class FieldView:
    code: str
    name: str
    name_en: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class CategoryView:
    """One category during [since, until). `date.min` and `date.max` stand for "no end known"."""

    id: int
    code: str
    field: FieldView
    name: str
    name_en: str
    usual_2021: str
    usual_2025: str
    proof: str
    since: date
    until: date

    def __str__(self) -> str:
        return self.name

    def usual(self, on: date) -> str:
        """Who usually handles it under the organisation of that day."""
        return self.usual_2025 if on >= TWO_LEVELS else self.usual_2021


# Since this day there are communes and the province, and no districts.
TWO_LEVELS = date(2025, 7, 1)


def category_id(code: str, on: date) -> int:
    """The category that bears this code on that day."""
    for category in _remembered.get().coded.get(code, ()):
        if category.since <= on < category.until:
            return category.id
    raise Refused(f"Không có lĩnh vực mã {code} vào ngày {short_date(on)}.")


def is_in_use(id: int, on: date) -> bool:
    category = by_id(id)
    return category.since <= on < category.until


def by_id(id: int) -> CategoryView:
    return _remembered.get().by_id[id]


def categories(on: date) -> list[CategoryView]:
    """The categories of that day in the order of the list: field by field."""
    return [
        category for category in _remembered.get().by_id.values() if category.since <= on < category.until
    ]


def fields(on: date) -> dict[FieldView, list[CategoryView]]:
    """The same, gathered under their fields, for a form."""
    gathered: dict[FieldView, list[CategoryView]] = {}
    for category in categories(on):
        gathered.setdefault(category.field, []).append(category)
    return gathered


def forget() -> None:
    """Read the rows again at the next question: for whoever has just changed them."""
    _remembered.forget()


class _Categories:
    """All categories of all days, in order. Never changes."""

    def __init__(self, categories: list[CategoryView]) -> None:
        self.by_id = {category.id: category for category in categories}
        self.coded: dict[str, list[CategoryView]] = {}
        for category in categories:
            self.coded.setdefault(category.code, []).append(category)


def _load() -> _Categories:
    return _Categories(
        [
            _view(row)
            for row in Category.objects.select_related("field").order_by("field__position", "position")
        ]
    )


def _view(row: Category) -> CategoryView:
    return CategoryView(
        id=row.pk,
        code=row.code,
        field=FieldView(row.field.code, row.field.name, row.field.name_en),
        name=row.name,
        name_en=row.name_en,
        usual_2021=row.usual_2021,
        usual_2025=row.usual_2025,
        proof=row.proof,
        since=row.during.lower or date.min,
        until=row.during.upper or date.max,
    )


_remembered = Remembered("categories_categoriesversion", _load)

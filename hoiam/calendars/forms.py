"""Forms (phiếu ghi quyết định): each knows the verb it is for and calls it."""

from typing import Any, ClassVar

from django import forms

from hoiam.accounts.models import Person
from hoiam.categories.lookup import fields as fields_of
from hoiam.categories.models import Category, Field
from hoiam.deadlines import Unit
from hoiam.kit.clock import now

from .decide_day import decide_day, decide_swap
from .declare_situation import declare_situation
from .declare_year import declare_year
from .models import CalendarDay, Term
from .parameters import KNOWN
from .set_parameter import set_parameter
from .set_term import For, Leave, set_term
from .year_page import KINDS, URGENCIES

ANY: list[tuple[str, str]] = [("", "Mọi việc")]
UNITS = [
    (Unit.WORKING_DAYS, "ngày làm việc"),
    (Unit.WORKING_HOURS, "giờ làm việc"),
    (Unit.CLOCK_HOURS, "giờ, tính liên tục"),
    (Unit.WORKING_MINUTES, "phút làm việc"),
]


class DateField(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class DecisionForm(forms.Form):
    """Every decision names its document, asked for last; `decide` calls the verb."""

    title: ClassVar[str]
    done: ClassVar[str] = "Đã ghi quyết định."

    source = forms.CharField(
        label="Văn bản", max_length=240, help_text="Số, ký hiệu, ngày, cơ quan ban hành."
    )
    decided_on = DateField(label="Ngày ban hành", required=False)

    def decide(self, by: Person) -> int:
        """Write it down; gives the year whose page shows it."""
        raise NotImplementedError


class DayForm(DecisionForm):
    title = "Ghi quyết định về một ngày"
    field_order = ("effect", "date", "worked", "blocks", "name")

    effect = forms.ChoiceField(
        label="Việc",
        choices=[*CalendarDay.Effect.choices, ("swap", "Hoán đổi: nghỉ một ngày, làm bù một ngày")],
    )
    date = DateField(label="Ngày")
    worked = DateField(label="Ngày làm bù", required=False, help_text="Chỉ khi hoán đổi.")
    blocks = forms.CharField(
        label="Giờ làm việc riêng", required=False, max_length=80, help_text="Ví dụ 07:30-11:30 13:00-16:00."
    )
    name = forms.CharField(label="Tên ngày, lý do", required=False, max_length=120)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("effect") == "swap" and not given.get("worked"):
            self.add_error("worked", "Hoán đổi phải có ngày làm bù.")
        return given

    def decide(self, by: Person) -> int:
        given = dict(self.cleaned_data)
        worked, effect = given.pop("worked"), given["effect"]
        if effect == "swap":
            decide_swap(given["date"], worked, given["source"], given["decided_on"], by)
        else:
            decide_day(by=by, **given)
        return int(given["date"].year)


class YearForm(DecisionForm):
    title = "Công bố lịch một năm"
    field_order = ("year",)

    year = forms.IntegerField(
        label="Năm",
        min_value=2000,
        max_value=2100,
        help_text="Các ngày nghỉ, làm bù của năm phải được ghi trước.",
    )

    def decide(self, by: Person) -> int:
        declare_year(by=by, **self.cleaned_data)
        return int(self.cleaned_data["year"])


class LengthFields(forms.Form):
    amount = forms.IntegerField(label="Thời hạn", min_value=1, max_value=9999)
    unit = forms.ChoiceField(label="Tính theo", choices=UNITS)

    @property
    def text(self) -> str:
        return f"{self.cleaned_data['amount']} {self.cleaned_data['unit']}"


class TermForm(LengthFields, DecisionForm):
    title = "Đặt thời hạn"
    field_order = (
        *("step", "amount", "unit", "since", "category", "field", "kind", "urgency"),
        *("pause_times", "pause_days", "ask_before", "leader_may_extend"),
    )

    step = forms.ChoiceField(label="Bước", choices=Term.Step.choices)
    since = DateField(label="Áp dụng cho phản ánh nhận từ ngày")
    category = forms.ModelChoiceField(
        Category.objects.none(), label="Lĩnh vực", required=False, empty_label=ANY[0][1]
    )
    field = forms.ModelChoiceField(
        Field.objects.all(), label="Nhóm lĩnh vực", required=False, empty_label=ANY[0][1]
    )
    kind = forms.ChoiceField(label="Loại", choices=[*ANY, *KINDS.items()], required=False)
    urgency = forms.ChoiceField(label="Mức độ", choices=[*ANY, *URGENCIES.items()], required=False)
    pause_times = forms.IntegerField(label="Số lần được tạm dừng", min_value=0, max_value=9, initial=0)
    pause_days = forms.IntegerField(
        label="Mỗi lần tạm dừng nhiều nhất", min_value=0, max_value=60, initial=0, help_text="Ngày làm việc."
    )
    ask_before = forms.DecimalField(
        label="Chỉ tạm dừng khi chưa dùng quá",
        min_value=0,
        max_value=1,
        initial="0.5",
        help_text="Phần của thời hạn, từ 0 đến 1.",
    )
    leader_may_extend = forms.BooleanField(label="Lãnh đạo đơn vị được tự gia hạn", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = _categories()  # type: ignore[attr-defined]
        self.fields["source"].required = False
        self.fields[
            "source"
        ].help_text = "Chưa có văn bản thì để trống: thời hạn sẽ ghi là chờ tỉnh quy định."

    def decide(self, by: Person) -> int:
        given = self.cleaned_data
        cases = For(**{name: given[name] for name in ("category", "field", "kind", "urgency")})
        leave = Leave(
            **{name: given[name] for name in ("pause_days", "pause_times", "ask_before", "leader_may_extend")}
        )
        document = (given["source"], given["decided_on"])
        set_term(given["step"], self.text, given["since"], *document, by, cases=cases, leave=leave)
        return int(given["since"].year)


class SituationForm(LengthFields, DecisionForm):
    title = "Công bố tình huống"
    field_order = ("name", "since", "last_day", "amount", "unit", "urgent_hours", "categories")

    name = forms.CharField(label="Tên tình huống", max_length=200)
    since = DateField(label="Từ ngày")
    last_day = DateField(label="Đến hết ngày", help_text="Tình huống tự kết thúc sau ngày này.")
    urgent_hours = forms.IntegerField(
        label="Việc khẩn phải trả lời trong",
        min_value=1,
        max_value=240,
        required=False,
        help_text="Giờ, tính liên tục. Để trống nếu việc khẩn theo thời hạn chung ở trên.",
    )
    categories = forms.ModelMultipleChoiceField(
        Category.objects.none(), label="Lĩnh vực đưa lên trước", required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["categories"].queryset = _categories()  # type: ignore[attr-defined]

    def decide(self, by: Person) -> int:
        given = dict(self.cleaned_data)
        answer = self.text
        del given["amount"], given["unit"]
        hours = given.pop("urgent_hours")
        declare_situation(
            by=by, answer=answer, urgent_answer=f"{hours} clock_hours" if hours else "", **given
        )
        return int(given["since"].year)


class ParameterForm(DecisionForm):
    title = "Đặt tham số"
    field_order = ("name", "value", "since")

    name = forms.ChoiceField(
        label="Tham số", choices=[(name, f"{known.label} ({known.unit})") for name, known in KNOWN.items()]
    )
    value = forms.IntegerField(label="Giá trị", min_value=0, max_value=9999)
    since = DateField(label="Từ ngày")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].required = False

    def decide(self, by: Person) -> int:
        set_parameter(by=by, **self.cleaned_data)
        return int(self.cleaned_data["since"].year)


def _categories() -> Any:
    """Those of today, in their order."""
    today = [category.id for group in fields_of(now().date()).values() for category in group]
    return Category.objects.filter(pk__in=today)

"""Forms of the review (biểu mẫu rà soát): a task, a case to add, who was present and who signs."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from hoiam.accounts.models import Person
from hoiam.cases.inputs import UnitField, WordsField
from hoiam.letters.signers import signers_of


class TaskForm(forms.Form):
    what = WordsField(label="Việc", rows=2, max_length=500)
    unit = UnitField(label="Giao cho đơn vị")
    username = forms.CharField(
        label="Giao cho người",
        required=False,
        max_length=150,
        help_text="Tên đăng nhập; để trống nếu giao cả đơn vị.",
    )
    due_on = forms.DateField(label="Hạn", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))

    def clean_username(self) -> str:
        name = str(self.cleaned_data["username"]).strip().partition("@")[0]
        if name and not Person.objects.filter(username=name, is_active=True).exists():
            raise forms.ValidationError("Không có tài khoản này.")
        return name

    @property
    def person(self) -> Person | None:
        return Person.objects.filter(username=self.cleaned_data["username"]).first()


class AddForm(forms.Form):
    code = forms.CharField(label="Mã số", max_length=40)


class ConcludeForm(forms.Form):
    attendees = WordsField(
        label="Thành phần dự phiên", rows=4, help_text="Mỗi dòng một người hoặc một đơn vị."
    )
    signer = forms.ChoiceField(label="Người ký thông báo", required=False)

    def __init__(self, *args: Any, authority: int, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = {row.person_id: row for row in signers_of(authority, on)}
        self.people = {str(pk): row.person for pk, row in rows.items()}
        named = [(str(pk), f"{row.person.full_name}, {row.capacity}") for pk, row in rows.items()]
        field: Any = self.fields["signer"]
        field.choices = [("", "Theo danh sách người ký"), *named]

    @property
    def names(self) -> list[str]:
        return [line.strip(" -;,.") for line in self.cleaned_data["attendees"].splitlines()]

    @property
    def chosen(self) -> Person | None:
        return self.people.get(self.cleaned_data["signer"])

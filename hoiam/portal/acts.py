"""What a petitioner does (việc của người gửi): rate, supply, reopen, withdraw, by the verbs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django import forms

from hoiam.cases.inputs import ReasonField, WordsField, reason_choices
from hoiam.cases.lifecycle import Verb, is_allowed
from hoiam.cases.mine import Fixed, Score
from hoiam.cases.queries import may_reopen
from hoiam.cases.rate import rate
from hoiam.cases.reopen import reopen
from hoiam.cases.supply import supply
from hoiam.cases.withdraw import withdraw
from hoiam.files.keep import keep
from hoiam.intake.form import PhotosField
from hoiam.kit.clock import now

from .story import question_of, rated_since_answer

if TYPE_CHECKING:
    from hoiam.cases.models import Case

# What an answer "not done" says by itself when no other reason was ticked.
IMPLIED: Final = {"no": "still_there", "partly": "half_done"}


class RateForm(forms.Form):
    fixed = forms.ChoiceField(
        label="Việc này đã được giải quyết chưa?", choices=Fixed.choices, widget=forms.RadioSelect,
        error_messages={"required": "Xin cho biết việc đã được giải quyết chưa."},
    )  # fmt: skip
    score = forms.TypedChoiceField(
        label="Ông/bà có hài lòng với cách xử lý không?", coerce=int,
        choices=[("", "Chọn một mức"), *reversed(Score.choices)],
        error_messages={"required": "Xin chọn một mức hài lòng."},
    )  # fmt: skip
    reasons = forms.MultipleChoiceField(
        label="Chưa hài lòng vì", widget=forms.CheckboxSelectMultiple, required=False,
        choices=lambda: reason_choices("rate")()[1:],
    )  # fmt: skip

    def answers(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        if not said["reasons"] and said["fixed"] in IMPLIED:
            said["reasons"] = [IMPLIED[said["fixed"]]]
        return said


class SupplyForm(forms.Form):
    text = WordsField(
        label="Ông/bà muốn cho biết thêm điều gì?", rows=4, max_length=5000,
        error_messages={"required": "Xin viết điều ông/bà muốn cho biết thêm."},
    )  # fmt: skip
    photos = PhotosField(label="Hình ảnh", required=False)

    def answers(self) -> dict[str, Any]:
        files = [keep(upload) for upload in self.cleaned_data["photos"]]
        return {"text": self.cleaned_data["text"], "files": files}


class ReopenForm(forms.Form):
    reason = ReasonField("reopen", label="Vì sao ông/bà đề nghị xem lại?")
    text = WordsField(label="Nói thêm", required=False, max_length=5000)

    def answers(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class WithdrawForm(forms.Form):
    reason = WordsField(label="Vì sao ông/bà rút?", rows=2, required=False, max_length=1000)
    sure = forms.BooleanField(
        label="Tôi muốn rút phản ánh này. Sau khi rút, cơ quan dừng xử lý và việc này không mở lại được.",
        error_messages={"required": "Xin đánh dấu để xác nhận rút phản ánh."},
    )

    def answers(self) -> dict[str, Any]:
        return {"reason": self.cleaned_data["reason"]}


@dataclass(frozen=True, slots=True)
class Act:
    """One thing a petitioner may do: its verb, its form, and what is said once it is done."""

    verb: Verb
    form: type[forms.Form]
    do: Callable[..., Case]
    done: str


ACTS: Final = {
    "danh-gia": Act(Verb.RATE, RateForm, rate, "Cảm ơn ông/bà đã đánh giá."),
    "bo-sung": Act(Verb.SUPPLY, SupplyForm, supply, "Đã ghi nội dung ông/bà bổ sung."),
    "mo-lai": Act(Verb.REOPEN, ReopenForm, reopen, "Việc của ông/bà đã được mở lại."),
    "rut": Act(Verb.WITHDRAW, WithdrawForm, withdraw, "Ông/bà đã rút phản ánh."),
}
DONE: Final = {name: act.done for name, act in ACTS.items()}


def forms_of(case: Case, *, bound: str = "", form: forms.Form | None = None) -> dict[str, Any]:
    """A form for each thing that may be done now, by its verb; the refused one as it was filled in."""
    shown: dict[str, Any] = {}
    for name, act in _possible(case):
        made = form if name == bound and form is not None else act.form(prefix=name)
        shown[str(act.verb)] = {"name": name, "form": made, "is_open": name == bound}
    if Verb.SUPPLY in shown:
        shown[Verb.SUPPLY]["question"] = question_of(case) if case.state == "waiting" else ""
    return shown


def _possible(case: Case) -> Iterator[tuple[str, Act]]:
    for name, act in ACTS.items():
        if not is_allowed(case.state, act.verb):
            continue
        if act.verb == Verb.RATE and rated_since_answer(case):
            continue
        if act.verb != Verb.REOPEN or may_reopen(case, now()):
            yield name, act

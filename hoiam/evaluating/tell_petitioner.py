"""Tell the petitioner (báo người gửi): what was found and will be mended; never who was disciplined."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from django.db import transaction

from hoiam.accounts.models import Person
from hoiam.cases.inputs import WordsField
from hoiam.cases.told import tell_petitioner as tell_of_case
from hoiam.kit.fold import fold
from hoiam.kit.refusal import Refused

from .lifecycle import Finding, Step
from .models import Matter
from .panel import StepForm, step_panel
from .write import begin

# Details of discipline are the official's own: folded, so that spelling and accents hide nothing.
DISCIPLINE: Final = re.compile(
    r"\b(ky luat|khien trach|canh cao|ha bac luong|giang chuc|cach chuc|buoc thoi viec|sa thai)\b"
    r"|\b(phe binh|kiem diem)\b"
)


@transaction.atomic
def tell_petitioner(matter: Matter, *, by: Person, text: str, at: datetime | None = None) -> Matter:
    """The last step. The words go to the petitioner's own channel, and stay in the matter's history."""
    held, to = begin(matter, Step.TELL_PETITIONER, by=by, at=at)
    refuse_words(held.matter, text)
    held.move(to)
    held.record(Step.TELL_PETITIONER, by=by, words=text)
    case = held.matter.case
    assert case is not None  # a matter without one ended with its execution
    finding = Finding(held.matter.finding).label
    tell_of_case(case, "conduct_told", at=held.at, text=text.strip(), finding=finding)
    return held.matter


def refuse_words(matter: Matter, text: str) -> None:
    if not text.strip():
        raise Refused("Hãy viết lời báo người gửi.")
    if DISCIPLINE.search(fold(text)):
        raise Refused(
            "Không báo người gửi về hình thức xử lý cán bộ; hãy nêu kết luận và việc đơn vị sẽ sửa."
        )
    person = matter.accused_person
    names = [name for name in (matter.accused_name, person.full_name if person else "") if name]
    if any(fold(name) in fold(text) for name in names):
        raise Refused("Không nêu tên cán bộ trong lời báo người gửi.")


class TellPetitionerForm(StepForm):
    text = WordsField(
        label="Lời báo người gửi",
        rows=5,
        help_text="Kết luận và việc đơn vị sẽ sửa; không nêu tên cán bộ và hình thức xử lý.",
    )


tell_petitioner_panel = step_panel(Step.TELL_PETITIONER, tell_petitioner, TellPetitionerForm)

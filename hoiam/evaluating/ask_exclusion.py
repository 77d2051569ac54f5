"""Ask for an exclusion (nêu ý kiến, đề nghị loại trừ): inside the window, with reason and paper."""

from __future__ import annotations

from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from hoiam.accounts.models import Person
from hoiam.cases.lists import is_listed
from hoiam.files.keep import keep
from hoiam.kit.moments import short_moment
from hoiam.kit.refusal import Refused

from .models import Exclusion, Fact, Month, SignOff
from .sights import Sight, sight_of
from .turns import take_turn


@transaction.atomic
def ask_exclusion(
    start: date,
    unit: int,
    *,
    by: Person,
    text: str,
    at: datetime,
    code: str = "",
    reason: str = "",
    upload: UploadedFile | None = None,
) -> Exclusion:
    """The unit says why a case should not count against it, or what it thinks of the month as a whole."""
    sight = sight_of(by, at)
    take_turn("unit", unit)
    month = open_month(start, unit, sight, at)
    fact = _fact(month, unit, code, sight) if code else None
    refuse(text, code, reason, upload)
    file = keep(upload, by=by, at=at) if upload else None
    try:
        with transaction.atomic():
            return Exclusion.objects.create(
                start=start,
                unit_id=unit,
                case_id=fact.case_id if fact else None,
                code=fact.code if fact else "",
                reason=reason,
                text=text.strip(),
                file=file,
                asked_at=at,
                asked_by=by,
            )
    except IntegrityError:
        raise Refused("Đã có ý kiến về nội dung này trong tháng; xem quyết định ở phiếu tháng.") from None


def open_month(start: date, unit: int, sight: Sight, at: datetime) -> Month:
    """The month, while this person may still say something about it."""
    month = Month.objects.filter(start=start).first()
    if month is None:
        raise Refused("Tháng này chưa chốt số liệu.")
    refuse_signed(start, unit)
    if sight.decides_for(unit):
        return month  # home affairs may put in what it found itself, until the line is signed off
    if unit not in sight.speaks:
        raise Refused("Chỉ đầu mối hoặc lãnh đạo của đơn vị được nêu ý kiến về số liệu của đơn vị.")
    if at > month.object_until:
        raise Refused(f"Đã hết thời gian nêu ý kiến, lúc {short_moment(month.object_until)}.")
    return month


def refuse_signed(start: date, unit: int) -> None:
    signed = SignOff.objects.filter(start=start, unit=unit).first()
    if signed is not None:
        raise Refused(f"Phiếu tháng này đã chốt lúc {short_moment(signed.at)}; không thay đổi được.")


def refuse(text: str, code: str, reason: str, upload: UploadedFile | None) -> None:
    if not text.strip():
        raise Refused("Ý kiến phải nêu rõ lý do.")
    if reason and not is_listed("exclusion", reason):
        raise Refused(f"Không có lý do loại trừ mã “{reason}”.")
    if reason and not code:
        raise Refused("Đề nghị loại trừ phải nêu mã phản ánh.")
    if reason and upload is None:
        raise Refused("Đề nghị loại trừ phải kèm tài liệu làm căn cứ.")


def _fact(month: Month, unit: int, code: str, sight: Sight) -> Fact:
    """A case that counts in this unit's month, as far as the person sees it."""
    digits = "".join(sign for sign in code if sign.isdecimal())
    fact = sight.seen(month.facts.filter(unit=unit, code=digits)).first()
    if fact is None:
        raise Refused("Phản ánh này không có trong số liệu tháng của đơn vị.")
    return fact


def opinions_waiting(sight: Sight) -> QuerySet[Exclusion]:
    """What this person may decide and nobody has, the oldest first."""
    return sight.opinions(Exclusion.objects.filter(unit__in=sight.deciding, decided_at=None))

"""Factories (dữ liệu kiểm thử): a report of July 2021 with late lines, and directives on their way.

month = july()                      cases by name; three units with lines, a conduct and a confidential one
report = report_of_july()           frozen at 29/7/2021 17:00
directive = composed()              a draft of UBND tỉnh by its Office, 4/8/2021, reply before 15/8/2021
directive = in_force(composed())    submitted, signed and issued: number 9193
child = passed_on(directive)        a draft of UBND thành phố Biên Hòa, two days later
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from hoiam.accounts.models import Person
from hoiam.cases.factories import MONDAY, Case, do, in_hand
from hoiam.cases.figures import Window
from hoiam.kit import clock
from hoiam.kit.moments import VN
from hoiam.letters import factories as letters
from hoiam.letters.issue import issue
from hoiam.letters.sign import sign
from hoiam.letters.submit import submit
from hoiam.reporting.definitions import definition
from hoiam.reporting.make import Asked, monthly_report
from hoiam.reporting.models import Report
from hoiam.units.directory import directory

from .cascade import Choice, cascade
from .compose import Wanted, compose_directive
from .models import Directive, Reply
from .reply import reply
from .saying import Said

START, END = datetime(2021, 6, 30, 17, tzinfo=VN), datetime(2021, 7, 29, 17, tzinfo=VN)
AT = letters.AT  # 4/8/2021 08:23:42
BEFORE = date(2021, 8, 15)
BIEN_HOA, NHON_TRACH, LONG_THANH, WARD = "ubnd-731", "ubnd-742", "ubnd-740", "ubnd-26041"
HOUR = timedelta(hours=1)
person, unit_id = letters.person, letters.unit_id


def late(unit: str, **changes: Any) -> Case:
    """Open and past its deadline at the end of July."""
    return in_hand(MONDAY, unit=unit, **{"summary": f"Việc quá hạn của {unit}", **changes})


def answered_late(unit: str, **changes: Any) -> Case:
    case = late(unit, **changes)
    at = MONDAY + timedelta(days=14)
    return do(case, "answer", by=f"unit_head@{unit}", at=at, text="Đã thay bóng đèn.", outcome="done")


def july() -> dict[str, Case]:
    return {
        "open": late(BIEN_HOA, place={"area": "26041"}),
        "late": answered_late(BIEN_HOA),
        "ward": late(WARD, place={"area": "26041"}),
        "other": late(LONG_THANH),
        "other_late": answered_late(LONG_THANH),
        "company": late("dien-luc"),
        "conduct": late("thanh-tra", conduct={"unit": BIEN_HOA, "about": "delay"}),
        "confidential": late(
            BIEN_HOA, petitioner={"type": "person", "phone": "0900000009", "confidential": True}
        ),
    }


def report_of_july() -> Report:
    with clock.frozen(END + timedelta(days=1)):
        return monthly_report(Asked(Window(START, END, END), definition("default")))


def office() -> Person:
    return person("coordinator", "vp-ubnd")


def composed(report: Report | None = None, at: datetime = AT, **wanted: Any) -> Directive:
    signer = letters.signer().person
    choice = Wanted(**{"reply_before": BEFORE, "signer": signer, **wanted})
    issuer = unit_id("ubnd-tinh", at)
    return compose_directive(report or report_of_july(), issuer, by=office(), at=at, wanted=choice)


def in_force(directive: Directive, at: datetime | None = None, number: int = 9193) -> Directive:
    """Submitted by whoever drafted, signed by its signer, issued by the clerk of the house."""
    document, when = directive.document, at or directive.composed_at
    assert document.drafter is not None and directive.issuer is not None
    signer = Person.objects.get(full_name=document.letter.signatory.name)
    clerk = person("clerk", _clerks_of(directive), on=when)
    submit(document, by=document.drafter, at=when)
    sign(document, by=signer, at=when)
    issue(document, by=clerk, at=when, number=number)
    directive.document.refresh_from_db()
    return directive


def _clerks_of(directive: Directive) -> str:
    on = directive.composed_at.astimezone(VN).date()
    book, issuer = directory(), directive.issuer_id or 0
    clerks = book.function("clerk", issuer, on) or issuer
    return book.unit(clerks, on).code


def district(code: str, role: str = "unit_head") -> Person:
    """Somebody who speaks for a district's committee; also the one who signs for it."""
    who = person(role, code, on=AT)
    letters.signer(code, by=who, capacity="TM. ỦY BAN NHÂN DÂN", position="CHỦ TỊCH")
    return who


def passed_on(
    parent: Directive, code: str = BIEN_HOA, at: datetime | None = None, **choice: Any
) -> Directive:
    """The draft of a district, two days after the upper letter."""
    by, when = district(code), at or parent.composed_at + timedelta(days=2)
    chosen = Choice(**{"signer": by, **choice})
    return cascade(parent, unit_id(code), by=by, at=when, choice=chosen)


def said(case: Case, claim: str = "settled", **more: Any) -> Said:
    """One item; of a line answered late, with all it owes."""
    return Said(claim, code=case.code, **more)


def explained(case: Case, **more: Any) -> Said:
    owed = {
        "cause": "thiếu người trực",
        "responsibility": "Phòng Quản lý đô thị",
        "remedy": "cử người trực",
        "petitioner_word": "đèn đã sáng",
    }
    return said(case, **{**owed, **more})


def replied(directive: Directive, items: Sequence[Said], code: str = BIEN_HOA, **more: Any) -> Reply:
    at = more.pop("at", directive.composed_at + timedelta(days=5))
    return reply(directive, unit_id(code), items, by=district(code), at=at, **more)

"""Oversight in 2021 (đôn đốc năm 2021): the centre's report, the Office's, the letter, cascades, replies.

The cycle that took paper from 29/7 to 15/8/2021, played by the same verbs at the same moments. Words and
numbers come from the frozen report of July; only the dates, and who had replied by when, are told here. Of
five units with lines four replied: one at the last minute, one a minute too late.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from django.contrib.auth.hashers import make_password
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q

from hoiam.accounts.models import Person
from hoiam.directing.cascade import Choice, cascade
from hoiam.directing.compose import Wanted, compose_directive
from hoiam.directing.models import Directive
from hoiam.directing.reply import reply
from hoiam.directing.roll_up import rolled_up
from hoiam.directing.saying import Said, Words
from hoiam.kit.moments import VN
from hoiam.letters.issue import issue
from hoiam.letters.models import DeliveryState, Document, Signer
from hoiam.letters.opening import opened
from hoiam.letters.sign import sign
from hoiam.letters.submit import submit
from hoiam.letters.work import carry_out
from hoiam.messaging import quiet
from hoiam.reporting.models import Report
from hoiam.reporting.writers import Level
from hoiam.reviewing.make_report import write_report
from hoiam.signatures.identities import authority
from hoiam.units.directory import directory
from hoiam.units.models import Membership
from hoiam.units.roles import Role

# Trước ngày 15/8/2021, as the letter says: a Sunday, so the last working moment is Friday 13/8.
REPLY_BEFORE: Final = date(2021, 8, 15)
CONTEXT: Final = "Trước tình hình dịch bệnh Covid-19 tiếp tục có diễn biến phức tạp"
RULES: Final = "Quy chế làm việc (minh họa)"
DAY: Final = date(2021, 8, 4)
OF_THE_UNIT: Final = "Bộ phận theo dõi Tổng đài 1022 của đơn vị"
OF_THE_WARD: Final = "Công chức theo dõi Tổng đài 1022 của phường"


class Seat(NamedTuple):
    """Somebody of 2021; the units of the districts ended on 1/7/2025, and their seats with them."""

    username: str
    role: str
    unit: str
    name: str


SEATS: Final = (
    Seat("vpnhontrach", Role.COORDINATOR, "nt-vp", "Chuyên viên Văn phòng Nhơn Trạch thử nghiệm"),
    Seat("vtnhontrach", Role.CLERK, "nt-vp", "Văn thư Nhơn Trạch thử nghiệm"),
    Seat("ctnhontrach", Role.AUTHORITY_HEAD, "ubnd-742", "Lãnh đạo UBND Nhơn Trạch thử nghiệm"),
    Seat("vpbienhoa", Role.FOCAL_POINT, "ubnd-731", "Đầu mối Biên Hòa thử nghiệm"),
    Seat("vtbienhoa", Role.CLERK, "ubnd-731", "Văn thư Biên Hòa thử nghiệm"),
    Seat("ctbienhoa", Role.AUTHORITY_HEAD, "ubnd-731", "Lãnh đạo UBND Biên Hòa thử nghiệm"),
    Seat("dmphuong", Role.FOCAL_POINT, "ubnd-26002", "Đầu mối phường của Biên Hòa thử nghiệm"),
    Seat("vplongthanh", Role.FOCAL_POINT, "ubnd-740", "Đầu mối Long Thành thử nghiệm"),
    Seat("vptrangbom", Role.FOCAL_POINT, "ubnd-737", "Đầu mối Trảng Bom thử nghiệm"),
    Seat("vpthongnhat", Role.FOCAL_POINT, "ubnd-738", "Đầu mối Thống Nhất thử nghiệm"),
)
# (who, for whom, capacity, position)
SIGNERS: Final = (
    ("phutrach", "1022", "", "PHỤ TRÁCH TỔNG ĐÀI"),
    ("chanhvanphong", "vp-ubnd", "", "CHÁNH VĂN PHÒNG"),
    ("chanhvanphong", "ubnd-tinh", "TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"),
    ("chutich", "ubnd-tinh", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
    ("ctnhontrach", "ubnd-742", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    ("ctbienhoa", "ubnd-731", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
)


def seat_signers() -> None:
    """People of the districts, who signs for whom by rows, and the test authority whose keys they use."""
    authority()
    for seat in SEATS:
        person, is_new = Person.objects.get_or_create(
            username=seat.username, defaults={"full_name": seat.name, "password": make_password(None)}
        )
        if is_new:
            unit = directory().unit_id(seat.unit, DAY)
            during = DateRange(None, None)
            Membership.objects.create(person=person, unit_id=unit, role=seat.role, during=during)
    for username, body, capacity, position in SIGNERS:
        Signer.objects.get_or_create(
            unit_id=directory().unit_id(body, DAY), person=_person(username), capacity=capacity,
            position=position, defaults={"during": DateRange(None, None), "source": RULES},
        )  # fmt: skip


def summer_of_letters(report: Report) -> Directive:
    """29/7 → 4/8 → 6/8 → 15/8/2021."""
    head, at = _person("phutrach"), _at(29, 7, "17:20")
    said = write_report(report, Level.CENTRE, by=head, at=at, signer=head)
    _out(said, "phutrach", "phutrach", "vanthu1022", _at(29, 7, "17:45"), number=1384)
    office = _person("dieuphoi")
    at = _at(2, 8, "09:10")
    upon = write_report(report, Level.OFFICE, by=office, at=at, signer=_person("chanhvanphong"))
    _out(upon, "dieuphoi", "chanhvanphong", "vanthu", _at(2, 8, "15:30"))
    order = _order(report, said, upon)
    without_lines = _cascade(order, "ubnd-742", "vpnhontrach", "ctnhontrach")
    _out(without_lines.document, "vpnhontrach", "ctnhontrach", "vtnhontrach", _at(6, 8, "10:05"), number=6499)
    with_lines = _cascade(order, "ubnd-731", "vpbienhoa", "ctbienhoa")
    _out(with_lines.document, "vpbienhoa", "ctbienhoa", "vtbienhoa", _at(6, 8, "14:40"))
    _reply(with_lines, "ubnd-26002", "dmphuong", _at(10, 8, "15:20"), responsible=OF_THE_WARD)
    _replies(order)
    return order


def _order(report: Report, said: Document, upon: Document) -> Directive:
    wanted = Wanted(
        reply_before=REPLY_BEFORE, context=CONTEXT, centre_report=said, office_report=upon,
        signer=_person("chanhvanphong"),
    )  # fmt: skip
    issuer = directory().unit_id("ubnd-tinh", DAY)
    at = datetime(2021, 8, 4, 7, 50, tzinfo=VN)
    order = compose_directive(report, issuer, by=_person("dieuphoi"), at=at, wanted=wanted)
    at = datetime(2021, 8, 4, 8, 23, 42, tzinfo=VN)
    _out(order.document, "dieuphoi", "chanhvanphong", "vanthu", at, number=9193)
    order.document.refresh_from_db()
    return order


def _cascade(order: Directive, code: str, writer: str, signer: str) -> Directive:
    unit, at = directory().unit_id(code, DAY), _at(5, 8, "08:00")
    opened(order.document, by=_person(writer), at=at)
    return cascade(order, unit, by=_person(writer), at=at, choice=Choice(signer=_person(signer)))


def _replies(order: Directive) -> None:
    _reply(order, "ubnd-740", "vplongthanh", _at(12, 8, "16:15"))
    _reply(order, "ubnd-731", "vpbienhoa", _at(13, 8, "10:30"))
    _reply(order, "ubnd-737", "vptrangbom", _at(14, 8, "23:59"))
    _reply(order, "ubnd-738", "vpthongnhat", _at(15, 8, "00:00"))


def _reply(order: Directive, code: str, writer: str, at: datetime, responsible: str = OF_THE_UNIT) -> None:
    """What the cases show is filled in; what a person owes for lateness is said in demo words."""
    unit = directory().unit_id(code, DAY)
    opened(order.document, by=_person(writer), at=at)
    said = [_explained(one, responsible) for one in rolled_up(order, unit, at)]
    words = Words(causes="Thiếu người trực trong thời gian giãn cách.", remedies="Đã phân công người trực.")
    reply(order, unit, said, by=_person(writer), at=at, words=words)


def _explained(said: Said, responsible: str) -> Said:
    """The four things a line answered late owes."""
    return replace(
        said,
        cause=said.cause or "Thiếu người trực trong thời gian giãn cách",
        responsibility=said.responsibility or responsible,
        remedy=said.remedy or "Đã phân công người trực, rà soát hằng ngày",
        petitioner_word=said.petitioner_word or "Chưa liên hệ được, vì gọi hai lần không có người nghe máy",
    )


def _out(
    document: Document, writer: str, signer: str, clerk: str, at: datetime, number: int | None = None
) -> None:
    """Submitted, signed and issued. A typed number is one of the office's own system, as in 2021."""
    submit(document, by=_person(writer), at=at)
    sign(document, by=_person(signer), at=at)
    issue(document, by=_person(clerk), at=at, number=number)
    document.refresh_from_db()


def deliver_the_summer() -> None:
    """What the worker would have done a minute after each was issued. Asked again, nothing is left to do."""
    queued = Q(recipients__deliveries__state=DeliveryState.QUEUED)
    waiting = Document.objects.filter(queued, issued_at__lt=datetime(2022, 1, 1, tzinfo=VN))
    moments = {at for at in waiting.values_list("issued_at", flat=True) if at is not None}
    with quiet():
        for at in sorted(moments):
            carry_out(at + timedelta(minutes=1))


def _person(username: str) -> Person:
    return Person.objects.get(username=username)


def _at(day: int, month: int, clock: str) -> datetime:
    hour, minute = map(int, clock.split(":"))
    return datetime(2021, month, day, hour, minute, tzinfo=VN)

"""The lists (danh sách công việc): what stands in the rail, in the order of people's work.

Lists of cases and of drafts open here and carry their number; of other rooms there is a way to theirs.
Nothing is counted twice: a list stands in the first group of a person's that names it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.urls import reverse

from hoiam.answering.queries import drafts_returned, drafts_to_approve
from hoiam.cases.counting import COUNTED, counts
from hoiam.cases.queues import AFFAIRS, CALLS, LEADS, MINE, NOW, SHIFT, SHOWN, TIME, UNIT, Look, queues_of
from hoiam.evaluating.matter_pages import works_with_matters
from hoiam.evaluating.sights import sight_of
from hoiam.reviewing.seats import authorities_of_seat
from hoiam.units.roles import Role

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from hoiam.accounts.models import Person

CLERKS: Final = "Văn thư"
PAPERS: Final = {"cho-lay-so": "Chờ lấy số", "cho-ky-so": "Chờ ký số cơ quan", "den": "Văn bản đến"}
# The order of the lists of each place of work; a leader's come before the unit's.
ORDER: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    (LEADS, ("cho-toi-duyet", "qua-han-cua-don-vi", "gia-han-da-de-nghi", "van-ban-phai-bao-cao", "mo-lai")),
    (NOW, ("cho-chuyen", "bi-tra-lai", "cho-phan-xu", "cho-gia-han")),
    (CALLS, ("bao-ket-qua", "cho-phan-loai", "vua-bo-sung")),
    (SHIFT, ("cho-chuyen-qua-lau",)),
    (TIME, ("sap-den-han", "qua-han", "chua-xong")),
    (SHOWN, ("cho-cong-khai", "da-go", "van-ban-dang-theo-doi", "phien-ra-soat", "tin-chua-gui")),
    (MINE, ("viec-cua-toi", "toi-hom-nay", "toi-qua-han", "duoc-nhac-ten", "dang-theo-doi")),
    (
        UNIT,
        (
            "cho-nhan", "viec-cua-don-vi", "don-vi-hom-nay", "don-vi-qua-han", "tra-lai-du-thao", "mo-lai",
            "phoi-hop", "van-ban-phai-bao-cao",
        ),
    ),
    (AFFAIRS, ("cong-vu", "cho-ket-luan", "cho-quyet-dinh", "cham-keo-dai", "y-kien", "ky-danh-gia")),
    (CLERKS, tuple(PAPERS)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the rail; without a count where another room would have to be asked."""

    name: str
    label: str
    url: str
    is_red: bool = False
    group: str = ""
    count: int | None = None


class DraftList(NamedTuple):
    """A list of drafts: they stand above the case, so its own room answers for them."""

    label: str
    group: str
    drafts: Callable[[Person, datetime], QuerySet[Any]]
    roles: tuple[str, ...]


TO_APPROVE: Final = "cho-toi-duyet"
DRAFT_LISTS: Final = {
    TO_APPROVE: DraftList("Chờ tôi duyệt", LEADS, drafts_to_approve, ("unit_head", "external_unit")),
    "tra-lai-du-thao": DraftList(
        "Lãnh đạo trả lại dự thảo", UNIT, drafts_returned, ("focal_point", "officer", "external_unit")
    ),
}
REPLYING: Final = ("focal_point", "unit_head", "external_unit")
FOLLOWING: Final = ("coordinator", "office_head")


def lists_of(look: Look) -> list[Entry]:
    """This person's lists in their order, not counted."""
    own = {entry.name: entry for entry in (*_cases(look), *_drafts(look), *_elsewhere(look))}
    found: dict[str, Entry] = {}
    for group, names in ORDER:
        if group == LEADS and TO_APPROVE not in own:
            continue  # what a leader shares with others is theirs under another heading
        found.update((name, replace(own.pop(name), group=group)) for name in names if name in own)
    return list(found.values())


def counted(look: Look) -> list[Entry]:
    found = counts(look, queues_of(look))
    for name, one in DRAFT_LISTS.items():
        if look.seat.has(*one.roles):
            found[name] = one.drafts(look.person, look.at).order_by()[:COUNTED].count()
    return [replace(entry, count=found.get(entry.name)) for entry in lists_of(look)]


def _cases(look: Look) -> Iterator[Entry]:
    for queue in queues_of(look):
        yield Entry(queue.name, queue.label, reverse("desk:list", args=[queue.name]), queue.is_red)


def _drafts(look: Look) -> Iterator[Entry]:
    for name, one in DRAFT_LISTS.items():
        if look.seat.has(*one.roles):
            yield Entry(name, one.label, reverse("desk:list", args=[name]))


def _elsewhere(look: Look) -> Iterator[Entry]:
    seat = look.seat
    directives = reverse("directing:directives")
    if seat.has(*REPLYING):
        yield Entry("van-ban-phai-bao-cao", "Văn bản phải báo cáo", f"{directives}#phai")
    if seat.has(*FOLLOWING):
        yield Entry("van-ban-dang-theo-doi", "Văn bản đôn đốc đang theo dõi", f"{directives}#theo-doi")
        if authorities_of_seat(seat, look.at):
            yield Entry("phien-ra-soat", "Phiên rà soát", reverse("reviewing:sessions"))
    if works_with_matters(look.person, look.at):
        matters = reverse("evaluating:matters")
        yield Entry("cho-ket-luan", "Chờ kết luận", f"{matters}?ds=cho-ket-luan")
        yield Entry("cho-quyet-dinh", "Đề xuất chờ quyết định", f"{matters}?ds=cho-quyet-dinh")
        yield Entry("cham-keo-dai", "Việc chậm kéo dài", f"{matters}?ds=cham-keo-dai")
        if sight_of(look.person, look.at).deciding:
            yield Entry("y-kien", "Ý kiến của đơn vị về số liệu", reverse("evaluating:opinions"))
        yield Entry("ky-danh-gia", "Kỳ đánh giá", reverse("evaluating:home"))
    if seat.has(Role.CLERK):
        for tab, label in PAPERS.items():
            yield Entry(tab, label, reverse("letters:list", args=[tab]))

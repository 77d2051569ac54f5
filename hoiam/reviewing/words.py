"""Words of a review (từ của phiên rà soát): why a line is there, what may be decided of it, by which key."""

from __future__ import annotations

from typing import Final, NamedTuple

from django.db.models import TextChoices

from hoiam.cases.lifecycle import Verb


class Ground(TextChoices):
    """Lý do đưa ra rà soát, the most pressing first: the first one a line has gives its proposal."""

    CARRIED = "carried", "Chưa xong từ phiên trước"
    CONDUCT = "conduct", "Về công vụ"
    DISPUTED = "disputed", "Tranh chấp thẩm quyền"
    LATE = "late", "Quá hạn"
    PROMISED = "promised", "Đã hẹn mà chưa xong"
    DIRECTED = "directed", "Văn bản chỉ đạo chưa dứt điểm"
    REOPENED = "reopened", "Mở lại"
    REPEATED = "repeated", "Liên hệ nhiều lần"
    OBSTACLE = "obstacle", "Vướng mắc thủ tục"
    PUBLISHABLE = "publishable", "Đề nghị công khai"
    BY_HAND = "by_hand", "Đưa thêm"


class Choice(TextChoices):
    """Kết luận của một dòng. What it orders is done by the verbs of the case, by whoever may."""

    REMIND = "remind", "Nhắc đơn vị"
    FORWARD = "forward", "Chuyển xử lý"
    ARBITRATE = "arbitrate", "Phân xử thẩm quyền"
    PUBLISH = "publish", "Công khai"
    NOT_PUBLISH = "not_publish", "Không công khai"
    TO_HOME_AFFAIRS = "to_home_affairs", "Chuyển Nội vụ"
    PROCEDURE = "procedure", "Rà soát thủ tục"
    WATCH = "watch", "Tiếp tục theo dõi"
    DEFER = "defer", "Để phiên sau"


PROPOSED: Final = {
    Ground.CARRIED: Choice.WATCH,
    Ground.CONDUCT: Choice.TO_HOME_AFFAIRS,
    Ground.DISPUTED: Choice.ARBITRATE,
    Ground.LATE: Choice.REMIND,
    Ground.PROMISED: Choice.REMIND,
    Ground.DIRECTED: Choice.REMIND,
    Ground.REOPENED: Choice.WATCH,
    Ground.REPEATED: Choice.REMIND,
    Ground.OBSTACLE: Choice.PROCEDURE,
    Ground.PUBLISHABLE: Choice.PUBLISH,
    Ground.BY_HAND: Choice.WATCH,
}
ACCEPT_KEY: Final = "y"
# J, K, O, X, E move in lists and are not taken.
KEYS: Final = {
    Choice.REMIND: "n",
    Choice.FORWARD: "c",
    Choice.ARBITRATE: "p",
    Choice.PUBLISH: "g",
    Choice.NOT_PUBLISH: "h",
    Choice.TO_HOME_AFFAIRS: "v",
    Choice.PROCEDURE: "r",
    Choice.WATCH: "t",
    Choice.DEFER: "s",
}


class Doing(NamedTuple):
    """The panel that carries a decision out, and the verbs after which it has been carried out."""

    panel: str
    verbs: tuple[str, ...]


DOING: Final = {
    Choice.REMIND: Doing("remind", (Verb.REMIND,)),
    Choice.FORWARD: Doing("forward", (Verb.FORWARD,)),
    Choice.ARBITRATE: Doing("forward", (Verb.FORWARD, Verb.REFUSE, Verb.REDIRECT)),
    Choice.PUBLISH: Doing("publish", (Verb.PUBLISH,)),
}


def proposal_of(grounds: list[str]) -> Choice:
    """By the most pressing ground; a line carried over is proposed by its other ground, if it has one."""
    ordered = [ground for ground in Ground if ground in grounds]
    telling = [ground for ground in ordered if ground != Ground.CARRIED] or ordered
    return PROPOSED[telling[0]]


def choices_for(grounds: list[str], *, is_conduct: bool) -> list[Choice]:
    """What may be decided. A conduct case is never published; nothing else goes to home affairs."""
    left_out = {Choice.PUBLISH, Choice.NOT_PUBLISH} if is_conduct else {Choice.TO_HOME_AFFAIRS}
    if Ground.OBSTACLE not in grounds:
        left_out |= {Choice.PROCEDURE}
    if Ground.PUBLISHABLE not in grounds:
        left_out |= {Choice.PUBLISH, Choice.NOT_PUBLISH}
    return [choice for choice in Choice if choice not in left_out]

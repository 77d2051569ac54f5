"""Factories: people who work matters, and matters in any state by the shortest lawful way.

matter = matter_in("explaining")             about ubnd-731, from a conduct case, an hour a step
worker(), head(), accused_head(), verifier() the people of that matter
"""

from __future__ import annotations

from datetime import datetime

from hoiam.cases.factories import MONDAY, Case, do, hours, person, received, unit_id

from .assign_verification import assign_verification
from .conclude import conclude
from .decide import decide
from .execute import execute
from .explain import explain
from .lifecycle import Ground, State
from .models import Matter
from .open_matter import open_matter
from .propose import propose
from .request_explanation import request_explanation
from .tell_petitioner import tell_petitioner
from .verify import verify

ACCUSED = "ubnd-731"
HOME_AFFAIRS = "so-noi-vu"
NOON = MONDAY + hours(4)


def worker():
    return person("home_affairs", HOME_AFFAIRS)


def head():
    return person("authority_head", "ubnd-tinh")


def accused_head():
    return person("unit_head", ACCUSED)


def verifier():
    return person("officer", HOME_AFFAIRS, name="xacminh")


def conduct_case(at: datetime = MONDAY, accused: str = ACCUSED, **changes) -> Case:
    """Received at the centre, handed to a department that is not below the accused."""
    wanted = {"content": "Cán bộ một cửa quát mắng", "summary": "Thái độ khi tiếp dân", "category": "HC04"}
    case = received(at, **{**wanted, **changes}, conduct={"unit": accused, "about": "attitude"})
    return do(case, "forward", to="thanh-tra" if accused != "thanh-tra" else "so-tnmt", at=at + hours(1))


def opened(at: datetime = NOON, *, accused: str = ACCUSED, case: Case | None = None, **changes) -> Matter:
    wanted = {"about": Matter.About.CONDUCT, "ground": Ground.CONDUCT, "by": None} | changes
    found = case or conduct_case(accused=accused)
    return open_matter(accused=unit_id(accused), case=found, at=at, **wanted)


STEPS = {
    State.EXPLAINING: lambda m, at: request_explanation(m, by=worker(), text="Việc tiếp dân ngày 5/7", at=at),
    State.EXPLAINED: lambda m, at: explain(
        m.explanations.get(), by=accused_head(), text="Do đông người", at=at
    ),
    State.VERIFYING: lambda m, at: assign_verification(m, by=worker(), verifier=verifier(), at=at),
    State.VERIFIED: lambda m, at: verify(
        m.verifications.get(), by=verifier(), report="Camera cho thấy có to tiếng", at=at
    ),
    State.CONCLUDED: lambda m, at: conclude(m, by=worker(), finding="upheld", text="Theo camera", at=at),
    State.PROPOSED: lambda m, at: propose(m, by=worker(), measures=["learn", "apologise"], at=at),
    State.DECIDED: lambda m, at: decide(m, by=head(), is_agreed=True, at=at),
    State.EXECUTED: lambda m, at: execute(m, by=worker(), text="Đã họp rút kinh nghiệm", at=at),
    State.CLOSED: lambda m, at: tell_petitioner(m, by=worker(), text="Nội dung phản ánh đúng.", at=at),
}


def matter_in(state: str, *, matter: Matter | None = None, speaker=None) -> Matter:
    """A matter in that state, an hour a step; `speaker` answers for the accused unit instead of its head."""
    found = matter or opened()
    names = list(STEPS)
    done = 0 if found.state == State.OPENED else names.index(State(found.state)) + 1
    for name in names[done:]:
        if found.state == state:
            break
        at = later(found)
        if name == State.EXPLAINED and speaker is not None:
            explain(found.explanations.get(), by=speaker, text="Do đông người", at=at)
        else:
            STEPS[name](found, at)
        found.refresh_from_db()
        assert found.state == name
    return found


def later(matter: Matter) -> datetime:
    """An hour after the last line."""
    return matter.lines.latest("seq").at + hours(1)

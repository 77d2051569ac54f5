"""Tables of evaluation (bảng của theo dõi, đánh giá): matters with their history, evidence month by month."""

from .evidence import Exclusion, Fact, Month, SignOff, YearFile
from .matter import Explanation, GroundRow, Matter, MatterClock, MatterLine, StepTerm, Verification

__all__ = [
    "Exclusion",
    "Explanation",
    "Fact",
    "GroundRow",
    "Matter",
    "MatterClock",
    "MatterLine",
    "Month",
    "SignOff",
    "StepTerm",
    "Verification",
    "YearFile",
]

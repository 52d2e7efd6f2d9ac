"""What two versions of a pack say differently: in meaning, not in lines; and whose outcome becomes another.

Laws: a pack beside itself, however it is laid out, has no changes; where the digest differs there is one.
"""

from decisionsupport.authoring.diff.compare import compare
from decisionsupport.authoring.diff.model import Change, Effect, Record, UnitDiff, Unraised
from decisionsupport.authoring.diff.outcomes import OtherOutcome, other_outcomes, records_of
from decisionsupport.authoring.diff.sides import Side, side_of

__all__ = [
    "Change",
    "Effect",
    "OtherOutcome",
    "Record",
    "Side",
    "UnitDiff",
    "Unraised",
    "compare",
    "other_outcomes",
    "records_of",
    "side_of",
]

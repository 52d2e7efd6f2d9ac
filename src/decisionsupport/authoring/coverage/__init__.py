"""Coverage: what the cases of a pack reach of it, and what they never do.

A pack is made of places: rules, conditions, rows, entries, bands, options, messages. Each has states that
some case should have seen: a rule and a condition both true and false, all else taken. They are counted.
Unknown is told beside them and not counted: a condition on the record is never unknown.
"""

from decisionsupport.authoring.coverage.measuring import coverage_of
from decisionsupport.authoring.coverage.model import Coverage, Place, PlaceKind
from decisionsupport.authoring.coverage.page import page

__all__ = ["Coverage", "Place", "PlaceKind", "coverage_of", "page"]

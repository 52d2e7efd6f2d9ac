"""Cases: answers, and what must come of them. They hold a pack to its word.

What a case names must be so; what it does not name is free. With `only: true` its lists are complete. A list
that is written and empty names nothing: then nothing must be there.
"""

from decisionsupport.authoring.cases.from_documents import from_documents
from decisionsupport.authoring.cases.model import Case, CaseResult, Difference
from decisionsupport.authoring.cases.reached import Reached, reached_by
from decisionsupport.authoring.cases.run import run_case, run_cases
from decisionsupport.authoring.cases.story import as_story

__all__ = [
    "Case",
    "CaseResult",
    "Difference",
    "Reached",
    "as_story",
    "from_documents",
    "reached_by",
    "run_case",
    "run_cases",
]

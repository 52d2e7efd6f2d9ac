"""Mutants: a pack broken in small ways, one at a time, to see whether its cases notice.

A break that no case notices is a mistake that the pack could have without anybody knowing. The report names
each, and gives a case that would notice it. Whether that case says what should be so is for a person to
judge: it is written from what the pack does now.
"""

from decisionsupport.authoring.mutation.breaking import mutants_of, owners_of
from decisionsupport.authoring.mutation.ground import Ground
from decisionsupport.authoring.mutation.model import BreakKind, Mutant, Mutation, State, Verdict
from decisionsupport.authoring.mutation.running import ground_of, sample, verdicts
from decisionsupport.authoring.mutation.trying import tried

__all__ = [
    "BreakKind",
    "Ground",
    "Mutant",
    "Mutation",
    "State",
    "Verdict",
    "ground_of",
    "mutants_of",
    "owners_of",
    "sample",
    "tried",
    "verdicts",
]

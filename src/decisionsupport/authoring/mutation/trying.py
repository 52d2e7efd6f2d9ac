"""A break tried: the cases that come past it are run until one notices; of one that none did, what would."""

from __future__ import annotations

from decisionsupport.authoring.cases.run import run_case
from decisionsupport.authoring.mutation.ground import BrokenEngines, Ground
from decisionsupport.authoring.mutation.model import Mutant, Verdict
from decisionsupport.authoring.mutation.proving import proven_equal
from decisionsupport.authoring.mutation.witnessing import witness


def tried(number: int, mutant: Mutant, ground: Ground) -> Verdict:
    """What becomes of a break."""
    reaching = ground.reaching(mutant)
    engines = BrokenEngines(ground, mutant.changed)
    for standing in reaching:
        if not run_case(standing.case, engines[standing.case.setting.site]).holds:
            return Verdict(number, "killed", by=standing.case.name, reached=len(reaching))
    combinations = proven_equal(mutant, ground.programs[None])
    if combinations:
        return Verdict(number, "equivalent", reached=len(reaching), tried=combinations)
    found = witness(mutant, reaching, ground)
    return Verdict(number, "survived", reached=len(reaching), case=found.text, tried=found.tried)

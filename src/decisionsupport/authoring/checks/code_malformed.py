"""`code-malformed`: a code that is none of its system's, so that nothing in a journal is ever it."""

from __future__ import annotations

from typing import Final

from decisionsupport.authoring.checks.codes_written import NAMES, SYSTEMS, codes_written, systems_written
from decisionsupport.authoring.checks.pack import Pack
from decisionsupport.diagnostics import Report
from decisionsupport.diagnostics.suggestions import nearest
from decisionsupport.values.kinds import CodeSystem
from decisionsupport.values.operators.codes import is_code

_LIKE: Final[dict[CodeSystem, str]] = {
    "atc": "a code or a group, as `N05BA01` or `N05B`, in capitals",
    "icd10se": "a code as `S72.0`, or a category as `S72`",
    "snomed": "6 to 18 digits, as `129839007`",
    "loinc": "digits, a hyphen and a check digit, as `9279-1`",
    "kva": "two letters and three digits as `QN011`, or a group as `NFB`",
}
_MEANT: Final = {
    "icd": "icd10se",
    "icd10": "icd10se",
    "icd-10": "icd10se",
    "icd-10-se": "icd10se",
    "sct": "snomed",
    "snomed_ct": "snomed",
    "snomed-ct": "snomed",
}


def code_malformed(pack: Pack, report: Report) -> None:
    """Report `code-malformed`."""
    for named in systems_written(pack):
        meant = _MEANT.get(named.text.casefold()) or nearest(named.text, SYSTEMS)
        if named.text not in SYSTEMS and meant is not None:
            message = f"`{named.text}` is no code system that is known here: its codes are not checked"
            report.add("code-malformed", message, named.span, help=f"did you mean `{meant}`?")
    for code, system, span in codes_written(pack):
        if not is_code(code, system):
            report.add(
                "code-malformed",
                f"`{code}` is not written as codes of {NAMES[system]} are",
                span,
                help=_LIKE[system],
            )

"""What things are called in FHIR: canonical addresses, code systems, link ids, resource ids, variables.

Laws: an address is made of the pack's own ids alone, so the same pack gives the same addresses; a resource id
is made of what it stands for, so the same outcome gives the same resources.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from decisionsupport.program.model import Program
from decisionsupport.values.kinds import CodeSystem

UCUM: Final = "http://unitsofmeasure.org"
SYSTEMS: Final[Mapping[CodeSystem, str]] = MappingProxyType(
    {
        "atc": "http://www.whocc.no/atc",
        "icd10se": "http://hl7.org/fhir/sid/icd-10-se",
        "kva": "urn:oid:1.2.752.116.1.3.2.1.4",
        "loinc": "http://loinc.org",
        "snomed": "http://snomed.info/sct",
    }
)
VALUE_SETS: Final[Mapping[CodeSystem, str]] = MappingProxyType(
    {"loinc": "http://loinc.org/vs", "snomed": "http://snomed.info/sct?fhir_vs"}
)
"""Systems whose whole is a value set by the system's own rules."""
_RESOURCES: Final = uuid.UUID("5c8b7c39-0f0e-5b53-9d0a-2f1e6f0d9f41")


@dataclass(frozen=True, slots=True)
class Addresses:
    """The canonical addresses of one pack's forms, options and rules, below a base of the host's choosing."""

    base: str

    @classmethod
    def of(cls, program: Program, base: str | None) -> Addresses:
        """Below `base`, or, without one, below a URN of the pack's name."""
        return cls((base or f"urn:decisionsupport:{program.pack.name}").rstrip("/"))

    def questionnaire(self, form: str) -> str:
        """The canonical address of a form."""
        return self._below("Questionnaire", form)

    def options(self, owner: str) -> str:
        """The code system of a list of options."""
        return self._below("CodeSystem", owner)

    def rule(self, rule: str) -> str:
        """A rule, as the policy behind a proposal."""
        return self._below("PlanDefinition", rule)

    def own(self, name: str) -> str:
        """One of our own code systems or extensions."""
        return self._below("StructureDefinition", name)

    def codes(self, name: str) -> str:
        """A code system of the pack's own ids: actions, findings, values."""
        return self._below("CodeSystem", name)

    def _below(self, kind: str, name: str) -> str:
        colon = ":" if self.base.startswith("urn:") else "/"
        return f"{self.base}{colon}{kind}{colon}{fhir_id(name)}"


def system_of(name: str) -> str:
    """A code system's address; one that we have no address for is its own name."""
    return next((address for system, address in SYSTEMS.items() if system == name), name)


def fhir_id(name: str) -> str:
    """Our id as a FHIR id, which has no underscore."""
    return name.replace("_", "-")


def resource_id(*parts: str) -> str:
    """A resource's id, a UUID made of what it stands for."""
    return str(uuid.uuid5(_RESOURCES, "\n".join(parts)))


def link_id(of: str, form: str) -> str:
    """The link id of an item, group or computed value: its path inside the form."""
    return of.removeprefix(f"{form}.")


def variables(cells: Iterable[str], form: str) -> dict[str, str]:
    """A variable's name for each cell: letters and digits only, as FHIR wants, and no two alike."""
    found: dict[str, str] = {}
    taken: set[str] = set(_RESERVED)
    for cell in cells:
        made = _camel(cell, form)
        name, number = made, 2
        while name in taken:
            name, number = f"{made}x{number}", number + 1
        taken.add(name)
        found[cell] = name
    return found


_RESERVED: Final = (
    "context",
    "resource",
    "rootResource",
    "questionnaire",
    "qitem",
    "ucum",
    "sct",
    "loinc",
    "patient",
    "encounter",
    "user",
)
_SUFFIXES: Final[Mapping[str, str]] = MappingProxyType({"points": "Points", "applies": "Applies"})


def _camel(cell: str, form: str) -> str:
    """`points:news2.respiratory_rate` is `respiratoryRatePoints`."""
    prefix, colon, name = cell.partition(":")
    if not colon:
        prefix, name = "", cell
    first, *others = (part for part in name.removeprefix(f"{form}.").replace(".", "_").split("_") if part)
    return first + "".join(map(str.capitalize, others)) + _SUFFIXES.get(prefix, "")

"""Who is concerned: what the host knows and gives. What is missing is a gap, never a guess."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from decisionsupport.outcome.reading import read_json
from decisionsupport.outcome.readonly import NOTHING, ReadOnly
from decisionsupport.outcome.shapes import OPTIONAL
from decisionsupport.outcome.writing import write_json

SchemaName: TypeAlias = Literal["decisionsupport/eremiss-parties/1"]
SCHEMA: Final[SchemaName] = "decisionsupport/eremiss-parties/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where the patient lives, as the population register writes it."""

    care_of: str | None = field(default=None, metadata=OPTIONAL)
    street: str | None = field(default=None, metadata=OPTIONAL)
    street_2: str | None = field(default=None, metadata=OPTIONAL)
    postal_code: str | None = field(default=None, metadata=OPTIONAL)
    city: str | None = field(default=None, metadata=OPTIONAL)

    @property
    def postal_digits(self) -> str | None:
        """The postal code without its space, as the contract has it."""
        return None if self.postal_code is None else self.postal_code.replace(" ", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """Whom the request is about; `person_id`: twelve digits, of a personnummer or a samordningsnummer.

    `interpreter`: the language that the patient needs an interpreter for.
    """

    person_id: str | None = field(default=None, metadata=OPTIONAL)
    name: str | None = field(default=None, metadata=OPTIONAL)
    address: Address | None = field(default=None, metadata=OPTIONAL)
    home_phone: str | None = field(default=None, metadata=OPTIONAL)
    mobile_phone: str | None = field(default=None, metadata=OPTIONAL)
    interpreter: str | None = field(default=None, metadata=OPTIONAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who signs; `profession` by the national codes (`SJ` nurse, `LK` physician, `AT`, `SG`, `DT` …)."""

    name: str | None = field(default=None, metadata=OPTIONAL)
    hsa_id: str | None = field(default=None, metadata=OPTIONAL)
    profession: str | None = field(default=None, metadata=OPTIONAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class CareUnit:
    """A unit that sends or receives, by its HSA id."""

    hsa_id: str | None = field(default=None, metadata=OPTIONAL)
    name: str | None = field(default=None, metadata=OPTIONAL)
    phone: str | None = field(default=None, metadata=OPTIONAL)
    email: str | None = field(default=None, metadata=OPTIONAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """All who are concerned; `recipients` by the ids that the pack gives them (`municipal_home_care`)."""

    schema: SchemaName = SCHEMA
    patient: Patient = Patient()
    author: Author = Author()
    sender: CareUnit = CareUnit()
    recipients: ReadOnly[CareUnit] = NOTHING

    def recipient(self, to: str) -> CareUnit:
        """The unit behind a recipient of the pack; nothing is known of one that is not given."""
        return self.recipients.get(to, CareUnit())

    def to_json(self, indent: int | None = None) -> str:
        """The parties as JSON: one line, or indented."""
        return write_json(self, indent)

    @classmethod
    def from_json(cls, text: str | bytes) -> Parties:
        """The parties in a text; `InvalidRecord` names the path of what is wrong."""
        return read_json(cls, text)

"""A signed care request as the national ProcessRequest (RIV-TA `clinicalprocess:activity:request:1`), as XML.

| module | what |
|---|---|
| `parties` | what the host knows and the request does not: patient, author, sender, recipients |
| `gaps`, `wanted` | what the contract wants and is missing or cannot be carried, found before signing |
| `process_request`, `content` | the XML, and what it says in free text |

Laws: the same request and parties give the same bytes; nothing is sent, shortened or replaced on the way:
what the contract cannot carry is a gap.
"""

from decisionsupport.adapters.eremiss.gaps import gaps
from decisionsupport.adapters.eremiss.parties import Author, CareUnit, Parties, Patient
from decisionsupport.adapters.eremiss.process_request import process_request

__all__ = ["Author", "CareUnit", "Parties", "Patient", "gaps", "process_request"]

"""What an evaluation hands to a host: proposals, drafts, reasons, what is unknown; its JSON; its texts.

| module | what |
|---|---|
| `model` | the outcome itself |
| `care`, `unknowns`, `record` | its parts: proposals and drafts; what waits; what was given |
| `values` | known, unknown and not applicable values as hosts meet them |
| `texts` | texts as small frozen values, and the words of each language |
| `shapes` | what the classes look like; `writing`, `reading`, `schema` walk these |
| `digest` | canonical JSON of anything given, and its SHA-256 |
"""

"""What becomes of an outcome: reviews and their life cycles, the audit trail, the plan.

| module | what |
|---|---|
| `review` | all that was proposed and drafted for one patient, and what was decided of it |
| `cycles` | the states and steps of proposals and care requests |
| `proposals`, `requests` | one proposal, one care request: its state, and the next |
| `people` | who takes a step: roles and delegations |
| `authority` | who may take it |
| `taking_in` | a later outcome meets what is under review |
| `marking`, `doing` | marks that something was done |
| `trail`, `recording` | the audit trail: a chain of hashes, and where it was broken; what is written in it |
| `refusing` | steps that cannot be taken, in words |
| `plan` | what is to be done, by whom, when; the patient's version; the day's work |

Law: pure. A step gives a new value or `InvalidStep`; nothing here reads a clock, writes, signs or sends.
"""

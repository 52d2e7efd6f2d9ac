"""The plan: what was accepted, merged into what is to be done, why, by whom, when, and what has been done.

| module | what |
|---|---|
| `plan`, `item` | the plan, and one thing to do |
| `merging`, `accepted`, `naming` | accepted proposals of many outcomes → things to do, as they are called |
| `occurrences` | when a recurring thing falls due |
| `patient` | the plan in plain words for the patient |
| `worklist` | many patients' plans → the work of a day |
"""

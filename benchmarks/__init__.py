"""What this library costs beside its peers and beside hand-written code: `make bench`.

Law: the same work for each, compared with an oracle before it is timed; every figure is reported as it is.

| module | what |
|---|---|
| `works/` | what is measured: one patient, many rules, a population, loading |
| `peers/` | who does it: a module each, ours among them |
| `news2`, `rules` | oracles, random patients, and the tables that the peers' sources are made from |
| `packs` | the same tables as packs of ours |
| `timing` | blocks that take turns, medians, memory |
| `report`, `plot` | RESULTS.md and rules.svg |
"""

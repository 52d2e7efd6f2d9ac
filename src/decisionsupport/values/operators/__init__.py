"""Every operator of the language on possible values.

An operator takes its operands as independent and gives the smallest possible value that holds every result:
nothing tighter, nothing looser. `docs/language.md` has them in a table, one row each.

| module | operators |
|---|---|
| `conditions` | `not`, `and`, `or`, counting conditions, `is applicable` |
| `comparing` | `< <= > >= == !=`, of numbers, days, instants, times and ordered options |
| `choices` | `is`, `in`, what options give |
| `codes` | codes and what lies under them |
| `arithmetic` | `+ - *`, powers, `abs sum min max count` |
| `rounding` | `round floor ceil`, one division, a mean |
| `reals` | binary64 on its way to be rounded |
| `choosing` | `if`, `first:`, bands, tables, findings |
| `moments` | days, instants, clock times, durations |
| `rows` | `any all count sum min max mean distinct duplicates` over a repeating group |
"""

"""What a population's batches come to: counts that stay small however many rows there are."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from decisionsupport.engine.many.batch import Batch
from decisionsupport.program.model import Program
from decisionsupport.values.kinds import Choice, Number

Score = int | float | str


@dataclass(slots=True)
class Spread:
    """How the values of one score or level lie over the rows whose form was given."""

    known: Counter[Score] = field(default_factory=Counter)
    unknown: int = 0
    not_applicable: int = 0

    def as_data(self) -> dict[str, Any]:
        """How many rows have each value; JSON has only texts as keys."""
        known = {str(value): self.known[value] for value in sorted(self.known)}
        return {"known": known, "unknown": self.unknown, "not_applicable": self.not_applicable}


@dataclass(slots=True)
class Tally:
    """Counts over all batches so far. Rows are counted, not rules: a row counts once for each line it is in.

    `proposals`: by action or assessed form and priority. `withheld`: by what is held back. `wants`: by the
    answer that undecided rules wait for. `undecided_rules`: by rule. `refused`: by path and reason. `about`:
    problems of whole columns. `spreads`: by cell.
    """

    program: Program
    rows: int = 0
    proposals: Counter[tuple[str, str]] = field(default_factory=Counter)
    with_proposal: int = 0
    withheld: Counter[str] = field(default_factory=Counter)
    undecided: int = 0
    undecided_rules: Counter[str] = field(default_factory=Counter)
    wants: Counter[str] = field(default_factory=Counter)
    refused_rows: int = 0
    refused: Counter[tuple[str, str]] = field(default_factory=Counter)
    about: list[tuple[str, str, str]] = field(default_factory=list)
    spreads: dict[str, Spread] = field(default_factory=dict)
    by_python: dict[str, None] = field(default_factory=dict)
    one_by_one: int = 0

    def add(self, batch: Batch) -> None:
        """Count one more batch."""
        self.rows += batch.rows
        self.one_by_one += batch.one_by_one
        self.by_python.update(
            dict.fromkeys(cell for cell in batch.by_python if not cell.startswith("parameter."))
        )
        self._care(batch)
        self._unknowns(batch)
        self._problems(batch.problems)
        self._values(batch.values)

    def has_refusals(self) -> bool:
        """Whether an answer, or a whole column, was refused."""
        return bool(self.refused_rows) or any(severity == "error" for _, severity, _ in self.about)

    def as_data(self) -> dict[str, Any]:
        """The counts as maps and lists, for JSON; the most frequent first."""
        proposals = [
            {"what": what, "priority": priority, "rows": count}
            for (what, priority), count in self.proposals.most_common()
        ]
        refused = [
            {"path": path, "reason": reason, "rows": count}
            for (path, reason), count in self.refused.most_common()
        ]
        return {
            "rows": self.rows,
            "with_proposal": self.with_proposal,
            "proposals": proposals,
            "withheld": dict(self.withheld.most_common()),
            "with_undecided": self.undecided,
            "waits_for": dict(self.wants.most_common()),
            "undecided_rules": dict(self.undecided_rules.most_common()),
            "with_refusal": self.refused_rows,
            "refused": refused,
            "columns": [dict(zip(("path", "severity", "reason"), each, strict=True)) for each in self.about],
            "values": {cell: spread.as_data() for cell, spread in self.spreads.items()},
            "by_python": list(self.by_python),
            "one_by_one": self.one_by_one,
        }

    def _care(self, batch: Batch) -> None:
        what = pl.coalesce("action", "assess")
        self.with_proposal += batch.proposals["row"].n_unique()
        self.proposals.update(_rows_by(batch.proposals, what.alias("what"), pl.col("priority")))
        held = _rows_by(batch.withheld, pl.coalesce("action", "assess", "request").alias("what"))
        self.withheld.update({what: count for (what,), count in held.items()})

    def _unknowns(self, batch: Batch) -> None:
        self.undecided += batch.undecided["row"].n_unique()
        by_rule = _rows_by(batch.undecided, pl.col("rule"))
        self.undecided_rules.update({rule: count for (rule,), count in by_rule.items()})
        wants = _rows_by(batch.undecided.explode("waits_for").drop_nulls("waits_for"), pl.col("waits_for"))
        self.wants.update({want: count for (want,), count in wants.items()})

    def _problems(self, problems: pl.DataFrame) -> None:
        errors = problems.filter(pl.col("row").is_not_null() & (pl.col("severity") == "error"))
        self.refused_rows += errors["row"].n_unique()
        self.refused.update(_rows_by(errors, pl.col("path"), pl.col("reason")))
        whole = problems.filter(pl.col("row").is_null())
        self.about += whole.select("path", "severity", "reason").iter_rows()

    def _values(self, values: pl.DataFrame) -> None:
        for cell, spread in self._spreads(values).items():
            states = values.group_by(pl.col(cell).alias("value"), pl.col(f"{cell}.state").alias("state"))
            for value, state, count in states.len().iter_rows():
                match state:
                    case "known":
                        spread.known[value] += count
                    case "not applicable":
                        spread.not_applicable += count
                    case "unknown" | "unknown or not applicable":
                        spread.unknown += count
                    case _:
                        continue  # the form was not given in these rows

    def _spreads(self, values: pl.DataFrame) -> dict[str, Spread]:
        """The scores and levels of the forms given, in the pack's order."""
        for form in self.program.forms.values():
            for cell in form.computed:
                kind = self.program.cells[cell].kind
                if f"{cell}.state" in values.columns and isinstance(kind, Number | Choice):
                    self.spreads.setdefault(cell, Spread())
        return self.spreads


def _rows_by(frame: pl.DataFrame, *by: pl.Expr) -> dict[tuple[Any, ...], int]:
    """How many different rows there are for each key."""
    counted = frame.group_by(*by).agg(pl.col("row").n_unique())
    return {tuple(key): count for *key, count in counted.iter_rows()}

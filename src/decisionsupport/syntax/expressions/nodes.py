"""An expression as it was written: names not yet looked up, every node with its place in the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from decisionsupport.source import Span

ArithmeticOperator = Literal["+", "-", "*", "/"]
ComparisonOperator = Literal["==", "!=", "<", "<=", ">", ">="]
RecordWord = Literal["answered", "known", "unknown", "applicable"]


@dataclass(frozen=True, slots=True)
class Name:
    """A dotted path, as `news2.total`; `part_spans` has the place of each part."""

    parts: tuple[str, ...]
    part_spans: tuple[Span, ...]
    span: Span

    @property
    def text(self) -> str:
        """The path as written."""
        return ".".join(self.parts)


@dataclass(frozen=True, slots=True)
class Number:
    """A literal number, exact: `digits / 10**places` (38.60 is 3860 with 2 places)."""

    digits: int
    places: int
    span: Span


@dataclass(frozen=True, slots=True)
class String:
    """A literal string, quotes left out."""

    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class Not:
    """`not x`."""

    operand: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class And:
    """`x and y and …`, and `all:` lists."""

    operands: tuple[Expression, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Or:
    """`x or y or …`, and `any:` lists."""

    operands: tuple[Expression, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Negative:
    """`-x` of something that is not a literal number (a negative literal is a Number)."""

    operand: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`x + y` and its kin."""

    operator: ArithmeticOperator
    left: Expression
    right: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Power:
    """`x ** 2` or `x ** 3`."""

    operand: Expression
    exponent: Literal[2, 3]
    span: Span


@dataclass(frozen=True, slots=True)
class Comparison:
    """`a < b <= c`: operands are one more than operators."""

    operands: tuple[Expression, ...]
    operators: tuple[ComparisonOperator, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Is:
    """`x is alert`, `x is not alert`, `x is yes`; `option` is the bare word."""

    subject: Expression
    option: Name
    negated: bool
    span: Span


@dataclass(frozen=True, slots=True)
class RecordTest:
    """`x is [not] answered`, `known`, `unknown`, `applicable`."""

    subject: Expression
    word: RecordWord
    negated: bool
    span: Span


@dataclass(frozen=True, slots=True)
class In:
    """`x in [a, b]`, `atc in ["N05A"]` (container a tuple), `x in parameter.y`, `option in choices_item`."""

    subject: Expression
    container: Expression | tuple[Name | String, ...]
    negated: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Conditional:
    """`a if c else b`."""

    test: Expression
    then: Expression
    otherwise: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Call:
    """`max(a, b)`, `previous(p, within=days(7))`; the only keyword in the language is `within`."""

    function: str
    function_span: Span
    arguments: tuple[Expression, ...]
    within: Expression | None
    span: Span


Expression = (
    Name
    | Number
    | String
    | Not
    | And
    | Or
    | Negative
    | Arithmetic
    | Power
    | Comparison
    | Is
    | RecordTest
    | In
    | Conditional
    | Call
)

"""Templates through Jinja, in its sandbox: `{{ name }}` and `{{ name | filter }}`, nothing else.

Law: only what reads as such a slot is given to Jinja as code. Everything else in a template, `{% %}` and
`{{ 7 * 7 }}` too, is printed as it stands; so is every value, whatever it holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final

from jinja2 import StrictUndefined, Template, Undefined, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from decisionsupport.outcome.texts.filters import FILTERS, Filter
from decisionsupport.outcome.texts.printing import printed
from decisionsupport.outcome.texts.shown import Shown
from decisionsupport.outcome.texts.wording import Wording

_NAME: Final = r"[a-z][a-z0-9_]*"
_FILTERS: Final = rf"(?:[ \t]*\|[ \t]*(?:{'|'.join(FILTERS)})\b)*"
_SLOT: Final = re.compile(rf"\{{\{{[ \t]*(?P<name>{_NAME}(?:\.{_NAME})*)(?P<filters>{_FILTERS})[ \t]*\}}\}}")
_WORDS: Final = "words"


def render(template: str, values: Mapping[str, Shown], words: Wording) -> str:
    """The template with each slot printed; `LookupError` for a name without a value."""
    compiled, literals, names = _compiled(template)
    given: dict[str, object] = {_WORDS: words, **literals}
    for variable, name in names:
        if name not in values:
            raise LookupError(f"no value for `{name}` in the text `{template}`")
        given[variable] = values[name]
    return compiled.render(given)


@lru_cache(maxsize=4096)
def _compiled(template: str) -> tuple[Template, dict[str, str], tuple[tuple[str, str], ...]]:
    """The Jinja template, the literals that must not be read as code, and which variable is which name."""
    source: list[str] = []
    literals: dict[str, str] = {}
    names: dict[str, str] = {}
    end = 0
    for slot in _SLOT.finditer(template):
        source.append(_as_data(template[end : slot.start()], literals))
        # Capitals keep authors' names apart from Jinja's own words and from each other: ids are lower case.
        variable = "V" + slot["name"].replace(".", "X")
        names[variable] = slot["name"]
        source.append("{{ " + variable + slot["filters"] + " }}")
        end = slot.end()
    source.append(_as_data(template[end:], literals))
    return _ENVIRONMENT.from_string("".join(source)), literals, tuple(names.items())


def _as_data(literal: str, literals: dict[str, str]) -> str:
    if "{" not in literal and "\r" not in literal:
        return literal
    variable = f"L{len(literals)}"
    literals[variable] = literal
    return "{{ " + variable + " }}"


def _in_language(context: Context) -> Wording:
    words = context[_WORDS]
    assert isinstance(words, Wording)
    return words


@pass_context
def _finalize(context: Context, value: object) -> object:
    if isinstance(value, str | Undefined):
        return value
    return printed(value, _in_language(context))  # type: ignore[arg-type]


def _jinja_filter(apply: Filter) -> Callable[[Context, Shown | str | Undefined], str]:
    @pass_context
    def filter_in_language(context: Context, value: Shown | str | Undefined) -> str:
        # Printing an undefined one raises, and names it.
        return apply(str(value) if isinstance(value, Undefined) else value, _in_language(context))

    return filter_in_language


def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, autoescape=False, keep_trailing_newline=True, finalize=_finalize
    )
    environment.globals.clear()
    environment.tests.clear()
    environment.filters = {name: _jinja_filter(apply) for name, apply in FILTERS.items()}
    return environment


_ENVIRONMENT: Final = _environment()

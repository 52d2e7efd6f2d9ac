"""The executors by name. One that is not asked for is not imported."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Final, Literal, cast, get_args

from decisionsupport.errors import InvalidCall
from decisionsupport.execution.model import Executor
from decisionsupport.program.model import Program

ExecutorName = Literal["python", "interpreter", "durable"]

_MADE_BY: Final[Mapping[ExecutorName, tuple[str, str]]] = {
    "python": ("python", "compile_program"),
    "interpreter": ("interpreter", "Interpreter"),
    "durable": ("durable", "chain_program"),
}


def executor_named(name: ExecutorName) -> Callable[[Program], Executor]:
    """What makes an executor of a program; `InvalidCall` for a name that there is not."""
    if name not in _MADE_BY:
        raise InvalidCall(f"executor={name!r}: there are {', '.join(get_args(ExecutorName))}")
    module, made_by = _MADE_BY[name]
    found = getattr(import_module(f"decisionsupport.execution.{module}"), made_by)
    return cast("Callable[[Program], Executor]", found)

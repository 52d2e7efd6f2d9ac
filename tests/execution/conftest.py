"""Both executors, under one name: whatever is said of meaning must hold of each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from decisionsupport.execution.interpreter import Interpreter
from decisionsupport.execution.python import compile_program
from decisionsupport.program.model import Program


@pytest.fixture(params=[Interpreter, compile_program], ids=["interpreter", "python"])
def executor(request: pytest.FixtureRequest) -> Callable[[Program], Any]:
    made: Callable[[Program], Any] = request.param
    return made

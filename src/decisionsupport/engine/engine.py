"""The engine: a pack, loaded once, that turns answers into outcomes. What hosts hold on to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, NoReturn, overload

from decisionsupport.diagnostics import Report
from decisionsupport.engine import reporting
from decisionsupport.engine.demands import demanded
from decisionsupport.engine.evaluate import evaluate, evaluate_plainly
from decisionsupport.engine.explaining.explain import explain
from decisionsupport.engine.explaining.model import Explanation
from decisionsupport.engine.form import FormView, form_view
from decisionsupport.engine.intake import Intake, read_at
from decisionsupport.engine.plans import Plans
from decisionsupport.engine.prepared import Prepared, prepare
from decisionsupport.engine.situation import Situation
from decisionsupport.errors import InvalidAnswers, InvalidCall, InvalidPack
from decisionsupport.execution.model import Executor
from decisionsupport.execution.named import ExecutorName, executor_named
from decisionsupport.execution.python import Compiled

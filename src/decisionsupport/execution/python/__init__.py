"""Generated Python, the default executor: each cell becomes one function, held equal to the interpreter.

    program ── known, possible ──> text of one cell ── functions ──> code object ── executor ──> values

`known` writes what a cell is when all that it reads is known; `possible` writes what it can be when not. No
letter an author wrote reaches the source: only cell numbers, whole numbers and names bound to constants.
"""

from decisionsupport.execution.python.executor import Compiled, compile_program

__all__ = ["Compiled", "compile_program"]

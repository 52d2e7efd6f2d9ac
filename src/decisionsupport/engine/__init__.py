"""From answers to an outcome. `evaluate` is the whole of it on one screen; the rest are its parts."""

from decisionsupport.engine.engine import Engine, from_files, load

__all__ = ["Engine", "from_files", "load"]

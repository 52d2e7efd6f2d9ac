"""What cells can be: `interpreter` (the oracle), `python` (generated code, the default), `waiting`."""

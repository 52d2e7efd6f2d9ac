"""The program: what a pack means, resolved, typed and frozen. See `model` and `expressions`."""

"""From answers to an outcome. `evaluate` is the whole of it on one screen; the other modules are its parts."""

"""A whole population at once: the program's cells as columns of a Polars frame (the extra `batch`).

Law: a column says of every row what the interpreter says of that row. What cannot be said as an expression is
worked out by the default executor, once for each different combination of the answers it rests on.
"""

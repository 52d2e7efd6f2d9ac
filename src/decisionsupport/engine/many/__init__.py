"""A population at once: many records in, frames out, a batch at a time (the extra `batch`).

Law: every row says what `evaluate` says of it alone, and no row is lost.

| module | what |
|---|---|
| `many` | `evaluate_many`: a source in, `Many` out |
| `sources` | frames, files and maps as chunks of columns |
| `population` | one chunk in, one `Batch` out |
| `working` | the parts of a batch, when they are asked for |
| `batch` | what comes out: the frames and their columns |
"""

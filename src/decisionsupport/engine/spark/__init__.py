"""A population spread over many machines: a Spark frame in, Spark frames out (the extra `spark`).

Law: every row says what one machine says of it. Each part of the frame is evaluated as columns where it lies.

| module | what |
|---|---|
| `many` | `evaluate_spark`: a frame in, `SparkMany` out |
| `parts` | what a worker does with a part of the frame |
| `shipping` | the engine on its way to the workers, made ready once in each process |
"""

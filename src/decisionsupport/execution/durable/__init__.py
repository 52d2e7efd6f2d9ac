"""Rules in a Rete network of durable-rules (extra `durable`, Python before 3.13).

Nothing of durable-rules is imported before `chain_program` is called.
"""

from decisionsupport.execution.durable.executor import chain_program

__all__ = ["chain_program"]

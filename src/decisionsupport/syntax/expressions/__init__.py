"""Expressions: text to nodes with places (`parse`, `conditions`), and what can be done with nodes (`walk`, `printing`).

Needs nothing but the standard library and imports no YAML.
"""

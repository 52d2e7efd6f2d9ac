"""Expressions: text to nodes with places (`parse`), what nodes are for (`walk`, `printing`).

Needs nothing but the standard library and imports no YAML.
"""

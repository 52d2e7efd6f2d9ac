"""What authors write: one pydantic model a document and a map in it, made from the YAML tree.

Law: every mistake in a file is reported in one run, at its place, and the rest of the file is handed on.
"""

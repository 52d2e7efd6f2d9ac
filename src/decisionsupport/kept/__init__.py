"""Packs kept as data: a program and its diagnostics as JSON, in the user's cache folder.

Law: what is kept is data and never code; what is read back equals what was written; and whatever is off with
an entry (stale, cut short, changed, not ours) there is no entry.
"""

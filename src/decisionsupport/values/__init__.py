"""Kinds, the sets of values that names stand for, exact numbers, time."""

"""Tools for those who write packs."""

"""The canonical layout of authored YAML, by `format_file`; `docs/format.md` says what it is.

Law: the layout changes and nothing else. The tree that is read back is the tree that was there, every comment
is kept, and what is canonical stays as it is. Where that cannot be shown nothing is written.
"""

from decisionsupport.authoring.format.file import Unproven, format_file

__all__ = ["Unproven", "format_file"]

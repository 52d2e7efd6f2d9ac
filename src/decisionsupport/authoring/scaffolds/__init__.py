"""New documents to begin with, that have no findings and whose cases hold at once.

Law: what is made is proven before it is written: loaded with the pack it is for, held to every check, its
cases run.
"""

from decisionsupport.authoring.scaffolds.form import form_files
from decisionsupport.authoring.scaffolds.ground import Ground, Unfit, ground_of
from decisionsupport.authoring.scaffolds.pack import pack_files
from decisionsupport.authoring.scaffolds.proving import proven
from decisionsupport.authoring.scaffolds.request import request_files
from decisionsupport.authoring.scaffolds.rules import rules_files

__all__ = [
    "Ground",
    "Unfit",
    "form_files",
    "ground_of",
    "pack_files",
    "proven",
    "request_files",
    "rules_files",
]

"""Mistakes of authors as data: model, catalogue of slugs, suggestions, rendering."""

from decisionsupport.diagnostics.catalogue import CATALOGUE, severity_of
from decisionsupport.diagnostics.model import Diagnostic, Related, Report
from decisionsupport.diagnostics.severity import Severity

__all__ = ["CATALOGUE", "Diagnostic", "Related", "Report", "Severity", "severity_of"]

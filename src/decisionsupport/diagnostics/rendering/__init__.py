"""Diagnostics as text for people, JSON for programs, SARIF for code hosts, annotations for GitHub."""

from decisionsupport.diagnostics.rendering.github import render_github
from decisionsupport.diagnostics.rendering.json import render_json
from decisionsupport.diagnostics.rendering.sarif import render_sarif
from decisionsupport.diagnostics.rendering.text import render_text

__all__ = ["render_github", "render_json", "render_sarif", "render_text"]

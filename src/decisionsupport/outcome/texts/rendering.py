"""From the parts of a text to its string.

Law: a template without slots never meets Jinja, and Jinja is imported when the first slot is printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from decisionsupport.outcome.texts.shown import Shown
from decisionsupport.outcome.texts.wording import Wording, wording


def render_text(
    language: str, lines: Iterable[tuple[str, Mapping[str, Shown]]], missing: Sequence[str], incomplete: bool
) -> str:
    """The lines one under the other, in the language, with what is missing named."""
    words = wording(language)
    rendered = [render_line(template, values, words) for template, values in lines]
    # In the order first named, each once; a question's mark would end the list.
    names = dict.fromkeys(name.rstrip("?") for name in missing)
    named = ("; " if any("," in name for name in names) else ", ").join(names)
    if incomplete:
        rendered.insert(0, f"{words.incomplete}: {named}." if named else f"{words.incomplete}.")
    elif named:
        rendered.append(f"{words.not_known}: {named}.")
    return "\n".join(rendered)


def render_line(template: str, values: Mapping[str, Shown], words: Wording) -> str:
    """One line with its slots printed."""
    if "{{" not in template:
        return template
    # Jinja costs 20 ms to import, and many hosts never read a text.
    from decisionsupport.outcome.texts import templates

    return templates.render(template, values, words)

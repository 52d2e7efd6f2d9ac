"""What the YAML parser says when it gives up, in words an author can act on.

The parser names what it expected; the usual causes are few, and each has a remedy.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import yaml

from decisionsupport.diagnostics.model import Related, Report
from decisionsupport.source import Span
from decisionsupport.syntax.yaml.build import PROPERTIES, Builder
from decisionsupport.syntax.yaml.tree import Mapping, Scalar, Sequence
from decisionsupport.syntax.yaml.trouble import Complaint, Trouble

_QUOTE = 'put the whole text in quotes: `"…"`'
_CURLY = frozenset("“”„‘’«»")
_LONGEST_KEY = 1024
_CLOSERS = {"[": "]", "{": "}"}
_DASHES = re.compile(r"^ *(?:- +(?=\S))*")
_BRACKETS = re.compile(r"""[\[\]{}]|"[^"\\]*(?:\\.[^"\\]*)*"|'[^']*'|(?<=\s)#[^\r\n]*""")
_REMEDIES = {
    "'": "write `''` for an apostrophe inside '…', or use \"…\"",
    '"': 'write `\\"` for a quote inside "…"',
}


def complain(error: yaml.YAMLError, builder: Builder, report: Report) -> None:
    """Report why the file could not be read, unless a named trap on that line has said it."""
    mark = getattr(error, "problem_mark", None)
    began = getattr(error, "context_mark", None)
    at = min(mark.index, len(builder.source.text)) if mark is not None else 0
    problem = str(getattr(error, "problem", None) or "it is not YAML")
    trouble = Trouble(problem, at, began.index if began is not None else None, builder.last, builder)
    if trouble.line_of(at) in builder.trap_lines:
        return
    found = _explain(trouble)
    end = min(max(found.end, found.start), len(trouble.text))
    related: tuple[Related, ...] = ()
    if found.related is not None:
        words, there = found.related
        related = (Related(words, Span(builder.source, there, there + 1)),)
    place = Span(builder.source, found.start, end)
    report.add(found.slug, found.message, place, help=found.help, related=related)


def _explain(trouble: Trouble) -> Complaint:
    for pattern, explanation in _EXPLANATIONS:
        if pattern.search(trouble.problem) and (found := explanation(trouble)) is not None:
            return found
    return Complaint(f"YAML cannot be read here: {trouble.problem}", trouble.at, trouble.at + 1, "")


def _template(trouble: Trouble) -> Complaint | None:
    if not trouble.text.startswith("{{", trouble.at):
        return None
    start = _value_start(trouble)
    end = trouble.text.find("}}", trouble.at)
    end = end + 2 if end >= 0 else trouble.at + 2
    quote = trouble.text[start : start + 1]
    help_ = f"`{quote}` is no quote to YAML: {_QUOTE}" if quote in _CURLY else _QUOTE
    return Complaint("YAML takes `{{` without quotes for a map", start, end, help_, "unquoted-template")


def _bracket_in_flow(trouble: Trouble) -> Complaint | None:
    bracket = trouble.text[trouble.at : trouble.at + 1]
    if bracket not in _CLOSERS or not isinstance(trouble.last, Scalar) or trouble.last.style != "plain":
        return None
    start = _value_start(trouble)
    closed = trouble.text.find(_CLOSERS[bracket], trouble.at)
    end = closed + 1 if closed >= 0 else trouble.at + 1
    return Complaint(
        f"YAML takes `{bracket}` between braces or brackets for a list or map of its own",
        start,
        end,
        "put the whole in quotes, or write it on a line of its own without braces around it",
        "unquoted-brackets",
    )


def _text_after_brackets(trouble: Trouble) -> Complaint | None:
    last = trouble.last
    if not isinstance(last, Sequence | Mapping) or not trouble.same_line(last.span.end, trouble.at):
        return None
    if last.span.end > trouble.at or trouble.text[last.span.end - 1 : last.span.end] not in ("]", "}"):
        return None
    here = trouble.text[trouble.at : trouble.at + 1]
    if here in ("]", "}"):
        return Complaint(f"a `{here}` too many", trouble.at, trouble.at + 1, "take it away")
    opened = trouble.text[last.span.start]
    return Complaint(
        f"YAML takes `{opened}` at the start of a value for a list or map, but text goes on after it",
        last.span.start,
        trouble.line_end(trouble.at),
        _QUOTE,
        "unquoted-brackets",
    )


def _text_after_quote(trouble: Trouble) -> Complaint | None:
    last = trouble.last
    quote = trouble.text[trouble.line_start(trouble.at) : trouble.at].rstrip()[-1:]
    if quote not in _REMEDIES:
        return None
    remedy = _REMEDIES[quote]
    started = trouble.line_of(last.span.start) if isinstance(last, Scalar) and last.style != "plain" else 0
    if last is None or started in (0, trouble.line_of(trouble.at)):
        end = trouble.line_end(trouble.at)
        return Complaint(f"text goes on after the closing `{quote}`", trouble.at, end, remedy)
    closing = last.span.end - 1
    opened = ("it opened here", last.span.start)
    message = f"this `{quote}` closes a text that opened on line {started}"
    return Complaint(message, closing, closing + 1, f"close the text before, or {remedy}", related=opened)


def _colon(trouble: Trouble) -> Complaint | None:
    last = trouble.last
    if not isinstance(last, Scalar) or not last.value:
        return None
    if last.style != "plain":
        return Complaint("a key cannot go over several lines", last.span.start, trouble.at, "write it on one")
    if trouble.same_line(last.span.start, trouble.at):
        if len(last.value) > _LONGEST_KEY:
            return _long_key(last.span.start)
        return Complaint("`:` and a space inside a text without quotes", trouble.at, trouble.at + 1, _QUOTE)
    before = trouble.text[trouble.line_start(last.span.start) : last.span.start]
    first = trouble.text[last.span.start : trouble.line_end(last.span.start)]
    if ":" in before:
        start = trouble.line_start(trouble.at)
        start += len(trouble.text[start : trouble.at]) - len(trouble.text[start : trouble.at].lstrip(" -"))
        return Complaint(
            f"this line is indented deeper than the one above and so goes on its value `{_short(first)}`",
            start,
            trouble.at,
            "begin it in the column of the key that it belongs beside",
        )
    return _missing_colon(trouble, last.span.start)


def _simple_key(trouble: Trouble) -> Complaint | None:
    if trouble.began is None:
        return None
    if trouble.at - trouble.began > _LONGEST_KEY:
        return _long_key(trouble.began)
    return _missing_colon(trouble, trouble.began)


def _long_key(start: int) -> Complaint:
    return Complaint(
        f"a key may have {_LONGEST_KEY:,} letters at most", start, start + 1, "put long text after `:`"
    )


def _missing_colon(trouble: Trouble, start: int) -> Complaint:
    end = trouble.line_end(start)
    line = trouble.text[start:end]
    if spaceless := re.match(r"[\w.]+:(?=\S)", line):
        colon = start + spaceless.end() - 1
        message = f"a space is missing after `{_short(spaceless.group())}`"
        return Complaint(message, colon, colon + 1, "write `key: value`")
    return Complaint(
        f"`{_short(line)}` has no `:` after it",
        start,
        end,
        "write `key: value`; a text that goes on from the line above must be indented deeper than its key",
    )


def _entry_among_keys(trouble: Trouble) -> Complaint | None:
    if not re.compile(r"-(?=\s)").match(trouble.text, trouble.at):
        return None
    help_ = "put the list under a key of its own, its `-` in one column"
    return Complaint("a list entry stands among keys", trouble.at, trouble.at + 1, help_)


def _empty_key(trouble: Trouble) -> Complaint | None:
    if not trouble.text.startswith(":", trouble.at):
        return None
    message = "a key is missing before `:`"
    return Complaint(message, trouble.at, trouble.at + 1, "write the key", "complex-key")


def _indent(trouble: Trouble) -> Complaint | None:
    start = trouble.line_start(trouble.at)
    if trouble.text[start : trouble.at].strip(" "):
        return None
    open_at = [place.start for place in trouble.builder.open if not place.flow]
    columns = sorted({trouble.builder.source.position(place).column for place in open_at})
    found = trouble.builder.source.position(trouble.at).column
    if not columns:
        help_ = "begin all keys of the file in one column"
    else:
        above = {*columns, *_columns_above(trouble.text[:start])}
        near = [max((each for each in above if each < found), default=None)]
        near.append(min((each for each in above if each > found), default=None))
        listed = " or ".join(str(each) for each in near if each is not None)
        help_ = f"begin it in the column of the lines that it belongs with, as {listed}"
    message = f"this line begins in column {found}, which fits nothing above it"
    return Complaint(message, trouble.at, trouble.line_end(trouble.at), help_)


def _columns_above(text: str) -> Iterator[int]:
    """The columns of the lines above that a line may belong with: each begins before the one under it."""
    least: int | None = None
    for line in reversed(text.splitlines()):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        words = len(line) - len(_DASHES.sub("", line))
        for begin in range(words, -1, -1):
            if line[begin] != " " and (least is None or begin + 1 < least):
                least = begin + 1
                yield least
        if least == 1:
            return


def _key_among_entries(trouble: Trouble) -> Complaint | None:
    if trouble.began is None:
        return None
    source = trouble.builder.source
    if source.position(trouble.at).column != source.position(trouble.began).column:
        return None
    end = trouble.line_end(trouble.at)
    return Complaint(
        "a key stands among list entries",
        trouble.at,
        end,
        "begin the line with `- `, or in the column of the key that it belongs beside",
        related=("the list starts here", trouble.began),
    )


def _unclosed_quote(trouble: Trouble) -> Complaint | None:
    if trouble.began is None:
        return None
    quote = trouble.text[trouble.began : trouble.began + 1]
    help_ = f"end the text with `{quote}`"
    return Complaint(f"this `{quote}` is never closed", trouble.began, trouble.began + 1, help_)


def _unclosed_bracket(trouble: Trouble) -> Complaint | None:
    if trouble.began is None:
        return None
    opened = trouble.text[trouble.began : trouble.began + 1]
    here = trouble.text[trouble.at : trouble.at + 1]
    closer = _CLOSERS.get(opened, "")
    if here in _CLOSERS.values():
        where = ("it opened here", trouble.began)
        message = f"`{opened}` is closed by `{here}`"
        return Complaint(message, trouble.at, trouble.at + 1, f"write `{closer}`", related=where)
    if not _is_closed(trouble.text, trouble.began):
        return _never_closed(trouble, trouble.began)
    if (
        here == ":"
        and isinstance(trouble.last, Scalar)
        and trouble.same_line(trouble.last.span.start, trouble.at)
    ):
        return _colon(trouble)
    last = trouble.last
    at = trouble.line_end(last.span.start) if last is not None and here == ":" else trouble.at
    return Complaint("a `,` is missing between two entries", at, at + 1, f"write it, or {_QUOTE}")


def _never_closed(trouble: Trouble, start: int) -> Complaint:
    opened = trouble.text[start : start + 1]
    help_ = f"end it with `{_CLOSERS.get(opened, '')}`"
    return Complaint(f"this `{opened}` is never closed", start, start + 1, help_)


def _is_closed(text: str, began: int) -> bool:
    """Tell whether the bracket at `began` has its match, quoted texts and comments left out."""
    depth = 0
    for found in _BRACKETS.finditer(text, began):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(found.group(), 0)
        if depth == 0:
            return True
    return False


def _nothing_before(trouble: Trouble) -> Complaint | None:
    here = trouble.text[trouble.at : trouble.at + 1]
    if not here.strip():
        opened = [place.start for place in trouble.builder.open if place.flow]
        return _never_closed(trouble, opened[-1]) if opened else None
    help_ = "take it away, or put the text in quotes"
    return Complaint(f"nothing stands before `{here}`", trouble.at, trouble.at + 1, help_)


def _bad_start(trouble: Trouble) -> Complaint | None:
    here = trouble.text[trouble.at : trouble.at + 1]
    if not here.strip():
        return None
    message = f"a text without quotes cannot start with {_said(here)}"
    return Complaint(message, trouble.at, trouble.at + 1, _QUOTE)


def _escape(trouble: Trouble) -> Complaint | None:
    escape = trouble.text[trouble.at : trouble.at + 2]
    help_ = "write `\\\\` for a backslash, or put the text in '…' instead of \"…\""
    return Complaint(f'`{escape}` means nothing inside "…"', trouble.at, trouble.at + 2, help_)


def _escaped_number(trouble: Trouble) -> Complaint | None:
    start = trouble.text.rfind("\\", 0, trouble.at + 1)
    help_ = "write the letter itself"
    return Complaint("this escape is not the number of a letter", max(start, 0), trouble.at + 1, help_)


def _property(trouble: Trouble) -> Complaint | None:
    start = trouble.began if trouble.began is not None else trouble.at
    letter = trouble.text[start : start + 1]
    if letter not in PROPERTIES:
        return None
    slug, name = PROPERTIES[letter]
    message = f"YAML takes `{letter}` at the start of a text for {name}"
    return Complaint(message, start, start + 1, _QUOTE, slug)


def _block_header(trouble: Trouble) -> Complaint | None:
    if trouble.began is None:
        return None
    letter = trouble.text[trouble.began : trouble.began + 1]
    message = f"YAML takes `{letter}` at the start of a value for a text on the lines below"
    return Complaint(message, trouble.began, trouble.line_end(trouble.began), _QUOTE)


def _list_beside_key(trouble: Trouble) -> Complaint | None:
    help_ = "begin the list on the next line, or put a text that starts with `-` in quotes"
    return Complaint("a list cannot begin on the line of its key", trouble.at, trouble.at + 1, help_)


def _question_mark(trouble: Trouble) -> Complaint | None:
    return Complaint("YAML takes `?` at the start of a text for a key", trouble.at, trouble.at + 1, _QUOTE)


def _after_document(trouble: Trouble) -> Complaint | None:
    ended = isinstance(trouble.last, Mapping) and "..." in trouble.text[trouble.last.span.end : trouble.at]
    if ended:
        message, help_ = "a second document starts here", "put it in a file of its own"
        return Complaint(message, trouble.at, trouble.at + 1, help_, "second-document")
    return _text_after_brackets(trouble) or _indent(trouble)


def _said(letter: str) -> str:
    return "a backtick" if letter == "`" else f"`{letter}`"


def _value_start(trouble: Trouble) -> int:
    """Find where the value that was cut begins: the plain text just read, when it is on this line."""
    last = trouble.last
    if isinstance(last, Scalar) and last.style == "plain" and trouble.same_line(last.span.start, trouble.at):
        between = trouble.text[last.span.end : trouble.at]
        if not between.strip():
            return last.span.start
    return trouble.at


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"


_Explanation = Callable[[Trouble], Complaint | None]
_EXPLANATIONS: tuple[tuple[re.Pattern[str], _Explanation], ...] = tuple(
    (re.compile(pattern), explanation)
    for pattern, explanation in (
        ("expected key|'-' indicator|document start|',' or", _template),
        ("',' or", _bracket_in_flow),
        ("expected key|'-' indicator|',' or", _text_after_brackets),
        ("expected key|'-' indicator|document start|',' or", _text_after_quote),
        ("mapping values are not allowed", _colon),
        ("could not find expected ':'", _simple_key),
        ("expected key", _entry_among_keys),
        ("expected key", _empty_key),
        ("'-' indicator", _key_among_entries),
        ("expected key|'-' indicator", _indent),
        ("unexpected end of stream|unexpected document indicator", _unclosed_quote),
        ("',' or", _unclosed_bracket),
        ("expected node content", _nothing_before),
        ("cannot start any token", _bad_start),
        ("unknown escape character", _escape),
        ("escape code|hexdecimal", _escaped_number),
        ("alphabetic or numeric|tag handle|tag|expected '>'|expected '!'|URI", _property),
        ("comment or line break|indentation indicator", _block_header),
        ("block sequence entries are not allowed", _list_beside_key),
        ("mapping keys are not allowed", _question_mark),
        ("document start", _after_document),
    )
)

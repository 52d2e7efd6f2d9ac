"""The page of a form: what it asks, how it scores, which rules it feeds, by which sources."""

from __future__ import annotations

from collections.abc import Iterator

from decisionsupport.authoring.docs.book import Book, anchor, table
from decisionsupport.program import expressions as x
from decisionsupport.program.model import Form, Item, RepeatingGroup
from decisionsupport.program.walk import walk
from decisionsupport.values import kinds

_PLAIN = ("text", "date", "datetime", "time", "duration", "check")


def form_page(form: Form, book: Book) -> str:
    """The page, in Markdown."""
    words = book.words
    status = "" if form.status == "active" else f", {words[form.status]}"
    lines = [f"# {book.form(form.id)}", "", f"`{form.id}`, {words['version']} {form.version}{status}.", ""]
    if form.applies_when is not None:
        lines += [words["made_for"].format(book.condition(form.applies_when)), ""]
    lines += [f"## {words['questions']}", "", *_questions(form, book)]
    scores = [*_scores(form, book)]
    if scores:
        lines += [f"## {words['scoring']}", "", *scores, ""]
    lines += [f"## {words['read_by']}", "", *_rules(form, book)]
    lines += [f"## {words['sources']}", "", book.sources(form.evidence), ""]
    return "\n".join(lines)


def _questions(form: Form, book: Book) -> list[str]:
    rows = [row for entry in form.entries for row in _rows(entry, book)]
    head = [book.words["question"], book.words["answer"]]
    if not any(row[2] for row in rows):
        return table(head, [row[:2] for row in rows])
    return table([*head, book.words["points"]], rows)


def _rows(entry: Item | RepeatingGroup, book: Book) -> Iterator[tuple[str, str, str]]:
    if isinstance(entry, RepeatingGroup):
        title = entry.title.in_language(book.language)
        yield f"**{title}**", book.words["repeating"].format(entry.at_most), ""
        for item in entry.items:
            yield _row(item, book, "– ")
    else:
        yield _row(entry, book, "")


def _row(item: Item, book: Book, indent: str) -> tuple[str, str, str]:
    ask = indent + item.ask.in_language(book.language)
    applies = f"applies:{item.id}"
    if applies in book.program.cells:
        ask += f" *({book.words['shown_if'].format(book.condition(applies))})*"
    if item.help is not None:
        ask += f"<br>{item.help.in_language(book.language)}"
    return ask, _answer(item, book), _points(item, book)


def _answer(item: Item, book: Book) -> str:
    words = book.words
    if item.derived:
        return words["derived"].format(book.condition(item.id))
    if item.word in ("choice", "choices"):
        texts = "; ".join(option.text.in_language(book.language) for option in item.options)
        return words["several" if item.word == "choices" else "one"].format(texts)
    if item.word == "boolean":
        return words["yes_no"]
    if item.word in _PLAIN:
        return words[item.word]
    if isinstance(item.kind, kinds.Number) and item.between is not None:
        least, most = item.between
        return f"{book.value(least, kinds.Number(item.kind.places))}–{book.value(most, item.kind)}"
    return words["code"]


def _points(item: Item, book: Book) -> str:
    cell = book.program.cells.get(f"points:{item.id}")
    if cell is None or cell.expression is None:
        return ""
    for node in walk(cell.expression):
        match node:
            case x.OptionValues(subject=subject, values=values):
                said = [
                    f"{book.saying.option(option, subject.kind)}: {_counted(points)}"
                    for option, points in values
                ]
                return "; ".join(said)
            case x.ChosenSum(subject=subject, values=chosen):
                said = [f"{book.saying.option(option, subject.kind)}: {points}" for option, points in chosen]
                return "; ".join(said)
            case _:
                pass
    return book.saying.say(cell.expression)


def _counted(points: object) -> str:
    return str(points) if isinstance(points, int) else "?"


def _scores(form: Form, book: Book) -> Iterator[str]:
    for cell in form.computed:
        title = book.program.cells[cell].title.in_language(book.language) or cell.rpartition(".")[2]
        yield f"- **{title}** (`{cell}`): {book.condition(cell)}."


def _rules(form: Form, book: Book) -> list[str]:
    reading = [rule for rule in book.program.rules.values() if form.id in rule.rests_on]
    if not reading:
        return [book.words["none"], ""]
    rows = [
        (
            f"[{rule.title.in_language(book.language)}](../rules/{rule.set}.md#{anchor(rule.id)})",
            book.condition(rule.when),
            "; ".join(book.actions_of(rule)) or book.words["none"],
        )
        for rule in reading
    ]
    return table([book.words["rule"], book.words["when"], book.words["proposes"]], rows)

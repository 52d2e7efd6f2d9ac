"""Documents of cases into cases: shared and own answers put together, a case for each row of vectors.

`without` takes away from what is shared; what the case gives itself is laid over that, item by item.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from decisionsupport.authoring.cases.model import Case, ExpectedValue, Setting
from decisionsupport.documents.cases import Case as CaseDocument
from decisionsupport.documents.cases import Cases, Given, Vector, Vectors
from decisionsupport.documents.leaves import Word
from decisionsupport.source import Span
from decisionsupport.syntax.yaml.core_schema import core_schema
from decisionsupport.syntax.yaml.tree import Mapping as MapNode
from decisionsupport.syntax.yaml.tree import Node, Scalar

Answers = dict[str, Any]
_FINDING = "finding."
_PARAMETER = "parameter."


def from_documents(documents: Iterable[Cases]) -> tuple[Case, ...]:
    """All cases of these documents, in the order written."""
    return tuple(case for document in documents for case in _from_document(document))


def _from_document(document: Cases) -> Iterator[Case]:
    for number, vectors in enumerate(document.vectors, start=1):
        name = vectors.name.text if vectors.name is not None else f"vectors {number}"
        for row_number, row in enumerate(vectors.rows, start=1):
            yield _from_row(document, vectors, row, f"{name}, row {row_number}")
    for case in document.cases:
        yield _from_case(document, case)


def _from_case(document: Cases, case: CaseDocument) -> Case:
    return Case(
        name=case.name.text,
        cases_for=document.cases_for.text,
        span=case.name.span,
        setting=_setting(document.shared, case, case.without, _answers(case.given)),
        values=_expected(case.expect.values),
        findings=_expected(case.expect.findings),
        expect=case.expect,
        only=case.complete_lists,
        places=_places(document.shared, case),
    )


def _from_row(document: Cases, vectors: Vectors, row: Vector, name: str) -> Case:
    given: Answers = {}
    parameters: dict[str, object] = {}
    for path, node in zip(vectors.given, row.given, strict=True):
        if path.text.startswith(_PARAMETER):
            parameters[path.text.removeprefix(_PARAMETER)] = core_schema(node)
        else:
            _place(given, path.text, core_schema(node))
    setting = _setting(document.shared, None, (), given)
    expected = list(zip(vectors.expect, row.expect, strict=True))
    return Case(
        name=name,
        cases_for=document.cases_for.text,
        span=row.span,
        setting=replace(setting, parameters={**setting.parameters, **parameters}),
        values=_expected((path, node) for path, node in expected if not path.text.startswith(_FINDING)),
        findings=_expected((path, node) for path, node in expected if path.text.startswith(_FINDING)),
        expect=None,
        only=False,
        places=_places(document.shared)
        | {path.text: node.span for path, node in zip(vectors.given, row.given, strict=True)},
    )


def _setting(shared: Given | None, own: Given | None, without: Iterable[Word], given: Answers) -> Setting:
    layers = [layer for layer in (own, shared) if layer is not None]
    answers = _answers(shared.given if shared is not None else None)
    for path in without:
        _take_away(answers, path.text)
    _lay_over(answers, given)
    histories = [_answers(layer.history) for layer in reversed(layers) if layer.history is not None]
    return Setting(
        at=next((layer.at.value for layer in layers if layer.at is not None), None),
        given=answers,
        history={form: entries for history in histories for form, entries in history.items()}
        if histories
        else None,
        parameters={
            word.text: core_schema(node) for layer in reversed(layers) for word, node in layer.parameters
        },
        site=next((layer.site.text for layer in layers if layer.site is not None), None),
        language=next((layer.language.text for layer in layers if layer.language is not None), None),
    )


def _answers(node: MapNode | None) -> Answers:
    found = core_schema(node) if node is not None else {}
    return found if isinstance(found, dict) else {}


def _places(*layers: Given | None) -> dict[str, Span]:
    """Where forms, answers, histories and parameters stand, by the path that a problem with them has."""
    found: dict[str, Span] = {}
    for layer in layers:
        if layer is None:
            continue
        for form, answers in layer.given.entries if layer.given is not None else ():
            found[form.value] = form.span
            for item, answer in answers.entries if isinstance(answers, MapNode) else ():
                found[f"{form.value}.{item.value}"] = answer.span if isinstance(answer, Scalar) else item.span
        for form, _ in layer.history.entries if layer.history is not None else ():
            found[f"history.{form.value}"] = form.span
        found.update((f"parameters.{name.text}", name.span) for name, _ in layer.parameters)
    return found


def _expected(entries: Iterable[tuple[Word, Node]]) -> tuple[ExpectedValue, ...]:
    return tuple(ExpectedValue(word.text.removeprefix(_FINDING), node, node.span) for word, node in entries)


def _place(answers: Answers, path: str, value: object) -> None:
    form, _, item = path.partition(".")
    if item:
        answers.setdefault(form, {})[item] = value
    else:
        answers[form] = value


def _take_away(answers: Answers, path: str) -> None:
    form, _, item = path.partition(".")
    if not item:
        answers.pop(form, None)
    elif isinstance(given := answers.get(form), dict):
        given.pop(item, None)


def _lay_over(answers: Answers, own: Answers) -> None:
    for form, given in own.items():
        below = answers.get(form)
        answers[form] = {**below, **given} if isinstance(below, dict) and isinstance(given, dict) else given

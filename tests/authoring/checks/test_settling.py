"""What the pack says of findings: ignored ones, ones that matter more, and words that meet nothing."""

from __future__ import annotations

from decisionsupport.diagnostics import Diagnostic, Severity
from tests.authoring.checks.harness import a_set
from tests.ground import GROUND, found_in

UNUSED = a_set("actions: {sit: {title: Sit}}")


def settled(said: str, document: str = UNUSED) -> list[Diagnostic]:
    pack = GROUND["pack.yaml"].decode() + said
    return found_in("unused-action", [document.encode(), pack.encode()])


def slugs(said: str) -> list[str]:
    return [each.slug for each in settled(said)]


def test_an_ignored_finding_is_not_told() -> None:
    assert slugs("") == ["unused-action"]
    assert slugs("ignore: [{slug: unused-action, because: later}]\n") == []
    assert slugs("ignore: [{slug: unused-action, in: example.yaml, because: later}]\n") == []


def test_an_ignore_that_meets_nothing_is_told() -> None:
    assert slugs("ignore: [{slug: unused-action, in: other.yaml, because: later}]\n") == [
        "unused-action",
        "unused-ignore",
    ]


def test_an_error_is_neither_ignored_nor_made_less() -> None:
    assert "ignored-error" in slugs("ignore: [{slug: unknown-name, because: no}]\n")
    assert "ignored-error" in slugs("severity: [{slug: unknown-name, is: note, because: no}]\n")


def test_a_finding_may_matter_more_or_less_to_a_pack() -> None:
    for word in ("error", "warning", "note"):
        (found,) = settled(f"severity: [{{slug: unused-action, is: {word}, because: our rule}}]\n")
        assert found.severity is Severity(word)


def test_a_severity_has_its_reason_and_its_words() -> None:
    assert "missing-key" in slugs("severity: [{slug: unused-action, is: note}]\n")
    assert "unknown-choice" in slugs("severity: [{slug: unused-action, is: grave, because: x}]\n")
    assert "unknown-slug" in slugs("severity: [{slug: unused-actoin, is: note, because: x}]\n")

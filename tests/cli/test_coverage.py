"""`coverage`: what is counted, what is told, the page, and the exit codes."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.cli.conftest import CASES, RULES, Command


def told(command: Command, pack: Path, *options: object) -> dict[str, dict[str, object]]:
    data = json.loads(command("coverage", pack, "--format", "json", *options).out)
    return {f"{each['kind']} {each['name']}": each for each in data["places"]}


def test_rules_bands_and_messages_are_counted(pack: Path, command: Command) -> None:
    ran = command("coverage", pack)
    assert (ran.code, ran.err) == (0, "")
    lines = [" ".join(line.split()) for line in ran.out.splitlines()]
    assert "rules 1/1 1/1 0/1" in lines
    assert "bands 2/3" in lines
    assert "messages 1/1" in lines
    assert any(line.startswith("never taken: band fever.temperature, row 2 (") for line in lines)
    # A rule true and false, two of three bands, one message.
    assert lines[-1] == "2 cases reach 5 of 6: 83.3 %"
    assert [line for line in ran.out.splitlines() if line.endswith(" ")] == []


def test_conditions_are_seen_true_false_and_unknown(pack: Path, command: Command) -> None:
    rules = RULES.replace("when: fever.total >= 3", "when: fever.total >= 3 or fever.chills")
    (pack / "rules.yaml").write_text(rules, encoding="utf-8")
    places = told(command, pack)
    # The case of forty degrees leaves chills open, the other says no.
    assert places["condition fever.total >= 3"]["seen"] == ["false", "true"]
    assert places["condition fever.chills"]["seen"] == ["false", "unknown"]
    assert places["condition fever.chills"]["missing"] == ["true"]


def test_a_rule_that_no_case_makes_true(pack: Path, command: Command) -> None:
    text = (
        CASES.partition("  - name: forty degrees")[0]
        + "  - name: well"
        + CASES.partition("  - name: well")[2]
    )
    (pack / "rules.cases.yaml").write_text(text, encoding="utf-8")
    places = told(command, pack)
    assert places["rule fever_care.high_fever"]["missing"] == ["true"]
    assert places["message Fever {{ fever.total }} p."]["missing"] == ["taken"]


def test_the_threshold_ends_with_1(pack: Path, command: Command) -> None:
    assert command("coverage", pack, "--fail-under", 83).code == 0
    assert command("coverage", pack, "--fail-under", 84).code == 1
    assert command("coverage", pack, "--fail-under", 100, "--count", "rule", "--count", "message").code == 0
    assert command("coverage", pack, "--fail-under", 67, "--count", "band").code == 1


def test_a_pack_without_cases_cannot_be_measured(pack: Path, command: Command) -> None:
    (pack / "rules.cases.yaml").unlink()
    assert command("coverage", pack).code == 2


class Page(HTMLParser):
    """The rows of lines with a mark, and whether every tag is closed by its own."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.rows: list[str] = []
        self.fetched: list[str] = []
        self.ids: set[str] = set()
        self.targets: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag not in ("meta", "link", "img", "br"):
            self.open.append(tag)
        if tag in ("script", "link", "img", "iframe"):
            self.fetched.append(tag)
        if tag == "tr" and found.get("class"):
            self.rows.append(str(found["class"]))
        if found.get("id"):
            self.ids.add(str(found["id"]))
        if (target := found.get("href") or "").startswith("#"):
            self.targets.add(target[1:])

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("name", ["out", "out/page.html"])
def test_the_page_marks_each_line_and_fetches_nothing(
    pack: Path, command: Command, tmp_path: Path, name: str
) -> None:
    assert command("coverage", pack, "--html", tmp_path / name).code == 0
    file = tmp_path / name if name.endswith(".html") else tmp_path / name / "index.html"
    text = file.read_text(encoding="utf-8")
    page = Page(text)
    assert (page.open, page.fetched) == ([], [])
    assert page.targets <= page.ids
    # The line of the bands is reached in part; the rule and its message wholly.
    assert sorted(page.rows) == ["all", "all", "some"]
    assert "points: {..37.9: 0, 38.0..39.9: 2, 40.0..: 3}" in text
    assert "83.3 %" in text
    assert "partly reached" in text


def test_authored_text_is_text_in_the_page(pack: Path, command: Command, tmp_path: Path) -> None:
    rules = RULES.replace("Fever {{ fever.total }} p.", "<script>1 & 2</script>")
    (pack / "rules.yaml").write_text(rules, encoding="utf-8")
    command("coverage", pack, "--html", tmp_path / "page.html")
    text = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "<script>" not in text
    assert "&lt;script&gt;1 &amp; 2" in text

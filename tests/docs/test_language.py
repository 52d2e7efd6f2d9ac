"""Every example of `docs/language.md` is loaded and evaluated, and its cases hold.

Under one heading, or in one box, the blocks `yaml` up to and with one of cases are one pack, together with the page's first
block. What the page leaves out is put before a block by its first key: `items` belongs to the assessment `example`, `rules` to the set `example`,
`cases` to cases at one instant. Blocks `yaml refused` are a pack that does not load, and the block `text` after
them has what is said then.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from decisionsupport.authoring.cases import from_documents, run_cases
from decisionsupport.diagnostics import Diagnostic, Report
from decisionsupport.engine.engine import from_files
from decisionsupport.loading import File, cases_in, load_files
from tests.docs.pages import DOCS, Block, Example, examples_of

PAGE = (DOCS / "language.md").read_text("utf-8")
EXAMPLES = [each for each in examples_of(PAGE) if any(block.language == "yaml" for block in each.blocks)]
HEAD = EXAMPLES[0].blocks[0]
CASES_BEGIN = ("cases", "cases_for", "shared", "vectors")

FORM = "assessment: example\nversion: 1.0.0\ntitle: Example\n"
SET = "set: example\nversion: 1.0.0\n"
CASES = "cases_for: example\n"
AT = "shared: {at: 2026-11-23T09:00:00+01:00}\n"
DOCUMENTS = {"pack", "assessment", "checklist", "facts", "set", "request", "overrides", "cases_for"}
PARTS = {
    **dict.fromkeys(("option_lists", "applies_when", "defaults", "items", "computed", "must", "note"), FORM),
    **dict.fromkeys(("sources", "parameters", "findings", "tables", "actions", "rules"), SET),
    **dict.fromkeys(("vectors", "cases"), CASES + AT),
    "shared": CASES,
}


def files_of(blocks: list[Block]) -> list[File]:
    """The files of a pack: whole documents as they are, the parts of the form `example` put together."""
    texts: dict[str, str] = {}
    for block in blocks:
        first = first_key(block)
        head = "" if first in DOCUMENTS else PARTS[first]
        name = {FORM: "form", SET: "set"}.get(head, f"line_{block.line}")
        texts[name] = texts.get(name, head) + block.text
    if not any(first_key(block) == "pack" for block in blocks):
        texts["pack"] = HEAD.text
    return [File(f"{name}.yaml", text.encode()) for name, text in texts.items()]


def first_key(block: Block) -> str:
    return block.text.partition(":")[0]


def packs_of(example: Example) -> Iterator[list[Block]]:
    """The blocks of each pack of an example: the last of them is its cases."""
    pack: list[Block] = []
    for block in example.blocks:
        if block.info == "yaml":
            pack.append(block)
            if first_key(block) in CASES_BEGIN:
                yield pack
                pack = []
    if pack:
        yield pack


def brief(diagnostic: Diagnostic) -> str:
    return f"{diagnostic.severity.value}: {diagnostic.message} [{diagnostic.slug}]"


PACKS = [
    pytest.param(pack, id=f"{pack[0].line} {example.title}")
    for example in EXAMPLES
    for pack in packs_of(example)
]


@pytest.mark.parametrize("pack", PACKS)
def test_an_example_loads_without_findings_and_its_cases_hold(pack: list[Block]) -> None:
    files = files_of(pack)
    report = Report()
    program = load_files(files, report)
    assert [brief(each) for each in report] == []
    assert program is not None
    cases = from_documents(cases_in(files, Report()))
    sites = {case.setting.site for case in cases}
    engines = {site: from_files(tuple(files), site) for site in sites}
    told = {
        result.case.name: [f"{each.what}: {each.expected} | {each.found}" for each in result.differences]
        for result in run_cases(cases, engines.__getitem__)
        if not result.holds
    }
    assert told == {}


def refused_in(example: Example) -> Iterator[tuple[list[Block], list[str]]]:
    """Blocks that do not load, and the lines that are said."""
    pack: list[Block] = []
    for block in example.blocks:
        if block.info == "yaml refused":
            pack.append(block)
        elif block.info == "text":
            yield pack, block.text.splitlines()
            pack = []
    assert pack == []


REFUSED = [
    pytest.param(*refused, id=str(refused[0][0].line))
    for example in EXAMPLES
    for refused in refused_in(example)
]


@pytest.mark.parametrize(("pack", "said"), REFUSED)
def test_a_refused_example_is_refused_as_the_page_says(pack: list[Block], said: list[str]) -> None:
    report = Report()
    load_files(files_of(pack), report)
    assert [brief(each) for each in report] == said


def test_every_block_is_run_and_every_pack_but_the_first_has_cases() -> None:
    infos = {block.info for example in EXAMPLES for block in example.blocks}
    assert infos == {"yaml", "yaml refused", "text"}
    without = [pack.id for pack in PACKS if first_key(pack.values[0][-1]) not in CASES_BEGIN]
    assert without == [PACKS[0].id]


def test_there_are_boxes_for_the_ten_surprises() -> None:
    assert sum("What would you expect?" in example.title for example in EXAMPLES) == 10

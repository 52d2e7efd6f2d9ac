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
from decisionsupport.documents import (
    cases,
    computed,
    demands,
    form,
    items,
    options,
    overrides,
    pack,
    parameters,
    points,
    request,
    rules,
    ruleset,
    tables,
    texts,
)
from decisionsupport.documents.reading import Written
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
    gathered: list[Block] = []
    for block in example.blocks:
        if block.info == "yaml":
            gathered.append(block)
            if first_key(block) in CASES_BEGIN:
                yield gathered
                gathered = []
    if gathered:
        yield gathered


def brief(diagnostic: Diagnostic) -> str:
    return f"{diagnostic.severity.value}: {diagnostic.message} [{diagnostic.slug}]"


PACKS = [(example.title, blocks) for example in EXAMPLES for blocks in packs_of(example)]


@pytest.mark.parametrize(
    "blocks", [blocks for _, blocks in PACKS], ids=[f"{blocks[0].line} {title}" for title, blocks in PACKS]
)
def test_an_example_loads_without_findings_and_its_cases_hold(blocks: list[Block]) -> None:
    files = files_of(blocks)
    report = Report()
    program = load_files(files, report)
    assert [brief(each) for each in report] == []
    assert program is not None
    written = from_documents(cases_in(files, Report()))
    sites = {case.setting.site for case in written}
    engines = {site: from_files(tuple(files), site) for site in sites}
    told = {
        result.case.name: [f"{each.what}: {each.expected} | {each.found}" for each in result.differences]
        for result in run_cases(written, engines.__getitem__)
        if not result.holds
    }
    assert told == {}


def refused_in(example: Example) -> Iterator[tuple[list[Block], list[str]]]:
    """Blocks that do not load, and the lines that are said."""
    gathered: list[Block] = []
    for block in example.blocks:
        if block.info == "yaml refused":
            gathered.append(block)
        elif block.info == "text":
            yield gathered, block.text.splitlines()
            gathered = []
    assert gathered == []


REFUSED = [
    pytest.param(*refused, id=str(refused[0][0].line))
    for example in EXAMPLES
    for refused in refused_in(example)
]


@pytest.mark.parametrize(("blocks", "said"), REFUSED)
def test_a_refused_example_is_refused_as_the_page_says(blocks: list[Block], said: list[str]) -> None:
    report = Report()
    load_files(files_of(blocks), report)
    assert [brief(each) for each in report] == said


def test_every_block_is_run_and_every_pack_but_the_first_has_cases() -> None:
    infos = {block.info for example in EXAMPLES for block in example.blocks}
    assert infos == {"yaml", "yaml refused", "text"}
    assert [blocks for _, blocks in PACKS if first_key(blocks[-1]) not in CASES_BEGIN] == [[HEAD]]


def test_there_are_boxes_for_the_ten_surprises() -> None:
    assert sum("What would you expect?" in example.title for example in EXAMPLES) == 10


KEYS_OF: tuple[type[Written], ...] = (
    pack.Pack,
    pack.Ignore,
    pack.SeverityOf,
    form.Form,
    items.Item,
    options.Option,
    points.PointCase,
    form.PlainGroup,
    form.RepeatingGroup,
    computed.Computed,
    computed.FirstCase,
    demands.Must,
    demands.AppliesWhen,
    ruleset.RuleSet,
    ruleset.SourceOfEvidence,
    parameters.Parameter,
    ruleset.Finding,
    tables.Table,
    tables.OptionColumn,
    tables.OneColumnTable,
    ruleset.Action,
    ruleset.RepeatEvery,
    rules.Rule,
    rules.Proposing,
    rules.Withholding,
    request.Request,
    request.DemandedTruth,
    texts.LineMap,
    overrides.Overrides,
    overrides.Override,
    cases.Cases,
    cases.Vectors,
    cases.Case,
    cases.Expect,
    cases.ExpectedProposal,
    cases.ExpectedDraft,
)


def keys_of(model: type[Written]) -> str:
    """A row of the page's table: what a thing is called, the keys that it needs, those that it may have."""
    needed, others = list[str](), list[str]()
    for name, field in model.model_fields.items():
        if name not in Written.model_fields:
            (needed if field.is_required() else others).append(f"`{field.alias or name}`")
    noun = "a form" if model is form.Form else model.noun
    return f"| {noun} | {', '.join(needed) or '-'} | {', '.join(others) or '-'} |"


def test_the_page_lists_every_key() -> None:
    section = PAGE.partition("\n## Every key\n")[2].partition("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("| ")]
    assert rows[1:] == [keys_of(model) for model in KEYS_OF]

"""Pages of a pack: those committed are up to date, and say what a reviewer needs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from decisionsupport.authoring.docs import pages
from decisionsupport.engine import from_files
from decisionsupport.loading import read_files
from decisionsupport.loading.shipped import shipped_packs
from decisionsupport.program.model import Program

COMMITTED = Path(__file__).parents[2] / "docs" / "packs"
_LINK = re.compile(r"\]\((?!https?:)([^)#]+)(?:#([^)]+))?\)")


@pytest.fixture(scope="module")
def program() -> Program:
    return from_files(read_files(shipped_packs()), None).program


@pytest.fixture(scope="module")
def made(program: Program) -> dict[str, str]:
    return pages(read_files(shipped_packs()), program)


def test_the_committed_pages_are_up_to_date(made: dict[str, str]) -> None:
    committed = {
        path.relative_to(COMMITTED).as_posix(): path.read_text(encoding="utf-8")
        for path in COMMITTED.glob("*/**/*.md")
    }
    remedy = "run `decisionsupport docs forms rules --out docs/packs`"
    assert sorted(committed) == sorted(made), remedy
    assert [path for path, text in made.items() if committed[path] != text] == [], remedy


def test_every_form_rule_parameter_request_and_source_has_its_place(
    program: Program, made: dict[str, str]
) -> None:
    for language in ("sv", "en"):
        for form in program.forms:
            assert f"`{form}`" in made[f"{language}/forms/{form}.md"]
        for rule in program.rules.values():
            assert f"`{rule.id}`" in made[f"{language}/rules/{rule.set}.md"]
        for parameter in program.parameters:
            assert f"(`{parameter}`)" in made[f"{language}/parameters.md"]
        for request in program.requests:
            assert f"`{request}`" in made[f"{language}/requests.md"]
        for source in program.evidence.values():
            assert source.title.in_language(language) in made[f"{language}/sources.md"]


def test_every_link_leads_somewhere(made: dict[str, str]) -> None:
    for path, text in made.items():
        for target, place in _LINK.findall(text):
            found = (Path(path).parent / target).as_posix()
            parts: list[str] = []
            for part in found.split("/"):
                parts = parts[:-1] if part == ".." else [*parts, part]
            page = "/".join(parts)
            assert page in made, (path, target)
            assert not place or f'<a id="{place}">' in made[page], (path, target, place)


def test_the_intended_use_and_who_must_approve_is_said_first(made: dict[str, str]) -> None:
    assert (
        "får inte användas för patienter förrän en kliniker" in made["sv/index.md"].split("## Uppgifter")[0]
    )
    assert "must not be used on patients before a clinician" in made["en/index.md"].split("## Facts")[0]


def test_where_sources_disagree_both_are_shown(made: dict[str, str]) -> None:
    differing = made["en/parameters.md"].split("## All")[0]
    (norton,) = (line for line in differing.splitlines() if "`norton_limit`" in line)
    assert [cell.strip() for cell in norton.split("|")[2:4]] == ["20", "under 20, at most 21"]
    for name in (
        "rbt_limit", "nutrition_age_limit", "necrosis_is_category_4", "aspirin_alone_counts", "risk_assessment_within",
        "yearly_review_is_deep", "home_care_start_needs_age_and_count", "threshold_principle", "liability_after",
        "delegation_days", "new_home_care_law",
    ):  # fmt: skip
        assert f"(`{name}`)" in differing, name


def test_conditions_are_in_words_and_points_in_full(made: dict[str, str]) -> None:
    news2 = made["en/forms/news2.md"]
    assert "| Body temperature | 25.0–45.0 °C |" in news2
    assert "high if National Early Warning Score 2 is at least 7" in news2
    for path, text in made.items():
        for code in ("parameter.", "finding.", "points:", " >= ", "Constant("):
            assert code not in text, (path, code)

"""Each diagnostic: its page, its folder of the corpus, its line in the catalogue and its message agree."""

from __future__ import annotations

import pytest

from decisionsupport.diagnostics import CATALOGUE
from tests.docs.diagnostic_pages import FOLDER, Page, index, pages
from tests.test_corpus import CORPUS, SILENT, report_of

PAGES = list(pages())
WITH = {"lone-key": {"wrong-kind"}, "not-finite": {"bad-number"}}
"""What cannot be wrong without something else being wrong too."""


def test_there_is_a_page_and_a_folder_for_each_slug_and_for_no_other() -> None:
    assert [page.slug for page in PAGES] == sorted(CATALOGUE)
    folders = {folder.name for folder in CORPUS.iterdir() if folder.is_dir()}
    assert folders - set(SILENT) == set(CATALOGUE)


def test_the_index_lists_them_all(request: pytest.FixtureRequest) -> None:
    path = FOLDER / "README.md"
    if request.config.getoption("--update-corpus"):
        path.write_text(index(), encoding="utf-8")
    assert path.read_text(encoding="utf-8") == index()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.slug)
def test_the_bad_example_gives_the_slug_at_the_place_shown(
    page: Page, request: pytest.FixtureRequest
) -> None:
    made = page.made()
    if request.config.getoption("--update-corpus"):
        page.path.write_text(made, encoding="utf-8")
    else:
        assert page.text == made
    slugs = {found.slug for found in page.example("bad")}
    assert slugs - WITH.get(page.slug, set()) == {page.slug}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.slug)
def test_the_good_example_is_silent(page: Page) -> None:
    assert [found.message for found in page.example("good")] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.slug)
def test_a_page_is_short_and_says_why_it_matters(page: Page) -> None:
    assert "\n**Why it matters.** " in page.text
    assert len(page.text.splitlines()) <= 80


def test_messages_are_in_one_style() -> None:
    for folder in sorted(CORPUS.iterdir()):
        for found in report_of(folder):
            assert "\n" not in found.message
            assert not found.message.endswith(".")
            assert not found.message[0].isupper() or found.message.startswith("YAML"), found.message

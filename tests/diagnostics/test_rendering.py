"""How diagnostics are shown: exact pictures for people, exact shapes for programs."""

from __future__ import annotations

import json
import re
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisionsupport.diagnostics import Diagnostic, Related, Report, Severity
from decisionsupport.diagnostics.rendering import render_github, render_json, render_sarif, render_text
from decisionsupport.source import Source, Span
from tests.test_corpus import FOLDERS, report_of

ESCAPE = re.compile(r"\x1b\[[\d;]*m")


def finding(
    text: str,
    written: str,
    *,
    message: str = "`sonn` is not a priority",
    help: str = "",
    slug: str = "unknown-name",
    path: str = "rules/fall.yaml",
) -> Diagnostic:
    source = Source(path, text)
    start = text.index(written)
    return Diagnostic(slug, Severity.ERROR, message, Span(source, start, start + len(written)), help)


def picture(found: Diagnostic) -> str:
    return render_text([found])


def test_the_picture() -> None:
    found = finding(
        "set: fall\nrules:\n  a:\n    b:\n      c:\n        priority: sonn\n",
        "sonn",
        help="did you mean `soon`?\none of `routine`, `soon`, `urgent`, `emergency`",
    )
    assert picture(found) == dedent(
        """\
        rules/fall.yaml:6:19: error: `sonn` is not a priority [unknown-name]
          |
        6 |         priority: sonn
          |                   ^^^^ did you mean `soon`?
          = one of `routine`, `soon`, `urgent`, `emergency`
        """
    )


def test_related_places_and_wide_line_numbers() -> None:
    source = Source("f.yaml", "a: 1\n" + "\n" * 10 + "a: 2\n")
    related = Related("the first is here", Span(source, 0, 1))
    found = Diagnostic("duplicate-key", Severity.ERROR, "twice", Span(source, 15, 16), "keep one", (related,))
    assert picture(found) == dedent(
        """\
        f.yaml:12:1: error: twice [duplicate-key]
           |
        12 | a: 2
           | ^ keep one
           = f.yaml:1:1: the first is here
           |
         1 | a: 1
           | ^
        """
    )


def test_without_a_place() -> None:
    found = Diagnostic("unknown-name", Severity.WARNING, "no pack here", None, "name a folder\nor a file")
    assert picture(found) == "warning: no pack here [unknown-name]\n  = name a folder\n  = or a file\n"


def test_several_are_set_apart_and_none_is_nothing() -> None:
    one = finding("a: b", "b")
    assert render_text([]) == ""
    assert render_text([one, one]) == f"{picture(one)}\n{picture(one)}"


@pytest.mark.parametrize(
    ("text", "written", "line", "carets"),
    [
        ("å: ä 😀 sonn", "sonn", "å: ä 😀 sonn", "        ^^^^"),
        ("漢字: sonn", "sonn", "漢字: sonn", "      ^^^^"),
        ("e\u0301: sonn", "sonn", "e\u0301: sonn", "   ^^^^"),
        ("\ta:\tsonn", "sonn", "    a:    sonn", "          ^^^^"),
        ("a: 漢字", "漢字", "a: 漢字", "   ^^^^"),
        ("a: b\x1b[31mc", "c", "a: b␛[31mc", "         ^"),
        ("a: b\u202ec", "c", "a: b�c", "     ^"),
        ("a: b\r\nc: d", "b", "a: b", "   ^"),
        ("a: b\n  c\nd: e", "b\n  c", "a: b", "   ^"),
        ("a: bb  \n  c", "bb  \n  c", "a: bb", "   ^^"),
    ],
)
def test_carets_stand_under_the_stretch(text: str, written: str, line: str, carets: str) -> None:
    drawn = picture(finding(text, written)).split("\n")
    assert drawn[2] == f"1 | {line}"
    assert drawn[3] == f"  | {carets}"


@pytest.mark.parametrize("text", ["", "a: b", "a: b\n", "a: b\r\n\r\n"])
def test_the_end_of_a_file_has_a_caret(text: str) -> None:
    source = Source("f.yaml", text)
    end = Span(source, len(text), len(text))
    drawn = picture(Diagnostic("empty-file", Severity.ERROR, "it ends", end))
    assert drawn.count("^") == 1
    assert drawn.startswith(f"f.yaml:{end.begin.line}:{end.begin.column}: ")


def test_a_message_is_one_line_and_commands_no_terminal() -> None:
    drawn = picture(finding("a: b", "b", message="`x\ny\x1b[2J` is bad", path="a\nb.yaml"))
    assert drawn.startswith("a↵b.yaml:1:4: error: `x↵y␛[2J` is bad [unknown-name]\n")


@pytest.mark.parametrize("before", [0, 3, 80, 500])
@pytest.mark.parametrize("after", [0, 3, 80, 500])
@pytest.mark.parametrize("length", [1, 30, 500])
def test_long_lines_are_cut_around_the_stretch(before: int, after: int, length: int) -> None:
    drawn = picture(finding("x" * before + "s" * length + "y" * after, "s" * length)).split("\n")
    line, carets = drawn[2], drawn[3]
    assert len(line) <= len("1 | ") + 120 + len("……")
    under = {line[index] for index, sign in enumerate(carets) if sign == "^"}
    assert under <= {"s", "…"}
    assert "s" in under
    assert ("…" in line) == (before + after + length > 120)


def test_a_long_help_goes_below() -> None:
    drawn = picture(finding("x" * 90 + "sonn", "sonn", help="h" * 60)).split("\n")
    assert drawn[3].endswith("^^^^")
    assert drawn[4] == f"  = {'h' * 60}"


@given(st.text(max_size=60), st.data())
def test_colour_adds_nothing_but_colour(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    source = Source("f.yaml", text)
    found = Diagnostic("unknown-name", Severity.ERROR, "m", Span(source, start, end), "h")
    plain = render_text([found])
    assert "\x1b" not in plain
    assert ESCAPE.sub("", render_text([found], colour=True)) == plain
    assert "^" in plain


def sample() -> Report:
    source = Source("rules/å b.yaml", "a: 1\n😀: 2, x\nb: |\n  c\n")
    report = Report()
    related = (Related("first, here", Span(source, 0, 1)),)
    report.add("duplicate-key", "100 % `a`: twice", Span(source, 5, 6), help="keep\none", related=related)
    report.add("cut-by-comment", "may be cut", Span(source, 13, len(source.text) - 1))
    report.add("unknown-name", "nowhere")
    return report


def test_json() -> None:
    shape = json.loads(render_json(sample()))
    assert list(shape) == ["diagnostics"]
    nowhere, twice, cut = shape["diagnostics"]
    assert twice == {
        "slug": "duplicate-key",
        "severity": "error",
        "message": "100 % `a`: twice",
        "file": "rules/å b.yaml",
        "line": 2,
        "column": 1,
        "end_line": 2,
        "end_column": 2,
        "help": "keep\none",
        "related": [
            {
                "message": "first, here",
                "file": "rules/å b.yaml",
                "line": 1,
                "column": 1,
                "end_line": 1,
                "end_column": 2,
            }
        ],
    }
    assert (cut["severity"], cut["line"], cut["end_line"], cut["end_column"]) == ("warning", 3, 4, 4)
    assert (nowhere["file"], nowhere["line"], nowhere["related"]) == (None, None, [])


def test_sarif() -> None:
    log = json.loads(render_sarif(sample(), version="1.2.3"))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    driver = run["tool"]["driver"]
    assert driver["version"] == "1.2.3"
    nowhere, twice, cut = run["results"]
    for result in run["results"]:
        rule = driver["rules"][result["ruleIndex"]]
        assert rule["id"] == result["ruleId"]
        assert rule["shortDescription"]["text"]
        assert result["level"] == rule["defaultConfiguration"]["level"]
    assert twice["message"]["text"] == "100 % `a`: twice\nkeep\none"
    location = twice["locations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"] == "rules/%C3%A5%20b.yaml"
    assert location["region"] == {"startLine": 2, "startColumn": 1, "endLine": 2, "endColumn": 2}
    assert twice["relatedLocations"][0]["message"]["text"] == "first, here"
    assert cut["level"] == "warning"
    assert "locations" not in nowhere


def test_github() -> None:
    place = "file=rules/å b.yaml,line=2,col=1,endLine=2,endColumn=2"
    told = "100 %25 `a`: twice%0Akeep%0Aone%0Arules/å b.yaml:1:1: first, here"
    assert render_github(sample()).split("\n") == [
        "::error title=unknown-name::nowhere",
        f"::error {place},title=duplicate-key::{told}",
        "::warning file=rules/å b.yaml,line=3,endLine=4,title=cut-by-comment::may be cut",
        "",
    ]


def test_github_escapes_what_it_reads_as_its_own() -> None:
    found = finding("a: b", "b", message="50%\r\n::error::x", path="a,b:c%.yaml")
    line = render_github([found])
    assert line.count("\n") == 1
    assert "file=a%2Cb%3Ac%25.yaml," in line
    assert line.endswith("::50%25%0D%0A::error::x\n")


@given(st.text(max_size=30), st.text(max_size=30))
def test_machines_can_always_read_it(message: str, path: str) -> None:
    found = finding("a: b", "b", message=message, path=path)
    assert json.loads(render_json([found]))["diagnostics"][0]["message"] == message
    assert json.loads(render_sarif([found]))["runs"][0]["results"][0]["message"]["text"] == message
    assert render_github([found]).count("\n") == 1


@pytest.mark.parametrize("folder", [None, *FOLDERS], ids=lambda folder: folder.name if folder else "sample")
def test_sarif_is_what_the_standard_s_schema_takes(folder: Path | None) -> None:
    sarif = pytest.importorskip("pydantic_sarif.model", reason="pydantic-sarif is not installed")
    report = sample() if folder is None else report_of(folder)
    log = sarif.StaticAnalysisResultsFormatSarifVersion210JsonSchema.model_validate_json(
        render_sarif(report, version="1.2.3")
    )
    assert len(log.runs[0].results) == len(report)


def test_the_standard_s_schema_can_refuse() -> None:
    sarif = pytest.importorskip("pydantic_sarif.model", reason="pydantic-sarif is not installed")
    text = render_sarif(sample()).replace('"startLine": 2', '"startLine": 0')
    with pytest.raises(ValueError, match="startLine"):
        sarif.StaticAnalysisResultsFormatSarifVersion210JsonSchema.model_validate_json(text)

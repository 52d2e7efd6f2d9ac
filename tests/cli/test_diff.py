"""`diff`: what it prints for two folders and for revisions of git, whose outcome is another, and how it ends."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import FORM, RULES, Command

GIT = shutil.which("git")


def versions(tmp_path: Path, pack: Path) -> tuple[Path, Path]:
    """The small pack, and one in which 39.5 degrees are enough."""
    old, new = tmp_path / "old", tmp_path / "new"
    shutil.copytree(pack, old)
    shutil.copytree(pack, new)
    form = FORM.replace("38.0..39.9: 2, 40.0..: 3", "38.0..39.4: 2, 39.5..: 3").replace(
        "en: Chills", "en: Shivers"
    )
    (new / "fever.yaml").write_text(form, encoding="utf-8")
    rules = RULES.replace("due: 2 hours", "due: 1 hours").replace("version: 1.0.0", "version: 1.1.0")
    (new / "rules.yaml").write_text(rules, encoding="utf-8")
    return old, new


def test_what_is_printed(
    tmp_path: Path, pack: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    versions(tmp_path, pack)
    monkeypatch.chdir(tmp_path)
    ran = command("diff", "old", "new")
    assert (ran.code, ran.err) == (1, "")
    assert [line.rstrip() for line in ran.out.splitlines()] == [
        "assessment fever 1.0.0",
        "  warning [version-not-raised]: it means something else, and the version is 1.0.0 (new/fever.yaml:2:10)",
        "  changes care",
        "    fever.temperature: points: {..37.9: 0, 38.0..39.9: 2, 40.0..: 3} → {..37.9: 0, 38.0..39.4: 2, 39.5..: 3} (new/fever.yaml:14:13)",
        "  wording",
        "    item fever.chills: question: Chills → Shivers (new/fever.yaml:15:3)",
        "",
        "set fever_care 1.0.0 → 1.1.0",
        "  changes care",
        "    action call_doctor: due: 2 hours → 1 hours (new/rules.yaml:13:3)",
        "",
        "another outcome: forty degrees",
        "    what                  before                   after                   because of",
        "    proposes call_doctor  urgent, due 2 hours,     urgent, due 1 hours,    fever.temperature:",
        "                          nurse                    nurse                   points, action",
        "                                                                           call_doctor: due",
        "",
        "2 changes care, 1 wording, 1 version not raised; 1 of 2 records with another outcome",
    ]


def test_recorded_answers(tmp_path: Path, pack: Path, command: Command) -> None:
    old, new = versions(tmp_path, pack)
    recorded = tmp_path / "recorded.jsonl"
    recorded.write_text(
        '{"name": "Nils", "at": "2026-11-23T09:00:00+01:00", "answers": {"fever": {"temperature": 39.6}}}\n\n'
        '{"answers": {"fever": {"temperature": 37.0, "chills": false}}}\n',
        encoding="utf-8",
    )
    ran = command(
        "diff", old, new, "--answers", recorded, "--at", "2026-11-24T09:00:00+01:00", "--format", "json"
    )
    told = json.loads(ran.out)
    assert (ran.code, told["records"]) == (1, 4)
    assert [each for each in told["other_outcomes"] if each["record"] == "Nils"] == [
        {"record": "Nils", "what": "fever.total", "before": "2..3", "after": "3..4",
         "because": ["fever.temperature: points"]},
        {"record": "Nils", "what": "undecided fever_care.high_fever", "before": "yes", "after": "nothing",
         "because": ["fever.temperature: points"]},
        {"record": "Nils", "what": "asks fever.chills", "before": "yes", "after": "nothing",
         "because": ["fever.temperature: points"]},
        {"record": "Nils", "what": "proposes call_doctor", "before": "nothing", "after": "urgent, due 1 hours, nurse",
         "because": ["fever.temperature: points", "action call_doctor: due"]},
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("[1]", "recorded.jsonl:1: not a map"),
        ("{", "recorded.jsonl:1: not JSON"),
        ('{"answers": {}}', "recorded.jsonl:1: a record needs `at`"),
        ('{"at": "2026-11-23T09:00:00+01:00"}', "recorded.jsonl:1: a record needs `answers`"),
        (
            '{"at": "2026-11-23T09:00:00", "answers": {}}',
            "recorded.jsonl:1: `2026-11-23T09:00:00` has no offset",
        ),
        (
            '{"at": "2026-11-23T09:00:00+01:00", "answer": {}}',
            "recorded.jsonl:1: `answer` is not a key of a record",
        ),
        ('{"at": "2026-11-23T09:00:00+01:00", "answers": []}', "recorded.jsonl:1: `answers` is not a map"),
    ],
)
def test_records_that_are_none(tmp_path: Path, pack: Path, command: Command, line: str, said: str) -> None:
    recorded = tmp_path / "recorded.jsonl"
    recorded.write_text(line + "\n", encoding="utf-8")
    old, new = versions(tmp_path, pack)
    ran = command("diff", old, new, "--answers", recorded)
    assert ran.code == 2
    assert said in ran.err


def test_the_same_pack_laid_out_otherwise_means_the_same(
    tmp_path: Path, pack: Path, command: Command
) -> None:
    other = tmp_path / "other"
    shutil.copytree(pack, other)
    (other / "fever.yaml").write_text(
        f"# a remark\n{FORM}".replace("{sv: Feber, en: Fever}", "\n  en: 'Fever'\n  sv: Feber")
    )
    ran = command("diff", pack, other)
    assert (ran.code, ran.out) == (0, "the same meaning\n")


def test_words_alone_are_clean(tmp_path: Path, pack: Path, command: Command) -> None:
    other = tmp_path / "other"
    shutil.copytree(pack, other)
    (other / "fever.yaml").write_text(FORM.replace("en: Chills", "en: Shivers"), encoding="utf-8")
    ran = command("diff", pack, other)
    assert ran.code == 0
    assert ran.out.endswith("1 wording; 0 of 2 records with another outcome\n")


def test_a_pack_with_errors_could_not_be_compared(tmp_path: Path, pack: Path, command: Command) -> None:
    other = tmp_path / "other"
    shutil.copytree(pack, other)
    (other / "fever.yaml").unlink()
    ran = command("diff", pack, other)
    assert ran.code == 2
    assert "error: the new pack has" in ran.err


def test_two_folders_are_wanted(pack: Path, command: Command) -> None:
    ran = command("diff", pack)
    assert ran.code == 2
    assert "two folders are wanted, 1 given" in ran.err


@pytest.mark.skipif(GIT is None, reason="git is not installed")
class TestRevisions:
    @pytest.fixture
    def repository(self, tmp_path: Path, pack: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        monkeypatch.chdir(tmp_path)
        for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
            monkeypatch.delenv(name, raising=False)
        git("init", "-q", "-b", "main")
        git("add", "small")
        git("commit", "-q", "-m", "first")
        return tmp_path

    def test_since_a_revision(self, repository: Path, command: Command) -> None:
        rules = repository / "small" / "rules.yaml"
        rules.write_text(RULES.replace("due: 2 hours", "due: 1 hours"), encoding="utf-8")
        ran = command("diff", "--git", "main", "small")
        assert ran.code == 1
        assert "    action call_doctor: due: 2 hours → 1 hours (small/rules.yaml:13:3)\n" in ran.out

    def test_between_two_revisions_and_from_another_folder(
        self, repository: Path, command: Command, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (repository / "small" / "rules.yaml").write_text(RULES.replace("priority: urgent", "priority: soon"))
        git("commit", "-qam", "second")
        monkeypatch.chdir(repository / "small")
        ran = command("diff", "--git", "HEAD~1..HEAD", ".")
        assert ran.code == 1
        assert "    action call_doctor: priority: urgent → soon (HEAD:rules.yaml:13:3)\n" in ran.out

    def test_a_file_that_is_gone_is_read_where_it_was(self, repository: Path, command: Command) -> None:
        (repository / "small" / "rules.cases.yaml").unlink()
        assert command("diff", "--git", "main", "small").code == 0

    @pytest.mark.parametrize("revision", ["nowhere", "-x", ""])
    def test_a_revision_that_is_none(self, repository: Path, command: Command, revision: str) -> None:
        ran = command("diff", f"--git={revision}", "small")
        assert ran.code == 2
        assert "give a branch, a tag or a commit" in ran.err

    def test_a_path_that_the_revision_does_not_have(self, repository: Path, command: Command) -> None:
        (repository / "more").mkdir()
        ran = command("diff", "--git", "main", "more")
        assert ran.code == 2
        assert "`main` has no YAML files in `more`" in ran.err


def git(*arguments: str) -> None:
    assert GIT is not None
    who = ("-c", "user.name=Nobody", "-c", "user.email=nobody@example.org", "-c", "commit.gpgsign=false")
    subprocess.run([GIT, *who, *arguments], check=True, capture_output=True)

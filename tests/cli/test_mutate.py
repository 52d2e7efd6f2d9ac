"""`mutate`: breaks that cases notice, breaks that none does, and the case that would."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.cli.conftest import CASES, Command


def told(command: Command, pack: Path, *options: object) -> dict[str, dict[str, object]]:
    data = json.loads(command("mutate", pack, "--format", "json", "--jobs", 1, *options).out)
    return {f"{each['what']}: {each['break']}": each for each in data["mutants"]}


def test_each_break_is_told_with_what_became_of_it(pack: Path, command: Command) -> None:
    mutants = told(command, pack)
    states = {name: each["state"] for name, each in mutants.items()}
    assert states["fever_care.high_fever: without the rule"] == "killed"
    assert mutants["fever_care.high_fever: without the rule"]["by"] == "forty degrees"
    assert states["call_doctor: 3 hours instead of 2 hours"] == "killed"
    # No case lies between 38 and 40 degrees.
    assert states["fever.temperature: band 1 ends at 38.0 instead of 37.9"] == "survived"
    assert states["fever.temperature: band 2 gives 3 instead of 2"] == "survived"


def test_the_case_given_is_pasted_and_then_notices(pack: Path, command: Command) -> None:
    cases = pack / "rules.cases.yaml"
    assert command("mutate", pack, "--jobs", 1).code == 1
    for number in range(20):
        survived = [name for name, each in told(command, pack).items() if each["state"] == "survived"]
        if not survived:
            break
        case = str(told(command, pack)[survived[0]]["case"])
        assert "expect:" in case
        renamed = re.sub(r"name: .*", f"name: number {number}", case, count=1)
        cases.write_text(cases.read_text(encoding="utf-8") + renamed, encoding="utf-8")
        assert command("test", pack).code == 0
        assert told(command, pack)[survived[0]]["state"] == "killed"
    ran = command("mutate", pack, "--jobs", 1)
    assert (ran.code, ran.out.splitlines()[-1].endswith("noticed (100.0 %)")) == (0, True)


def test_processes_change_nothing(pack: Path, command: Command) -> None:
    assert command("mutate", pack, "--jobs", 2) == command("mutate", pack, "--jobs", 1)


def test_a_threshold_says_how_many_must_be_noticed(pack: Path, command: Command) -> None:
    assert command("mutate", pack, "--jobs", 1, "--fail-under", 10).code == 0
    assert command("mutate", pack, "--jobs", 1, "--fail-under", 100).code == 1


def test_only_one_form_or_set(pack: Path, command: Command) -> None:
    assert {each["of"] for each in told(command, pack, "--only", "fever").values()} == {"fever"}
    ran = command("mutate", pack, "--only", "fver")
    assert ran.code == 2
    assert "one of fever, fever_care" in ran.err


def test_every_other_break_is_always_the_same(pack: Path, command: Command) -> None:
    everything, some = list(told(command, pack)), list(told(command, pack, "--every", 3))
    assert some == everything[::3]
    assert f"tried of {len(everything)}" in command("mutate", pack, "--jobs", 1, "--every", 3).out


def test_cases_that_do_not_hold_come_first(pack: Path, command: Command) -> None:
    (pack / "rules.cases.yaml").write_text(CASES.replace("total: 0}", "total: 1}"), encoding="utf-8")
    ran = command("mutate", pack)
    assert ran.code == 2
    assert "the case `well` does not hold" in ran.err


def test_a_pack_without_cases_cannot_notice(pack: Path, command: Command) -> None:
    (pack / "rules.cases.yaml").unlink()
    assert command("mutate", pack).code == 2


def test_what_provably_makes_no_difference_is_left_out(pack: Path, command: Command) -> None:
    rules = pack / "rules.yaml"
    text = rules.read_text(encoding="utf-8")
    same = "when: fever.chills and (fever.chills or fever.chills)"
    rules.write_text(text.replace("when: fever.total >= 3", same), encoding="utf-8")
    (pack / "rules.cases.yaml").write_text(
        CASES.replace(
            "values: {fever.total: 3..4}\n      proposes: {call_doctor: {priority: urgent, due: 2 hours}}",
            "values: {fever.total: 3..4}",
        ),
        encoding="utf-8",
    )
    mutants = told(command, pack)
    (inner,) = [each for name, each in mutants.items() if "`and` instead of `or`" in name]
    assert inner["state"] == "equivalent"
    assert "proven over" in command("mutate", pack, "--jobs", 1).out

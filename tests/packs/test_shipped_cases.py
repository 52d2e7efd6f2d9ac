"""The shipped packs keep their word: no findings, every case holds, every rule and every row is reached."""

from __future__ import annotations

from decisionsupport.authoring.cases import from_documents, reached_by, run_cases
from decisionsupport.diagnostics import Report
from decisionsupport.engine import Engine
from decisionsupport.loading import cases_in, load_pack, read_files
from decisionsupport.loading.shipped import shipped_packs


def test_the_packs_have_no_findings() -> None:
    report = Report()
    assert load_pack(shipped_packs(), report) is not None
    assert [each.message for each in report] == []


def test_every_case_holds_and_everything_is_reached(engine: Engine, skovde: Engine) -> None:
    cases = from_documents(cases_in(read_files(shipped_packs()), Report()))
    sites = {None: engine, "skovde": skovde}
    assert [
        (each.case.name, each.differences) for each in run_cases(cases, sites.__getitem__) if not each.holds
    ] == []
    reached = reached_by((case, sites[case.setting.site]) for case in cases)
    assert reached.never_fired == ()
    assert reached.never_false == ()
    assert reached.rows_never_taken == ()
    assert len(cases) > 500

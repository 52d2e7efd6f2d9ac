"""The folder of kept entries: what is off with an entry makes it as if it were not there."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from benchmarks.generated import texts

import decisionsupport as ds
from decisionsupport.diagnostics import Report
from decisionsupport.kept import cabinet, key
from decisionsupport.loading import File, load_files, load_kept

PACK = {path: text.encode() for path, text in texts(10, 10).items()}
FILES = tuple(File(path, data) for path, data in PACK.items())
posix = pytest.mark.skipif(not hasattr(os, "geteuid"), reason="owners and modes are POSIX's")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    where = tmp_path / "cache" / "decisionsupport"
    monkeypatch.setenv("DECISIONSUPPORT_CACHE", str(where))
    return where


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """How often a pack was made of its files."""
    found: list[str] = []

    def counted(*arguments: object, **named: object) -> object:
        found.append("made")
        return load_files(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr("decisionsupport.loading.load_files", counted)
    return found


def entry(folder: Path) -> Path:
    (only,) = folder.iterdir()
    return only


def kept(files: tuple[File, ...] = FILES, site: str | None = None) -> object:
    report = Report()
    return load_kept(files, report, site=site), tuple(report)


def test_a_pack_is_made_once(folder: Path, made: list[str]) -> None:
    first = kept()
    assert kept() == first == (load_files(FILES, Report()), ())
    assert made == ["made"]


@posix
def test_it_is_for_the_user_alone(folder: Path) -> None:
    old = os.umask(0)
    try:
        kept()
    finally:
        os.umask(old)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(entry(folder).stat().st_mode) == 0o600


def test_a_pack_with_errors_is_refused_again_with_the_same_words(folder: Path, tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "pack.yaml").write_text("pack: p\nversion: 1.0.0\nlanguages: [en]\ntimezone: Nowhere/At_All\n")
    told = []
    for _ in range(2):
        with pytest.raises(ds.InvalidPack) as refused:
            ds.load(pack)
        told.append(list(refused.value.report))
    assert told[0] == told[1] != []
    assert len(list(folder.iterdir())) == 1


@pytest.mark.parametrize(
    "other",
    [
        FILES[1:],
        (File("elsewhere.yaml", FILES[0].data), *FILES[1:]),
        (File(FILES[0].path, FILES[0].data + b"\n"), *FILES[1:]),
    ],
    ids=["a file less", "another path", "another byte"],
)
def test_other_files_are_another_pack(other: tuple[File, ...], folder: Path, made: list[str]) -> None:
    kept()
    kept(other)
    assert len(made) == 2


def test_another_site_or_another_source_of_ours_is_another_entry(
    folder: Path, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept()
    kept(site="skovde")
    assert len(made) == 2
    monkeypatch.setattr(key, "own_source", lambda: "changed")
    kept()
    assert len(made) == 3
    monkeypatch.setattr(sys, "version", "3.99")
    kept()
    assert len(made) == 4


def test_own_source_is_the_bytes_of_our_modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = tmp_path / "kept" / "key.py"
    module.parent.mkdir()
    module.write_text("one")
    monkeypatch.setattr(key, "__file__", str(module))
    first = key.own_source.__wrapped__()
    module.write_text("two")
    second = key.own_source.__wrapped__()
    (tmp_path / "more.py").write_text("")
    assert len({first, second, key.own_source.__wrapped__()}) == 3


def test_any_byte_that_is_flipped_is_found(folder: Path, made: list[str]) -> None:
    expected = kept()
    path = entry(folder)
    whole = path.read_bytes()
    tried = sorted({*range(0, 160, 11), *range(160, len(whole), len(whole) // 500), len(whole) - 1})
    for place in tried:
        changed = bytearray(whole)
        changed[place] ^= 1
        path.write_bytes(changed)
        assert cabinet.take(path.stem) is None, place
    assert kept() == expected
    assert len(made) == 2
    assert path.read_bytes() == whole, "rebuilt"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: b"",
        lambda data: data[: len(data) // 2],
        lambda data: data[:-1],
        lambda data: data + b"\n",
        lambda data: data.partition(b"\n")[2],
        lambda data: b"{}\n" + data,
        lambda data: b"\xff\xfe" + data,
    ],
)
def test_an_entry_cut_short_or_grown_is_made_again(
    spoil: Callable[[bytes], bytes], folder: Path, made: list[str]
) -> None:
    expected = kept()
    path = entry(folder)
    path.write_bytes(spoil(path.read_bytes()))
    assert kept() == expected
    assert len(made) == 2


def test_an_entry_under_anothers_name_is_not_used(folder: Path, made: list[str]) -> None:
    kept()
    path = entry(folder)
    data = path.read_bytes()
    path.unlink()
    expected = kept(site="skovde")
    other = entry(folder)
    other.write_bytes(data)
    assert kept(site="skovde") == expected
    assert len(made) == 3


def test_a_whole_entry_that_tell_did_not_write_is_made_again(folder: Path, made: list[str]) -> None:
    expected = kept()
    for text in ("", "[]", "{}", '{"diagnostics":[[99999]]}', '{"diagnostics":[[3,0,0,0]],"sources":[]}'):
        cabinet.keep(entry(folder).stem, text)
        assert kept() == expected


@posix
@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_an_entry_that_others_may_write_is_not_used(mode: int, folder: Path, made: list[str]) -> None:
    kept()
    entry(folder).chmod(mode)
    kept()
    assert len(made) == 2
    assert stat.S_IMODE(entry(folder).stat().st_mode) == 0o600


@posix
def test_a_folder_that_others_may_write_is_neither_read_nor_written(folder: Path, made: list[str]) -> None:
    kept()
    folder.chmod(0o777)
    entry(folder).unlink()
    kept()
    kept()
    assert len(made) == 3
    assert list(folder.iterdir()) == []


@posix
@pytest.mark.parametrize("what", ["entry", "folder"])
def test_what_belongs_to_another_user_is_not_used(
    what: str, folder: Path, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept()
    path = entry(folder) if what == "entry" else folder
    if os.geteuid() == 0:
        os.chown(path, 12345, -1)
    else:
        user = os.geteuid()
        monkeypatch.setattr(os, "geteuid", lambda: user + 1)
    kept()
    assert len(made) == 2


@posix
def test_a_link_is_not_followed(folder: Path, tmp_path: Path, made: list[str]) -> None:
    kept()
    path = entry(folder)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(path.read_bytes())
    path.unlink()
    path.symlink_to(elsewhere)
    kept()
    assert len(made) == 2
    assert not path.is_symlink()


def test_where_nothing_can_be_written_nothing_is_kept(
    tmp_path: Path, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("DECISIONSUPPORT_CACHE", str(tmp_path / "file" / "cache"))
    assert kept() == kept()
    assert len(made) == 2


def test_off_is_off(tmp_path: Path, made: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("DECISIONSUPPORT_CACHE", "off")
    kept()
    kept()
    assert len(made) == 2
    assert list(tmp_path.iterdir()) == []


def test_the_users_cache_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DECISIONSUPPORT_CACHE")
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    monkeypatch.setattr(sys, "platform", "linux")
    assert cabinet.folder() == tmp_path / "xdg" / "decisionsupport"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert cabinet.folder() == tmp_path / ".cache" / "decisionsupport"
    monkeypatch.setattr(sys, "platform", "darwin")
    assert cabinet.folder() == tmp_path / "Library" / "Caches" / "decisionsupport"


def test_the_oldest_entries_go(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cabinet, "MOST_ENTRIES", 3)
    for number in range(5):
        cabinet.keep(f"{number:064x}", "{}")
        os.utime(folder / f"{number:064x}.jsonl", (number, number))
    assert sorted(path.stem[-1] for path in folder.iterdir()) == ["2", "3", "4"]


def test_load_takes_from_the_cache_unless_it_is_told_not_to(
    folder: Path, tmp_path: Path, made: list[str]
) -> None:
    for path, data in PACK.items():
        file = tmp_path / "pack" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    first = ds.load(tmp_path / "pack")
    second = ds.load(tmp_path / "pack")
    assert len(made) == 1
    third = ds.load(tmp_path / "pack", cache=False)
    assert first.program == second.program == third.program
    answers = {"form_3": {"rate": 30, "trouble": "daily", "alone": True}}
    given = {"at": "2026-11-23T09:00:00+01:00"}
    said = {engine.evaluate(answers, **given).to_json() for engine in (first, second, third)}
    assert len(said) == 1

"""An archive moves by plain copy: over a stick, through a zip, to a system that knows neither modes nor capitals."""

from __future__ import annotations

import os
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.personas import KEEPER

from onrecord import app, store, vault
from onrecord.store import Desk, Draft


def _fill(desk: Desk, folder: Path, count: int = 12) -> list[str]:
    for number in range(count):
        (folder / f"note-{number}.txt").write_text(f"note {number}")
    report = vault.seal(desk, [folder / f"note-{number}.txt" for number in range(count)])
    return [one.item for one in report.sealed]


def _is_the_same(moved: Path, items: list[str], archive_id: str, size: int) -> None:
    with app.open_desk(moved, actor=KEEPER) as desk:
        assert store.check(desk, deep=True).problems == ()
        assert desk.info.id == archive_id
        assert [one.id for one in vault.items(desk)] == items
        assert desk.log.size() == size
        assert desk.log.checkpoint()
        assert desk.append([Draft(kind="note-made@1", payload={})])


def test_a_copied_folder_is_the_archive(desk: Desk, tmp_path: Path) -> None:
    """`cp -r`: it opens, every byte holds, it signs with the same key, and goes on."""
    items, size = _fill(desk, tmp_path), desk.log.size()
    desk.close()
    shutil.copytree(desk.info.folder, tmp_path / "elsewhere" / "moved")
    shutil.rmtree(desk.info.folder)
    _is_the_same(tmp_path / "elsewhere" / "moved", items, desk.info.id, size)


def test_a_zip_over_a_stick_without_modes(desk: Desk, tmp_path: Path) -> None:
    """Who may read a file is lost on the way, and whether a folder may be entered."""
    items, size = _fill(desk, tmp_path), desk.log.size()
    desk.close()
    packed = shutil.make_archive(str(tmp_path / "packed"), "zip", desk.info.folder)
    with zipfile.ZipFile(packed) as opened:
        opened.extractall(tmp_path / "moved")
    for path in (tmp_path / "moved").rglob("*"):
        path.chmod(0o777 if path.is_dir() else 0o666)
    _is_the_same(tmp_path / "moved", items, desk.info.id, size)


def test_no_two_names_differ_by_capitals_and_none_is_odd(desk: Desk, tmp_path: Path) -> None:
    """What Windows or exFAT would fold into one, or refuse, is never made."""
    _fill(desk, tmp_path)
    folder = desk.info.folder
    names = [path.relative_to(folder).as_posix() for path in folder.rglob("*")]
    assert len({name.casefold() for name in names}) == len(names)
    assert all(name.isascii() and not set(name) & set('\\:*?"<>|') and len(name) < 100 for name in names)
    assert not any(part.endswith((" ", ".")) for name in names for part in name.split("/"))


def test_it_holds_no_path_of_the_computer_it_lay_on(desk: Desk, tmp_path: Path) -> None:
    """Neither its mark nor any other file of its own."""
    _fill(desk, tmp_path)
    desk.log.checkpoint()
    folder = desk.info.folder
    desk.close()
    for path in folder.rglob("*"):
        if path.is_file():
            assert os.fsencode(folder) not in path.read_bytes(), path.name


def test_a_journal_that_came_along_is_played(desk: Desk, tmp_path: Path) -> None:
    """The folder was copied after a crash: what is in `-wal` counts."""
    items, size = _fill(desk, tmp_path), desk.log.size()
    assert (desk.info.folder / "log.sqlite-wal").stat().st_size > 0  # the desk is still open
    shutil.copytree(desk.info.folder, tmp_path / "moved")
    _is_the_same(tmp_path / "moved", items, desk.info.id, size)


def test_without_its_journal_a_copy_is_found_to_lack_entries(desk: Desk, tmp_path: Path) -> None:
    """What was acknowledged and is not there is told, and no second history is begun on the rest."""
    _fill(desk, tmp_path)
    moved = tmp_path / "moved"
    shutil.copytree(desk.info.folder, moved, ignore=shutil.ignore_patterns("log.sqlite-*"))
    with pytest.raises(store.LogBehind) as fault:
        app.open_desk(moved, actor=KEEPER)
    assert fault.value.exit_status == 10
    assert all("-wal" in fault.value.message(language) for language in ("en", "ru", "kk"))
    with app.open_desk(moved, actor=KEEPER, reading_only=True) as reading:
        assert {problem["code"] for problem in store.check(reading, deep=False).problems} == {"store.log-behind"}
    (moved / ".onrecord-size").unlink()  # a keeper who has looked, and has nothing better
    with app.open_desk(moved, actor=KEEPER) as going_on:
        assert going_on.append([Draft(kind="note-made@1", payload={})])


def test_a_copy_made_while_somebody_writes_is_whole_or_told(desk_of: Callable[..., Desk], tmp_path: Path) -> None:
    """At every step of the copying something is written: the copy opens whole, or says that it is not."""
    desk = desk_of()
    _fill(desk, tmp_path)
    source = desk.info.folder
    files = sorted(path.relative_to(source) for path in source.rglob("*") if path.is_file())
    outcomes = set()
    for written_before in range(len(files) + 1):
        moved = tmp_path / f"moved-{written_before}"
        for number, name in enumerate(files):
            if number == written_before:
                desk.append([Draft(kind="note-made@1", payload={"number": number})])
                desk.database.scrub()  # the journal is emptied into the file in the middle of it
            (moved / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source / name, moved / name) if (source / name).exists() else None
        outcomes.add(_outcome(moved, desk.log.size()))
    assert outcomes <= {"whole", "told"}
    assert "whole" in outcomes


def _outcome(moved: Path, size: int) -> str:
    try:
        with app.open_desk(moved, actor=KEEPER) as desk:
            report = store.check(desk, deep=True)
            if not report.problems:
                return "whole" if desk.log.size() in (size, size - 1) else "behind in silence"
            return "told"
    except (store.LogBehind, store.ArchiveDamaged, store.NotAnArchive):
        return "told"


def test_the_note_of_its_size_is_never_ahead_of_the_log(desk: Desk) -> None:
    """It is written after the entries are durable, grows with them, and a write that fails leaves it as it was."""
    note = desk.info.folder / ".onrecord-size"
    for number in range(3):
        desk.append([Draft(kind="note-made@1", payload={"number": number})])
        assert int(note.read_text()[:16]) == desk.log.size() == number + 1
    with pytest.raises(RuntimeError), desk.writing() as transaction:
        transaction.append([Draft(kind="note-made@1", payload={"number": 99})])
        raise RuntimeError
    assert int(note.read_text()[:16]) == desk.log.size() == 3


def test_a_note_that_is_nonsense_is_told_and_holds_nothing_up(desk_of: Callable[..., Desk]) -> None:
    """It is a help, not a part of the record: work goes on, and the next entry writes it anew."""
    desk = desk_of()
    desk.append([Draft(kind="note-made@1", payload={})])
    (desk.info.folder / ".onrecord-size").write_bytes(b"\xff nonsense")
    assert {problem["code"] for problem in store.check(desk_of(), deep=True).problems} == {"store.archive-damaged"}
    desk_of().append([Draft(kind="note-made@1", payload={})])
    assert store.check(desk_of(), deep=True).problems == ()


def test_an_empty_log_has_a_note_as_well(desk: Desk) -> None:
    """None is a number too."""
    with desk.writing():
        pass
    assert (desk.info.folder / ".onrecord-size").exists()
    assert store.check(desk, deep=True).problems == ()


def test_a_log_that_was_cut_behind_our_back_shows_as_that(archive: Path, desk_of: Callable[..., Desk]) -> None:
    """C4: the note says so too where tables and heads were cut along with it."""
    desk = desk_of()
    desk.append([Draft(kind="note-made@1", payload={"number": number}) for number in range(3)])
    desk.close()
    with sqlite3.connect(archive / "log.sqlite") as raw:
        raw.execute("DROP TRIGGER entries_delete")
        raw.execute("DROP TRIGGER payloads_delete")
        raw.execute("DELETE FROM payloads WHERE seq = 2")
        raw.execute("DELETE FROM entries WHERE seq = 2")
        raw.execute("UPDATE folds SET size = 2")
    raw.close()
    with app.open_desk(archive, actor=KEEPER, reading_only=True) as reading:
        codes = {problem["code"] for problem in store.check(reading, deep=False).problems}
    assert {"store.log-behind", "store.log-damaged"} & codes

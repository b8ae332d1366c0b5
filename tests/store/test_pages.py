"""Bytes of the database that belong to no row: what a disk changes there is found as well."""

import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.personas import KEEPER

from onrecord import app, store, vault
from onrecord.kernel import FixedClock
from onrecord.store import Desk, Draft
from onrecord.store.pages import Pages


@pytest.fixture
def closed(archive: Path, desk_of: Callable[..., Desk], tmp_path: Path) -> Path:
    """An archive with a few items, closed by the last who wrote."""
    (tmp_path / "a.txt").write_text("evidence")
    with desk_of() as desk:
        vault.seal(desk, [tmp_path / "a.txt"])
        desk.log.checkpoint()
    return archive


def _flipped(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


def _gap(path: Path) -> int:
    """Return where a byte lies that no row of the database needs: behind the cell pointers of a page that has room."""
    content = path.read_bytes()
    for page in range(1, len(content) // 4096):
        start = page * 4096
        if content[start] in (5, 13):  # an inner or outer page of a table (sqlite.org/fileformat.html, 1.6)
            header = 12 if content[start] == 5 else 8
            free_from = header + 2 * int.from_bytes(content[start + 3 : start + 5])
            if int.from_bytes(content[start + 5 : start + 7]) - free_from > 64:
                return start + free_from + 32
    pytest.fail("every page is full")


def test_a_bit_that_no_row_needs_is_found_and_its_page_named(closed: Path, desk_of: Callable[..., Desk]) -> None:
    """The engine itself sees nothing there: integrity_check says ok."""
    at = _gap(closed / "log.sqlite")
    _flipped(closed / "log.sqlite", at)
    (problem,) = store.check(desk_of(reading_only=True), deep=True).problems
    assert (problem["code"], problem["page"]) == ("store.archive-damaged", at // 4096 + 1)


def test_an_archive_that_was_closed_is_looked_at_whole(closed: Path, desk_of: Callable[..., Desk]) -> None:
    """Whoever reads changes nothing; whoever writes takes the digests back first and leaves new ones."""
    with desk_of(reading_only=True) as desk:
        report = store.check(desk, deep=False)
        assert (report.problems, report.not_judged) == ((), ())
    digests = closed / "log.sqlite-pages"
    before = digests.read_bytes()
    with desk_of() as desk:
        assert digests.read_bytes() == before
        desk.append([Draft(kind="note-made@1", payload={})])
        assert not digests.exists()
        assert store.check(desk, deep=False).not_judged == ("pages",)
    assert digests.read_bytes() != before
    assert store.check(desk_of(reading_only=True), deep=False).problems == ()


def test_while_somebody_else_has_it_open_nobody_vouches_for_its_pages(
    closed: Path, desk_of: Callable[..., Desk]
) -> None:
    """What they write later would look like damage."""
    first, second = desk_of(), desk_of()
    first.append([Draft(kind="note-made@1", payload={})])
    second.log.size()
    first.close()
    assert not (closed / "log.sqlite-pages").exists()
    second.append([Draft(kind="note-made@1", payload={})])
    second.close()
    assert (closed / "log.sqlite-pages").exists()
    assert store.check(desk_of(), deep=True).problems == ()


def test_a_killed_writer_leaves_no_digests_of_what_was_before(closed: Path, desk_of: Callable[..., Desk]) -> None:
    """The next check finds the log whole, says what it could not judge, and raises no false alarm."""
    code = (
        "import os, sys\nfrom pathlib import Path\nfrom onrecord import app\nfrom onrecord.store import Draft\n"
        "from tests.personas import KEEPER\ndesk = app.open_desk(Path(sys.argv[1]), actor=KEEPER)\n"
        "desk.append([Draft(kind='note-made@1', payload={})])\nos.kill(os.getpid(), 9)\n"
    )
    killed = subprocess.run([sys.executable, "-c", code, str(closed)], check=False, cwd=Path(__file__).parents[2])
    assert killed.returncode == -9
    report = store.check(desk_of(), deep=True)
    assert (report.problems, report.not_judged) == ((), ("pages",))


@pytest.mark.parametrize("name", ["onrecord.toml", "log.sqlite-pages"])
def test_the_mark_and_the_digests_themselves_are_looked_at(
    closed: Path, desk_of: Callable[..., Desk], name: str
) -> None:
    """A letter of the title, a letter of the digests."""
    content = (closed / name).read_bytes()
    at = content.index(b"Valley") if name == "onrecord.toml" else len(content) // 2
    _flipped(closed / name, at)
    (problem,) = store.check(desk_of(reading_only=True), deep=False).problems
    assert (problem["code"], problem["expected"]) == ("store.archive-damaged", name)


def test_a_page_is_told_only_where_nothing_else_explains_it(closed: Path, desk_of: Callable[..., Desk]) -> None:
    """Who edits a table is told the table, not the pages it lies in."""
    with sqlite3.connect(closed / "log.sqlite") as insider:
        insider.execute("UPDATE items SET name = 'another.txt'")
    insider.close()
    (problem,) = store.check(desk_of(reading_only=True), deep=False).problems
    assert problem["code"] == "store.rebuild-differs"


def test_a_file_that_was_put_in_the_place_of_this_one_is_not_judged(closed: Path, desk_of: Callable[..., Desk]) -> None:
    """Not one page is the same: the digests are of another file. A vacuum leaves the first pages alike and is told."""
    with sqlite3.connect(closed / "log.sqlite") as other:
        other.execute(f"VACUUM INTO '{closed / 'other.sqlite'}'")
    other.close()
    encrypted = bytes(byte ^ 0x55 for byte in (closed / "other.sqlite").read_bytes())
    (closed / "log.sqlite").write_bytes(encrypted)
    assert Pages(closed / "log.sqlite").found() is None


def test_tables_that_somebody_dropped_are_made_anew_without_an_alarm(
    closed: Path, desk_of: Callable[..., Desk]
) -> None:
    """B4: they are the log's shadow; the format says that they may be dropped."""
    with sqlite3.connect(closed / "log.sqlite") as insider:
        for table in ("items", "custody", "layers", "claims", "folds"):
            insider.execute(f"DROP TABLE IF EXISTS {table}")
    insider.close()
    desk = desk_of(reading_only=True)
    assert store.check(desk, deep=True).problems == ()
    assert [item.name for item in vault.items(desk)] == ["a.txt"]


def test_a_bit_that_makes_tables_look_old_is_told_though_they_are_made_anew(
    closed: Path, desk_of: Callable[..., Desk]
) -> None:
    """The opening heals what the bit did; that there was one is still told."""
    content = (closed / "log.sqlite").read_bytes()
    at = content.index(b"vaultreading") if b"vaultreading" in content else content.rindex(b"vault")
    _flipped(closed / "log.sqlite", at)
    problems = store.check(desk_of(reading_only=True), deep=False).problems
    assert "store.archive-damaged" in {problem["code"] for problem in problems}


def test_where_digests_cannot_be_kept_nothing_else_fails(
    closed: Path, desk_of: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk at the very end: what was acknowledged stands, and the next check says what it did not judge."""

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with desk_of() as desk:
        desk.append([Draft(kind="note-made@1", payload={})])
        monkeypatch.setattr("onrecord.store.disk.Disk.fsync", full)
    assert not [one for one in closed.iterdir() if "pages" in one.name]
    monkeypatch.undo()
    assert store.check(desk_of(reading_only=True), deep=True).problems == ()


def _copy_with_a_flip(original: Path, copy: Path, chance: random.Random) -> None:
    shutil.copytree(original, copy)
    content = bytearray((copy / "log.sqlite").read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    (copy / "log.sqlite").write_bytes(content)


def test_the_digests_find_any_bit_of_any_page(closed: Path) -> None:
    """B1, P2: five hundred flips anywhere in the file."""
    path, chance = closed / "log.sqlite", random.Random(1)
    original = path.read_bytes()
    for _ in range(500):
        content = bytearray(original)
        at = chance.randrange(len(content))
        content[at] ^= 1 << chance.randrange(8)
        path.write_bytes(content)
        found = Pages(path).found()
        assert found is not None
        assert found.differing == (at // 4096 + 1,)


def test_the_clock_of_the_file_system_plays_no_part(closed: Path, tmp_path: Path, clock: FixedClock) -> None:
    """A plain copy of the folder is judged as the original is."""
    for number in range(20):
        _copy_with_a_flip(closed, tmp_path / f"copy-{number}", random.Random(number))
        try:
            with app.open_desk(tmp_path / f"copy-{number}", actor=KEEPER, clock=clock, reading_only=True) as desk:
                assert store.check(desk, deep=False).problems
        except store.ArchiveDamaged:
            continue

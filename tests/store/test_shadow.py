"""Tables are the log's shadow: made anew to the same digest, in any batches; an edit of theirs is found."""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, Connection, Integer, MetaData, Table, insert
from tests.personas import KEEPER

from onrecord import store
from onrecord.kernel import CountedIds, FixedClock
from onrecord.store import Desk, Draft, Entry, Shadow

_NUMBERS = Table("numbers", MetaData(), Column("seq", Integer, primary_key=True), Column("number", Integer))


def _fold(connection: Connection, entries: Sequence[Entry]) -> None:
    rows = [{"seq": entry.seq, "number": (entry.payload or {})["number"]} for entry in entries]
    connection.execute(insert(_NUMBERS), rows)


def _shadow(version: int = 1) -> Shadow:
    return Shadow(name="numbers", version=version, kinds=frozenset({"note-made@1"}), tables=(_NUMBERS,), fold=_fold)


@pytest.fixture
def open_numbers(archive: Path, clock: FixedClock) -> Callable[..., Desk]:
    """Open the archive with one small shadow."""

    def open_with(version: int = 1) -> Desk:
        shadows = (_shadow(version),)
        return store.open_desk(archive, actor=KEEPER, clock=clock, ids=CountedIds(), shadows=shadows)

    return open_with


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.lists(st.integers(0, 99), max_size=6), max_size=6))
def test_folding_in_any_batches_gives_the_same_tables(
    open_numbers: Callable[..., Desk], batches: list[list[int]]
) -> None:
    """What was folded entry by entry is what folding the whole log gives."""
    with open_numbers() as desk:
        for batch in batches:
            desk.append([Draft(kind="note-made@1", payload={"number": number}) for number in batch])
        before = store.table_digest(desk)
        report = store.rebuild(desk, check_only=True)
        assert report.same
        assert before == store.table_digest(desk) == report.digest_after


def test_an_edit_of_a_table_is_found_and_undone(open_numbers: Callable[..., Desk], archive: Path) -> None:
    """`--check` tells and touches nothing; a rebuild puts right what the log says."""
    with open_numbers() as desk:
        desk.append([Draft(kind="note-made@1", payload={"number": 11})])
        right = store.table_digest(desk)
        with closing(sqlite3.connect(archive / "log.sqlite", isolation_level=None)) as insider:
            insider.execute("UPDATE numbers SET number = 12")
        insider.close()
        wrong = store.table_digest(desk)
        assert not store.rebuild(desk, check_only=True).same
        assert store.table_digest(desk) == wrong != right
        assert {problem["code"] for problem in store.check(desk, deep=False).problems} == {"store.rebuild-differs"}
        assert not store.rebuild(desk, check_only=False).same
        assert store.table_digest(desk) == right


def test_tables_of_another_version_are_made_anew_at_opening(open_numbers: Callable[..., Desk]) -> None:
    """A release that folds differently never reads rows of the one before."""
    with open_numbers() as desk:
        desk.append([Draft(kind="note-made@1", payload={"number": 11})])
        with desk.writing() as transaction:
            transaction.connection.execute(_NUMBERS.delete())
    with open_numbers(version=2) as desk, desk.reading() as connection:
        assert connection.execute(_NUMBERS.select()).all() == [(0, 11)]


def test_missing_and_untracked_objects_are_told_apart(
    desk_of: Callable[..., Desk], archive: Path, tmp_path: Path
) -> None:
    """B2, B3: what the log names and is gone; what is there and nobody names; what a quick check did not read."""
    from onrecord import vault

    desk = desk_of()
    file = tmp_path / "a.txt"
    file.write_text("evidence")
    (sealed,) = vault.seal(desk, [file]).sealed
    stray = desk.blobs.put_bytes(b"nobody names this")
    report = store.check(desk, deep=False)
    assert (report.problems, report.untracked) == ((), (stray.sha256,))
    path = archive / "blobs" / sealed.sha256[:2] / sealed.sha256
    path.write_bytes(b"evidencf")
    assert store.check(desk, deep=False).problems == ()
    (changed,) = store.check(desk, deep=True).problems
    assert (changed["code"], changed["item"], changed["expected"]) == (
        "store.digest-mismatch",
        sealed.item,
        sealed.sha256,
    )
    path.unlink()
    (missing,) = store.check(desk, deep=False).problems
    assert (missing["code"], missing["item"]) == ("store.object-missing", sealed.item)

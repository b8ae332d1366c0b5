"""The desk: a room's tables never lag behind, what is expunged is gone, and a reader writes nothing."""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Column, Connection, Integer, MetaData, Table, Text, insert
from sqlalchemy.exc import IntegrityError
from tests.personas import ANALYST, KEEPER

from onrecord import store
from onrecord.kernel import Actor, CountedIds, FixedClock, verify_inclusion
from onrecord.store import Desk, Draft, Entry, Shadow

_WORDS = Table("words", MetaData(), Column("seq", Integer, primary_key=True), Column("words", Text, index=True))
_CANARY = "Uluq-7c41e9-canary"


def _fold(connection: Connection, entries: Sequence[Entry]) -> None:
    rows = [{"seq": entry.seq, "words": (entry.payload or {})["words"]} for entry in entries]
    connection.execute(insert(_WORDS), rows)


_SHADOW = Shadow(name="words", version=1, kinds=frozenset({"word-said@1"}), tables=(_WORDS,), fold=_fold)


@pytest.fixture
def open_with(archive: Path, clock: FixedClock) -> Callable[..., Desk]:
    """Open the archive with these rooms' tables."""

    def open_desk(*shadows: Shadow, actor: Actor = KEEPER, reading_only: bool = False) -> Desk:
        return store.open_desk(
            archive, actor=actor, clock=clock, ids=CountedIds(), shadows=shadows, reading_only=reading_only
        )

    return open_desk


def _said(*words: str) -> list[Draft]:
    return [Draft(kind="word-said@1", payload={"words": one}) for one in words]


def _rows(desk: Desk) -> list[tuple[int, str]]:
    with desk.reading() as connection:
        return [(row.seq, row.words) for row in connection.execute(_WORDS.select().order_by(_WORDS.c.seq))]


def test_tables_catch_up_with_what_a_program_of_fewer_rooms_appended(open_with: Callable[..., Desk]) -> None:
    """An older release knows no such room; when the newer one comes back it reads no stale table."""
    with open_with(_SHADOW) as desk:
        desk.append(_said("one"))
    with open_with() as older:
        older.append(_said("two"))
    with open_with(_SHADOW) as desk:
        assert _rows(desk) == [(0, "one"), (1, "two")]


def test_tables_catch_up_before_they_are_written_on(open_with: Callable[..., Desk]) -> None:
    """The same while both are at work: the fold goes in the order of the log, with no gap."""
    with open_with(_SHADOW) as desk, open_with() as older:
        desk.append(_said("one"))
        older.append(_said("two"))
        desk.append(_said("three"))
        assert _rows(desk) == [(0, "one"), (1, "two"), (2, "three")]
        assert store.rebuild(desk, check_only=True).same


@pytest.mark.parametrize("dropped", [["words"], ["folds"], ["words", "folds"]])
def test_tables_that_were_dropped_are_made_again(
    open_with: Callable[..., Desk], archive: Path, dropped: list[str]
) -> None:
    """B4: all that is derived may go; the log gives it back."""
    with open_with(_SHADOW) as desk:
        desk.append(_said("one", "two"))
    with closing(sqlite3.connect(archive / "log.sqlite", isolation_level=None)) as connection:
        for name in dropped:
            connection.execute(f"DROP TABLE {name}")
    connection.close()
    with open_with(_SHADOW, reading_only=True) as desk:
        assert _rows(desk) == [(0, "one"), (1, "two")]
        assert store.check(desk, deep=True).problems == ()


def test_a_desk_opened_for_reading_writes_nothing(open_with: Callable[..., Desk]) -> None:
    """To write at it is a mistake of the program, not of a person."""
    with open_with(_SHADOW, reading_only=True) as desk:
        with pytest.raises(RuntimeError, match="reading only"):
            desk.append(_said("one"))
        assert desk.log.size() == 0


def test_what_is_expunged_is_gone_and_every_proof_stands(open_with: Callable[..., Desk], archive: Path) -> None:
    """P9: payload and salt are destroyed, tables forget, no byte is left in the folder; the rest still verifies."""
    with open_with(_SHADOW) as desk:
        desk.append([*_said("one", _CANARY, "three"), *_said(*(f"{_CANARY} {number}" for number in range(200)))])
        head, size, leaves = desk.log.root(), desk.log.size(), desk.log.leaf_hashes()
        with desk.writing() as transaction:
            (decision,) = transaction.append([Draft(kind="entry-expunged@1", payload={"why": "consent withdrawn"})])
            transaction.expunge([1, *range(3, 203)], by=decision)
        desk.scrub()
        assert desk.log.entry(1).payload is None
        assert desk.log.entry(1).salt is None
        assert _rows(desk) == [(0, "one"), (2, "three")]
        assert desk.log.leaf_hashes()[:size] == leaves
        verify_inclusion(leaves[1], 1, size, desk.log.inclusion_proof(1, size), head)
        assert store.check(desk, deep=True).problems == ()
        assert store.rebuild(desk, check_only=True).same
    assert not [file for file in archive.rglob("*") if file.is_file() and _CANARY.encode() in file.read_bytes()]


def test_only_a_keeper_expunges_and_only_once(open_with: Callable[..., Desk]) -> None:
    """An analyst may not; what is gone cannot go again; nothing is expunged on the word of an earlier entry."""
    with open_with(_SHADOW, actor=ANALYST) as desk:
        one, two = desk.append(_said("one", "two"))
        with pytest.raises(store.RoleTooNarrow), desk.writing() as transaction:
            transaction.expunge([0], by=two)
    with open_with(_SHADOW) as desk:
        with pytest.raises(IntegrityError, match="insert-only"), desk.writing() as transaction:
            transaction.expunge([1], by=one)
        with desk.writing() as transaction:
            transaction.expunge([0], by=two)
        with pytest.raises(store.NoSuchEntry), desk.writing() as transaction:
            transaction.expunge([0], by=two)
        assert _rows(desk) == [(1, "two")]


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM payloads WHERE seq = 0",
        "INSERT OR REPLACE INTO entries SELECT seq, at, 'somebody', kind, commitment, leaf_hash FROM entries",
        "INSERT OR REPLACE INTO payloads SELECT seq, salt, x'7b7d' FROM payloads",
        "INSERT INTO entries SELECT 7, at, actor, kind, commitment, leaf_hash FROM entries",
        "INSERT INTO expunged VALUES (0, 0)",
    ],
)
def test_the_database_refuses_what_is_no_append(open_with: Callable[..., Desk], archive: Path, statement: str) -> None:
    """No gap, no replacing, no payload destroyed without an expunging: also for who opens the file by other means."""
    with open_with(_SHADOW) as desk:
        desk.append(_said("one"))
        connection = sqlite3.connect(archive / "log.sqlite", isolation_level=None)
        with pytest.raises(sqlite3.IntegrityError, match="insert-only"):
            connection.execute(statement)
        connection.close()
        assert store.check(desk, deep=True).problems == ()

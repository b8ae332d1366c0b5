"""The log: insert-only, in one order, with heads that nobody can take back."""

import datetime as dt
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.exc import DatabaseError
from tests.personas import ANALYST, KEEPER

from onrecord import store
from onrecord.kernel import (
    Actor,
    Checkpoint,
    CountedIds,
    FixedClock,
    Role,
    SignedNote,
    VerifierKey,
    canonical_bytes,
    commitment,
    leaf_hash,
    verify_consistency,
    verify_inclusion,
)
from onrecord.store import Desk, Draft


def _drafts(count: int, start: int = 0) -> list[Draft]:
    return [Draft(kind="note-made@1", payload={"number": number}) for number in range(start, start + count)]


def _sql(archive: Path, statement: str, *, trusting: bool = False) -> None:
    """Run a statement as an insider with the file would; `trusting` takes the triggers away first."""
    import sqlite3

    with closing(sqlite3.connect(archive / "log.sqlite", isolation_level=None)) as connection:
        if trusting:
            names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
            for (name,) in names:
                connection.execute(f"DROP TRIGGER {name}")
        connection.execute(statement)


def test_an_entry_commits_to_its_payload_behind_a_salt(desk: Desk) -> None:
    """Leaf and commitment are what the format says, and the payload comes back as it was."""
    (entry,) = desk.append([Draft(kind="note-made@1", payload={"words": "ў"})])
    assert entry.salt is not None
    assert entry.payload is not None
    assert entry.commitment == commitment(entry.salt, canonical_bytes(entry.payload))
    assert desk.log.entry(0) == entry
    assert desk.log.leaf_hashes() == [leaf_hash(canonical_bytes(entry.leaf()))]


@pytest.mark.parametrize("name", ["keeper", 'a "%s" \\ \u0451\n', "\u4e1c\u5e72 \U0001f600"])
def test_leaves_written_together_are_the_canonical_ones(desk_of: Callable[..., Desk], name: str) -> None:
    """What an actor is called, and how many kinds come at once, changes no byte of a leaf: 300 entries in one append."""
    kinds = ("note-made@1", "item-named@2", "note-made@1")
    drafts = [Draft(kind=kinds[number % 3], payload={"number": number}) for number in range(300)]
    with desk_of(Actor(name=name, role=Role.KEEPER)) as desk:
        entries = desk.append(drafts)
        assert desk.log.leaf_hashes() == [leaf_hash(canonical_bytes(entry.leaf())) for entry in entries]
        assert list(desk.log.entries()) == list(entries)
        assert store.check(desk, deep=True).problems == ()


@pytest.mark.parametrize("table", ["entries", "payloads", "checkpoints"])
@pytest.mark.parametrize("act", ["UPDATE {} SET seq = seq", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_change_a_row(desk: Desk, table: str, act: str) -> None:
    """Insert-only is a trigger, not a habit."""
    desk.append(_drafts(1))
    desk.log.checkpoint()
    statement = act.format(table).replace("seq", "size" if table == "checkpoints" else "seq")
    with pytest.raises(DatabaseError, match="insert-only"), desk.database.engine.begin() as connection:
        connection.exec_driver_sql(statement)


def test_proofs_verify_against_the_signed_head(desk: Desk) -> None:
    """Each entry stands in the head, and each earlier head is a beginning of it."""
    desk.append(_drafts(11))
    size, root = desk.log.size(), desk.log.root()
    for seq, leaf in enumerate(desk.log.leaf_hashes()):
        verify_inclusion(leaf, seq, size, desk.log.inclusion_proof(seq), root)
    for first in range(1, size + 1):
        verify_consistency(first, size, desk.log.consistency_proof(first), desk.log.root(first), root)


def test_a_head_is_signed_once_and_says_whose_log_it_is(desk: Desk) -> None:
    """C2SP checkpoint: origin, size, root; the key's id leads the signature; the same head gives the same note."""
    desk.append(_drafts(3))
    note = desk.log.checkpoint()
    assert desk.log.checkpoint() == note
    parsed = SignedNote.parse(note)
    head = Checkpoint.parse(parsed.text)
    assert (head.origin, head.size, head.root) == (desk.info.origin, 3, desk.log.root())
    assert parsed.signatures[0].key_id == VerifierKey.parse(desk.info.verifier_key).key_id


def test_a_cut_tail_is_found_before_anything_is_signed(archive: Path, desk_of: Callable[..., Desk]) -> None:
    """C4: fewer entries than were signed."""
    desk = desk_of()
    desk.append(_drafts(5))
    desk.log.checkpoint()
    _sql(archive, "DELETE FROM entries WHERE seq > 2", trusting=True)
    with pytest.raises(store.LogDamaged):
        desk.log.checkpoint()
    report = store.check(desk, deep=False)
    assert {problem["code"] for problem in report.problems} == {"store.log-damaged"}


@pytest.mark.parametrize(
    ("statement", "seq"),
    [
        ("UPDATE payloads SET payload = '{\"number\":99}' WHERE seq = 3", 3),
        ("UPDATE entries SET actor = 'somebody' WHERE seq = 1", 1),
        ("UPDATE entries SET at = '2031-04-01T11:00:00Z' WHERE seq = 2", 2),
        ("DELETE FROM entries WHERE seq = 2", 2),
    ],
)
def test_an_edited_entry_is_named(archive: Path, desk_of: Callable[..., Desk], statement: str, seq: int) -> None:
    """C4: a figure, an author, a date, a missing row; the first bad entry is named."""
    desk = desk_of()
    desk.append(_drafts(5))
    _sql(archive, statement, trusting=True)
    problems = store.check(desk, deep=False).problems
    assert problems[0]["code"] == "store.log-damaged"
    assert problems[0]["seq"] == seq


def test_a_clock_set_back_never_makes_the_log_fall(archive: Path) -> None:
    """A9: the order is the sequence; times do not fall."""
    for hour in (12, 9):
        clock = FixedClock(dt.datetime(2031, 4, 2, hour, tzinfo=dt.UTC))
        with store.open_desk(archive, actor=KEEPER, clock=clock, ids=CountedIds(), shadows=()) as desk:
            desk.append(_drafts(1))
            times = [entry.at for entry in desk.log.entries()]
    assert times == sorted(times)
    assert len(times) == 2


def test_twenty_writers_make_one_chain(archive: Path, clock: FixedClock) -> None:
    """I2: 20 writers, a thousand entries; no gap, no number taken twice, nothing lost."""
    _write_at_once(archive, clock, each=50)


@pytest.mark.soak
def test_twenty_writers_make_one_chain_of_four_thousand(archive: Path, clock: FixedClock) -> None:
    """The same, four times as long."""
    _write_at_once(archive, clock, each=200)


def _write_at_once(archive: Path, clock: FixedClock, *, each: int) -> None:
    faults: list[BaseException] = []

    def write(writer: int) -> None:
        try:
            with store.open_desk(archive, actor=ANALYST, clock=clock, ids=CountedIds(), shadows=()) as desk:
                for number in range(each):
                    desk.append(_drafts(1, start=writer * 1000 + number))
        except BaseException as fault:  # noqa: BLE001 - a thread's fault must reach the test
            faults.append(fault)

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    with store.open_desk(archive, actor=KEEPER, clock=clock, ids=CountedIds(), shadows=()) as desk:
        entries = list(desk.log.entries())
        assert [entry.seq for entry in entries] == list(range(20 * each))
        assert len({entry.payload["number"] for entry in entries if entry.payload}) == 20 * each
        assert store.check(desk, deep=True).problems == ()


def test_what_is_checked_and_what_is_written_happen_together(desk: Desk) -> None:
    """I6: a fault inside a transaction leaves nothing of it."""
    with pytest.raises(RuntimeError, match="changed my mind"), desk.writing() as transaction:
        transaction.append(_drafts(2))
        msg = "changed my mind"
        raise RuntimeError(msg)
    assert desk.log.size() == 0


def test_how_long_the_log_was_at_any_instant_is_found_without_reading_it(desk: Desk) -> None:
    """Whoever asks what was known by a moment gets the entries up to it, that moment's own among them."""
    for count in (1, 3, 1, 2):
        desk.append(_drafts(count))
    entries = list(desk.log.entries())
    instants = ["2000-01-01T00:00:00Z", *(one.at for one in entries), "2999-12-31T23:59:59Z"]
    with desk.reading() as connection:
        found = [store.size_at(connection, instant) for instant in instants]
    assert found == [sum(one.at <= instant for one in entries) for instant in instants]

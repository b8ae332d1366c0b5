"""The log by SHA-512: whole from the first entry on, untouched by an expunging, every changed bit of it found (B8)."""

import hashlib
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.personas import KEEPER

from onrecord import app, store
from onrecord.kernel import Checkpoint, SignedNote, canonical_bytes, root_of
from onrecord.store import Desk, Draft, LogDamaged, second_head, second_root
from onrecord.store.log import TRIGGERS
from onrecord.store.second import second_origin


def _fill(desk: Desk, count: int = 5) -> None:
    desk.append([Draft(kind="note-made@1", payload={"number": number}) for number in range(count)])


def _insider(archive: Path, *statements: str) -> None:
    connection = sqlite3.connect(archive / "log.sqlite", isolation_level=None)
    for name in TRIGGERS:
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement)
    for trigger in TRIGGERS.values():
        connection.execute(trigger)
    connection.close()


def _leaves(desk: Desk) -> list[bytes]:
    """The second leaves, made from the entries by hand."""
    found = []
    for entry in desk.log.entries():
        salted = (entry.salt or b"") + canonical_bytes(entry.payload)
        leaf = canonical_bytes({**entry.leaf(), "commitment": hashlib.sha512(salted).hexdigest()})
        found.append(hashlib.sha512(b"\0" + leaf).digest())
    return found


def test_the_root_is_that_of_the_same_entries_by_sha512(desk: Desk) -> None:
    """Leaf, commitment and node by SHA-512, at every size; RFC 6962 otherwise."""
    _fill(desk)
    leaves = _leaves(desk)
    with desk.reading() as connection:
        for size in range(6):
            assert second_root(connection, size) == root_of(leaves[:size], "sha512")
        with pytest.raises(LogDamaged):
            second_root(connection, 6)


def test_the_head_is_signed_under_an_origin_of_its_own(desk: Desk) -> None:
    """No reader of ordinary checkpoints can take it for one: another origin, a root of 64 bytes."""
    _fill(desk)
    with desk.reading() as connection:
        note = SignedNote.parse(second_head(connection, desk.log, 5))
    head = Checkpoint.parse(note.text, root_bytes=64)
    assert (head.origin, head.size) == (second_origin(desk.info.origin), 5)
    assert head.origin == f"{desk.info.origin}/sha512"
    with pytest.raises(Exception, match="note-refused"):
        Checkpoint.parse(note.text)


def test_an_expunging_leaves_the_second_log_as_it_was(desk: Desk) -> None:
    """K3 by SHA-512: payload and salt are gone, root and leaves stay."""
    _fill(desk)
    with desk.reading() as connection:
        before = second_root(connection, 5)
    with desk.writing() as transaction:
        (by,) = transaction.append([Draft(kind="note-made@1", payload={})])
        transaction.expunge([2], by=by)
    with desk.reading() as connection:
        assert second_root(connection, 5) == before
    assert store.check(desk, deep=True).problems == ()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE second_commitments SET commitment = zeroblob(64) WHERE seq = 3",
        "UPDATE second_commitments SET leaf_hash = zeroblob(64) WHERE seq = 3",
        "UPDATE second_commitments SET commitment = 'text' WHERE seq = 3",
        "DELETE FROM second_commitments WHERE seq = 3",
        "UPDATE payloads SET payload = '{\"number\":9}' WHERE seq = 3",
    ],
)
def test_a_changed_second_commitment_is_named(archive: Path, desk_of: Callable[..., Desk], statement: str) -> None:
    """P2: found by any check, also of an entry whose payload is gone."""
    desk = desk_of()
    _fill(desk)
    _insider(archive, statement)
    assert ("store.log-damaged", 3) in {(one["code"], one["seq"]) for one in store.check(desk, deep=False).problems}


def test_the_second_commitment_of_an_expunged_entry_is_guarded_too(archive: Path, desk_of: Callable[..., Desk]) -> None:
    """Nothing else holds it: its leaf does."""
    desk = desk_of()
    _fill(desk)
    with desk.writing() as transaction:
        (by,) = transaction.append([Draft(kind="note-made@1", payload={})])
        transaction.expunge([2], by=by)
    _insider(archive, "UPDATE second_commitments SET commitment = zeroblob(64) WHERE seq = 2")
    assert [one["seq"] for one in store.check(desk, deep=False).problems] == [2]


def test_the_database_refuses_to_change_it(archive: Path, desk_of: Callable[..., Desk]) -> None:
    """Insert-only, as the log itself."""
    _fill(desk_of())
    connection = sqlite3.connect(archive / "log.sqlite")
    for statement in ("UPDATE second_commitments SET seq = seq", "DELETE FROM second_commitments",
                      "INSERT OR REPLACE INTO second_commitments SELECT * FROM second_commitments WHERE seq = 1"):  # fmt: skip
        with pytest.raises(sqlite3.IntegrityError, match="insert-only"):
            connection.execute(statement)
    connection.close()


def test_a_log_from_before_gets_its_second_commitments_when_it_is_opened(archive: Path, clock, ids) -> None:  # type: ignore[no-untyped-def]
    """An archive begun by an earlier program: every entry is committed to anew, an expunged one by its first digest."""
    with app.open_desk(archive, actor=KEEPER, clock=clock, ids=ids) as desk:
        _fill(desk)
        with desk.writing() as transaction:
            (by,) = transaction.append([Draft(kind="note-made@1", payload={})])
            transaction.expunge([2], by=by)
    connection = sqlite3.connect(archive / "log.sqlite", isolation_level=None)
    connection.execute("DROP TABLE second_commitments")
    connection.close()
    with app.open_desk(archive, actor=KEEPER, clock=clock, ids=ids, reading_only=True) as desk:
        assert store.check(desk, deep=True).problems == ()
        with desk.reading() as found:
            assert len(second_root(found, 6)) == 64
    with app.open_desk(archive, actor=KEEPER, clock=clock, ids=ids) as desk:
        _fill(desk)
        assert store.check(desk, deep=True).problems == ()

"""The check of an archive: what is wrong is named, what was not read is said, and nobody waits for it."""

import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from tests.personas import KEEPER

from onrecord import app, store, vault
from onrecord.kernel import CountedIds, Fault, FixedClock
from onrecord.store import Desk, Draft
from onrecord.store.log import TRIGGERS


def _insider(archive: Path, *statements: str) -> None:
    """Run statements as somebody with the file would: the guards are taken away and put back afterwards."""
    connection = sqlite3.connect(archive / "log.sqlite", isolation_level=None)
    for name in TRIGGERS:
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement)
    for trigger in TRIGGERS.values():
        connection.execute(trigger)
    connection.close()


def _codes(desk: Desk, *, deep: bool = False) -> set[object]:
    return {problem["code"] for problem in store.check(desk, deep=deep).problems}


@pytest.fixture
def sealed(archive: Path, desk_of: Callable[..., Desk], tmp_path: Path) -> Path:
    """An archive with five items and a signed head; its desk is closed, so that all of it lies in one file."""
    folder = tmp_path / "files"
    folder.mkdir()
    for number in range(5):
        (folder / f"{number}.txt").write_text(f"photograph {number}")
    with desk_of() as desk:
        vault.seal(desk, [folder])
        desk.log.checkpoint()
    return archive


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM payloads WHERE seq = 3",
        "UPDATE payloads SET salt = zeroblob(32) WHERE seq = 3",
        "UPDATE payloads SET salt = zeroblob(8) WHERE seq = 3",
        "UPDATE payloads SET payload = 'text' WHERE seq = 3",
        "UPDATE entries SET commitment = NULL WHERE seq = 3",
        "UPDATE entries SET kind = x'00' WHERE seq = 3",
        "UPDATE entries SET leaf_hash = 'text' WHERE seq = 3",
        "INSERT INTO expunged VALUES (3, 4)",
        "INSERT INTO expunged VALUES (3, 2)",
    ],
)
def test_a_damaged_entry_is_named_whatever_was_put_in_its_place(
    sealed: Path, desk_of: Callable[..., Desk], statement: str
) -> None:
    """A payload that is gone without a word, values of the wrong kind: each is told with its number, none is fatal."""
    loosened = [statement]
    if "NULL" in statement:  # the column allows none, so the whole table is put in its place
        loosened = [
            "CREATE TABLE other AS SELECT * FROM entries",
            "DROP TABLE entries",
            "ALTER TABLE other RENAME TO entries",
            statement,
        ]
    _insider(sealed, *loosened)
    problems = store.check(desk_of(), deep=True).problems
    assert ("store.log-damaged", 3) in {(problem["code"], problem["seq"]) for problem in problems}


def test_nothing_is_folded_from_a_payload_that_is_not_the_committed_one(
    sealed: Path, desk_of: Callable[..., Desk]
) -> None:
    """A rebuild would otherwise launder an edit into the tables."""
    desk = desk_of()
    _insider(sealed, "UPDATE payloads SET payload = replace(payload, 'photo', 'forgo') WHERE seq = 3")
    for check_only in (True, False):
        with pytest.raises(store.LogDamaged) as fault:
            store.rebuild(desk, check_only=check_only)
        assert fault.value.facts["seq"] == 3


@pytest.mark.parametrize(
    "statement",
    ["DROP TRIGGER payloads_delete", "CREATE TRIGGER mine AFTER INSERT ON entries BEGIN SELECT 1; END"],
)
def test_a_guard_taken_away_or_added_is_found(sealed: Path, desk_of: Callable[..., Desk], statement: str) -> None:
    """Whoever prepares the database for a later edit leaves that to see."""
    with closing(sqlite3.connect(sealed / "log.sqlite", isolation_level=None)) as insider:
        insider.execute(statement)
    insider.close()
    assert _codes(desk_of()) == {"store.log-damaged"}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE checkpoints SET note = replace(note, 'onrecord', 'offrecord')",
        "UPDATE checkpoints SET note = 'no note'",
        "UPDATE checkpoints SET note = x'ff'",
        "UPDATE checkpoints SET note = substr(note, 1, length(note) - 6) || 'AAAA=' || char(10)",
    ],
)
def test_a_head_without_its_signature_is_found(sealed: Path, desk_of: Callable[..., Desk], statement: str) -> None:
    """The note says what was signed, and the archive's own key signed it."""
    _insider(sealed, statement)
    assert _codes(desk_of()) == {"store.log-damaged"}


def test_another_key_in_its_place_is_found_and_never_signs(archive: Path, desk_of: Callable[..., Desk]) -> None:
    """C4: a replaced key."""
    desk = desk_of()
    desk.append([Draft(kind="note-made@1", payload={})])
    (archive / "keys" / "log.key").write_text("07" * 32 + "\n")
    assert _codes(desk) == {"store.wrong-key"}
    with pytest.raises(Fault) as fault:
        desk.log.checkpoint()
    assert (fault.value.code, fault.value.exit_status) == ("store.wrong-key", 10)
    assert all(fault.value.message(language) for language in ("en", "ru", "kk"))


def test_a_cut_tail_is_found_by_the_tables_that_saw_it(archive: Path, desk_of: Callable[..., Desk]) -> None:
    """C4 without any signed head: the tables were folded from more entries, and nothing more is written."""
    desk = desk_of()
    desk.append([Draft(kind="note-made@1", payload={"number": number}) for number in range(5)])
    _insider(archive, "DELETE FROM payloads WHERE seq = 4", "DELETE FROM entries WHERE seq = 4")
    (problem,) = store.check(desk, deep=False).problems
    assert (problem["code"], problem["seq"]) == ("store.log-damaged", 4)
    with pytest.raises(store.LogDamaged):
        desk.append([Draft(kind="note-made@1", payload={"number": 99})])
    assert desk.log.size() == 4


def test_a_quick_check_says_how_much_it_did_not_read(sealed: Path, desk_of: Callable[..., Desk]) -> None:
    """B3: five objects are there; only the deep check looked at their bytes."""
    desk = desk_of()
    assert store.check(desk, deep=False).not_read == 5
    assert store.check(desk, deep=True).not_read == 0


def test_a_check_waits_for_nobody_and_nobody_waits_for_it(
    sealed: Path, desk_of: Callable[..., Desk], clock: FixedClock
) -> None:
    """While another desk holds the one transaction that may write, check and comparison go through."""
    with desk_of().writing() as transaction:
        transaction.append([Draft(kind="note-made@1", payload={})])
        with store.open_desk(
            sealed, actor=KEEPER, clock=clock, ids=CountedIds(), shadows=app.shadows(), busy_seconds=0.1
        ) as other:
            assert store.check(other, deep=True).problems == ()
            assert store.rebuild(other, check_only=True).same


def test_a_comparison_names_the_table_and_changes_nothing(sealed: Path, desk_of: Callable[..., Desk]) -> None:
    """The report says which table is not what the log says."""
    desk = desk_of()
    with closing(sqlite3.connect(sealed / "log.sqlite", isolation_level=None)) as insider:
        insider.execute("UPDATE items SET name = 'another.txt' WHERE seq = 1")
    insider.close()
    wrong = store.table_digest(desk)
    assert store.rebuild(desk, check_only=True).differing == ("items",)
    assert [problem["table"] for problem in store.check(desk, deep=False).problems] == ["items"]
    assert store.table_digest(desk) == wrong


def test_a_doubt_about_the_disk_stays_until_all_has_been_read(sealed: Path, desk_of: Callable[..., Desk]) -> None:
    """A5: a quick check cannot settle it, a deep one that finds every object whole does."""
    desk = desk_of()
    (sealed / "blobs" / "check-needed").touch()
    assert _codes(desk) == {"store.sync-failed"}
    name = next(desk.blobs.names())
    path = sealed / "blobs" / name[:2] / name
    content = path.read_bytes()
    path.write_bytes(b"half of")
    assert _codes(desk, deep=True) == {"store.sync-failed", "store.digest-mismatch"}
    path.write_bytes(content)
    assert _codes(desk, deep=True) == set()
    assert _codes(desk) == set()


def _finds_a_flip(archive: Path, clock: FixedClock) -> bool:
    try:
        with app.open_desk(archive, actor=KEEPER, clock=clock, reading_only=True) as desk:
            return store.check(desk, deep=True).problems != ()
    except Fault as fault:
        return fault.exit_status == 10


def _flip_bits(sealed: Path, tmp_path: Path, clock: FixedClock, *, times: int, seed: int) -> int:
    """Flip one random bit of the database in a fresh copy, so many times; return how many were found."""
    moments, found = random.Random(seed), 0
    original = (sealed / "log.sqlite").read_bytes()
    for number in range(times):
        copy = tmp_path / f"copy-{number}"
        shutil.copytree(sealed, copy)
        damaged = bytearray(original)
        damaged[moments.randrange(len(damaged))] ^= 1 << moments.randrange(8)
        (copy / "log.sqlite").write_bytes(damaged)
        found += _finds_a_flip(copy, clock)
        shutil.rmtree(copy)
    return found


def test_a_flipped_bit_of_the_database_is_found(sealed: Path, tmp_path: Path, clock: FixedClock) -> None:
    """B1: every flip is found, also one in bytes that belong to no row."""
    assert _flip_bits(sealed, tmp_path, clock, times=25, seed=1) == 25


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(2, 6))
def test_flipped_bits_of_the_database_are_found(sealed: Path, tmp_path: Path, clock: FixedClock, seed: int) -> None:
    """B1 at length."""
    assert _flip_bits(sealed, tmp_path, clock, times=1_000, seed=seed) == 1_000

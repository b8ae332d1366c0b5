"""Opening an archive that is encrypted: with its keys all is as ever, without them nothing is told."""

import random
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from tests import encrypted as made
from tests.encrypted import Encrypted
from tests.personas import KEEPER

from onrecord import app, store, vault
from onrecord.kernel import CountedIds, Fault, FixedClock
from onrecord.store import Desk, Draft

_CANARY = "Uluq-41c7-canary"


def _bytes_of(folder: Path) -> Iterator[tuple[Path, bytes]]:
    for path in folder.rglob("*"):
        yield path, str(path.relative_to(folder)).encode()
        if path.is_file():
            yield path, path.read_bytes()


def test_what_lies_in_an_encrypted_archive_tells_nothing(tmp_path: Path, clock: FixedClock, ids: CountedIds) -> None:
    """Neither title nor names, words, digests, nor the seed of the signing key stand in any byte of the folder."""
    archive = made.create(tmp_path / "archive", clock, ids, title=f"{_CANARY} title")
    (tmp_path / f"{_CANARY}.txt").write_text(_CANARY * 50)
    with archive.desk(KEEPER) as desk:
        (sealed,) = vault.seal(desk, [tmp_path / f"{_CANARY}.txt"], received_from=_CANARY).sealed
        assert desk.log.checkpoint()
        assert desk.info.title == f"{_CANARY} title"
        assert desk.blobs.read(sealed.sha256) == (_CANARY * 50).encode()
    needles = [_CANARY.encode(), sealed.sha256.encode(), bytes.fromhex(sealed.sha256), sealed.item.encode(), b"SQLite"]
    found = [(path, needle) for path, content in _bytes_of(archive.folder) for needle in needles if needle in content]
    assert found == []


def test_the_desk_says_that_it_is_encrypted(desk: Desk, encrypted_desk: Desk) -> None:
    """So that rooms can refuse in clear what they take under keys."""
    assert (desk.is_encrypted, encrypted_desk.is_encrypted) == (False, True)
    assert "keys" not in repr(encrypted_desk).split("(", 1)[0]
    assert encrypted_desk.keys is not None
    assert encrypted_desk.keys.database.hex() not in repr(encrypted_desk)


def test_without_keys_it_is_locked(encrypted: Encrypted, clock: FixedClock, ids: CountedIds) -> None:
    """An answer in words, with what to do; nothing is taken for damage."""
    with pytest.raises(Fault) as fault:
        store.open_desk(encrypted.folder, actor=KEEPER, clock=clock, ids=ids, shadows=app.shadows())
    assert (fault.value.code, fault.value.exit_status) == ("store.archive-locked", 20)


def test_the_keys_of_another_archive_are_told_as_that(
    tmp_path: Path, encrypted: Encrypted, clock: FixedClock, ids: CountedIds
) -> None:
    """A wrong key is a wrong key and no damage."""
    other = made.create(tmp_path / "other", clock, ids)
    with pytest.raises(store.KeyRefused):
        app.open_desk(encrypted.folder, actor=KEEPER, clock=clock, ids=ids, keys=other.keys)


def test_a_log_that_is_damaged_is_told_as_damage(encrypted: Encrypted) -> None:
    """With the right keys a page that does not open is not blamed on the person."""
    log = encrypted.folder / "log.sqlite"
    content = bytearray(log.read_bytes())
    content[100] ^= 1
    log.write_bytes(content)
    with pytest.raises(store.ArchiveDamaged):
        encrypted.desk(KEEPER)


def test_an_older_program_leaves_an_encrypted_archive_alone(encrypted: Encrypted, archive: Path) -> None:
    """Its format is 2, which a program of format 1 refuses; an archive in clear stays format 1."""
    assert "\nformat = 2\n" in (encrypted.folder / "onrecord.toml").read_text()
    assert "\nformat = 1\n" in (archive / "onrecord.toml").read_text()


@pytest.mark.parametrize("line", ["scheme = ", "check = ", "title = ", "[encryption]"])
def test_a_mark_that_keeps_silent_about_encryption_is_damage(encrypted: Encrypted, line: str) -> None:
    """Nobody makes the program write in clear into an encrypted archive by taking a line away."""
    mark = encrypted.folder / "onrecord.toml"
    mark.write_text("\n".join(one for one in mark.read_text().splitlines() if not one.startswith(line)))
    with pytest.raises(Fault) as fault:
        encrypted.desk(KEEPER)
    assert fault.value.exit_status in (2, 10)


def test_a_mark_that_says_in_clear_opens_nothing(encrypted: Encrypted, clock: FixedClock, ids: CountedIds) -> None:
    """The same with the whole mark written anew."""
    mark = encrypted.folder / "onrecord.toml"
    mark.write_text(mark.read_text().replace("format = 2", 'format = 1\ntitle = "x"'))
    with pytest.raises(store.ArchiveDamaged):
        app.open_desk(encrypted.folder, actor=KEEPER, clock=clock, ids=ids)


def test_everything_works_as_in_clear(encrypted: Encrypted, tmp_path: Path) -> None:
    """Packs, large objects, tables, checks, rebuilding, expunging and scrubbing."""
    folder = tmp_path / "files"
    folder.mkdir()
    for number in range(12):
        (folder / f"{number}.txt").write_text(f"photograph {number}")
    (folder / "large.bin").write_bytes(b"0123456789" * 50_000)
    with encrypted.desk(KEEPER) as desk:
        report = vault.seal(desk, [folder])
        assert len(report.sealed) == 13
        with desk.writing() as transaction:
            (decision,) = transaction.append([Draft(kind="entry-expunged@1", payload={"why": "consent withdrawn"})])
            transaction.expunge([0], by=decision)
        desk.scrub()
        assert store.check(desk, deep=True).problems == ()
        assert store.rebuild(desk, check_only=True).same
    with encrypted.desk(KEEPER, reading_only=True) as desk:
        assert len(vault.items(desk)) == 13


def test_writing_the_log_anew_opens_no_temporary_file(encrypted: Encrypted) -> None:
    """What is scrubbed passes through memory only: while it is rewritten, no file outside of the archive is open."""
    if not Path("/proc/self/fd").is_dir():
        pytest.skip("this system does not show the files of a process")
    seen: set[str] = set()

    def look() -> int:
        """Note which files are open."""
        for link in Path("/proc/self/fd").iterdir():
            with suppress(OSError):
                seen.add(str(link.readlink()))
        return 0

    look()
    before = set(seen)
    with encrypted.desk(KEEPER) as desk:
        desk.append([Draft(kind="note-made@1", payload={"words": _CANARY * 100, "n": n}) for n in range(400)])
        with desk.database.engine.connect() as connection:
            raw = connection.connection.dbapi_connection
            assert raw is not None
            raw.set_progress_handler(look, 50)
            raw.execute("VACUUM")
            raw.execute("SELECT count(*) FROM (SELECT payload FROM payloads ORDER BY payload DESC)").fetchall()
    assert any(name.endswith("log.sqlite") for name in seen)
    assert [name for name in seen - before if str(encrypted.folder) not in name] == []


def test_flipped_bits_are_found_wherever_they_are(encrypted: Encrypted, tmp_path: Path) -> None:
    """B1: log, objects, packs, mark and keys; each flip is a problem of the deep check or stops the opening."""
    folder = tmp_path / "files"
    folder.mkdir()
    for number in range(12):
        (folder / f"{number}.txt").write_text(f"photograph {number}")
    (folder / "large.bin").write_bytes(b"0123456789" * 50_000)
    with encrypted.desk(KEEPER) as desk:
        vault.seal(desk, [folder])
        desk.log.checkpoint()
    files = sorted(
        path for path in encrypted.folder.rglob("*") if path.is_file() and not path.name.startswith(".onrecord-")
    )
    assert {path.name for path in files} >= {
        "log.sqlite",
        "onrecord.toml",
        "archive.keys",
        "archive.keys.copy",
        "log.key",
    }
    chance = random.Random(3)
    for path in files:
        content = bytearray(path.read_bytes())
        at = chance.randrange(len(content) * 8)
        content[at // 8] ^= 1 << at % 8
        path.write_bytes(content)
        assert _is_found(encrypted), f"{path.name}, bit {at}"
        content[at // 8] ^= 1 << at % 8
        path.write_bytes(content)
    with encrypted.desk(KEEPER, reading_only=True) as desk:
        assert store.check(desk, deep=True).problems == ()


def _is_found(encrypted: Encrypted) -> bool:
    try:
        with encrypted.desk(KEEPER, reading_only=True) as desk:
            return bool(store.check(desk, deep=True).problems)
    except Fault as fault:
        return fault.exit_status in (2, 4, 10)

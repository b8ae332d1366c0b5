"""What an archive may lose: a database of its own, as well guarded as the archive, gone with every expunging."""

from pathlib import Path

import pytest
from tests.encrypted import Encrypted
from tests.personas import KEEPER

from onrecord import store
from onrecord.store import ArchiveDamaged, Desk, ThrownAway, derived
from onrecord.store.derived_files import discard_derived


def _written(desk: Desk, name: str = "made") -> store.DerivedDatabase:
    database = derived(desk, name)
    with database.writing() as connection:
        connection.execute("CREATE TABLE words (word TEXT)")
        connection.execute("INSERT INTO words VALUES ('zimorodok')")
    return database


def _words(database: store.DerivedDatabase) -> list[str]:
    with database.reading() as connection:
        return [word for (word,) in connection.execute("SELECT word FROM words")]


def test_nothing_is_made_before_it_is_used(desk: Desk) -> None:
    """Nor does looking at its size make it."""
    database = derived(desk, "made")
    assert (database.is_there, database.size()) == (False, 0)
    assert not (desk.info.folder / ".onrecord-derived").exists()
    assert _words(_written(desk)) == ["zimorodok"]
    assert (desk.info.folder / ".onrecord-derived").stat().st_mode & 0o777 == 0o700


def test_what_fails_in_between_never_happened(desk: Desk) -> None:
    """A transaction is whole or not at all."""
    with _written(desk) as database:
        with pytest.raises(ZeroDivisionError), database.writing() as connection:
            connection.execute("INSERT INTO words VALUES ('heron')")
            raise ZeroDivisionError
        assert _words(database) == ["zimorodok"]


def test_thrown_away_it_is_empty_and_used_again(desk: Desk) -> None:
    """By its user, or under them by an expunging; another file in its place is seen as another."""
    with _written(desk) as database:
        database.discard()
        assert not database.is_there
        with database.writing() as connection:
            connection.execute("CREATE TABLE words (word TEXT)")
        discard_derived(desk.info.folder)
        with _written(desk):
            assert _words(database) == ["zimorodok"]
        discard_derived(desk.info.folder)
        discard_derived(desk.info.folder)
        assert list(desk.info.folder.glob(".onrecord-derived")) == []


def test_thrown_away_in_the_middle_is_told_from_damage(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """An expunging may remove the file between two steps: that is no failing disk, and nothing of it is to be mended."""
    with _written(desk) as database:
        opened = store.DerivedDatabase._opened

        def and_gone(one: store.DerivedDatabase) -> object:
            found = opened(one)
            discard_derived(desk.info.folder)
            return found

        monkeypatch.setattr(store.DerivedDatabase, "_opened", and_gone)
        with pytest.raises(ThrownAway), database.writing():
            pass
        monkeypatch.undo()
        with database.writing() as connection:
            connection.execute("CREATE TABLE words (word TEXT)")
        assert _words(database) == []


@pytest.mark.parametrize("content", [b"no database" * 999, b"SQLite format 3\0" + bytes(5_000)])
def test_what_a_disk_has_changed_is_told(desk: Desk, content: bytes) -> None:
    """As damage, by a fault of ours."""
    with _written(desk) as database:
        pass
    database.path.write_bytes(content)
    with pytest.raises(ArchiveDamaged):
        _words(database)
    database.discard()
    assert _words(_written(desk)) == ["zimorodok"]
    assert store.check(desk, deep=True).problems == ()


def test_in_an_encrypted_archive_it_is_encrypted_under_a_key_of_its_own(encrypted: Encrypted, tmp_path: Path) -> None:
    """Neither in clear, nor opened by the key of the log."""
    with encrypted.desk(KEEPER) as desk:
        assert desk.keys is not None
        assert desk.keys.derived not in (desk.keys.database, desk.keys.objects, desk.keys.boxes, desk.keys.slots)
        with _written(desk) as database:
            assert _words(database) == ["zimorodok"]
        content = database.path.read_bytes()
        assert b"zimorodok" not in content
        assert not content.startswith(b"SQLite")
        plain = store.DerivedDatabase(encrypted.folder, "made", None)
        with pytest.raises(ArchiveDamaged):
            _words(plain)


def test_copies_know_nothing_of_it(desk: Desk) -> None:
    """It is the archive's own, and no part of a backup or of an encrypted copy."""
    _written(desk).close()
    folder = desk.info.folder
    assert not [name for name in store.lesser_files(folder) if "derived" in name]
    assert ".onrecord-derived" in store.own_names(one.name for one in folder.iterdir())

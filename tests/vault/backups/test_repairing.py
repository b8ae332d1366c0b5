"""RELIABILITY B6: a damaged object is put back from a good copy and logged; without one it is never made right."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.personas import ANALYST
from tests.vault.backups.world import MemoryPlace, World, damage, large_file, object_file, small_files

from onrecord import app, store, vault


def _sources(world: World, *places: MemoryPlace) -> list[vault.Source]:
    return [vault.BackupSource(world.backups(place), world.desk.blobs) for place in places or (world.place,)]


def _events(world: World, item: str) -> list[str]:
    return [event.event.value for event in vault.custody(world.desk, item)]


def _kinds(world: World, kind: str) -> list[dict[str, object]]:
    return [dict(entry.payload or {}) for entry in world.desk.log.entries(kinds=[kind])]


@pytest.mark.parametrize("harm", ["flipped", "cut", "gone", "emptied"])
def test_a_damaged_object_is_put_back_and_logged(either: World, harm: str) -> None:
    """Who, when, from where, what it must be and what it was; the archive is whole again."""
    items = either.seal({**small_files(3), "film.mp4": large_file()})
    either.back_up()
    for item in (items[0], items[3]):
        file = object_file(either.desk, vault.item(either.desk, item).sha256)
        {
            "flipped": lambda file=file: damage(file),
            "cut": lambda file=file: file.write_bytes(file.read_bytes()[:-5]),
            "gone": file.unlink,
            "emptied": lambda file=file: file.write_bytes(b""),
        }[harm]()
    report = vault.repair(either.desk, _sources(either))
    assert ({one.item for one in report.repaired}, report.left, report.read) == ({items[0], items[3]}, (), 4)
    assert store.check(either.desk, deep=True).problems == ()
    told = _kinds(either, "object-repaired@1")
    assert {one["item"] for one in told} == {items[0], items[3]}
    assert all(one["place"] == "memory" and one["expected"] != one["found"] for one in told)
    assert _events(either, items[0])[-1] == "restored"


def test_without_a_good_copy_nothing_is_made_right(either: World) -> None:
    """The digest of what is found never takes the place of the sealed one: the item is damaged, frozen, and says so."""
    (item,) = either.seal(small_files(1))
    sealed = vault.item(either.desk, item).sha256
    damage(object_file(either.desk, sealed))
    with pytest.raises(vault.NoBackup):
        _sources(either)
    either.back_up()
    report = vault.repair(either.desk, _sources(either))
    assert [(one.item, one.place) for one in report.left] == [(item, None)]
    assert vault.item(either.desk, item).sha256 == sealed
    assert _events(either, item)[-1] == "integrity_failure"
    assert vault.item(either.desk, item).is_damaged
    with pytest.raises(vault.CustodyBroken):
        vault.record_custody(either.desk, item, "working_copy_made")
    vault.repair(either.desk, _sources(either))
    assert _events(either, item).count("integrity_failure") == 1
    assert _kinds(either, "object-repaired@1") == []


def test_a_restored_item_is_free_again(world: World) -> None:
    """EV-02: frozen when it was found changed, until it is restored."""
    (item,) = world.seal(small_files(1))
    world.back_up()
    damage(object_file(world.desk, vault.item(world.desk, item).sha256))
    vault.repair(world.desk, [])
    assert vault.item(world.desk, item).is_damaged
    vault.repair(world.desk, _sources(world))
    assert not vault.item(world.desk, item).is_damaged
    vault.record_custody(world.desk, item, "working_copy_made")


def test_the_next_copy_is_asked_where_the_first_is_bad(world: World) -> None:
    """A copy that is damaged itself, one that is dead, one that is good; which gave nothing is told."""
    (item,) = world.seal(small_files(1))
    world.back_up()
    good, bad = world.place.copied(), world.place.copied()
    bad.address, good.address = "bad", "good"
    name = bad.of("data/")[0]
    for name in bad.of("data/"):
        bad.files[name] = bad.files[name][:-1]
    damage(object_file(world.desk, vault.item(world.desk, item).sha256))
    report = vault.repair(world.desk, _sources(world, bad, good))
    assert [one.place for one in report.repaired] == ["good"]
    assert report.refused == (("bad", "vault.backup-damaged"),)
    dead = world.place.copied()
    sources = _sources(world, dead)
    dead.fails_at = dead.calls + 1
    damage(object_file(world.desk, vault.item(world.desk, item).sha256))
    report = vault.repair(world.desk, sources)
    assert (len(report.left), report.refused) == (1, (("memory", "store.place-unreachable"),))


def test_objects_in_packs_are_put_back(either: World) -> None:
    """A flipped bit in an object, in the pack's own bytes, the whole pack gone."""
    items = either.seal_packed(small_files(20))
    either.back_up()
    blobs = either.desk.blobs
    pack = _pack(either)
    for at in (200, 10, -3):
        damage(pack, at)
        report = vault.repair(either.desk, _sources(either))
        assert report.repaired
        assert report.left == ()
        assert store.check(either.desk, deep=True).problems == ()
        pack = _pack(either)
    pack.unlink()
    assert len(vault.repair(either.desk, _sources(either)).repaired) >= 19
    assert store.check(either.desk, deep=True).problems == ()
    assert all(blobs.read(vault.item(either.desk, item).sha256) for item in items)


def test_a_pack_whose_objects_are_whole_needs_no_copy(world: World) -> None:
    """Each object is held against its own digest; what only holds them together may be written anew."""
    world.seal_packed(small_files(20))
    pack = _pack(world)
    damage(pack, pack.stat().st_size - 3)
    report = vault.repair(world.desk, [])
    assert [one.item for one in report.repaired] == [None]
    assert store.check(world.desk, deep=True).problems == ()


def test_a_plain_copy_of_the_folder_gives_good_bytes(either: World, tmp_path: Path) -> None:
    """A folder that somebody copied by hand is a copy as well, also of an encrypted archive."""
    items = either.seal({**small_files(2), "film.mp4": large_file(3 << 20)})
    either.seal_packed(small_files(10, seed=2))
    copy = tmp_path / "copied"
    shutil.copytree(either.desk.info.folder, copy)
    damage(object_file(either.desk, vault.item(either.desk, items[2]).sha256))
    damage(_pack(either), 200)
    report = vault.repair(either.desk, [vault.FolderSource(copy, either.desk.blobs)])
    assert len(report.repaired) == 2
    assert {one.place for one in report.repaired} == {str(copy)}
    assert store.check(either.desk, deep=True).problems == ()


def test_bytes_of_another_object_are_not_taken(world: World, tmp_path: Path) -> None:
    """A copy in which somebody swapped two files gives neither."""
    items = world.seal(small_files(2))
    copy = tmp_path / "copied"
    shutil.copytree(world.desk.info.folder, copy)
    one, two = (vault.item(world.desk, item).sha256 for item in items)
    files = [copy / "blobs" / name[:2] / name for name in (one, two)]
    first, second = (file.read_bytes() for file in files)
    files[0].write_bytes(second)
    files[1].write_bytes(first)
    damage(object_file(world.desk, one))
    report = vault.repair(world.desk, [vault.FolderSource(copy, world.desk.blobs)])
    assert (len(report.left), report.refused) == (1, ((str(copy), "store.digest-mismatch"),))


def test_only_a_keeper_repairs(world: World, archive: Path) -> None:
    """Everybody else tells the keeper."""
    with app.open_desk(archive, actor=ANALYST) as desk, pytest.raises(store.RoleTooNarrow):
        vault.repair(desk, [])
    assert world.desk.log.size() == 0


def _pack(world: World) -> Path:
    (pack,) = [file for file in world.desk.blobs.stored_files() if file.startswith("packs/")]
    return world.desk.blobs.folder / pack

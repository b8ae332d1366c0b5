"""Restoring: what comes back is the archive, to the last byte, or nothing comes back and nothing is overwritten."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.personas import KEEPER
from tests.vault.backups.world import MemoryPlace, World, damage, large_file, object_file, small_files

from onrecord import adapters, app, store, vault
from onrecord.kernel import Fault


def _nothing_there(world: World, name: str = "back") -> None:
    assert not (world.folder / name).exists()
    assert [path.name for path in world.folder.glob(".*restoring*")] == []


def test_the_archive_comes_back(either: World) -> None:
    """The same identity, log, objects and key: it can be read, written and backed up again at the same place."""
    items = either.seal({**small_files(12), "film.mp4": large_file(), "empty": b""})
    either.desk.log.checkpoint()
    head = either.back_up().made.head
    restored = either.restore()
    assert (restored.problems, restored.is_older, restored.replayed) == ((), False, 0)
    with either.open() as desk:
        assert (desk.info.id, desk.info.title) == (either.desk.info.id, "Valley 2031")
        assert desk.log.root(head.log_size).hex() == head.log_root
        assert [entry.kind for entry in desk.log.entries(start=head.log_size)] == ["archive-restored@1"]
        assert [one.id for one in vault.items(desk)] == items
        for one in vault.items(desk):
            assert desk.blobs.read(one.sha256) == either.desk.blobs.read(one.sha256)
        assert store.check(desk, deep=True).problems == ()
        with desk.reading() as connection:
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert desk.log.checkpoint()
        assert vault.back_up(desk, either.backups()).made.troubles == ()


def test_keys_are_readable_by_their_owner_only(either: World) -> None:
    """As they were made."""
    either.seal(small_files(1))
    either.back_up()
    either.restore()
    assert (either.folder / "back").stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in (either.folder / "back" / "keys").iterdir())


def test_an_earlier_snapshot_needs_a_word(world: World) -> None:
    """L6: older than the newest in the place."""
    world.seal(small_files(2))
    old = world.back_up().made.head
    world.seal(small_files(2, seed=2))
    new = world.back_up().made.head
    with pytest.raises(vault.BackupOlder) as fault:
        world.restore(snapshot=old.snapshot)
    assert (fault.value.facts["size"], fault.value.facts["known"]) == (old.log_size, new.log_size)
    _nothing_there(world)
    restored = world.restore(snapshot=old.snapshot, older_is_fine=True)
    assert restored.is_older
    with world.open() as desk:
        told = next(iter(desk.log.entries(kinds=["archive-restored@1"]))).payload
        assert told is not None
        assert told["is_older"] is True


def test_a_checkpoint_that_somebody_kept_is_held_against_it(world: World) -> None:
    """L6: older than a head that was signed later; the same log as one that was signed before."""
    world.seal(small_files(2))
    early = world.desk.log.checkpoint()
    world.back_up()
    world.seal(small_files(2, seed=2))
    late = world.desk.log.checkpoint()
    with pytest.raises(vault.BackupOlder):
        world.restore(checkpoint=late)
    _nothing_there(world)
    assert not world.restore(checkpoint=early).is_older
    assert world.restore("again", checkpoint=late, older_is_fine=True).is_older


@pytest.mark.parametrize("note", ["", "no note at all", "onrecord/x\n1\n\n"])
def test_what_is_no_checkpoint_is_refused(world: World, note: str) -> None:
    """Nothing is compared with nothing."""
    world.back_up()
    with pytest.raises(vault.CheckpointRefused):
        world.restore(checkpoint=note)


def test_a_checkpoint_of_another_archive_is_refused(world: World, tmp_path: Path) -> None:
    """Signed by another key under another name."""
    info = app.create_archive(tmp_path / "other", title="another")
    with app.open_desk(info.folder, actor=KEEPER) as desk:
        note = desk.log.checkpoint()
    world.back_up()
    with pytest.raises(vault.CheckpointRefused):
        world.restore(checkpoint=note)
    _nothing_there(world)


def test_the_archive_at_hand_is_asked_what_it_knows(world: World) -> None:
    """L6: the archive itself is newer, or has another history."""
    world.seal(small_files(2))
    world.back_up()
    old = world.place.copied()
    neighbour = app.Neighbour(folder=world.desk.info.folder, actor=KEEPER)
    with pytest.raises(vault.BackupOlder):
        world.restore(elsewhere=neighbour.elsewhere)
    world.restore("older", old)
    with world.open("older") as desk:
        desk.append([store.Draft(kind="note-made@1", payload={"number": 1})])
    with pytest.raises(vault.BackupOlder):
        world.restore("third", elsewhere=app.Neighbour(folder=world.folder / "older", actor=KEEPER).elsewhere)
    world.restore("third", elsewhere=neighbour.elsewhere, older_is_fine=True)


def test_an_archive_with_another_history_is_told(world: World) -> None:
    """Fork: neither is older; somebody rewrote one."""
    world.seal(small_files(2))
    world.back_up()
    world.restore("fork")
    world.back_up()
    with world.open("fork") as desk:
        for number in range(4):
            desk.append([store.Draft(kind="note-made@1", payload={"number": number})])
    neighbour = app.Neighbour(folder=world.folder / "fork", actor=KEEPER)
    with pytest.raises(vault.CopyForked):
        world.restore(elsewhere=neighbour.elsewhere, older_is_fine=True)
    _nothing_there(world)


def test_an_archive_at_hand_that_cannot_be_read_holds_nothing_up(world: World) -> None:
    """It is mostly why somebody restores; that it was not asked is told."""
    world.seal(small_files(2))
    world.back_up()
    broken = world.folder / "broken"
    broken.mkdir()
    (broken / "onrecord.toml").write_text("format = 1\n")
    neighbour = app.Neighbour(folder=broken, actor=KEEPER)
    world.restore(elsewhere=neighbour.elsewhere)
    assert neighbour.unread is not None


def test_what_is_there_is_never_overwritten(world: World) -> None:
    """A folder with anything in it, a file, a link: nothing of it is touched."""
    world.back_up()
    (world.folder / "full").mkdir()
    (world.folder / "full" / "mine.txt").write_text("mine")
    (world.folder / "file").write_text("mine")
    (world.folder / "link").symlink_to(world.folder / "nowhere")
    for name in ("full", "file", "link"):
        with pytest.raises(store.AlreadyThere):
            world.restore(name)
    assert (world.folder / "full" / "mine.txt").read_text() == "mine"
    (world.folder / "empty").mkdir()
    world.restore("empty")


def test_what_a_killed_restoring_left_is_cleared(world: World) -> None:
    """The next one begins anew beside its place."""
    world.seal(small_files(2))
    world.back_up()
    left = world.folder / ".back.restoring"
    left.mkdir()
    (left / "half").write_text("half")
    world.restore()
    assert not left.exists()
    assert not (world.folder / "back" / "half").exists()


def _on_a_stick(world: World) -> Path:
    stick = world.folder / "stick"
    world.back_up(adapters.FolderPlace(stick))
    return stick


def _refused(world: World, stick: Path) -> Fault:
    with pytest.raises((vault.BackupDamaged, vault.NoBackup)) as fault:
        world.restore(place=adapters.FolderPlace(stick))
    _nothing_there(world)
    assert fault.value.exit_status in (10, 4)
    return fault.value


def test_a_flipped_bit_anywhere_is_detected(either: World) -> None:
    """L6: one bit in each file of a backup, at many places, and at each of its first and last bytes."""
    either.seal({**small_files(12), "film.mp4": large_file(3 << 20)})
    stick = _on_a_stick(either)
    chance = random.Random(3)
    flips = 0
    for file in sorted(stick.rglob("*.age")):
        whole = file.read_bytes()
        for at in (0, len(whole) - 1, *(chance.randrange(len(whole)) for _ in range(6))):
            damage(file, at)
            assert _refused(either, stick).facts["file"] == file.relative_to(stick).as_posix()
            file.write_bytes(whole)
            flips += 1
    assert flips >= 40
    assert either.restore(place=adapters.FolderPlace(stick)).problems == ()


def test_a_cut_at_any_byte_is_detected(either: World) -> None:
    """L6: each file cut at random bytes, to nothing, by one byte, and gone."""
    either.seal({**small_files(12), "film.mp4": large_file(3 << 20)})
    stick = _on_a_stick(either)
    chance = random.Random(4)
    for file in sorted(stick.rglob("*.age")):
        whole = file.read_bytes()
        for at in (0, len(whole) - 1, *(chance.randrange(len(whole)) for _ in range(6))):
            file.write_bytes(whole[:at])
            _refused(either, stick)
        file.unlink()
        _refused(either, stick)
        file.write_bytes(whole)
    assert either.restore(place=adapters.FolderPlace(stick)).problems == ()


@pytest.mark.soak
def test_ten_thousand_flips_and_cuts_are_detected(world: World) -> None:
    """L6 at length: five thousand of each."""
    world.seal({**small_files(40), "film.mp4": large_file(1 << 20)})
    stick = _on_a_stick(world)
    chance = random.Random(5)
    files = sorted(stick.rglob("*.age"))
    for number in range(10_000):
        file = chance.choice(files)
        whole = file.read_bytes()
        at = chance.randrange(len(whole))
        file.write_bytes(
            whole[:at] if number % 2 else whole[:at] + bytes([whole[at] ^ (1 << chance.randrange(8))]) + whole[at + 1 :]
        )
        _refused(world, stick)
        file.write_bytes(whole)


def test_swapped_and_renamed_files_are_detected(world: World) -> None:
    """A parcel under another parcel's name, a head under another head's."""
    world.seal({**small_files(12), "film.mp4": large_file(3 << 20)})
    stick = _on_a_stick(world)
    one, two = sorted((stick / "data").iterdir())[:2]
    first, second = one.read_bytes(), two.read_bytes()
    one.write_bytes(second)
    two.write_bytes(first)
    _refused(world, stick)
    one.write_bytes(first)
    two.write_bytes(second)
    (head,) = (stick / "snapshots").iterdir()
    head.rename(head.with_name("0" * 32 + "-" + "0" * 64 + ".age"))
    _refused(world, stick)


def test_a_damaged_newest_head_is_not_passed_over_in_silence(world: World) -> None:
    """L6: the one before would be restored without a word; by name it may be."""
    world.seal(small_files(2))
    old = world.back_up().made.head
    world.seal(small_files(2, seed=2))
    new = world.back_up().made.head
    world.place.files[new.file] = world.place.files[new.file][:-1]
    with pytest.raises(vault.BackupDamaged) as fault:
        world.restore()
    assert fault.value.facts["file"] == new.file
    _nothing_there(world)
    world.restore(snapshot=old.snapshot)


def test_a_damaged_head_that_is_known_to_be_older_holds_nothing_up(world: World) -> None:
    """Later heads name it."""
    world.seal(small_files(2))
    old = world.back_up().made.head
    world.back_up()
    world.place.files[old.file] = b"rotten"
    assert world.restore().problems == ()


def test_a_snapshot_whose_head_was_forged_is_not_taken(world: World) -> None:
    """Whoever learned to encrypt to the key, and no more, can write no head: it is authenticated as well."""
    world.seal(small_files(2))
    head = world.back_up().made.head
    import dataclasses

    from onrecord.kernel import sha256_hex

    forged = dataclasses.replace(head, snapshot="snapshot-9999", log_size=10**6)
    sealed = world.key.seal(forged.to_bytes(vault.BackupKey.generate()))
    world.place.files[f"snapshots/{'a' * 32}-{sha256_hex(sealed)}.age"] = sealed
    with pytest.raises(vault.BackupDamaged):
        world.restore()
    assert world.backups().survey().heads == (head,)


def test_a_rotten_object_in_a_snapshot_does_not_pass_the_check(world: World) -> None:
    """What the archive itself had lost is told, and comes back only on a word; the lost state is on the log."""
    items = world.seal(small_files(3))
    object_file(world.desk, vault.item(world.desk, items[0]).sha256).unlink()
    world.back_up()
    with pytest.raises(vault.RestoredDamaged):
        world.restore()
    _nothing_there(world)
    restored = world.restore(even_if_damaged=True)
    assert [problem["item"] for problem in restored.problems] == [items[0]]


def test_a_full_disk_leaves_nothing(world: World) -> None:
    """A4: the nth write fails, until none is left: never half an archive."""
    import errno

    from tests.crashing import FailingDisk

    world.seal(small_files(3))
    world.back_up()
    for fails_at in range(1, 200):
        disk = FailingDisk(fails_at, errno.ENOSPC)
        try:
            world.restore(f"back-{fails_at}", disk=disk)
        except store.DiskFull:
            if (world.folder / f"back-{fails_at}").exists():  # only its name was not confirmed
                _is_whole(world, f"back-{fails_at}")
            else:
                _nothing_there(world, f"back-{fails_at}")
            continue
        break
    assert fails_at > 15
    _is_whole(world, f"back-{fails_at}")


def _is_whole(world: World, name: str) -> None:
    with world.open(name) as desk:
        assert store.check(desk, deep=True).problems == ()


def test_a_flip_on_the_way_is_no_damage(world: World) -> None:
    """B5 for a place: the second reading is whole; one that is never whole is told."""
    world.seal(small_files(3))
    world.back_up()

    flipped: set[str] = set()

    class Flipping(MemoryPlace):
        def get(self, name: str) -> Iterator[bytes]:
            content = b"".join(super().get(name))
            if name not in flipped:
                flipped.add(name)
                content = bytes([content[0] ^ 1]) + content[1:]
            yield content

    assert world.restore(place=Flipping(dict(world.place.files))).problems == ()


def test_an_empty_place_has_no_backup(world: World) -> None:
    """And says so, with what to look at."""
    with pytest.raises(vault.NoBackup) as fault:
        world.restore(place=MemoryPlace())
    assert fault.value.exit_status == 4
    world.back_up()
    with pytest.raises(vault.NoSuchSnapshot):
        world.restore(snapshot="snapshot-none")


@pytest.mark.soak
def test_five_gigabytes_come_back_in_ten_minutes(world: World) -> None:
    """L5: RTO. What it took on the machine at hand is printed."""
    import time

    for number in range(10):
        world.seal({f"film-{number}.mp4": large_file(512 << 20, seed=number)})
        (world.folder / f"film-{number}.mp4").unlink()
    world.seal(small_files(500))
    begun = time.monotonic()
    stick = _on_a_stick(world)
    made = time.monotonic() - begun
    begun = time.monotonic()
    restored = world.restore(place=adapters.FolderPlace(stick))
    took = time.monotonic() - begun
    size = restored.head.size_bytes
    sys.stderr.write(
        f"\n{size / 1e9:.2f} GB: backed up in {made:.0f} s, restored and checked in {took:.0f} s ({size / 1e6 / took:.0f} MB/s)"
    )
    assert restored.problems == ()
    assert took < 600

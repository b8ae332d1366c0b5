"""The restore drill: a backup that was never restored is a hope."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.vault.backups.world import CANARY, World, small_files

from onrecord import vault
from onrecord.kernel import Fault


def _drills(world: World) -> list[dict[str, object]]:
    return [dict(entry.payload or {}) for entry in world.desk.log.entries(kinds=["drill-made@1"])]


def test_a_drill_restores_checks_and_leaves_nothing(either: World) -> None:
    """What came back in how many seconds is on the log; no file of it is left."""
    either.seal(small_files(12))
    either.back_up()
    before = {path for path in either.folder.rglob("*") if path.is_file()}
    done = either.drill()
    assert done.seconds > 0
    (told,) = _drills(either)
    assert (told["problem"], told["objects"], told["seconds"]) == (None, 12, done.seconds)
    after = {path for path in either.folder.rglob("*") if path.is_file()}
    assert {path.name for path in after - before} <= {"lock", "log.sqlite-wal", "log.sqlite-shm", ".onrecord-size"}


def test_a_drill_of_an_encrypted_archive_writes_nothing_in_clear(
    encrypted_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """P8: what lies in the folder while it runs is as shut as the archive."""
    world = encrypted_world
    world.seal(small_files(12))
    world.back_up()
    seen: list[bytes] = []
    real = vault.backups.drilling.restore

    def looked_at(*given: object, **options: object) -> object:
        restored = real(*given, **options)  # type: ignore[arg-type]
        seen.extend(path.read_bytes() for path in restored.folder.rglob("*") if path.is_file())
        return restored

    monkeypatch.setattr(vault.backups.drilling, "restore", looked_at)
    world.drill()
    assert len(seen) > 6
    assert all(CANARY.encode() not in content and b"Valley 2031" not in content for content in seen)


def test_a_drill_that_fails_is_on_the_log(world: World) -> None:
    """The keeper acts now; nobody may say later that it was never tried."""
    world.seal(small_files(12))
    world.back_up()
    name = max(world.place.of("data/"), key=lambda one: len(world.place.files[one]))
    world.place.files[name] = world.place.files[name][:-1]
    with pytest.raises(vault.BackupDamaged):
        world.drill()
    assert [told["problem"] for told in _drills(world)] == ["vault.backup-damaged"]
    assert world.back_up().is_drill_due


def test_a_drill_tells_a_copy_with_another_history(world: World) -> None:
    """It is compared with this archive's own log."""
    world.seal(small_files(2))
    world.back_up()
    old = world.place.copied()
    world.seal(small_files(2, seed=2))
    world.back_up()
    world.restore("fork", old)
    with world.open("fork") as desk:
        fork = World(desk=desk, clock=world.clock, folder=world.folder, place=world.place, ids=world.ids)
        with pytest.raises((vault.CopyForked, vault.CopyAhead)):
            fork.drill()
        assert len(_drills(fork)) == 1


def test_a_drill_may_use_another_disk(world: World, tmp_path: Path) -> None:
    """Where there is no room beside the archive; nothing is left there either."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    world.seal(small_files(2))
    world.back_up()
    world.drill(folder=elsewhere)
    assert list(elsewhere.iterdir()) == []


def test_a_place_without_a_backup_is_no_drill(world: World) -> None:
    """There is nothing to restore, and nothing to record."""
    with pytest.raises(Fault) as fault:
        world.drill()
    assert fault.value.exit_status == 4

"""RELIABILITY A1 for backups: `onrecord backup`, killed at a random moment, loses nothing that was backed up before."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.personas import KEEPER
from tests.vault.backups.world import KEY, large_file, small_files

from onrecord import adapters, app, erasure, store, vault
from onrecord.kernel import SystemClock


def _backup(archive: Path, stick: Path) -> None:
    with app.open_desk(archive, actor=KEEPER, clock=SystemClock()) as desk:
        backups = vault.Backups(adapters.FolderPlace(stick), KEY)
        vault.back_up(desk, backups, tombstones=erasure.tombstones)


def _killed(work: Callable[[], None], milliseconds: float) -> bool:
    """Do the work in a process of its own, kill that after so long, and say whether it came to its end before."""
    pid = os.fork()
    if pid == 0:
        try:
            work()
        except BaseException:  # noqa: BLE001 - nothing of the child may run on
            os._exit(1)
        os._exit(0)
    time.sleep(milliseconds / 1000)
    os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    return os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0


def _kill_often(tmp_path: Path, times: int, seed: int) -> int:
    archive, stick, files = tmp_path / "archive", tmp_path / "stick", tmp_path / "files"
    app.create_archive(archive, title="killed")
    files.mkdir()
    chance = random.Random(seed)
    began, finished, known = time.monotonic(), 0, 0
    _add(archive, files, {"film.mp4": large_file(2 << 20), **small_files(20, seed=seed)})
    _backup(archive, stick)
    longest = (time.monotonic() - began) * 1000
    for run in range(times):
        _add(archive, files, small_files(2, seed=seed * 1000 + run))
        finished += _killed(lambda: _backup(archive, stick), chance.uniform(1, longest))
        survey = vault.Backups(adapters.FolderPlace(stick), KEY).survey()
        assert survey.damaged == {}
        assert len(survey.heads) >= max(known, 1)
        known = len(survey.heads)
    _backup(archive, stick)
    backups = vault.Backups(adapters.FolderPlace(stick), KEY)
    assert backups.verify(backups.survey()) == []
    with app.open_desk(archive, actor=KEEPER, clock=SystemClock()) as desk:
        told = [str((entry.payload or {})["snapshot"]) for entry in desk.log.entries(kinds=["backup-made@1"])]
        assert len(told) == len(set(told))
        assert store.check(desk, deep=True).problems == ()
        helper = app.Restorer(actor=KEEPER)
        restored = vault.restore(backups, tmp_path / "back", open_desk=helper.open_desk, replay=helper.replay)
        assert restored.objects == sum(1 for _ in desk.blobs.names())
    return finished


def _add(archive: Path, files: Path, contents: dict[str, bytes]) -> None:
    for name, content in contents.items():
        (files / name).write_bytes(content)
    with app.open_desk(archive, actor=KEEPER, clock=SystemClock()) as desk:
        assert not vault.seal(desk, [files / name for name in contents]).refused


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system makes no copy of a process")
def test_ten_kills_leave_every_snapshot_whole(tmp_path: Path) -> None:
    """Whatever was in the middle: the snapshots before hold, the lock is taken over, the next backup is made."""
    _kill_often(tmp_path, 10, seed=1)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(10, 15))
def test_five_hundred_kills_leave_every_snapshot_whole(tmp_path: Path, seed: int) -> None:
    """A hundred kills in each of five seeds."""
    assert _kill_often(tmp_path, 100, seed) > 0

"""RELIABILITY A1: `onrecord add`, killed at a random moment, loses nothing that it acknowledged."""

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.personas import KEEPER
from tests.zygote import MEMBERS

from onrecord import app, store, vault
from onrecord.kernel import SystemClock

_ROOT = Path(__file__).parents[2]


class Zygote:
    """The process that forks what is killed."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.zygote"], cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def seal_and_kill(
        self, archive: Path, folder: Path, run: str, *, after: int, milliseconds: float
    ) -> list[dict[str, Any]]:
        """Let a child seal, kill it so long after so many acknowledgements, return what it acknowledged.

        Counted from an acknowledgement, so that a busy machine tests the same moments as an idle one.
        """
        assert self._process.stdin is not None
        self._process.stdin.write(f"run {archive} {folder} {run}\n")
        self._process.stdin.flush()
        pid = int(self._line().removeprefix("pid "))
        acknowledged = [one for _ in range(after) for one in _acknowledged(self._line())]
        time.sleep(milliseconds / 1000)
        os.kill(pid, signal.SIGKILL)
        while (line := self._line()) != "done":
            acknowledged += _acknowledged(line)
        return acknowledged

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().rstrip("\n")

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


def _acknowledged(line: str) -> list[dict[str, Any]]:
    assert line.startswith("ack "), line
    return list(json.loads(line.removeprefix("ack ")))


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    """A process with everything loaded."""
    zygote = Zygote()
    yield zygote
    zygote.close()


def _kill_often(zygote: Zygote, tmp_path: Path, times: int, seed: int) -> int:
    moments = random.Random(seed)
    archive, folder = tmp_path / "archive", tmp_path / "files"
    folder.mkdir()
    app.create_archive(archive, title="killed")
    acknowledged: dict[str, str] = {}
    for run in range(times):
        found = zygote.seal_and_kill(
            archive, folder, str(run), after=moments.choice((0, 0, 1, 1, 2)), milliseconds=moments.uniform(0, 60)
        )
        acknowledged |= {one["item"]: one["sha256"] for one in found}
        _nothing_is_lost(archive, acknowledged)
        if run % 50 == 49 or run == times - 1:
            _all_holds(archive, deep=True)
    return len(acknowledged)


def _nothing_is_lost(archive: Path, acknowledged: dict[str, str]) -> None:
    """After each kill: no acknowledged item is missing, no row is without its object, the database is whole."""
    with app.open_desk(archive, actor=KEEPER, clock=SystemClock()) as desk:
        there = {item.id: item.sha256 for item in vault.items(desk)}
        assert acknowledged.items() <= there.items()
        assert set(there.values()) <= set(desk.blobs.names())
        inside = Counter(container for found in vault.containers(desk).values() for container in found)
        assert set(inside.values()) <= {MEMBERS}  # a container is unpacked whole or not at all
        with desk.reading() as connection:
            assert connection.exec_driver_sql("PRAGMA quick_check").scalar() == "ok"


def _all_holds(archive: Path, *, deep: bool) -> None:
    """Now and then, since it costs more with each kill: chain, tables, and that no object's name differs from its hash."""
    with app.open_desk(archive, actor=KEEPER, clock=SystemClock()) as desk:
        assert store.check(desk, deep=deep).problems == ()
        if deep:
            for name in desk.blobs.names():
                assert hashlib.sha256(desk.blobs.read(name)).hexdigest() == name


@pytest.mark.parametrize("seed", [1, 2])
def test_kills_lose_nothing_acknowledged(zygote: Zygote, tmp_path: Path, seed: int) -> None:
    """Twenty-five kills for each of two seeds, some of them late enough for acknowledgements; thousands in the long run."""
    assert _kill_often(zygote, tmp_path, 25, seed) > 0


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(10, 20))
def test_five_hundred_kills_lose_nothing_acknowledged(zygote: Zygote, tmp_path: Path, seed: int) -> None:
    """Five thousand kills in ten seeds."""
    assert _kill_often(zygote, tmp_path, 500, seed) > 0

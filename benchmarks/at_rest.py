"""What encryption costs: an archive that is encrypted beside one in clear, in one run.

    python benchmarks/at_rest.py [--small 5000] [--large-mb 1024] [--openings 20]

    open         a desk opened and left again; the encrypted one with the keys that a key agent gives
    guess        one try at a passphrase, at the cost that is chosen on this machine
    small        sealing that many files of 1 to 8 kB
    large        sealing one file, and reading it back to its end
    panic        until the keys of three archives are gone, one of whose agents hangs

Each line has the ratio to the archive in clear, by the clock and by the processor, then the seconds of this machine.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from onrecord import app, store, vault
from onrecord.kernel import Actor, Role
from onrecord.store import Desk, Keys

_KEEPER: Final = Actor(name="keeper", role=Role.KEEPER)
_PASSPHRASE: Final = "five sonorous kettles march uphill"  # noqa: S105 - of a benchmark
_CHUNK: Final = 1 << 20


class Pair:
    """Two archives that take the same files."""

    def __init__(self, folder: Path) -> None:
        self.clear = app.create_archive(folder / "clear", title="clear")
        way = store.Passphrase(_PASSPHRASE, store.Cost(memory_kib=64 << 10, passes=1, lanes=1))
        self.sealed, founded = app.create_encrypted_archive(
            folder / "sealed", title="sealed", ways=store.Ways(passphrase=way)
        )
        self.keys: Keys = founded.keys

    def desk(self, *, is_encrypted: bool) -> Desk:
        """Open one of them."""
        info = self.sealed if is_encrypted else self.clear
        return app.open_desk(info.folder, actor=_KEEPER, keys=lambda _info: self.keys)


def main() -> None:
    """Print a line per figure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", type=int, default=5_000)
    parser.add_argument("--large-mb", type=int, default=1_024)
    parser.add_argument("--openings", type=int, default=20)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="at-rest-") as name:
        folder = Path(name)
        pair = Pair(folder)
        _openings(pair, folder, given.openings)
        _guess()
        _sealing(pair, folder, f"small, {given.small} files", lambda place: _small(place, given.small))
        _sealing(pair, folder, f"large, {given.large_mb} MB", lambda place: _large(place, given.large_mb))
        _reading(pair, given.large_mb)
        _panic(pair, folder)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{'peak memory':<28}{peak:8.0f} MiB")


def _openings(pair: Pair, folder: Path, times: int) -> None:
    settings = app.settings_from({"ONRECORD_RUNTIME": str(folder / "r")})
    app.hold_keys(settings, pair.sealed, pair.keys)

    def with_agent() -> Desk:
        return app.open_desk(pair.sealed.folder, actor=_KEEPER, keys=app.Unlocking(settings=settings).keys)

    took: list[tuple[float, float]] = []
    for opening in (lambda: pair.desk(is_encrypted=False), with_agent):
        with _timed(took):
            for _ in range(times):
                opening().close()
    took = [(wall / times, processor / times) for wall, processor in took]
    _line("open, with an agent", *took)
    app.forget_keys(settings, pair.sealed.id)


def _guess() -> None:
    cost = store.calibrated()
    began = time.perf_counter()
    cost.stretched(b"a guess", bytes(16))
    seconds = time.perf_counter() - began
    print(f"{'guess':<28}{seconds:8.3f} s   {cost.memory_kib >> 10} MiB, {cost.passes} passes, {cost.lanes} lanes")


def _sealing(pair: Pair, folder: Path, label: str, make: Callable[[Path], None]) -> None:
    place = folder / label.partition(",")[0]
    place.mkdir()
    make(place)
    took: list[tuple[float, float]] = []
    for is_encrypted in (False, True):
        with pair.desk(is_encrypted=is_encrypted) as desk, _timed(took):
            report = vault.seal(desk, [place])
        if report.refused:
            raise SystemExit(str(report.refused[0]))
    _line(label, *took)


def _reading(pair: Pair, megabytes: int) -> None:
    took: list[tuple[float, float]] = []
    for is_encrypted in (False, True):
        with pair.desk(is_encrypted=is_encrypted) as desk:
            item = next(one for one in vault.items(desk) if one.size == megabytes * _CHUNK)
            with _timed(took), desk.blobs.open(item.sha256) as file:
                while file.read(_CHUNK):
                    pass
    _line(f"read, {megabytes} MB", *took)


def _panic(pair: Pair, folder: Path) -> None:
    settings = app.settings_from({"ONRECORD_RUNTIME": str(folder / "p")})
    app.hold_keys(settings, pair.sealed, pair.keys)
    for number in range(2):
        other, founded = app.create_encrypted_archive(
            folder / f"other-{number}", title="other", ways=store.Ways(recipients=(_recipient(folder, number),))
        )
        app.hold_keys(settings, other, founded.keys)
    agent = int((settings.runtime / f"{pair.sealed.id}.pid").read_text().split()[0])
    os.kill(agent, signal.SIGSTOP)
    done = app.panic(settings)
    print(f"{'panic':<28}{done.seconds:8.3f} s   {len(done.archives)} archives, {done.agents_ended} ended by force")


def _recipient(folder: Path, number: int) -> store.Recipient:
    return store.make_key_file(folder / f"key-{number}")


def _small(place: Path, count: int) -> None:
    chance = random.Random(7)
    for number in range(count):
        (place / f"{number}.bin").write_bytes(chance.randbytes(chance.randint(1_000, 8_000)))


def _large(place: Path, megabytes: int) -> None:
    with (place / "large.bin").open("wb") as file:
        for _ in range(megabytes):
            file.write(os.urandom(_CHUNK))


@contextmanager
def _timed(took: list[tuple[float, float]]) -> Iterator[None]:
    began = (time.perf_counter(), _processor())
    yield
    took.append((time.perf_counter() - began[0], _processor() - began[1]))


def _processor() -> float:
    """Return the processor's time of this process and of those it waited for: other work beside us does not count."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _line(label: str, clear: tuple[float, float], encrypted: tuple[float, float]) -> None:
    ratios = "".join(f"{ours / theirs:8.2f}" for ours, theirs in zip(encrypted, clear, strict=True))
    shown = f"{encrypted[0]:.3f} s encrypted, {clear[0]:.3f} s in clear"
    print(f"{label:<28}{ratios}   {shown}; processor {encrypted[1]:.3f} and {clear[1]:.3f} s")


if __name__ == "__main__":
    main()

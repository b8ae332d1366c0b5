"""A small archive and places for its copies: a folder in memory that can fail, and what a test does over and over."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.personas import KEEPER

from onrecord import app, store, vault
from onrecord.kernel import CountedIds, FixedClock
from onrecord.store import AlreadyStored, Desk, NotStored, PlaceUnreachable, Stored

CANARY: Final = "Zhansultan-7431"  # an invented name that must not be found where it does not belong
KEY: Final = vault.BackupKey("AGE-SECRET-KEY-1M5N8M28REWEA20UDTJ4L8H4DVTS58MN2VAJ7VQW7QAGTQCYVJR6Q03S6MH")  # of tests


@dataclass
class MemoryPlace:
    """A place that keeps its files in memory, and fails at the nth call if it is told to."""

    files: dict[str, bytes] = field(default_factory=dict)
    address: str = "memory"
    fails_at: int = 0
    calls: int = 0
    late: set[str] = field(default_factory=set)  # names that a list does not show yet

    def put(self, name: str, content: bytes) -> None:
        self._count()
        if self.files.get(name, content) != content:
            raise AlreadyStored(place=self.address, name=name)
        self.files[name] = content

    def get(self, name: str) -> Iterator[bytes]:
        self._count()
        if name not in self.files:
            raise NotStored(place=self.address, name=name)
        yield self.files[name]

    def list(self, prefix: str) -> Iterator[Stored]:
        self._count()
        names = sorted(name for name in self.files if name.startswith(prefix) and name not in self.late)
        yield from [Stored(name=name, size=len(self.files[name])) for name in names]

    def exists(self, name: str) -> bool:
        self._count()
        return name in self.files

    def delete(self, name: str) -> None:
        self._count()
        self.files.pop(name, None)

    def of(self, folder: str) -> list[str]:
        """The names in one of its folders."""
        return sorted(name for name in self.files if name.startswith(folder))

    def copied(self) -> MemoryPlace:
        """The same files, with no faults to come."""
        return MemoryPlace(dict(self.files))

    def _count(self) -> None:
        self.calls += 1
        if self.calls == self.fails_at:
            raise PlaceUnreachable(place=self.address, problem="the line is dead")


@dataclass
class World:
    """An archive, a clock, and a place."""

    desk: Desk
    clock: FixedClock
    folder: Path  # for what is sealed and restored
    place: MemoryPlace = field(default_factory=MemoryPlace)
    key: vault.BackupKey = KEY
    keys: store.Keys | None = None
    ids: CountedIds = field(default_factory=CountedIds)

    def backups(self, place: object | None = None) -> vault.Backups:
        """The snapshots in the place."""
        return vault.Backups(place or self.place, self.key)  # type: ignore[arg-type]

    def back_up(self, place: object | None = None, **options: object) -> vault.BackedUp:
        """Bring the place up to date."""
        from onrecord import erasure

        return vault.back_up(self.desk, self.backups(place), tombstones=erasure.tombstones, **options)  # type: ignore[arg-type]

    @property
    def restorer(self) -> app.Restorer:
        """What opens an archive that comes back."""
        return app.Restorer(actor=KEEPER, clock=self.clock, ids=self.ids, keys=self.keys)

    def restore(self, name: str = "back", place: object | None = None, **options: object) -> vault.Restored:
        """Restore to a folder of this name."""
        helper = self.restorer
        return vault.restore(
            self.backups(place),
            self.folder / name,
            open_desk=helper.open_desk,
            replay=helper.replay,
            **options,  # type: ignore[arg-type]
        )

    def drill(self, **options: object) -> vault.Drill:
        """Try the place."""
        helper = self.restorer
        return vault.drill(self.desk, self.backups(), open_desk=helper.open_desk, replay=helper.replay, **options)  # type: ignore[arg-type]

    def open(self, name: str = "back", *, reading_only: bool = False) -> Desk:
        """Open what was restored."""
        source = None if self.keys is None else (lambda _info: self.keys)
        return app.open_desk(
            self.folder / name,
            actor=KEEPER,
            clock=self.clock,
            ids=self.ids,
            reading_only=reading_only,
            keys=source,  # type: ignore[arg-type]
        )

    def seal_packed(self, files: dict[str, bytes]) -> list[str]:
        """Seal these files so that they lie in one pack."""
        self.desk.blobs.put_many([lambda content=content: io.BytesIO(content) for content in files.values()])  # type: ignore[misc]
        return self.seal(files)

    def seal(self, files: dict[str, bytes], **options: object) -> list[str]:
        """Seal these files and return their items."""
        paths = []
        for name, content in files.items():
            path = self.folder / name
            path.write_bytes(content)
            paths.append(path)
        report = vault.seal(self.desk, paths, **options)  # type: ignore[arg-type]
        assert not report.refused
        return [one.item for one in report.sealed]


def small_files(count: int, seed: int = 1, *, about: str = "") -> dict[str, bytes]:
    """Return so many small files, some of them with the canary."""
    chance = random.Random(seed)
    return {
        f"{about}note-{seed}-{number}.txt": f"{CANARY} {number} ".encode() + chance.randbytes(200)
        for number in range(count)
    }


def large_file(size: int = 18 << 20, seed: int = 7) -> bytes:
    """Return bytes that take several parcels."""
    chance = random.Random(seed)
    return b"".join(chance.randbytes(min(64 << 20, size - at)) for at in range(0, size, 64 << 20))


def damage(file: Path, at: int | None = None) -> None:
    """Flip one bit of a file."""
    content = bytearray(file.read_bytes())
    place = len(content) // 2 if at is None else at
    content[place] ^= 1
    file.chmod(0o600)
    file.write_bytes(bytes(content))


def object_file(desk: Desk, sha256: str) -> Path:
    """Return the file of an object that lies alone."""
    name = desk.blobs.stored_name(sha256)
    return desk.blobs.folder / name[:2] / name

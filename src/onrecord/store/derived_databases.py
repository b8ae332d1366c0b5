"""Owns what an archive may lose at any time: files made from log and objects, in a folder of their own, never copied.

They are encrypted where the archive is, and go whole whenever something is expunged: what is made of evidence is made
again without it. Never holds anything that is not also in the log or among the objects.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from onrecord.store.archive import DERIVED
from onrecord.store.database import Database
from onrecord.store.desk import Desk
from onrecord.store.disk import told_apart
from onrecord.store.errors import ArchiveDamaged, NotWritable, ThrownAway


class Rows(Protocol):
    """What came of a statement: rows, one after the other."""

    def fetchone(self) -> Any:
        """Return the next row, or None."""
        ...

    def fetchall(self) -> list[Any]:
        """Return the rows that are left."""
        ...

    def __iter__(self) -> Iterator[Any]: ...


class Statements(Protocol):
    """A connection that takes SQL as it is written: by a million small rows an expression language is what costs."""

    def execute(self, statement: str, values: Any = ...) -> Rows:
        """Run one statement."""
        ...

    def executemany(self, statement: str, rows: Any) -> object:
        """Run one statement for each of these rows."""
        ...


class DerivedDatabase:
    """A database beside the log that can be thrown away. Use it with `with`, or call `close`."""

    def __init__(self, folder: Path, name: str, key: bytes | None) -> None:
        self.path = folder / DERIVED / f"{name}.sqlite"
        self._key = key
        self._database: Database | None = None
        self._file: tuple[int, int] | None = None

    @property
    def is_there(self) -> bool:
        """Whether it was made."""
        return self.path.is_file()

    @contextmanager
    def reading(self) -> Iterator[Statements]:
        """A connection that sees one state throughout.

        Raises:
            ArchiveDamaged: the file is not what was written; throw it away.
            ThrownAway: somebody threw it away just now.
        """
        with self._kept(), self._opened().reading() as connection, self._told():
            yield connection.connection.dbapi_connection  # type: ignore[misc] # one that is open has one

    @contextmanager
    def writing(self) -> Iterator[Statements]:
        """A connection that alone may write until it ends; everything in it happens, or nothing.

        Raises:
            ArchiveDamaged: the file is not what was written; throw it away.
            ThrownAway: somebody threw it away just now.
            Locked, DiskFull, NotWritable: as for the log.
        """
        with self._kept(), self._opened().writing() as connection, self._told():
            yield connection.connection.dbapi_connection  # type: ignore[misc] # one that is open has one

    def settle(self) -> None:
        """Put what the journal holds into the file, unless somebody reads just now: long journals make reading slow."""
        with self._kept():
            self._opened().empty_journal()

    def size(self) -> int:
        """Return how many bytes it takes, its journal included."""
        files = (self.path, self.path.with_name(f"{self.path.name}-wal"))
        return sum(file.stat().st_size for file in files if file.is_file())

    def discard(self) -> None:
        """Throw it away; the next use makes an empty one."""
        self.close()
        for file in self.path.parent.glob(f"{self.path.name}*"):
            with told_apart(file):
                file.unlink(missing_ok=True)

    def close(self) -> None:
        """Let go of the file."""
        if self._database is not None:
            self._database.close()
            self._database = None

    def __enter__(self) -> DerivedDatabase:
        return self

    def __exit__(self, *_raised: object) -> None:
        self.close()

    def _opened(self) -> Database:
        """Return the database; one whose file somebody threw away meanwhile is opened anew."""
        if self._database is not None and self._which_file() != self._file:
            self.close()
        if self._database is None:
            with told_apart(self.path.parent):
                self.path.parent.mkdir(mode=0o700, exist_ok=True)
                self.path.touch(mode=0o600)
            self._file = self._which_file()
            self._database = Database(self.path, key=self._key, is_derived=True)
        return self._database

    def _which_file(self) -> tuple[int, int] | None:
        """Return what tells the file from another that took its place; None where there is none."""
        try:
            found = self.path.stat()
        except FileNotFoundError:
            return None
        return found.st_dev, found.st_ino

    @contextmanager
    def _kept(self) -> Iterator[None]:
        """Tell a file that somebody threw away under us from one that a disk has damaged or keeps from us."""
        try:
            yield
        except (ArchiveDamaged, NotWritable) as err:
            if self._file is None or self._which_file() != self._file:
                raise ThrownAway(place=str(self.path)) from err
            raise

    @contextmanager
    def _told(self) -> Iterator[None]:
        database = self._database
        assert database is not None  # noqa: S101 - it was opened to get here
        errors = database.errors
        try:
            yield
        except errors.OperationalError as err:
            raise database.fault(str(err)) from err
        except errors.DatabaseError as err:
            raise ArchiveDamaged(place=str(self.path), problem=str(err)) from err


def derived(desk: Desk, name: str) -> DerivedDatabase:
    """Return the database of this name beside the archive's log; nothing is made before it is used."""
    return DerivedDatabase(desk.info.folder, name, None if desk.keys is None else desk.keys.derived)

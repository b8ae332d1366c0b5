"""Owns the desk: what a command receives. Who acts, clock, log, objects, and rows no further than the actor may see."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from sqlalchemy import Connection

from onrecord.kernel import Actor, Clock, IdSupply, Role, Visibility
from onrecord.store.archive import ArchiveInfo, note_size
from onrecord.store.blobs import FolderBlobs
from onrecord.store.database import Database
from onrecord.store.erasing import finish_erasing, note_objects
from onrecord.store.errors import RoleTooNarrow
from onrecord.store.log import Draft, Entry, Log, read_entries, size_of
from onrecord.store.master import Keys
from onrecord.store.pages import PagesFound
from onrecord.store.presence import Presence
from onrecord.store.shadow import Shadow, fold_new, refold


@dataclass(frozen=True, slots=True, kw_only=True)
class Transaction:
    """A stretch of work in which the checks and the entries that rest on them happen together, or not at all."""

    desk: Desk
    connection: Connection

    def append(self, drafts: Sequence[Draft]) -> tuple[Entry, ...]:
        """Put entries at the end of the log and fold them into the tables."""
        desk = self.desk
        entries = desk.log.append(self.connection, drafts, actor=desk.actor.name, at=desk.clock.now())
        fold_new(self.connection, entries, desk.shadows)
        return tuple(entries)

    def entries(self, *, start: int = 0) -> Iterator[Entry]:
        """Yield the entries from `start` on, as this transaction sees them."""
        return read_entries(self.connection, start=start)

    def expunge(self, seqs: Iterable[int], *, by: Entry, objects: Iterable[str] = ()) -> None:
        """Destroy payload and salt of these entries on the word of the later entry `by`: who decided, and why.

        Numbers, times, kinds and commitments stay, and every proof with them; the tables are made anew without what
        was destroyed. Of the objects (SHA-256) that these entries spoke of, those that nothing else speaks of are noted
        for destruction. Once the transaction is durable call `desk.finish_erasing()`; the next opening does otherwise.

        Raises:
            RoleTooNarrow: only a keeper may.
            NoSuchEntry: an entry is not there, or its payload is gone already.
        """
        self.desk.require(Role.KEEPER)
        self.desk.log.expunge(self.connection, seqs, by=by.seq)
        refold(self.connection, self.desk.shadows)
        desk = self.desk
        note_objects(self.connection, desk.info.folder, desk.blobs, desk.shadows, objects, by=by)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A place at an archive. Use it with `with`, or call `close` when done."""

    actor: Actor
    clock: Clock
    ids: IdSupply
    info: ArchiveInfo
    log: Log
    blobs: FolderBlobs
    shadows: tuple[Shadow, ...]
    database: Database
    keys: Keys | None = field(default=None, repr=False)
    presence: Presence | None = field(default=None, repr=False)
    is_reading_only: bool = False
    noticed_at_opening: PagesFound | None = None  # a page that had changed, under tables that were then made anew
    standing: Callable[[], Role] | None = None  # the role this actor has now; unless given, the one it began with

    @property
    def is_encrypted(self) -> bool:
        """Whether log, objects and signing key open only with keys that are not in the folder."""
        return self.keys is not None

    @property
    def sees(self) -> frozenset[Visibility]:
        """The visibilities this actor may see: every query is narrowed by them."""
        return self.actor.role.sees()

    def require(self, needed: Role) -> None:
        """Return when the actor may do this.

        Raises:
            RoleTooNarrow: the role does not reach this far.
        """
        if not self.actor.role.may(needed):
            raise RoleTooNarrow(actor=self.actor.name, role=self.actor.role.value, needed=needed.value)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of log and tables throughout."""
        with self.database.reading() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """A transaction that alone may write until it ends; durable when the `with` is left without a fault.

        Raises:
            Locked, DiskFull, NotWritable: nothing of it was recorded.
            RoleTooNarrow: the actor's role was taken away since the desk was opened (RELIABILITY I6).
        """
        if self.is_reading_only:
            msg = "this desk was opened for reading only"
            raise RuntimeError(msg)
        with self.database.writing() as connection:
            self._still_stands()
            yield Transaction(desk=self, connection=connection)
            size = size_of(connection)
        note_size(self.info.folder, size)

    def _still_stands(self) -> None:
        """Ask again inside the transaction: what was allowed when the work began may be so no longer."""
        now = self.actor.role if self.standing is None else self.standing()
        if not now.may(self.actor.role):
            raise RoleTooNarrow(actor=self.actor.name, role=now.value, needed=self.actor.role.value)

    def append(self, drafts: Sequence[Draft]) -> tuple[Entry, ...]:
        """Record these entries, durably, in one transaction."""
        with self.writing() as transaction:
            return transaction.append(drafts)

    def finish_erasing(self) -> int:
        """Destroy the objects whose entries were expunged, leave no byte of either, and say how many objects went.

        Raises:
            RoleTooNarrow: only a keeper may.
            Locked, DiskFull, NotWritable: it is done at the next opening.
        """
        self.require(Role.KEEPER)
        return finish_erasing(self.info.folder, self.database, self.blobs, self.shadows)

    def scrub(self) -> None:
        """Leave no byte of what was expunged in the database file or its journal.

        Raises:
            RoleTooNarrow: only a keeper may.
            Locked: somebody reads or writes; what was expunged is gone from the log, its bytes may still lie there.
            DiskFull: there is no room for a second copy.
        """
        self.require(Role.KEEPER)
        self.database.scrub()

    def close(self) -> None:
        """Leave the desk."""
        self.database.close()
        self.leave_to_others()

    def leave_to_others(self) -> None:
        """Let somebody be alone in the archive's folder; from now on nothing is written at this desk."""
        if self.presence is not None:
            self.presence.leave()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, err: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

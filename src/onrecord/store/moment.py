"""Owns the log as it stood in one moment, for whoever goes over it several times: nothing is expunged meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection

from onrecord.kernel import Checkpoint, SignedNote, Tree
from onrecord.store.desk import Desk
from onrecord.store.log import Entry, Log, leaf_hashes, read_entries
from onrecord.store.second import second_commitments, second_head


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The first `size` entries of a log; `note` is the signed head over them."""

    size: int
    note: str
    log: Log
    _connection: Connection

    def entries(self, kinds: Iterable[str] | None = None) -> Iterator[Entry]:
        """Yield the entries in order, of all kinds or of these.

        Raises:
            LogDamaged: a payload is not what its entry committed to, or is gone and nothing says why.
        """
        return read_entries(self._connection, stop=self.size, kinds=kinds)

    def tree(self) -> Tree:
        """Return the tree over the entries."""
        return Tree(leaf_hashes(self._connection)[: self.size])

    def heads(self) -> Iterator[tuple[int, str]]:
        """Yield size and note of every head that was signed up to here, in order."""
        return ((size, note) for size, note in self.log.heads() if size <= self.size)

    def second_commitments(self) -> Iterator[bytes]:
        """Yield the commitment of each entry by SHA-512.

        Raises:
            LogDamaged: one is missing.
        """
        return second_commitments(self._connection, self.size)

    def second_head(self) -> str:
        """Return the head over the entries by SHA-512, signed with the log's key.

        Raises:
            LogDamaged: a commitment is missing.
            KeyMissing, WrongKey: the signing key cannot be read, or is another.
        """
        return second_head(self._connection, self.log, self.size)


@contextmanager
def snapshot(
    desk: Desk, *, before: Collection[str] = (), ask_outside: Callable[[int], None] = lambda _size: None
) -> Iterator[Snapshot]:
    """Sign the present head and yield the log as it is then; other processes may write meanwhile, not expunge.

    Entries of the kinds `before` at its end are left out, as for `Log.checkpoint`. Before it is looked at, others may
    be asked about the head.

    Raises:
        LogDamaged, KeyMissing, WrongKey: as for `Log.checkpoint`.
    """
    note = desk.log.checkpoint(before=before)
    size = Checkpoint.parse(SignedNote.parse(note).text).size
    ask_outside(size)
    with desk.reading() as connection:
        yield Snapshot(size, note, desk.log, connection)

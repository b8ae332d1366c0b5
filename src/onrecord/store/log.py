"""Owns the log: insert-only entries, their commitments, proofs and signed heads. Never edits, never forgets.

Leaf = RFC 6962 leaf over the canonical JSON of {actor, at, commitment, kind, seq}; commitment = SHA-256(salt ||
canonical payload). Payload and salt lie in a table of their own, so that an approved expunging can destroy both
while every other proof still holds. A second commitment, by SHA-512, lies beside each: `second.py` makes a log of them.
What may happen to a row is written into the database as triggers: entries, checkpoints and expungings are only ever
added, at the end; a payload goes only if an expunging names it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    DDL,
    BigInteger,
    Column,
    Connection,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    Row,
    Select,
    Table,
    Text,
    delete,
    event,
    func,
    insert,
    select,
)
from sqlalchemy.exc import IntegrityError

from onrecord.kernel import (
    SALT_BYTES,
    Checkpoint,
    EntryKind,
    Tree,
    canonical_bytes,
    commitment,
    instant_text,
    leaf_hash,
)
from onrecord.store.database import Database, insert_rows
from onrecord.store.errors import LogDamaged, NoSuchEntry
from onrecord.store.keys import LogKey
from onrecord.store.schema import make_missing

_METADATA: Final = MetaData()
ENTRIES: Final = Table(
    "entries",
    _METADATA,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("commitment", Text, nullable=False),
    Column("leaf_hash", LargeBinary, nullable=False),
)
PAYLOADS: Final = Table(
    "payloads",
    _METADATA,
    Column("seq", ForeignKey("entries.seq"), primary_key=True, autoincrement=False),
    Column("salt", LargeBinary, nullable=False),
    Column("payload", LargeBinary, nullable=False),
)
EXPUNGED: Final = Table(
    "expunged",
    _METADATA,
    Column("seq", ForeignKey("entries.seq"), primary_key=True, autoincrement=False),
    Column("by_seq", ForeignKey("entries.seq"), nullable=False),
)
CHECKPOINTS: Final = Table(
    "checkpoints",
    _METADATA,
    Column("size", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("root", LargeBinary, nullable=False),
    Column("note", Text, nullable=False),
)
SECOND: Final = Table(
    "second_commitments",
    _METADATA,
    Column("seq", ForeignKey("entries.seq"), primary_key=True, autoincrement=False),
    Column("commitment", LargeBinary, nullable=False),
    Column("leaf_hash", LargeBinary, nullable=False),
)

# When the database itself refuses. The rules for INSERT also stop INSERT OR REPLACE, which fires no DELETE trigger.
_REFUSED: Final = {
    (ENTRIES, "UPDATE"): "TRUE",
    (ENTRIES, "DELETE"): "TRUE",
    (ENTRIES, "INSERT"): "NEW.seq IS NOT (SELECT COALESCE(MAX(seq) + 1, 0) FROM entries)",
    (PAYLOADS, "UPDATE"): "TRUE",
    (PAYLOADS, "DELETE"): "NOT EXISTS (SELECT 1 FROM expunged WHERE seq = OLD.seq)",
    (PAYLOADS, "INSERT"): "EXISTS (SELECT 1 FROM payloads WHERE seq = NEW.seq)",
    (EXPUNGED, "UPDATE"): "TRUE",
    (EXPUNGED, "DELETE"): "TRUE",
    (EXPUNGED, "INSERT"): "NEW.by_seq <= NEW.seq OR EXISTS (SELECT 1 FROM expunged WHERE seq = NEW.seq)",
    (CHECKPOINTS, "UPDATE"): "TRUE",
    (CHECKPOINTS, "DELETE"): "TRUE",
    (CHECKPOINTS, "INSERT"): "EXISTS (SELECT 1 FROM checkpoints WHERE size = NEW.size)",
    (SECOND, "UPDATE"): "TRUE",
    (SECOND, "DELETE"): "TRUE",
    (SECOND, "INSERT"): "EXISTS (SELECT 1 FROM second_commitments WHERE seq = NEW.seq)",
}
TRIGGERS: Final = {
    f"{table.name}_{act.lower()}": (
        f"CREATE TRIGGER {table.name}_{act.lower()} BEFORE {act} ON {table.name} WHEN {when} "
        "BEGIN SELECT RAISE(ABORT, 'the log is insert-only'); END"
    )
    for (table, act), when in _REFUSED.items()
}


def _guard(table: Table, act: str) -> None:
    statement = DDL(TRIGGERS[f"{table.name}_{act.lower()}"])  # type: ignore[no-untyped-call]
    event.listen(table, "after_create", statement.execute_if(dialect="sqlite"))


for _table, _act in _REFUSED:
    _guard(_table, _act)

_BATCH: Final = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a room wants the log to hold."""

    kind: str
    payload: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A row of the log. Payload and salt are None once they have been expunged."""

    seq: int
    at: str
    actor: str
    kind: EntryKind
    commitment: str
    payload: Mapping[str, Any] | None
    salt: bytes | None
    content: bytes | None = field(default=None, compare=False, repr=False)  # the payload's canonical bytes, if at hand

    def leaf(self) -> dict[str, object]:
        """Return the object whose canonical bytes are this entry's leaf."""
        return leaf_record(self.seq, self.at, self.actor, self.kind, self.commitment)


def leaf_record(seq: int, at: str, actor: str, kind: str, commitment_hex: str) -> dict[str, object]:
    """Return a leaf as an object: what the tree commits to."""
    return {"actor": actor, "at": at, "commitment": commitment_hex, "kind": kind, "seq": seq}


def new_salt() -> bytes:
    """Return 32 random bytes, so that a commitment tells nothing to someone who guesses the payload."""
    return secrets.token_bytes(SALT_BYTES)


class Log:
    """The log of one archive."""

    def __init__(
        self, database: Database, *, origin: str, key: Callable[[], LogKey], salt: Callable[[], bytes] = new_salt
    ) -> None:
        self._database = database
        self._origin = origin
        self._key = key
        self._salt = salt

    @property
    def origin(self) -> str:
        """The name under which its heads are signed."""
        return self._origin

    @staticmethod
    def create_tables(connection: Connection) -> None:
        """Make the log's tables and the triggers that keep them insert-only."""
        make_missing(connection, _METADATA.sorted_tables)

    def size(self) -> int:
        """Return how many entries there are; the next one gets this number."""
        with self._database.reading() as connection:
            return size_of(connection)

    def entry(self, seq: int) -> Entry:
        """Return one entry.

        Raises:
            NoSuchEntry: the log is shorter.
        """
        for entry in self.entries(start=seq, stop=seq + 1):
            return entry
        raise NoSuchEntry(seq=seq, size=self.size())

    def entries(self, start: int = 0, stop: int | None = None, kinds: Iterable[str] | None = None) -> Iterator[Entry]:
        """Yield entries in order, of all kinds or of these."""
        with self._database.reading() as connection:
            yield from read_entries(connection, start=start, stop=stop, kinds=kinds)

    def leaf_hashes(self) -> list[bytes]:
        """Return the hash of every leaf, in order."""
        with self._database.reading() as connection:
            return leaf_hashes(connection)

    def tree(self) -> Tree:
        """Return the tree over the log as it stands, for many proofs at once."""
        return Tree(self.leaf_hashes())

    def root(self, size: int | None = None) -> bytes:
        """Return the root over the first `size` entries (all by default)."""
        return self.tree().root(size)

    def inclusion_proof(self, seq: int, size: int | None = None) -> list[bytes]:
        """Return the proof that entry `seq` stands in the log of `size` entries."""
        return self.tree().inclusion(seq, size)

    def consistency_proof(self, first: int, second: int | None = None) -> list[bytes]:
        """Return the proof that the log of `first` entries is the beginning of that of `second`."""
        return self.tree().consistency(first, second)

    def checkpoint(self, *, before: Collection[str] = ()) -> str:
        """Sign the present head, remember it and return the note.

        Entries of the kinds `before` that stand at the end of the log are left out: what only says that the log was
        shown to somebody makes no new state of it.

        Raises:
            LogDamaged: the log is shorter than a head that was signed, or no longer begins with it.
            KeyMissing: the signing key cannot be read.
            WrongKey: another key lies in its place.
        """
        with self._database.writing() as connection:
            tree = Tree(leaf_hashes(connection))
            check_against_signed(connection, tree)
            size = _size_before(connection, before)
            known = connection.execute(select(CHECKPOINTS.c.note).where(CHECKPOINTS.c.size == size)).scalar()
            if known is not None:
                return str(known)
            head = Checkpoint(origin=self._origin, size=size, root=tree.root(size))
            note = self.signed(head.text())
            connection.execute(insert(CHECKPOINTS).values(size=head.size, root=head.root, note=note))
        return note

    def heads(self) -> tuple[tuple[int, str], ...]:
        """Return size and note of every head that was signed here, in order of size."""
        with self._database.reading() as connection:
            rows = connection.execute(select(CHECKPOINTS.c.size, CHECKPOINTS.c.note).order_by(CHECKPOINTS.c.size))
            return tuple((int(row.size), str(row.note)) for row in rows)

    def size_without(self, kinds: Iterable[str]) -> int:
        """Return how long the log is up to the last entry of any other kind than these."""
        with self._database.reading() as connection:
            last = select(func.coalesce(func.max(ENTRIES.c.seq) + 1, 0)).where(ENTRIES.c.kind.not_in(sorted(kinds)))
            return int(connection.execute(last).scalar_one())

    def expunged(self) -> list[int]:
        """Return the numbers of the entries whose payload was destroyed, in order."""
        with self._database.reading() as connection:
            return list(connection.execute(select(EXPUNGED.c.seq).order_by(EXPUNGED.c.seq)).scalars())

    def signed(self, text: str) -> str:
        """Return `text` as a note signed with the log's key.

        Raises:
            KeyMissing: the signing key cannot be read.
            WrongKey: another key lies in its place.
        """
        return self._key().sign(text).to_text()

    def append(self, connection: Connection, drafts: Sequence[Draft], *, actor: str, at: dt.datetime) -> list[Entry]:
        """Put drafts at the end of the log, inside the caller's writing transaction, and return the entries."""
        if not drafts:
            return []
        seq, last = _head(connection)
        moment = max(instant_text(at), last)  # a clock that was set back never makes the log fall; seq is the order
        leaf_of = _leaf_writer(actor, moment)
        entries, heads, bodies, seconds = [], [], [], []
        for number, draft in enumerate(drafts, start=seq):
            salt, content, kind = self._salt(), canonical_bytes(draft.payload), EntryKind(draft.kind)
            committed = commitment(salt, content)
            entries.append(
                Entry(
                    seq=number,
                    at=moment,
                    actor=actor,
                    kind=kind,
                    commitment=committed,
                    payload=draft.payload,
                    salt=salt,
                    content=content,
                )
            )
            heads.append((number, moment, actor, kind, committed, leaf_hash(leaf_of(number, kind, committed))))
            bodies.append((number, salt, content))
            second = second_commitment(salt, content)
            seconds.append((number, second, second_leaf_hash(leaf_of(number, kind, second.hex()))))
        insert_rows(connection, ENTRIES, heads)
        insert_rows(connection, PAYLOADS, bodies)
        try:
            insert_rows(connection, SECOND, seconds)
        except IntegrityError as err:
            raise LogDamaged(seq=seq, problem=f"there were more entries once than the {seq} that are left") from err
        return entries

    def expunge(self, connection: Connection, seqs: Iterable[int], *, by: int) -> None:
        """Destroy payload and salt of these entries on the word of the later entry `by`; everything else stays.

        Raises:
            NoSuchEntry: an entry is not there, or its payload is gone already.
        """
        for seq in sorted(set(seqs)):
            there = connection.execute(select(PAYLOADS.c.seq).where(PAYLOADS.c.seq == seq)).scalar()
            if there is None:
                raise NoSuchEntry(seq=seq, size=size_of(connection))
            connection.execute(insert(EXPUNGED).values(seq=seq, by_seq=by))
            connection.execute(delete(PAYLOADS).where(PAYLOADS.c.seq == seq))


def copy_log(source: Connection, target: Connection) -> None:
    """Put every row of the log as it is into another database, whose log is empty."""
    for table in (ENTRIES, PAYLOADS, EXPUNGED, CHECKPOINTS, SECOND):
        rows = source.execution_options(yield_per=_BATCH).execute(select(table).order_by(*table.primary_key))
        for batch in rows.mappings().partitions():
            target.execute(insert(table), [dict(row) for row in batch])


def size_of(connection: Connection) -> int:
    """Return how many entries there are."""
    return int(connection.execute(select(func.coalesce(func.max(ENTRIES.c.seq) + 1, 0))).scalar_one())


def size_at(connection: Connection, instant: str) -> int:
    """Return how many entries there were at the end of an instant; times never fall along a log, so few are read."""
    low, high = 0, size_of(connection)
    while low < high:
        middle = (low + high) // 2
        at = connection.execute(select(ENTRIES.c.at).where(ENTRIES.c.seq == middle)).scalar_one()
        low, high = (middle + 1, high) if at <= instant else (low, middle)
    return low


def is_expunged_since(connection: Connection, size: int) -> bool:
    """Say whether anything was expunged by an entry that came after the first `size` ones."""
    return connection.execute(select(EXPUNGED.c.seq).where(EXPUNGED.c.by_seq >= size).limit(1)).first() is not None


def _size_before(connection: Connection, kinds: Collection[str]) -> int:
    """Return the size of the log without the entries of these kinds at its end."""
    wanted = select(func.max(ENTRIES.c.seq)).where(ENTRIES.c.kind.not_in(sorted(kinds)))
    last = connection.execute(wanted).scalar()
    return 0 if last is None else int(last) + 1


def read_entries(
    connection: Connection, *, start: int = 0, stop: int | None = None, kinds: Iterable[str] | None = None
) -> Iterator[Entry]:
    """Yield entries in order with their payloads, in batches so that memory stays flat.

    Raises:
        LogDamaged: a payload is not what its entry committed to, or is gone and nothing says why.
    """
    wanted = rows_of_entries().where(ENTRIES.c.seq >= start)
    if stop is not None:
        wanted = wanted.where(ENTRIES.c.seq < stop)
    if kinds is not None:
        wanted = wanted.where(ENTRIES.c.kind.in_(sorted(kinds)))
    rows = connection.execution_options(yield_per=_BATCH).execute(wanted)
    for row in rows:
        yield _entry(row)


def rows_of_entries() -> Select[Any]:
    """Return the query for entries in order, beside payload, salt and who had them expunged."""
    joined = ENTRIES.outerjoin(PAYLOADS, ENTRIES.c.seq == PAYLOADS.c.seq)
    joined = joined.outerjoin(EXPUNGED, ENTRIES.c.seq == EXPUNGED.c.seq)
    columns = (ENTRIES, PAYLOADS.c.salt, PAYLOADS.c.payload, EXPUNGED.c.by_seq)
    return select(*columns).select_from(joined).order_by(ENTRIES.c.seq)


def payload_problem(row: Row[Any]) -> dict[str, object] | None:
    """Return what is wrong with the payload of a row of `rows_of_entries`, as expected and found; None if nothing."""
    is_gone, is_expunged = row.payload is None, row.by_seq is not None
    if is_gone or is_expunged:
        if is_gone and is_expunged and row.by_seq > row.seq:
            return None
        return {"expected": "expunged" if is_expunged else row.commitment, "found": None if is_gone else "a payload"}
    found = _commitment(row.salt, row.payload)
    return None if found == row.commitment else {"expected": row.commitment, "found": found}


def check_against_signed(connection: Connection, tree: Tree) -> None:
    """Return when every head that was ever signed here is a beginning of the log as it stands.

    Raises:
        LogDamaged: the log was cut or rewritten after its head was signed.
    """
    for size, root in connection.execute(select(CHECKPOINTS.c.size, CHECKPOINTS.c.root).order_by(CHECKPOINTS.c.size)):
        if size > tree.size:
            raise LogDamaged(seq=tree.size, problem=f"{size} entries were signed, {tree.size} are left")
        if tree.root(size) != root:
            raise LogDamaged(seq=size - 1, problem=f"the first {size} entries are not those that were signed")


def _head(connection: Connection) -> tuple[int, str]:
    row = connection.execute(select(ENTRIES.c.seq, ENTRIES.c.at).order_by(ENTRIES.c.seq.desc()).limit(1)).first()
    return (0, "") if row is None else (int(row.seq) + 1, str(row.at))


def leaf_hashes(connection: Connection) -> list[bytes]:
    """Return the hash of every leaf, in order, inside the caller's transaction."""
    return [bytes(one) for one in connection.execute(select(ENTRIES.c.leaf_hash).order_by(ENTRIES.c.seq)).scalars()]


def _leaf_writer(actor: str, at: str) -> Callable[[int, str, str], bytes]:
    """Return what writes the canonical leaf of (seq, kind, commitment), its unchanging beginning written once.

    The very bytes of `canonical_bytes(leaf_record(...))`, which a test holds it to.
    """
    front = canonical_bytes({"actor": actor, "at": at})[:-1].decode()
    quoted = cache(lambda kind: canonical_bytes(kind).decode())

    def write(seq: int, kind: str, commitment_hex: str) -> bytes:
        return f'{front},"commitment":"{commitment_hex}","kind":{quoted(kind)},"seq":{seq}}}'.encode()

    return write


def second_commitment(salt: Any, payload: Any) -> bytes:
    """Return SHA-512(salt || payload): what the log holds of an entry by its second digest (RELIABILITY B8)."""
    return hashlib.sha512(salt + payload).digest()


def second_leaf_hash(leaf: bytes) -> bytes:
    """Return the hash of a leaf that holds the second commitment, by SHA-512."""
    return hashlib.sha512(b"\x00" + leaf).digest()


def _commitment(salt: Any, payload: Any) -> str:
    """Return what salt and payload commit to; an insider may have left text or a short salt where bytes were."""
    if not (isinstance(salt, bytes) and isinstance(payload, bytes) and len(salt) == SALT_BYTES):
        return "no salt and payload"
    return commitment(salt, payload)


def _entry(row: Row[Any]) -> Entry:
    if problem := payload_problem(row):
        words = f"its payload is not what it committed to (expected {problem['expected']}, found {problem['found']})"
        raise LogDamaged(seq=row.seq, problem=words)
    payload = None if row.payload is None else json.loads(row.payload)
    return Entry(
        seq=row.seq,
        at=row.at,
        actor=row.actor,
        kind=EntryKind(row.kind),
        commitment=row.commitment,
        payload=payload,
        salt=None if row.salt is None else bytes(row.salt),
        content=None if row.payload is None else bytes(row.payload),
    )

"""Owns the unpacking of containers that are sealed: members become items, with the container named in their entries.

A container is unpacked in one transaction, once its members' bytes are durable: whole, as far as it can be read, or not
at all. What is refused, and why, stands on the log beside it; the container itself is kept in every case.
"""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import BinaryIO, Final

from sqlalchemy import Connection, select

from onrecord.kernel import Fault, ItemId, Role, Visibility, file_problem
from onrecord.store import Blob, Desk, DigestMismatch, ObjectUnreadable, Transaction
from onrecord.vault import media
from onrecord.vault.clear import is_in_clear
from onrecord.vault.containers import mail, records, tars, wacz, zips
from onrecord.vault.containers.errors import (
    ContainerForm,
    ContainerRefused,
    ContainerTooDeep,
    MemberDamaged,
)
from onrecord.vault.containers.model import LIMITS, Budget, Form, Limits, Member, Opened, Part, Remark
from onrecord.vault.containers.streams import Rewound, Spent
from onrecord.vault.entries import item_unpacked
from onrecord.vault.errors import FileRefused
from onrecord.vault.keeping import Kept
from onrecord.vault.model import Sealed, Sidecar
from onrecord.vault.receiving import Provenance, received, still_here
from onrecord.vault.sidecars import found_beside, recorded_sidecars
from onrecord.vault.tables import ITEMS, MEMBERS

TOOL: Final = "onrecord unpack@1"
_FORMS: Final = {
    media.ZIP: Form.ZIP,
    media.WACZ: Form.WACZ,
    media.TAR: Form.TAR,
    media.GZIP: Form.GZIP,
    media.BZIP2: Form.BZIP2,
    media.XZ: Form.XZ,
    media.ZSTD: Form.ZSTD,
    media.MAIL: Form.MAIL,
    media.MBOX: Form.MBOX,
    media.MHTML: Form.MHTML,
    media.WARC: Form.WARC,
    media.ARC: Form.ARC,
    media.SEVEN_ZIP: Form.SEVEN_ZIP,
    media.RAR: Form.RAR,
}
_READERS: Final[dict[Form, Callable[[BinaryIO, Budget], Iterator[Part]]]] = {
    Form.ZIP: zips.parts,
    Form.WACZ: wacz.parts,
    Form.MAIL: mail.message_parts,
    Form.MHTML: mail.message_parts,
    Form.MBOX: mail.box_parts,
    Form.WARC: records.warc_parts,
    Form.ARC: records.arc_parts,
}


@dataclass(slots=True)
class Unpacking:
    """What came of containers: the items their members are, what was refused or has to be told, what binds to what."""

    sealed: list[Sealed] = field(default_factory=list)
    refused: list[FileRefused] = field(default_factory=list)
    sidecars: list[Sidecar] = field(default_factory=list)
    members: dict[ItemId, tuple[ItemId, ...]] = field(default_factory=dict)


def form_of(media_type: str) -> Form | None:
    """Return how a file of this type keeps members, or None where it is no container."""
    return _FORMS.get(media_type)


def unpack_sealed(
    desk: Desk,
    sealed: Iterable[Sealed],
    provenance: Provenance,
    *,
    limits: Limits = LIMITS,
    on_sealed: Callable[[Sequence[Sealed]], None] = lambda _sealed: None,
) -> Unpacking:
    """Unpack the containers among what was just sealed, and the containers within them; each only once.

    Members are seen no further than their container and have its provenance. What one outermost container holds, at
    whatever depth, counts together against the limits.

    Raises:
        NotAllowed: the actor may only read.
        DiskFull, NotWritable, Locked: nothing more can be kept; what was unpacked before stands.
        DigestMismatch, ObjectMissing, ObjectUnreadable: a container cannot be read back.
    """
    desk.require(Role.ANALYST)
    done = Unpacking()
    for outermost in sealed:
        if form_of(outermost.media_type) is None:
            continue
        budget = Budget(limits)
        waiting = deque([(outermost, 1)])
        while waiting:
            container, depth = waiting.popleft()
            form = form_of(container.media_type)
            if form is None or container.item in done.members:
                continue
            fresh = _unpack(desk, _Found(container=container, form=form), depth, budget, provenance, done)
            on_sealed(fresh)
            waiting += [(one, depth + 1) for one in fresh]
    return done


@dataclass(slots=True)
class _Found:
    """What is in one container, as it is found."""

    container: Sealed
    form: Form
    kept: list[tuple[Kept, str]] = field(default_factory=list)  # with the path inside
    told: list[tuple[str | None, FileRefused]] = field(default_factory=list)

    def tell(self, path: str | None, fault: FileRefused) -> None:
        """Take note that a member, or without a path the container, is not what it should be."""
        fault.facts["path"] = self.container.path if path is None else f"{self.container.path}/{path}"
        self.told.append((path, fault))

    def leave_out_erased(self, transaction: Transaction) -> None:
        """Tell of each member whose bytes were destroyed meanwhile instead of recording it."""
        there, erased = still_here(transaction, [kept for kept, _ in self.kept])
        whole = {id(kept) for kept in there}
        missing = [path for kept, path in self.kept if id(kept) not in whole]
        for path, fault in zip(missing, erased, strict=True):
            self.tell(path, fault)
        self.kept = [(kept, path) for kept, path in self.kept if id(kept) in whole]


def _unpack(
    desk: Desk, found: _Found, depth: int, budget: Budget, provenance: Provenance, done: Unpacking
) -> list[Sealed]:
    """Unpack one container, add to `done` what came of it, and return the members that were not on the log before."""
    container = found.container.item
    with desk.reading() as connection:
        known = _known(connection, desk, container)
    if known is not None:
        done.members[container] = known
        return []
    if depth > budget.limits.depth:
        found.tell(None, ContainerTooDeep(limit=budget.limits.depth))
    else:
        _gather(desk, found, budget)
    with desk.writing() as transaction:
        known = _known(transaction.connection, desk, container)
        if known is not None:  # somebody else was faster; the objects are the same
            done.members[container] = known
            return []
        sealed, sidecars = _record(transaction, found, provenance)
    done.members[container] = tuple(one.item for one in sealed)
    done.sealed += sealed
    done.sidecars += sidecars
    done.refused += [fault for _, fault in found.told]
    return sealed


def _known(connection: Connection, desk: Desk, container: ItemId) -> tuple[ItemId, ...] | None:
    """Return the members of a container that was unpacked before, or None where it was not."""
    wanted = select(MEMBERS.c.item, ITEMS.c.visibility).outerjoin(ITEMS, ITEMS.c.item == MEMBERS.c.item)
    rows = connection.execute(wanted.where(MEMBERS.c.container == container).order_by(MEMBERS.c.seq)).all()
    seen = {one.value for one in desk.sees}
    return tuple(ItemId(row.item) for row in rows if row.item and row.visibility in seen) if rows else None


def _record(transaction: Transaction, found: _Found, provenance: Provenance) -> tuple[list[Sealed], list[Sidecar]]:
    """Record the members, what was refused, and what binds to what, all in this transaction."""
    container = found.container.item
    visibility = _narrower(transaction, container, provenance.visibility)
    # A restricted container that lies here in clear does so by somebody's word, and its members with it.
    lies_in_clear = is_in_clear(transaction.desk, visibility, insisted=True)
    narrow = replace(provenance, visibility=visibility, in_clear=lies_in_clear)
    found.leave_out_erased(transaction)
    sealed, drafts = received(transaction, [kept for kept, _ in found.kept], narrow, tool=TOOL, container=container)
    entry = partial(item_unpacked, container, form=found.form.value)
    for one, (_, path) in zip(sealed, found.kept, strict=True):
        drafts.append(entry(item=one.item, path=path, refused=None, problem=None))
    for where, fault in found.told:
        drafts.append(entry(item=None, path=where, refused=fault.code, problem=fault.message()))
    if all(path is not None for path, _ in found.told):
        drafts.append(entry(item=None, path=None, refused=None, problem=None))  # that it was opened to its end
    transaction.append(drafts)
    beside = found_beside(transaction.desk, sealed)
    found.told += [(None, one.fault) for one in beside if one.fault is not None]
    return sealed, recorded_sidecars(transaction, beside) if beside else []


def _narrower(transaction: Transaction, container: ItemId, asked: Visibility) -> Visibility:
    """Return how far members may be seen: never further than their container (RELIABILITY G8)."""
    wanted = select(ITEMS.c.visibility).where(ITEMS.c.item == container)
    own = Visibility(transaction.connection.execute(wanted).scalar_one())
    return min(own, asked, key=lambda one: one.width)


def _gather(desk: Desk, found: _Found, budget: Budget) -> None:
    """Make every member's bytes durable, and take note of all that is refused."""
    with _opened(desk, found.container) as file:
        parts = _Parts(found, _parts(found, file, budget))
        outcomes = desk.blobs.put_many(parts)
    for watched, outcome in zip(parts.opened, outcomes, strict=True):
        member = watched.member
        if isinstance(outcome, Blob):
            kind = media.media_type(watched.head, member.name, watched.tail)
            whole = f"{found.container.path}/{member.path}"
            found.kept.append((Kept(outcome, member.name, whole, kind), member.path))
        elif isinstance(outcome, ContainerRefused):
            pass  # told already, of the container
        elif isinstance(outcome, FileRefused):
            found.tell(member.path, outcome)
        elif isinstance(outcome, Fault):
            raise outcome
        else:
            found.tell(member.path, MemberDamaged(problem=outcome.strerror or str(outcome)))


class _Parts:
    """The members of a container as the store asks for them, one by one; refusals are noted on the way."""

    def __init__(self, found: _Found, parts: Iterator[Part]) -> None:
        self._found = found
        self._parts = parts
        self._is_stopped = False
        self.opened: list[_Watched] = []

    def __iter__(self) -> Iterator[Callable[[], Opened]]:
        try:
            for part in self._parts:
                if isinstance(part, Remark):
                    self._found.tell(part.path, part.fault)
                elif isinstance(part, FileRefused):
                    self._found.tell(str(part.facts["path"]), part)
                else:
                    watched = _Watched(part)
                    self.opened.append(watched)
                    yield watched.open
                    if watched.stopped_by is not None:
                        raise watched.stopped_by
        except FileRefused as fault:
            self._found.tell(None, fault)


class _Watched:
    """A member as its bytes pass: its beginning and, of a ZIP, its end are kept for its type."""

    def __init__(self, member: Member) -> None:
        self.member = member
        self.head = b""
        self.tail = b""
        self.stopped_by: ContainerRefused | None = None
        self._stream: Opened | None = None

    def open(self) -> Opened:
        """Open the member."""
        try:
            self._stream = self.member.open()
        except ContainerRefused as fault:
            self.stopped_by = fault
            raise
        return self

    def read(self, size: int, /) -> bytes:
        """Return the next bytes."""
        assert self._stream is not None  # noqa: S101 - the store opens before it reads
        try:
            found = self._stream.read(size)
        except ContainerRefused as fault:
            self.stopped_by = fault
            raise
        if len(self.head) < media.HEAD_BYTES:
            self.head += found[: media.HEAD_BYTES - len(self.head)]
        if self.head[:2] == b"PK":
            self.tail = (self.tail + found)[-media.TAIL_BYTES :]
        return found

    def __enter__(self) -> Opened:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream = None


def _parts(found: _Found, file: BinaryIO, budget: Budget) -> Iterator[Part]:
    form = found.form
    if form in (Form.GZIP, Form.BZIP2, Form.XZ):
        return tars.packed_parts(form, file, found.container.name, budget)
    if form is Form.TAR:
        return tars.parts(Spent(file, budget), budget)
    if form in _READERS:
        return _READERS[form](file, budget)
    return iter([Remark(path=None, fault=ContainerForm(form=form.value))])


def _opened(desk: Desk, container: Sealed) -> BinaryIO:
    """Return the container's bytes, to be read from any place on; a fault of the store is told as one."""
    file = desk.blobs.open(container.sha256)
    if not file.seekable():
        file.close()
        file = io.BufferedReader(Rewound(partial(desk.blobs.open, container.sha256), container.size))
    return io.BufferedReader(_Faithful(file, container.sha256))  # type: ignore[type-var]


class _Faithful(io.RawIOBase):
    """An object whose faults of reading are the store's, not a member's."""

    def __init__(self, file: BinaryIO, sha256: str) -> None:
        super().__init__()
        self._file = file
        self._sha256 = sha256

    def readable(self) -> bool:
        """True."""
        return True

    def seekable(self) -> bool:
        """True."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Stand at another place."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """Return where it stands."""
        return self._file.tell()

    def readinto(self, buffer: bytearray, /) -> int:  # type: ignore[override]
        """Fill the buffer with what comes next."""
        try:
            found = self._file.read(len(buffer))
        except ValueError as err:
            raise DigestMismatch(expected=self._sha256, found=str(err)) from err
        except OSError as err:
            raise ObjectUnreadable(expected=self._sha256, problem=file_problem(err)) from err
        buffer[: len(found)] = found
        return len(found)

    def close(self) -> None:
        """Close it."""
        if not self.closed:
            self._file.close()
        super().close()

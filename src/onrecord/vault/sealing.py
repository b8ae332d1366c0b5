"""Owns sealing: a file becomes an item by its bytes, their digest and an entry of the log. Never changes a byte.

Every path given or found ends in one of two lists, sealed or refused with a reason; one bad file holds up no other.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from sqlalchemy import select

from onrecord.kernel import ItemId, PartialDate, Role, Visibility
from onrecord.store import Blob, Desk, Draft, Transaction, is_own, own_names
from onrecord.vault.entries import item_received, item_sealed
from onrecord.vault.errors import FileRefused, LinkRefused, NoSuchFile, NotAFile, OwnFile, Unreadable
from onrecord.vault.media import HEAD_BYTES, media_type
from onrecord.vault.model import Sealed
from onrecord.vault.naming import recorded_name
from onrecord.vault.tables import ITEMS

TOOL: Final = "onrecord seal@1"
# Objects are durable one by one; their entries go in groups, so that 20,000 small files are not 20,000 transactions.
_GROUP: Final = 200
# Follow no link, wait for no pipe; Windows knows neither flag and needs one of its own.
_AS_FOUND: Final = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))

Progress = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class SealReport:
    """What became of every file."""

    sealed: tuple[Sealed, ...]
    refused: tuple[FileRefused, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where files came from, said once for all that are sealed together."""

    received_from: str | None = None
    received_on: PartialDate | None = None
    note: str | None = None
    visibility: Visibility = Visibility.TEAM


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """A file whose bytes are durable and whose entries are still to be written."""

    blob: Blob
    name: str
    path: str
    media_type: str


def seal(
    desk: Desk,
    paths: Sequence[Path],
    *,
    received_from: str | None = None,
    received_on: PartialDate | None = None,
    note: str | None = None,
    visibility: Visibility = Visibility.TEAM,
    on_progress: Progress = lambda _done, _total: None,
) -> SealReport:
    """Seal files, and folders to their depth; what is in the report as sealed is durable and on the log.

    Bytes that are here already get a second provenance instead of a second object. Links, devices and files that
    cannot be read are refused and reported.

    Raises:
        NotAllowed: the actor may only read.
        DiskFull, NotWritable, Locked: nothing more can be kept; what was reported before stands.
    """
    desk.require(Role.ANALYST)
    provenance = Provenance(
        received_from=None if received_from is None else recorded_name(received_from),
        received_on=received_on,
        note=None if note is None else recorded_name(note),
        visibility=visibility,
    )
    sealed: list[Sealed] = []
    refused: list[FileRefused] = []
    waiting: list[_Kept] = []
    for done, found in enumerate(_files(paths), start=1):
        if isinstance(found, FileRefused):
            refused.append(found)
        else:
            try:
                waiting.append(_kept(desk, *found))
            except FileRefused as fault:
                refused.append(fault)
        if len(waiting) == _GROUP:
            sealed += _recorded(desk, waiting, provenance)
            waiting = []
        on_progress(done, None)
    sealed += _recorded(desk, waiting, provenance)
    return SealReport(sealed=tuple(sealed), refused=tuple(refused))


def _kept(desk: Desk, path: Path, shown: str) -> _Kept:
    """Keep the file's bytes and return what is to be recorded about them."""
    try:
        with _opened(path, shown) as file:
            head = file.read(HEAD_BYTES)
            file.seek(0)
            blob = desk.blobs.put(file)
    except FileNotFoundError as err:
        raise NoSuchFile(path=shown) from err
    except OSError as err:
        raise _unreadable(shown, err) from err
    name = recorded_name(path.name)
    return _Kept(blob=blob, name=name, path=shown, media_type=media_type(head, name))


def _opened(path: Path, shown: str) -> BinaryIO:
    """Open the file that is there now: what has become a link, or a pipe, since it was found is refused."""
    try:
        handle = os.open(path, _AS_FOUND)
    except OSError as err:
        if err.errno == errno.ELOOP:
            raise LinkRefused(path=shown) from err
        raise
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise NotAFile(path=shown)
    return os.fdopen(handle, "rb")


def _recorded(desk: Desk, waiting: Iterable[_Kept], provenance: Provenance) -> list[Sealed]:
    """Record a group in one transaction and return what each file came to."""
    sealed: list[Sealed] = []
    drafts: list[Draft] = []
    with desk.writing() as transaction:
        for kept in waiting:
            earlier = _earlier(transaction, desk, kept.blob.sha256, provenance.visibility, sealed)
            item = earlier or ItemId(desk.ids.new("item"))
            drafts += _entries(item, kept, provenance, is_new=earlier is None)
            sealed.append(_outcome(item, kept, earlier))
        transaction.append(drafts)
    return sealed


def _entries(item: ItemId, kept: _Kept, provenance: Provenance, *, is_new: bool) -> list[Draft]:
    received = item_received(
        item,
        kept.blob,
        name=kept.name,
        path=kept.path,
        received_from=provenance.received_from,
        received_on=provenance.received_on,
        note=provenance.note,
        tool=TOOL,
    )
    if not is_new:
        return [received]
    visibility = provenance.visibility
    sealed = item_sealed(item, kept.blob, media_type=kept.media_type, name=kept.name, visibility=visibility, tool=TOOL)
    return [received, sealed]


def _earlier(
    transaction: Transaction, desk: Desk, sha256: str, asked: Visibility, sealed: Sequence[Sealed]
) -> ItemId | None:
    """Return the item that these bytes are already, if the actor may see it and the new provenance may join it.

    Bytes of an item that the actor may not see become an item of their own: the answer is the same as for new bytes,
    so that nobody learns by adding a file that somebody else holds it (RELIABILITY G10). Restricted provenance joins
    restricted items only: in the custody of a wider one everybody who sees that would read who gave it.
    """
    for one in sealed:
        if one.sha256 == sha256:
            return one.item
    wanted = select(ITEMS.c.item).where(ITEMS.c.sha256 == sha256)
    joinable = desk.sees & {Visibility.RESTRICTED} if asked is Visibility.RESTRICTED else desk.sees
    wanted = wanted.where(ITEMS.c.visibility.in_([one.value for one in joinable])).order_by(ITEMS.c.seq)
    found = transaction.connection.execute(wanted.limit(1)).scalar()
    return None if found is None else ItemId(found)


def _outcome(item: ItemId, kept: _Kept, earlier: ItemId | None) -> Sealed:
    return Sealed(
        item=item,
        sha256=kept.blob.sha256,
        size=kept.blob.size,
        media_type=kept.media_type,
        name=kept.name,
        duplicate_of=earlier,
    )


def _files(paths: Sequence[Path]) -> Iterator[tuple[Path, str] | FileRefused]:
    """Yield every file below the given paths with the path to record, in the order of names; or why it is none."""
    for path in paths:
        if "\0" not in os.fspath(path) and is_own(path):
            yield OwnFile(path=recorded_name(os.fspath(path)))
        else:
            yield from _below(path)


def _below(top: Path) -> Iterator[tuple[Path, str] | FileRefused]:
    """Walk without recursion: folders from outside can be deeper than any stack."""
    waiting = [top]
    while waiting:
        path = waiting.pop()
        shown = recorded_name(os.fspath(path.relative_to(top.parent)))
        try:
            mode = path.lstat().st_mode
            names = sorted(os.listdir(path), reverse=True) if stat.S_ISDIR(mode) else []  # noqa: PTH208 - names only
        except FileNotFoundError:
            yield NoSuchFile(path=recorded_name(os.fspath(path)) if path == top else shown)
            continue
        except (OSError, ValueError) as err:
            yield _unreadable(shown, err)
            continue
        if stat.S_ISDIR(mode):
            own = own_names(names)
            yield from (OwnFile(path=recorded_name(os.fspath(Path(shown) / name))) for name in sorted(own))
            waiting += [path / name for name in names if name not in own]
        elif stat.S_ISREG(mode):
            yield path, shown
        else:
            yield LinkRefused(path=shown) if stat.S_ISLNK(mode) else NotAFile(path=shown)


def _unreadable(shown: str, err: OSError | ValueError) -> Unreadable:
    return Unreadable(path=shown, problem=getattr(err, "strerror", None) or str(err))

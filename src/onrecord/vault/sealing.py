"""Owns sealing: a file becomes an item by its bytes, their digest and an entry of the log. Never changes a byte.

Every path given or found ends in one of two lists, sealed or refused with a reason; one bad file holds up no other.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import select

from onrecord.kernel import ItemId, PartialDate, Role, Visibility
from onrecord.store import Blob, Desk, Draft, Transaction
from onrecord.vault.entries import item_received_again, item_sealed
from onrecord.vault.errors import FileRefused, LinkRefused, NoSuchFile, NotAFile, Unreadable
from onrecord.vault.media import HEAD_BYTES, media_type
from onrecord.vault.model import Sealed
from onrecord.vault.naming import recorded_name
from onrecord.vault.tables import ITEMS

TOOL: Final = "onrecord seal@1"
# Objects are durable one by one; their entries go in groups, so that 20,000 small files are not 20,000 transactions.
_GROUP: Final = 200

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
    provenance = Provenance(received_from=received_from, received_on=received_on, note=note, visibility=visibility)
    sealed: list[Sealed] = []
    refused: list[FileRefused] = []
    waiting: list[tuple[Draft, Blob]] = []
    for done, found in enumerate(_files(paths), start=1):
        if isinstance(found, FileRefused):
            refused.append(found)
        else:
            try:
                waiting.append(_kept(desk, *found, provenance))
            except FileRefused as fault:
                refused.append(fault)
        if len(waiting) == _GROUP:
            sealed += _recorded(desk, waiting)
            waiting = []
        on_progress(done, None)
    sealed += _recorded(desk, waiting)
    return SealReport(sealed=tuple(sealed), refused=tuple(refused))


def _kept(desk: Desk, path: Path, shown: str, provenance: Provenance) -> tuple[Draft, Blob]:
    """Keep the file's bytes and return the entry to be written about them."""
    try:
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
            file.seek(0)
            blob = desk.blobs.put(file)
    except FileNotFoundError as err:
        raise NoSuchFile(path=shown) from err
    except OSError as err:
        raise Unreadable(path=shown, problem=err.strerror or str(err)) from err
    name = recorded_name(path.name)
    draft = item_sealed(
        ItemId(desk.ids.new("item")),
        blob,
        media_type=media_type(head, name),
        name=name,
        path=shown,
        received_from=provenance.received_from,
        received_on=provenance.received_on,
        note=provenance.note,
        visibility=provenance.visibility,
        tool=TOOL,
    )
    return draft, blob


def _recorded(desk: Desk, waiting: Iterable[tuple[Draft, Blob]]) -> list[Sealed]:
    """Record a group in one transaction and return what each file came to."""
    sealed: list[Sealed] = []
    with desk.writing() as transaction:
        drafts: list[Draft] = []
        for draft, blob in waiting:
            earlier = _earlier(transaction, desk, blob.sha256, sealed)
            drafts.append(draft if earlier is None else item_received_again(draft, earlier))
            sealed.append(_outcome(drafts[-1], blob, earlier))
        transaction.append(drafts)
    return sealed


def _earlier(transaction: Transaction, desk: Desk, sha256: str, sealed: Sequence[Sealed]) -> ItemId | None:
    """Return the item that these bytes are already, if the actor may see it.

    Bytes of an item that the actor may not see become an item of their own: the answer is the same as for new bytes,
    so that nobody learns by adding a file that somebody else holds it (RELIABILITY G10).
    """
    for one in sealed:
        if one.sha256 == sha256:
            return one.item
    wanted = select(ITEMS.c.item).where(ITEMS.c.sha256 == sha256)
    wanted = wanted.where(ITEMS.c.visibility.in_([one.value for one in desk.sees])).order_by(ITEMS.c.seq)
    found = transaction.connection.execute(wanted.limit(1)).scalar()
    return None if found is None else ItemId(found)


def _outcome(draft: Draft, blob: Blob, earlier: ItemId | None) -> Sealed:
    return Sealed(
        item=ItemId(str(draft.payload["item"])),
        sha256=blob.sha256,
        size=blob.size,
        media_type=str(draft.payload["media_type"]),
        name=str(draft.payload["name"]),
        duplicate_of=earlier,
    )


def _files(paths: Sequence[Path]) -> Iterator[tuple[Path, str] | FileRefused]:
    """Yield every file below the given paths with the path to record, in the order of names; or why it is none."""
    for path in paths:
        yield from _below(path, path.parent)


def _below(path: Path, base: Path) -> Iterator[tuple[Path, str] | FileRefused]:
    shown = recorded_name(os.fspath(path.relative_to(base)))
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        yield NoSuchFile(path=recorded_name(os.fspath(path)))
        return
    except OSError as err:
        yield Unreadable(path=shown, problem=err.strerror or str(err))
        return
    if stat.S_ISLNK(mode):
        yield LinkRefused(path=shown)
    elif stat.S_ISDIR(mode):
        yield from _inside(path, base, shown)
    elif stat.S_ISREG(mode):
        yield path, shown
    else:
        yield NotAFile(path=shown)


def _inside(folder: Path, base: Path, shown: str) -> Iterator[tuple[Path, str] | FileRefused]:
    try:
        names = sorted(os.listdir(folder))  # noqa: PTH208 - names, not paths: a folder of 100,000 stays light
    except OSError as err:
        yield Unreadable(path=shown, problem=err.strerror or str(err))
        return
    for name in names:
        yield from _below(folder / name, base)

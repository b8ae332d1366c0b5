"""Owns sealing: a file becomes an item by its bytes, their digest and an entry of the log. Never changes a byte.

Every path given or found ends in one of two lists, sealed or refused with a reason; one bad file holds up no other.
Files go in groups: the objects of a group become durable together, then its entries, in one transaction. Containers are
unpacked afterwards, each in a transaction of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from onrecord.kernel import PartialDate, Role, Visibility
from onrecord.store import Desk
from onrecord.vault.clear import is_in_clear
from onrecord.vault.errors import FileRefused
from onrecord.vault.files import Found, files
from onrecord.vault.keeping import Kept, Meter, Progress, groups_of, kept_ahead
from onrecord.vault.model import Sealed, Sidecar
from onrecord.vault.naming import recorded_name
from onrecord.vault.receiving import Provenance, received, still_here
from onrecord.vault.sidecars import match_beside
from onrecord.vault.unpacking import unpack_sealed

TOOL: Final = "onrecord seal@1"


@dataclass(frozen=True, slots=True, kw_only=True)
class SealReport:
    """What became of every file, of the members of containers, and of proofs that came along."""

    sealed: tuple[Sealed, ...]
    refused: tuple[FileRefused, ...]
    sidecars: tuple[Sidecar, ...] = ()


def seal(
    desk: Desk,
    paths: Sequence[Path],
    *,
    received_from: str | None = None,
    received_on: PartialDate | None = None,
    note: str | None = None,
    visibility: Visibility = Visibility.TEAM,
    in_clear: bool = False,
    unpack: bool = True,
    on_progress: Progress | None = None,
    on_sealed: Callable[[Sequence[Sealed]], None] = lambda _sealed: None,
) -> SealReport:
    """Seal files, and folders to their depth; what is in the report as sealed is durable and on the log.

    Bytes that are here already get a second provenance instead of a second object. Links, devices, files that cannot
    be read and files that change while they are read are refused and reported. Members of containers (ZIP, TAR, mail,
    web archives) become items as well, unless `unpack` is false. `on_progress` is told the bytes that were read, and
    how many there are in all; `on_sealed` what has just become durable, before anything later can go wrong.

    Raises:
        NotAllowed: the actor may only read.
        RestrictedInClear: the items are restricted, the archive is not encrypted, and nobody insisted by `in_clear`.
        DiskFull, NotWritable, Locked: nothing more can be kept; what was told before stands.
    """
    desk.require(Role.ANALYST)
    provenance = Provenance(
        received_from=None if received_from is None else recorded_name(received_from),
        received_on=received_on,
        note=None if note is None else recorded_name(note),
        visibility=visibility,
        in_clear=is_in_clear(desk, visibility, insisted=in_clear),
    )
    sealed: list[Sealed] = []
    refused: list[FileRefused] = []
    total = 0
    if on_progress is not None:
        total = sum(found.size for found in files(paths) if isinstance(found, Found))
    for became in kept_ahead(desk.blobs, groups_of(files(paths)), Meter(total, on_progress)):
        refused += [one for one in became if isinstance(one, FileRefused)]
        if kept := [one for one in became if isinstance(one, Kept)]:
            done, erased = _recorded(desk, kept, provenance)
            on_sealed(done)
            sealed += done
            refused += erased
    sidecars, told = match_beside(desk, sealed)
    refused += told
    if not unpack:
        return SealReport(sealed=tuple(sealed), refused=tuple(refused), sidecars=tuple(sidecars))
    opened = unpack_sealed(desk, sealed, provenance, on_sealed=on_sealed)
    everything = [replace(one, members=opened.members.get(one.item, ())) for one in (*sealed, *opened.sealed)]
    return SealReport(
        sealed=tuple(everything),
        refused=(*refused, *opened.refused),
        sidecars=(*sidecars, *opened.sidecars),
    )


def _recorded(desk: Desk, kept: Sequence[Kept], provenance: Provenance) -> tuple[list[Sealed], list[FileRefused]]:
    """Record a group in one transaction and return what each file came to; it is durable when this returns."""
    desk.require(Role.ANALYST)
    is_in_clear(desk, provenance.visibility, insisted=provenance.in_clear)
    with desk.writing() as transaction:
        there, erased = still_here(transaction, kept)
        sealed, drafts = received(transaction, there, provenance, tool=TOOL)
        transaction.append(drafts)
    return sealed, erased

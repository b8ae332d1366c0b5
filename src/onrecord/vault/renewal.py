"""Owns the renewal of digests: what was named by SHA-256 alone is named by SHA-512 too, and the log is anchored by it.

For the day on which SHA-256 proves nothing any more (RELIABILITY B8); it must be done while it still proves something,
since it is by SHA-256 that an object is known to be the one that was sealed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from onrecord.kernel import Role
from onrecord.store import (
    Desk,
    DigestMismatch,
    Digests,
    ObjectMissing,
    ObjectUnreadable,
    second_head,
    second_root,
    size_of,
)
from onrecord.vault.entries import digests_renewed, object_digested

Progress = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    """What was renewed: how many objects got their second digest, and the head of the log by it.

    `damaged` are the objects that are not what was sealed, or not there: no digest of theirs is recorded.
    """

    objects: int
    size: int
    root: str
    note: str
    damaged: tuple[str, ...]

    def to_record(self) -> dict[str, Any]:
        """Return what `onrecord store renew-digests --json` prints."""
        return {
            "ok": not self.damaged,
            "objects": self.objects,
            "size": self.size,
            "root": self.root,
            "checkpoint": self.note,
            "damaged": list(self.damaged),
        }


def renew_digests(desk: Desk, *, on_progress: Progress = lambda _done, _total: None) -> Renewal:
    """Record a SHA-512 of every object that has none on record, and the head of the log by SHA-512.

    Raises:
        RoleTooNarrow: only a keeper may.
        LogDamaged: the log lacks a commitment by SHA-512.
        KeyMissing, WrongKey: the signing key cannot be read, or is another.
    """
    desk.require(Role.KEEPER)
    wanted = sorted(_without_second(desk))
    found: dict[str, str] = {}
    damaged: list[str] = []
    for done, sha256 in enumerate(sorted({sha256 for sha256, _ in wanted}), start=1):
        try:
            found[sha256] = _second_digest(desk, sha256)
        except (ObjectMissing, ObjectUnreadable, DigestMismatch):
            damaged.append(sha256)
        on_progress(done, len(wanted))
    with desk.writing() as transaction:
        known = [(sha256, owner) for sha256, owner in wanted if sha256 in found]
        transaction.append([object_digested(sha256, found[sha256], of=owner) for sha256, owner in known])
        size = size_of(transaction.connection)
        root = second_root(transaction.connection, size).hex()
        note = second_head(transaction.connection, desk.log, size)
        transaction.append([digests_renewed(algorithm="sha512", size=size, root=root, note=note)])
    return Renewal(objects=len(found), size=size, root=root, note=note, damaged=tuple(damaged))


def _without_second(desk: Desk) -> Iterator[tuple[str, str]]:
    """Yield (SHA-256, id of whose bytes they are) of every object that is on record by SHA-256 alone."""
    with desk.reading() as connection:
        known = {sha256 for shadow in desk.shadows for sha256, _ in shadow.seconds(connection)}
        for shadow in desk.shadows:
            yield from (pair for pair in shadow.objects(connection) if pair[0] not in known)


def _second_digest(desk: Desk, sha256: str) -> str:
    with Digests() as digests:
        for chunk in desk.blobs.chunks(sha256):
            digests.update(chunk)
    if digests.sha256 != sha256:
        raise DigestMismatch(expected=sha256, found=digests.sha256)
    return digests.sha512

"""Owns the reading of objects to see whether they are what they were: twice where the first look fails. Never repairs.

A disk may give a wrong bit once and the right one the next time (RELIABILITY B5): that is noted and is no alarm. What
reads wrong twice is changed; what is not there is missing; what nobody speaks of is untracked.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

from onrecord.kernel import Label
from onrecord.store.blobs import FolderBlobs
from onrecord.store.errors import DigestMismatch, ObjectMissing, ObjectUnreadable, PackDamaged

Problem = Mapping[str, object]
SECOND_READ_OK: Final = "store.second-read-ok"
RENAMED: Final = "store.renamed"
SAYS: Final[Mapping[str, Label]] = {
    SECOND_READ_OK: Label(
        en="{expected} of {item} read wrong once and right the second time ({found}): the disk or its cable may be "
        "failing. Make a copy now.",
        ru="{expected} ({item}) один раз прочитан неверно, второй — верно ({found}): возможно, отказывает диск или "
        "кабель. Сделайте копию сейчас.",
        kk="{expected} ({item}) бір рет қате, екінші рет дұрыс оқылды ({found}): диск не кабель істен шығып бара "
        "жатқан болуы мүмкін. Қазір көшірме жасаңыз.",
    ),
    RENAMED: Label(
        en="{found} is {expected} of {item} under another name.",
        ru="{found} — это {expected} ({item}) под другим именем.",
        kk="{found} — басқа атаумен жатқан {expected} ({item}).",
    ),
}
CHANGED: Final = frozenset({DigestMismatch.code, ObjectUnreadable.code, PackDamaged.code})
MISSING: Final = frozenset({ObjectMissing.code})
_TOGETHER: Final = 16  # objects that one thread takes at a time
_Faults: Final = (DigestMismatch, ObjectMissing, ObjectUnreadable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What came of reading one object or pack: what is wrong with it, or what is worth a note."""

    name: str
    size: int = 0
    problem: Problem | None = None
    note: Problem | None = None


def look_at_objects(
    blobs: FolderBlobs,
    owners: Mapping[str, str],
    *,
    from_disk: bool = False,
    seconds: Mapping[str, str] | None = None,
) -> Iterator[Look]:
    """Read these objects, by SHA-256 with what each belongs to, on all cores, and yield what came of each.

    They are read in the order in which they lie, so that a pack is gone through once. With `seconds` each is held
    against its SHA-512 there, and not against the digest that it is named by.
    """
    ordered = blobs.in_reading_order(owners)
    groups = [ordered[at : at + _TOGETHER] for at in range(0, len(ordered), _TOGETHER)]
    if len(groups) < 2:
        yield from (_look(blobs, one, owners[one], from_disk=from_disk, seconds=seconds) for one in ordered)
        return

    def looked(group: Sequence[str]) -> list[Look]:
        return [_look(blobs, one, owners[one], from_disk=from_disk, seconds=seconds) for one in group]

    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1, thread_name_prefix="fixity") as pool:
        for looks in pool.map(looked, groups):
            yield from looks


def look_at_packs(blobs: FolderBlobs, names: Iterable[str]) -> Iterator[Look]:
    """Read these packs whole, with the bytes between their objects, and yield what came of each."""
    for name in names:
        first = _pack_found(blobs, name)
        second = _pack_found(blobs, name) if first != name else first
        if second == name:
            note = None if first == name else told(SECOND_READ_OK, expected=name, found=first)
            yield Look(name=name, note=note)
        else:
            yield Look(name=name, problem=told(PackDamaged.code, expected=name, found=second))


def untracked(blobs: FolderBlobs, names: Iterable[str], missing: Mapping[str, str]) -> Iterator[Problem]:
    """Yield that one of these stored objects is one of the missing ones under another name, by reading each."""
    for name in names:
        found = blobs.digest_of_stored(name)
        if found is not None and found in missing:
            yield told(RENAMED, expected=found, found=name, item=missing[found])


def told(code: str, **facts: object) -> Problem:
    """Return a problem or a note as reports hold it."""
    return {"code": code, "seq": None, "item": None, "expected": None, "found": None, **facts}


def _look(blobs: FolderBlobs, sha256: str, owner: str, *, from_disk: bool, seconds: Mapping[str, str] | None) -> Look:
    def checked(*, from_disk: bool) -> int:
        if seconds is not None:
            return blobs.check_sha512(sha256, seconds[sha256])
        return blobs.check(sha256, from_disk=from_disk)

    try:
        return Look(name=sha256, size=checked(from_disk=from_disk))
    except _Faults as fault:
        first = fault
    try:
        size = checked(from_disk=True)
    except _Faults as fault:
        return Look(name=sha256, problem=told(fault.code, item=owner, expected=sha256, found=_found(fault)))
    return Look(name=sha256, size=size, note=told(SECOND_READ_OK, item=owner, expected=sha256, found=_found(first)))


def _found(fault: DigestMismatch | ObjectMissing | ObjectUnreadable) -> object:
    return fault.facts.get("found") or fault.facts.get("problem")


def _pack_found(blobs: FolderBlobs, name: str) -> str | None:
    """Return the digest of the pack's bytes, or in words why there is none."""
    try:
        return blobs.digest_of_pack(name)
    except ObjectMissing:
        return None
    except ObjectUnreadable as fault:
        return str(fault.facts["problem"])

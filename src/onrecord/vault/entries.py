"""Owns the entries the vault may write, and their records. A record once written is never rewritten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from onrecord.kernel import ItemId, PartialDate, Visibility
from onrecord.store import Blob, Draft

ITEM_SEALED: Final = "item-sealed@2"
ITEM_SEALED_1: Final = "item-sealed@1"  # without the second digest
SEALINGS: Final = frozenset({ITEM_SEALED, ITEM_SEALED_1})
ITEM_RECEIVED: Final = "item-received@1"
ITEM_RECEIVED_IN_CLEAR: Final = "item-received@2"  # restricted, yet into an archive that is not encrypted
RECEIPTS: Final = frozenset({ITEM_RECEIVED, ITEM_RECEIVED_IN_CLEAR})
CUSTODY_RECORDED: Final = "custody-recorded@1"
OBJECT_DIGESTED: Final = "object-digested@1"
DIGESTS_RENEWED: Final = "digests-renewed@1"
VISIBILITY_CHANGED: Final = "visibility-changed@1"
ITEM_EXPORTED: Final = "item-exported@1"
FIXITY_CHECKED: Final = "fixity-checked@1"
ITEM_UNPACKED: Final = "item-unpacked@1"
SIDECAR_MATCHED: Final = "sidecar-matched@1"
# Each is a line in the custody of the item that it names.
CUSTODY_KINDS: Final = SEALINGS | RECEIPTS | {CUSTODY_RECORDED, ITEM_EXPORTED}
ITEM_EXAMINED: Final = "item-examined@1"
LIKENESS_JUDGED: Final = "likeness-judged@1"


def item_sealed(item: ItemId, blob: Blob, *, media_type: str, name: str, visibility: Visibility, tool: str) -> Draft:
    """Return the entry that seals an item: its digests, taken at first touch (EV-01), and what it is.

    Two digests, so that the item stays provable on the day on which one of them is broken (RELIABILITY B8).

    It may go out with a public edition, so it says nothing about who gave it.
    """
    payload = {
        "item": item,
        "sha256": blob.sha256,
        "sha512": blob.sha512,
        "size": blob.size,
        "media_type": media_type,
        "name": name,
        "visibility": visibility.value,
        "tool": tool,
    }
    return Draft(kind=ITEM_SEALED, payload=payload)


def item_received(
    item: ItemId,
    blob: Blob,
    *,
    name: str,
    path: str,
    received_from: str | None,
    received_on: PartialDate | None,
    note: str | None,
    tool: str,
    in_clear: bool = False,
) -> Draft:
    """Return the entry for a receipt: who gave it, when, under which name. It never leaves in public (EV-10).

    Bytes that come again are received again, under the item they are already: a second provenance. That a restricted
    item was let into an archive in clear stands in its receipt.
    """
    payload = {
        "item": item,
        "sha256": blob.sha256,
        "name": name,
        "path": path,
        "received_from": received_from,
        "received_on": received_on.to_record() if received_on else None,
        "note": note,
        "tool": tool,
    }
    if in_clear:
        return Draft(kind=ITEM_RECEIVED_IN_CLEAR, payload={**payload, "in_clear": True})
    return Draft(kind=ITEM_RECEIVED, payload=payload)


def custody_recorded(item: ItemId, event: str, facts: Mapping[str, Any]) -> Draft:
    """Return the entry for what happened to an item in somebody's hands."""
    return Draft(kind=CUSTODY_RECORDED, payload={**facts, "item": item, "event": event})


def visibility_changed(item: ItemId, visibility: Visibility, *, was: Visibility, why: str) -> Draft:
    """Return the entry that lets an item be seen further, or less far, from now on."""
    payload = {"item": item, "visibility": visibility.value, "was": was.value, "why": why}
    return Draft(kind=VISIBILITY_CHANGED, payload=payload)


def item_exported(item: ItemId, sha256: str, facts: Mapping[str, Any]) -> Draft:
    """Return the entry for an item that left in an export: with which digest, for whom and why.

    A kind of its own, since it stands behind the log that the export rests on; an entry for each item, so that one of
    them can be expunged without the others.
    """
    exported = {"item": item, "event": "exported", "hash_after": sha256}
    return Draft(kind=ITEM_EXPORTED, payload={**facts, **exported})


def item_examined(item: ItemId, *, examiner: str, tool: str, version: str, result: Mapping[str, Any]) -> Draft:
    """Return the entry for what a tool found about an item's bytes, or why it found nothing.

    Never public by itself: embedded metadata can hold where a witness stood.
    """
    payload = {"item": item, "examiner": examiner, "tool": tool, "version": version, "result": dict(result)}
    return Draft(kind=ITEM_EXAMINED, payload=payload)


def likeness_judged(first: ItemId, second: ItemId, *, verdict: str, why: str) -> Draft:
    """Return the entry for what a person decided about two items that look or read alike. Neither is changed by it."""
    payload = {"items": sorted((first, second)), "verdict": verdict, "why": why}
    return Draft(kind=LIKENESS_JUDGED, payload=payload)


def fixity_checked(
    *,
    after: str,
    upto: str,
    scope: str,
    wanted: int,
    read: int,
    size: int,
    problems: Sequence[Mapping[str, Any]],
    notes: Sequence[Mapping[str, Any]],
    tool: str,
) -> Draft:
    """Return the entry for stored objects that were read: those whose names lie behind `after`, up to and with `upto`.

    Two names stand for all between them, so that the log does not grow with what is whole; what is not is named.
    """
    payload = {
        "after": after,
        "upto": upto,
        "scope": scope,
        "wanted": wanted,
        "read": read,
        "bytes": size,
        "problems": [dict(one) for one in problems],
        "notes": [dict(one) for one in notes],
        "tool": tool,
    }
    return Draft(kind=FIXITY_CHECKED, payload=payload)


def object_digested(sha256: str, sha512: str, *, of: str) -> Draft:
    """Return the entry that names by SHA-512 what was named by SHA-256 alone; `of` is the id of whose bytes they are.

    It goes when that goes: a bare digest would let somebody confirm that we hold their file.
    """
    return Draft(kind=OBJECT_DIGESTED, payload={"sha256": sha256, "sha512": sha512, "of": of})


def digests_renewed(*, algorithm: str, size: int, root: str, note: str) -> Draft:
    """Return the entry that anchors the log anew: its first `size` entries by another digest, and the head of that.

    It goes out with a public edition: it says nothing but numbers.
    """
    return Draft(kind=DIGESTS_RENEWED, payload={"algorithm": algorithm, "size": size, "root": root, "note": note})


def item_unpacked(
    container: ItemId, *, item: ItemId | None, path: str | None, form: str, refused: str | None, problem: str | None
) -> Draft:
    """Return the entry for a member of a container: the item it is, or the code of why it is none.

    Without a path it is about the container itself: it closes its unpacking, or names what is wrong with it.
    """
    payload = {
        "container": container,
        "item": item,
        "path": path,
        "form": form,
        "refused": refused,
        "problem": problem,
    }
    return Draft(kind=ITEM_UNPACKED, payload=payload)


def sidecar_matched(
    sidecar: ItemId,
    *,
    item: ItemId | None,
    form: str,
    matched_by: str,
    line: int | None,
    signature: str | None,
    refused: str | None,
    problem: str | None,
) -> Draft:
    """Return the entry that a file which came along speaks of an item, found by the digest or the name that it says."""
    payload = {
        "sidecar": sidecar,
        "item": item,
        "form": form,
        "matched_by": matched_by,
        "line": line,
        "signature": signature,
        "refused": refused,
        "problem": problem,
    }
    return Draft(kind=SIDECAR_MATCHED, payload=payload)

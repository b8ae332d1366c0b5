"""Owns the making of proofs that travel alone: that an entry stands in the log, that one head continues another.

It never checks one: `verify` does, for whoever was given it.
"""

from __future__ import annotations

from typing import Any

from onrecord import ledger, vault, verify
from onrecord.dossier.disclosure import chosen
from onrecord.dossier.errors import NoSuchHead
from onrecord.kernel import Checkpoint, Role, SignedNote
from onrecord.ledger import NoSuchClaim
from onrecord.store import Desk


def prove_inclusion(desk: Desk, reference: str, *, size: int | None = None, disclose: bool = False) -> verify.Inclusion:
    """Return the proof that an entry, an item's sealing or a claim's stating stands in the log of a signed head.

    The head is that of now, or one that was signed at `size` entries. With `disclose` the proof shows what the entry
    says; without, only its leaf, which says nothing but when, by whom and of which kind.

    Raises:
        RoleTooNarrow: it needs an analyst, and a keeper to disclose what is not public.
        NoSuchEntry, NoSuchItem, NoSuchHead: there is no such thing.
    """
    desk.require(Role.ANALYST)
    seq = _number(desk, reference)
    entry = desk.log.entry(seq)
    note = _head(desk, size, reaching=seq)
    extra: dict[str, Any] = {"key": desk.info.verifier_key, "leaf": entry.leaf()}
    if disclose and entry.payload is not None and entry.salt is not None:
        if seq not in chosen(desk, desk.log.entries, edition="public"):
            desk.require(Role.KEEPER)
        extra |= {"payload": entry.payload, "salt": entry.salt.hex()}
    head = Checkpoint.parse(SignedNote.parse(note).text)
    if seq >= head.size:
        raise NoSuchHead(size=head.size, known=_known(desk))
    return verify.Inclusion(index=seq, hashes=desk.log.inclusion_proof(seq, head.size), note=note, extra=extra)


def prove_consistency(desk: Desk, first: int, second: int | None = None) -> verify.Consistency:
    """Return the proof that the log of the head signed at `first` entries is the beginning of that of `second`, or now.

    Raises:
        RoleTooNarrow: it needs an analyst.
        NoSuchHead: no head was signed at one of them, or `second` is not the later one.
    """
    desk.require(Role.ANALYST)
    older, newer = _head(desk, first), _head(desk, second)
    sizes = [Checkpoint.parse(SignedNote.parse(note).text).size for note in (older, newer)]
    if not 0 < sizes[0] <= sizes[1]:
        raise NoSuchHead(size=f"{sizes[0]}..{sizes[1]}", known=_known(desk))
    hashes = desk.log.consistency_proof(sizes[0], sizes[1])
    return verify.Consistency(first=older, second=newer, hashes=hashes, key=desk.info.verifier_key)


def _number(desk: Desk, reference: str) -> int:
    """Return the number of the entry that is meant: its own, or that of an item's sealing or a claim's stating."""
    if reference.isascii() and reference.isdigit():
        return int(reference)
    try:
        return ledger.claim(desk, reference).seq
    except NoSuchClaim:
        return vault.item(desk, reference).seq


def _head(desk: Desk, size: int | None, *, reaching: int = 0) -> str:
    if size is None:
        note = desk.log.checkpoint(before={vault.ITEM_EXPORTED, *vault.GIVEN_FOR_HEADS})
        is_enough = Checkpoint.parse(SignedNote.parse(note).text).size > reaching
        return note if is_enough else desk.log.checkpoint()
    notes = dict(desk.log.heads())
    if size in notes:
        return notes[size]
    raise NoSuchHead(size=size, known=_known(desk))


def _known(desk: Desk) -> str:
    return ", ".join(str(size) for size, _ in desk.log.heads())

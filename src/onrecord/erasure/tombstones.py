"""Owns tombstones: which entries were expunged, told to older copies, so that none brings their payloads back.

A signed note (c2sp.org/signed-note): format, origin, size and root of the log, then lines `why seq leaf-hash`.
The leaf hash stands in every copy of the log already. No name, no digest of any file and no reason is among it: even a
keyed digest would let whoever has the key and a file find out that we once held it (RELIABILITY K4).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from onrecord import dossier, vault
from onrecord.erasure.entries import expunging_replayed
from onrecord.erasure.errors import TombstonesRefused
from onrecord.erasure.worklist import objects_of
from onrecord.kernel import ItemId, NoteRefused, Role, SignedNote, VerifierKey
from onrecord.store import Desk, Entry, is_signed_by

_FORMAT: Final = "onrecord-tombstones/1"
_EXPUNGED: Final = "expunged"
_DISPOSED: Final = "disposed"
_OUTDATED: Final = "outdated"
_NUMBER: Final = re.compile(r"0|[1-9][0-9]{0,15}")
_HASH: Final = re.compile(r"[0-9a-f]{64}")

Leaf = tuple[int, str]  # number of an entry, hash of its leaf


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstones:
    """What was destroyed, as the log of `size` entries knew it.

    `expunged` are entries without a payload, `disposed` those that seal an item whose bytes two people had destroyed,
    `outdated` those of publications that showed what went.
    """

    origin: str
    size: int
    root: str
    expunged: tuple[Leaf, ...]
    disposed: tuple[Leaf, ...]
    outdated: tuple[Leaf, ...]

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """Every entry that is named."""
        return (*self.expunged, *self.disposed, *self.outdated)

    def text(self) -> str:
        """Return the text that is signed."""
        lines = [_FORMAT, self.origin, f"{self.size} {self.root}"]
        for why, leaves in ((_EXPUNGED, self.expunged), (_DISPOSED, self.disposed), (_OUTDATED, self.outdated)):
            lines += [f"{why} {seq} {leaf}" for seq, leaf in leaves]
        return "".join(f"{line}\n" for line in lines)

    @classmethod
    def parse(cls, note: str, *, origin: str, verifier_key: str) -> Tombstones:
        """Return the tombstones in a note that this log's key signed.

        Raises:
            TombstonesRefused: another form, another log, or no signature of its key.
        """
        try:
            parsed = SignedNote.parse(note)
            is_ours = is_signed_by(parsed, VerifierKey.parse(verifier_key))
        except NoteRefused as err:
            raise TombstonesRefused(problem=err.facts["problem"]) from err
        if not is_ours:
            raise TombstonesRefused(problem="the log's key did not sign them")
        lines = parsed.text.split("\n")[:-1]
        if len(lines) < 3 or lines[0] != _FORMAT:
            raise TombstonesRefused(problem="they are not written as tombstones are")
        if lines[1] != origin:
            raise TombstonesRefused(problem="they are another archive's")
        size, root = _leaf(lines[2])
        return cls(
            origin=origin,
            size=size,
            root=root,
            expunged=_leaves(lines, _EXPUNGED),
            disposed=_leaves(lines, _DISPOSED),
            outdated=_leaves(lines, _OUTDATED),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """What had to be destroyed again: entries, objects that only they spoke of, items, publications."""

    entries: int = 0
    objects: int = 0
    disposed: int = 0
    outdated: int = 0


def tombstones(desk: Desk) -> str:
    """Return the signed tombstones of everything that was expunged so far.

    Raises:
        RoleTooNarrow: only a keeper may: the numbers say when something was there.
        KeyMissing, WrongKey: the log's key cannot sign.
    """
    desk.require(Role.KEEPER)
    hashes = [one.hex() for one in desk.log.leaf_hashes()]
    size = len(hashes)
    because = frozenset(_outdated_statements(desk.log.entries(stop=size, kinds=[dossier.STATEMENT_OUTDATED])))
    published = desk.log.entries(stop=size, kinds=[dossier.STATEMENT_PUBLISHED])
    outdated = [one.seq for one in published if (one.payload or {}).get("statement") in because]
    gone = vault.disposed_items(desk)
    sealed = desk.log.entries(stop=size, kinds=vault.SEALINGS)
    disposed = [one.seq for one in sealed if (one.payload or {}).get("item") in gone]
    found = Tombstones(
        origin=desk.info.origin,
        size=size,
        root=desk.log.root(size).hex(),
        expunged=tuple((seq, hashes[seq]) for seq in desk.log.expunged() if seq < size),
        disposed=tuple((seq, hashes[seq]) for seq in disposed),
        outdated=tuple((seq, hashes[seq]) for seq in outdated),
    )
    return desk.log.signed(found.text())


def replay(desk: Desk, notes: Sequence[str]) -> Replayed:
    """Expunge again, in an archive restored from an older copy, what these tombstones name; nothing of it is left.

    It is done by an entry of its own, since the older log does not hold the decision. What is gone already is let be.

    Raises:
        RoleTooNarrow: only a keeper may.
        TombstonesRefused: they are another archive's, were changed, or name entries that are others here.
    """
    desk.require(Role.KEEPER)
    known = [Tombstones.parse(one, origin=desk.info.origin, verifier_key=desk.info.verifier_key) for one in notes]
    _refuse_others(known, desk.log.leaf_hashes())
    if not known:
        return Replayed()
    entries = list(desk.log.entries())
    size = max(one.size for one in known)
    seqs = {seq for one in known for seq, _ in one.disposed}
    items = [ItemId(one.payload["item"]) for one in entries if one.seq in seqs and one.payload is not None]
    disposed = vault.dispose_again(desk, items, decided_by_size=size)
    seqs = {seq for one in known for seq, _ in one.expunged}
    goes = [one for one in entries if one.seq in seqs and one.payload is not None]
    outdated = _published(entries, {seq for one in known for seq, _ in one.outdated})
    objects = _expunge_again(desk, goes, outdated, size) if goes or outdated else 0
    return Replayed(entries=len(goes), objects=objects, disposed=disposed, outdated=len(outdated))


def _expunge_again(desk: Desk, goes: Sequence[Entry], outdated: Mapping[str, Entry], size: int) -> int:
    """Destroy payloads and the objects that only they spoke of, and say how many objects went."""
    desk.require(Role.KEEPER)
    with desk.writing() as transaction:
        decision = expunging_replayed(entries=len(goes), outdated=len(outdated), decided_by_size=size)
        marks = [dossier.statement_outdated(name, because="expunging-replayed") for name in outdated]
        by, *_ = transaction.append([decision, *marks])
        objects = {sha256 for one in (*goes, *outdated.values()) for sha256 in objects_of(one)}
        transaction.expunge([one.seq for one in goes], by=by, objects=objects)
    return desk.finish_erasing()


def _refuse_others(known: Iterable[Tombstones], hashes: Sequence[bytes]) -> None:
    """Raise where an entry that these name is another one here: whatever else differs, nothing else is destroyed."""
    for one in known:
        for seq, leaf in one.leaves:
            if seq < len(hashes) and hashes[seq].hex() != leaf:
                raise TombstonesRefused(problem=f"entry {seq} here is another than theirs")


def _published(entries: Iterable[Entry], seqs: set[int]) -> dict[str, Entry]:
    """Return the publications of these numbers that nothing marks as outdated yet, by statement."""
    entries = list(entries)
    marked = frozenset(_outdated_statements(one for one in entries if one.kind == dossier.STATEMENT_OUTDATED))
    found = {str((one.payload or {}).get("statement")): one for one in entries if one.seq in seqs}
    return {name: one for name, one in found.items() if one.payload is not None and name not in marked}


def _outdated_statements(entries: Iterable[Entry]) -> Iterable[str]:
    return (str(one.payload["statement"]) for one in entries if one.payload is not None)


def _leaves(lines: Sequence[str], why: str) -> tuple[Leaf, ...]:
    words = [line.partition(" ") for line in lines[3:]]
    if any(word not in (_EXPUNGED, _DISPOSED, _OUTDATED) for word, _, _ in words):
        raise TombstonesRefused(problem="a line says neither expunged nor disposed nor outdated")
    return tuple(_leaf(rest) for word, _, rest in words if word == why)


def _leaf(text: str) -> Leaf:
    number, _, digest = text.partition(" ")
    if not (_NUMBER.fullmatch(number) and _HASH.fullmatch(digest)):
        raise TombstonesRefused(problem=f"a line is no number and digest: {text[:80]!r}")
    return int(number), digest

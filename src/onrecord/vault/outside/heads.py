"""Owns signed heads as others see them: what of a note was signed, and whether two heads can be of one log.

The rules of a follower: somebody who keeps the last head they have seen believes a new one only if the old is its
beginning. A witness, a client and we ourselves follow by the same rules. Never stores a head and never signs one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from onrecord.kernel import (
    EMPTY_ROOT,
    Checkpoint,
    ProofRefused,
    SignedNote,
    VerifierKey,
    sha256_hex,
    verify_consistency,
)
from onrecord.vault.outside.errors import ForeignHead, HeadRefused


class Contradiction(StrEnum):
    """How a head contradicts another that the same key has signed."""

    ROLLBACK = "rollback"  # smaller than what was seen before: entries were taken away
    FORK = "fork"  # not a continuation: entries were changed, or two histories are shown
    AHEAD = "ahead"  # larger than the log itself: the log was cut, or an older copy of it was restored


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A signed head: the note as the log signed it and what it says. Its imprint is what gets stamped."""

    note: str
    size: int
    root: bytes

    @property
    def imprint(self) -> str:
        """SHA-256 of the note's bytes with the log's signature and no other: what an authority stamps."""
        return sha256_hex(self.note.encode())

    def to_record(self) -> dict[str, Any]:
        """Return the fields by which entries name a head."""
        return {"size": self.size, "root": self.root.hex(), "imprint": self.imprint}

    @classmethod
    def stated(cls, note: str) -> Head:
        """Return the head that a note of our own keeping states; nothing about its signature is checked.

        Raises:
            NoteRefused: it is no checkpoint.
        """
        checkpoint = Checkpoint.parse(SignedNote.parse(note).text)
        return cls(note=note, size=checkpoint.size, root=checkpoint.root)

    @classmethod
    def parse(cls, note: str, key: VerifierKey, *, origin: str | None = None) -> Head:
        """Return the head that a note states, after its signature by the log's key was checked.

        Signatures of others may stand beside it: they are left out, so that one head has one note. The origin is that
        of the key's name, unless the log signs under another.

        Raises:
            NoteRefused: it is no checkpoint.
            ForeignHead: it is of another log, or this key has not signed it.
        """
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        parsed = SignedNote.parse(note)
        checkpoint = Checkpoint.parse(parsed.text)
        expected = key.name if origin is None else origin
        if checkpoint.origin != expected:
            raise ForeignHead(origin=checkpoint.origin, expected=expected, problem="it is of another log")
        own = [one for one in parsed.signatures if (one.name, one.key_id) == (key.name, key.key_id)]
        try:
            for one in own:  # c2sp.org/signed-note: a false signature of a known key spoils the whole note
                Ed25519PublicKey.from_public_bytes(key.public).verify(one.signature, parsed.text.encode())
        except (InvalidSignature, ValueError) as err:
            raise ForeignHead(origin=checkpoint.origin, expected=expected, problem="its signature is false") from err
        if not own:
            raise ForeignHead(origin=checkpoint.origin, expected=expected, problem="this key has not signed it")
        text = replace(parsed, signatures=(own[0],)).to_text()
        return cls(note=text, size=checkpoint.size, root=checkpoint.root)


def check_continues(last: Head | None, new: Head, proof: Sequence[bytes]) -> None:
    """Return when `new` continues what was seen last; on first sight there is nothing to compare with.

    Raises:
        HeadRefused: it does not; `why` says how.
        ProofRefused: the proof joins nothing; with another one it may still turn out to be a continuation.
    """
    if new.size == 0 and new.root != EMPTY_ROOT:
        raise HeadRefused(why=Contradiction.FORK, size=new.size, known=last.size if last else 0)
    if last is None or last.size == 0:
        if proof:  # tlog-witness: every tree continues the empty one, so there is nothing to prove
            raise ProofRefused(problem="a proof where none is needed")
        return
    if new.size < last.size:
        raise HeadRefused(why=Contradiction.ROLLBACK, size=new.size, known=last.size)
    if new.size == last.size and new.root != last.root:
        raise HeadRefused(why=Contradiction.FORK, size=new.size, known=last.size)
    verify_consistency(last.size, new.size, proof, last.root, new.root)

"""Owns the witness: whom it follows, what it has seen, when it signs. c2sp.org/tlog-witness in one class without I/O.

Rules kept, in the order of the protocol (add-checkpoint):

1. A request is `old N`, up to 63 lines of proof, an empty line, a checkpoint; anything else is answered 400.
2. An origin that this witness does not follow: 404.
3. No signature of a key that it trusts for the origin, or a false one: 403.
4. An old size above the checkpoint's: 400.
5. An old size other than the one last cosigned: 409, and that size as `text/x.tlog.size`.
6. Another root for the same size, or a proof that does not lead there: 422.
7. Otherwise the head is kept first, durably, and signed only then: 200 and the signature line.

Steps 5 to 7 happen inside one lock of the memory, so that two requests, two threads or two processes can never both
pass step 6 with heads that exclude each other. A worked sequence:

    witness = Witness(key=..., sign=..., followed=..., memory=..., clock=...)
    answer = witness.add_checkpoint(request.body())
"""

from __future__ import annotations

import base64
import binascii
import calendar
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Final, Protocol

from onrecord.kernel import (
    Checkpoint,
    Clock,
    Cosignature,
    NoteRefused,
    NoteSignature,
    ProofRefused,
    SignedNote,
    VerifierKey,
    cosigned_message,
)
from onrecord.vault.outside.errors import ForeignHead, HeadRefused
from onrecord.vault.outside.heads import Head, check_continues

SIZE_TYPE: Final = "text/x.tlog.size"
_TEXT: Final = "text/plain; charset=utf-8"
_MOST_PROOF_LINES: Final = 63
_OLD: Final = re.compile(r"old (0|[1-9][0-9]{0,18})")
_HASH_BYTES: Final = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The last head of one log that a witness has cosigned, and the moment it put its name to it."""

    head: Head
    timestamp: int


class Memory(Protocol):
    """What a witness remembers of each origin. `locked` gives it to one at a time, across threads and processes."""

    def locked(self) -> AbstractContextManager[None]:
        """Let nobody else read or keep until the `with` ends; what they kept before is known within it."""
        ...

    def last(self, origin: str) -> Seen | None:
        """Return what was kept last of this origin."""
        ...

    def keep(self, origin: str, seen: Seen) -> None:
        """Keep this in the place of what was kept before; durable when this returns."""
        ...

    def keep_evidence(self, origin: str, note: str) -> None:
        """Keep a head that the log has signed and that excludes what was seen."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class WitnessAnswer:
    """What a witness answers: an HTTP status, a body and its type."""

    status: int
    body: bytes
    content_type: str = _TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request to cosign: the size the asker believes was cosigned last, the proof from there, the new head."""

    old_size: int
    proof: tuple[bytes, ...]
    note: str
    checkpoint: Checkpoint

    @classmethod
    def parse(cls, body: bytes) -> Request:
        """Return the request that a body is.

        Raises:
            NoteRefused: it is not formed as tlog-witness demands.
        """
        try:
            head, empty, note = body.decode("utf-8").partition("\n\n")
        except UnicodeDecodeError as err:
            raise NoteRefused(problem="a request is text in UTF-8") from err
        old, *lines = head.split("\n")
        found = _OLD.fullmatch(old)
        if not empty or found is None or len(lines) > _MOST_PROOF_LINES:
            raise NoteRefused(problem="a request is an old size, up to 63 lines of proof, an empty line, a checkpoint")
        checkpoint = Checkpoint.parse(SignedNote.parse(note).text)
        return cls(old_size=int(found[1]), proof=tuple(map(_hash, lines)), note=note, checkpoint=checkpoint)

    def body(self) -> bytes:
        """Return the request as it is sent."""
        lines = [f"old {self.old_size}", *(base64.standard_b64encode(one).decode("ascii") for one in self.proof)]
        return ("\n".join(lines) + "\n\n" + self.note).encode()


class Witness:
    """One witness. It signs a head only when it continues every head of that log it has signed before."""

    def __init__(
        self,
        *,
        key: VerifierKey,
        sign: Callable[[bytes], bytes],
        followed: Mapping[str, Sequence[VerifierKey]],
        memory: Memory,
        clock: Clock,
    ) -> None:
        self._key = key
        self._sign = sign
        self._followed = followed
        self._memory = memory
        self._clock = clock

    def add_checkpoint(self, body: bytes) -> WitnessAnswer:
        """Return the answer to a request to cosign; a signature in it means that the head was kept before."""
        try:
            request = Request.parse(body)
        except NoteRefused as fault:
            return _said(400, str(fault.facts["problem"]))
        keys = self._followed.get(request.checkpoint.origin)
        if not keys:
            return _said(404, "this log is not followed here")
        try:
            head = self._signed_head(request, keys)
        except ForeignHead as fault:
            return _said(403, str(fault.facts["problem"]))
        if request.old_size > head.size:
            return _said(400, "the old size is above that of the checkpoint")
        with self._memory.locked():
            return self._continued(request, head)

    def checkpoint(self, origin_hash: str) -> WitnessAnswer:
        """Return the last head cosigned of the log whose origin has this SHA-256, with the log's signature and ours."""
        for origin in self._followed:
            if _origin_hash(origin) == origin_hash:
                with self._memory.locked():
                    seen = self._memory.last(origin)
                if seen is not None:
                    return WitnessAnswer(status=200, body=(seen.head.note + self._line(seen)).encode())
        return _said(404, "nothing of such a log was cosigned here")

    def _signed_head(self, request: Request, keys: Sequence[VerifierKey]) -> Head:
        """Return the head as one of the trusted keys signed it.

        Raises:
            ForeignHead: none has, or one that is named as signer has not.
        """
        signers = {(one.name, one.key_id) for one in SignedNote.parse(request.note).signatures}
        named = [key for key in keys if (key.name, key.key_id) in signers]
        if not named:
            raise ForeignHead(origin=request.checkpoint.origin, expected=keys[0].text(), problem="no key we know")
        heads = [Head.parse(request.note, key, origin=request.checkpoint.origin) for key in named]
        return heads[0]

    def _continued(self, request: Request, head: Head) -> WitnessAnswer:
        """Answer while the memory is ours: check, keep, and only then sign."""
        origin = request.checkpoint.origin
        seen = self._memory.last(origin)
        size = seen.head.size if seen else 0
        if request.old_size != size:
            if seen is not None and _excludes(seen.head, head):
                self._memory.keep_evidence(origin, head.note)
            return WitnessAnswer(status=409, body=f"{size}\n".encode(), content_type=SIZE_TYPE)
        try:
            check_continues(seen.head if seen else None, head, request.proof)
        except (HeadRefused, ProofRefused):
            self._memory.keep_evidence(origin, head.note)  # signed, and it may turn out to be a second history
            return _said(422, "this head does not continue the one that was cosigned last")
        now = calendar.timegm(self._clock.now().utctimetuple())
        fresh = Seen(
            head=head, timestamp=max(now, seen.timestamp) if seen else now
        )  # a clock set back changes no order
        self._memory.keep(origin, fresh)
        return WitnessAnswer(status=200, body=self._line(fresh).encode())

    def _line(self, seen: Seen) -> str:
        """Return our signature line. Ed25519 signs the same message the same way, so it can be made again any time."""
        text = SignedNote.parse(seen.head.note).text
        signature = self._sign(cosigned_message(seen.timestamp, text))
        content = Cosignature(timestamp=seen.timestamp, signature=signature).content()
        return NoteSignature(name=self._key.name, key_id=self._key.key_id, signature=content).line()


def _excludes(seen: Head, head: Head) -> bool:
    """Say whether two heads of one size have two roots: no proof could ever join them."""
    return seen.size == head.size and seen.root != head.root


def _hash(line: str) -> bytes:
    try:
        content = base64.b64decode(line.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error) as err:
        raise NoteRefused(problem="a line of the proof is no base64") from err
    if len(content) != _HASH_BYTES or base64.standard_b64encode(content).decode("ascii") != line:
        raise NoteRefused(problem="a line of the proof is no hash of 32 bytes")
    return content


def _origin_hash(origin: str) -> str:
    from onrecord.kernel import sha256_hex

    return sha256_hex(origin.encode())


def _said(status: int, words: str) -> WitnessAnswer:
    return WitnessAnswer(status=status, body=f"{words}\n".encode())

"""Owns asking witnesses to cosign the head of the log, and putting on record what came of it (c2sp.org/tlog-witness).

A signature counts once it has been checked against the key that the keeper was given. What a witness has seen and we do
not have is the sign of a log that was cut or forked: it is kept as evidence, whatever it says about us.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from onrecord.kernel import (
    Checkpoint,
    Cosignature,
    NoteRefused,
    Role,
    SignedNote,
    Unavailable,
    VerifierKey,
    cosigned_message,
    instant_text,
    parse_signature_lines,
    sha256_hex,
)
from onrecord.store import Desk
from onrecord.vault.outside.asking import Ask, Reply
from onrecord.vault.outside.comparing import record_contradiction
from onrecord.vault.outside.entries import ABOUT_HEADS, checkpoint_cosigned, cosignature_declined
from onrecord.vault.outside.errors import ForeignHead
from onrecord.vault.outside.heads import Head
from onrecord.vault.outside.records import cosignature_records
from onrecord.vault.outside.stamping import CLOCK_LIMIT_SECONDS, signed_head
from onrecord.vault.outside.witnessing import Request
from onrecord.verify import SignatureFalse, check_signature

_SIZE: Final = re.compile(rb"(0|[1-9][0-9]{0,17})\n")
_PLAIN: Final = {"Content-Type": "text/plain; charset=utf-8"}
_LONGEST_NOTE: Final = 1 << 16


class CosignatureReason(StrEnum):
    """Why there is no cosignature."""

    SILENT = "silent"
    UNKNOWN_LOG = "unknown-log"  # 404: the witness was never told to follow this log
    UNKNOWN_KEY = "unknown-key"  # 403: it follows it under another key
    MALFORMED = "malformed"  # 400
    MOVED_ON = "moved-on"  # 409 twice: somebody else has its head cosigned at the same time
    AHEAD = "ahead"  # 409 with a size that our log has not reached
    FORGETFUL = "forgetful"  # 409 with a size below one that it has cosigned: it lost its memory
    INCONSISTENT = "inconsistent"  # 422: what we showed does not continue what it has seen
    HTTP = "http"
    UNREADABLE = "unreadable"  # 200, and no signature line of its key
    BAD_SIGNATURE = "bad-signature"


# Answers that a witness cannot give while both logs and witness are sound.
ALARMS: Final = frozenset(
    {
        CosignatureReason.AHEAD,
        CosignatureReason.FORGETFUL,
        CosignatureReason.INCONSISTENT,
        CosignatureReason.BAD_SIGNATURE,
        CosignatureReason.UNREADABLE,
    }
)
_BY_STATUS: Final = {
    400: CosignatureReason.MALFORMED,
    403: CosignatureReason.UNKNOWN_KEY,
    404: CosignatureReason.UNKNOWN_LOG,
    409: CosignatureReason.MOVED_ON,
    422: CosignatureReason.INCONSISTENT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideWitness:
    """A witness as a keeper has named it: our name for it, where it answers, its key."""

    name: str
    url: str
    key: VerifierKey


@dataclass(frozen=True, slots=True, kw_only=True)
class CosignOutcome:
    """What asking one witness came to: `cosigned`, `declined` with a reason, or `current` when it was not asked."""

    witness: str
    outcome: str
    size: int
    reason: str | None = None
    signed_at: dt.datetime | None = None
    clock_difference_seconds: int | None = None
    witness_size: int | None = None
    contradiction: bool = False  # a head that excludes ours was found and kept

    @property
    def is_clock_doubtful(self) -> bool:
        """Whether our clock and the witness's are further apart than five minutes."""
        return abs(self.clock_difference_seconds or 0) > CLOCK_LIMIT_SECONDS

    def to_row(self) -> dict[str, Any]:
        """Return the outcome as one flat row."""
        return {
            "witness": self.witness,
            "outcome": self.outcome,
            "size": self.size,
            "reason": self.reason,
            "signed_at": instant_text(self.signed_at) if self.signed_at else None,
            "clock_difference_seconds": self.clock_difference_seconds,
            "witness_size": self.witness_size,
            "contradiction": self.contradiction,
        }


def cosign(
    desk: Desk, witnesses: Sequence[OutsideWitness], *, ask: Ask, size: int | None = None, again: bool = False
) -> tuple[CosignOutcome, ...]:
    """Have the head of the log cosigned by each witness that has not cosigned it, and record what came of it.

    With `size` it is the head that was signed at this size; a witness that has seen a later one cannot cosign it.

    Raises:
        RoleTooNarrow: the actor may only read.
        NoSuchHead: no head of that size was signed.
        LogDamaged, KeyMissing, WrongKey: as for signing a head.
    """
    desk.require(Role.ANALYST)
    work = desk.log.size_without(ABOUT_HEADS) if size is None else size
    wanted = [one for one in witnesses if again or _cosigned_size(desk, one) < work]
    head = signed_head(desk, size) if wanted else None
    outcomes = {one.name: _cosign_one(desk, head, one, ask) for one in wanted if head is not None}
    return tuple(outcomes.get(one.name) or _current(desk, one) for one in witnesses)


def check_cosignature(note: str, lines: str, key: VerifierKey) -> tuple[Cosignature, str]:
    """Return this witness's cosignature among signature lines, and its line, after it was checked over the note.

    Lines of keys that we do not know say nothing to us (tlog-witness).

    Raises:
        NoteRefused: no line of this key is there, or they are no signature lines.
        SignatureFalse: the line of this key is false.
    """
    text = SignedNote.parse(note).text
    for one in parse_signature_lines(lines):
        if (one.name, one.key_id) == (key.name, key.key_id):
            found = Cosignature.parse(one.signature)
            check_signature(key.public, cosigned_message(found.timestamp, text), found.signature)
            return found, one.line()
    raise NoteRefused(problem="no signature of this witness is there")


def _cosign_one(desk: Desk, head: Head, witness: OutsideWitness, ask: Ask) -> CosignOutcome:
    """Ask, and once more with the size that the witness names: another copy of us may have asked before."""
    known = _cosigned_size(desk, witness)
    try:
        reply = _asked(desk, head, witness, known, ask)
        if reply.status == 409:
            size = _size_in(reply.body)
            if (problem := _problem_with(size, desk, head, known)) or size is None:
                return _declined(desk, head, witness, reply, problem or CosignatureReason.UNREADABLE, ask, size)
            reply = _asked(desk, head, witness, size, ask)
    except Unavailable:
        return _declined(desk, head, witness, None, CosignatureReason.SILENT, ask)
    if reply.status != 200:
        reason = _BY_STATUS.get(reply.status, CosignatureReason.HTTP)
        return _declined(desk, head, witness, reply, reason, ask, _size_in(reply.body) if reply.status == 409 else None)
    return _judged(desk, head, witness, reply, ask)


def _asked(desk: Desk, head: Head, witness: OutsideWitness, old_size: int, ask: Ask) -> Reply:
    proof = desk.log.tree().consistency(old_size, head.size)
    checkpoint = Checkpoint.parse(SignedNote.parse(head.note).text)
    request = Request(old_size=old_size, proof=tuple(proof), note=head.note, checkpoint=checkpoint)
    return ask(f"{witness.url.rstrip('/')}/add-checkpoint", request.body(), _PLAIN)


def _judged(desk: Desk, head: Head, witness: OutsideWitness, reply: Reply, ask: Ask) -> CosignOutcome:
    """Record a cosignature that holds; anything else is on record as what it is."""
    try:
        found, line = check_cosignature(head.note, reply.body.decode("utf-8"), witness.key)
        signed_at = dt.datetime.fromtimestamp(found.timestamp, tz=dt.UTC)
    except (NoteRefused, UnicodeDecodeError, OverflowError, ValueError, OSError):
        return _declined(desk, head, witness, reply, CosignatureReason.UNREADABLE, ask)
    except SignatureFalse:
        return _declined(desk, head, witness, reply, CosignatureReason.BAD_SIGNATURE, ask)
    difference = found.timestamp - calendar.timegm(desk.clock.now().utctimetuple())
    draft = checkpoint_cosigned(
        head,
        witness.name,
        key=witness.key.text(),
        line=line,
        signed_at=signed_at,
        clock_difference_seconds=difference,
    )
    desk.append([draft])
    return CosignOutcome(
        witness=witness.name,
        outcome="cosigned",
        size=head.size,
        signed_at=signed_at,
        clock_difference_seconds=difference,
    )


def _declined(
    desk: Desk,
    head: Head,
    witness: OutsideWitness,
    reply: Reply | None,
    reason: CosignatureReason,
    ask: Ask,
    witness_size: int | None = None,
) -> CosignOutcome:
    """Record why there is no cosignature, and look for evidence where the answer speaks of another history."""
    draft = cosignature_declined(
        head,
        witness.name,
        key=witness.key.text(),
        reason=reason.value,
        http_status=reply.status if reply else None,
        witness_size=witness_size,
        reply=desk.blobs.put_bytes(reply.body).sha256 if reply and reply.body else None,
    )
    desk.append([draft])
    contradiction = False
    if reason in (CosignatureReason.AHEAD, CosignatureReason.INCONSISTENT):
        contradiction = _look_for_evidence(desk, witness, ask)
    return CosignOutcome(
        witness=witness.name,
        outcome="declined",
        size=head.size,
        reason=reason.value,
        witness_size=witness_size,
        contradiction=contradiction,
    )


def _look_for_evidence(desk: Desk, witness: OutsideWitness, ask: Ask) -> bool:
    """Fetch the head that the witness has cosigned; one that our key signed and our log does not have is evidence."""
    origin = sha256_hex(desk.info.origin.encode())
    try:
        reply = ask(f"{witness.url.rstrip('/')}/{origin}/checkpoint", None, {})
        if reply.status != 200 or len(reply.body) > _LONGEST_NOTE:
            return False
        return record_contradiction(desk, reply.body.decode("utf-8")) is not None
    except (Unavailable, UnicodeDecodeError, NoteRefused, ForeignHead):
        return False  # the refusal itself is on record; nothing that our key has signed stands beside it


def _problem_with(size: int | None, desk: Desk, head: Head, known: int) -> CosignatureReason | None:
    """Return what is wrong with the size that a witness says it has cosigned, if anything."""
    if size is None:
        return CosignatureReason.UNREADABLE
    if size > desk.log.size():
        return CosignatureReason.AHEAD
    if size > head.size:
        return CosignatureReason.MOVED_ON
    return CosignatureReason.FORGETFUL if size < known else None


def _size_in(body: bytes) -> int | None:
    found = _SIZE.fullmatch(body)
    return int(found[1]) if found else None


def _cosigned_size(desk: Desk, witness: OutsideWitness) -> int:
    """Return the largest size that this key has cosigned, as the log says."""
    key = witness.key.text()
    return max((one.size for one in cosignature_records(desk) if one.is_cosignature and one.key == key), default=0)


def _current(desk: Desk, witness: OutsideWitness) -> CosignOutcome:
    return CosignOutcome(witness=witness.name, outcome="current", size=_cosigned_size(desk, witness))

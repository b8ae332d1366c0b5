"""Owns checking anew, offline, everything that the outside ever said: stamps with the chains that were kept with them.

A verdict of the day is a verdict of the day: what an entry says was checked once is checked again here, from the bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from onrecord.kernel import Fault, VerifierKey
from onrecord.store import Desk, DigestMismatch, ObjectMissing, ObjectUnreadable
from onrecord.vault.outside.errors import ChainRefused, ForeignHead, StampFalse
from onrecord.vault.outside.heads import Head
from onrecord.vault.outside.records import StampRecord, stamp_records
from onrecord.vault.outside.stamping import request_of
from onrecord.vault.outside.stamps import Chain, DeclineReason, check_reply


@dataclass(frozen=True, slots=True, kw_only=True)
class Rechecked:
    """A record and what its bytes came to today; `problem` is None for a stamp that holds."""

    record: StampRecord
    holds: bool
    problem: str | None = None
    checked_by: tuple[str, ...] = ()

    def to_row(self) -> dict[str, Any]:
        """Return record and verdict as one flat row."""
        return {
            **self.record.to_row(),
            "holds": self.holds,
            "problem": self.problem,
            "checked_by": list(self.checked_by),
        }


def recheck(desk: Desk) -> tuple[Rechecked, ...]:
    """Return every question to an authority with what its answer comes to now, in the order of the log.

    A stamp must be over a head that was signed here and that the log still begins with. Silence stays silence.
    """
    notes = dict(desk.log.heads())
    tree = desk.log.tree()
    key = VerifierKey.parse(desk.info.verifier_key)
    found = []
    for record in stamp_records(desk):
        try:
            head = Head.parse(notes[record.size], key)
            if head.imprint != record.imprint or record.size > tree.size or tree.root(record.size) != head.root:
                found.append(Rechecked(record=record, holds=False, problem="the head is not one of this log"))
                continue
            found.append(_checked(desk, record))
        except (KeyError, ForeignHead):
            found.append(Rechecked(record=record, holds=False, problem="no such head was signed here"))
    return tuple(found)


def _checked(desk: Desk, record: StampRecord) -> Rechecked:
    if record.reply is None or record.reason in (DeclineReason.SILENT, DeclineReason.HTTP):
        return Rechecked(record=record, holds=False, problem=record.reason)
    try:
        chain = Chain.parse(desk.blobs.read(record.chain), place=record.chain)
        stamp = check_reply(desk.blobs.read(record.reply), request_of(record), chain)
    except StampFalse as fault:
        return Rechecked(record=record, holds=False, problem=f"{fault.facts['reason']}: {fault.facts['found']}")
    except (ChainRefused, ObjectMissing, ObjectUnreadable, DigestMismatch) as fault:
        return Rechecked(record=record, holds=False, problem=_code(fault))
    return Rechecked(record=record, holds=True, checked_by=stamp.checked_by)


def _code(fault: Fault) -> str:
    return fault.code

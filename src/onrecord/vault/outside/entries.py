"""Owns the entries about signed heads: what others said of them. A record once written is never rewritten."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

from onrecord.kernel import instant_text
from onrecord.store import Draft
from onrecord.vault.outside.heads import Head

CHECKPOINT_STAMPED: Final = "checkpoint-stamped@1"
STAMP_DECLINED: Final = "stamp-declined@1"
CHECKPOINT_COSIGNED: Final = "checkpoint-cosigned@1"
COSIGNATURE_DECLINED: Final = "cosignature-declined@1"
HEAD_CONTRADICTED: Final = "head-contradicted@1"
CHECKPOINT_ANCHORED: Final = "checkpoint-anchored@1"
ANCHOR_DECLINED: Final = "anchor-declined@1"
# What is said about signed heads by others. They may go out with a public edition: no text from outside is in them.
ABOUT_HEADS: Final = frozenset(
    {
        CHECKPOINT_STAMPED,
        STAMP_DECLINED,
        CHECKPOINT_COSIGNED,
        COSIGNATURE_DECLINED,
        HEAD_CONTRADICTED,
        CHECKPOINT_ANCHORED,
        ANCHOR_DECLINED,
    }
)

# Of these, what was asked for and given: an export leaves them out at the end of its log, since they speak of its head.
GIVEN_FOR_HEADS: Final = frozenset({CHECKPOINT_STAMPED, CHECKPOINT_COSIGNED, CHECKPOINT_ANCHORED})


def checkpoint_stamped(
    head: Head,
    authority: str,
    *,
    request: bytes,
    reply: str,
    chain: str,
    gen_time: dt.datetime,
    policy: str,
    serial: int,
    signer: str,
    clock_difference_seconds: int,
    checked_by: Sequence[str],
) -> Draft:
    """Return the entry for a stamp that holds over a signed head (EV-06).

    Both clocks are on record: the authority's in `gen_time`, ours in the difference and in the entry's own time.
    """
    payload = {
        **head.to_record(),
        "authority": authority,
        "request": request.hex(),
        "reply": reply,
        "chain": chain,
        "gen_time": instant_text(gen_time),
        "policy": policy,
        "serial": str(serial),
        "signer": signer,
        "clock_difference_seconds": clock_difference_seconds,
        "checked_by": list(checked_by),
    }
    return Draft(kind=CHECKPOINT_STAMPED, payload=payload)


def stamp_declined(
    head: Head,
    authority: str,
    *,
    request: bytes,
    reply: str | None,
    chain: str,
    reason: str,
    http_status: int | None,
    status: int | None,
    failures: Sequence[str],
) -> Draft:
    """Return the entry for a stamp that was asked for and not got: silence, refusal or a lie, and which."""
    payload = {
        **head.to_record(),
        "authority": authority,
        "request": request.hex(),
        "reply": reply,
        "chain": chain,
        "reason": reason,
        "http_status": http_status,
        "status": status,
        "failures": list(failures),
    }
    return Draft(kind=STAMP_DECLINED, payload=payload)


def checkpoint_cosigned(
    head: Head, witness: str, *, key: str, line: str, signed_at: dt.datetime, clock_difference_seconds: int
) -> Draft:
    """Return the entry for a witness's signature over a signed head, its line as it stands in a note."""
    payload = {
        **head.to_record(),
        "witness": witness,
        "key": key,
        "line": line,
        "signed_at": instant_text(signed_at),
        "clock_difference_seconds": clock_difference_seconds,
    }
    return Draft(kind=CHECKPOINT_COSIGNED, payload=payload)


def cosignature_declined(
    head: Head,
    witness: str,
    *,
    key: str,
    reason: str,
    http_status: int | None,
    witness_size: int | None,
    reply: str | None,
) -> Draft:
    """Return the entry for a cosignature that was asked for and not got, and the size the witness says it has seen."""
    payload = {
        **head.to_record(),
        "witness": witness,
        "key": key,
        "reason": reason,
        "http_status": http_status,
        "witness_size": witness_size,
        "reply": reply,
    }
    return Draft(kind=COSIGNATURE_DECLINED, payload=payload)


def head_contradicted(size: int, root: bytes, *, note: str, why: str, own_root: bytes | None, own_size: int) -> Draft:
    """Return the entry for a head signed by our key that our log does not agree with: the evidence of a fork.

    `own_root` is that of our log at the size of the head; none where our log is shorter.
    """
    payload = {
        "size": size,
        "root": root.hex(),
        "note": note,
        "why": why,
        "own_root": own_root.hex() if own_root else None,
        "own_size": own_size,
    }
    return Draft(kind=HEAD_CONTRADICTED, payload=payload)


def checkpoint_anchored(
    head: Head, *, proof: str, attestations: Sequence[Mapping[str, Any]], upgrades: str | None
) -> Draft:
    """Return the entry for an OpenTimestamps proof of a signed head, with what it attests so far."""
    payload = {**head.to_record(), "proof": proof, "attestations": list(attestations), "upgrades": upgrades}
    return Draft(kind=CHECKPOINT_ANCHORED, payload=payload)


def anchor_declined(head: Head, calendar: str, *, reason: str, http_status: int | None, reply: str | None) -> Draft:
    """Return the entry for a calendar that was asked and gave nothing that can be used."""
    payload = {
        **head.to_record(),
        "calendar": calendar,
        "reason": reason,
        "http_status": http_status,
        "reply": reply,
    }
    return Draft(kind=ANCHOR_DECLINED, payload=payload)

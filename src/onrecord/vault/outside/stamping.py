"""Owns asking authorities for time stamps over signed heads, and putting on record what came of it.

Silence, refusal and lies are entries like success. What an authority sent is kept as it came, whatever it says: what
cannot be read today may be readable tomorrow. Whether an answer is a stamp, `stamps` says.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from onrecord.kernel import Role, Unavailable, VerifierKey, instant_text, parse_instant, sha256_hex
from onrecord.store import Desk, DigestMismatch, ObjectMissing, ObjectUnreadable
from onrecord.vault.outside.asking import Ask
from onrecord.vault.outside.entries import ABOUT_HEADS, checkpoint_stamped, stamp_declined
from onrecord.vault.outside.errors import NoSuchHead, StampFalse
from onrecord.vault.outside.heads import Head
from onrecord.vault.outside.records import StampRecord, stamp_records
from onrecord.vault.outside.stamps import Chain, DeclineReason, Stamp, StampRequest, check_reply
from onrecord.verify import NotDer, read_reply

_QUESTION: Final = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
_DAY: Final = dt.timedelta(days=1)  # EV-06: over the log's head at least daily
CLOCK_LIMIT_SECONDS: Final = 300  # RELIABILITY A9: say so when the two clocks are further apart
_OK: Final = 200
_READERS_MAY_LEARN: Final = frozenset({DeclineReason.UNREADABLE, DeclineReason.SECOND_OPINION})
_FIRST_PAUSE: Final = dt.timedelta(hours=1)
_LONGEST_PAUSE: Final = dt.timedelta(hours=6)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeAuthority:
    """A time-stamping authority as a keeper has named it."""

    name: str
    url: str
    chain: Chain
    policy: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StampOutcome:
    """What asking one authority came to: `stamped`, `declined` with a reason, or `current` when nobody was asked."""

    authority: str
    outcome: str
    size: int
    reason: str | None = None
    gen_time: dt.datetime | None = None
    clock_difference_seconds: int | None = None
    detail: str | None = None

    @property
    def is_clock_doubtful(self) -> bool:
        """Whether our clock and the authority's are further apart than five minutes (RELIABILITY A9)."""
        return abs(self.clock_difference_seconds or 0) > CLOCK_LIMIT_SECONDS

    def to_row(self) -> dict[str, Any]:
        """Return the outcome as one flat row."""
        return {
            "authority": self.authority,
            "outcome": self.outcome,
            "size": self.size,
            "reason": self.reason,
            "gen_time": instant_text(self.gen_time) if self.gen_time else None,
            "clock_difference_seconds": self.clock_difference_seconds,
            "detail": self.detail,
        }


def new_nonce() -> int:
    """Return a number that nobody can guess, so that an old answer is no answer (RFC 3161, 2.4.1)."""
    return secrets.randbits(63)


def stamp(
    desk: Desk,
    authorities: Sequence[TimeAuthority],
    *,
    ask: Ask,
    size: int | None = None,
    again: bool = False,
    due_only: bool = False,
    nonce: Callable[[], int] = new_nonce,
) -> tuple[StampOutcome, ...]:
    """Have the head of the log stamped by each authority that has not stamped it, and record what came of it.

    A head is not asked for again while nothing but stamps and cosignatures was added since, and its stamp is younger
    than a day. With `size` it is the earlier head of that size; with `due_only` authorities that have just failed are
    left alone for a while. Answers that were kept and not understood before are read again first.

    Raises:
        RoleTooNarrow: the actor may only read.
        NoSuchHead: no head of that size was signed.
        LogDamaged, KeyMissing, WrongKey: as for signing a head.
    """
    desk.require(Role.ANALYST)
    for one in authorities:
        _read_again(desk, one)
    wanted = [one for one in authorities if again or _lacks(desk, one.name, size, due_only=due_only)]
    if not wanted:
        return tuple(_current(desk, one.name, size) for one in authorities)
    head = signed_head(desk, size)
    outcomes = {one.name: _stamp_one(desk, head, one, ask, nonce) for one in wanted}
    return tuple(outcomes.get(one.name) or _current(desk, one.name, size) for one in authorities)


def signed_head(desk: Desk, size: int | None = None) -> Head:
    """Return the present head, signed, or the one that was signed at this size.

    Raises:
        NoSuchHead: no head of that size was signed.
        LogDamaged, KeyMissing, WrongKey: as for signing a head.
    """
    key = VerifierKey.parse(desk.info.verifier_key)
    if size is None:
        return Head.parse(desk.log.checkpoint(), key)
    found = dict(desk.log.heads()).get(size)
    if found is None:
        raise NoSuchHead(size=size)
    return Head.parse(found, key)


def request_of(record: StampRecord) -> StampRequest:
    """Return what was asked, as the record of it says."""
    return StampRequest.parse(bytes.fromhex(record.request))


def _stamp_one(desk: Desk, head: Head, authority: TimeAuthority, ask: Ask, nonce: Callable[[], int]) -> StampOutcome:
    request = StampRequest(imprint=head.imprint, nonce=nonce(), policy=authority.policy)
    try:
        reply = ask(authority.url, request.encoded(), _QUESTION)
    except Unavailable as fault:
        return _declined(desk, head, authority, request, reason=DeclineReason.SILENT, detail=fault.message())
    if reply.status != _OK:
        return _declined(
            desk, head, authority, request, reason=DeclineReason.HTTP, body=reply.body, http_status=reply.status
        )
    return _judged(desk, head, authority, request, reply.body)


def _judged(desk: Desk, head: Head, authority: TimeAuthority, request: StampRequest, body: bytes) -> StampOutcome:
    """Record what an answer is; it is kept, durably, before any entry speaks of it."""
    now = desk.clock.now()
    try:
        found = check_reply(body, request, authority.chain)
    except StampFalse as fault:
        reason = DeclineReason(str(fault.facts["reason"]))
        return _declined(
            desk, head, authority, request, reason=reason, body=body, http_status=_OK, detail=str(fault.facts["found"])
        )
    kept = desk.blobs.put_bytes(body).sha256
    return _stamped(desk, head, authority, request, found, kept, now)


def _stamped(
    desk: Desk, head: Head, authority: TimeAuthority, request: StampRequest, found: Stamp, kept: str, now: dt.datetime
) -> StampOutcome:
    difference = round((found.gen_time - now).total_seconds())
    draft = checkpoint_stamped(
        head,
        authority.name,
        request=request.encoded(),
        reply=kept,
        chain=desk.blobs.put_bytes(authority.chain.pem()).sha256,
        gen_time=found.gen_time,
        policy=found.policy,
        serial=found.serial,
        signer=found.signer,
        clock_difference_seconds=difference,
        checked_by=found.checked_by,
    )
    desk.append([draft])
    return StampOutcome(
        authority=authority.name,
        outcome="stamped",
        size=head.size,
        gen_time=found.gen_time,
        clock_difference_seconds=difference,
    )


def _declined(
    desk: Desk,
    head: Head,
    authority: TimeAuthority,
    request: StampRequest,
    *,
    reason: DeclineReason,
    body: bytes = b"",
    http_status: int | None = None,
    detail: str | None = None,
) -> StampOutcome:
    status, failures = _said_by(body)
    draft = stamp_declined(
        head,
        authority.name,
        request=request.encoded(),
        reply=desk.blobs.put_bytes(body).sha256 if body else None,
        chain=desk.blobs.put_bytes(authority.chain.pem()).sha256,
        reason=reason.value,
        http_status=http_status,
        status=status,
        failures=failures,
    )
    desk.append([draft])
    return StampOutcome(
        authority=authority.name, outcome="declined", size=head.size, reason=reason.value, detail=detail
    )


def _read_again(desk: Desk, authority: TimeAuthority) -> None:
    """Record each answer kept earlier that turns out to be a stamp, with the chain or the readers of today.

    What an authority said about a head does not change; whether we understand it may.
    """
    history = [one for one in stamp_records(desk) if one.authority == authority.name]
    held = {one.imprint for one in history if one.is_stamp}
    chain = sha256_hex(authority.chain.pem())
    for record in history:
        is_worth_it = record.chain != chain or record.reason in _READERS_MAY_LEARN
        if record.imprint in held or record.reply is None or record.http_status != _OK or not is_worth_it:
            continue
        try:
            found = check_reply(desk.blobs.read(record.reply), request_of(record), authority.chain)
        except (StampFalse, ObjectMissing, ObjectUnreadable, DigestMismatch):
            continue  # a damaged object is for `store check` to tell; here it only means that nothing was learned
        held.add(record.imprint)
        head = signed_head(desk, record.size)
        _stamped(desk, head, authority, request_of(record), found, record.reply, parse_instant(record.at))


def _said_by(body: bytes) -> tuple[int | None, tuple[str, ...]]:
    """Return status and failures as the answer names them; an answer in no known form names none."""
    try:
        found = read_reply(body)
    except NotDer:
        return None, ()
    return (found.status if abs(found.status) < 1000 else None), found.failures


def _lacks(desk: Desk, authority: str, size: int | None, *, due_only: bool) -> bool:
    """Say whether this authority has to be asked."""
    history = [one for one in stamp_records(desk) if one.authority == authority]
    held = [one for one in history if one.is_stamp]
    if size is not None:
        return not any(one.size == size for one in held)
    newest = max(held, key=lambda one: one.size, default=None)
    now, work = desk.clock.now(), desk.log.size_without(ABOUT_HEADS)
    if newest is not None and newest.size >= work and now - parse_instant(newest.at) < _DAY:
        return False
    if not due_only:
        return True
    if newest is not None and now - parse_instant(newest.at) < _DAY and history[-1].is_stamp:
        return False
    return _has_paused(history, now)


def _has_paused(history: Sequence[StampRecord], now: dt.datetime) -> bool:
    """Say whether it is time to try again: after an hour, then two, four and never more than six."""
    failures = 0
    for one in reversed(history):
        if one.is_stamp:
            break
        failures += 1
    if not failures:
        return True
    pause = min(_FIRST_PAUSE * 2 ** min(failures - 1, 8), _LONGEST_PAUSE)
    waited = now - parse_instant(history[-1].at)
    return waited >= pause or waited < dt.timedelta(0)  # a clock that was set back must not silence us


def _current(desk: Desk, authority: str, size: int | None) -> StampOutcome:
    """Return the outcome for an authority that was not asked: what it has stamped already, or why it waits."""
    history = [one for one in stamp_records(desk) if one.authority == authority]
    held = [one for one in history if one.is_stamp and size in (None, one.size)]
    if not held:
        return StampOutcome(
            authority=authority, outcome="waiting", size=0, reason=history[-1].reason if history else None
        )
    newest = max(held, key=lambda one: one.size)
    return StampOutcome(
        authority=authority,
        outcome="current",
        size=newest.size,
        gen_time=parse_instant(newest.gen_time) if newest.gen_time else None,
        clock_difference_seconds=newest.clock_difference_seconds,
    )

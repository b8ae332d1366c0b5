"""Owns OpenTimestamps: heads handed to public calendars, whose proofs end in a block of Bitcoin. An optional extra.

A proof is pending for hours, and whether its block is real takes a Bitcoin node to say: here it is never more than kept
and described. Calendars see a salted digest and nothing else. Only calendars that the keeper has named are asked,
whatever address a proof holds.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from onrecord.kernel import Role, Unavailable
from onrecord.store import Desk
from onrecord.vault.outside.asking import Ask
from onrecord.vault.outside.entries import ABOUT_HEADS, anchor_declined, checkpoint_anchored
from onrecord.vault.outside.errors import AnchorLibraryMissing
from onrecord.vault.outside.heads import Head
from onrecord.vault.outside.records import AnchorRecord, anchor_records
from onrecord.vault.outside.stamping import signed_head

if TYPE_CHECKING:
    from opentimestamps.core.timestamp import DetachedTimestampFile, Timestamp

_ACCEPTED: Final = {"Accept": "application/vnd.opentimestamps.v1", "Content-Type": "application/octet-stream"}
_LONGEST_ANSWER: Final = 10_000
_SALT_BYTES: Final = 16
PENDING: Final = "pending"
BITCOIN: Final = "bitcoin-block"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnchorOutcome:
    """What asking the calendars came to: the head, what its proof attests so far, who declined, what was completed."""

    size: int
    attestations: tuple[Mapping[str, Any], ...]
    declined: tuple[Mapping[str, Any], ...]
    completed: tuple[int, ...]  # sizes of earlier heads whose proofs now attest more

    def to_record(self) -> dict[str, Any]:
        """Return the outcome as JSON shows it. `verified` is never true here: that takes a Bitcoin node."""
        return {
            "size": self.size,
            "attestations": [dict(one) for one in self.attestations],
            "declined": [dict(one) for one in self.declined],
            "completed": list(self.completed),
            "verified": False,
        }


def anchor(desk: Desk, calendars: Mapping[str, str], *, ask: Ask) -> AnchorOutcome:
    """Hand the head to the calendars, unless it was, and complete the proofs that are pending.

    Args:
        desk: where the log is.
        calendars: addresses by the names that the keeper gave.
        ask: how to ask them.

    Raises:
        RoleTooNarrow: the actor may only read.
        AnchorLibraryMissing: the extra is not installed.
        LogDamaged, KeyMissing, WrongKey: as for signing a head.
    """
    desk.require(Role.ANALYST)
    _library()
    completed = tuple(one.size for one in _pending(anchor_records(desk)) if _complete(desk, one, calendars, ask))
    newest = max(anchor_records(desk), key=lambda one: (one.size, one.seq), default=None)
    if newest is not None and newest.size >= desk.log.size_without(ABOUT_HEADS):
        return AnchorOutcome(size=newest.size, attestations=newest.attestations, declined=(), completed=completed)
    head = signed_head(desk)
    attestations, declined = _submit(desk, head, calendars, ask)
    return AnchorOutcome(size=head.size, attestations=attestations, declined=declined, completed=completed)


def _submit(
    desk: Desk, head: Head, calendars: Mapping[str, str], ask: Ask
) -> tuple[tuple[Mapping[str, Any], ...], tuple[Mapping[str, Any], ...]]:
    """Hand the head's imprint, salted, to each calendar, and keep one proof of what they answer."""
    from opentimestamps.core.op import OpAppend, OpSHA256
    from opentimestamps.core.timestamp import DetachedTimestampFile, Timestamp

    proof = DetachedTimestampFile(OpSHA256(), Timestamp(bytes.fromhex(head.imprint)))
    salted = proof.timestamp.ops.add(OpAppend(secrets.token_bytes(_SALT_BYTES))).ops.add(OpSHA256())
    declined = []
    for name, url in calendars.items():
        reason = _merge(desk, head, name, f"{url.rstrip('/')}/digest", salted.msg, salted, ask)
        if reason is not None:
            declined.append({"calendar": name, "reason": reason})
    if len(declined) == len(calendars):
        return (), tuple(declined)
    attestations = tuple(_attestations(proof))
    draft = checkpoint_anchored(head, proof=_kept(desk, proof), attestations=attestations, upgrades=None)
    desk.append([draft])
    return attestations, tuple(declined)


def _complete(desk: Desk, record: AnchorRecord, calendars: Mapping[str, str], ask: Ask) -> bool:
    """Ask the calendars of a pending proof for the rest of it, and say whether it attests more now."""
    from opentimestamps.core.notary import PendingAttestation

    proof = read_proof(desk.blobs.read(record.proof))
    before = list(_attestations(proof))
    head = signed_head(desk, record.size)
    for node, attestation in list(_nodes(proof.timestamp)):
        if isinstance(attestation, PendingAttestation):
            url = attestation.uri.rstrip("/")
            name = next((one for one, known in calendars.items() if known.rstrip("/") == url), None)
            if name is not None:
                _merge(desk, head, name, f"{url}/timestamp/{node.msg.hex()}", None, node, ask)
    after = list(_attestations(proof))
    if after == before:
        return False
    draft = checkpoint_anchored(head, proof=_kept(desk, proof), attestations=after, upgrades=record.proof)
    desk.append([draft])
    return True


def _merge(
    desk: Desk, head: Head, calendar: str, url: str, body: bytes | None, node: Timestamp, ask: Ask
) -> str | None:
    """Put what a calendar answers into the proof; return why not, after it was put on record.

    That a calendar has nothing more yet (404 to a question for the rest) is no refusal and no entry.
    """
    from opentimestamps.core.serialize import BytesDeserializationContext, DeserializationError
    from opentimestamps.core.timestamp import Timestamp

    try:
        reply = ask(url, body, _ACCEPTED)
    except Unavailable:
        return _declined(desk, head, calendar, "silent", None, b"")
    if reply.status != 200:
        if body is None and reply.status == 404:
            return PENDING
        return _declined(desk, head, calendar, "http", reply.status, reply.body)
    try:
        if len(reply.body) > _LONGEST_ANSWER:
            return _declined(desk, head, calendar, "unreadable", reply.status, reply.body)
        context = BytesDeserializationContext(reply.body)
        found = Timestamp.deserialize(context, node.msg)
        context.assert_eof()
        node.merge(found)
    except (DeserializationError, ValueError, TypeError, AssertionError):  # the library names all four on rubbish
        return _declined(desk, head, calendar, "unreadable", reply.status, reply.body)
    return None


def _declined(desk: Desk, head: Head, calendar: str, reason: str, status: int | None, body: bytes) -> str:
    kept = desk.blobs.put_bytes(body).sha256 if body else None
    desk.append([anchor_declined(head, calendar, reason=reason, http_status=status, reply=kept)])
    return reason


def read_proof(content: bytes) -> DetachedTimestampFile:
    """Return a proof of ours.

    Raises:
        ValueError: it is none.
    """
    _library()
    from opentimestamps.core.serialize import BytesDeserializationContext, DeserializationError
    from opentimestamps.core.timestamp import DetachedTimestampFile

    try:
        return DetachedTimestampFile.deserialize(BytesDeserializationContext(content))
    except DeserializationError as err:
        raise ValueError(str(err)) from err


def _kept(desk: Desk, proof: DetachedTimestampFile) -> str:
    from opentimestamps.core.serialize import BytesSerializationContext

    context = BytesSerializationContext()
    proof.serialize(context)
    return desk.blobs.put_bytes(context.getbytes()).sha256


def _attestations(proof: DetachedTimestampFile) -> Iterator[dict[str, Any]]:
    """Yield what a proof attests, in a fixed order: a block of Bitcoin by its height, or whose answer is awaited."""
    from opentimestamps.core.notary import BitcoinBlockHeaderAttestation, PendingAttestation

    said = []
    for _, one in _nodes(proof.timestamp):
        if isinstance(one, BitcoinBlockHeaderAttestation):
            said.append({"kind": BITCOIN, "where": str(one.height)})
        elif isinstance(one, PendingAttestation):
            said.append({"kind": PENDING, "where": one.uri})
        else:
            said.append({"kind": "other", "where": bytes(one.TAG).hex()})
    yield from sorted(said, key=lambda one: (one["kind"], one["where"]))


def _nodes(timestamp: Timestamp) -> Iterator[tuple[Timestamp, Any]]:
    """Yield every attestation with the node of the proof that it stands at."""
    for attestation in timestamp.attestations:
        yield timestamp, attestation
    for below in timestamp.ops.values():
        yield from _nodes(below)


def _pending(records: Iterable[AnchorRecord]) -> list[AnchorRecord]:
    """Return the newest proof of each head that still awaits a calendar and has no block yet."""
    newest = {one.size: one for one in records}
    kinds = {size: {said.get("kind") for said in one.attestations} for size, one in newest.items()}
    return [one for size, one in sorted(newest.items()) if PENDING in kinds[size] and BITCOIN not in kinds[size]]


def _library() -> None:
    try:
        import opentimestamps.core.timestamp  # noqa: F401 - asked for here, so that its absence is told in words
    except ImportError as err:
        raise AnchorLibraryMissing from err

"""Owns the entries the ledger may write, and the records of claims. Unknown keys of a record are kept by the log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from onrecord.kernel import (
    ClaimId,
    ItemId,
    Level,
    PartialDate,
    SourceId,
    SpeakerKind,
    Visibility,
    value_from,
    value_record,
)
from onrecord.ledger.model import Claim
from onrecord.ledger.telling import Contradiction
from onrecord.reading import Quote
from onrecord.store import Draft

CLAIM_STATED: Final = "claim-stated@1"
CLAIM_WITHDRAWN: Final = "claim-withdrawn@1"
CLAIM_DISPUTED: Final = "claim-disputed@1"
CONTRADICTION_JUDGED_1: Final = "contradiction-judged@1"
CONTRADICTION_JUDGED: Final = "contradiction-judged@2"
CLAIM_REFUTED: Final = "claim-refuted@1"
CLAIMS_REVIEWED: Final = "claims-reviewed@1"


def claim_stated(claim: Claim) -> Draft:
    """Return the entry that puts a claim on record."""
    return Draft(kind=CLAIM_STATED, payload=claim_record(claim))


def claim_withdrawn(claim: ClaimId, why: str) -> Draft:
    """Return the entry that takes a claim back; the claim and its entry stay."""
    return Draft(kind=CLAIM_WITHDRAWN, payload={"claim": claim, "why": why})


def claim_disputed(claim: ClaimId, why: str) -> Draft:
    """Return the entry that puts a dispute beside a claim."""
    return Draft(kind=CLAIM_DISPUTED, payload={"claim": claim, "why": why})


def claim_refuted(claim: ClaimId, why: str, basis: Iterable[ClaimId]) -> Draft:
    """Return the entry that says a claim is false, and on which claims that rests; the claim itself stays."""
    return Draft(kind=CLAIM_REFUTED, payload={"claim": claim, "why": why, "basis": sorted(set(basis))})


def claims_reviewed(claims: Iterable[ClaimId], note: str) -> Draft:
    """Return the entry by which a second person stands for these claims; it names each, so that a later one counts."""
    return Draft(kind=CLAIMS_REVIEWED, payload={"claims": sorted(set(claims)), "note": note})


def contradiction_judged(judged: Contradiction, verdict: str | None, why: str, visibility: Visibility) -> Draft:
    """Return the entry that puts a person's judgement beside the machine's; None takes back what was judged before."""
    kind, _, subject = judged.subject.partition(":")
    return Draft(
        kind=CONTRADICTION_JUDGED,
        payload={
            "subject": {"kind": kind, "id": subject},
            "property": judged.property,
            "kind": judged.kind,
            "claims": sorted(judged.claims),
            "verdict": verdict,
            "why": why,
            "visibility": visibility.value,
        },
    )


def claim_record(claim: Claim) -> dict[str, Any]:
    """Return a claim as a record: everything that was said, nothing of what became of it since."""
    return {
        "claim": claim.id,
        "subject": {"kind": claim.subject_kind, "id": claim.subject_id},
        "property": claim.property,
        "value": value_record(claim.value),
        "unit": claim.unit,
        "about": dict(claim.about),
        "as_of": claim.as_of.to_record() if claim.as_of else None,
        "said_on": claim.said_on.to_record() if claim.said_on else None,
        "speaker": claim.speaker,
        "speaker_kind": claim.speaker_kind.value,
        "source": claim.source,
        "item": claim.item,
        "quote": claim.quote.to_record() if claim.quote else None,
        "level": claim.level.value,
        "visibility": claim.visibility.value,
        "basis": list(claim.basis),
        "note": claim.note,
    }


def claim_from(record: Mapping[str, Any], *, seq: int, stated_at: str) -> Claim:
    """Return the claim a record holds, as it stood when it was recorded."""
    return Claim(
        id=ClaimId(record["claim"]),
        subject_kind=record["subject"]["kind"],
        subject_id=record["subject"]["id"],
        property=record["property"],
        value=value_from(record["value"]),
        unit=record["unit"],
        about=tuple(sorted(record["about"].items())),
        as_of=PartialDate.from_record(record["as_of"]) if record["as_of"] else None,
        said_on=PartialDate.from_record(record["said_on"]) if record["said_on"] else None,
        speaker=record["speaker"],
        speaker_kind=SpeakerKind(record["speaker_kind"]),
        source=SourceId(record["source"]) if record["source"] else None,
        item=ItemId(record["item"]) if record["item"] else None,
        quote=Quote.from_record(record["quote"]) if record["quote"] else None,
        level=Level(record["level"]),
        visibility=Visibility(record["visibility"]),
        basis=tuple(ClaimId(one) for one in record["basis"]),
        note=record["note"],
        seq=seq,
        stated_at=stated_at,
    )

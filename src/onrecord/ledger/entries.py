"""Owns the entries the ledger may write, and the records of claims. Unknown keys of a record are kept by the log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from sys import intern
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
CLAIM_SUPERSEDED: Final = "claim-superseded@1"
_SPEAKERS: Final = {one.value: one for one in SpeakerKind}  # a class is asked for its members much more slowly
_LEVELS: Final = {one.value: one for one in Level}
_VISIBILITIES: Final = {one.value: one for one in Visibility}
_DATES_KEPT: Final = 4_096  # claims share dates, names and words: each is held once, however many claims are


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


def claim_superseded(claim: ClaimId, by: ClaimId, why: str) -> Draft:
    """Return the entry that says which claim took the place of another; both stay, the older one counts no more."""
    return Draft(kind=CLAIM_SUPERSEDED, payload={"claim": claim, "by": by, "why": why})


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
        "visibility": (claim.narrowed_from or claim.visibility).value,
        "basis": list(claim.basis),
        "note": claim.note,
    }


def claim_from(record: Mapping[str, Any], *, seq: int, stated_at: str) -> Claim:
    """Return the claim a record holds, as it stood when it was recorded."""
    subject, quote = record["subject"], record["quote"]
    return Claim(
        id=ClaimId(record["claim"]),
        subject_kind=intern(subject["kind"]),
        subject_id=intern(subject["id"]),
        property=intern(record["property"]),
        value=value_from(record["value"]),
        unit=_once(record["unit"]),
        about=tuple((intern(name), intern(value)) for name, value in sorted(record["about"].items())),
        as_of=_date(record["as_of"]),
        said_on=_date(record["said_on"]),
        speaker=intern(record["speaker"]),
        speaker_kind=_SPEAKERS[record["speaker_kind"]],
        source=SourceId(intern(record["source"])) if record["source"] else None,
        item=ItemId(intern(record["item"])) if record["item"] else None,
        quote=Quote.from_record(quote) if quote else None,
        level=_LEVELS[record["level"]],
        visibility=_VISIBILITIES[record["visibility"]],
        basis=tuple(ClaimId(one) for one in record["basis"]),
        note=record["note"],
        seq=seq,
        stated_at=intern(stated_at),
    )


def _once(text: str | None) -> str | None:
    return None if text is None else intern(text)


def _date(record: Mapping[str, str] | None) -> PartialDate | None:
    return _kept_date(record["earliest"], record["latest"], record["wording"]) if record else None


@lru_cache(_DATES_KEPT)
def _kept_date(earliest: str, latest: str, wording: str) -> PartialDate:
    return PartialDate.from_record({"earliest": earliest, "latest": latest, "wording": wording})

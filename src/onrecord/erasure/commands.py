"""Owns what writes: the expunging that two people approved, and holds. Destroys nothing before it is on the log why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from onrecord import dossier, ledger, vault
from onrecord.erasure.entries import expunging_approved, hold_lifted, hold_placed
from onrecord.erasure.errors import (
    AlreadyHeld,
    ApprovalsMissing,
    NoSuchHold,
    OnlyProof,
    ReasonNamesThem,
    UnderHold,
    WorklistMoved,
)
from onrecord.erasure.model import Expunged, Hold, Worklist
from onrecord.erasure.queries import holds_in
from onrecord.erasure.words import Words
from onrecord.kernel import Role
from onrecord.store import Desk
from onrecord.vault import ReasonMissing


def expunge(
    desk: Desk,
    listed: Worklist,
    *,
    reason: str,
    approved_by: Sequence[str],
    words: Sequence[str] = (),
    despite: str | None = None,
) -> Expunged:
    """Destroy what is on the list: payloads, salts and objects; every number, time and proof of the rest stands.

    Publications that rested on it are marked as outdated. When this returns, no byte of it is left in the log, its
    journal or among the objects; backups learn of it by their tombstones.

    Raises:
        RoleTooNarrow: only a keeper may.
        ApprovalsMissing: two different people must have approved (EV-09).
        ReasonMissing, ReasonNamesThem: the reason stays on the log for ever, and must not say what has to go.
        UnderHold: a part of it has to be kept for now.
        OnlyProof: a figure would lose its last claim, and `despite` does not say why it goes all the same.
        WorklistMoved: something was recorded since the list was made.
    """
    desk.require(Role.KEEPER)
    people = _two(approved_by)
    _check_reason([reason, despite or "", *people], words)
    if listed.held:
        first = listed.held[0]
        raise UnderHold(subject=first.subject, ground=first.ground, review_on=first.review_on)
    if listed.only_proof_of and not (despite or "").strip():
        raise OnlyProof(count=len(listed.only_proof_of), first=listed.only_proof_of[0])
    return _carried_out(desk, listed, reason=reason, people=people, despite=despite)


def _carried_out(desk: Desk, listed: Worklist, *, reason: str, people: Sequence[str], despite: str | None) -> Expunged:
    name = desk.ids.new("expunging")
    seqs = [part.seq for part in listed.parts]
    decision = expunging_approved(
        name, reason=reason, approved_by=people, entries=len(seqs), kept=len(listed.kept), despite=despite
    )
    outdated = [flag.subject for flag in listed.flags if flag.kind == "publication"]
    with desk.writing() as transaction:
        if next(iter(transaction.entries(start=listed.size)), None) is not None:
            raise WorklistMoved()
        entries = transaction.append([decision, *(dossier.statement_outdated(one, because=name) for one in outdated)])
        transaction.expunge(seqs, by=entries[0], objects=listed.objects)
    objects = desk.finish_erasing()
    return Expunged(expunging=name, seq=entries[0].seq, entries=len(seqs), objects=objects, outdated=tuple(outdated))


def place_hold(desk: Desk, reference: str, *, ground: str, approved_by: Sequence[str], review_on: dt.date) -> Hold:
    """Keep an item or a claim from being expunged, and return the hold (RELIABILITY section 4.4).

    Raises:
        RoleTooNarrow: only a keeper may.
        NoSuchItem, NoSuchClaim: there is no such thing.
        ApprovalsMissing, ReasonMissing: two people and a ground are needed.
        AlreadyHeld: it is held already; lift that hold first.
    """
    desk.require(Role.KEEPER)
    people = _two(approved_by)
    if not ground.strip():
        raise ReasonMissing()
    subject = _subject(desk, reference)
    with desk.writing() as transaction:
        if any(one.subject == subject for one in holds_in(transaction.connection)):
            raise AlreadyHeld(subject=subject)
        transaction.append([hold_placed(subject, ground=ground, approved_by=people, review_on=review_on.isoformat())])
        return next(one for one in holds_in(transaction.connection) if one.subject == subject)


def lift_hold(desk: Desk, reference: str, *, why: str, approved_by: Sequence[str]) -> None:
    """End a hold.

    Raises:
        RoleTooNarrow: only a keeper may.
        NoSuchHold: nothing of this id is held.
        ApprovalsMissing, ReasonMissing: two people and a reason are needed.
    """
    desk.require(Role.KEEPER)
    people = _two(approved_by)
    if not why.strip():
        raise ReasonMissing()
    with desk.writing() as transaction:
        if all(one.subject != reference for one in holds_in(transaction.connection)):
            raise NoSuchHold(subject=reference)
        transaction.append([hold_lifted(reference, why=why, approved_by=people)])


def _subject(desk: Desk, reference: str) -> str:
    claims = ledger.claims(desk, ids=[reference])
    return str(claims[0].id if claims else vault.item(desk, reference).id)


def _two(approved_by: Sequence[str]) -> tuple[str, ...]:
    """Return who approved, if that is two people or more."""
    people = {" ".join(one.split()).casefold(): " ".join(one.split()) for one in approved_by if one.strip()}
    if len(people) < 2:
        raise ApprovalsMissing(count=len(people))
    return tuple(people.values())


def _check_reason(texts: Sequence[str], words: Sequence[str]) -> None:
    if not texts[0].strip():
        raise ReasonMissing()
    if any(Words(words).stand_in_text(text) for text in texts):
        raise ReasonNamesThem()

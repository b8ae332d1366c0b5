"""Owns what a person may say of a contradiction: another kind, or none, with a reason. The kind found stays."""

from __future__ import annotations

from typing import Final

from onrecord.kernel import Role, Visibility
from onrecord.ledger.entries import contradiction_judged
from onrecord.ledger.errors import JudgementWider, NoSuchContradiction, NothingJudged, ReasonMissing, UnknownVerdict
from onrecord.ledger.judgements import NO_CONTRADICTION
from onrecord.ledger.kinds import Kind
from onrecord.ledger.queries import read_book
from onrecord.ledger.telling import Contradiction
from onrecord.ledger.words import vocabulary_of
from onrecord.store import Desk

VERDICTS: Final = (*(kind.value for kind in Kind), NO_CONTRADICTION)


def overrule(
    desk: Desk, contradiction: str, *, verdict: str | None, why: str, visibility: Visibility = Visibility.TEAM
) -> Contradiction:
    """Put a person's judgement beside a contradiction and return it so; with no verdict, take the last one back.

    Both stay: the kind that the machine found, and what the person holds it to be. Claims that come later leave the
    judgement standing, for the contradiction that then holds the same claims. A public judgement is published with its
    reason; any other stays with the team.

    Raises:
        NotAllowed: the actor may only read.
        UnknownVerdict, ReasonMissing: it is no kind, or nobody could weigh it.
        NoSuchContradiction: there is none of this id among the claims that the actor may see.
        NothingJudged: there is nothing to take back.
        JudgementWider: it would be public, and one of its claims is not.
    """
    desk.require(Role.ANALYST)
    if verdict is not None and verdict not in VERDICTS:
        raise UnknownVerdict(verdict=verdict, allowed=", ".join(VERDICTS))
    if not why.strip():
        raise ReasonMissing
    words = vocabulary_of(desk.info.folder)
    with desk.writing() as transaction:
        found = _contradiction(read_book(transaction.connection, desk.sees, words).contradictions(), contradiction)
        if verdict is None and found.judged is None:
            raise NothingJudged(contradiction=contradiction)
        _refuse_wider(found, visibility)
        transaction.append([contradiction_judged(found, verdict, why.strip(), visibility)])
    with desk.reading() as connection:
        return _contradiction(read_book(connection, desk.sees, words).contradictions(), contradiction)


def _refuse_wider(found: Contradiction, visibility: Visibility) -> None:
    """A judgement of the team is hidden with its claims; a public one would show that there are such claims."""
    narrower = [one.claim.id for one in found.readings if one.claim.visibility is not Visibility.PUBLIC]
    if visibility is Visibility.PUBLIC and narrower:
        raise JudgementWider(claims=", ".join(narrower))


def _contradiction(found: tuple[Contradiction, ...], wanted: str) -> Contradiction:
    for one in found:
        if one.id == wanted:
            return one
    raise NoSuchContradiction(contradiction=wanted)

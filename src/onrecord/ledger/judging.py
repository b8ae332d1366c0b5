"""Owns what a person may say of a contradiction: another kind, or none, with a reason. The kind found stays."""

from __future__ import annotations

from typing import Final

from onrecord.kernel import Role
from onrecord.ledger.entries import contradiction_judged
from onrecord.ledger.errors import NoSuchContradiction, NothingJudged, ReasonMissing, UnknownVerdict
from onrecord.ledger.judgements import NO_CONTRADICTION
from onrecord.ledger.kinds import Kind
from onrecord.ledger.queries import read_book
from onrecord.ledger.telling import Contradiction
from onrecord.ledger.words import vocabulary_of
from onrecord.store import Desk

VERDICTS: Final = (*(kind.value for kind in Kind), NO_CONTRADICTION)


def overrule(desk: Desk, contradiction: str, *, verdict: str | None, why: str) -> Contradiction:
    """Put a person's judgement beside a contradiction and return it so; with no verdict, take the last one back.

    Both stay: the kind that the machine found, and what the person holds it to be. Claims that come later leave the
    judgement standing, for the contradiction that then holds the same claims.

    Raises:
        NotAllowed: the actor may only read.
        UnknownVerdict, ReasonMissing: it is no kind, or nobody could weigh it.
        NoSuchContradiction: there is none of this id among the claims that the actor may see.
        NothingJudged: there is nothing to take back.
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
        transaction.append([contradiction_judged(found, verdict, why.strip())])
    with desk.reading() as connection:
        return _contradiction(read_book(connection, desk.sees, words).contradictions(), contradiction)


def _contradiction(found: tuple[Contradiction, ...], wanted: str) -> Contradiction:
    for one in found:
        if one.id == wanted:
            return one
    raise NoSuchContradiction(contradiction=wanted)

"""Owns the questions about proposals: of items that the actor may see, and nothing of any other."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, select

from onrecord import vault
from onrecord.kernel import ItemId, Visibility
from onrecord.reading.errors import NoSuchProposal
from onrecord.reading.proposing.model import Decision, Proposal
from onrecord.reading.proposing.tables import PROPOSALS
from onrecord.reading.quotes import is_shown
from onrecord.reading.tables import LAYERS
from onrecord.store import Desk


def proposals(
    desk: Desk,
    *,
    item: str | None = None,
    property_name: str | None = None,
    language: str | None = None,
    decision: Decision | None = Decision.WAITING,
) -> tuple[Proposal, ...]:
    """Return proposals of visible items in the order of items and places; of every decision where it is None.

    Raises:
        NoSuchItem: there is no such item, or none that the actor may see.
    """
    visible = {one.id: number for number, one in enumerate(vault.items(desk))}
    wanted = select(PROPOSALS).where(_is_shown(desk))
    if item is not None:
        wanted = wanted.where(PROPOSALS.c.item == vault.item(desk, item).id)
    for column, value in ((PROPOSALS.c.property, property_name), (PROPOSALS.c.language, language)):
        if value is not None:
            wanted = wanted.where(column == value)
    if decision is not None:
        wanted = wanted.where(PROPOSALS.c.decision == decision.value)
    with desk.reading() as connection:
        found = [_proposal(row, desk) for row in connection.execute(wanted) if row.item in visible]
    return tuple(sorted(found, key=lambda one: (visible[one.item], one.seq, one.start, one.id)))


def proposals_of(connection: Connection, desk: Desk, ids: Iterable[str]) -> tuple[Proposal, ...]:
    """Return these proposals in the order of asking, inside the caller's transaction.

    Raises:
        NoSuchProposal: one of them is not there, or its item is none that the actor may see.
    """
    return tuple(_one(connection, desk, one) for one in dict.fromkeys(ids))


def _one(connection: Connection, desk: Desk, name: str) -> Proposal:
    row = connection.execute(select(PROPOSALS).where(PROPOSALS.c.proposal == name, _is_shown(desk))).first()
    if row is None:
        raise NoSuchProposal(proposal=name)
    try:
        vault.item(desk, row.item)
    except vault.NoSuchItem as err:
        raise NoSuchProposal(proposal=name) from err
    return _proposal(row, desk)


def _is_shown(desk: Desk) -> ColumnElement[bool]:
    """Return the condition for proposals whose layer the actor may see, as far as that is not the item's matter."""
    return PROPOSALS.c.layer.in_(select(LAYERS.c.layer).where(is_shown(desk)))


def _proposal(row: Row[Any], desk: Desk) -> Proposal:
    """Return a proposal as the actor may see it: of a claim that they may not, neither id nor what was corrected."""
    is_shown = row.visibility is None or Visibility(row.visibility) in desk.sees
    corrected: Sequence[str] = json.loads(row.corrected) if is_shown else ()
    return Proposal.from_record(
        json.loads(row.record),
        seq=row.seq,
        item=ItemId(row.item),
        reader=row.reader,
        language=row.language,
        decision=Decision(row.decision),
        claim=row.claim if is_shown else None,
        corrected=tuple(corrected),
        why=row.why,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
    )

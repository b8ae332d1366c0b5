"""Owns the tables of proposals, folded from the log: what was proposed, by which reader, and what was decided."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Column, Connection, Integer, MetaData, Table, Text, insert, update

from onrecord.kernel import canonical_bytes
from onrecord.store import Draft, Entry, Shadow

_NUMBERS_MADE: Final = "proposals-made@1"  # as long as nothing but numbers was proposed
PROPOSALS_MADE: Final = "proposals-made@2"
PROPOSAL_DECIDED: Final = "proposal-decided@1"

_METADATA: Final = MetaData()
PROPOSALS: Final = Table(
    "proposals",
    _METADATA,
    Column("proposal", Text, primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("item", Text, nullable=False, index=True),
    Column("layer", Text, nullable=False),
    Column("reader", Text, nullable=False),
    Column("language", Text),
    Column("property", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("decision", Text, nullable=False, index=True),
    Column("claim", Text),
    Column("corrected", Text, nullable=False),
    Column("visibility", Text),  # of the claim that was made of it
    Column("why", Text),
    Column("decided_by", Text),
    Column("decided_at", Text),
)
PASSES: Final = Table(  # which layer was read by which reader, whatever it found
    "proposing_passes",
    _METADATA,
    Column("layer", Text, primary_key=True),
    Column("reader", Text, primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("found", Integer, nullable=False),
    Column("is_cut", Integer, nullable=False),
)


def proposals_made(payload: dict[str, Any]) -> Draft:
    """Return the entry for what one reader proposes from one layer, be it nothing."""
    return Draft(kind=PROPOSALS_MADE, payload=payload)


def proposal_decided(payload: dict[str, Any]) -> Draft:
    """Return the entry for what a person decided about one proposal."""
    return Draft(kind=PROPOSAL_DECIDED, payload=payload)


def fold(connection: Connection, entries: Sequence[Entry]) -> None:
    """Put what the entries say into the tables, in their order."""
    for entry in entries:
        payload = entry.payload or {}
        if entry.kind == PROPOSALS_MADE:
            _made(connection, entry.seq, payload)
        elif entry.kind == _NUMBERS_MADE:
            _made(connection, entry.seq, {**payload, "proposals": [*map(_of_any_value, payload["proposals"])]})
        else:
            _decided(connection, entry, payload)


def _made(connection: Connection, seq: int, payload: Mapping[str, Any]) -> None:
    found = payload["proposals"]
    one_pass = {"layer": payload["layer"], "reader": payload["reader"], "seq": seq, "found": len(found)}
    one_pass["is_cut"] = int(payload["is_cut"])
    connection.execute(insert(PASSES), [one_pass])
    names = ("item", "layer", "reader", "language")
    rows = [
        {
            **{name: payload[name] for name in names},
            "proposal": one["proposal"],
            "seq": seq,
            "property": one["property"],
            "record": canonical_bytes(one).decode(),
            "decision": "waiting",
            "corrected": "[]",
        }
        for one in found
    ]
    if rows:
        connection.execute(insert(PROPOSALS), rows)


def _of_any_value(number: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record of the first form as one of the second: a group is one dimension of several."""
    kept = {name: value for name, value in number.items() if name not in ("quantity", "group")}
    about = {"group": number["group"]} if number["group"] else {}
    return {**kept, "value": number["quantity"], "about": about, "speaker_kind": None, "level": "in_the_text"}


def _decided(connection: Connection, entry: Entry, payload: Mapping[str, Any]) -> None:
    values = {
        "decision": payload["decision"],
        "claim": payload["claim"],
        "corrected": json.dumps(payload["corrected"]),
        "visibility": payload["visibility"],
        "why": payload["why"],
        "decided_by": entry.actor,
        "decided_at": entry.at,
    }
    connection.execute(update(PROPOSALS).where(PROPOSALS.c.proposal == payload["proposal"]).values(**values))


PROPOSALS_SHADOW: Final = Shadow(
    name="proposals",
    version=2,
    kinds=frozenset({_NUMBERS_MADE, PROPOSALS_MADE, PROPOSAL_DECIDED}),
    tables=(PROPOSALS, PASSES),
    fold=fold,
)

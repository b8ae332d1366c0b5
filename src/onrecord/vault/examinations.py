"""Owns what tools found about items' bytes: the values, their tables, folded from the log, and the reading of them.

An examination is no claim and no verdict: it says which tool, in which version, found what. It is for the
team: embedded metadata can hold where a witness stood, so nobody else is shown any of it, also of a public item.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Column, Connection, Integer, MetaData, Table, Text, insert, select

from onrecord.kernel import ItemId, Visibility, canonical_bytes
from onrecord.store import Desk, Entry, Shadow
from onrecord.vault.entries import ITEM_EXAMINED, LIKENESS_JUDGED
from onrecord.vault.queries import find_item
from onrecord.vault.tables import ITEMS

_METADATA: Final = MetaData()
EXAMINATIONS: Final = Table(
    "examinations",
    _METADATA,
    Column("seq", Integer, primary_key=True),
    Column("item", Text, nullable=False, index=True),
    Column("examiner", Text, nullable=False),
    Column("tool", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("problem", Text),
    Column("found", Text),
)
FINGERPRINTS: Final = Table(
    "fingerprints",
    _METADATA,
    Column("seq", Integer, primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("item", Text, nullable=False, index=True),
    Column("examiner", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("quality", Integer, nullable=False),
    Column("hashes", Text, nullable=False),
)
JUDGEMENTS: Final = Table(
    "likeness_judgements",
    _METADATA,
    Column("seq", Integer, primary_key=True),
    Column("first", Text, nullable=False, index=True),
    Column("second", Text, nullable=False, index=True),
    Column("verdict", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
)


class ExaminationState(StrEnum):
    """What became of an examination. All but `examined` have a reason, and all but `absent` are on the log."""

    EXAMINED = "examined"
    REFUSED = "refused"  # the file is beyond what is opened: its form, its size
    FAILED = "failed"  # the tool could not read it
    STOPPED = "stopped"  # the tool went to a limit, or answered garbage
    ABSENT = "absent"  # the tool is not installed here: not examined


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """What one tool in one version found about one item."""

    item: ItemId
    examiner: str
    tool: str
    version: str
    state: ExaminationState
    problem: str | None
    found: Mapping[str, Any] | None
    seq: int | None = None
    at: str | None = None
    actor: str | None = None

    def to_row(self) -> dict[str, Any]:
        """Return the fields that `--json` promises."""
        return {
            "item": self.item,
            "examiner": self.examiner,
            "tool": self.tool,
            "version": self.version,
            "state": self.state.value,
            "problem": self.problem,
            "found": self.found,
            "seq": self.seq,
            "at": self.at,
            "actor": self.actor,
        }


def fold(connection: Connection, entries: Sequence[Entry]) -> None:
    """Put what the entries say into the tables."""
    examined = [entry for entry in entries if entry.kind == ITEM_EXAMINED]
    judged = [_judgement_row(entry) for entry in entries if entry.kind == LIKENESS_JUDGED]
    fingerprints = [row for entry in examined for row in _fingerprint_rows(entry)]
    if examined:
        connection.execute(insert(EXAMINATIONS), [_examination_row(entry) for entry in examined])
    if fingerprints:
        connection.execute(insert(FINGERPRINTS), fingerprints)
    if judged:
        connection.execute(insert(JUDGEMENTS), judged)


def examinations_of(desk: Desk, reference: str) -> tuple[Examination, ...]:
    """Return the newest examination of an item by each examiner; nothing to who may not see what the team sees.

    Raises:
        NoSuchItem: there is no such item, or none that the actor may see.
    """
    with desk.reading() as connection:
        found = find_item(connection, desk, reference)
        if Visibility.TEAM not in desk.sees:
            return ()
        wanted = select(EXAMINATIONS).where(EXAMINATIONS.c.item == found.id).order_by(EXAMINATIONS.c.seq)
        newest = {row.examiner: row for row in connection.execute(wanted)}
    return tuple(
        Examination(
            item=ItemId(row.item),
            examiner=row.examiner,
            tool=row.tool,
            version=row.version,
            state=ExaminationState(row.state),
            problem=row.problem,
            found=json.loads(row.found) if row.found else None,
            seq=row.seq,
            at=row.at,
            actor=row.actor,
        )
        for row in sorted(newest.values(), key=lambda row: row.seq)
    )


def done(connection: Connection, desk: Desk) -> dict[tuple[str, str, str, str], str]:
    """Return the state of every examination there was, by item, examiner, tool and version; the newest counts."""
    shown = ITEMS.c.visibility.in_([one.value for one in desk.sees])
    columns = (EXAMINATIONS.c.item, EXAMINATIONS.c.examiner, EXAMINATIONS.c.tool, EXAMINATIONS.c.version)
    wanted = select(*columns, EXAMINATIONS.c.state).join(ITEMS, ITEMS.c.item == EXAMINATIONS.c.item).where(shown)
    rows = connection.execute(wanted.order_by(EXAMINATIONS.c.seq))
    return {(row.item, row.examiner, row.tool, row.version): row.state for row in rows}


def examined_items(desk: Desk, examiner: str) -> frozenset[ItemId]:
    """Return the visible items at which this examiner has looked, in whatever version."""
    with desk.reading() as connection:
        return frozenset(ItemId(item) for item, name, _, _ in done(connection, desk) if name == examiner)


def _examination_row(entry: Entry) -> dict[str, Any]:
    payload = entry.payload or {}
    result = payload["result"]
    found = result.get("found")
    names = ("item", "examiner", "tool", "version")
    return {
        **{name: payload[name] for name in names},
        "seq": entry.seq,
        "at": entry.at,
        "actor": entry.actor,
        "state": result["state"],
        "problem": result.get("problem"),
        "found": canonical_bytes(found).decode() if found is not None else None,
    }


def _fingerprint_rows(entry: Entry) -> Iterator[dict[str, Any]]:
    payload = entry.payload or {}
    for place, one in enumerate((payload["result"].get("found") or {}).get("pictures", ())):
        if "hashes" in one:
            yield {
                "seq": entry.seq,
                "place": place,
                "item": payload["item"],
                "examiner": payload["examiner"],
                "what": one["what"],
                "quality": one["quality"],
                "hashes": canonical_bytes(one["hashes"]).decode(),
            }


def _judgement_row(entry: Entry) -> dict[str, Any]:
    payload = entry.payload or {}
    first, second = payload["items"]
    told = {"verdict": payload["verdict"], "why": payload["why"], "at": entry.at, "actor": entry.actor}
    return {"seq": entry.seq, "first": first, "second": second, **told}


SHADOW: Final = Shadow(
    name="examinations",
    version=1,
    kinds=frozenset({ITEM_EXAMINED, LIKENESS_JUDGED}),
    tables=(EXAMINATIONS, FINGERPRINTS, JUDGEMENTS),
    fold=fold,
)

"""Owns the ledger's tables: claims and what became of them, judgements of contradictions; folded from the log.

How far a claim may be seen follows its item: who narrows an item stops what was read from it, without a word to the
ledger (what is derived is never seen further than its source).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    and_,
    bindparam,
    insert,
    literal_column,
    or_,
    select,
    update,
)

from onrecord.kernel import Visibility, canonical_bytes
from onrecord.ledger.entries import (
    CLAIM_DISPUTED,
    CLAIM_REFUTED,
    CLAIM_STATED,
    CLAIM_SUPERSEDED,
    CLAIM_WITHDRAWN,
    CLAIMS_REVIEWED,
    CONTRADICTION_JUDGED,
    CONTRADICTION_JUDGED_1,
)
from onrecord.ledger.model import ClaimStatus
from onrecord.ledger.origins import SOURCE
from onrecord.store import Entry, Shadow, insert_rows
from onrecord.vault import VISIBILITY_CHANGED

_METADATA: Final = MetaData()
CLAIMS: Final = Table(  # by seq, in the order they were recorded; the columns are what questions are narrowed by
    "claims",
    _METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("claim", Text, nullable=False, unique=True),
    Column("subject_kind", Text, nullable=False),
    Column("subject_id", Text, nullable=False),
    Column("property", Text, nullable=False),
    Column("of_group", Text),
    Column("at_place", Text),
    Column("low", Text),  # bounds are looked for as they are, so that text serves: 24000, 2.5
    Column("high", Text),
    Column("visibility", Text, nullable=False),  # as it may be seen now
    Column("item", Text),  # that it was read from, is about, or says a source to lie in
    Column("stated_as", Text),  # as it was stated to be seen, where its item was narrowed since
    Column("item_was", Text),  # how far its item was seen before that
    Column("stated_at", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("record", Text, nullable=False),
)
COLUMN_OF: Final = {"group": CLAIMS.c.of_group, "place": CLAIMS.c.at_place}  # the dimensions that have a column
NOT_STANDING: Final = CLAIMS.c.status != literal_column(f"'{ClaimStatus.STANDS.value}'")  # as the index has it
INDEXES: Final = (  # one for each way to ask; `docs/adr/0023` says what each costs and saves
    Index("claims_of_subject", *(CLAIMS.c[name] for name in ("subject_kind", "subject_id", "property", "of_group"))),
    Index("claims_of_property", *(CLAIMS.c[name] for name in ("property", "of_group", "at_place", "subject_id"))),
    Index("claims_of_number", *(CLAIMS.c[name] for name in ("low", "high", "subject_id", "property"))),
    Index("claims_of_item", CLAIMS.c.item),
    Index("claims_not_standing", CLAIMS.c.property, CLAIMS.c.status, sqlite_where=NOT_STANDING),
)
STATUSES: Final = Table(  # all that became of each claim, so that the ledger answers as it would have on any past day
    "claim_statuses",
    _METADATA,
    Column("seq", Integer, primary_key=True),
    Column("claim", Text, nullable=False, index=True),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("why", Text),
    Column("basis", Text, nullable=False),
)
JUDGEMENTS: Final = Table(  # every judgement of a contradiction, also those that were taken back
    "contradiction_judgements",
    _METADATA,
    Column("seq", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("record", Text, nullable=False),
)
REVIEWS: Final = Table(  # every sign-off, also those that have lapsed
    "claim_reviews",
    _METADATA,
    Column("seq", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("record", Text, nullable=False),
)
_JUDGED: Final = frozenset({CONTRADICTION_JUDGED_1, CONTRADICTION_JUDGED})
_STATUS: Final = {
    CLAIM_WITHDRAWN: ClaimStatus.WITHDRAWN,
    CLAIM_DISPUTED: ClaimStatus.DISPUTED,
    CLAIM_REFUTED: ClaimStatus.REFUTED,
    CLAIM_SUPERSEDED: ClaimStatus.SUPERSEDED,
}


def fold(connection: Connection, entries: Sequence[Entry]) -> None:
    """Put what the entries say into the table; a withdrawal marks its claim and removes nothing."""
    stated = [_row(entry) for entry in entries if entry.kind == CLAIM_STATED]
    if stated:
        insert_rows(connection, CLAIMS, stated)
    for kinds, table in ((_JUDGED, JUDGEMENTS), (frozenset({CLAIMS_REVIEWED}), REVIEWS)):
        said = [_word(entry) for entry in entries if entry.kind in kinds]
        if said:
            connection.execute(insert(table), said)
    became = [_status(entry) for entry in entries if entry.kind in _STATUS]
    if became:
        connection.execute(insert(STATUSES), became)
        last = update(CLAIMS).where(CLAIMS.c.claim == bindparam("of_claim")).values(status=bindparam("to_status"))
        connection.execute(last, [{"of_claim": one["claim"], "to_status": one["status"]} for one in became])
    for entry in entries:
        if entry.kind == VISIBILITY_CHANGED:
            _follow(connection, entry)


def of_item(item: str) -> ColumnElement[bool]:
    """Return the condition for claims that rest on an item: read from it, about it, about a source that lies in it."""
    inside = CLAIMS.alias()
    is_place = and_(inside.c.item == item, inside.c.subject_kind == SOURCE, inside.c.property == "item")
    lying = select(inside.c.subject_id).where(is_place)
    return or_(CLAIMS.c.item == item, and_(CLAIMS.c.subject_kind == SOURCE, CLAIMS.c.subject_id.in_(lying)))


def _follow(connection: Connection, entry: Entry) -> None:
    """Let claims of an item that were stated before be seen no further than it; what comes later is said knowingly.

    Once the item is seen again as far as it was, they are seen as they were stated.
    """
    payload = entry.payload or {}
    now, was = Visibility(payload["visibility"]), Visibility(payload["was"])
    columns = (CLAIMS.c.seq, CLAIMS.c.visibility, CLAIMS.c.stated_as, CLAIMS.c.item_was)
    wanted = select(*columns).where(of_item(payload["item"]), CLAIMS.c.seq < entry.seq)
    rows = [_followed(*row, now=now, was=was) for row in connection.execute(wanted)]
    changed = update(CLAIMS).where(CLAIMS.c.seq == bindparam("of_seq"))
    changed = changed.values({name: bindparam(f"to_{name}") for name in ("visibility", "stated_as", "item_was")})
    if rows:
        connection.execute(changed, rows)


def _followed(
    seq: int, visibility: str, stated_as: str | None, item_was: str | None, *, now: Visibility, was: Visibility
) -> dict[str, Any]:
    """Return how far a claim may be seen once its item was `was` and is `now`."""
    seen = Visibility(visibility)
    stated, before = Visibility(stated_as or seen), Visibility(item_was or was)
    is_narrower = now.width < (before if stated_as else was).width and now.width < stated.width
    return {
        "of_seq": seq,
        "to_visibility": (now if is_narrower else stated).value,
        "to_stated_as": stated.value if is_narrower else None,
        "to_item_was": before.value if is_narrower else None,
    }


def _word(entry: Entry) -> dict[str, Any]:
    return {
        "seq": entry.seq,
        "at": entry.at,
        "by": entry.actor,
        "record": canonical_bytes(entry.payload or {}).decode(),
    }


def bound_text(bound: object) -> str | None:
    """Return a bound as its column holds it, from what a record holds; None where there is none."""
    return None if bound is None else str(bound)


def _row(entry: Entry) -> tuple[Any, ...]:
    """Return the values of a claim's row, in the order of the columns."""
    payload = entry.payload or {}
    value = payload["value"] if isinstance(payload["value"], Mapping) else {}
    return (
        entry.seq,
        payload["claim"],
        payload["subject"]["kind"],
        payload["subject"]["id"],
        payload["property"],
        payload["about"].get("group"),
        payload["about"].get("place"),
        bound_text(value.get("low")),
        bound_text(value.get("high")),
        payload["visibility"],
        _item(payload),
        None,
        None,
        entry.at,
        ClaimStatus.STANDS.value,
        (entry.content or canonical_bytes(payload)).decode(),
    )


def _item(payload: Mapping[str, Any]) -> str | None:
    if payload["item"] is not None:
        return str(payload["item"])
    if payload["subject"]["kind"] == "item":
        return str(payload["subject"]["id"])
    is_place = payload["subject"]["kind"] == SOURCE and payload["property"] == "item"
    return str(payload["value"]) if is_place else None


def _status(entry: Entry) -> dict[str, Any]:
    payload = entry.payload or {}
    return {
        "seq": entry.seq,
        "claim": payload["claim"],
        "at": entry.at,
        "by": entry.actor,
        "status": _STATUS[entry.kind].value,
        "why": payload["why"],
        "basis": canonical_bytes(payload.get("basis", [payload["by"]] if "by" in payload else [])).decode(),
    }


SHADOW: Final = Shadow(
    name="ledger",
    version=8,
    kinds=frozenset({CLAIM_STATED, *_STATUS, CLAIMS_REVIEWED, *_JUDGED, VISIBILITY_CHANGED}),
    tables=(CLAIMS, STATUSES, JUDGEMENTS, REVIEWS),
    fold=fold,
)

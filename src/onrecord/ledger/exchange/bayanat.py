"""Owns what comes from Bayanat: incidents, bulletins and actors, as its JSON or CSV hands them out.

The names of fields were read in its public code. A bulletin is a source; of an incident and an actor only what the
vocabulary has a property for becomes a claim. Bayanat counts nobody: its prose is for reading, not for import.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from typing import Any, Final

from onrecord.kernel import PartialDate
from onrecord.ledger.exchange.shape import Incoming, Read, Taking, records_in, slug, words_of
from onrecord.ledger.rows import RawLines

_BULLETIN: Final = frozenset({"source_link", "publish_date", "sjac_title", "originid", "origin_id"})
_ACTOR: Final = frozenset({"first_name", "last_name", "nickname", "father_name", "sex"})
_PROSE: Final = ("description", "comments", "review", "family_status", "residence_place")
_LINKS: Final = (
    "bulletin_relations", "actor_relations", "incident_relations", "related_bulletins", "related_actors",
    "related_incidents", "medias", "media",
)  # fmt: skip
_USED: Final = frozenset(
    {"id", "class", "title", "source_link", "publish_date", "sources", "originid", "origin_id", "events"}
)
_OF_THE_DESK: Final = frozenset(
    {"status", "assigned_to", "first_peer_reviewer", "review_action", "updated_at", "roles", "source_link_type", "tags"}
)  # how somebody else's office works on a record is no claim about what happened


def read(text: str, incoming: Incoming) -> Read:
    """Return what an export of Bayanat comes to, JSON or CSV.

    Raises:
        ValueError: it is neither.
    """
    taking = Taking()
    is_json = text.lstrip("\ufeff \t\r\n").startswith(("[", "{"))
    for number, record, raw in records_in(text, key="items") if is_json else _csv(text):
        taking.records += 1
        if not isinstance(record, dict) or not record.get("id"):
            taking.losses.add("record", raw[:60], "not-understood")
            continue
        _take(record, raw, number, incoming, taking, is_json=is_json)
    return taking.done()


def _csv(text: str) -> Iterator[tuple[int, dict[str, Any], str]]:
    lines = RawLines(text.lstrip("\ufeff"))
    reader = csv.DictReader(lines)
    if "id" not in (reader.fieldnames or ()):
        msg = "a column “id” was expected"
        raise ValueError(msg)
    lines.taken()
    for row in reader:
        yield reader.line_num, {name: value for name, value in row.items() if name and value}, lines.taken()


def _take(
    record: Mapping[str, Any], raw: str, number: int, incoming: Incoming, taking: Taking, *, is_json: bool
) -> None:
    kind = _kind(record)
    name = f"bayanat-{kind}-{slug(str(record['id']))}"
    source = incoming.source_row(
        name,
        title=record.get("title") or record.get("name"),
        address=record.get("source_link"),
        published_on=_date(record.get("publish_date")),
    )
    taking.row(source, number=number, original=raw)
    example = f"{kind} {record['id']}"
    if record.get("publish_date") and "published_on" not in source:
        taking.losses.add(f"{kind}.publish_date", example, "not-understood")
    for field, value in record.items():
        if value in (None, "", [], {}) or field in _USED | _OF_THE_DESK:
            continue
        why = "prose" if field in _PROSE else "link" if field in _LINKS else "no-property"
        if not (kind == "actor" and field in ("name", *_ACTOR)):
            taking.losses.add(f"{kind}.{field}", example, why)
    if kind == "actor":
        _actor(record, name, raw, number, incoming, taking, is_json=is_json)
    elif kind == "incident":
        _incident(record, name, raw, number, incoming, taking)
    elif record.get("events"):
        taking.losses.add("bulletin.events", example, "no-property")


def _kind(record: Mapping[str, Any]) -> str:
    given = str(record.get("class", "")).casefold()
    if given in ("incident", "bulletin", "actor"):
        return given
    fields = set(record)
    return "bulletin" if fields & _BULLETIN else "actor" if fields & _ACTOR else "incident"


def _incident(record: Mapping[str, Any], name: str, raw: str, number: int, incoming: Incoming, taking: Taking) -> None:
    """Take the days of an incident's events; without a day there is nothing that could be a claim."""
    subject = incoming.subject or f"incident:{slug(str(record.get('title') or record['id']))}"
    events = record.get("events")
    if not isinstance(events, list) or incoming.vocabulary.property("happened_on") is None:
        if events:
            taking.losses.add("incident.events", str(record["id"]), "not-understood")
        return
    for at, event in enumerate(events, start=1):
        first, last = (
            (_date(event.get(one)) for one in ("from_date", "to_date")) if isinstance(event, dict) else (None, None)
        )
        quote = words_of(raw, "from_date", event["from_date"]) if first is not None else None
        if first is None or quote is None:
            taking.losses.add("incident.events", str(record["id"]), "no-number" if first is None else "no-words")
            continue
        value = first if last in (None, first) else f"{first}/{last}"
        said = {"subject": subject, "property": "happened_on", "value": value}
        taking.row(incoming.claim_row(f"{name}.event-{at}", name, quote, **said), number=number, original=quote)


def _actor(
    record: Mapping[str, Any], name: str, raw: str, number: int, incoming: Incoming, taking: Taking, *, is_json: bool
) -> None:
    """Take a person's name, where the vocabulary has names of persons; restricted, whatever the import's visibility."""
    declared = incoming.vocabulary.property("name")
    said = record.get("name") or record.get("title")
    if declared is None or declared.subject != "person" or not said:
        taking.losses.add("actor.name", str(record["id"]), "no-property")
        return
    key = "name" if record.get("name") else "title"
    quote = words_of(raw, key, said) if is_json else raw
    if quote is None:
        taking.losses.add("actor.name", str(record["id"]), "no-words")
        return
    about = {"subject": f"person:{name}", "property": "name", "value": str(said), "visibility": "restricted"}
    row = incoming.claim_row(f"{name}.name", name, quote) | about
    taking.row(row, number=number, original=quote)


def _date(text: object) -> str | None:
    try:
        return PartialDate.parse(str(text)[:10]).text() if text else None
    except ValueError:
        return None

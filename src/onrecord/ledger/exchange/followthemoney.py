"""Owns claims in FollowTheMoney: entities as JSON lines and statements as CSV, out and in (METHOD 2.4).

The form of statements, their ids and the properties used were read in FollowTheMoney 3.8. An incident is an `Event`, a
source a `Document`, a claim a `Note` about the one with the other as its proof. The scheme knows neither a claim nor
bounds: entities carry our own row in a field of its own (`onrecord`), which other programs pass over.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from onrecord.kernel import PartialDate, Property, Quantity, ValueType
from onrecord.ledger.book import Book
from onrecord.ledger.exchange.losses import Losses
from onrecord.ledger.exchange.own import rows_of
from onrecord.ledger.exchange.shape import (
    Document,
    Incoming,
    Outgoing,
    Read,
    Taking,
    records_in,
    slug,
    spoken,
    words_of,
)
from onrecord.ledger.model import Claim, Source
from onrecord.ledger.rows import RawLines
from onrecord.ledger.sheets.cells import CellRefused, date_of, quantity_of
from onrecord.ledger.sheets.mapping import SheetMapping
from onrecord.reading import Cell, CellKind

# The properties that are written, by scheme, with their types: what a validator of the scheme is asked for.
SCHEMATA: Final[Mapping[str, Mapping[str, str]]] = {
    "Event": {"name": "name", "startDate": "date", "endDate": "date", "recordId": "string"},
    "Document": {
        "name": "name",
        "title": "string",
        "author": "string",
        "publisher": "string",
        "publishedAt": "date",
        "sourceUrl": "url",
        "language": "language",
    },
    "Note": {
        "name": "name",
        "description": "text",
        "summary": "text",
        "entity": "entity",
        "proof": "entity",
        "publisher": "string",
        "sourceUrl": "url",
        "keywords": "string",
        "notes": "text",
    },
    "Documentation": {"document": "entity", "entity": "entity", "role": "string"},
    "Person": {"name": "name"},
}
COLUMNS: Final = (
    "canonical_id", "entity_id", "prop", "prop_type", "schema", "value", "dataset", "lang", "original_value",
    "external", "first_seen", "last_seen", "id",
)  # fmt: skip
_LANGUAGES: Final = {
    "en": "eng", "ru": "rus", "kk": "kaz", "ky": "kir", "uz": "uzb", "tg": "tgk", "zh": "zho", "de": "deu", "fr": "fra",
    "uk": "ukr", "pl": "pol", "tr": "tur", "ar": "ara", "dng": "dng",
}  # fmt: skip
_BACK: Final = {code: language for language, code in _LANGUAGES.items()}
_NO_FIELD: Final = (
    "speaker_kind",
    "level",
    "visibility",
    "status",
    "status_why",
    "note",
    "basis",
    "said_on",
    "made_by",
)
# What a subject is in the scheme; a kind that an organisation adds is an event, since the scheme has nothing wider.
_SCHEMA_OF: Final = {"person": "Person", "letter": "Document", "document": "Document", "item": "Document"}
_STARTS: Final = ("startDate", "date")
_OWN: Final = "onrecord"
_AS_OF: Final = re.compile(r"\bas of (\d{4}[\d/-]*)")
_UNIT: Final = re.compile(r"\.\.[\d.]* ([A-Z]{3})\b")

Entity = dict[str, Any]


def entities(outgoing: Outgoing) -> Document:
    """Return JSON lines of entities, each claim with our own row in a field of its own."""
    losses = Losses()
    rows = {row.get("id") or f"source:{row['source']}": row for row in rows_of(outgoing, losses)}
    lines = []
    for entity in _entities(outgoing, losses):
        own = rows.get(entity.pop("own", ""))
        lines.append(json.dumps({**entity, _OWN: own} if own else entity, ensure_ascii=False))
    content = "".join(f"{line}\n" for line in lines).encode()
    return Document(content=content, claims=len(outgoing.claims()), losses=losses.listed())


def statements(outgoing: Outgoing) -> Document:
    """Return a CSV of statements: one value of one property of one entity in each row; ids follow from what it says."""
    losses, out = Losses(), io.StringIO()
    writer = csv.writer(out, dialect=csv.unix_dialect)
    writer.writerow(COLUMNS)
    for entity in _entities(_standing(outgoing, losses), losses):
        if entity["schema"] == "Note":
            losses.add("low, high, qualifier", str(entity["own"]), "no-range")
        for prop, kind, value in _values(entity):
            row = _statement(entity, prop, kind, value, outgoing.dataset)
            writer.writerow([row[column] for column in COLUMNS])
    return Document(content=out.getvalue().encode(), claims=len(outgoing.claims()), losses=losses.listed())


def _standing(outgoing: Outgoing, losses: Losses) -> Outgoing:
    """Return what counts: a statement cannot say that a claim was withdrawn, and it would come out as if it stood."""
    gone = [claim for claim in outgoing.claims() if not claim.status.is_counted]
    for claim in gone:
        losses.add(f"{claim.status.value} claim", claim.id, "no-field")
    kept = [claim for claim in outgoing.book.claims if claim.status.is_counted]
    return replace(outgoing, book=Book.of(kept, outgoing.book.vocabulary)) if gone else outgoing


def _values(entity: Entity) -> Iterator[tuple[str, str, str]]:
    yield "id", "entity", entity["id"]
    for prop, values in entity["properties"].items():
        kind = SCHEMATA[entity["schema"]].get(prop, "string")
        for value in values:
            yield prop, kind, value


def _statement(entity: Entity, prop: str, kind: str, value: str, dataset: str) -> dict[str, str]:
    key = f"{dataset}.{entity['id']}.{prop}.{value}"
    row = dict.fromkeys(COLUMNS, "")
    return row | {
        "canonical_id": entity["id"],
        "entity_id": entity["id"],
        "prop": prop,
        "prop_type": kind,
        "schema": entity["schema"],
        "value": value,
        "dataset": dataset,
        "external": "f",
        "id": hashlib.sha1(key.encode(), usedforsecurity=False).hexdigest(),  # as the scheme makes its ids
    }


def _entities(outgoing: Outgoing, losses: Losses) -> Iterator[Entity]:
    dataset, claims = outgoing.dataset, outgoing.claims()
    yield from _subjects(claims, dataset, losses)
    for source in outgoing.sources():
        yield _document(source, outgoing, losses)
    linked: dict[tuple[str, str], None] = {}
    for claim in claims:
        yield _note(claim, outgoing, losses)
        if claim.source is not None and claim.source in outgoing.book.sources:
            linked[claim.source, claim.subject] = None
    for source_id, subject in linked:
        ends = {"document": [_id(dataset, f"source:{source_id}")], "entity": [_id(dataset, subject)]}
        yield _entity(f"{source_id}|{subject}", "Documentation", {**ends, "role": ["source"]}, dataset)


def _subjects(claims: Sequence[Claim], dataset: str, losses: Losses) -> Iterator[Entity]:
    dates: dict[str, list[PartialDate]] = defaultdict(list)
    for claim in claims:
        dates[claim.subject] += [claim.value] if _tells_day(claim) and isinstance(claim.value, PartialDate) else []
    names = {
        claim.subject: claim.value_text() for claim in claims if claim.property == "name" and claim.status.is_counted
    }
    for subject, days in dates.items():
        kind, _, name = subject.partition(":")
        about = {"name": [names.get(subject, name)]}
        if kind != "incident":
            losses.add(f"subject {kind}", name, "no-field")
        else:
            about |= {"recordId": [name], "startDate": [min(one.earliest for one in days).isoformat()] if days else []}
            about["endDate"] = [max(one.latest for one in days).isoformat()] if days else []
        yield _entity(subject, _SCHEMA_OF.get(kind, "Event"), about, dataset)


def _tells_day(claim: Claim) -> bool:
    return claim.property == "happened_on" and claim.status.is_counted


def _document(source: Source, outgoing: Outgoing, losses: Losses) -> Entity:
    if source.item is not None and source.item in outgoing.digests:
        losses.add("sha256", f"{source.id}: {outgoing.digests[source.item]}", "sha-256")
    losses.add_each(
        (name for name in ("derived_from", "source_kind", "remark") if getattr(source, name)), source.id, "no-field"
    )
    about = {
        "title": [source.title or source.publisher or source.id],
        "author": [source.publisher] if source.publisher else [],
        "publisher": [source.publisher] if source.publisher else [],
        "publishedAt": [_day(source.published_on)] if source.published_on else [],
        "sourceUrl": [source.address] if source.address else [],
        "language": [_LANGUAGES[source.language]] if source.language in _LANGUAGES else [],
    }
    return _entity(f"source:{source.id}", "Document", about, outgoing.dataset) | {"own": f"source:{source.id}"}


def _note(claim: Claim, outgoing: Outgoing, losses: Losses) -> Entity:
    row = claim.to_row()
    losses.add_each((name for name in _NO_FIELD if row.get(name) is not None), claim.id, "no-field")
    source = outgoing.book.sources.get(claim.source) if claim.source else None
    declared = outgoing.book.vocabulary.property(claim.property)
    label = declared.label.text("en") if declared is not None else claim.property
    words = claim.quote.text if claim.quote else claim.value_text()
    if not claim.status.is_counted:
        label = f"{label} ({claim.status.value})"
    about = {
        "name": [f"{label}: {claim.value_text()}"],
        "description": [words],
        "summary": [_told(claim)],
        "entity": [_id(outgoing.dataset, claim.subject)],
        "proof": [_id(outgoing.dataset, f"source:{claim.source}")] if source else [],
        "publisher": [claim.speaker],
        "sourceUrl": [source.address] if source is not None and source.address else [],
        "keywords": [claim.property, *(f"{name}={value}" for name, value in claim.about)],
    }
    return _entity(f"claim:{claim.id}", "Note", about, outgoing.dataset) | {"own": claim.id}


def _told(claim: Claim) -> str:
    """Return a claim as a sentence that anybody can read."""
    value = claim.value
    parts = [f"{claim.property} {claim.value_text()}"]
    if isinstance(value, Quantity):
        low, high = ("" if one is None else f"{one.normalize():f}" for one in (value.low, value.high))
        parts.append(f"{value.qualifier.value} {low}..{high} {claim.unit or ''}".strip())
    parts += [f"{name}: {text}" for name, text in claim.about]
    parts += [f"as of {claim.as_of.text()}"] if claim.as_of else []
    return "; ".join([*parts, f"says {claim.speaker}"])


def _entity(name: str, schema: str, about: Mapping[str, Sequence[str]], dataset: str) -> Entity:
    properties = {prop: list(values) for prop, values in about.items() if values}
    return {"id": _id(dataset, name), "schema": schema, "properties": properties, "datasets": [dataset]}


def _id(dataset: str, name: str) -> str:
    """Return an id that the same thing has in every export of one dataset, and no other thing in another."""
    return f"{dataset}-{hashlib.sha256(name.encode()).hexdigest()[:24]}"


def _day(date: PartialDate) -> str:
    """Return a date as the scheme has it: a day, a month or a year; of a stretch the beginning."""
    text = date.text()
    return text.partition("/")[0]


def read_entities(text: str, incoming: Incoming) -> Read:
    """Return what entities come to: our own rows where they carry one, else what the vocabulary has a property for.

    Raises:
        ValueError: the text is no JSON.
    """
    taking = Taking()
    found = [(number, entity, raw) for number, entity, raw in records_in(text, key="entities")]
    for number, entity, raw in found:
        taking.records += 1
        if not isinstance(entity, dict) or not isinstance(entity.get("properties", {}), dict):
            taking.losses.add("record", raw[:60], "not-understood")
            continue
        own = entity.get(_OWN)
        if isinstance(own, dict) and "property" in own:
            _own_row(own, entity, incoming, taking, number, raw)
        elif isinstance(own, dict) and own.get("source"):
            _own_source(own, incoming, taking, number, raw)
        else:
            _foreign(_Found(entity, number, raw), incoming, taking)
    return taking.done()


def _own_row(own: Entity, entity: Entity, incoming: Incoming, taking: Taking, number: int, raw: str) -> None:
    """Take our own row: its words stand in the file, and the source is the record of the database that sent it."""
    words = own.get("quote") or own.get("wording") or own.get("value")
    quote = str(words) if words is not None and str(words) in raw else words_of(raw, "quote", words)
    if not isinstance(own.get("id"), str) or not own["id"]:
        taking.losses.add("Note", str(entity.get("id")), "not-understood")
        return
    if quote is None:
        taking.losses.add("Note", str(own.get("id")), "no-words")
        return
    properties = entity.get("properties", {})
    record = slug(str(entity.get("id")))
    about = {"title": _first(properties, "name"), "address": _first(properties, "sourceUrl")}
    derived = [str(own["source"])] if own.get("source") else []
    taking.row(incoming.source_row(record, **about, derived_from=derived), number=number, original=raw)
    kept = {
        name: value for name, value in own.items() if name not in ("source", "item", "quote", "visibility", "basis")
    }
    taking.losses.add_each(("basis",) if own.get("basis") else (), str(own.get("id")), "link")
    said = spoken({name: kept.pop(name) for name in ("speaker", "speaker_kind", "level") if name in kept})
    kept.pop("made_by", None)
    row = incoming.claim_row(str(kept.pop("id")), record, quote, **kept) | said
    taking.row(row, number=number, original=raw)


def _own_source(own: Entity, incoming: Incoming, taking: Taking, number: int, raw: str) -> None:
    """Take our own description of a source: what it repeats has to be known, or reprints would count as witnesses."""
    row = {name: value for name, value in own.items() if name not in ("item", "remark")}
    taking.row(row | {"visibility": incoming.visibility}, number=number, original=raw)


class _Found:
    """One entity of another program, with the words of each of its values."""

    def __init__(
        self, entity: Entity, number: int, raw: str, lines: Mapping[tuple[str, str], str] | None = None
    ) -> None:
        self.id = str(entity.get("id"))
        self.schema = str(entity.get("schema"))
        self.properties: Mapping[str, Any] = entity.get("properties", {})
        self.number = number
        self.raw = raw
        self._lines = lines
        self.events: Mapping[str, str] = {}  # what the events of the document are called, by their ids

    def words(self, prop: str, value: str) -> str | None:
        """Return the stretch of the file in which this value stands."""
        if self._lines is not None:
            return self._lines.get((prop, value))
        return words_of(self.raw, prop, self.properties[prop]) or words_of(self.raw, prop, value)


def _foreign(found: _Found, incoming: Incoming, taking: Taking) -> None:
    properties, record = found.properties, slug(found.id)
    if found.schema == "Note" and _note_claim(found, incoming, taking):
        return
    language = _first(properties, "language")
    about = {
        "title": _first(properties, "title") or _first(properties, "name"),
        "publisher": _first(properties, "publisher") or _first(properties, "author"),
        "published_on": _partial(_first(properties, "publishedAt")),
        "address": _first(properties, "sourceUrl"),
        "language": _BACK.get(str(language), None),
    }
    if _first(properties, "publishedAt") and about["published_on"] is None:
        taking.losses.add(f"{found.schema}.publishedAt", found.id, "not-understood")
    is_document = found.schema in ("Document", "HyperText", "Pages", "PlainText", "Article", "Email")
    row = incoming.source_row(
        record, **(about if is_document else {"title": about["title"], "address": about["address"]})
    )
    taking.row(row, number=found.number, original=found.raw)
    for prop, values in properties.items():
        if is_document and prop in ("title", "author", "publisher", "publishedAt", "sourceUrl", "language"):
            continue
        for value in values if isinstance(values, list) else [values]:
            _property(found, prop, str(value), record, incoming, taking)


def _note_claim(found: _Found, incoming: Incoming, taking: Taking) -> bool:
    """Take a note that names a property of the vocabulary among its keywords, and its value in its own name."""
    properties = found.properties
    words = [str(one) for one in properties.get("keywords", [])]
    declared = next((one for name in words if (one := incoming.vocabulary.property(name)) is not None), None)
    value, speaker = (_first(properties, "name") or "").partition(": ")[2], _first(properties, "publisher")
    if declared is None or not value or speaker is None or declared.subject != "incident":
        return False
    said = _value(declared, value, incoming)
    quote = _first(properties, "description") or ""
    stretch = (found.words("description", quote) or "") if quote else ""
    quote = quote if quote and (quote in found.raw or quote in stretch) else stretch
    if said is None or not quote:
        taking.losses.add("Note", found.id, "not-understood" if said is None else "no-words")
        return True
    record = slug(found.id)
    about = dict(one.partition("=")[::2] for one in words if "=" in one)
    unknown = sorted(name for name in about if name not in declared.dimensions)
    if unknown:  # without what narrows it, it would be a count of more than was counted
        taking.losses.add(f"Note {unknown[0]}", found.id, "no-property")
        return True
    as_of = _AS_OF.search(_first(properties, "summary") or "")
    unit = _UNIT.search(_first(properties, "summary") or "") if declared.value_type is ValueType.MONEY else None
    said |= {"as_of": _partial(as_of[1]) if as_of else None, "unit": unit[1] if unit else None}
    said |= spoken({"speaker": speaker})
    taking.row(
        incoming.source_row(record, title=_first(properties, "name"), address=_first(properties, "sourceUrl")),
        number=found.number,
        original=found.raw,
    )
    event = str(_first(properties, "entity"))
    subject = incoming.subject or f"incident:{slug(found.events.get(event, event))}"
    row = incoming.claim_row(
        f"{record}.{declared.name}", record, quote, subject=subject, property=declared.name, **about
    )
    taking.row(
        row | {name: one for name, one in said.items() if one is not None}, number=found.number, original=found.raw
    )
    return True


def _value(declared: Property, text: str, incoming: Incoming) -> dict[str, Any] | None:
    cell = Cell(kind=CellKind.TEXT, text=text, shown=text)
    reading = SheetMapping(columns={}, constants={}, language=incoming.language)
    try:
        match declared.value_type:
            case ValueType.QUANTITY | ValueType.MONEY:
                return quantity_of(cell, "name", reading).to_record()
            case ValueType.DATE:
                return {"value": date_of(cell, "name", reading).text()}
    except CellRefused:
        return None
    return {"value": text}


def _property(found: _Found, prop: str, value: str, record: str, incoming: Incoming, taking: Taking) -> None:
    """Take one value of one property as a claim, where the vocabulary has one for it."""
    names = {f"{found.schema}:{prop}"} | ({f"{found.schema}:date"} if prop in _STARTS else set())
    declared = [one for one in incoming.vocabulary.properties.values() if one.followthemoney in names]
    name = f"{found.schema}.{prop}"
    dated = [one for one in declared if one.value_type is ValueType.DATE]
    text = [one for one in declared if one.value_type is ValueType.TEXT and one.subject != "source"]
    if prop in ("description", "summary", "notes", "bodyText"):
        taking.losses.add(name, found.id, "prose")
        return
    if not dated and not text:
        taking.losses.add(name, found.id, "no-property")
        return
    quote, date = found.words(prop, value), _partial(value)
    if quote is None or (dated and date is None):
        taking.losses.add(name, found.id, "no-words" if quote is None else "not-understood")
        return
    one = (dated or text)[0]
    subject = incoming.subject if one.subject == "incident" and incoming.subject else f"{one.subject}:{slug(found.id)}"
    claim_id = f"{record}.{one.name}"
    said = {"subject": subject, "property": one.name, "value": date if dated else value}
    taking.row(incoming.claim_row(claim_id, record, quote, **said), number=found.number, original=quote)


def read_statements(text: str, incoming: Incoming) -> Read:
    """Return what a CSV of statements comes to: statements of one entity together.

    Raises:
        ValueError: it has not the columns of statements.
    """
    taking, lines = Taking(), RawLines(text.lstrip("\ufeff"))
    reader = csv.DictReader(lines, dialect=csv.unix_dialect)
    if not {"canonical_id", "prop", "schema", "value"} <= set(reader.fieldnames or ()):
        msg = "the columns of statements are missing: canonical_id, prop, schema, value"
        raise ValueError(msg)
    lines.taken()
    gathered: dict[str, tuple[Entity, int, dict[tuple[str, str], str]]] = {}
    for row in reader:
        raw = lines.taken()
        entity_id = row["canonical_id"] or row.get("entity_id") or ""
        made: Entity = {"id": entity_id, "schema": row["schema"], "properties": {}}
        entity, _, words = gathered.setdefault(entity_id, (made, reader.line_num, {}))
        if row["prop"] != "id":
            entity["schema"] = row["schema"]
            entity["properties"].setdefault(row["prop"], []).append(row["value"])
            words[row["prop"], row["value"]] = raw
    named = ((one["id"], _first(one["properties"], "recordId")) for one, _, _ in gathered.values())
    events = {entity_id: name for entity_id, name in named if name is not None}
    for entity, number, words in gathered.values():
        taking.records += 1
        found = _Found(entity, number, str(entity["id"]), words)
        found.events = events
        _foreign(found, incoming, taking)
    return taking.done()


def _first(properties: Mapping[str, Any], name: str) -> str | None:
    values = properties.get(name)
    first: Iterable[Any] = values if isinstance(values, list) else [values]
    return next((str(one) for one in first if one), None)


def _partial(text: str | None) -> str | None:
    """Return a date of the scheme as one of ours; None where it is none."""
    try:
        return PartialDate.parse(text.partition("T")[0]).text() if text else None
    except ValueError:
        return None

"""Owns claims in the JSON of Wikibase: statements with a rank, qualifiers and references.

What contradicts stands side by side, each with who says so; what was withdrawn, replaced or refuted has the rank
`deprecated` with the reason. Names of properties are ours: an instance of Wikibase gives its own numbers.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final

from onrecord.kernel import PartialDate, ValueType
from onrecord.ledger.exchange.losses import Losses
from onrecord.ledger.exchange.own import rows_of
from onrecord.ledger.exchange.shape import Document, Incoming, Outgoing, Read, Taking, slug, spoken, words_of

_STATEMENT: Final = 20_000  # characters within which a statement ends
_DEPRECATED: Final = ("withdrawn", "superseded", "refuted")
_CALENDAR: Final = "http://www.wikidata.org/entity/Q1985727"  # the proleptic Gregorian one
_PRECISION: Final = {4: 9, 7: 10, 10: 11}  # of a time: year, month, day
_QUALIFIERS: Final = (
    "qualifier",
    "wording",
    "unit",
    "speaker",
    "speaker_kind",
    "level",
    "status",
    "status_why",
    "superseded_by",
)
_TIMES: Final = {"as_of": "point_in_time", "said_on": "stated_on"}
_NOT_CARRIED: Final = ("note", "visibility", "item", "made_by", "basis", "status_basis")
_REFERENCE: Final = ("publisher", "title", "address", "published_on", "language")


def document(outgoing: Outgoing) -> Document:
    """Return the document: one entity for each subject, with every statement about it."""
    losses = Losses()
    rows = list(rows_of(outgoing, losses))
    sources = {row["source"]: row for row in rows if "property" not in row}
    together: dict[str, dict[str, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if "property" in row:
            losses.add_each((name for name in _NOT_CARRIED if row.get(name)), row["id"], "no-field")
            together[row["subject"]][row["property"]].append(_statement(row, sources, outgoing))
    for source in sources.values():
        losses.add_each((one for one in ("source_kind", "item") if one in source), source["source"], "no-field")
    entities = {
        subject: {
            "id": subject,
            "type": "item",
            "labels": {"mul": {"language": "mul", "value": subject.partition(":")[2]}},
            "claims": claims,
        }
        for subject, claims in together.items()
    }
    content = json.dumps({"entities": entities}, ensure_ascii=False, indent=1) + "\n"
    return Document(content=content.encode(), claims=len(outgoing.claims()), losses=losses.listed())


def _statement(row: Mapping[str, Any], sources: Mapping[str, Any], outgoing: Outgoing) -> dict[str, Any]:
    qualifiers = {name: [_text(name, row[name])] for name in _QUALIFIERS if row.get(name) is not None}
    qualifiers |= {named: [_time(named, row[name])] for name, named in _TIMES.items() if name in row}
    qualifiers |= {
        f"{name}_wording": [_text(f"{name}_wording", row[f"{name}_wording"])]
        for name in _TIMES
        if f"{name}_wording" in row
    }
    declared = outgoing.book.vocabulary.property(row["property"])
    for name in declared.dimensions if declared is not None else ():
        if name in row:
            qualifiers[name] = [_text(name, row[name])]
    return {
        "id": row["id"],
        "type": "statement",
        "rank": "deprecated" if row.get("status") in _DEPRECATED else "normal",
        "mainsnak": _main(row, declared.value_type if declared is not None else ValueType.TEXT),
        "qualifiers": qualifiers,
        "references": _references(row, sources),
    }


def _main(row: Mapping[str, Any], kind: ValueType) -> dict[str, Any]:
    name = row["property"]
    if kind in (ValueType.QUANTITY, ValueType.MONEY):
        return _quantity(name, row)
    if kind is ValueType.DATE:
        return _time(name, row["value"])
    value = row["value"]
    return _text(name, ("yes" if value else "no") if isinstance(value, bool) else str(value))


def _quantity(name: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a quantity; a bound that was not said is left out, and the amount is the bound that was."""
    low, high = row.get("low"), row.get("high")
    value: dict[str, str] = {"amount": _signed(high if low is None else low), "unit": str(row.get("unit") or "1")}
    if low != high or low is None:
        value |= {"lowerBound": _signed(low)} if low is not None else {}
        value |= {"upperBound": _signed(high)} if high is not None else {}
    return {"snaktype": "value", "property": name, "datavalue": {"type": "quantity", "value": value}}


def _signed(number: object) -> str:
    text = str(number)
    return text if text.startswith("-") else f"+{text}"


def _time(name: str, text: str) -> dict[str, Any]:
    """Return a time: of a stretch the first day, with the stretch itself beside it."""
    first, _, last = text.partition("/")
    full = (first + "-00-00")[:10] if len(first) < 10 else first
    value = {
        "time": f"+{full}T00:00:00Z",
        "timezone": 0,
        "before": 0,
        "after": 0,
        "precision": _PRECISION[len(first)],
        "calendarmodel": _CALENDAR,
    }
    snak: dict[str, Any] = {"snaktype": "value", "property": name, "datavalue": {"type": "time", "value": value}}
    return {**snak, "stretch": text} if last else snak


def _text(name: str, value: object) -> dict[str, Any]:
    return {"snaktype": "value", "property": name, "datavalue": {"type": "string", "value": str(value)}}


def _references(row: Mapping[str, Any], sources: Mapping[str, Any]) -> list[dict[str, Any]]:
    snaks: dict[str, list[dict[str, Any]]] = {}
    if "quote" in row:
        snaks["quote"] = [_text("quote", row["quote"])]
    if "source" in row:
        snaks["stated_in"] = [_text("stated_in", row["source"])]
        source = sources.get(row["source"], {})
        if "derived_from" in source:
            snaks["derived_from"] = [_text("derived_from", one) for one in source["derived_from"]]
        for name in _REFERENCE:
            if name in source:
                snaks[name] = [_time(name, source[name]) if name == "published_on" else _text(name, source[name])]
    return [{"snaks": snaks}] if snaks else []


def read(text: str, incoming: Incoming) -> Read:
    """Return what a document of Wikibase comes to: a claim of each statement whose property the vocabulary has.

    Raises:
        ValueError: it is no JSON, or has no entities.
    """
    document = json.loads(text.lstrip("\ufeff"))
    entities = document.get("entities") if isinstance(document, dict) else None
    if not isinstance(entities, dict):
        msg = "a document with “entities” was expected"
        raise ValueError(msg)
    taking, raw = Taking(), _Raw(text)
    for entity_id, entity in entities.items():
        taking.records += 1
        claims = entity.get("claims", {}) if isinstance(entity, dict) else None
        if not isinstance(claims, dict) or not all(isinstance(one, list) for one in claims.values()):
            taking.losses.add("record", str(entity_id), "not-understood")
            continue
        for name, statements in claims.items():
            for at, statement in enumerate(statements, start=1):
                _take(str(entity_id), str(name), at, statement, raw, incoming, taking)
    return taking.done()


def _take(entity_id: str, name: str, at: int, statement: Any, raw: _Raw, incoming: Incoming, taking: Taking) -> None:
    declared = incoming.vocabulary.property(name)
    if declared is None:
        taking.losses.add(name, entity_id, "no-property")
        return
    try:
        said = dict(_said(statement, declared.value_type))
        reference = dict(_reference(statement))
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        taking.losses.add(name, entity_id, "not-understood")
        return
    qualifiers = statement.get("qualifiers", {})
    known = {*declared.dimensions, *_QUALIFIERS, *_TIMES.values(), *(f"{one}_wording" for one in _TIMES)}
    taking.losses.add_each((one for one in qualifiers if one not in known), entity_id, "no-field")
    several = (one for one in qualifiers if one in known and len(qualifiers[one]) > 1)
    taking.losses.add_each(several, entity_id, "no-field")
    taking.losses.add_each(("references",) if len(statement.get("references", ())) > 1 else (), entity_id, "no-field")
    about = {one: _plain(qualifiers[one][0]) for one in declared.dimensions if qualifiers.get(one)}
    quote = _quoted(reference.pop("quote", None), said, statement, raw)
    claim_id = slug(str(statement.get("id") or f"{entity_id}.{name}.{at}"))
    if quote is None:
        taking.losses.add(name, claim_id, "no-words")
        return
    record = f"record.{claim_id}"[:80]
    origin = reference.pop("stated_in", None)
    repeats = list(_repeated(statement))
    if origin and repeats:  # what it repeats has to be known, or reprints would count as witnesses
        row = {"source": origin, "derived_from": repeats, "visibility": incoming.visibility}
        taking.row(row, number=1, original=claim_id)
    row = incoming.source_row(record, **reference, derived_from=[origin] if origin else [])
    taking.row(row, number=1, original=claim_id)
    subject = entity_id if entity_id.startswith(f"{declared.subject}:") else f"{declared.subject}:{slug(entity_id)}"
    if not entity_id.startswith(f"{declared.subject}:") and incoming.subject and declared.subject == "incident":
        subject = incoming.subject
    speaks = spoken({one: said.pop(one) for one in ("speaker", "speaker_kind", "level") if one in said})
    claim = incoming.claim_row(claim_id, record, quote, subject=subject, property=name, **about, **said) | speaks
    taking.row(claim, number=1, original=claim_id)


def _said(statement: Mapping[str, Any], kind: ValueType) -> Iterator[tuple[str, Any]]:
    """Yield the fields that a statement gives; a value of another kind than the property's is an error."""
    snak, qualifiers = statement["mainsnak"], statement.get("qualifiers", {})
    value = snak["datavalue"]["value"]
    said = {one: _plain(qualifiers[one][0]) for one in _QUALIFIERS if qualifiers.get(one)}
    if kind in (ValueType.QUANTITY, ValueType.MONEY):
        low, high = (value.get(one) for one in ("lowerBound", "upperBound"))
        if low is None and high is None:
            low = high = value["amount"]
        yield from (("low", _unsigned(low)), ("high", _unsigned(high)))
        is_stretch = low is not None and high is not None and low != high
        said.setdefault(
            "qualifier", "range" if is_stretch else "exact" if low == high else "at_least" if high is None else "up_to"
        )
        said.setdefault("wording", str(value["amount"]).lstrip("+"))
    elif kind is ValueType.DATE:
        yield "value", _date(snak)
    else:
        yield "value", value if isinstance(value, str) else str(value["text"])
    for name, named in _TIMES.items():
        if qualifiers.get(named):
            yield name, _date(qualifiers[named][0])
        if qualifiers.get(f"{name}_wording"):
            yield f"{name}_wording", _plain(qualifiers[f"{name}_wording"][0])
    if statement.get("rank") == "deprecated":
        said.setdefault("status", "withdrawn")
        said.setdefault("status_why", "the database gives it the rank deprecated")
    yield from ((name, text) for name, text in said.items() if name != "unit" or text not in ("1",))


def _unsigned(amount: str | None) -> str | None:
    return None if amount is None else amount.lstrip("+")


def _date(snak: Mapping[str, Any]) -> str:
    if "stretch" in snak:
        return PartialDate.parse(str(snak["stretch"])).text()
    value = snak["datavalue"]["value"]
    length = {9: 4, 10: 7, 11: 10}[value["precision"]]
    return PartialDate.parse(str(value["time"]).lstrip("+")[:length]).text()


def _plain(snak: Mapping[str, Any]) -> str:
    value = snak["datavalue"]["value"]
    return value if isinstance(value, str) else str(value.get("text") or value.get("id") or value["amount"])


def _reference(statement: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what the first reference says of the source, and its words."""
    for reference in statement.get("references", [])[:1]:
        for name, snaks in reference["snaks"].items():
            if name in ("quote", "stated_in", "publisher", "title", "address", "language"):
                yield name, _plain(snaks[0])
            elif name == "published_on":
                yield name, _date(snaks[0])


def _repeated(statement: Mapping[str, Any]) -> Iterator[str]:
    for reference in statement.get("references", [])[:1]:
        yield from (_plain(snak) for snak in reference["snaks"].get("derived_from", ()))


class _Raw:
    """The text of a document. Its statements come in its order, so that what is looked for stands near the last find.

    With each search from the beginning a document of ten thousand statements cost a hundred times one of a thousand.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._is_ascii = text.isascii()

    def find(self, words: str) -> int:
        """Return where words stand, the next place if there are several; below zero where they do not."""
        if self._is_ascii and not words.isascii():
            return -1
        found = self._text.find(words, self._at)
        if found < 0:
            found = self._text.find(words, 0, self._at + len(words))
        self._at = found if found >= 0 else self._at
        return found

    def words_of(self, start: int, key: str, value: object) -> str | None:
        """Return the stretch from a key to this value of it, after a place: of its statement, else of any later one."""
        near = words_of(self._text[start : start + _STATEMENT], key, value)
        return near if near is not None else words_of(self._text[start:], key, value)


def _quoted(words: str | None, said: Mapping[str, Any], statement: Mapping[str, Any], raw: _Raw) -> str | None:
    """Return the words of the file that a claim rests on: its quotation, or the value as the file writes it."""
    if words is not None:
        for one in (json.dumps(words, ensure_ascii=False)[1:-1], words):  # as JSON has them, first of all
            if raw.find(one) >= 0:
                return one
    start = raw.find(json.dumps(statement.get("id"), ensure_ascii=False)) if statement.get("id") else -1
    snak = statement["mainsnak"]["datavalue"]["value"]
    key = (
        "amount"
        if "low" in said or "high" in said
        else "time"
        if isinstance(snak, dict) and "time" in snak
        else "value"
    )
    found = raw.words_of(max(0, start), key, snak[key] if isinstance(snak, dict) else snak)
    is_whole = not isinstance(said.get("low"), str) or said.get("low") == said.get("high")
    return found if is_whole else None

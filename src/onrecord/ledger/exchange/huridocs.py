"""Owns claims in the entity formats of HURIDOCS, as one long CSV: format, record, field number, code, value.

A count of victims is an Act with a Person that is a group (0902, 0931); who says so is an Information. Code numbers are
those of the microthesauri, labels are our own (METHOD 2.1 to 2.3): the lists themselves are not handed on.
"""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final

from onrecord.kernel import PartialDate, Property, Quantity, ValueType
from onrecord.ledger.exchange.losses import Losses
from onrecord.ledger.exchange.shape import Document, Incoming, Outgoing, Read, Taking, slug, spoken
from onrecord.ledger.model import Claim
from onrecord.ledger.rows import RawLines
from onrecord.ledger.sheets.cells import CellRefused, quantity_of
from onrecord.ledger.sheets.mapping import SheetMapping
from onrecord.reading import Cell, CellKind

COLUMNS: Final = ("format", "record", "field", "name", "list", "code", "value", "note")
NAMES: Final[Mapping[str, str]] = {
    "0101": "event record number", "0102": "event title", "0113": "initial date", "0114": "final date",
    "0902": "counting unit", "0931": "number in group", "0942": "ethnic background",
    "2102": "victim", "2103": "event", "2109": "type of act", "2111": "initial date of act", "2112": "exact location",
    "2115": "attribution", "2121": "final date of act", "2123": "status at end of act",
    "2402": "perpetrator", "2403": "event", "2409": "degree of involvement", "2412": "type of perpetrator",
    "2422": "latest status as perpetrator",
    "2502": "source", "2503": "event", "2504": "related person", "2509": "connection to information",
    "2510": "language of material", "2511": "date of material", "2512": "type of material",
    "3410": "type of loss", "3411": "value of loss", "3412": "compensation",
}  # fmt: skip
_FIELDS: Final[Mapping[str, tuple[str, str]]] = {
    "4": ("Act", "2109"), "25": ("Act", "2123"), "18": ("Involvement", "2409"), "24": ("Involvement", "2412"),
    "26": ("Involvement", "2422"),
}  # fmt: skip
_ACTS: Final = 4  # the microthesaurus of a code that names none
_EVENT_OF: Final = {"Act": "2103", "Involvement": "2403", "Destruction": "2103"}
_PERSON_OF: Final = {"Act": "2102", "Involvement": "2402"}
_GROUPS: Final = {"dungan": "042114070101", "kazakh": "110126011101"}  # the first is local: the list has none
_UNITS: Final = {"persons": "group of persons", "families": "family"}
_COUNTED_IN: Final = {
    "": None,
    **{words: unit for unit, words in _UNITS.items()},
    **dict.fromkeys(("individual person", "individual", "person", "group"), "persons"),
}
_CODE: Final = re.compile(r"\d{12}")
_NO_FIELD: Final = ("speaker_kind", "level", "visibility", "status", "status_why", "note", "basis", "item", "wording")
_KNOWN_ABOUT: Final = ("group", "place")


def document(outgoing: Outgoing) -> Document:
    """Return the CSV; what has no code of the lists is in the losses, whole."""
    losses, out = Losses(), io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    carried = 0
    for subject in dict.fromkeys(claim.subject for claim in outgoing.claims()):
        writer.writerows(_event(subject, outgoing))
    for claim in outgoing.claims():
        rows = list(_claim(claim, outgoing, losses))
        carried += bool(rows)
        writer.writerows(rows)
    for source in outgoing.sources():
        losses.add_each((name for name in ("derived_from", "remark") if getattr(source, name)), source.id, "no-field")
    return Document(content=("\ufeff" + out.getvalue()).encode(), claims=carried, losses=losses.listed())


def _row(form: str, record: str, field: str, value: str, *, code: str = "", of: str = "", note: str = "") -> list[str]:
    return [form, record, field, NAMES[field], of, code, value, note]


def _event(subject: str, outgoing: Outgoing) -> Iterator[list[str]]:
    kind, _, name = subject.partition(":")
    if kind != "incident":
        return
    days = [
        claim.value
        for claim in outgoing.book.claims_of("happened_on", subject=subject)
        if isinstance(claim.value, PartialDate) and claim.status.is_counted
    ]
    yield _row("Event", name, "0101", name)
    if days:
        first, last = min(one.earliest for one in days), max(one.latest for one in days)
        yield _row("Event", name, "0113", first.isoformat())
        yield _row("Event", name, "0114", last.isoformat())


def _claim(claim: Claim, outgoing: Outgoing, losses: Losses) -> Iterator[list[str]]:
    declared = outgoing.book.vocabulary.property(claim.property)
    if not claim.status.is_counted:  # the formats cannot say so, and it would come out as a count that stands
        losses.add(f"{claim.status.value} claim", claim.id, "no-field")
        return
    if not isinstance(claim.value, Quantity) or claim.subject_kind != "incident":
        losses.add(claim.property, claim.id, "no-field")
        return
    if declared is None or _place_of(declared) is None:
        losses.add(claim.property, claim.id, "no-code")
        return
    row = claim.to_row()
    losses.add_each((name for name in _NO_FIELD if row.get(name)), claim.id, "no-field")
    losses.add_each((name for name, _ in claim.about if name not in _KNOWN_ABOUT), claim.id, "no-field")
    if claim.value.low != claim.value.high:
        losses.add("low, high, qualifier", claim.id, "no-range")
    yield from _act(claim, declared, claim.value)
    yield from _information(claim, outgoing)


def _place_of(declared: Property) -> tuple[str, str] | None:
    """Return the format and the field that hold the code of a property; None where no count can stand there."""
    if declared.huridocs in ("3411", "3412") and declared.value_type is ValueType.MONEY:
        return "Destruction", declared.huridocs
    is_code = declared.huridocs is not None and _CODE.fullmatch(declared.huridocs) is not None
    return _FIELDS.get(str(declared.microthesaurus)) if is_code else None


def _act(claim: Claim, declared: Property, value: Quantity) -> Iterator[list[str]]:
    number = f"{value.low.normalize():f}" if value.low is not None and value.low == value.high else value.wording
    code, of = declared.huridocs or "", str(declared.microthesaurus or "")
    form, field = _place_of(declared) or ("", "")
    about = dict(claim.about)
    yield _row(form, f"A-{claim.id}", _EVENT_OF[form], claim.subject_id)
    if form == "Destruction":
        yield _row(form, f"A-{claim.id}", field, number, note=claim.unit or "")
    else:
        yield _row(
            form, f"A-{claim.id}", field, declared.label.text("en"), code=code, of=of, note=value.qualifier.value
        )
        yield _row(form, f"A-{claim.id}", _PERSON_OF[form], f"P-{claim.id}")
        yield _row("Person", f"P-{claim.id}", "0902", _UNITS.get(claim.unit or "", claim.unit or ""), of="7")
        yield _row("Person", f"P-{claim.id}", "0931", number, note=claim.unit or "")
        if "group" in about:
            yield _row("Person", f"P-{claim.id}", "0942", about["group"], code=_GROUPS.get(about["group"], ""), of="13")
    if claim.as_of is not None and form != "Involvement":
        yield _row(form, f"A-{claim.id}", "2111", _day(claim.as_of), of="48", note=_date_type(claim.as_of))
    if "place" in about and form != "Involvement":
        yield _row(form, f"A-{claim.id}", "2112", about["place"])


def _information(claim: Claim, outgoing: Outgoing) -> Iterator[list[str]]:
    record, source = f"I-{claim.id}", outgoing.book.sources.get(claim.source) if claim.source else None
    yield _row("Information", record, "2502", claim.speaker, note=claim.quote.text if claim.quote else "")
    yield _row("Information", record, "2503", claim.subject_id)
    yield _row("Information", record, "2504", f"P-{claim.id}")
    if source is None:
        return
    if source.published_on is not None:
        yield _row(
            "Information", record, "2511", _day(source.published_on), of="48", note=_date_type(source.published_on)
        )
    if source.language:
        yield _row("Information", record, "2510", source.language, of="14")
    yield _row(
        "Information", record, "2512", source.title or source.publisher or source.id, of="16", note=source.address or ""
    )


def _day(date: PartialDate) -> str:
    return date.text().partition("/")[0]


def _date_type(date: PartialDate) -> str:
    """Return how far a date is known, as list 48 distinguishes it; nothing for a day that is known."""
    if date.earliest == date.latest:
        return ""
    return {4: "unknown month and day", 7: "unknown day"}.get(len(date.text()), "estimate")


def read(text: str, incoming: Incoming) -> Read:
    """Return what a CSV of these formats comes to, long (a field a row) or wide (a record a row, fields as columns).

    Raises:
        ValueError: it has neither a column `field` nor columns that are field numbers.
    """
    taking = Taking()
    records = _records(text, taking)
    for record, fields in records.items():
        taking.records += 1
        form = _form(fields)
        if form is not None:
            _take(record, form, fields, records, incoming, taking)
        elif not {"0101", "0902", "0931", "2502"} & set(fields):
            taking.losses.add("record", record, "no-number")
    return taking.done()


def _form(fields: Mapping[str, object]) -> str | None:
    """Return which of the formats that can hold a count a record is of."""
    if "3411" in fields or "3412" in fields:
        return "Destruction"
    return next((name for name, one in _EVENT_OF.items() if one in fields), None)


_Field = tuple[str, str, str, str, int]  # value, code, note, the words of its row, the row's number
_Records = dict[str, dict[str, _Field]]


def _records(text: str, taking: Taking) -> _Records:
    lines = RawLines(text.lstrip("\ufeff"))
    reader = csv.DictReader(lines)
    names = [name.strip() for name in reader.fieldnames or ()]
    numbered = {name: name[:4] for name in names if re.match(r"\d{4}\b", name)}
    lines.taken()
    records: _Records = defaultdict(dict)
    for at, row in enumerate(reader, start=1):
        raw, number = lines.taken(), reader.line_num
        if None in row:
            taking.losses.add("row", str(number), "not-understood")
            continue
        if {"record", "field", "value"} <= set(names):
            one = (row["value"] or "", row.get("code") or "", row.get("note") or "", raw, number)
            record, field = row["record"] or f"row-{at}", (row["field"] or "").strip()
            if records[record].get(field, one)[:2] != one[:2]:
                taking.losses.add(field, record, "said-twice")
            records[record][field] = one
        elif numbered:
            record = row.get("record") or next(
                (row[name] for name, f in numbered.items() if f.endswith("01") and row[name]), ""
            )
            record = f"{record or 'row'}-{at}" if not record or record in records else record  # each row is a record
            for name, field in numbered.items():
                value = (row[name] or "").strip()
                if value:
                    code = value if _CODE.fullmatch(value) else ""
                    records[record][field] = (value, code, "", raw, number)
        else:
            msg = "neither a column “field” nor columns that are field numbers"
            raise ValueError(msg)
    return records


def _take(
    record: str, form: str, fields: Mapping[str, _Field], records: _Records, incoming: Incoming, taking: Taking
) -> None:
    declared = _property(form, fields, incoming)
    if declared is None:
        taking.losses.add(form, record, "no-property")
        return
    person_id = fields.get(_PERSON_OF.get(form, ""), ("",))[0]
    person = {**fields, **records.get(person_id, {})}
    counted = person.get("0931") or fields.get(declared.huridocs or "")
    if counted is None:
        taking.losses.add(form, record, "no-number")
        return
    try:
        cell = Cell(kind=CellKind.TEXT, text=counted[0], shown=counted[0])
        quantity = quantity_of(cell, "0931", SheetMapping(columns={}, constants={}, language=incoming.language))
    except CellRefused:
        taking.losses.add("0931", record, "not-understood")
        return
    narrowed = {"group": person.get("0942"), "place": fields.get("2112")}
    lost = [name for name, one in narrowed.items() if one is not None and name not in declared.dimensions]
    group = _term("group", narrowed["group"], incoming)
    lost += ["0942"] if narrowed["group"] is not None and group is None else []
    unit = counted[2] if declared.value_type is ValueType.MONEY else _unit(declared, counted, person.get("0902"))
    lost += ["0902"] if unit is None and declared.units else []
    if lost:  # without what narrows it, or in another unit, it would be a count of something that nobody counted
        taking.losses.add_each(lost, record, "not-understood")
        return
    source, told = _source(record, person_id, records, incoming, taking)
    taking.row(source, number=counted[4], original=counted[3])
    event = fields.get(_EVENT_OF[form], ("",))[0]
    about = {
        "subject": incoming.subject or f"incident:{slug(event)}",
        "property": declared.name,
        **quantity.to_record(),
        "unit": unit,
        "as_of": _told_date("2111", fields.get("2111"), record, taking),
        "group": group,
        "place": narrowed["place"][0] if narrowed["place"] is not None else None,
    }
    row = incoming.claim_row(f"{source['source']}.{declared.name}", source["source"], counted[3], **about)
    taking.row({**row, **spoken(told)}, number=counted[4], original=counted[3])


def _unit(declared: Property, counted: _Field, counting_unit: _Field | None) -> str | None:
    """Return what is counted: as we wrote it beside the number, else by the counting unit; None if that is not ours."""
    if counted[2] in declared.units:
        return counted[2]
    words = " ".join(counting_unit[0].casefold().split()) if counting_unit is not None else ""
    unit = _COUNTED_IN.get(words, words) or declared.unit
    return unit if unit in declared.units else None


def _told_date(name: str, field: _Field | None, record: str, taking: Taking) -> str | None:
    """Return a date; one that could not be read is told."""
    found = _date(field)
    if field is not None and field[0].strip() and found is None:
        taking.losses.add(name, record, "not-understood")
    return found


def _source(
    record: str, person: str, records: _Records, incoming: Incoming, taking: Taking
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the source that the record is, and who it says has said so."""
    stem = record.partition("-")[2] if record.startswith("A-") else record
    information = records.get(f"I-{stem}") or next(
        (one for one in records.values() if "2502" in one and one.get("2504", ("",))[0] == person and person), {}
    )
    about: dict[str, Any] = {}
    if "2512" in information:
        title, _, note, _, _ = information["2512"]
        about = {"title": title, "address": note if note.startswith("http") else None}
    about |= {"published_on": _told_date("2511", information.get("2511"), record, taking)}
    about |= {"language": information["2510"][0]} if "2510" in information else {}
    told = {"speaker": information["2502"][0]} if "2502" in information and information["2502"][0] else {}
    return incoming.source_row(f"hrd-{slug(stem)}", **about), told


def _property(form: str, fields: Mapping[str, _Field], incoming: Incoming) -> Property | None:
    """Return the property that a code names; of several the one whose label stands beside it, else the widest."""
    if form == "Destruction":
        wanted = [name for name in ("3411", "3412") if name in fields]
        found = [one for one in incoming.vocabulary.properties.values() if one.huridocs in wanted and _place_of(one)]
        return found[0] if len(found) == 1 else None
    for place in _FIELDS.values():
        value, code, *_ = fields.get(place[1], ("", "", "", "", 0))
        named_by = (one for one in incoming.vocabulary.properties.values() if code and one.huridocs == code)
        found = [one for one in named_by if _place_of(one) == place]
        named = [
            one
            for one in found
            if value.casefold() in {w.casefold() for w in (one.name, *one.label.to_record().values())}
        ]
        widest = [one for one in found if one.part_of not in {other.name for other in found}]
        if len(named or widest) == 1:
            return (named or widest)[0]
    return None


def _counted(incoming: Incoming) -> list[Property]:
    """Return the properties that a number can be claimed of."""
    numbers = (ValueType.QUANTITY, ValueType.MONEY)
    return [one for one in incoming.vocabulary.properties.values() if one.value_type in numbers]


def _term(dimension: str, field: _Field | None, incoming: Incoming) -> str | None:
    if field is None:
        return None
    for term in incoming.vocabulary.terms_of(dimension):
        if field[0].casefold() in {term.name.casefold(), *(w.casefold() for w in term.label.to_record().values())}:
            return term.name
        if field[1] and _GROUPS.get(term.name) == field[1]:
            return term.name
    return None


def _date(field: _Field | None) -> str | None:
    try:
        return PartialDate.parse(field[0]).text() if field is not None else None
    except ValueError:
        return None

"""Other programs' formats: what goes out is valid there, comes back as the same claims, and every loss is listed."""

import csv
import hashlib
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from tests.ledger.exchange.world import book, claims_in, incoming, outgoing, sources_in

from onrecord import ledger
from onrecord.ledger.exchange import bayanat, followthemoney, huridocs, uwazi, wikibase
from onrecord.ledger.exchange.shape import Document

_SAID = ("subject", "property", "low", "high", "qualifier", "wording", "value", "unit", "group", "place", "as_of",
         "speaker", "speaker_kind", "status", "status_why")  # fmt: skip


def _lost(document: Document | ledger.Read) -> dict[str, str]:
    return {one.field: one.why for one in document.losses}


def _text(document: Document) -> str:
    return document.content.decode("utf-8-sig")


def _said(row: dict[str, Any]) -> dict[str, Any]:
    return {name: str(row[name]) for name in _SAID if row.get(name) is not None}


def test_entities_of_followthemoney_have_no_property_that_the_scheme_lacks() -> None:
    """Each is of a scheme with properties of that scheme; links lead to entities of the document; ids stay."""
    text = _text(followthemoney.entities(outgoing()))
    entities = [json.loads(line) for line in text.splitlines()]
    known = {entity["id"] for entity in entities}
    assert len(known) == len(entities)
    for entity in entities:
        properties = followthemoney.SCHEMATA[entity["schema"]]
        assert set(entity["properties"]) <= set(properties)
        for prop, values in entity["properties"].items():
            assert values
            assert all(isinstance(value, str) and value for value in values)
            if properties[prop] == "entity":
                assert set(values) <= known
            if properties[prop] == "date":
                assert all(re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", value) for value in values)
    assert text == _text(followthemoney.entities(outgoing()))
    assert "contentHash" not in text


def test_a_sha256_is_in_the_losses_and_in_no_field_for_sha1() -> None:
    """The scheme's checksum has 40 characters; ours has 64 (METHOD 2.4)."""
    losses = {one.field: one for one in followthemoney.entities(outgoing()).losses}
    assert losses["sha256"].example == f"S1: {'ab' * 32}"
    assert losses["speaker_kind"].why == "no-field"


def test_statements_have_the_ids_that_the_scheme_gives_them() -> None:
    """SHA-1 over dataset, entity, property and value; one statement of each entity says that there is one."""
    rows = list(csv.DictReader(io.StringIO(_text(followthemoney.statements(outgoing())))))
    assert tuple(rows[0]) == followthemoney.COLUMNS
    for row in rows:
        key = f"{row['dataset']}.{row['entity_id']}.{row['prop']}.{row['value']}"
        assert row["id"] == hashlib.sha1(key.encode(), usedforsecurity=False).hexdigest()
    entities = {row["entity_id"] for row in rows}
    assert sum(row["prop"] == "id" for row in rows) == len(entities)
    assert "low, high, qualifier" in _lost(followthemoney.statements(outgoing()))


def test_statements_come_back_as_the_claims_that_count() -> None:
    """A note names its property and its value; what was withdrawn is in the losses, since no statement could say so."""
    document = followthemoney.statements(outgoing())
    assert {"withdrawn claim", "superseded claim"} <= set(_lost(document))
    found = followthemoney.read_statements(_text(document), incoming())
    after = {(row["property"], row.get("wording", row.get("value"))): row for row in claims_in(found)}
    killed = next(row for row in claims_in(found) if row.get("group") == "dungan")
    assert (killed["subject"], killed["low"], killed["group"], killed["as_of"], killed["speaker"], killed["quote"]) == (
        "incident:valley-2031", 11, "dungan", "2031-03-09", "regional office", "11 people were killed",
    )  # fmt: skip
    assert (after["injured", "at least forty"]["qualifier"], after["damage_sum", "1200.5"]["unit"]) == (
        "at_least",
        "KZT",
    )
    assert ("killed", "12 people") not in after
    assert all(row["quote"] in _text(document) for row in claims_in(found))


@pytest.mark.parametrize("form", ["ftm", "wikibase"])
def test_claims_come_back_with_who_said_what_and_in_which_words(form: str) -> None:
    """Each as its own claim, quoting the file that it came in, its source the record of the other database."""
    made, read = {
        "ftm": (followthemoney.entities, followthemoney.read_entities),
        "wikibase": (wikibase.document, wikibase.read),
    }[form]
    text = _text(made(outgoing()))
    found = read(text, incoming())
    before = {
        claim.id: claim.to_row() for claim in book().claims if claim.subject_kind != "source" and claim.id != "F1"
    }
    after = {row["id"]: row for row in claims_in(found)}
    assert set(before) <= set(after)
    for claim_id, row in before.items():
        own = _said(row | ({"value": "no"} if row.get("value") is False and form == "wikibase" else {}))
        assert _said(after[claim_id]) == own
        assert after[claim_id]["quote"] in text
        assert (after[claim_id]["item"], after[claim_id]["visibility"]) == ("doc", "team")
    finding = after["F1"]
    assert (finding["speaker"], finding["speaker_kind"], finding["level"]) == ("Valley archive", "ngo", "inference")
    named = {source["source"]: source for source in sources_in(found)}
    record = named[after["K1"]["source"]]
    assert (record["publisher"] if form == "ftm" else record["derived_from"]) == (
        "Valley archive" if form == "ftm" else ["S1"]
    )
    assert record["address"] == "https://example.org/S1"


def test_what_contradicts_stands_side_by_side_in_wikibase() -> None:
    """Withdrawn and superseded ones are deprecated, with the reason; a day is a point in time."""
    document = json.loads(_text(wikibase.document(outgoing())))
    statements = {one["id"]: one for one in document["entities"]["incident:valley-2031"]["claims"]["killed"]}
    ranks = {claim: statement["rank"] for claim, statement in statements.items()}
    assert ranks == {"K1": "normal", "K4": "deprecated", "K5": "deprecated", "F1": "normal"}
    assert statements["K4"]["qualifiers"]["superseded_by"][0]["datavalue"]["value"] == "K1"
    time = statements["K1"]["qualifiers"]["point_in_time"][0]["datavalue"]["value"]
    assert (time["time"], time["precision"]) == ("+2031-03-09T00:00:00Z", 11)
    assert statements["K1"]["references"][0]["snaks"]["quote"][0]["datavalue"]["value"] == "11 people were killed"
    injured = document["entities"]["incident:valley-2031"]["claims"]["injured"][0]
    value = injured["mainsnak"]["datavalue"]["value"]
    assert (value["amount"], value["lowerBound"], "upperBound" in value) == ("+40", "+40", False)
    assert injured["qualifiers"]["point_in_time"][0]["datavalue"]["value"]["time"] == "+2031-03-00T00:00:00Z"


def test_statements_of_another_wikibase_are_taken_as_far_as_they_are_claims() -> None:
    """A number without a quotation is quoted as the file writes it; what the vocabulary lacks is listed."""
    text = json.dumps(
        {"entities": {"Q7": {"claims": {
            "killed": [{"id": "Q7-1", "mainsnak": {"snaktype": "value", "datavalue": {"type": "quantity", "value": {"amount": "+11"}}},
                        "references": [{"snaks": {"reference": []}}]}],
            "P31": [{"mainsnak": {}}],
            "injured": [{"mainsnak": {"snaktype": "novalue"}}],
        }}}}
    )  # fmt: skip
    found = wikibase.read(text, incoming(subject="incident:valley-2031"))
    (row,) = claims_in(found)
    assert (row["subject"], row["low"], row["quote"], row["speaker"]) == (
        "incident:valley-2031", "11", '"amount": "+11"', "Valley archive",
    )  # fmt: skip
    assert _lost(found) == {"P31": "no-property", "injured": "not-understood"}


def test_huridocs_codes_come_back_as_counts() -> None:
    """A count is an act with a group of persons; what has no code is listed and not written."""
    document = huridocs.document(outgoing())
    rows = list(csv.DictReader(io.StringIO(_text(document))))
    of_k1 = {row["field"]: row for row in rows if row["record"].endswith("-K1")}
    assert (of_k1["2123"]["code"], of_k1["2123"]["list"]) == (
        ledger.shipped_vocabulary().properties["killed"].huridocs,
        "25",
    )
    assert (of_k1["0931"]["value"], of_k1["0942"]["code"], of_k1["2112"]["value"]) == ("11", "042114070101", "masanchi")
    assert of_k1["2502"]["note"] == "11 people were killed"
    lost = _lost(document)
    assert (lost["legal_stage"], lost["low, high, qualifier"]) == ("no-field", "no-range")
    found = huridocs.read(_text(document), incoming())
    after = {row["id"]: row for row in claims_in(found)}
    assert set(after) == {
        "hrd-K1.killed",
        "hrd-F1.killed",
        "hrd-K2.injured",
        "hrd-K3.houses_destroyed",
        "hrd-K6.damage_sum",
    }
    assert after["hrd-K2.injured"]["qualifier"] == "at_least"
    assert (lost["withdrawn claim"], lost["superseded claim"]) == ("no-field", "no-field")
    killed = after["hrd-K1.killed"]
    assert (killed["subject"], killed["group"], killed["place"], killed["as_of"], killed["speaker"]) == (
        "incident:valley-2031", "dungan", "masanchi", "2031-03-09", "regional office",
    )  # fmt: skip
    assert all(row["quote"] in _text(document) for row in claims_in(found))


def test_huridocs_records_with_fields_as_columns_are_read() -> None:
    """As a spreadsheet of acts has them: a record a row, columns by number, codes as values."""
    code = ledger.shipped_vocabulary().properties["houses_damaged"].huridocs
    text = f"2101 Act record number,2103 Event,2109 Type of act,0931 Number,2111 Date\nA1,valley-2031,{code},40,2031-03-09\nA2,valley-2031,999999999999,3,\n"
    found = huridocs.read(text, incoming())
    (row,) = claims_in(found)
    assert (row["property"], row["low"], row["as_of"], row["quote"]) == (
        "houses_damaged", 40, "2031-03-09", f"A1,valley-2031,{code},40,2031-03-09",
    )  # fmt: skip
    assert _lost(found) == {"Act": "no-property"}


def test_bulletins_and_incidents_of_bayanat() -> None:
    """A bulletin is a source, the days of an incident are claims; prose is left to reading, and nobody is counted."""
    text = json.dumps(
        {"items": [
            {"class": "bulletin", "id": 4, "title": "Valley video", "source_link": "https://example.org/v", "publish_date": "2031-03-10T00:00",
             "description": "<p>eleven killed</p>", "medias": [{"id": 1}], "status": "Human Created", "locations": [{"id": 3}]},
            {"class": "incident", "id": 7, "title": "Valley", "events": [{"id": 1, "from_date": "2031-03-07T21:00", "to_date": "2031-03-08T00:00"},
                                                                          {"id": 2, "title": "later"}], "potential_violations": [{"id": 9}]},
            {"id": None},
        ]}, ensure_ascii=False, indent=1,
    )  # fmt: skip
    found = bayanat.read(text, incoming(subject="incident:valley-2031"))
    assert found.records == 3
    bulletin, incident = sources_in(found)
    assert (bulletin["title"], bulletin["address"], bulletin["published_on"]) == (
        "Valley video",
        "https://example.org/v",
        "2031-03-10",
    )
    assert incident["publisher"] == "Valley archive"
    (row,) = claims_in(found)
    assert (row["property"], row["value"], row["quote"]) == (
        "happened_on",
        "2031-03-07/2031-03-08",
        '"from_date": "2031-03-07T21:00"',
    )
    assert row["quote"] in text
    assert _lost(found) == {
        "bulletin.description": "prose", "bulletin.medias": "link", "bulletin.locations": "no-property",
        "incident.events": "no-number", "incident.potential_violations": "no-property", "record": "not-understood",
    }  # fmt: skip
    table = "id,title,source_link,publish_date,description\n4,Valley video,https://example.org/v,2031-03-10,x\n"
    (again,) = sources_in(bayanat.read(table, incoming()))
    assert again["source"] == bulletin["source"]


def test_entities_of_uwazi(tmp_path: Path) -> None:
    """Columns whose name is a property's, several values apart by a bar; places and relations are listed."""
    (tmp_path / "a.csv").write_text(
        "title,date,killed,Houses_destroyed,legal_stage,geolocation,people,summary\n"
        "Valley,2031-03-09,11,about 40,registered|on_trial,43.1|74.9,Person A|Person B,long story\n"
        ",2031-03-09,3,,,,,\n",
        encoding="utf-8",
    )
    found = uwazi.read(ledger.table_from(tmp_path / "a.csv"), incoming())
    said = [
        (row["property"], row.get("low"), row.get("qualifier"), row.get("value"), row["as_of"])
        for row in claims_in(found)
    ]
    assert ("killed", 11, "exact", None, "2031-03-09") in said
    assert [one[3] for one in said if one[0] == "legal_stage"] == ["registered", "on_trial"]
    assert {row["subject"] for row in claims_in(found)} == {"incident:Valley"}
    assert all(row["quote"].startswith("Valley,") for row in claims_in(found))
    lost = _lost(found)
    assert (lost["geolocation"], lost["people"], lost["summary"], lost["row"]) == (
        "no-field",
        "no-property",
        "prose",
        "not-understood",
    )


@pytest.mark.parametrize(
    "text", ["", "[", "[1, 2", '{"entities": 3}', "{}", "a,b\n1,2\n", '[{"a": ', "[" * 100_000, "\x00"]
)
@pytest.mark.parametrize(
    "read", [followthemoney.read_entities, followthemoney.read_statements, wikibase.read, huridocs.read, bayanat.read]
)
def test_a_document_of_no_form_makes_no_claim(read: Any, text: str) -> None:
    """It is refused as what it is, or comes to nothing but losses."""
    try:
        found = read(text, incoming())
    except (ValueError, RecursionError):
        return
    assert claims_in(found) == []


@pytest.mark.parametrize(
    "entity",
    [
        {
            "id": "e1",
            "schema": "Event",
            "properties": {"name": ["Valley"], "startDate": ["2031-03-07"], "description": ["x"]},
        },
        {"id": "e1", "schema": "Event", "properties": {"date": "2031-03-07", "involved": ["p1"]}},
    ],
)
def test_an_event_of_followthemoney_tells_its_day(entity: dict[str, Any]) -> None:
    """What the vocabulary has a property for is a claim; everything else is listed, prose is left to reading."""
    for text in (json.dumps(entity), json.dumps([entity], indent=1)):
        found = followthemoney.read_entities(text, incoming(subject="incident:valley-2031"))
        (row,) = claims_in(found)
        assert (row["property"], row["value"], row["level"]) == ("happened_on", "2031-03-07", "interpretation")
        assert row["quote"] in text
        assert found.losses


_ACT = "record,field,value,code,note\n"


def _act(group: str = "", unit: str = "", note: str = "", more: str = "") -> str:
    """Return a count of eleven killed in the long form."""
    killed = ledger.shipped_vocabulary().properties["killed"].huridocs
    lines = [
        "A1,2103,valley-2031,,",
        f"A1,2123,killed,{killed},",
        "A1,2102,P1,,",
        f"P1,0931,11,,{note}",
        *([f"P1,0942,{group},,"] if group else []),
        *([f"P1,0902,{unit},,"] if unit else []),
    ]
    return _ACT + "\n".join(lines) + f"\n{more}"


@pytest.mark.parametrize(
    ("text", "lost", "claims"),
    [
        (_act(), {}, 1),
        (_act(group="Dungan"), {}, 1),
        (_act(group="Huis (Huihui)"), {"0942": "not-understood"}, 0),
        (_act(unit="group of persons"), {}, 1),
        (_act(unit="family"), {"0902": "not-understood"}, 0),
        (_act(unit="village"), {"0902": "not-understood"}, 0),
        (_act(more="A1,2111,the ninth of March,,\n"), {"2111": "not-understood"}, 1),
        (_act(more="P1,0931,12,,\n"), {"0931": "said-twice"}, 1),
        (_act(more="A1,2103,x,,,one cell too many\n"), {"row": "not-understood"}, 1),
    ],
)
def test_huridocs_makes_no_wider_count_of_a_narrower_one(text: str, lost: dict[str, str], claims: int) -> None:
    """Eleven of a group that nobody knows are not eleven in all, nor eleven families persons; each loss is told."""
    found = huridocs.read(text, incoming())
    assert (_lost(found), len(claims_in(found))) == (lost, claims)


def test_two_rows_of_one_number_stay_two_records_of_huridocs() -> None:
    """The second row of a wide table took the place of the first, and nobody heard of it."""
    code = ledger.shipped_vocabulary().properties["houses_damaged"].huridocs
    rows = f"A1,valley-2031,{code},40,2031-03-09\nA1,valley-2031,{code},41,2031-03-10\n"
    found = huridocs.read(f"2101 Act,2103 Event,2109 Type,0931 Number,2111 Date\n{rows}", incoming())
    assert [row["low"] for row in claims_in(found)] == [40, 41]


def test_what_other_programs_say_beside_is_told_where_it_is_lost() -> None:
    """A day that cannot be read, a second reference, a dimension that nobody knows, a row of ours without an id."""
    bulletin = json.dumps([{"id": 7, "class": "bulletin", "title": "x", "publish_date": "some day"}])
    assert _lost(bayanat.read(bulletin, incoming())) == {"bulletin.publish_date": "not-understood"}
    note = {
        "name": ["killed: 11"],
        "publisher": ["office"],
        "keywords": ["killed", "colour=red"],
        "description": ["11"],
    }
    entity = json.dumps({"id": "e", "schema": "Note", "properties": note})
    found = followthemoney.read_entities(entity, incoming())
    assert (_lost(found), claims_in(found)) == ({"Note colour": "no-property"}, [])
    ours = json.dumps(
        {"id": "e", "schema": "Note", "properties": {}, "onrecord": {"property": "killed", "quote": "11"}}
    )
    assert _lost(followthemoney.read_entities(ours, incoming())) == {"Note": "not-understood"}
    empty = json.dumps({"entities": {"Q1": {"claims": {"killed": {}}}, "Q2": []}})
    assert [one.count for one in wikibase.read(empty, incoming()).losses] == [2]


def test_two_exports_in_one_file_are_not_half_read() -> None:
    """What stands behind the end of a list would be lost in silence."""
    one = json.dumps([{"id": 7, "class": "bulletin", "title": "x"}])
    with pytest.raises(ValueError, match="after the list"):
        bayanat.read(f"{one}\n{one}", incoming())

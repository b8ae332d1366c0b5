"""Contradictions: each kind shown by a small invented case, and what must not be told as one."""

import json
import random
import re
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.house.source import ROOT
from tests.ledger.world import TODAY, book, claim, source

from onrecord import ledger
from onrecord.kernel import LARGEST_INTEGER, Qualifier, Quantity, Vocabulary
from onrecord.ledger.relations import can_both_hold, heard, relations_of


def _number(claim_id: str, number: int, on: str, place: str, **more: Any) -> dict[str, Any]:
    """Return a claim of one number, told and true on one day, by one source."""
    return claim(claim_id, number, as_of=on, said_on=on, source=place, **more)


def _kinds(*rows: dict[str, Any], sources: Any = None, of: str | None = None) -> dict[str, list[set[str]]]:
    """Return the claims of what is found, by kind."""
    found: dict[str, list[set[str]]] = {}
    known = [source(f"S{number}") for number in range(1, 10)] if sources is None else sources
    for one in book(*rows, sources=known).contradictions(of):
        found.setdefault(one.kind, []).append(set(one.claims))
    return found


def test_a_growing_count_is_drift_and_an_old_one_that_returns_is_stale() -> None:
    """Eight, ten, eleven; then ten again: the stale one is shown with who gave it first and who knew better."""
    grown = [
        _number("K1", 8, "2031-03-08", "S1"),
        _number("K2", 10, "2031-03-09", "S2"),
        _number("K3", 11, "2031-03-14", "S3"),
    ]
    assert _kinds(*grown) == {"time_drift": [{"K1", "K2", "K3"}]}
    assert _kinds(*grown, _number("K4", 10, "2031-06-01", "S4"))["stale_repetition"] == [{"K2", "K3", "K4"}]


def test_a_number_that_falls_without_having_been_told_before_is_no_repetition() -> None:
    """Twenty, then seventeen that nobody had given: both cannot hold, and it is not said that one is old."""
    fallen = [_number("K1", 20, "2031-03-08", "S1"), _number("K2", 17, "2031-03-20", "S2")]
    assert _kinds(*fallen) == {"conflict": [{"K1", "K2"}]}
    before = _number("K3", 17, "2031-03-01", "S3")
    assert _kinds(*fallen, before)["stale_repetition"] == [{"K1", "K2", "K3"}]


def test_one_origin_against_two_is_an_outlier_and_nobody_wins() -> None:
    """Twelve by one paper, eleven by two independent ones before and after; the sentence names no winner."""
    rows = [
        _number("K1", 11, "2031-03-14", "S1"), _number("K2", 11, "2031-06-02", "S2"), _number("K3", 11, "2031-06-03", "S3"),
        _number("K4", 12, "2031-05-01", "S4"),
    ]  # fmt: skip
    (one,) = book(*rows, sources=[source(f"S{n}") for n in range(1, 5)]).contradictions()
    assert (one.kind, set(one.claims)) == ("outlier", {"K1", "K2", "K3", "K4"})
    assert all("12" in one.reading.text(language) for language in ("en", "ru", "kk"))


def test_ten_reprints_outweigh_nobody() -> None:
    """R0.8: one agency in ten papers is one origin, so whoever differs stands against one; without it, nothing is left."""
    reprints = [source(f"R{number}", "AGENCY") for number in range(10)]
    rows = [_number(f"K{number}", 11, "2031-06-01", f"R{number}") for number in range(10)]
    alone = _number("L1", 14, "2031-05-01", "S1")
    found = _kinds(*rows, alone, sources=[source("AGENCY"), source("S1"), *reprints])
    assert "outlier" not in found
    second = _number("L2", 11, "2031-06-02", "S2")
    assert "outlier" in _kinds(*rows, alone, second, sources=[source("AGENCY"), source("S1"), source("S2"), *reprints])


def test_round_and_vague_words_leave_room() -> None:
    """METHOD 6.1 with the issue's own example: hundreds and 185 are told as compatible; about 40 and 70 are not."""
    vague = claim("K1", 200, high=None, qualifier="vague", wording="hundreds", property="injured", source="S2")
    assert _kinds(vague, claim("K2", 185, property="injured")) == {"compatible_wording": [{"K1", "K2"}]}
    about = claim("K3", 40, qualifier="about", source="S2")
    assert _kinds(about, claim("K4", 42)) == {"compatible_wording": [{"K3", "K4"}]}
    assert _kinds(about, claim("K5", 70)) == {"conflict": [{"K3", "K5"}]}


@pytest.mark.parametrize(
    ("number", "qualifier", "low", "high"),
    [
        (200, Qualifier.ABOUT, 150, 249), (4500, Qualifier.ABOUT, 4450, 4549), (1000, Qualifier.ABOUT, 750, 1249),
        (43, Qualifier.ABOUT, 43, 43), (10, Qualifier.ABOUT, Decimal("7.5"), Decimal("11.5")),
    ],
)  # fmt: skip
def test_what_is_heard_in_a_hedge_is_what_rounds_to_it(number: int, qualifier: Qualifier, low: Any, high: Any) -> None:
    """The quantity's own bounds stay as they are."""
    quantity = Quantity.of(number, qualifier, "some")
    assert heard(quantity) == (low, high)
    assert (quantity.low, quantity.high) == (number, number)


def test_counts_of_different_things_are_no_rivals() -> None:
    """Houses and shops against houses; burned fully against damaged; but two villages are simply two villages."""
    houses = claim("K1", 39, property="houses_destroyed", extent="burned fully")
    more = claim("K2", 168, property="houses_destroyed", extent="destroyed or damaged", source="S2")
    both = claim("K3", 164, property="houses_and_shops", source="S3")
    assert any({"K1", "K2", "K3"} == claims for claims in _kinds(houses, more, both)["scope_difference"])
    assert _kinds(claim("K4", 5, place="masanchi"), claim("K5", 9, place="sortobe")) == {}
    assert "scope_difference" not in _kinds(
        claim("K6", 36, property="prison_term", unit="months"),
        claim("K7", 3, property="prison_term", unit="years", source="S2"),
    )


def test_sums_in_two_currencies_cannot_be_compared_unless_one_source_converts() -> None:
    """The same source in both is a conversion."""
    tenge = claim("K1", 800, property="damage_sum", unit="KZT")
    dollars = claim("K2", 300, property="damage_sum", unit="USD", source="S2")
    assert _kinds(tenge, dollars) == {"scope_difference": [{"K1", "K2"}]}
    assert _kinds(tenge, dict(dollars, source="S1")) == {}


def test_a_total_is_held_against_what_it_was_when_its_parts_were_told() -> None:
    """Groups of the first day do not have to make up the total of a week later; a part never exceeds its whole."""
    groups = [claim("K1", 7, group="dungan", as_of="2031-03-08"), claim("K2", 1, group="kazakh", as_of="2031-03-08")]
    first, later = claim("K3", 8, as_of="2031-03-08"), claim("K4", 11, as_of="2031-03-14")
    assert "sum_mismatch" not in _kinds(*groups, first, later)
    assert _kinds(*groups, claim("K5", 9, as_of="2031-03-08"))["sum_mismatch"] == [{"K1", "K2", "K5"}]
    assert "sum_mismatch" in _kinds(claim("K6", 12, group="dungan"), claim("K7", 11))
    assert "sum_mismatch" in _kinds(claim("K8", 12, property="police_injured"), claim("K9", 11, property="injured"))


def test_verdicts_have_to_make_up_the_defendants() -> None:
    """Six, six and at most the one that was acquitted in all are not fourteen; with nineteen of fifty-one it closes."""

    def verdicts(imprisoned: int, suspended: int, defendants: int, **about: str) -> list[dict[str, Any]]:
        return [
            claim(f"{name}{about}", number, property=name, **about) | {"id": f"{name}.{len(about)}"}
            for name, number in (("imprisoned", imprisoned), ("suspended", suspended), ("defendants", defendants))
        ]

    acquitted = claim("acquitted", 1, property="acquitted")
    assert "sum_mismatch" not in _kinds(*verdicts(19, 31, 51), acquitted)
    assert "sum_mismatch" in _kinds(*verdicts(19, 30, 51), acquitted)
    assert "sum_mismatch" not in _kinds(*verdicts(19, 30, 51)), "an outcome that nobody told may hold the rest"
    assert "sum_mismatch" in _kinds(*verdicts(6, 6, 14, group="dungan"), acquitted)
    assert "sum_mismatch" not in _kinds(*verdicts(6, 6, 13, group="dungan"), acquitted)


def test_what_was_worked_out_is_held_against_what_was_said() -> None:
    """A list adds up to seventeen, the court said nineteen."""
    said = claim("K1", 19, property="imprisoned")
    worked_out = claim("K2", 17, property="imprisoned", level="inference", source="S2")
    assert _kinds(said, worked_out) == {"sum_mismatch": [{"K1", "K2"}]}


def test_one_total_shared_out_differently() -> None:
    """Ten and one of eleven, or eleven of eleven: no source says how anybody was assigned."""
    rows = [
        claim("K1", 11, as_of="2031-04-01"), claim("K2", 10, group="dungan", as_of="2031-05-01"),
        claim("K3", 11, group="dungan", as_of="2031-06-01", source="S2"),
    ]  # fmt: skip
    assert _kinds(*rows)["split_differs"] == [{"K2", "K3"}]
    moved = [
        claim("K1", 8, as_of="2031-03-08"),
        claim("K4", 11, as_of="2031-03-14"),
        claim("K2", 7, group="dungan", as_of="2031-03-08"),
        claim("K3", 10, group="dungan", as_of="2031-03-14", source="S2"),
    ]
    assert "split_differs" not in _kinds(*moved), "a share that grows with its total is drift"


def test_a_slip_between_two_languages() -> None:
    """Suffered became wounded; tenge another currency; thousands millions. The same number kept in both is no slip."""
    sources = [source("RU", language="ru"), source("EN", "RU", language="en", publisher="Another")]
    original = claim("K1", 2000, property="affected", source="RU")
    assert _kinds(original, claim("K2", 2000, property="injured", source="EN"), sources=sources)[
        "translation_slip"
    ] == [{"K1", "K2"}]
    kept = [claim("K3", 2000, property="affected", source="EN"), claim("K2", 2000, property="injured", source="EN")]
    assert "translation_slip" not in _kinds(original, *kept, sources=sources)
    sums = [
        claim("K4", 1700, property="damage_sum", unit="KZT", source="RU"),
        claim("K5", 1700, property="damage_sum", unit="PLN", source="EN"),
    ]
    assert "translation_slip" in _kinds(*sums, sources=sources)
    assert "translation_slip" in _kinds(claim("K6", 45, source="RU"), claim("K7", 45000, source="EN"), sources=sources)
    assert "translation_slip" not in _kinds(claim("K6", 45, source="RU"), claim("K7", 46, source="EN"), sources=sources)


def test_two_versions_of_one_publisher_are_two_versions() -> None:
    """Nobody says which derives from which: the same publisher and the same day."""
    pair = [source("A", language="ru", publisher="Herald"), source("B", language="en", publisher="Herald")]
    rows = [claim("K1", 2000, property="affected", source="A"), claim("K2", 2000, property="injured", source="B")]
    assert "translation_slip" in _kinds(*rows, sources=pair)
    other_day = [pair[0], pair[1] | {"published_on": "2031-05-10"}]
    assert "translation_slip" not in _kinds(*rows, sources=other_day)


def test_one_number_told_as_another_thing() -> None:
    """Entries retold as refugees, detained as arrested; a source that has both numbers excuses it."""
    entries = claim("K1", 24000, property="border_entries")
    fled = claim("K2", 24000, property="displaced", source="S2", qualifier="about")
    assert _kinds(entries, fled)["retold_as_another"] == [{"K1", "K2"}]
    both = [
        claim("K3", 47, property="detained"),
        claim("K4", 47, property="arrested"),
        claim("K5", 47, property="arrested", source="S2"),
    ]
    assert "retold_as_another" not in _kinds(*both)
    assert "retold_as_another" not in _kinds(
        claim("K6", 3, property="detained"), claim("K7", 3, property="arrested", source="S2")
    )


def test_a_hedge_that_falls_away() -> None:
    """About 4,500, then 4,500; an exact number that was there first was not made of it."""
    about = _number("K1", 4500, "2031-03-08", "S1", qualifier="about")
    assert "modality_lost" in _kinds(about, _number("K2", 4500, "2031-03-11", "S2"))
    assert "modality_lost" not in _kinds(about, _number("K2", 4500, "2031-03-07", "S2"))


def test_a_publisher_against_itself() -> None:
    """Thirty-nine in June, hundreds in December, in one paper; following a growing count with all others is none."""
    paper = [source("A", publisher="Caravan"), source("B", publisher="Caravan"), source("C")]
    rows = [
        _number("K1", 39, "2031-03-01", "A", property="houses_destroyed"),
        _number("K2", 39, "2031-03-02", "C", property="houses_destroyed"),
        _number("K3", 200, "2031-06-01", "B", property="houses_destroyed", high=None, qualifier="vague", wording="hundreds"),
    ]  # fmt: skip
    assert _kinds(*rows, sources=paper)["publisher_drift"] == [{"K1", "K3"}]
    grown = [
        _number("K1", 8, "2031-03-08", "A"),
        _number("K2", 8, "2031-03-08", "C"),
        _number("K3", 11, "2031-03-14", "B"),
        _number("K4", 11, "2031-03-14", "C"),
    ]
    assert "publisher_drift" not in _kinds(*grown, sources=paper)


def test_people_held_at_a_moment_come_and_go() -> None:
    """Forty-seven one day and five a month later is the same flow; twice on one day is a conflict."""
    rows = [
        _number("K1", 47, "2031-03-08", "S1", property="detained"),
        _number("K2", 5, "2031-04-11", "S2", property="detained"),
    ]
    assert _kinds(*rows) == {"stock_and_flow": [{"K1", "K2"}]}
    assert "conflict" in _kinds(rows[0], rows[1] | {"as_of": "2031-03-08"})


def test_ranges_with_other_ends_and_one_number_of_three_things() -> None:
    """Five to twenty years and five to seventeen; thirty-nine beds, wounds and houses."""
    term = {"property": "prison_term", "qualifier": "range", "wording": "years"}
    ranges = [claim("K1", 5, high=20, **term), claim("K2", 5, high=17, source="S2", **term)]
    assert _kinds(*ranges) == {"reporting_difference": [{"K1", "K2"}]}
    things = [claim(f"K{name}", 39, property=name) for name in ("hospitalised", "gunshot_wounds", "houses_destroyed")]
    assert list(_kinds(*things)) == ["number_reuse"]
    assert _kinds(*things[:2]) == {}


def test_words_dates_and_yes_or_no_where_one_answer_can_hold() -> None:
    """Causes are told side by side, a state that changed is drift, demands do not exclude each other."""

    def told(claim_id: str, name: str, value: str, **more: Any) -> dict[str, Any]:
        return claim(claim_id, None, property=name, qualifier=None, wording=None, value=value, **more)

    assert list(_kinds(told("K1", "cause_claim", "a rumour"), told("K2", "cause_claim", "smuggling"))) == ["narrative"]
    assert _kinds(told("K1", "cause_claim", "A  rumour"), told("K2", "cause_claim", "a rumour")) == {}
    assert _kinds(told("K1", "demand", "a trial"), told("K2", "demand", "access")) == {}
    state = [
        told("K1", "restoration_status", "nothing", as_of="2031-04-01"),
        told("K2", "restoration_status", "most", as_of="2031-06-01"),
    ]
    assert list(_kinds(*state)) == ["time_drift"]
    access = [told("K1", "observer_access", "yes"), told("K2", "observer_access", "no", source="S2")]
    assert list(_kinds(*access)) == ["conflict"]
    assert list(_kinds(told("K1", "happened_on", "2031-03-07"), told("K2", "happened_on", "2031-03-09"))) == [
        "conflict"
    ]
    assert _kinds(told("K1", "happened_on", "2031-03-07/2031-03-08"), told("K2", "happened_on", "2031-03-08")) == {}


def test_an_undated_reading_that_repeats_a_dated_one_contradicts_nobody() -> None:
    """It may be of that day; one that nobody else gives is in conflict with all."""
    grown = [_number("K1", 8, "2031-03-08", "S1"), _number("K2", 11, "2031-03-14", "S2")]
    assert "conflict" not in _kinds(*grown, claim("K3", 11, as_of=None, source="S3"))
    assert "conflict" in _kinds(*grown, claim("K3", 15, as_of=None, source="S3"))


def test_an_organisation_declares_kin_of_its_own() -> None:
    """What may be confused is data: no code knows of wells and springs."""
    declared = """
[property.{name}]
subject = "incident"
value_type = "quantity"
units = ["objects"]
families = ["water"]
label = {{ en = "{name}", ru = "{name} ru", kk = "{name} kk" }}
definition = {{ en = "{name}.", ru = "{name} ru.", kk = "{name} kk." }}
"""
    own = Vocabulary.from_toml("".join(declared.format(name=name) for name in ("wells", "springs")))
    words = ledger.shipped_vocabulary().merge(own)
    rows = [
        source("S1"),
        source("S2"),
        claim("K1", 31, property="wells"),
        claim("K2", 31, property="springs", source="S2"),
    ]
    numbered = [ledger.Row(number=at, fields=row, original="") for at, row in enumerate(rows)]
    (one,) = ledger.book_from_rows(numbered, today=TODAY, vocabulary=words).contradictions("wells")
    assert one.kind == "retold_as_another"


_DRAWN = st.lists(
    st.tuples(
        st.sampled_from(["killed", "injured", "sought_medical_help", "detained", "arrested", "prison_term"]),
        st.integers(8, 20),
        st.sampled_from(["exact", "about", "at_least", "vague"]),
        st.sampled_from(
            [None, "2031-03", "2031-03-08", "2031-03-09", "2031-03-30", "2031-03-07/2031-03-08", "2031-05"]
        ),
        st.sampled_from(["S1", "S2", "S3", "S4"]),
        st.sampled_from([None, "dungan", "kazakh"]),
    ),
    max_size=14,
)


def _rows(drawn: list[tuple[str, int, str, str | None, str, str | None]]) -> list[dict[str, Any]]:
    return [
        claim(f"K{at:02d}", low, high=low if how in ("exact", "about") else None, qualifier=how, property=name, as_of=on,
              source=place, group=group)
        for at, (name, low, how, on, place, group) in enumerate(drawn)
    ]  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(_DRAWN)
def test_the_search_over_all_is_the_search_over_pairs(drawn: list[Any]) -> None:
    """The sweep finds exactly the readings that stand in a relation to some other, pair by pair."""
    for figure in book(*_rows(drawn)).figures():
        wanted: dict[ledger.Relation, set[int]] = {kind: set() for kind in ledger.Relation}
        for place, one in enumerate(figure.readings):
            for other, second in enumerate(figure.readings[:place]):
                wanted[ledger.relation(one, second)] |= {place, other}
        found = relations_of(figure.readings)
        assert {kind: set(places) for kind, places in found.items()} == {kind: wanted[kind] for kind in found}


@settings(max_examples=80, deadline=None)
@given(_DRAWN, st.integers(0, 10_000))
def test_the_order_of_import_changes_no_contradiction(drawn: list[Any], seed: int) -> None:
    """The same set of claims gives the same contradictions, in the same order, with the same sentences."""
    rows = _rows(drawn)
    shuffled = list(rows)
    random.Random(seed).shuffle(shuffled)
    first, second = book(*rows).contradictions(), book(*shuffled).contradictions()
    assert [one.to_row() for one in first] == [one.to_row() for one in second]
    assert len({one.id for one in first}) == len(first)


@settings(max_examples=60, deadline=None)
@given(_DRAWN)
def test_what_a_ledger_writes_as_rows_it_reads_as_the_same_claims(drawn: list[Any]) -> None:
    """JSONL there and back is exact: the same rows, the same figures, the same contradictions."""
    first = book(*_rows(drawn))
    told = [one for one in first.claims if one.subject_kind != "source"]
    written = [json.dumps(one.to_row() | {"quote": "q"}, ensure_ascii=False) for one in told]
    read = [row.fields for row in ledger.jsonl_rows(written)]
    second = book(*(dict(fields) for fields in read if fields is not None))
    again = [one for one in second.claims if one.subject_kind != "source"]
    assert [one.to_row() | {"quote": "q"} for one in again] == [one.to_row() | {"quote": "q"} for one in told]
    assert [one.to_row() for one in second.figures()] == [one.to_row() for one in first.figures()]
    assert [one.to_row() for one in second.contradictions()] == [one.to_row() for one in first.contradictions()]


@settings(max_examples=60, deadline=None)
@given(_DRAWN)
def test_asking_for_one_property_is_a_part_of_asking_for_all(drawn: list[Any]) -> None:
    """What is found of one property is what is found of all that involves it, id by id."""
    made = book(*_rows(drawn))
    everything = made.contradictions()
    for name in ("killed", "injured", "arrested"):
        assert made.contradictions(name) == tuple(one for one in everything if name in one.properties)


_KIN = (
    "killed", "injured", "hospitalised", "arrested", "defendants", "convicted", "acquitted", "houses_destroyed",
    "houses_damaged", "displaced", "outcome",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(12))
def test_one_property_among_its_kin_is_a_part_of_all(seed: int) -> None:
    """Wholes and parts, families, two languages, numbers of many things, words; and what persons judged of any of it."""
    chance = random.Random(seed)
    sources = [source(f"S{at}", *(["S1"] if at == 2 else []), language="ru" if at == 2 else "en") for at in range(1, 6)]
    rows = [_kin(chance, f"K{at}") for at in range(70)]
    plain = book(*rows, sources=sources)
    everything = plain.contradictions()
    assert len({one.kind for one in everything}) > 4
    judgements = [_judgement(chance, one) for one in chance.sample(everything, min(len(everything), 12))]
    made = ledger.Book.of(plain.claims, plain.vocabulary, judgements)
    told = made.contradictions()
    assert any(one.judgements for one in told)
    for name in _KIN:
        assert made.contradictions(name) == tuple(one for one in told if name in one.properties), name


def _kin(chance: random.Random, claim_id: str) -> dict[str, Any]:
    name = chance.choice(_KIN)
    about = {"group": chance.choice(("dungan", "kazakh"))} if name != "outcome" and chance.random() < 0.3 else {}
    fields = {
        "as_of": f"2031-{chance.randint(3, 5):02d}-{chance.randint(1, 9):02d}",
        "source": f"S{chance.randint(1, 5)}",
    }
    if name == "outcome":
        how = {
            "low": None,
            "high": None,
            "qualifier": None,
            "wording": None,
            "value": chance.choice(("killed", "survived")),
        }
        return {key: value for key, value in (claim(claim_id, 1) | fields | how).items() if value is not None} | {
            "subject": "person:P1", "property": name,
        }  # fmt: skip
    low = chance.choice((20, 21, 40, 200, 25))
    return claim(claim_id, low, property=name, **about, **fields)


def _judgement(chance: random.Random, one: ledger.Contradiction) -> ledger.Judgement:
    """Return a judgement of two claims of a contradiction, which may be of a kind that was not found since."""
    kind = one.kind if chance.random() < 0.6 else "outlier"
    claims = tuple(chance.sample(sorted(one.claims), 2))
    return ledger.Judgement(
        subject=one.subject, property=one.property, kind=kind, claims=claims, verdict="scope_difference", why="lists",
        by="keeper", at="2031-06-01T00:00:00Z",
    )  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 10_000), st.integers(1, 10_000), st.sampled_from(["about", "vague", "at_least", "up_to"]))
def test_a_hedge_never_takes_room_away(number: int, other: int, how: str) -> None:
    """What two speakers' own bounds allow, the slack allows too."""
    hedged, exact = Quantity.of(number, Qualifier(how), "x"), Quantity.of(other, Qualifier.EXACT, "y")
    assert can_both_hold(hedged, exact) or not hedged.overlaps(exact)


def test_hostile_data_ends_and_stays_small() -> None:
    """Sources in a circle, claims without dates, the largest number, one figure of many readings."""
    circle = [source("S1", "S2"), source("S2", "S1")]
    assert "conflict" in _kinds(claim("K1", 8, as_of=None), claim("K2", 9, as_of=None, source="S2"), sources=circle)
    huge = claim("K3", 9) | {"low": LARGEST_INTEGER, "high": LARGEST_INTEGER}
    assert _kinds(huge, claim("K4", 8, source="S2"))
    many = [claim(f"L{at}", at % 700 + 20, as_of=f"20{20 + at % 11}-03", source=f"S{at % 9 + 1}") for at in range(3000)]
    found = book(*many, sources=[source(f"S{at}") for at in range(1, 10)]).contradictions()
    assert all(len(one.reading.en) < 2000 for one in found)


def test_the_page_tells_every_kind_and_its_declaration_can_be_used() -> None:
    """docs/howto/when-sources-disagree.md: no kind without a line, no line without a kind, and its vocabulary loads."""
    page = (ROOT / "docs" / "howto" / "when-sources-disagree.md").read_text(encoding="utf-8")
    table = page.partition("## The kinds")[2].partition("## Overrule")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == {kind.value for kind in ledger.Kind}
    declared = "\n".join(re.findall(r"^    (.*)$", page, re.MULTILINE))
    own = Vocabulary.from_toml(declared)
    ledger.shipped_vocabulary().merge(own).check_references()
    fields = page.partition("| field |")[2]
    for name in ("families", "part_of", "makes_up", "counts", "one_answer", "says_how"):
        assert name in fields

"""The floor of a figure: persons on record, each once, never by name; and the line that is drawn from it (METHOD 6.1)."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ledger.world import SUBJECT, book, claim, source

from onrecord import ledger
from onrecord.ledger import Confirmation

_INCIDENT = SUBJECT.removeprefix("incident:")


def _outcome(claim_id: str, person: str, what: str = "killed", **more: Any) -> dict[str, Any]:
    fields = {"subject": f"person:{person}", "property": "outcome", "value": what, "incident": _INCIDENT}
    return claim(claim_id, None, qualifier=None, wording=None, **(fields | more))


def _same(claim_id: str, one: str, other: str) -> dict[str, Any]:
    row = claim(claim_id, None, qualifier=None, wording=None, quote=None, source=None, as_of=None, property="same_person_as",
                subject=f"person:{one}", value=other, speaker_kind="ourselves", basis=["K1"], note="one birth date")  # fmt: skip
    return {name: value for name, value in row.items() if value is not None}


def _figure(*rows: dict[str, Any], **about: str) -> ledger.Figure:
    (figure,) = book(claim("K1", 8, **about), *rows).figures("killed")
    return figure


def test_each_person_counts_once_however_many_say_it() -> None:
    """Two sources of one person, two records that are one person, and one who died later."""
    figure = _figure(
        _outcome("P1", "a"), _outcome("P2", "a", source="S4"), _outcome("P3", "b", "died_later"), _outcome("P4", "c"),
        _same("P5", "c", "person:d"), _outcome("P6", "d"), _outcome("P7", "e", "injured"),
    )  # fmt: skip
    assert figure.floor is not None
    assert figure.floor.count == 3
    assert figure.floor.claims == ("P1", "P2", "P3", "P4", "P6")
    told = figure.floor.to_row("kk")
    assert "3" in told["says"]
    assert "төменгі шек" in told["says"]


def test_names_are_no_part_of_a_floor() -> None:
    """Who a person is stands in claims of their own, which are restricted; the floor holds ids of claims and a number."""
    name = claim("N1", None, qualifier=None, wording=None, subject="person:a", property="name", value="Мира Долина")
    del name["visibility"]
    found = book(claim("K1", 8), _outcome("P1", "a"), name)
    (figure,) = found.figures("killed")
    assert "Долина" not in repr(figure.floor)
    told = found.claim("N1")
    assert told is not None
    assert told.visibility.value == "restricted"


def test_a_floor_is_of_the_same_incident_group_and_place_only() -> None:
    """A village lies in its district; another group, another incident, or nothing said of the group counts for neither."""
    rows = [
        _outcome("P1", "a", group="dungan", place="masanchi"), _outcome("P2", "b", group="kazakh", place="masanchi"),
        _outcome("P3", "c", group="dungan"), _outcome("P4", "d", group="dungan", place="masanchi", incident="other"),
    ]  # fmt: skip
    in_district = _figure(*rows, group="dungan", place="korday-district").floor
    assert in_district is not None
    assert in_district.claims == ("P1",)
    assert _figure(*rows, group="uzbek").floor is None
    whole = _figure(*rows).floor
    assert whole is not None
    assert whole.count == 3


def test_who_died_is_not_among_the_injured() -> None:
    """An outcome that came later takes the person out of the count of those who live."""
    rows = [_outcome("P1", "a", "injured"), _outcome("P2", "a", "died_later"), _outcome("P3", "b", "injured")]
    (figure,) = book(claim("K1", 40, property="injured"), *rows).figures("injured")
    assert figure.floor is not None
    assert figure.floor.claims == ("P3",)


def test_an_outcome_has_to_say_of_which_incident_it_is() -> None:
    """Without it nobody could count it anywhere."""
    row = _outcome("P1", "a")
    del row["incident"]
    told: list[ledger.RefusedRow] = []
    rows = [ledger.Row(number=1, fields=row, original="")]
    from tests.ledger.world import TODAY

    ledger.book_from_rows(rows, today=TODAY, on_refused=told.append)
    assert [one.code for one in told] == ["ledger.dimension-missing"]


def test_the_combined_line_goes_from_what_is_corroborated_to_the_most_that_is_said() -> None:
    """FG-02, FG-03: the lowest of what two origins agree on, the highest of all, never below the persons on record."""
    rows = [
        claim("K2", 8, source="S2"), claim("K3", 11, as_of="2031-03-14", source="S5"),
        claim("K4", 3, as_of="2031-03-08", source="S5"),
    ]  # fmt: skip
    sources = [source(one) for one in ("S1", "S2", "S5")]
    (figure,) = book(claim("K1", 8), *rows, sources=sources).figures("killed")
    assert (figure.low, figure.high) == (3, 11)
    assert figure.combined == (8, 11)
    assert figure.total(Confirmation.REPORTED) == (3, 11)
    assert figure.total(Confirmation.CORROBORATED) == (8, 8)
    assert figure.total(Confirmation.CONFIRMED) is None
    persons = [_outcome(f"P{number}", f"p{number}") for number in range(9)]
    (figure,) = book(claim("K1", 8), *rows, *persons, sources=sources).figures("killed")
    assert figure.combined == (9, 11)
    row = figure.to_row("ru")
    assert (row["totals"]["reported"], row["totals"]["confirmed"]) == ({"low": 3, "high": 11}, None)
    assert row["combined"] | {"rule": ""} == {"low": 9, "high": 11, "rule": ""}


def test_more_persons_on_record_than_anybody_says_move_the_whole_line() -> None:
    """A list of twelve names beside "eight": the floor is twelve, and so is the least that can be the most."""
    figure = _figure(*(_outcome(f"P{number}", f"p{number}") for number in range(12)))
    assert figure.combined == (12, 12)
    assert (figure.low, figure.high) == (8, 8)


@settings(max_examples=40, deadline=None)
@given(order=st.permutations(range(6)))
def test_the_order_of_rows_changes_no_floor_and_no_level(order: list[int]) -> None:
    """Whatever came first: the same persons, origins, level and line."""
    rows = [
        claim("K1", 8), claim("K2", 8, source="S4"), _outcome("P1", "a"), _outcome("P2", "b"), _same("P3", "b", "c"),
        _outcome("P4", "c"),
    ]  # fmt: skip
    (figure,) = book(*(rows[place] for place in order)).figures("killed")
    assert figure.floor is not None
    assert (figure.floor.count, figure.floor.claims) == (2, ("P1", "P2", "P4"))
    assert figure.confirmation.level is Confirmation.CORROBORATED
    assert figure.combined == (8, 8)


@pytest.mark.parametrize("status", ["withdrawn", "refuted", "superseded"])
def test_an_outcome_that_was_taken_back_is_no_part_of_the_floor(status: str) -> None:
    """Out of the totals, as any other claim."""
    floor = _figure(_outcome("P1", "a", status=status), _outcome("P2", "b")).floor
    assert floor is not None
    assert floor.claims == ("P2",)

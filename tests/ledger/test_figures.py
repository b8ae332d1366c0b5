"""Figures: readings side by side, by origin, as of a day; none deleted, none chosen."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ledger.world import book, claim, source

from onrecord import ledger
from onrecord.kernel import PartialDate


def test_ten_reprints_of_one_agency_are_one_origin() -> None:
    """R0.8: reprints and their translations trace to one root; without the agency the level drops."""
    reprints = [source(f"R{number}", "AGENCY") for number in range(10)]
    rows = [claim(f"K{number}", 11, source=f"R{number}") for number in range(10)]
    (figure,) = book(*rows, sources=[source("AGENCY"), *reprints]).figures("killed")
    assert figure.origins == ("AGENCY",)
    assert figure.status is ledger.FigureStatus.SINGLE_ORIGIN
    assert len(figure.readings) == 10


def test_readings_stand_newest_first_and_none_is_deleted() -> None:
    """FG-01, FG-04: all values with the range over them, the latest official one named."""
    found = book(
        claim("K1", 8, as_of="2031-03-08"),
        claim("K2", 11, as_of="2031-03-14", speaker_kind="media", source="S2"),
        claim("K3", 10, as_of="2031-03-09", source="S4"),
    ).figures("killed")
    (figure,) = found
    assert figure.claims == ("K2", "K3", "K1")
    assert (figure.low, figure.high) == (8, 11)
    assert figure.latest_official == "K3"
    assert figure.status is ledger.FigureStatus.CHANGING


def test_at_least_has_no_top_and_leaves_the_range_to_the_others() -> None:
    """A lower bound invents no upper one."""
    (figure,) = book(claim("K1", 10, high=None, qualifier="at_least"), claim("K2", 11, source="S4")).figures("killed")
    assert (figure.low, figure.high) == (10, 11)
    (figure,) = book(claim("K1", 10, high=None, qualifier="at_least")).figures("killed")
    assert (figure.low, figure.high) == (10, None)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"low": 200, "high": None, "qualifier": "vague", "wording": "hundreds"}, (11, None)),
        ({"low": 12, "high": None, "qualifier": "at_least"}, (11, None)),
        ({"low": 11, "high": None, "qualifier": "at_least"}, (11, 11)),
        ({"low": None, "high": 5, "qualifier": "up_to"}, (None, 11)),
        ({"low": None, "high": 15, "qualifier": "up_to"}, (11, 15)),
    ],
)
def test_no_range_shuts_out_what_somebody_says(row: dict[str, Any], expected: tuple[int | None, int | None]) -> None:
    """Beside "hundreds" the eleven of another is no top: a range holds every reading, or is open where it does not."""
    (figure,) = book(claim("K1", 11), claim("K2", 9, source="S4") | row).figures("killed")
    assert (figure.low, figure.high) == expected


def test_groups_and_units_are_figures_of_their_own() -> None:
    """FG-06: only equal unit, group and place are read together."""
    found = book(
        claim("K1", 10, group="dungan"), claim("K2", 1, group="kazakh"), claim("K3", 11),
        claim("K4", 30, property="prison_term", unit="months"), claim("K5", 8, property="prison_term", unit="years"),
    )  # fmt: skip
    assert len(found.figures("killed")) == 3
    assert len(found.figures("killed", about={"group": "dungan"})) == 1
    assert {figure.unit for figure in found.figures("prison_term")} == {"months", "years"}


def test_as_of_and_by_narrow_what_is_read() -> None:
    """What was so up to a day, and who said it."""
    found = book(claim("K1", 8, as_of="2031-03-08"), claim("K2", 11, as_of="2031-03-14", speaker_kind="ngo"))
    assert found.figures("killed", as_of=PartialDate.parse("2031-03-08"))[0].claims == ("K1",)
    assert found.figures("killed", by="ngo")[0].claims == ("K2",)
    assert found.figures("killed", by="court") == ()


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ((8, "2031-03-08"), (8, "2031-03-08"), "compatible"),
        ((8, "2031-03-08"), (11, "2031-03-14"), "time_drift"),
        ((11, "2031-03-14"), (8, "2031-03-20"), "stale_repetition"),
        ((40, "2031-03-08"), (123, "2031-03-08"), "conflict"),
        ((10, "2031-03"), (11, "2031-03-14"), "time_drift"),
        ((11, "2031-03"), (12, "2031-03"), "time_drift"),
        ((11, "2031-03"), (12, "2031-02"), "stale_repetition"),
    ],
)
def test_what_two_readings_are_to_each_other(first: Any, second: Any, expected: str) -> None:
    """Drift, repetition, conflict; the order they are given in does not matter."""
    (figure,) = book(claim("K1", first[0], as_of=first[1]), claim("K2", second[0], as_of=second[1])).figures("killed")
    one, other = figure.readings
    assert ledger.relation(one, other) == ledger.relation(other, one) == expected


def test_a_conflict_of_one_day_makes_a_figure_contested() -> None:
    """And it is told with its claims, in three languages."""
    found = book(claim("K1", 40), claim("K2", 123, source="S4"))
    assert found.figures("killed")[0].status is ledger.FigureStatus.CONTESTED
    (contradiction,) = found.contradictions("killed")
    assert (contradiction.kind, set(contradiction.claims)) == ("conflict", {"K1", "K2"})
    assert all("40" in contradiction.reading.text(language) for language in ("en", "ru", "kk"))


def test_a_sum_of_groups_that_misses_its_total_is_told() -> None:
    """Ten and one are not twelve; ten and one are eleven."""
    groups = [claim("K1", 10, group="dungan"), claim("K2", 1, group="kazakh")]
    (wrong,) = book(*groups, claim("K3", 12)).contradictions("killed")
    assert wrong.kind == "sum_mismatch"
    assert book(*groups, claim("K3", 11)).contradictions("killed") == ()


_CLAIMS = st.lists(
    st.tuples(st.integers(0, 20), st.integers(1, 28), st.sampled_from(["S1", "S2", "S3", "S4"]), st.booleans()),
    max_size=8,
)


@settings(max_examples=60, deadline=None)
@given(_CLAIMS, st.randoms())
def test_the_order_of_import_changes_no_figure(drawn: list[tuple[int, int, str, bool]], shuffle: Any) -> None:
    """Figures are a function of the set of claims."""
    rows = [
        claim(f"K{at}", low, as_of=f"2031-02-{day:02d}", source=of, group="dungan" if is_group else None)
        for at, (low, day, of, is_group) in enumerate(drawn)
    ]
    shuffled = list(rows)
    shuffle.shuffle(shuffled)
    assert [one.to_row() for one in book(*rows).figures()] == [one.to_row() for one in book(*shuffled).figures()]


def test_rows_for_a_data_frame_are_flat() -> None:
    """Every reading one row, nothing nested."""
    (row,) = ledger.figures_table(book(claim("K1", 11, group="dungan")).figures("killed"))
    assert (row["claim"], row["low"], row["about_group"], row["origin"]) == ("K1", 11.0, "dungan", "S1")
    assert not any(isinstance(value, dict | list | tuple) for value in row.values())

"""What is told of who is on which lists: small numbers are hidden, and nobody who adds and subtracts has them."""

from itertools import product

import pytest
from tests.register.disclosing.attacker import ALL, Attacker
from tests.register.estimate.tables import GOOD

from onrecord.register import CaptureTable, Settings, estimated
from onrecord.register.estimate.overlaps import overlaps_of

_THREE = CaptureTable.of("ABC", {1: 40, 2: 30, 4: 20, 3: 12, 5: 9, 6: 3, 7: 2})
_FOUR = CaptureTable.of(
    "ABCD", {1: 40, 2: 30, 4: 20, 8: 35, 3: 12, 5: 9, 9: 4, 6: 11, 10: 25, 12: 8, 7: 2, 11: 6, 15: 3}
)
_FEW = CaptureTable.of("ABCD", {1: 40, 2: 30, 4: 2, 8: 35, 3: 12, 9: 14, 10: 25, 6: 2, 11: 6})


def _shown(table: CaptureTable) -> dict[tuple[int, ...], str]:
    """Return everything that is told of a table, as an attacker notes it down: sizes, pairs, who is on one list only."""
    told = overlaps_of(table)
    size = table.size
    shown = {tuple([ALL] * size): str(table.documented), tuple([0] * size): "0"}
    for one in range(size):
        shown[tuple(1 if at == one else ALL for at in range(size))] = told.on_all(one).shown
        shown[tuple(int(at == one) for at in range(size))] = told.on_no_other(one).shown
        for other in range(one):
            shown[tuple(1 if at in (one, other) else ALL for at in range(size))] = told.on_all(one, other).shown
    return shown


@pytest.mark.parametrize("table", [_THREE, _FOUR, _FEW], ids=["three", "four", "few"])
def test_a_small_overlap_stays_open_to_whoever_adds_and_subtracts(table: CaptureTable) -> None:
    """Nobody is on no list, everybody is documented: the bounds of each small number, told or not, are three apart."""
    shown = _shown(table)
    assert not [text for text in shown.values() if text.isdigit() and 0 < int(text) < 5]
    attacker = Attacker([2] * table.size, shown)
    small = [cell for cell in product((0, 1, ALL), repeat=table.size) if 0 < _people(table, cell) < 5]
    assert small
    for cell in small:
        low, high = attacker.bounds(cell)
        assert high is None or high - low >= 3


def _people(table: CaptureTable, cell: tuple[int, ...]) -> float:
    return sum(
        count for pattern, count in table.cells if all(on in (ALL, pattern >> at & 1) for at, on in enumerate(cell))
    )


def test_of_three_lists_a_small_combination_is_hidden_with_the_pairs() -> None:
    """Sizes, pairs and who is documented give all seven: hiding one pair alone would hide nothing."""
    assert any(row["both"] is None for row in overlaps_of(_THREE).pairs_told())
    assert all(row["on_no_other"] is None for row in overlaps_of(_THREE).lists_told())


def test_a_table_without_small_numbers_is_told_whole() -> None:
    """Nothing is hidden for nothing; and who is told of it may be told the table."""
    told = overlaps_of(GOOD)
    assert all(row["people"] and row["on_no_other"] for row in told.lists_told())
    assert all(row["both"] and row["shown"] == str(row["both"]) for row in told.pairs_told())
    assert not told.hides


def test_counts_of_the_table_leave_an_answer_where_any_of_them_is_hidden() -> None:
    """How many are on one list and on two is in the answer of Chao: with three lists that gives those on all three."""
    found = estimated(_THREE, None, Settings(method="chao"))
    record = found.to_record()
    assert not record["table_for_publication"]
    assert record["answers"][0]["method"] == "chao_v1"
    assert list(record["answers"][0]["diagnostics"]) == ["error"]
    hidden = {tuple(row["lists"]) for row in record["overlaps"] if row["both"] is None}
    assert hidden
    assert not hidden & {tuple(one["method"].split(":")[1:]) for one in record["checks"]}  # Chapman's answer tells it


def test_reasons_of_gates_give_no_small_number_away() -> None:
    """How many are on two lists or more, and coverage, give those on all three of three lists: gates tell neither."""
    table = CaptureTable.of("ABC", {1: 40, 2: 30, 4: 20, 3: 12, 5: 9, 6: 8, 7: 2})
    sizes = sum(table.on_all(one) for one in range(3))
    assert sizes - table.documented - table.overlapping == 2  # on all three: the equation that an attacker would use
    gates = {gate.code: gate.why() for gate in estimated(table).gates}
    assert str(round(table.overlapping)) not in gates["G4"]
    assert "≥20" in gates["G4"]
    assert "<0.55" in gates["G5"] or "≥0.55" in gates["G5"]
    whole = {gate.code: gate.why() for gate in estimated(GOOD).gates}
    assert str(round(GOOD.overlapping)) in whole["G4"]
    copy = CaptureTable.of("ABC", {1: 40, 2: 30, 6: 60, 4: 2, 7: 9})
    assert "nine in ten" in next(gate.why() for gate in estimated(copy).gates if gate.code == "G1")


def test_of_many_lists_small_overlaps_are_hidden_alone() -> None:
    """Eight lists: their sums say little of one pair."""
    table = CaptureTable.of("ABCDEFGH", {1 << at: 20 for at in range(8)} | {3: 3, 6: 9, 255: 5})
    rows = {tuple(row["lists"]): row["shown"] for row in overlaps_of(table).pairs_told()}
    assert (rows["A", "B"], rows["B", "C"], rows["G", "H"]) == ("8", "14", "5")
    table = CaptureTable.of("ABCDEFGH", {1 << at: 20 for at in range(8)} | {3: 3, 6: 9})
    rows = {tuple(row["lists"]): row["shown"] for row in overlaps_of(table).pairs_told()}
    assert (rows["A", "B"], rows["B", "C"], rows["G", "H"]) == ("<5", "9", "0")

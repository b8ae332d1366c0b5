"""Sums of what people lost: nobody who adds, subtracts and knows their own comes nearer to another's than the rules say."""

from collections import defaultdict
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.register.disclosing.attacker import ALL, Attacker

from onrecord.register.disclosing.cube import Cell, Cube, Dimension
from onrecord.register.disclosing.dominance import missing
from onrecord.register.disclosing.sums import HiddenSums, hide_sums

_ABC = "abc"
_MANY = {f"o{one}": 10 + one for one in range(9)}  # nine owners, none of them large


def _cube(sizes: tuple[int, ...], held: dict[Cell, dict[str, int]], *tables: str) -> Cube:
    dimensions = tuple(
        Dimension(name=_ABC[at], categories=tuple(str(one) for one in range(size))) for at, size in enumerate(sizes)
    )
    at = {name: place for place, name in enumerate(_ABC)}
    return Cube(
        dimensions=dimensions,
        people={cell: sum(own.values()) for cell, own in held.items()},
        tables=tuple(tuple(at[one] for one in table) for table in tables or (_ABC[: len(sizes)],)),
    )


def _owners(held: dict[Cell, dict[str, int]], cell: Cell) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for inner, own in held.items():
        if all(one in (ALL, at) for at, one in zip(inner, cell, strict=True)):
            for owner, amount in own.items():
                found[owner] += amount
    return {owner: amount for owner, amount in found.items() if amount}


def _level(amounts: list[int]) -> Fraction:
    """Return how far a sum has to stay open, straight from the rules: 75 % of one, 85 % of two, 15 % of the largest."""
    held = sorted(amounts, reverse=True)
    if not held:
        return Fraction(0)
    total, nearest = sum(held), Fraction(15, 100) * held[0]
    levels = [Fraction(100, 75) * held[0] - total, Fraction(100, 85) * sum(held[:2]) - total]
    levels += [nearest - (total - sum(held[:2])), nearest if len(held) < 5 else Fraction(0)]
    return max(Fraction(0), *levels)


def _check(sizes: tuple[int, ...], held: dict[Cell, dict[str, int]], *tables: str) -> HiddenSums:
    """Hold a release against outsiders and against each owner who stands alone behind a hidden sum."""
    cube = _cube(sizes, held, *tables)
    hidden = hide_sums(cube, held)
    owners = {cell: _owners(held, cell) for cell in hidden.values}
    shown = {cell: "…" if cell in hidden.cells else str(value) for cell, value in hidden.values.items()}
    nothing = {cell: "0" for cell in product(*(range(size) for size in sizes)) if not _owners(held, cell)}
    sole = {cell: next(iter(own)) for cell, own in owners.items() if len(own) == 1 and cell in hidden.cells}
    for who in ("", *sorted(set(sole.values()))):
        knows = {cell: str(hidden.values[cell]) for cell, owner in sole.items() if owner == who}
        attacker = Attacker(sizes, {**shown, **nothing, **knows})
        for cell, value in hidden.values.items():
            level = _level(list(owners[cell].values()))
            others = value - owners[cell].get(who, 0)
            assert cell in hidden.cells or not level, "what gives somebody away is shown"
            if level and others:
                low, high = attacker.bounds(cell)
                assert low <= value - min(level, others)
                assert high is None or high >= value + level
        _check_lines(cube, hidden, owners, knows)
    for cell, (least, most) in hidden.witnesses.items():
        assert min(least.values()) >= 0
        assert _sum(most, cell) - _sum(least, cell) >= hidden.levels[cell]
        for other in (least, most):
            assert all(_sum(other, one) == int(text) for one, text in shown.items() if text != "…")
            assert not any(other.get(one) for one in nothing)
    return hidden


def _check_lines(cube: Cube, hidden: HiddenSums, owners: dict[Cell, dict[str, int]], knows: dict[Cell, str]) -> None:
    """What is hidden in a line with a known sum is told together: that is nobody's alone."""
    unknown = hidden.cells - set(knows)
    for table in cube.tables:
        for place, line in cube.lines(table):
            if (*line[0][:place], ALL, *line[0][place + 1 :]) in unknown:
                continue
            together: dict[str, int] = defaultdict(int)
            for cell in unknown.intersection(line):
                for owner, amount in owners[cell].items():
                    together[owner] += amount
            assert not _level(list(together.values()))


def _sum(amounts: object, cell: Cell) -> int:
    assert isinstance(amounts, dict)
    return sum(n for own, n in amounts.items() if all(one in (ALL, o) for o, one in zip(own, cell, strict=True)))


@pytest.mark.parametrize(
    ("amounts", "level"),
    [
        ([], 0),
        ([0, 0], 0),
        ([100], 34),  # one owner: 100/75 of it, less itself
        ([20, 20, 20, 20], 3),  # four owners are too few: 15 % of the largest
        ([20, 20, 20, 20, 20], 0),
        ([300, 20, 20, 20, 20, 20], 0),  # 75 % to the letter
        ([310, 20, 20, 20, 20, 20], 4),
        ([200, 200, 10, 10, 10, 10, 10], 21),  # two of them have more than 85 %
        ([500, 200, 30, 20, 10, 10], 54),
    ],
)
def test_the_rules_say_how_far_a_sum_stays_open(amounts: list[int], level: int) -> None:
    """Too few owners, the largest and the two largest, and what the second largest could reckon of the largest."""
    assert missing(amounts) == level
    assert level - 1 < _level([one for one in amounts if one]) <= level


def test_the_attacker_breaks_what_hides_the_dominated_sum_alone() -> None:
    """In a row with a sum one hidden cell is no secret, and of two hidden ones an owner of one knows the other."""
    assert Attacker([3], {(0,): "…", (1,): "200", (2,): "300", (ALL,): "900"}).bounds((0,)) == (400, 400)
    row = {(0,): "…", (1,): "…", (2,): "300", (ALL,): "900"}
    assert Attacker([3], row).bounds((0,)) == (0, 600)
    assert Attacker([3], {**row, (1,): "200"}).bounds((0,)) == (400, 400)


def test_sums_of_many_owners_are_shown() -> None:
    """Nothing is hidden for nothing, and where nobody lost anything there is nothing to hide."""
    hidden = _check((2, 2), {(0, 0): _MANY, (0, 1): _MANY, (1, 0): _MANY})
    assert not hidden.cells
    assert hidden.values[1, 1] == 0


def test_one_large_owner_hides_a_cell_and_what_leads_to_it() -> None:
    """A mill worth more than all houses together: where one cell is most of the table, its sums are hidden too."""
    held = {(a, b): dict(_MANY) for a in range(3) for b in range(3)}
    held[0, 0] = {"mill": 9000, **_MANY}
    assert {(0, 0), (0, ALL), (ALL, 0), (ALL, ALL)} <= _check((3, 3), held).cells
    held[0, 0] = {"shop": 400, **_MANY}
    hidden = _check((3, 3), held)
    assert {(0, 0)} < hidden.cells
    assert not [cell for cell in hidden.cells if cell.count(ALL) == 2]
    assert len(hidden.cells) == 4


def test_an_owner_who_is_alone_in_a_sum_cannot_work_out_another() -> None:
    """Two owners, each alone behind a sum of one row: hiding both would tell each what the other has."""
    held = {(0,): {"o1": 500}, (1,): {"o2": 480}, (2,): {f"x{one}": 100 for one in range(9)}, (3,): _MANY}
    hidden = _check((4,), held)
    assert {(0,), (1,)} < hidden.cells
    assert len(hidden.cells) == 3


def test_what_an_owner_takes_off_a_line_leaves_nobody_else_alone() -> None:
    """Five owners in the hidden part of a row; whoever alone has the first sum knows what the other four have together."""
    held = {(0,): {"o1": 500}, (1,): {"o2": 100, "o3": 100}, (2,): {"o4": 100, "o5": 100}, (3,): _MANY}
    hidden = _check((4,), held)
    assert {(0,), (1,), (2,)} < hidden.cells


def test_two_sums_of_one_owner_are_not_told_together() -> None:
    """House and shop of one owner are hidden, and so is something of others, or their sum would be that owner's."""
    held = {(0,): {"o1": 500}, (1,): {"o1": 480}, (2,): {f"x{one}": 300 for one in range(9)}, (3,): _MANY}
    hidden = _check((4,), held)
    assert {(0,), (1,)} < hidden.cells


def test_where_one_owner_has_all_nothing_is_shown() -> None:
    """Sums above it are that owner's too."""
    hidden = _check((2, 2), {(0, 0): {"o1": 7}, (1, 1): {"o1": 9}})
    assert {cell for cell, value in hidden.values.items() if value} == hidden.cells


def test_a_second_table_of_the_same_losses_gives_nothing_away() -> None:
    """By place and kind, and by place and owner's group: what one shows of a sum the other hides it for."""
    held: dict[Cell, dict[str, int]] = {}
    for a, b, c in product(range(2), repeat=3):
        held[a, b, c] = {f"o{a}{b}{c}{one}": 20 + 3 * one + 5 * a for one in range(5)}
    held[0, 1, 1] = {"mill": 900}
    hidden = _check((2, 2, 2), held, "ab", "ac")
    assert {(0, 1, ALL), (0, ALL, 1)} <= hidden.cells


_amount = st.one_of(st.just(0), st.integers(1, 30), st.integers(100, 3000))
_cell = st.dictionaries(st.sampled_from([f"o{one}" for one in range(8)]), _amount, max_size=6)


@settings(max_examples=15, deadline=None)
@given(cells=st.lists(_cell, min_size=6, max_size=6))
def test_no_table_of_sums_is_broken(cells: list[dict[str, int]]) -> None:
    """Whoever owns what, in one place or in several: exact bounds by linear programming, for outsiders and owners."""
    held = dict(zip(product(range(3), range(2)), cells, strict=True))
    _check((3, 2), held)


@settings(max_examples=5, deadline=None)
@given(
    cells=st.lists(_cell, min_size=8, max_size=8), tables=st.sampled_from([("abc",), ("ab", "ac"), ("ab", "bc", "ac")])
)
def test_no_release_of_sums_is_broken(cells: list[dict[str, int]], tables: tuple[str, ...]) -> None:
    """Tables that share margins, and one by three dimensions."""
    held = dict(zip(product(range(2), repeat=3), cells, strict=True))
    _check((2, 2, 2), held, *tables)

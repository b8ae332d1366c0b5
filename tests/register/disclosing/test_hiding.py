"""Hiding: nobody who adds and subtracts narrows a hidden cell below the width, in one table or in several of one release."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.register.disclosing.attacker import ALL, Attacker

from onrecord.register.disclosing.cube import Cube, Dimension
from onrecord.register.disclosing.hiding import Hidden, hide
from onrecord.register.disclosing.moves import Move, room

_ABC = "abcdefgh"


def _cube(sizes: tuple[int, ...], counts: list[int], *tables: str) -> Cube:
    dimensions = [
        Dimension(name=_ABC[at], categories=tuple(str(one) for one in range(size))) for at, size in enumerate(sizes)
    ]
    cells = list(product(*(range(size) for size in sizes)))
    people = [cell for cell, count in zip(cells, counts, strict=True) for _ in range(count)]
    return Cube.of(dimensions, people, tables or (_ABC[: len(sizes)],))


def _shown(hidden: Hidden) -> dict[tuple[int, ...], str]:
    return {cell: hidden.shown(cell) for cell in hidden.values}


def _check(cube: Cube, hidden: Hidden, *, attack: bool = True) -> None:
    """Hold a release against both: two cubes of whole people for each hidden cell, and the bounds of an attacker."""
    sizes = [len(one.categories) for one in cube.dimensions]
    shown = _shown(hidden)
    for cell, value in hidden.values.items():
        if 0 < value < hidden.threshold:
            assert cell in hidden.cells
    attacker = Attacker(sizes, shown) if attack and hidden.cells else None
    for cell in hidden.cells:
        least, most = hidden.witnesses[cell]
        assert _sum(most, cell) - _sum(least, cell) >= 3
        for other in (least, most):
            assert min(other.values(), default=0) >= 0
            assert all(_mark(_sum(other, one), hidden.threshold, text) == text for one, text in shown.items())
        if attacker is not None:
            low, high = attacker.bounds(cell)
            assert high is None or high - low >= 3
            assert low <= hidden.values[cell]


def _sum(people: object, cell: tuple[int, ...]) -> int:
    assert isinstance(people, dict)
    return sum(n for own, n in people.items() if all(one in (ALL, o) for o, one in zip(own, cell, strict=True)))


def _mark(value: int, threshold: int, text: str) -> str:
    if text.isdigit() or text == "…":
        return str(value) if text.isdigit() else text
    return f"<{threshold}" if value < threshold else f"≥{threshold}"


def test_the_attacker_breaks_what_hides_small_cells_only() -> None:
    """A row with one hidden cell gives it away, and two ones that add up to two are both ones: the check can fail."""
    single = Attacker([3], {(0,): "<5", (1,): "20", (2,): "30", (ALL,): "53"})
    assert single.bounds((0,)) == (3, 3)
    ones = Attacker([3], {(0,): "<5", (1,): "<5", (2,): "30", (ALL,): "32"})
    assert ones.bounds((0,)) == (0, 2)
    square = Attacker([2, 2], {
        (0, 0): "<5", (0, 1): "≥5", (1, 0): "≥5", (1, 1): "≥5", (0, ALL): "10", (1, ALL): "20", (ALL, 0): "9", (ALL, 1): "21",
        (ALL, ALL): "30",
    })  # fmt: skip
    assert square.bounds((0, 0)) == (0, 4)
    assert square.bounds((1, 1)) == (Fraction(11), Fraction(15))


@pytest.mark.parametrize(
    ("counts", "hidden_too"),
    [([2, 3, 20, 30], 0), ([1, 20, 30], 1), ([4, 4, 30], 1), ([1, 1, 1, 1, 40], 0), ([0, 3, 20, 30], 1)],
)
def test_one_line_hides_as_little_as_it_takes(counts: list[int], hidden_too: int) -> None:
    """Small cells that stay open by each other need no further cell; others take one more, and no sum."""
    cube = _cube((len(counts),), counts)
    hidden = hide(cube)
    _check(cube, hidden)
    assert (ALL,) not in hidden.cells
    assert len(hidden.cells - hidden.small) == hidden_too


@pytest.mark.parametrize(
    ("counts", "hidden_too"),
    [
        ([44, 21, 0, 32, 32, 6, 18, 1, 2, 57, 11, 31, 27, 17, 20, 2, 14, 10, 9, 1, 1, 3, 12, 34, 1, 1, 0, 5, 1, 1], 3),
        ([4, 0, 12, 11, 0, 53, 11, 0, 51, 4, 34, 23, 10, 10, 25, 33, 0, 1, 7, 6, 9, 11, 7, 45, 8, 10, 10, 10, 16, 1], 7),
        ([1, 0, 1, 20, 33, 5, 0, 0, 30, 3, 0, 0, 2, 28, 2, 22, 4, 96, 1, 38, 28, 15, 39, 34, 0, 0, 18, 2, 3, 24], 6),
    ],
)  # fmt: skip
def test_what_was_hidden_on_the_way_and_is_needless_is_shown_again(counts: list[int], hidden_too: int) -> None:
    """Hiding one cell after the other leaves seven, ten and eight with the small ones; fewer do."""
    cube = _cube((6, 5), counts)
    hidden = hide(cube)
    _check(cube, hidden, attack=False)
    assert len(hidden.cells - hidden.small) <= hidden_too
    assert hidden.cells == hide(cube).cells


def _swap(changes: dict[tuple[int, ...], int]) -> Move:
    return Move(people=tuple(changes.items()), published=tuple(changes.items()))


def test_two_moves_are_one_where_one_takes_back_what_the_other_does() -> None:
    """Round a cell that is shown: what both change alike adds up, what they change back is as it was."""
    cube = _cube((3, 3), [9] * 9)
    first = _swap({(0, 0): 1, (0, 1): -1, (1, 0): -1, (1, 1): 1})
    second = _swap({(1, 1): -1, (1, 2): 1, (2, 1): 1, (2, 2): -1})
    both = first.with_other(second)
    assert dict(both.people) == {(0, 0): 1, (0, 1): -1, (1, 0): -1, (1, 2): 1, (2, 1): 1, (2, 2): -1}
    assert (1, 1) not in dict(both.published)
    twice = first.with_other(first)
    bounds = dict.fromkeys(cube.values(), (0, None))
    assert room(twice, cube.people, cube.values(), bounds) == 4  # nine people, two at a time


def test_a_table_without_small_cells_is_shown_whole() -> None:
    """Nothing is hidden for nothing; a zero that tells nothing is shown."""
    hidden = hide(_cube((3, 3), [5, 9, 0, 8, 0, 30, 6, 7, 12]))
    assert hidden.cells == frozenset()
    assert hidden.shown((0, 2)) == "0"


def test_a_zero_that_says_that_all_are_of_one_kind_is_hidden() -> None:
    """Twelve injured of a village, all of them children: the zero of the others tells it of each."""
    cube = _cube((3, 2), [12, 0, 20, 15, 18, 30])
    hidden = hide(cube)
    assert {(0, 1), (0, 0)} <= hidden.cells
    assert hidden.shown((0, 1)) == "<5"
    _check(cube, hidden)
    unknown = Cube(
        dimensions=(cube.dimensions[0], Dimension(name="b", categories=("0", "?"), unknown=0)),
        people=cube.people, tables=cube.tables,
    )  # fmt: skip
    assert hide(unknown).cells == frozenset()  # that nothing is known of them discloses nothing


def test_where_two_people_are_all_there_is_nothing_is_shown() -> None:
    """Their sum is hidden with the cell."""
    hidden = hide(_cube((1,), [2]))
    assert {hidden.shown(cell) for cell in hidden.values} == {"<5"}


def test_where_a_mark_says_too_much_none_of_them_says_anything() -> None:
    """Five people in two cells of one column: below five and five or more would lead to both; any number does not."""
    cube = _cube((2, 2), [3, 0, 2, 0])
    hidden = hide(cube)
    assert not hidden.says_size
    assert {hidden.shown(cell) for cell in hidden.cells} == {"…"}
    _check(cube, hidden)


def test_a_health_table_hides_up_to_nine() -> None:
    """The threshold of minors, health and sexual violence; what was shown as a number is now a mark."""
    cube = _cube((2, 2), [7, 40, 30, 20])
    assert hide(cube).cells == frozenset()
    hidden = hide(cube, threshold=10)
    assert hidden.shown((0, 0)) == "<10"
    _check(cube, hidden)


def test_a_second_table_of_the_same_people_gives_nothing_away() -> None:
    """Sums are shared: what one table would show is not what another hides; each alone would hide less."""
    counts = [1, 9, 3, 20, 8, 11, 2, 30, 12, 6, 7, 25]
    cube = _cube((3, 2, 2), counts, "ab", "ac")
    hidden = hide(cube)
    _check(cube, hidden)
    apart = [hide(_cube((3, 2, 2), counts, one)) for one in ("ab", "ac")]
    assert set(hidden.values) == set(apart[0].values) | set(apart[1].values)


_small = st.integers(min_value=0, max_value=4)
_any = st.one_of(_small, st.integers(min_value=0, max_value=40))


@settings(max_examples=12, deadline=None)
@given(counts=st.lists(_any, min_size=6, max_size=6))
def test_no_table_of_two_dimensions_is_broken(counts: list[int]) -> None:
    """Whatever the counts, sparse or dense: bounds by linear programming, and whole people."""
    cube = _cube((3, 2), counts)
    _check(cube, hide(cube))


@settings(max_examples=4, deadline=None)
@given(
    counts=st.lists(_any, min_size=8, max_size=8), tables=st.sampled_from([("abc",), ("ab", "bc"), ("ab", "bc", "ac")])
)
def test_no_release_of_three_dimensions_is_broken(counts: list[int], tables: tuple[str, ...]) -> None:
    """One table by three dimensions, two that share one, three that close a circle."""
    cube = _cube((2, 2, 2), counts, *tables)
    _check(cube, hide(cube))


@settings(max_examples=2, deadline=None)
@given(counts=st.lists(_any, min_size=60, max_size=60))
def test_a_district_by_sex_and_age_is_not_broken(counts: list[int]) -> None:
    """Ten villages by two and three categories: two cubes of whole people for each hidden cell."""
    cube = _cube((10, 2, 3), counts, "ab", "ac")
    _check(cube, hide(cube), attack=False)

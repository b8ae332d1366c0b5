"""What changed between two books of one ledger: claims, figures, and nothing else."""

from hypothesis import given
from hypothesis import strategies as st
from tests.ledger.world import SOURCES, book, claim

from onrecord import ledger
from onrecord.ledger import Became, Moved


def _moved(before: ledger.Book, after: ledger.Book) -> dict[str, tuple[Moved, ...]]:
    return {one.figure.property: one.moved for one in ledger.changes(before, after).figures}


def test_what_came_is_told_with_what_it_did_to_the_figure() -> None:
    """A later count widens the range, becomes the latest official one and changes what the readings are to each other."""
    before = book(claim("K1", 8, as_of="2031-03-08"))
    after = book(claim("K1", 8, as_of="2031-03-08"), claim("K2", 10, as_of="2031-03-09", source="S2"))
    found = ledger.changes(before, after)
    assert [(one.claim.id, one.became) for one in found.claims] == [("K2", Became.STATED)]
    (figure,) = found.figures
    assert figure.moved == (Moved.RANGE, Moved.STATUS, Moved.LATEST_OFFICIAL, Moved.ORIGINS, Moved.READINGS)
    assert (figure.added, figure.gone) == (("K2",), ())
    assert figure.reading().en == "was 8, is 8–10; claims added: 1, gone: 0"


def test_a_figure_may_appear_and_one_may_go() -> None:
    """The first claim of a quantity makes the figure, its withdrawal unmakes it."""
    empty, one = book(), book(claim("K1", 8))
    assert _moved(empty, one) == {"killed": (Moved.APPEARED,)}
    assert _moved(one, empty) == {"killed": (Moved.GONE,)}
    (gone,) = ledger.changes(one, empty).figures
    assert (gone.gone, gone.to_row()["after"]) == (("K1",), None)
    assert gone.reading().en.startswith("is no longer on record: 8")


def test_a_reprint_moves_no_range() -> None:
    """One more source that repeats the same is told as that: readings, and origins only where there is a new one."""
    first = claim("K1", 8, source="S2")
    reprint = book(first, claim("K2", 8, source="S4"))
    assert _moved(book(first), reprint) == {"killed": (Moved.READINGS,)}
    another = book(first, claim("K2", 8, source="S1"))
    assert Moved.ORIGINS in _moved(book(first), another)["killed"]
    (same,) = ledger.changes(book(first), reprint).figures
    assert same.reading().en.startswith("still 8")


_ROWS = st.lists(
    st.tuples(st.sampled_from(["killed", "injured"]), st.integers(0, 12), st.sampled_from(["S1", "S2", "S4"])),
    max_size=6,
)


def _book(rows: list[tuple[str, int, str]]) -> ledger.Book:
    return book(
        *(claim(f"K{place}", low, property=name, source=source) for place, (name, low, source) in enumerate(rows)),
        sources=SOURCES,
    )


@given(_ROWS)
def test_nothing_changed_where_nothing_changed(rows: list[tuple[str, int, str]]) -> None:
    """A book against itself, whatever is in it."""
    found = ledger.changes(_book(rows), _book(rows))
    assert (found.claims, found.figures) == ((), ())


@given(_ROWS, st.integers(0, 6))
def test_every_figure_that_differs_is_told_and_no_other(rows: list[tuple[str, int, str]], kept: int) -> None:
    """Held against the figures themselves."""
    before, after = _book(rows[:kept]), _book(rows)
    old, new = ({one.key: one for one in each.figures()} for each in (before, after))
    differ = {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}
    assert {one.figure.key for one in ledger.changes(before, after).figures} == differ

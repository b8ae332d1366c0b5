"""How rows are laid out on a terminal."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.cli.layout import GAP, filled, records_of, widths_of

_LONG = "незамедлительность"


def test_what_fits_is_as_wide_as_it_is() -> None:
    """Lines of one cell count for themselves."""
    assert widths_of([("stage", "n"), ("charged\nor suspected", "12")], 80) == [12, 2]


def test_no_word_is_cut_for_the_sake_of_another_column() -> None:
    """A column of long words keeps them; the one with much text is broken between words."""
    rows = [("element", "what"), (_LONG, "one two three four five six seven eight nine ten")]
    assert widths_of(rows, 40) == [len(_LONG), 40 - GAP - len(_LONG)]


def test_what_lacks_little_is_made_whole_first() -> None:
    """Two words that belong together stay in one line, where another column is broken anyway."""
    rows = [("what", "state"), ("physical and mental harm of whoever it was", "not known")]
    assert widths_of(rows, 30) == [30 - GAP - len("not known"), len("not known")]


def test_ids_and_digests_may_be_broken() -> None:
    """A digest has no end of a word; it must not turn a list into records."""
    assert widths_of([("id", "sha256"), ("item-1", "0" * 64)], 50) == [6, 42]


def test_rows_that_no_columns_hold_are_records() -> None:
    """Each value below the other, under the head of its column; nothing is written of what is empty."""
    rows = [("demand", "who", "how"), (_LONG, _LONG, _LONG), ("a", "", "b")]
    assert widths_of(rows, 40) is None
    assert records_of(rows[0], rows[1:], 40) == [
        [[("demand", _LONG)], [("who", _LONG)], [("how", _LONG)]],
        [[("demand", "a")], [("how", "b")]],
    ]


def test_a_record_takes_as_many_values_in_a_line_as_it_holds() -> None:
    """The first stands alone: it is what a reader looks for."""
    record = records_of(["item", "form", "size", "seen by"], [["item-1", "text", "246", "the team"]], 24)
    assert record == [[[("item", "item-1")], [("form", "text"), ("size", "246")], [("seen by", "the team")]]]


def test_a_column_of_which_nothing_is_known_gives_its_room_to_others() -> None:
    """Only where it is needed: an empty column says that nothing is known."""
    rows = [["id", "class", "what"], ["a", "", "words"], ["b", "", "more"]]
    assert filled(rows, 16) == rows
    assert filled(rows, 15) == [["id", "what"], ["a", "words"], ["b", "more"]]
    assert filled([["id", "class"]], 5) == [["id"]]


_CELLS = st.text(st.sampled_from("ab жқ\n"), max_size=40)
_ROWS = st.integers(1, 5).flatmap(lambda n: st.lists(st.tuples(*[_CELLS] * n), min_size=1, max_size=5))


@given(_ROWS, st.integers(0, 120))
def test_columns_fill_the_room_and_cut_no_word(rows: list[tuple[str, ...]], room: int) -> None:
    """Of any rows: no wider than the terminal, no word of a language broken."""
    widths = widths_of(rows, room)
    if widths is None:
        return
    assert sum(widths) + GAP * (len(widths) - 1) <= max(room, GAP * (len(widths) - 1))
    for column, width in zip(zip(*rows, strict=True), widths, strict=True):
        assert all(len(word) <= max(width, 24) for cell in column for word in cell.split())
        assert all(len(word) <= width for cell in column for word in cell.split() if len(word) <= 24)

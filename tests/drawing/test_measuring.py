"""Measuring: no line is wider than its room, no letter is lost, and letters are held to be rather too wide."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.drawing import lines_of, width_of

_LETTERS = st.text(alphabet="aiwЖшщқңұіәө 0-–.", max_size=80)


@settings(max_examples=25)
@given(_LETTERS, st.floats(30, 400), st.booleans())
def test_no_line_is_wider_than_its_room_and_no_letter_is_lost(text: str, room: float, is_bold: bool) -> None:
    """Also a word that is wider than the room itself, which is broken between letters."""
    lines = lines_of(text, room, is_bold=is_bold)
    assert all(width_of(line, is_bold=is_bold) <= room for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_a_long_kazakh_word_is_broken_and_not_cut() -> None:
    """Words of forty letters are no rarity."""
    word = "қанағаттандырылмағандықтарыңыздан"
    lines = lines_of(f"үкімі {word}", 120)
    assert len(lines) > 2
    assert "".join(lines) == f"үкімі{word}"


@pytest.mark.parametrize(
    ("text", "em"),
    [
        ("convicted", 4.857),
        ("ауыстырылды", 7.461),
        ("ЖШЩЮ", 4.319),
        ("0123456789", 6.362),
        ("Қазақстан", 5.471),
        ("≈ 60", 2.428),
    ],
)
def test_words_are_held_to_be_no_narrower_than_in_the_widest_common_font(text: str, em: float) -> None:
    """The widths beside are those of DejaVu Sans in its own tables, summed; ours may lie above, by less than a third."""
    assert em <= width_of(text, 1) <= em * 1.3


def test_marks_over_letters_take_no_room_and_unknown_scripts_take_much() -> None:
    """A stress mark stands above its letter; a Chinese letter is a square."""
    assert width_of("о\u0301") == width_of("о")
    assert width_of("东干") >= 2 * 13

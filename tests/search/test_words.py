"""What a word is: two spellings of the same letters are one, two words never are."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.search.words import folded, parts, plain, tokens


def _words(text: str) -> list[str]:
    return [one.word for one in tokens(text)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ЁЛКА", "елка"),
        ("йод", unicodedata.normalize("NFD", "йод")),
        ("Қордай", unicodedata.normalize("NFD", "қордай")),
        ("за\u0301мок", "замок"),  # a stress mark
        ("мы\u00adло", "мыло"),  # a soft hyphen
        ("O\u2018zbekiston", "ozbekiston"),
        ("oʻzbek", "o'zbek"),
        ("İSTANBUL", "istanbul"),
        ("ısparta", "Isparta"),
        ("ІС", "іс"),
        ("Straße", "STRASSE"),
        ("Мaсанчи", "масанчи"),  # a Latin a in Cyrillic letters
        ("Mаsanchi", "masanchi"),  # and the reverse
        ("24 000", "24000"),
        ("24\u00a0000", "24,000"),
        ("24.000", "24'000"),
        ("٣٤٥", "345"),
        ("07", "7"),
        ("ﻋرب", "عرب"),
    ],
)
def test_two_spellings_are_one_word(one: str, other: str) -> None:
    """Case, normal forms, marks, apostrophes, alphabets mixed up, groups of digits."""
    assert _words(one) == _words(other)
    assert len(_words(one)) == 1


def test_letters_that_differ_stay_apart() -> None:
    """Й is no и, ң no н, ө no о: what a reader of another keyboard types is found as a spelling, not as the word."""
    assert len({folded(one) for one in ("май", "маи", "таң", "тан", "көл", "кол", "ұл", "үл", "ул")}) == 9
    assert plain("süleimenov") == "suleimenov"
    assert plain("сүлейменов") == "сүлейменов"


def test_words_stand_where_they_stand() -> None:
    """Each word with its place in the text as it is, in code points."""
    text = "Жители с. Ма\u00adсанчи (24 000 чел.) — 7.02.2020, don’t; 120, 200 300"
    assert [text[one.start : one.end] for one in tokens(text)] == [
        *("Жители", "с", "Ма\u00adсанчи", "24 000", "чел", "7", "02", "2020", "don’t", "120", "200 300"),
    ]


def test_a_list_of_numbers_is_found_by_each() -> None:
    """What looks like one number in groups may be several."""
    assert parts("200 300") == ("200", "300")
    assert parts("24 000") == ("24",)
    assert parts("24000") == ()


def test_a_script_without_spaces_is_cut_into_signs() -> None:
    """Chinese is found by any stretch of it."""
    assert _words("东干人 Dungan") == ["东", "干", "人", "dungan"]


@given(st.text(max_size=60))
def test_any_text_has_words_at_their_places(text: str) -> None:
    """Whatever the text: places in order, nothing empty, nothing twice, and no word takes in a separator of ours."""
    found = list(tokens(text))
    assert all(one.word and "|" not in one.word and not one.word.isspace() for one in found)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))

"""Mappings of lists: what cannot be meant is refused before any row is looked at, in the person's language."""

import pytest
from tests.register.lists.sheets import HOSPITAL_MAP, LOSSES_MAP

from onrecord import register
from onrecord.register.lists.words_of_rows import _of_a_csv


@pytest.mark.parametrize(
    ("text", "old", "new", "says"),
    [
        (HOSPITAL_MAP, 'id = "hospital-2031"', 'id = "a.b"', "a.b"),
        (HOSPITAL_MAP, 'of = "people"', 'of = "houses"', "people, losses"),
        (HOSPITAL_MAP, "rule =", "note =", "note"),
        (HOSPITAL_MAP, 'compiled_on = "2031-02-20"', 'compiled_on = "20.02.2031"', "20.02.2031"),
        (HOSPITAL_MAP, 'compiler = "district hospital"', 'compiler = " "', "compiler"),
        (HOSPITAL_MAP, '"ФИО" = "name"', '"ФИО" = "nom"', "nom"),
        (HOSPITAL_MAP, '"Село" = "place"', '"Село" = "kind"', "kind"),
        (HOSPITAL_MAP, 'key = "№"', 'key = "№"\ncopied_from = "hospital-2031"', "copied_from"),
        (HOSPITAL_MAP, 'key = "№"', 'key = "№"\nnear_complete = "yes"', "near_complete"),
        (HOSPITAL_MAP, "[reading]", "[constants]\nspeaker = 'x'\n[reading]", "[[claims]]"),
        (LOSSES_MAP, 'currency = "KZT"', 'currency = "tenge"', "tenge"),
        (LOSSES_MAP, 'field = "kind"', 'field = "place"', "kind"),
        (HOSPITAL_MAP, "[list]", "[lists]", "[list]"),
        (HOSPITAL_MAP, "[reading]", "[reading", ""),
    ],
)
def test_what_no_list_can_mean_is_refused(text: str, old: str, new: str, says: str) -> None:
    """Each with a sentence that says what it can be."""
    assert old in text
    with pytest.raises(register.ListMapRefused) as refused:
        register.list_map_of(text.replace(old, new, 1), where="map.toml")
    told = {one: refused.value.message(one) for one in ("en", "ru", "kk")}
    assert all(says in one and "docs/howto/lists.md" in one for one in told.values())
    assert len(set(told.values())) == 3


def test_a_name_may_stand_in_several_columns() -> None:
    """Spellings of one name, each in a column: alias, alias.2."""
    text = HOSPITAL_MAP.replace('"Село" = "place"', '"Село" = "place"\n"Қазақша" = "alias.2"')
    mapping = register.list_map_of(text, where="-")
    assert {into.field for into in mapping.sheet.columns.values()} > {"alias", "alias.2"}
    with pytest.raises(register.ListMapRefused):
        register.list_map_of(text.replace("alias.2", "name.2"), where="-")


def test_values_need_a_currency() -> None:
    """A sum without one could be added to another."""
    text = LOSSES_MAP.replace('currency = "KZT"\n', "")
    assert register.list_map_of(text, where="-").currency is None  # a column says it
    with pytest.raises(register.ListMapRefused, match="list-map-refused"):
        register.list_map_of(text.replace('field = "currency"', 'field = "group"'), where="-")


@pytest.mark.parametrize(
    ("words", "cells"),
    [
        ("a;b", ["a", "b"]),
        (";;", ["", "", ""]),
        ('"a;b"; c ;"d ""e"""', ["a;b", "c", 'd ""e""']),
        ('"";x', ["", "x"]),
    ],
)
def test_a_cell_of_csv_is_found_in_its_row(words: str, cells: list[str]) -> None:
    """Delimiters within quotation marks part nothing; the marks are no part of the cell."""
    assert [words[start:end] for start, end in _of_a_csv(words, ";")] == cells

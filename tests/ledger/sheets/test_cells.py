"""What a cell means: numbers in digits and words, days in several forms, and what is not one thing for certain."""

import pytest

from onrecord.ledger.sheets.cells import CellRefused, date_of, quantity_of, word_of
from onrecord.ledger.sheets.mapping import SheetMapping
from onrecord.ledger.words import shipped_vocabulary
from onrecord.reading import Cell, CellKind


def _text(words: str) -> Cell:
    return Cell(kind=CellKind.TEXT, text=words, shown=words)


def _mapping(language: str = "en", decimal: str = ".", *dates: str) -> SheetMapping:
    return SheetMapping(columns={}, constants={}, language=language, decimal=decimal, dates=dates)


@pytest.mark.parametrize(
    ("language", "decimal", "words", "expected"),
    [
        ("en", ".", "11", ("11", "11", "exact")),
        ("en", ".", "1,200", ("1200", "1200", "exact")),
        ("en", ".", "1,200.5", ("1200.5", "1200.5", "exact")),
        ("ru", ",", "1 200,5", ("1200.5", "1200.5", "exact")),
        ("ru", ",", "1\u00a0200\u202f300", ("1200300", "1200300", "exact")),
        ("ru", ",", "1.200.000", ("1200000", "1200000", "exact")),
        ("ru", ",", "около 40", ("40", "40", "about")),
        ("ru", ",", "не менее десяти", ("10", None, "at_least")),
        ("ru", ",", "более 120 домов", ("121", None, "more_than")),
        ("ru", ",", "20–25 тысяч", ("20000", "25000", "range")),
        ("ru", ",", "сотни", ("200", None, "vague")),
        ("ru", ",", "24,5 млн", ("24500000", "24500000", "exact")),
        ("ru", ",", "двадцать пять", ("25", "25", "exact")),
        ("kk", ",", "кемінде он", ("10", None, "at_least")),
        ("kk", ",", "40-қа жуық", ("40", "40", "about")),
        ("en", ".", "~40", ("40", "40", "about")),
        ("en", ".", "≥ 40", ("40", None, "at_least")),
        ("en", ".", ">40", ("41", None, "more_than")),
        ("en", ".", "<= 40", ("0", "40", "up_to")),
        ("en", ".", "40+", ("40", None, "at_least")),
    ],
)
def test_a_number_keeps_its_hedge(
    language: str, decimal: str, words: str, expected: tuple[str, str | None, str]
) -> None:
    """Digits are read by the mapping's sign of decimals, words in the mapping's language; the wording is the cell's."""
    found = quantity_of(_text(words), "Killed", _mapping(language, decimal))
    shown = tuple(None if one is None else f"{one.normalize():f}" for one in (found.low, found.high))
    assert (*shown, found.qualifier.value) == expected
    assert found.wording == words


@pytest.mark.parametrize(
    ("language", "decimal", "words"),
    [
        ("en", ".", "none"),
        ("en", ".", "-5"),
        ("en", ".", "\u2212 5"),
        ("en", ".", "(5)"),
        ("ru", ",", "минус 5"),
        ("en", ".", "5½"),
        ("en", ".", "5.000"),
        ("en", ".", "40?"),
        ("en", ".", "12%"),
        ("en", ".", "1 20"),
        ("en", ".", "1.2.3"),
        ("ru", ",", "11 (из них 2 детей)"),
        ("ru", ".", "1200,5,7"),
        ("ru", ",", "11/12"),
        ("en", ".", ">about 40"),
    ],
)
def test_a_cell_that_is_not_one_number_is_refused(language: str, decimal: str, words: str) -> None:
    """A doubt, a share or a second number must not get lost beside the first."""
    with pytest.raises(CellRefused) as refusal:
        quantity_of(_text(words), "Killed", _mapping(language, decimal))
    assert refusal.value.code == "ledger.cell-not-a-number"


@pytest.mark.parametrize(
    ("language", "forms", "words", "expected"),
    [
        ("en", (), "2031-03-09", "2031-03-09"),
        ("en", (), "2031-03", "2031-03"),
        ("en", (), "2031", "2031"),
        ("en", (), "2031-03-07/2031-03-08", "2031-03-07/2031-03-08"),
        ("en", ("DD.MM.YYYY",), "9.3.2031", "2031-03-09"),
        ("en", ("MM/DD/YYYY",), "03/04/2031", "2031-03-04"),
        ("en", ("DD/MM/YYYY",), "03/04/2031", "2031-04-03"),
        ("en", ("DD.MM.YY", "MM.YYYY"), "03.2031", "2031-03"),
        ("en", ("DD.MM.YY",), "08.02.31", "2031-02-08"),
        ("ru", (), "8 февраля 2031 г.", "2031-02-08"),
        ("ru", (), "в ночь с 7 на 8 февраля 2031", "2031-02-07/2031-02-08"),
        ("kk", (), "2031 жылғы 8 ақпан", "2031-02-08"),
    ],
)
def test_a_day_is_read_in_the_forms_that_are_declared_and_in_words(
    language: str, forms: tuple[str, ...], words: str, expected: str
) -> None:
    """The source's own words for it stay beside it."""
    found = date_of(_text(words), "Date", _mapping(language, ".", *forms))
    assert (found.text(), found.wording) == (expected, words)


@pytest.mark.parametrize(
    ("forms", "words"),
    [
        ((), "03/04/2031"),
        ((), "soon"),
        (("DD.MM.YYYY",), "31.02.2031"),
        (("DD.MM.YYYY",), "03/04/2031"),
        ((), "8 or 9 March 2031"),
    ],
)
def test_a_day_that_could_be_two_is_refused(forms: tuple[str, ...], words: str) -> None:
    """Nobody guesses which of two numbers is the month, and no day is made out of one that does not exist."""
    with pytest.raises(CellRefused) as refusal:
        date_of(_text(words), "Date", _mapping("ru", ".", *forms))
    assert refusal.value.code == "ledger.cell-not-a-date"


def test_a_word_is_what_its_table_or_a_label_says() -> None:
    """A label in any of the three languages is known; with a table, a word that is nowhere is refused."""
    words = shipped_vocabulary()
    table = {"убито": "killed"}
    for said, meant in (("Убито", "killed"), ("қаза тапқандар", "killed"), ("People injured", "injured")):
        assert word_of(_text(said), "What", "property", table, words, keeps_others=False) == meant
    with pytest.raises(CellRefused) as refusal:
        word_of(_text("прочее"), "What", "property", table, words, keeps_others=False)
    assert (refusal.value.code, refusal.value.facts["cell"]) == ("ledger.value-not-mapped", "прочее")
    assert word_of(_text("прочее"), "What", "property", table, words, keeps_others=True) == "прочее"


def test_a_formula_that_ran_away_is_no_count() -> None:
    """1E+300 would be written out in three hundred digits."""
    with pytest.raises(CellRefused):
        quantity_of(Cell(kind=CellKind.NUMBER, text="1E+300", shown="1E+300"), "Killed", _mapping())


@pytest.mark.parametrize(
    ("language", "words", "other"),
    [
        ("en", "20–25 тысяч", "ru"),
        ("en", "не менее 10", "ru"),
        ("ru", "кемінде 10", "kk"),
        ("ru", "10 мың", "kk"),
        ("kk", "24 тыс.", "ru"),
    ],
)
def test_a_cell_in_another_language_is_told_with_both(language: str, words: str, other: str) -> None:
    """Who imports a Russian table as English hears which language reads more, and does not get 20 for 20 000."""
    with pytest.raises(CellRefused) as refused:
        quantity_of(_text(words), "Killed", _mapping(language))
    assert refused.value.code == "ledger.cell-in-another-language"
    assert (refused.value.facts["language"], refused.value.facts["other"]) == (language, other)

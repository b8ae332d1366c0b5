"""Days, numbers and endings as people of three languages write them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from onrecord.kernel import (
    INTERFACE_LANGUAGES,
    Label,
    PartialDate,
    day_words,
    kazakh_ending,
    number_text,
    number_words,
    stretch_words,
)

_DAY = dt.date(2020, 2, 8)


@pytest.mark.parametrize(
    ("said", "english", "russian", "kazakh"),
    [
        ("2020", "2020", "2020 г.", "2020 жыл"),
        ("2020-08", "August 2020", "август 2020 г.", "2020 жылғы тамыз"),
        ("2020-02-08", "8 February 2020", "8 февраля 2020 г.", "2020 жылғы 8 ақпан"),
        ("2020-02-07/2020-02-08", "7–8 February 2020", "7–8 февраля 2020 г.", "2020 жылғы 7–8 ақпан"),
        ("2020-02/2020-04", "February 2020 – April 2020", "февраль 2020 г. – апрель 2020 г.",
         "2020 жылғы ақпан – 2020 жылғы сәуір"),
        ("2019/2020", "January 2019 – December 2020", "январь 2019 г. – декабрь 2020 г.",
         "2019 жылғы қаңтар – 2020 жылғы желтоқсан"),
        ("2020-12-31/2021-01-01", "31 December 2020 – 1 January 2021", "31 декабря 2020 г. – 1 января 2021 г.",
         "2020 жылғы 31 желтоқсан – 2021 жылғы 1 қаңтар"),
        ("9999-12-31", "31 December 9999", "31 декабря 9999 г.", "9999 жылғы 31 желтоқсан"),
    ],
)  # fmt: skip
def test_a_date_is_written_as_people_write_it_and_no_sharper(
    said: str, english: str, russian: str, kazakh: str
) -> None:
    """A month is written as a month; blanks inside of a day do not break."""
    told = [PartialDate.parse(said).written(language).replace("\u00a0", " ") for language in INTERFACE_LANGUAGES]
    assert told == [english, russian, kazakh]


def test_every_month_has_a_name_of_its_own() -> None:
    """In each language, within a day and alone."""
    firsts = [dt.date(2020, month, 1) for month in range(1, 13)]
    for language in INTERFACE_LANGUAGES:
        assert len({day_words(day, language) for day in firsts}) == 12
        assert len({stretch_words(day, day.replace(day=28), language) for day in firsts}) == 12


def test_a_label_writes_its_days_in_its_language() -> None:
    """Whoever fills a sentence gives the day, not its letters; a moment with its hour stays what it is."""
    label = Label(en="As of {day}.", ru="На {day}.", kk="{day} күні.")
    assert label.fill("en", day=_DAY) == "As of 8\u00a0February 2020."
    assert label.fill("ru", day=_DAY) == "На 8\u00a0февраля 2020\u00a0г."  # one full stop
    assert label.fill("ru", day=PartialDate.parse("2020-08")) == "На август 2020\u00a0г."
    assert label.fill("kk", day=_DAY) == "2020 жылғы 8\u00a0ақпан күні."
    moment = dt.datetime(2020, 2, 8, 12, tzinfo=dt.UTC)
    assert label.fill("ru", day=moment) == f"На {moment}."
    assert label.fill("ru", day="2020-02-08") == "На 2020-02-08."


@pytest.mark.parametrize(
    ("number", "english", "other"),
    [
        (0, "0", "0"),
        (999, "999", "999"),
        (24_000, "24\u00a0000", "24\u00a0000"),
        (Decimal("4.5"), "4.5", "4,5"),
        (Decimal("1234567.25"), "1\u00a0234\u00a0567.25", "1\u00a0234\u00a0567,25"),
        (Decimal("-0.50"), "-0.5", "-0,5"),
        (Decimal("1E+4"), "10\u00a0000", "10\u00a0000"),
    ],
)
def test_thousands_stand_apart_and_fractions_follow_the_mark_of_the_language(
    number: int | Decimal, english: str, other: str
) -> None:
    """A comma is a decimal mark in Russian and Kazakh, and no mark of thousands anywhere."""
    assert number_words(number) == number_text(Decimal(number)) == english
    assert number_words(number, "ru") == number_words(number, "kk") == other


@pytest.mark.parametrize(
    ("number", "from_it", "to_it"),
    [  # as they are said: нөл, бір, үш, алты, он, жиырма, отыз, қырық, алпыс, сексен, жүз, мың, миллион, миллиард
        (0, "0-ден", "0-ге"), (1, "1-ден", "1-ге"), (3, "3-тен", "3-ке"), (6, "6-дан", "6-ға"), (9, "9-дан", "9-ға"),
        (10, "10-нан", "10-ға"), (12, "12-ден", "12-ге"), (20, "20-дан", "20-ға"), (30, "30-дан", "30-ға"),
        (40, "40-тан", "40-қа"), (50, "50-ден", "50-ге"), (60, "60-тан", "60-қа"), (70, "70-тен", "70-ке"),
        (80, "80-нен", "80-ге"), (90, "90-нан", "90-ға"), (300, "300-ден", "300-ге"), (310, "310-нан", "310-ға"),
        (24_000, "24\u00a0000-нан", "24\u00a0000-ға"), (2_000_000, "2\u00a0000\u00a0000-нан", "2\u00a0000\u00a0000-ға"),
        (1_000_000_000, "1\u00a0000\u00a0000\u00a0000-тан", "1\u00a0000\u00a0000\u00a0000-қа"),
        (Decimal("4.5"), "4,5-тен", "4,5-ке"),
    ],
)  # fmt: skip
def test_a_kazakh_number_has_the_ending_of_its_last_word(number: int | Decimal, from_it: str, to_it: str) -> None:
    """By vowel harmony and the last sound of what is said."""
    assert kazakh_ending(number, "from") == from_it
    assert kazakh_ending(number, "to") == to_it

"""Dates in prose, in nine languages: as sharp as they are said, no sharper, and what they are the date of."""

from __future__ import annotations

import datetime as dt
import tomllib
from importlib import resources
from typing import Any

import pytest

from onrecord import ledger, reading
from onrecord.kernel import PartialDate
from onrecord.reading.dates import Role, Times, mentions_in
from onrecord.reading.prose import PROSE_LANGUAGES

_QUARTER = {"kk": "2020 жылдың {}", "ky": "2020 жылдын {}"}
_YEAR_WORD = {"kk": "2020 жылғы {}", "ky": "2020-жылдын {}"}


def _data(language: str) -> dict[str, Any]:
    file = resources.files("onrecord.reading.dates") / "data" / f"{language}.toml"
    data: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    return data


def _day(language: str, day: str, month: str) -> str:
    joint = "-" if language == "ky" else ". " if language == "de" else " "
    said = f"{day}{joint}{month}"
    return _YEAR_WORD[language].format(said) if language in _YEAR_WORD else f"{said} 2020"


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "on 8 February 2020", "2020-02-08"),
        ("en", "on the 8th of February 2020", "2020-02-08"),
        ("en", "on February 8, 2020", "2020-02-08"),
        ("en", "on Feb. 8, 2020", "2020-02-08"),
        ("en", "between 7 and 9 February 2020", "2020-02-07/2020-02-09"),
        ("en", "from 30 January to 2 February 2020", "2020-01-30/2020-02-02"),
        ("en", "February 7-9, 2020", "2020-02-07/2020-02-09"),
        ("en", "the night of 7 to 8 February 2020", "2020-02-07/2020-02-08"),
        ("en", "in the first quarter of 2020", "2020-01-01/2020-03-31"),
        ("en", "in 2020", "2020"),
        ("en", "13/04/2020", "2020-04-13"),
        ("en", "04/13/2020", "2020-04-13"),
        ("en", "04/04/2020", "2020-04-04"),
        ("ru", "в ночь с 7 на 8 февраля 2020 года", "2020-02-07/2020-02-08"),
        ("ru", "в ночь на 8 февраля 2020 года", "2020-02-07/2020-02-08"),
        ("ru", "7–9 февраля 2020 года", "2020-02-07/2020-02-09"),
        ("ru", "с 30 января по 2 февраля 2020 года", "2020-01-30/2020-02-02"),
        ("ru", "в I квартале 2020 года", "2020-01-01/2020-03-31"),
        ("ru", "08.02.2020", "2020-02-08"),
        ("ru", "в 2020 году", "2020"),
        ("kk", "2020 жылғы 7 ақпаннан 8 ақпанға қараған түні", "2020-02-07/2020-02-08"),
        ("kk", "2020 жылдың 8 ақпанына қараған түні", "2020-02-07/2020-02-08"),
        ("kk", "2020 жылғы 8-ақпанда", "2020-02-08"),
        ("kk", "2020 жылғы 7-9 ақпанда", "2020-02-07/2020-02-09"),
        ("kk", "8 ақпан 2020 жыл", "2020-02-08"),
        ("kk", "2020 жылдың бірінші тоқсанында", "2020-01-01/2020-03-31"),
        ("kk-Latn", "2020 jılğı 8 aqpanda", "2020-02-08"),
        ("ky", "2020-жылдын 8-февралында", "2020-02-08"),
        ("ky", "2020-жылдын 7-февралынан 8-февралга караган түнү", "2020-02-07/2020-02-08"),
        ("uk", "у ніч з 7 на 8 лютого 2020 року", "2020-02-07/2020-02-08"),
        ("pl", "w nocy z 7 na 8 lutego 2020 roku", "2020-02-07/2020-02-08"),
        ("de", "in der Nacht vom 7. auf den 8. Februar 2020", "2020-02-07/2020-02-08"),
        ("fr", "dans la nuit du 7 au 8 février 2020", "2020-02-07/2020-02-08"),
        ("fr", "le 1er mars 2020", "2020-03-01"),
        ("fr", "le 03/04/2020", "2020-04-03"),
        ("zh", "2020-02-08", "2020-02-08"),
    ],
)
def test_a_date_is_read_as_sharp_as_it_is_said(language: str, text: str, expected: str) -> None:
    """A day, a night, days, a month, a quarter, a year; the words stay as the wording."""
    (found,) = reading.dates_in(text, language)
    assert found.date.text() == PartialDate.parse(expected).text()
    assert text[found.start : found.end] == found.date.wording


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "30 February 2020"),
        ("en", "03/04/2020"),
        ("en", "8 February"),
        ("en", "8 and 19 February 2020"),
        ("en", "in 2020,500 cases"),
        ("en", "version 2020.10.1"),
        ("ru", "8 февраля"),
        ("ru", "31 апреля 2020 года"),
        ("ru", "2020 человек"),
        ("ru", "с 9 по 7 февраля 2020 года"),
        ("kk", "8 ақпанда"),
        ("en", "yesterday"),
        ("en", "by Monday"),
        (None, ""),
    ],
)
def test_what_is_no_date_or_two_is_none(language: str | None, text: str) -> None:
    """No day is invented, none is chosen out of two, and a year is taken from nowhere else."""
    assert reading.dates_in(text, language) == ()


@pytest.mark.parametrize(
    ("text", "expected", "rule"),
    [
        ("8 people died on 7 February. The report of 9 March 2020 says so.", "2020-02-07", "year_of_text"),
        ("From 7 February on, and on 9 March 2020, people fled.", "2020-02-07", "year_of_sentence"),
    ],
)
def test_a_year_is_taken_from_the_text_alone(text: str, expected: str, rule: str) -> None:
    """By a rule that is told."""
    first = reading.dates_in(text, "en")[0]
    assert (first.date.text(), first.rule) == (expected, rule)


@pytest.mark.parametrize(
    "text",
    [
        "8 people died on 7 February. The reports are of 9 March 2020 and 3 May 2021.",
        "8 people died on 7 December. The report is of 9 March 2020.",
        "8 people died on 7 February. In 2020 nothing was done.",
        "8 people died on 29 February. The report is of 9 March 2021.",
    ],
)
def test_a_year_that_is_not_plain_is_none(text: str) -> None:
    """Two years, a day after all that the text dates, a year without a day, a day that the year has not."""
    assert not any(one.start < 40 and one.date.is_exact_day for one in reading.dates_in(text, "en"))


def test_relative_days_need_the_day_of_the_document() -> None:
    """Monday is the last Monday on or before it."""
    written_on = dt.date(2020, 2, 12)  # a Wednesday
    found = reading.dates_in("Yesterday, by Monday and today", "en", written_on=written_on)
    assert [one.date.text() for one in found] == ["2020-02-11", "2020-02-10", "2020-02-12"]
    assert {one.rule for one in found} == {"relative"}


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "On 7 May 2020 fighting began, and by 9 May 2020 8 people had died.", ("2020-05-09", "as_of")),
        ("en", "On 7 May 2020 8 people died; on 9 May 2020 nobody did.", ("2020-05-07", "clause")),
        ("en", "8 people died in fighting, which began on 7 May 2020.", ("2020-05-07", "sentence")),
        ("en", "8 people were charged over the events of 7 May 2020.", None),
        ("en", "8 people died between noon on 7 May 2020 or on 9 May 2020.", None),
        ("en", "As of 7 May 8 people died.", None),
        ("ru", "К 9 мая 2020 года по делу о событиях 7 мая 2020 года задержаны 8 человек.", ("2020-05-09", "as_of")),
        ("kk", "2020 жылғы 9 мамырдағы жағдай бойынша 8 адам ұсталды.", ("2020-05-09", "as_of")),
    ],
)
def test_as_of_is_the_date_that_says_so_then_that_of_the_clause(
    language: str, text: str, expected: tuple[str, str] | None
) -> None:
    """A date that only names something is none, and of two that would do equally neither is taken."""
    start = f" {text}".index(" 8 ")
    found = Times(text, language).of(start, start + 1)
    assert (found and (found.date.text(), found.rule)) == expected


def test_the_day_of_saying_goes_before_the_day_of_the_happening() -> None:
    """METHOD 6.1: a figure is as of when it was said, unless it says otherwise."""
    text = "The ministry said on 9 May 2020 that 8 people were killed on 7 May 2020."
    start = text.index("8 people")
    around = reading.Circumstances(text, "en", ledger.shipped_vocabulary())
    one = around.of(start, start + 8).as_of
    assert one is not None
    assert (one.date.text(), one.rule) == ("2020-05-09", "said")


@pytest.mark.parametrize("language", PROSE_LANGUAGES)
def test_every_form_of_every_month_is_one(language: str) -> None:
    """And every ending of a day."""
    data = _data(language)
    for number, forms in enumerate(data["months"], start=1):
        for form in forms:
            (found,) = reading.dates_in(_day(language, "8", form.removesuffix("-")), language)
            assert found.date.text() == f"2020-{number:02d}-08", form
    month = data["months"][1][0].removesuffix("-")
    for ending in data["day_endings"]:
        joint = "" if ending == "-" else " "
        text = f"8{ending}{joint}{month}"
        text = _YEAR_WORD[language].format(text) if language in _YEAR_WORD else f"{text} 2020"
        (found,) = reading.dates_in(text, language)
        assert found.date.text() == "2020-02-08", ending


@pytest.mark.parametrize("language", PROSE_LANGUAGES)
def test_every_word_of_a_range_makes_one(language: str) -> None:
    """Between two days, before a night, behind one."""
    data = _data(language)
    month, ranges = data["months"][1][0].removesuffix("-"), data["ranges"]
    opener = f"{ranges['openers'][0]} " if ranges["openers"] else ""
    for joint in ranges["joints"]:
        (found,) = reading.dates_in(opener + _day(language, f"7 {joint} 8", month), language)
        assert found.date.text() == "2020-02-07/2020-02-08", joint
    for word in ranges.get("night", ()):
        days = f"7 {ranges['joints'][0]} 8"
        (found,) = reading.dates_in(f"{word} {_day(language, days, month)}", language)
        assert found.date.wording.startswith(word), word
    for word in ranges.get("eve", ()):
        (found,) = reading.dates_in(f"{word} {_day(language, '8', month)}", language)
        assert found.date.text() == "2020-02-07/2020-02-08", word
    for word in ranges.get("night_behind", ()):
        (found,) = reading.dates_in(f"{_day(language, '8', month)} {word}", language)
        assert found.date.text() == "2020-02-07/2020-02-08", word
    for word in ranges["openers"]:
        joint = ranges["listing"][0]
        (found,) = reading.dates_in(f"{word} {_day(language, f'7 {joint} 12', month)}", language)
        assert found.date.text() == "2020-02-07/2020-02-12", word


@pytest.mark.parametrize("language", PROSE_LANGUAGES)
def test_every_word_of_a_year_and_a_quarter_makes_one(language: str) -> None:
    """Before it or behind it."""
    data = _data(language)
    for word in data["years"].get("before", ()):
        assert [one.date.text() for one in reading.dates_in(f"{word} 2020", language)] == ["2020"], word
    for word in data["years"].get("behind", ()):
        text = f"2020{word}" if word.startswith("-") else f"2020 {word}"
        assert [one.date.text() for one in reading.dates_in(text, language)] == ["2020"], word
    for number, forms in enumerate(data["quarters"]["words"]):
        for form in (one.removesuffix("-") for one in forms):
            text = _QUARTER.get(language, "{} 2020").format(form)
            (found,) = reading.dates_in(text, language)
            assert found.date.earliest.month == 3 * number + 1, form
            assert (found.date.latest - found.date.earliest).days > 80, form


@pytest.mark.parametrize("language", PROSE_LANGUAGES)
def test_every_word_that_tells_what_a_date_is_of_tells_it(language: str) -> None:
    """As of then, or the date of something else."""
    data = _data(language)
    date = _day(language, "8", data["months"][1][0].removesuffix("-"))
    for role in Role.AS_OF, Role.NAMED:
        for word in data["roles"][role.value]:
            assert [one.role for one in mentions_in(f"{word} {date}", language)] == [role], word
        for word in data["roles"][f"{role.value}_behind"]:
            text = f"{date} {word.removesuffix('-')}"
            assert [one.role for one in mentions_in(text, language)] == [role], word


@pytest.mark.parametrize("language", PROSE_LANGUAGES)
def test_every_relative_day_is_one(language: str) -> None:
    """Counted from the day of the document."""
    data = _data(language)["relative"]
    wednesday = dt.date(2020, 2, 12)
    for back, words in ((0, data["today"]), (1, data["yesterday"])):
        for word in words:
            (found,) = reading.dates_in(word, language, written_on=wednesday)
            assert found.date.earliest == wednesday - dt.timedelta(days=back), word
    for number, words in enumerate(data["weekdays"]):
        for word in words:
            (found,) = reading.dates_in(word.removesuffix("-"), language, written_on=wednesday)
            assert found.date.earliest.weekday() == number, word

"""Owns how days, numbers and endings are written for a person in English, Russian and Kazakh. Never sharpens them.

Machines read ISO 8601 and a point; people of each language read their own. Everything that a person sees is written
here, so that a day looks the same in a statement, in a picture and on a screen.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Final, Literal

NBSP: Final = "\u00a0"
DASH: Final = "–"

Step = Literal["day", "month", "year"]
Case = Literal["from", "to"]

_MONTHS: Final = {
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    "ru": (
        *("январь", "февраль", "март", "апрель", "май", "июнь"),
        *("июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"),
    ),
    "kk": (
        *("қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым"),
        *("шілде", "тамыз", "қыркүйек", "қазан", "қараша", "желтоқсан"),
    ),
}
_OF_A_DAY: Final = _MONTHS | {
    "ru": (
        *("января", "февраля", "марта", "апреля", "мая", "июня"),
        *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
    ),
}
_SHORT: Final = {
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    "ru": ["янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"],
    "kk": ["қаң", "ақп", "нау", "сәу", "мам", "мау", "шіл", "там", "қыр", "қаз", "қар", "жел"],
}
# The last word of a number decides how its ending sounds: он-нан, бес-тен, жүз-ден (endings of the ablative and of the
# dative by vowel harmony and by the last sound, as Kazakh orthography has them).
_KAZAKH_UNITS: Final = {
    0: "ден ге", 1: "ден ге", 2: "ден ге", 3: "тен ке", 4: "тен ке", 5: "тен ке", 6: "дан ға", 7: "ден ге",
    8: "ден ге", 9: "дан ға",
}  # fmt: skip
_KAZAKH_TENS: Final = {
    1: "нан ға", 2: "дан ға", 3: "дан ға", 4: "тан қа", 5: "ден ге", 6: "тан қа", 7: "тен ке", 8: "нен ге", 9: "нан ға",
}  # fmt: skip
_KAZAKH_POWERS: Final = ((9, "тан қа"), (6, "нан ға"), (3, "нан ға"), (2, "ден ге"))


def own_language(language: str) -> str:
    """Return which of our languages a person of this language reads: English where it is none of ours."""
    primary = language.split("-", maxsplit=1)[0].lower()
    return primary if primary in _MONTHS else "en"


def year_words(year: int, language: str) -> str:
    """Return a year as it is written: `2020`, `2020 г.`, `2020 жыл`."""
    return {"ru": f"{year}{NBSP}г.", "kk": f"{year}{NBSP}жыл"}.get(own_language(language), f"{year}")


def month_words(day: dt.date, language: str) -> str:
    """Return the month of a day with its year: `August 2020`, `август 2020 г.`, `2020 жылғы тамыз`."""
    own = own_language(language)
    month = _MONTHS[own][day.month - 1]
    return f"{day.year} жылғы {month}" if own == "kk" else f"{month} {year_words(day.year, own)}"


def day_words(day: dt.date, language: str) -> str:
    """Return a day: `8 February 2020`, `8 февраля 2020 г.`, `2020 жылғы 8 ақпан`."""
    return _days(day, str(day.day), own_language(language))


def stretch_words(first: dt.date, last: dt.date, language: str) -> str:
    """Return a stretch of days no sharper than it is: a year, a month, `7–8 February 2020`, or its two ends."""
    own = own_language(language)
    if first == last:
        return day_words(first, own)
    whole_months = first.day == 1 and _is_end_of_month(last)
    if whole_months and first.year == last.year and (first.month, last.month) == (1, 12):
        return year_words(first.year, own)
    if (first.year, first.month) == (last.year, last.month):
        return month_words(first, own) if whole_months else _days(first, f"{first.day}{DASH}{last.day}", own)
    shown = month_words if whole_months else day_words
    return f"{shown(first, own)} {DASH} {shown(last, own)}"


def tick_words(day: dt.date, step: str, language: str) -> str:
    """Return a day as short as an axis needs it; `step` is `day`, `month` or `year`."""
    own = own_language(language)
    month = _SHORT[own][day.month - 1]
    match step:
        case "day":
            return f"{month}{NBSP}{day.day}" if own == "kk" else f"{day.day}{NBSP}{month}"
        case "month":
            return f"{'май' if (own, day.month) == ('ru', 5) else month}{NBSP}{day.year}"
    return f"{day.year}"


def number_words(number: Decimal | int, language: str = "en") -> str:
    """Return a number for a person: thousands apart by a no-break space (SI Brochure 5.4.4), fractions after the mark.

    The mark is a point in English and a comma in Russian and Kazakh (Unicode CLDR, `decimal`).
    """
    said = Decimal(number)
    whole = said == said.to_integral_value()
    plain = f"{int(said):,}" if whole else f"{said.normalize():,f}"
    return decimal_mark(plain.replace(",", NBSP), language)


def decimal_mark(number: str, language: str) -> str:
    """Return a number that is written out with a point as people of a language mark its fraction: `12,50`."""
    return number if own_language(language) == "en" else number.replace(".", ",")


def kazakh_ending(number: Decimal | int, case: Case) -> str:
    """Return a number with its Kazakh ending: `10-нан` (from ten), `10-ға` (to ten).

    A fraction is read digit by digit, so that its last one decides.
    """
    said = abs(Decimal(number))
    sounds = _kazakh_sounds(int(said) if said == said.to_integral_value() else int(f"{said.normalize():f}"[-1]))
    return f"{number_words(number, 'kk')}-{sounds.split()[0 if case == 'from' else 1]}"


def _kazakh_sounds(number: int) -> str:
    if number % 10 or not number:
        return _KAZAKH_UNITS[number % 10]
    if number % 100:
        return _KAZAKH_TENS[number // 10 % 10]
    return next(sounds for power, sounds in _KAZAKH_POWERS if number % 10**power == 0)


def _days(day: dt.date, days: str, own: str) -> str:
    month = _OF_A_DAY[own][day.month - 1]
    return (
        f"{day.year} жылғы {days}{NBSP}{month}" if own == "kk" else f"{days}{NBSP}{month} {year_words(day.year, own)}"
    )


def _is_end_of_month(day: dt.date) -> bool:
    return (day + dt.timedelta(days=1)).day == 1 if day < dt.date.max else True

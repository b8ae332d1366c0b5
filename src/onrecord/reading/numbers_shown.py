"""Owns how a number of a sheet is shown: dates, percentages, decimals, thousands, by its format code.

ECMA-376, part 1, 18.8.30 and 18.8.31. What depends on the machine that shows it (the order of a short date, the sign of
decimals) is written one way: 2021-03-08, 1234.5. A quote has to be found by whoever has the file.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation, localcontext
from functools import lru_cache
from typing import Final

# The codes that have numbers only. Those of dates are shown the same way everywhere.
BUILT_IN: Final[Mapping[int, str]] = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "General",
    13: "General", 14: "yyyy-mm-dd", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy-mm-dd h:mm", 37: "#,##0;(#,##0)", 38: "#,##0;(#,##0)",
    39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;(#,##0.00)", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0",
    48: "##0.0E+0", 49: "@",
}  # fmt: skip
_MONTHS: Final = {
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "ru": [
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря",
    ],
    "kk": [
        "қаңтар",
        "ақпан",
        "наурыз",
        "сәуір",
        "мамыр",
        "маусым",
        "шілде",
        "тамыз",
        "қыркүйек",
        "қазан",
        "қараша",
        "желтоқсан",
    ],
}
_DAYS: Final = {
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    "ru": ["понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"],
    "kk": ["дүйсенбі", "сейсенбі", "сәрсенбі", "бейсенбі", "жұма", "сенбі", "жексенбі"],
}
_LOCALES: Final = {"419": "ru", "19": "ru", "FC19": "ru", "43F": "kk", "3F": "kk"}
_TOKEN: Final = re.compile(
    r"""(?P<text>"[^"]*"|\\.|_.|\*.)|(?P<bracket>\[[^\]]*\])|(?P<half>AM/PM|A/P)|(?P<date>y+|m+|d+|h+|s+(?:\.0+)?)"""
    r"""|(?P<number>[#0?][#0?,]*(?:\.[#0?]*)?,*(?:[eE][+-][0#?]+)?|\.[#0?]+)|(?P<all>General|@)|(?P<else>.)""",
    re.IGNORECASE | re.DOTALL,
)
_ELAPSED: Final = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_LOCALE: Final = re.compile(r"\[\$[^\]-]*-([0-9A-F]+)\]", re.IGNORECASE)
_CURRENCY: Final = re.compile(r"\[\$([^\]-]*)(?:-[0-9A-F]+)?\]", re.IGNORECASE)
_FIRST_DAY: Final = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet's times have no zone
_FIRST_DAY_1904: Final = dt.datetime(1904, 1, 1)  # noqa: DTZ001
_LONGEST_CODE: Final = 300
_LAST_DAY: Final = 2_958_466  # after 9999-12-31
_GENERAL_DIGITS: Final = 11
_LARGEST_PLAIN: Final = Decimal(10) ** 11
_DIGITS: Final = 400

# What General shows as it is written: most numbers of most sheets.
_SIMPLE: Final = re.compile(r"-?(?:0|[1-9]\d{0,9})|-?(?:0|[1-9]\d{0,4})\.\d{0,4}[1-9]")

Tokens = tuple[tuple[str, str], ...]


@lru_cache(maxsize=65_536)
def shown(value: str, code: str, *, since_1904: bool = False) -> str:
    """Return a number as a sheet shows it; what cannot be shown so comes back as it is written."""
    if code == "General" and _SIMPLE.fullmatch(value):
        return "0" if value == "-0" else value
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    if not number.is_finite() or abs(number.adjusted()) > _DIGITS or len(code) > _LONGEST_CODE:
        return value
    sections = _sections(code)
    index = 1 if number < 0 and len(sections) > 1 else 2 if number == 0 and len(sections) > 2 else 0
    tokens = sections[index]
    with localcontext() as context:
        context.prec = 2 * _DIGITS + 50
        if _is_date(tokens):
            return _date(number, tokens, code, since_1904=since_1904) or value
        return _plain(abs(number) if index == 1 else number, tokens)


def day_of(value: str, code: str, *, since_1904: bool = False) -> str | None:
    """Return the day that a number means in ISO form; None where its format shows no day of the calendar."""
    tokens = _sections(code)[0] if len(code) <= _LONGEST_CODE else ()
    if not any(kind == "date" and text[0].lower() in "yd" for kind, text in tokens):
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    if not number.is_finite() or not 1 <= number < _LAST_DAY:
        return None
    return _moment(number, since_1904=since_1904)[1].date().isoformat()


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[Tokens, ...]:
    found: list[list[tuple[str, str]]] = [[]]
    for match in _TOKEN.finditer(code):
        kind, text = match.lastgroup or "else", match[0]
        if kind == "else" and text == ";":
            found.append([])
        else:
            found[-1].append((kind, text))
    return tuple(tuple(one) for one in found)


def _is_date(tokens: Tokens) -> bool:
    return any(kind == "date" or (kind == "bracket" and _ELAPSED.fullmatch(text)) for kind, text in tokens)


def _literal(kind: str, text: str) -> str:
    """Return the letters that a part of a code stands for by itself."""
    if kind == "text":
        return text[1:-1] if text.startswith('"') else text[1:] if text.startswith("\\") else ""
    if kind == "bracket":
        currency = _CURRENCY.fullmatch(text)
        return currency[1] if currency else ""
    return text


def _plain(number: Decimal, tokens: Tokens) -> str:
    percents = sum(text.count("%") for kind, text in tokens if kind == "else")
    places = [place for place, (kind, _) in enumerate(tokens) if kind in ("number", "all")]
    if not tokens:
        return ""
    written = []
    for place, (kind, text) in enumerate(tokens):
        if places and place == places[0]:
            scaled = abs(number) * 100**percents
            written.append(_general(scaled) if kind == "all" else _digits(scaled, text))
        elif kind != "number":
            written.append(_literal(kind, text))
    sign = "-" if number < 0 and any(letter in "123456789" for letter in "".join(written)) else ""
    return (sign + "".join(written)).strip()


def _general(number: Decimal) -> str:
    """Return a number with eleven digits at most, as General shows it in a column that is wide enough."""
    if number == 0:
        return "0"
    if number >= _LARGEST_PLAIN or number.adjusted() < -9:
        return f"{float(number):.5E}" if number.adjusted() < 300 else str(number)
    room = max(0, _GENERAL_DIGITS - max(1, number.adjusted() + 1) - 1)
    rounded = f"{number.quantize(Decimal(1).scaleb(-room), ROUND_HALF_UP):f}"
    return rounded.rstrip("0").rstrip(".") if "." in rounded else rounded


def _digits(number: Decimal, pattern: str) -> str:
    if "e" in pattern.lower():
        decimals = len(re.findall(r"[0#?]", pattern.lower().partition("e")[0].partition(".")[2]))
        return f"{float(number):.{min(decimals, 30)}E}" if number.adjusted() < 300 else str(number)
    bare = pattern.rstrip(",")
    number = number / 1000 ** (len(pattern) - len(bare))  # each comma at the end is a thousand less
    whole, _, fraction = bare.partition(".")
    needed, most = fraction.count("0"), len(fraction)
    text = f"{number.quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP):f}"
    left, _, right = text.partition(".")
    right = right[:needed] + right[needed:].rstrip("0")
    left = left.zfill(whole.count("0")) if left != "0" or whole.count("0") > 1 else left
    if left == "0" and not whole.count("0"):
        left = ""
    if "," in whole:
        left = re.sub(r"(?<=\d)(?=(\d{3})+$)", ",", left)
    return left + ("." + right if right else "")


def _date(number: Decimal, tokens: Tokens, code: str, *, since_1904: bool) -> str | None:
    if not 0 <= number < _LAST_DAY:
        return None
    milliseconds, moment = _moment(number, since_1904=since_1904)
    locale = _LOCALE.search(code)
    language = _LOCALES.get(locale[1].upper().lstrip("0"), "en") if locale else "en"
    is_half = any(kind == "half" for kind, _ in tokens)
    written = []
    for place, (kind, text) in enumerate(tokens):
        if kind == "date":
            written.append(_of_date(moment, text, language, is_minutes=_is_minutes(tokens, place), is_half=is_half))
        elif kind == "half":
            written.append("AM" if moment.hour < 12 else "PM")
        elif kind == "bracket" and _ELAPSED.fullmatch(text):
            seconds = {"h": 3600, "m": 60, "s": 1}[text[1].lower()]
            written.append(str(milliseconds // 1000 // seconds).zfill(len(text) - 2))
        elif kind not in ("number", "all"):
            written.append(_literal(kind, text))
    return "".join(written).strip()


def _moment(number: Decimal, *, since_1904: bool) -> tuple[int, dt.datetime]:
    milliseconds = int((number * 86_400_000).to_integral_value(ROUND_HALF_UP))
    moment = (_FIRST_DAY_1904 if since_1904 else _FIRST_DAY) + dt.timedelta(milliseconds=milliseconds)
    if not since_1904 and number < 60:  # the sheet's 1900 is a leap year: its day 60 never was
        moment += dt.timedelta(days=1)
    return milliseconds, moment


def _is_minutes(tokens: Tokens, place: int) -> bool:
    """Say whether an `m` is of minutes: after hours or before seconds."""
    before = next((text for kind, text in reversed(tokens[:place]) if _is_date(((kind, text),))), "")
    after = next((text for kind, text in tokens[place + 1 :] if _is_date(((kind, text),))), "")
    return before.strip("[")[:1].lower() == "h" or after.strip("[")[:1].lower() == "s"


def _of_date(moment: dt.datetime, token: str, language: str, *, is_minutes: bool, is_half: bool) -> str:
    letter, width = token[0].lower(), len(token)
    if letter == "m" and is_minutes:
        return f"{moment.minute:0{min(width, 2)}d}"
    hour = (moment.hour % 12 or 12) if is_half else moment.hour
    made: dict[str, Callable[[], str]] = {
        "y": lambda: f"{moment.year:04d}" if width > 2 else f"{moment.year % 100:02d}",
        "m": lambda: _named(_MONTHS[language][moment.month - 1], moment.month, width),
        "d": lambda: _named(_DAYS[language][moment.weekday()], moment.day, width),
        "h": lambda: f"{hour:0{min(width, 2)}d}",
        "s": lambda: _seconds(moment, token),
    }
    return made[letter]()


def _named(name: str, number: int, width: int) -> str:
    return name if width > 3 else name[:3] if width == 3 else f"{number:0{width}d}"


def _seconds(moment: dt.datetime, token: str) -> str:
    whole, _, fraction = token.partition(".")
    part = f".{moment.microsecond:06d}"[: len(fraction) + 1] if fraction else ""
    return f"{moment.second:0{min(len(whole), 2)}d}{part}"

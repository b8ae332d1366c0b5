"""Owns what a cell means: a number as somebody put it, a day, a word of a value table. Never guesses between two."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Final

from onrecord import reading
from onrecord.kernel import INTERFACE_LANGUAGES, PartialDate, Property, Qualifier, Quantity, Term, Vocabulary
from onrecord.ledger.sheets.mapping import SheetMapping
from onrecord.reading import Cell, CellKind

_SPACES: Final = re.compile(r"[\s\u00a0\u2007\u2009\u202f']+")
_SIGNS: Final = {
    "~": Qualifier.ABOUT,
    "≈": Qualifier.ABOUT,
    "≥": Qualifier.AT_LEAST,
    ">=": Qualifier.AT_LEAST,
    ">": Qualifier.MORE_THAN,
    "≤": Qualifier.UP_TO,
    "<=": Qualifier.UP_TO,
    "<": Qualifier.LESS_THAN,
}
_SIGNED: Final = re.compile(r"\s*(>=|<=|[~≈≥>≤<])\s*(.+)", re.DOTALL)
_THOUSANDS: Final = {".": re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?"), ",": re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")}
_UNCERTAIN: Final = re.compile(r"[\d?%*/№#=~≈<>≥≤±]")
_DIGITS: Final = 18
_BELOW_ZERO: Final = re.compile(r"[-−–—]\s*\d.*|\([\d\s.,]+\)|[\d\s.,]+[-−]|(?:minus|минус)\b.*", re.IGNORECASE)
_TWO_WAYS: Final = re.compile(r"[1-9]\d{0,2}\.\d{3}")  # five, or five thousand: only a mapping can say
_YES: Final = frozenset({"yes", "true", "да", "иә", "ия"})
_NO: Final = frozenset({"no", "false", "нет", "жоқ"})
_PARTS: Final = {"YYYY": r"(?P<y>\d{4})", "YY": r"(?P<yy>\d{2})", "MM": r"(?P<m>\d{1,2})", "DD": r"(?P<d>\d{1,2})"}


class CellRefused(Exception):
    """A cell that does not say one thing; the code of the reason and its facts."""

    def __init__(self, *, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def is_empty(cell: Cell, mapping: SheetMapping) -> bool:
    """Say whether a cell says nothing: blank, or one of the words that the mapping declares to mean that."""
    return cell.kind is CellKind.TEXT and " ".join(cell.text.split()).casefold() in {"", *mapping.empty}


def refuse_broken(cell: Cell, column: str) -> None:
    """Return where a cell has a value.

    Raises:
        CellRefused: it holds an error, or a formula whose value was never saved.
    """
    if cell.kind in (CellKind.ERROR, CellKind.LOST):
        raise CellRefused(code="ledger.cell-without-value", column=column, cell=cell.shown or "=…")


def quantity_of(cell: Cell, column: str, mapping: SheetMapping) -> Quantity:
    """Return the quantity that a cell holds: a number, digits as the mapping reads them, or words ("около 40").

    Raises:
        CellRefused: it holds none, or more than one, or says beside it what a number cannot hold.
    """
    if cell.kind is CellKind.NUMBER:
        counted = Decimal(cell.text)
        if counted.adjusted() > _DIGITS:  # 1E+300 is a slip of a formula, and would be written out in full
            raise CellRefused(code="ledger.cell-not-a-number", column=column, cell=cell.shown)
        return Quantity.of(counted, Qualifier.EXACT, cell.text)
    words = cell.text.strip()
    if _BELOW_ZERO.fullmatch(words) or (mapping.decimal == "." and _TWO_WAYS.fullmatch(words)):
        raise CellRefused(code="ledger.cell-not-a-number", column=column, cell=words)
    signed = _SIGNED.fullmatch(words)
    qualifier, rest = (_SIGNS[signed[1]], signed[2]) if signed else (Qualifier.EXACT, words)
    number = _plain(rest, mapping.decimal)
    if number is not None:
        return Quantity.of(number, qualifier, words)
    found = [] if signed else reading.quantities_in(words, mapping.language, is_bound=True, every=True)
    if len(found) != 1 or cell.kind is not CellKind.TEXT:
        raise CellRefused(code="ledger.cell-not-a-number", column=column, cell=words)
    beside = words[: found[0].start] + words[found[0].end :]
    if _UNCERTAIN.search(beside) or any(sign.isnumeric() for sign in beside):
        raise CellRefused(code="ledger.cell-not-a-number", column=column, cell=words)
    _refuse_another_language(words, found[0].end - found[0].start, column, mapping.language)
    one = found[0].quantity
    return Quantity(low=one.low, high=one.high, qualifier=one.qualifier, wording=words)


def _refuse_another_language(words: str, taken: int, column: str, language: str) -> None:
    """Return where no other language reads more of a cell: "20-25 тысяч" is twenty only to who knows no Russian.

    Raises:
        CellRefused: one does, or takes the words for a day.
    """
    for other in INTERFACE_LANGUAGES:
        if other == language:
            continue
        more = any(
            one.end - one.start > taken for one in reading.quantities_in(words, other, is_bound=True, every=True)
        )
        if more or reading.dates_in(words, other):
            raise CellRefused(
                code="ledger.cell-in-another-language", column=column, cell=words, language=language, other=other
            )


def _plain(words: str, decimal: str) -> Decimal | None:
    """Return plain digits as a number, thousands apart by blanks or by the other sign; None for anything else."""
    packed = _SPACES.sub("", words) if re.search(r"\d", words) else words
    if not re.fullmatch(r"[\d.,]+", packed):
        return None
    if re.search(r"\d\s+\d{1,2}(?!\d)", words):  # "1 20" is no 120
        return None
    other = "," if decimal == "." else "."
    if _THOUSANDS[decimal].fullmatch(packed):
        packed = packed.replace(other, "")
    if other in packed or packed.count(decimal) > 1:
        return None
    try:
        return Decimal(packed.replace(decimal, "."))
    except InvalidOperation:
        return None


def date_of(cell: Cell, column: str, mapping: SheetMapping) -> PartialDate:
    """Return the day or days that a cell means, by its own kind, by the forms of the mapping, or in words.

    Raises:
        CellRefused: it means none, or could mean two: 03/04/2021 where no form says which is the month.
    """
    words = cell.text.strip()
    if cell.kind is CellKind.NUMBER and not re.fullmatch(r"[12]\d{3}", words):
        raise CellRefused(code="ledger.cell-not-a-date", column=column, cell=cell.shown)
    try:
        return PartialDate.parse(words)
    except ValueError:
        pass
    for form in mapping.dates:
        if (found := _formed(words, form)) is not None:
            return PartialDate(earliest=found.earliest, latest=found.latest, wording=words)
    if mapping.dates and re.fullmatch(r"[\d./-]+", words):  # digits that none of the declared forms takes
        raise CellRefused(code="ledger.cell-not-a-date", column=column, cell=words)
    seen = reading.dates_in(words, mapping.language)
    if len(seen) != 1 or re.search(r"\d", words[: seen[0].start] + words[seen[0].end :]):
        raise CellRefused(code="ledger.cell-not-a-date", column=column, cell=words)
    if re.fullmatch(r"(\d{1,2})[/](\d{1,2})[/]\d{4}", words) and _has_two_readings(words):
        raise CellRefused(code="ledger.cell-not-a-date", column=column, cell=words)
    return PartialDate(earliest=seen[0].date.earliest, latest=seen[0].date.latest, wording=words)


def _has_two_readings(words: str) -> bool:
    first, second, _ = (int(part) for part in words.split("/"))
    return first <= 12 and second <= 12 and first != second


def _formed(words: str, form: str) -> PartialDate | None:
    pattern = "".join(
        _PARTS[part] if part in _PARTS else re.escape(part) for part in re.split("(YYYY|YY|MM|DD)", form) if part
    )
    match = re.fullmatch(pattern, words)
    if match is None:
        return None
    found = match.groupdict()
    year = int(found["y"]) if found.get("y") else 2000 + int(found["yy"])
    month, day = (int(found[one]) if found.get(one) else None for one in ("m", "d"))
    try:
        if month is None:
            return PartialDate.parse(f"{year:04d}")
        if day is None:
            return PartialDate.parse(f"{year:04d}-{month:02d}")
        return PartialDate.on(dt.date(year, month, day))
    except ValueError:
        return None


def yes_no_of(cell: Cell) -> str:
    """Return "yes" or "no" for the words of three languages; anything else as it is, for the rules to refuse."""
    word = cell.text.strip().casefold()
    return "yes" if word in _YES else "no" if word in _NO else cell.text.strip()


def word_of(
    cell: Cell, column: str, name: str, values: Mapping[str, str], vocabulary: Vocabulary, *, keeps_others: bool
) -> str:
    """Return what a word of a table means: by its value table, else by the names and labels that are declared.

    Raises:
        CellRefused: there is a value table, and the word is neither in it nor a declared one.
    """
    words = " ".join(cell.text.split())
    meant = values.get(words.casefold()) or _declared(words, name, vocabulary)
    if meant is not None:
        return meant
    if values and not keeps_others:
        known = ", ".join(f"“{one}”" for one in sorted(values))
        raise CellRefused(code="ledger.value-not-mapped", column=column, cell=words, known=known)
    return words


def _declared(words: str, name: str, vocabulary: Vocabulary) -> str | None:
    folded = words.casefold()
    declared = vocabulary.properties.values() if name == "property" else vocabulary.terms_of(name)
    found = {one.name for one in declared if folded in {one.name.casefold(), *_labels(one)}}
    return found.pop() if len(found) == 1 else None


def _labels(one: Property | Term) -> set[str]:
    return {word.casefold() for word in one.label.to_record().values()}

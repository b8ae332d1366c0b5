"""Owns how dates, numbers and names of things are put to a reader in English, Russian and Kazakh.

It never sharpens what was said: a month stays a month, "at least ten" stays open at the top.
"""

from __future__ import annotations

import builtins
import datetime as dt
import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from importlib import resources
from typing import Final

from onrecord.dossier.model import ClaimCard, QuoteCard, SourceCard, Trail, Value
from onrecord.kernel import (
    INTERFACE_LANGUAGES,
    Label,
    PartialDate,
    Qualifier,
    Quantity,
    Vocabulary,
    is_currency,
    language_name,
    number_text,
)
from onrecord.reading import mark_of, places_of

# Dimensions whose value alone would not say what it is: "article 272".
_NAMED_DIMENSIONS: Final = frozenset({"article", "instance", "payer", "addressee"})
_NBSP: Final = "\u00a0"
_DASH: Final = "–"
_SIGNS: Final[Mapping[Qualifier, str]] = {
    Qualifier.AT_LEAST: "≥",
    Qualifier.MORE_THAN: ">",
    Qualifier.ABOUT: "≈",
    Qualifier.UP_TO: "≤",
    Qualifier.LESS_THAN: "<",
    Qualifier.VAGUE: "≥",
}


@functools.cache
def texts() -> Mapping[str, Label]:
    """Return the dossier's own texts by their dotted names."""
    declared = tomllib.loads(resources.files(__package__).joinpath("texts.toml").read_text(encoding="utf-8"))
    return {f"{group}.{name}": Label(**body) for group, bodies in declared.items() for name, body in bodies.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """The words of one language, with the archive's vocabulary."""

    language: str
    vocabulary: Vocabulary

    def place(self, quote: QuoteCard) -> str:
        """Return where a quote stands in its item: page, sheet, cell; nothing where that is not known."""
        return places_of(quote.page, quote.places, self.language)

    def mark(self, quote: QuoteCard) -> str | None:
        """Return what has to be said of a quote that no person put into letters; None of others."""
        return mark_of(quote.made_by, self.language)

    def text(self, name: str, **facts: object) -> str:
        """Return one of the dossier's own texts; a name that does not exist is a bug and fails."""
        return texts()[name].fill(self.language, **facts)

    def label(self, label: Label) -> str:
        """Return a label in this language."""
        return label.text(self.language)

    def named(self, group: str, name: str | None) -> str:
        """Return the text for a value of a closed list; an organisation's own value as it is written."""
        if not name:
            return ""
        known = texts().get(f"{group}.{name}")
        return known.text(self.language) if known else name.replace("_", " ")

    def count(self, name: str, number: int) -> str:
        """Return "3 claims" in the form that the number asks for."""
        return self.text(f"count.{name}_{self._plural(number)}", number=number_text(Decimal(number)))

    def property(self, name: str) -> str:
        """Return what a property is called."""
        declared = self.vocabulary.property(name)
        return declared.label.text(self.language) if declared else name.replace("_", " ")

    def term(self, dimension: str, value: str) -> str:
        """Return what a value of a dimension is called."""
        declared = self.vocabulary.term(dimension, value)
        return declared.label.text(self.language) if declared else value.replace("_", " ")

    def speaker(self, card: ClaimCard) -> str:
        """Return who says so, by the name the vocabulary has for that office, else as the claim has it."""
        declared = self.vocabulary.term("speaker", card.speaker)
        return declared.label.text(self.language) if declared else card.speaker

    def about(self, about: tuple[tuple[str, str], ...]) -> str:
        """Return dimensions as one phrase."""
        return ", ".join(self._dimension(name, value) for name, value in about)

    def heading(self, trail: Trail) -> str:
        """Return what a trail is about: `People killed: Dungans`."""
        if f"moment.{trail.property}" in texts():
            return self.moment(trail.cards[0])
        return self.subject_line(trail.property, trail.about, trail.unit)

    def subject_line(self, name: str, about: tuple[tuple[str, str], ...], unit: str | None) -> str:
        """Return property, dimensions and a unit that is not to be guessed, beginning with a capital letter."""
        words = self.property(name)
        declared = self.vocabulary.property(name)
        several = declared is None or len(declared.units) != 1
        if unit and several:
            words = f"{words} ({self.unit(unit)})"
        if about:
            words = f"{words}: {self.about(about)}"
        return words[:1].upper() + words[1:]

    def moment(self, card: ClaimCard) -> str:
        """Return what a dated fact is called where its date stands beside it."""
        named = texts().get(f"moment.{card.property}")
        words = named.text(self.language) if named else self.subject_line(card.property, (), None)
        return f"{words}: {self.about(card.about)}" if card.about else words

    def unit(self, unit: str | None) -> str:
        """Return a unit's name; a currency by its code."""
        return unit if unit and is_currency(unit) else self.named("unit", unit)

    def date(self, date: PartialDate | dt.date | None) -> str:
        """Return a date as people write it, no sharper than it is; nothing for no date."""
        if date is None:
            return ""
        if isinstance(date, dt.date):
            return self._day(date)
        first, last = date.earliest, date.latest
        match date.text().count("-") if "/" not in date.text() else -1:
            case 0:
                return self._year(first)
            case 1:
                return self._month(first)
            case 2:
                return self._day(first)
        return self._stretch(first, last)

    def value(self, value: Value) -> str:
        """Return a claim's value for a reader; words in the language they were said in."""
        match value:
            case Quantity():
                return self.quantity(value)
            case PartialDate():
                return self.date(value)
            case bool():
                return self.text("value.yes" if value else "value.no")
        return value

    def quantity(self, quantity: Quantity) -> str:
        """Return a quantity with its hedge in words: `at least 10`."""
        return self.text(f"quantity.{quantity.qualifier.value}", number=_said(quantity))

    def sign(self, quantity: Quantity) -> str:
        """Return a quantity in the shortest form, for charts and narrow columns: `≥ 10`."""
        sign = _SIGNS.get(quantity.qualifier)
        return f"{sign}{_NBSP}{_said(quantity)}" if sign else _said(quantity)

    def range(self, trail: Trail) -> str:
        """Return the range of a figure; an open end is said, not drawn shut."""
        low, high = trail.low, trail.high
        said = [card.quantity for card in trail.cards if card.quantity is not None]
        if not said:
            return self.text("status.refuted")
        if len({(one.low, one.high) for one in said}) == 1:
            return self.quantity(min(said, key=lambda one: one.qualifier is not Qualifier.EXACT))
        if low is None:
            return self.text("quantity.up_to", number=number_text(high))
        opened = [one.low for one in said if one.high is None and one.low is not None]
        closed = [one.high for one in said if one.high is not None]
        if not closed:
            edge = [one for one in said if one.low == low]
            return self.quantity(min(edge, key=lambda one: one.qualifier is Qualifier.VAGUE))
        high = max([*closed, *opened])
        words = number_text(low) if low == high else f"{number_text(low)}{_DASH}{number_text(high)}"
        return self.text("quantity.or_more", number=words) if opened else words

    def source(self, source: SourceCard) -> str:
        """Return who published when: `Valley Herald, 9 March 2021`."""
        return ", ".join(filter(None, (source.name, self.date(source.published_on))))

    def language_of(self, tag: str | None) -> str:
        """Return a language's name."""
        return language_name(tag).text(self.language) if tag else ""

    def size(self, octets: int) -> str:
        """Return a size in bytes."""
        return self.count("bytes", octets)

    def tick(self, day: dt.date, step: str) -> str:
        """Return a short date for an axis; `step` is `day`, `month` or `year`."""
        month = self._months("short")[day.month - 1]
        match step:
            case "day":
                return f"{month}{_NBSP}{day.day}" if self._own == "kk" else f"{day.day}{_NBSP}{month}"
            case "month":
                return f"{'май' if (self._own, day.month) == ('ru', 5) else month}{_NBSP}{day.year}"
        return f"{day.year}"

    def month_heading(self, date: PartialDate) -> str:
        """Return the month or year that a line of the timeline stands under."""
        first, last = date.earliest, date.latest
        return self._month(first) if (first.year, first.month) == (last.year, last.month) else self._year(first)

    def _dimension(self, name: str, value: str) -> str:
        words = self.term(name, value)
        return f"{self.text(f'dimension.{name}')} {words}" if name in _NAMED_DIMENSIONS else words

    @builtins.property  # `property` is a method here
    def _own(self) -> str:
        primary = self.language.split("-", maxsplit=1)[0]
        return primary if primary in INTERFACE_LANGUAGES else "en"

    def _months(self, form: str) -> list[str]:
        return self.text(f"month.{form}").split()

    def _year(self, day: dt.date) -> str:
        return {"ru": f"{day.year}{_NBSP}г.", "kk": f"{day.year}{_NBSP}жыл"}.get(self._own, f"{day.year}")

    def _month(self, day: dt.date) -> str:
        month = self._months("names")[day.month - 1]
        if self._own == "kk":
            return f"{day.year} жылғы {month}"
        return f"{month} {self._year(day)}"

    def _day(self, day: dt.date) -> str:
        return self._days(day, str(day.day))

    def _days(self, day: dt.date, days: str) -> str:
        month = self._months("of_day")[day.month - 1]
        if self._own == "kk":
            return f"{day.year} жылғы {days}{_NBSP}{month}"
        return f"{days}{_NBSP}{month} {self._year(day)}"

    def _stretch(self, first: dt.date, last: dt.date) -> str:
        if (first.year, first.month) == (last.year, last.month):
            return self._days(first, f"{first.day}{_DASH}{last.day}")
        whole_months = first.day == 1 and (last + dt.timedelta(days=1)).day == 1
        shown = self._month if whole_months else self._day
        return f"{shown(first)} {_DASH} {shown(last)}"

    def _plural(self, number: int) -> str:
        """Return `one`, `few` or `many` (Unicode CLDR plural rules; Kazakh nouns stay singular after a number)."""
        if self._own == "ru":
            tens, units = number % 100, number % 10
            if units == 1 and tens != 11:
                return "one"
            return "few" if 2 <= units <= 4 and not 12 <= tens <= 14 else "many"
        return "one" if number == 1 or self._own == "kk" else "many"


def said_numbers(quantity: Quantity) -> tuple[Decimal, Decimal | None]:
    """Return the number that was said, or the two of a range, from the bounds it was turned into (METHOD 6.1)."""
    low, high = quantity.low, quantity.high
    match quantity.qualifier:
        case Qualifier.RANGE if low is not None:
            return low, high
        case Qualifier.MORE_THAN if low is not None:
            return (low - 1 if low == low.to_integral_value() else low), None
        case Qualifier.LESS_THAN if high is not None:
            return (high + 1 if high == high.to_integral_value() else high), None
        case Qualifier.UP_TO if high is not None:
            return high, None
    return (low if low is not None else high or Decimal(0)), None


def _said(quantity: Quantity) -> str:
    first, second = said_numbers(quantity)
    return number_text(first) if second is None else f"{number_text(first)}{_DASH}{number_text(second)}"

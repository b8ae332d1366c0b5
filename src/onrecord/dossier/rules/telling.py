"""Owns how findings speak of readings: their values in words, and words to put in the place of wrong ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from onrecord.dossier.bindings import current
from onrecord.kernel import Qualifier, Script, number_text, script_of
from onrecord.ledger import Reading, moment
from onrecord.reading import language_of

_SIGNS: Final = {Qualifier.AT_LEAST: "≥ ", Qualifier.MORE_THAN: "≥ ", Qualifier.VAGUE: "≥ ", Qualifier.ABOUT: "≈ "}
_MOST: Final = 6


def ids(readings: Sequence[Reading]) -> tuple[str, ...]:
    """Return the claims of readings."""
    return tuple(reading.claim.id for reading in readings)


def values(readings: Sequence[Reading]) -> str:
    """Return distinct readings in words: what, who, as of when."""
    shown: Mapping[str, None] = dict.fromkeys(
        f"“{one.quantity.wording}” ({one.claim.speaker}{_when(one)})" for one in readings
    )
    return "; ".join(list(shown)[:_MOST])


def wordings(readings: Sequence[Reading], language: str) -> str | None:
    """Return words to put in the place of wrong ones: a claim's own where it speaks the statement's language."""
    newest = current(readings)
    if not newest:
        return None
    own = Script.LATIN if language == "en" else Script.CYRILLIC
    fitting = [one for one in newest if script_of(one.quantity.wording) is own and _speaks(one, language)]
    if fitting:
        return fitting[0].quantity.wording
    quantity = newest[0].quantity
    sign = _SIGNS.get(quantity.qualifier, "")
    bounds = dict.fromkeys(number_text(one) for one in (quantity.low, quantity.high) if one is not None)
    return sign + "–".join(bounds)


def _speaks(reading: Reading, language: str) -> bool:
    """Say whether a claim's words are of the statement's language, as far as its quote can tell."""
    quote = reading.claim.quote
    return (language_of(quote.text) if quote else None) in (None, language)


def _when(reading: Reading) -> str:
    date = moment(reading.claim)
    return f", {date.text()}" if date else ""

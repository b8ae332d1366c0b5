"""Owns the words that say a number as a claim says it: the claim's own number and hedge in the place of wrong ones.

Only the number with its hedge is put in another's place; what the author counts, and how they call it, stays theirs.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from onrecord.kernel import PartialDate, Qualifier, Quantity, Vocabulary, number_text
from onrecord.reading import dates_in, quantities_in

# How a hedge is said with digits; where a language would have to bend the number for it, there is none.
_SAID: Final = {
    "en": {
        Qualifier.EXACT: "{low}",
        Qualifier.ABOUT: "about {low}",
        Qualifier.AT_LEAST: "at least {low}",
        Qualifier.MORE_THAN: "more than {below}",
        Qualifier.UP_TO: "up to {high}",
        Qualifier.LESS_THAN: "fewer than {above}",
        Qualifier.RANGE: "{low} to {high}",
    },
    "ru": {
        Qualifier.EXACT: "{low}",
        Qualifier.ABOUT: "около {low}",
        Qualifier.AT_LEAST: "не менее {low}",
        Qualifier.MORE_THAN: "более {below}",
        Qualifier.UP_TO: "до {high}",
        Qualifier.LESS_THAN: "менее {above}",
        Qualifier.RANGE: "от {low} до {high}",
    },
    "kk": {
        Qualifier.EXACT: "{low}",
        Qualifier.ABOUT: "шамамен {low}",
        Qualifier.AT_LEAST: "кемінде {low}",
    },
}


def reworded(
    words: str, claimed: Quantity, suggestion: str | None, language: str, vocabulary: Vocabulary
) -> str | None:
    """Return words with their one number said as a claim says it; None where they hold none or several.

    The claim's own wording is taken where it is of the language, else digits with a hedge.
    """
    said = quantities_in(words, language, vocabulary, is_bound=True)
    if len(said) != 1:
        return None
    one = said[0]
    for number in (_own(suggestion, claimed, language, vocabulary), spelled(claimed, language)):
        if number is None:
            continue
        new = words[: one.start] + _as_begun(words[one.start : one.end], number) + words[one.end :]
        read = quantities_in(new, language, vocabulary, is_bound=True)
        if len(read) == 1 and read[0].quantity.contains(claimed) and new != words:
            return new
    return None


def redated(words: str, claimed: PartialDate, language: str) -> str | None:
    """Return words with their one date in the wording of a claim, where that is of the language."""
    said = dates_in(words, language)
    own = dates_in(claimed.wording, language)
    if len(said) != 1 or len(own) != 1:
        return None
    return words[: said[0].start] + claimed.wording[own[0].start : own[0].end] + words[said[0].end :]


def _own(suggestion: str | None, claimed: Quantity, language: str, vocabulary: Vocabulary) -> str | None:
    """Return number and hedge of a wording that was suggested, where it is words that say what the claim says."""
    if not suggestion or not suggestion[0].isalnum():
        return None
    read = quantities_in(suggestion, language, vocabulary, is_bound=True)
    if len(read) != 1 or not read[0].quantity.same_numbers(claimed):
        return None
    return suggestion[read[0].start : read[0].end]


def spelled(claimed: Quantity, language: str) -> str | None:
    """Return a quantity in digits with its hedge; None where the language would have to bend the number for it."""
    form = _SAID.get(language, {}).get(claimed.qualifier)
    if form is None:
        return None
    low, high = claimed.low, claimed.high
    one = Decimal(1)
    return form.format(
        low=number_text(low),
        high=number_text(high),
        below=number_text(low - one) if low is not None else "",
        above=number_text(high + one) if high is not None else "",
    )


def _as_begun(old: str, new: str) -> str:
    """Return the new words with a capital where the old ones had one."""
    if old[:1].isupper() and new[:1].islower():
        return new[:1].upper() + new[1:]
    if old[:1].islower() and new[:1].isupper() and not new[:2].isupper():
        return new[:1].lower() + new[1:]
    return new

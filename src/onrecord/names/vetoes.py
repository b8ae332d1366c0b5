"""Owns what forbids two names to be one person, whatever else agrees (METHOD 8.4, step 7). Never weighs."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from typing import Final

from onrecord.kernel import PartialDate
from onrecord.names.adjectives import is_of_one_place
from onrecord.names.alphabets import CYRILLIC, alphabet_of, small, written
from onrecord.names.contexts import Context
from onrecord.names.model import Name, Sex, Token
from onrecord.names.particles import particles
from onrecord.names.reasons import Why, why
from onrecord.names.tokens import fathers_matched, fits_initial, has_contrast, matched
from onrecord.names.variants import table
from onrecord.names.words import token_of

_DUNGAN: Final = frozenset("әҗңўү")
_NOT_DUNGAN: Final = frozenset("ғқөұһіҳҝҹїєґ")
_YEARS_APART: Final = 2
_DAYS_OF_A_YEAR: Final = 366


def of_context(one: Context, other: Context) -> Iterator[Why]:
    """Yield what the contexts of two records forbid."""
    if one.born and other.born and not _same_birth(one.born, other.born):
        yield why("veto-birth", a=one.born.text(), b=other.born.text())
    for dead, alive in ((one, other), (other, one)):
        for seen in alive.seen_alive():
            if dead.died and dead.died.is_certainly_before(seen):
                yield why("veto-dead", a=dead.died.text(), b=seen.text())
    yield from _two_places(one, other)
    if one.sex and other.sex and one.sex != other.sex:
        yield why("veto-sex")


def of_kind(one: Name, other: Name) -> Iterator[Why]:
    """Yield that a person is no place and no organisation."""
    if one.kind is not other.kind:
        yield why("veto-kind")


def of_sex(one: Name, other: Name, pairs: Sequence[tuple[Token, Token]]) -> Iterator[Why]:
    """Yield that the names are of a man and of a woman.

    Papers in Latin letters often give a woman the surname in its masculine form: where the given name both share is one
    of women or of men, a surname that disagrees with it is such a form and forbids nothing.
    """
    if one.sex is None or other.sex is None or one.sex is other.sex:
        return
    if not any(_is_of_one_sex(a, b) for a, b in pairs) or _both_told(one, other):
        yield why("veto-sex")


def of_fathers(one: Token | None, other: Token | None) -> Iterator[Why]:
    """Yield that the fathers differ; one that is missing is unknown."""
    if one is not None and other is not None and fathers_matched(one, other).code == "different":
        yield why("veto-patronymic", a=one.text, b=other.text)


def of_generation(one: Name, other: Name) -> Iterator[Why]:
    """Yield that one is the elder and the other the younger of a name, where both say which they are."""
    ages = [{age for title in name.titles if (age := _GENERATIONS.get(title))} for name in (one, other)]
    if ages[0] and ages[1] and ages[0].isdisjoint(ages[1]):
        yield why("veto-generation")


_GENERATIONS: Final = {
    "sr": "elder", "senior": "elder", "старший": "elder", "ст": "elder", "үлкен": "elder", "père": "elder",
    "jr": "younger", "junior": "younger", "младший": "younger", "мл": "younger", "кіші": "younger", "fils": "younger",
    "hijo": "younger", "filho": "younger", "ii": "second", "iii": "third", "iv": "fourth",
}  # fmt: skip


def of_initials(initials: Sequence[Token], words: Sequence[Token]) -> Iterator[Why]:
    """Yield each initial that does not fit the word in its place."""
    for initial, word in zip(initials, words, strict=False):
        if not fits_initial(initial, word):
            yield why("veto-initials", a=initial.text.upper(), b=word.text)


def of_dungan(one: Name, other: Name, pairs: Sequence[tuple[Token, Token]]) -> Iterator[Why]:
    """Yield the contrasts that only Dungan letters show, where both names are in them."""
    if not is_in_dungan_letters(one) or not is_in_dungan_letters(other):
        return
    for a, b in pairs:
        if has_contrast(a.text, b.text):
            yield why("veto-dungan", a=a.text, b=b.text)


def is_in_dungan_letters(name: Name) -> bool:
    """Say whether a name has letters of Dungan and none that Dungan lacks; a lone ү would be Kyrgyz as well."""
    return name.alphabet in CYRILLIC and _has_dungan_letters_only(name.original)


@functools.lru_cache(maxsize=20_000)
def _has_dungan_letters_only(text: str) -> bool:
    letters = set(small(text))
    return bool(letters & _DUNGAN) and not letters & _NOT_DUNGAN


def _same_birth(one: PartialDate, other: PartialDate) -> bool:
    """Say whether two births may be one: two full dates must agree, two years may be two apart."""
    if one.overlaps(other):
        return True
    if one.is_exact_day and other.is_exact_day:
        return False
    years = (one.earliest.year, one.latest.year, other.earliest.year, other.latest.year)
    gap = max(years[0] - years[3], years[2] - years[1])
    return gap <= _YEARS_APART


def is_birth_told(one: PartialDate | None, other: PartialDate | None) -> bool:
    """Say whether two births agree closely enough to be evidence: within a year, on both sides."""
    return (
        one is not None
        and other is not None
        and one.overlaps(other)
        and (one.latest - one.earliest).days <= _DAYS_OF_A_YEAR
        and (other.latest - other.earliest).days <= _DAYS_OF_A_YEAR
    )


def same_place(one: str, other: str) -> bool:
    """Say whether two places are written as one, in any script."""
    a, b = (_place_words(text) for text in (one, other))
    return bool(a) and len(a) == len(b) and all(_same_place(x, y) for x, y in zip(a, b, strict=True))


def _same_place(one: Token, other: Token) -> bool:
    return matched(one, other).grade >= 0.9 or is_of_one_place(one.text, other.text)


def _place_words(text: str) -> tuple[Token, ...]:
    plain = written(text)
    words = [one.strip(".,\"«»()'") for one in plain.split()]
    return tuple(token_of(one, alphabet_of(plain)) for one in words if one and one not in particles()["place"])


def _two_places(one: Context, other: Context) -> Iterator[Why]:
    for a in one.sightings:
        for b in other.sightings:
            on_one_day = a.on.is_exact_day and b.on.is_exact_day and a.on.earliest == b.on.earliest
            if on_one_day and not same_place(a.place, b.place):
                yield why("veto-places", a=a.place, b=b.place)


def _is_of_one_sex(one: Token, other: Token) -> bool:
    if not one.groups or not other.groups:
        return False
    sex: Sex | None = table().sex_of(one.groups)
    return sex is not None and sex is table().sex_of(other.groups)


def _both_told(one: Name, other: Name) -> bool:
    """Say whether a patronymic tells the sex on both sides, which no habit of papers changes."""
    return one.patronymic is not None and other.patronymic is not None

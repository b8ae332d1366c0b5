"""Owns the endings of Kazakh and Kyrgyz words. Never a dictionary: there is none that may be shipped.

A word that somebody looks for loses only endings that are sure; a word of a text is a form of what is left where all
that follows may be endings, sure ones or not. What is cut too short on one side finds nothing by itself.
"""

from __future__ import annotations

import functools
import itertools
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any, Final

OWN_LETTERS: Final = frozenset("әғқңөұүһіҗў")
_BACK: Final = frozenset("аоұыяюё")
_FRONT: Final = frozenset("әеөүіэ")
_VOWELS: Final = _BACK | _FRONT | frozenset("иу")
_LONG_ENOUGH: Final = 4
_LONGEST_ENDINGS: Final = 14  # letters
_SHORTEST: Final = 2  # letters of a stem: үй, ел, ат
# The Kazakh Latin alphabet of 2021 (and what the press wrote before) in Cyrillic letters; digraphs first.
_LATIN: Final = (
    ("sh", "ш"), ("ch", "ч"), ("zh", "ж"), ("gh", "ғ"), ("ng", "ң"), ("ia", "я"), ("iu", "ю"), ("ts", "ц"),
    *zip(
        "aäbdefgğhıiyjklmnñoöpqrsştuūüvz" + "ŋəŵýŭúóáǵńw",
        "аәбдефгғһыиыжклмнңоөпқрсштуұүвз" + "ңәууұүөәғңу",
        strict=True,
    ),
)  # fmt: skip
_KAZAKH_LATIN: Final = re.compile("[äöüūñğşıŋəǵńúóáýq]")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Slot:
    """The endings of one place in a word, longest first."""

    sure: re.Pattern[str]
    possible: re.Pattern[str]


def sure_stems(word: str) -> frozenset[str]:
    """Return the stems of a word that somebody looks for: itself, and what is left without endings that are sure.

    An ending of one letter is sure after a plural, or where four letters are left: ауданы is of аудан.
    """
    rules = _rules()
    for verb in _cut(word, rules.verb.sure):
        if len(verb) > _SHORTEST and verb[-1] in rules.stem_ends and not _is_of_noun(word):
            return frozenset({word, _hard(verb)})
    left = next(_cut(word, rules.case.sure), word)
    owned = next(_cut(left, rules.possessive.sure), None) or _owned_by_plural(left) or left
    found = {word, next(_cut(owned, rules.plural.sure), owned)}
    for base in (word, left):
        found.update(one for one in _cut(base, rules.possessive.possible) if len(one) >= _LONG_ENOUGH)
        owned_as_object = base[:-1] if base.endswith("н") else ""  # адамын: of his, as the one something is done to
        found.update(one for one in _cut(owned_as_object, rules.possessive.possible) if _is_whole(one))
    return frozenset(map(_hard, found))


def _is_whole(stem: str) -> bool:
    """Say whether a stem is long enough and does not end in two consonants, as a word cut too short mostly does."""
    return len(stem) >= _LONG_ENOUGH and not _VOWELS.isdisjoint(stem[-2:])


def _owned_by_plural(word: str) -> str | None:
    rules = _rules()
    without = _cut(word, rules.possessive.possible)
    return next((one for one in without if any(_cut(one, rules.plural.sure))), None)


def beginnings(stem: str) -> tuple[str, ...]:
    """Return how words begin that are forms of a stem: as it does, or with its last letter softened."""
    soft = {hard: letter for letter, hard in _rules().hard.items()}
    if len(stem) > _SHORTEST and stem[-1] == "к":
        return stem, f"{stem[:-1]}г"
    return (stem, stem[:-1] + soft[stem[-1]]) if len(stem) > _SHORTEST and stem[-1] in soft else (stem,)


def is_form(word: str, stem: str) -> bool:
    """Say whether a word that begins with a stem may be a form of it: what follows is endings, in their order."""
    rest = word[len(stem) :]
    if not rest:
        return True
    if len(rest) > _LONGEST_ENDINGS or not _goes_with(stem, rest):
        return False
    rules = _rules()
    is_verb = stem[-1] in rules.stem_ends or stem[-1] in _VOWELS
    return rules.of_noun.fullmatch(rest) is not None or (is_verb and rules.of_verb.fullmatch(rest) is not None)


def in_cyrillic(word: str) -> str | None:
    """Return a word in the Kazakh Latin alphabet as it is in Cyrillic; None for one that shows no sign of it."""
    if not _KAZAKH_LATIN.search(word):
        return None
    for latin, cyrillic in _LATIN:
        word = word.replace(latin, cyrillic)
    return None if re.search("[a-z]", word) else word


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rules:
    case: _Slot
    possessive: _Slot
    plural: _Slot
    verb: _Slot
    of_noun: re.Pattern[str]
    of_verb: re.Pattern[str]
    stem_ends: str
    hard: Mapping[str, str]


@functools.cache
def _rules() -> _Rules:
    declared = tomllib.loads((resources.files(__package__) / "data" / "turkic.toml").read_text(encoding="utf-8"))
    slots = {name: _slot(declared[name], declared["letters"]) for name in ("case", "possessive", "plural", "verb")}
    case, possessive, plural, verb = (f"(?:{one.sure.pattern}|{one.possible.pattern})" for one in slots.values())
    of_noun = f"{plural}?{possessive}?{case}?"
    return _Rules(
        **slots,
        of_noun=re.compile(of_noun),
        of_verb=re.compile(f"{verb}{of_noun}"),
        stem_ends=declared["verb"]["stem_ends"],
        hard=declared["hard"],
    )


def _slot(declared: Mapping[str, Any], letters: Mapping[str, str]) -> _Slot:
    sure, possible = (_pattern(declared.get(kind, ()), letters) for kind in ("sure", "possible"))
    return _Slot(sure=sure, possible=possible)


def _pattern(templates: Iterable[str], letters: Mapping[str, str]) -> re.Pattern[str]:
    endings = {
        "".join(one) for template in templates for one in itertools.product(*(letters.get(c, c) for c in template))
    }
    ordered = sorted(endings, key=lambda one: (-len(one), one))
    return re.compile("|".join(ordered) if ordered else r"(?!)")


def _cut(word: str, endings: re.Pattern[str]) -> Iterator[str]:
    """Yield what is left of a word without one of these endings, the longest first."""
    for place in range(_SHORTEST, len(word)):
        ending = endings.fullmatch(word, place)
        if ending is not None and _goes_with(word[:place], word[place:]):
            yield word[:place]


def _goes_with(stem: str, ending: str) -> bool:
    """Say whether an ending may stand after a stem: it has a vowel, and both are of one kind, if they show it."""
    kinds = [letter in _BACK for letter in stem if letter in _BACK or letter in _FRONT]
    own = [letter in _BACK for letter in ending if letter in _BACK or letter in _FRONT]
    return any(letter in _VOWELS for letter in stem) and (not kinds or not own or kinds[-1] == own[0])


def _is_of_noun(word: str) -> bool:
    """Say whether what may be a verb's ending is a noun's: тұрғындарды is of тұрғын, not of a verb."""
    return any(any(_cut(one, _rules().plural.sure)) for one in _cut(word, _rules().case.sure))


def _hard(stem: str) -> str:
    return stem[:-1] + _rules().hard.get(stem[-1], stem[-1]) if len(stem) > _SHORTEST else stem

"""Owns the endings that a name takes in running Russian and Kazakh text. Never touches a name that shows none.

A name that stands in a sentence is in a case (METHOD 8.3, NM-07). All its words must agree in one: Лохарова Исмара
Юнусовича is of Лохаров Исмар Юнусович, and Лохарова Зара Юнусовна is nobody's accusative.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from onrecord.names.alphabets import Alphabet
from onrecord.names.particles import particles

_RUSSIAN: Final = frozenset({Alphabet.RUSSIAN, Alphabet.DUNGAN, Alphabet.KAZAKH, Alphabet.KYRGYZ, Alphabet.UYGHUR})
_KAZAKH: Final = frozenset({Alphabet.KAZAKH, Alphabet.KYRGYZ, Alphabet.RUSSIAN})
_WORD: Final = re.compile(r"[^\W\d_]+")
_SHORTEST: Final = 3
_MOST: Final = 8  # nominatives tried for one name

# Of each case: endings of a surname in -ов, -ев, -ин; of one in -ский; of a patronymic; of given names, with what
# stands there in the nominative. First men, then women.
_MEN: Final = (
    ("ова|ева|ина|ына", "ского|цкого", "ича", (("а", ""), ("я", "й"), ("я", "ь"), ("ы", "а"), ("и", "а"), ("и", "я"))),
    ("ову|еву|ину|ыну", "скому|цкому", "ичу", (("у", ""), ("ю", "й"), ("ю", "ь"), ("е", "а"), ("е", "я"))),
    ("ова|ева|ина|ына", "ского|цкого", "ича", (("у", "а"), ("ю", "я"))),
    (
        "овым|евым|иным|ыным",
        "ским|цким",
        "ичем",
        (("ом", ""), ("ем", "ь"), ("ем", "й"), ("ем", ""), ("ой", "а"), ("ей", "я")),
    ),
    ("ове|еве|ине|ыне", "ском|цком", "иче", (("е", ""), ("е", "й"), ("е", "ь"), ("е", "а"), ("е", "я"))),
)
_WOMEN: Final = (
    ("овой|евой|иной|ыной", "ской|цкой", "ны", (("ы", "а"), ("и", "я"), ("и", "а"), ("и", "ь"), ("ии", "ия"))),
    ("овой|евой|иной|ыной", "ской|цкой", "не", (("е", "а"), ("е", "я"), ("и", "ь"), ("ии", "ия"))),
    ("ову|еву|ину|ыну", "скую|цкую", "ну", (("у", "а"), ("ю", "я"))),
    ("овой|евой|иной|ыной", "ской|цкой", "ной", (("ой", "а"), ("ей", "я"), ("ей", "а"), ("ью", "ь"))),
)
_SURE: Final = re.compile("(?<=..)(?:[нтд][ыі]ң|[нмбп]ен|[нтд][аеә]н|[қғкг][аеә]|[тднг]е|[тдн][аыі])$")
_FAMILY: Final = re.compile("(?<=..)(?:[ое]ва?|ина?|ұлы|қызы|уулу|кызы|[ое]вич|[ое]вна)$")
_DAUGHTER: Final = re.compile("(?:[ое]в|ич)на$")  # a Russian patronymic, which only looks like a Kazakh dative
_BACK: Final = frozenset("аоұыуяюё")
_FRONT: Final = frozenset("әеөүіэ")
_VOWELS: Final = _BACK | _FRONT | frozenset("и")


@dataclass(frozen=True, slots=True)
class Nominative:
    """A name as it would stand alone. `is_certain` where only a case explains what was written."""

    text: str
    is_certain: bool


@functools.lru_cache(maxsize=50_000)
def nominatives(plain: str, alphabet: Alphabet) -> tuple[Nominative, ...]:
    """Return what a name in small letters may be a Russian or Kazakh case of; empty where it shows no case."""
    words = _WORD.findall(plain)
    if not 1 <= len(words) <= 5:
        return ()
    found: dict[str, bool] = {}
    if alphabet in _RUSSIAN and len(words) > 1:
        for one in _russian(words):
            found[one.text] = found.get(one.text, False) or one.is_certain
    if alphabet in _KAZAKH:
        for one in _kazakh(words):
            found.setdefault(one.text, one.is_certain)
    return tuple(Nominative(text, is_certain) for text, is_certain in list(found.items())[:_MOST])


def _russian(words: Sequence[str]) -> Iterator[Nominative]:
    for cases, surname_end, father_end in ((_MEN, "", ""), (_WOMEN, "а", "а")):
        for surnames, adjectives, fathers, given in cases:
            parts = [_in_case(word, surnames, adjectives, fathers, given, (surname_end, father_end)) for word in words]
            roles = [role for role, _ in parts]
            if "surname" not in roles and "father" not in roles:
                continue
            if roles.count("surname") > 1 or roles.count("father") > 1 or "none" in roles:
                continue
            certain = "father" in roles or (surname_end == "" and not surnames.startswith("ова"))
            certain = certain or (surname_end == "а" and surnames.startswith("овой"))
            for choice in _choices([options for _, options in parts]):
                if list(choice) != list(words):
                    yield Nominative(" ".join(choice), certain)


def _in_case(
    word: str,
    surnames: str,
    adjectives: str,
    fathers: str,
    given: Sequence[tuple[str, str]],
    ends: tuple[str, str],
) -> tuple[str, list[str]]:
    """Return what a word is in this case (surname, father, given, none) and what it may be in the nominative."""
    if len(word) == 1:
        return "initial", [f"{word}."]
    if word in particles()["titles"] or word in particles()["tail_titles"]:
        return "title", [word]
    is_man = ends[1] == ""
    father = _father_in_case(word, fathers, is_man=is_man)
    if father is not None:
        return "father", [father]
    for end in surnames.split("|"):
        if word.endswith(end) and len(word) > len(end) + 2:
            return "surname", [word[: -len(end)] + end[:2] + ends[0]]
    for end in adjectives.split("|"):
        if word.endswith(end) and len(word) > len(end) + 1:
            return "surname", [word[: -len(end)] + end[:2] + ("ий" if is_man else "ая")]
    options = _given_in_case(word, given, is_man=is_man)
    return ("given", options) if options else ("none", [])


def _father_in_case(word: str, ending: str, *, is_man: bool) -> str | None:
    if is_man:
        return word[: -len(ending)] + "ич" if word.endswith(ending) and len(word) > 6 else None
    is_father = word.endswith(tuple(f"{one}{ending}" for one in ("ов", "ев", "ич", "инич")))
    return word[: -len(ending)] + "на" if is_father else None


def _given_in_case(word: str, given: Sequence[tuple[str, str]], *, is_man: bool) -> list[str]:
    if is_man and _DAUGHTER.search(word):
        return []
    options = [word[: -len(end)] + other for end, other in given if word.endswith(end) and len(word) - len(end) >= 2]
    is_fixed = word[-1] not in "аяуюыие" and not is_man  # a woman's name that ends in a consonant takes no case
    if is_fixed or (word[-1] in "оуеиэюә" and not options):
        options.append(word)
    return options


def _choices(parts: Sequence[Sequence[str]]) -> Iterator[tuple[str, ...]]:
    if not parts:
        yield ()
        return
    for one in parts[0]:
        for rest in _choices(parts[1:]):
            yield (one, *rest)


def _kazakh(words: Sequence[str]) -> Iterator[Nominative]:
    """Yield the name without the ending of its last word; sure for a genitive, or behind a surname or a father."""
    last = words[-1]
    found = _SURE.search(last)
    if not found:
        return
    stem, ending = last[: found.start()], found.group()
    if len(stem) < _SHORTEST or _DAUGHTER.search(last) or not _goes_with(stem, ending):
        return
    is_certain = ending.endswith("ң") or _FAMILY.search(stem) is not None
    yield Nominative(" ".join([*words[:-1], stem]), is_certain)


def _goes_with(stem: str, ending: str) -> bool:
    """Say whether an ending follows its stem in vowel harmony and in its first sound."""
    vowel = next((one for one in reversed(stem) if one in _VOWELS), "")
    own = next((one for one in ending if one in _VOWELS), "")
    if ending[1:] != "ен" or ending[0] not in "мбп":
        if vowel in _BACK and own in _FRONT:
            return False
        if vowel in _FRONT and own in _BACK:
            return False
    return ending[0] in _FIRST.get(_class(stem[-1]), "")


_FIRST: Final[Mapping[str, str]] = {"voiceless": "тқкп", "nasal": "ндғгмб", "voiced": "дғгнбм", "vowel": "нғгдм"}


def _class(letter: str) -> str:
    if letter in _VOWELS:
        return "vowel"
    if letter in "мнң":
        return "nasal"
    return "voiceless" if letter in "пфкқтсшщчцхбвгд" else "voiced"

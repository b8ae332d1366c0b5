"""Owns the finding of declared places in prose, of each the one that is meant, or none where that is open."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from onrecord.kernel import Vocabulary
from onrecord.reading.localities.model import PlaceInText
from onrecord.reading.localities.names import Names, Writing, endings, names_of
from onrecord.reading.speakers.lexicon import Words, words_of

_WORD: Final = re.compile(r"[^\W\d_]+")
_BETWEEN: Final = re.compile(r"[ \t\r\n\u00a0\-–.]{1,4}")  # within a name: "Bular-Batyr", «с. Кордай»
_POSSESSIVE: Final = re.compile(r"['’]s\b")
_INSTITUTION_REACH: Final = 4


@dataclass(frozen=True, slots=True)
class Named:
    """The places that a stretch of a text may name."""

    start: int
    end: int
    places: tuple[str, ...]
    ending: str  # that hangs on its last word


def places_in(text: str, language: str | None, vocabulary: Vocabulary) -> tuple[PlaceInText, ...]:
    """Return the declared places that a text names, in order.

    A name in a case is one, an inhabitant, a street or an institution is none ("the akim of Zhambyl region", "an
    Almaty court"). Where several places are called so, the text has to name what the one belongs to.
    """
    names = names_of(vocabulary)
    named = named_in(text, 0, len(text), names)
    return tuple(
        found
        for one in named
        if not is_of_institution(text, one, language)
        for found in (settled(text, one, names, named),)
        if found is not None
    )


def is_named(text: str, begin: int, finish: int, place: str, vocabulary: Vocabulary) -> bool:
    """Say whether a stretch of a text holds a name that a declared place has, be it shared with another place."""
    return any(place in one.places for one in named_in(text, begin, finish, names_of(vocabulary)))


def named_in(text: str, begin: int, finish: int, names: Names) -> list[Named]:
    """Return every stretch that names a declared place, the longest reading of each."""
    words = list(_WORD.finditer(text, begin, finish))
    found: list[Named] = []
    at = 0
    while at < len(words):
        reading = _reading(text, words, at, names)
        if reading is None:
            at += 1
            continue
        writing, used = reading
        start, end = words[at].start(), words[at + used - 1].end()
        if not _is_named_after(text, words, at, used):
            ending = words[at + used - 1].group().lower()[len(writing.stems[-1]) :]
            found.append(Named(start, end, writing.places, ending))
        at += used
    return found


def _reading(text: str, words: Sequence[re.Match[str]], at: int, names: Names) -> tuple[Writing, int] | None:
    for writing in names.of(words[at].group()):
        used = len(writing.stems)
        if at + used > len(words):
            continue
        own = words[at : at + used]
        is_written = all(map(_carries, own, writing.stems)) and _is_together(text, own)
        if is_written and any(word.group()[0].isupper() for word in own):
            return writing, used
    return None


def _carries(word: re.Match[str], stem: str) -> bool:
    """Say whether a word is a stem with nothing or a case ending hung to it."""
    low = word.group().lower()
    rest = low[len(stem) :]
    return low.startswith(stem) and (not rest or rest in endings().of_names)


def _is_together(text: str, words: Sequence[re.Match[str]]) -> bool:
    return all(_BETWEEN.fullmatch(text, one.end(), other.start()) is not None for one, other in pairwise(words))


def _is_named_after(text: str, words: Sequence[re.Match[str]], at: int, used: int) -> bool:
    """Say whether a street or the like is called after the place or the person of its name."""
    before = words[at - 1].group().lower() if at else ""
    behind = words[at + used].group().lower() if at + used < len(words) else ""
    hyphened = text[words[at].start() - 1 : words[at].start()] in {"-"} if words[at].start() else False
    return before in endings().before or behind in endings().behind or hyphened


def settled(text: str, one: Named, names: Names, named: Sequence[Named]) -> PlaceInText | None:
    """Return which of the places of a name is meant, or None where the text leaves that open."""
    if len(one.places) == 1:
        return _place(text, one, one.places[0], "unique")
    outer = [each for each in one.places if all(names.are_nested(each, other) for other in one.places)]
    widest = [each for each in outer if not any(above in one.places for above in names.above(each))]
    if len(outer) == len(one.places) and widest:
        return _place(text, one, widest[0], "contains")
    context = {place for other in named if other is not one and len(other.places) == 1 for place in other.places}
    shared = set.intersection(*(set(names.above(each)) for each in one.places))
    meant = [each for each in one.places if _is_near(each, context, set(names.above(each)) - shared, names)]
    return _place(text, one, meant[0], "broader") if len(meant) == 1 else None


def _is_near(place: str, context: set[str], own: set[str], names: Names) -> bool:
    """Say whether the text names what this place alone belongs to, what belongs to that too, or what belongs to it."""
    return any(other in own or own.intersection(names.above(other)) or place in names.above(other) for other in context)


def _place(text: str, one: Named, place: str, rule: str) -> PlaceInText:
    return PlaceInText(start=one.start, end=one.end, words=text[one.start : one.end], place=place, rule=rule)


def is_of_institution(text: str, one: Named, language: str | None) -> bool:
    """Say whether a name belongs to somebody's title: "Kazakhstan's ministry", «суд города Алматы»."""
    words = words_of(language)
    if words is None:
        return False
    return _is_before_institution(text, one, words) or _is_behind_institution(text, one, words)


def _is_before_institution(text: str, one: Named, words: Words) -> bool:
    """Say whether an institution follows: "Almaty court", «Жамбыл облысының әкімі»."""
    if words.language not in {"en", "kk", "ky", "de"}:
        return False
    rest = text[one.end : one.end + 60]
    possessive = _POSSESSIVE.match(rest)
    rest = rest[possessive.end() :] if possessive else rest
    is_bound = possessive is not None or words.is_verb_last or rest[:1] == " "
    if words.is_verb_last and one.ending in endings().local:
        return False
    following = re.split(r"[,.;:()«»“”\"\d—–]", rest, maxsplit=1)[0].split()[:_INSTITUTION_REACH]
    reach = len(following) if possessive or words.is_verb_last else 2
    return is_bound and _has_institution([one.strip().lower() for one in following[:reach]], words)


def _is_behind_institution(text: str, one: Named, words: Words) -> bool:
    """Say whether an institution leads to the name without a word of place between: «аким Жамбылской области»."""
    lead = re.split(r"[,.;:()«»“”\"\d—–]", text[max(0, one.start - 70) : one.start])[-1].lower().split()
    if words.is_verb_last or not lead:
        return False
    near = lead[-_INSTITUTION_REACH:]
    links = _LINKS.get(words.language, frozenset())
    for back in range(len(near) - 1, -1, -1):
        word = near[back]
        if words.has("prepositions", word) and word not in links:
            return False
        if _has_institution([word], words):
            between = near[back + 1 :]
            return bool(between) or words.language in {"ru", "uk", "pl"}
        if words.has("stops", word) and word not in links:
            return False
    return False


_LINKS: Final = {
    "en": frozenset({"of", "for", "in", "the"}),
    "fr": frozenset({"de", "du", "d", "des", "la"}),
    "de": frozenset({"von", "der", "des"}),
}


def _has_institution(words: Sequence[str], lexicon: Words) -> bool:
    for word in words:
        if word.startswith(endings().sites):
            return False
        if word.startswith(endings().institutions):
            return True
        kinds = {kind for _, kind in lexicon.kinds_in(word)}
        if kinds - {"papers"}:
            return True
    return False

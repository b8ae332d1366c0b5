"""Owns the guess at what a number counts, from the words around it. A guess proposes; it never decides."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from onrecord.kernel import ValueType, Vocabulary
from onrecord.reading.quantities.hedges import currency_start
from onrecord.reading.quantities.lexicon import Lexicon
from onrecord.reading.quantities.numbers import DASHES, Number, Token

_SENTENCE_END: Final = re.compile(r"[.!?…]\s+(?=[^\W_a-zа-яё])|\n\s*\n")
# What stands between a number and a word that may be its noun, and how many words it weighs.
_COSTS: Final = {",": 5.0, "–": 5.0}
_HURDLE_COST: Final = 9.0
_BEFORE: Final = 1.5  # a word before the number is a little less likely to be its own than one behind it
_ADJACENT: Final = -0.5  # "killed 10": a verb that governs the number
_TOO_FAR: Final = 16.0  # beyond this a word of the vocabulary is about something else in the sentence
_NEAR: Final = 7.0
_PART_REACH: Final = 3.0
_GROUP_REACH: Final = 4


@dataclass(frozen=True, slots=True)
class Mark:
    """A word that says what is counted: its place, the property it speaks of, and how much of it was matched."""

    start: int
    end: int
    name: str


class Surroundings:
    """The sentences of one text and the words in them that say what is counted. Each sentence is read once."""

    def __init__(self, text: str, vocabulary: Vocabulary, words: Lexicon) -> None:
        """Take the text; nothing is read until a figure asks."""
        self._text = text
        self._vocabulary = vocabulary
        self._words = words
        self._hurdle = _hurdles(tuple(sorted(words.screens["months"])))
        self._marks: dict[tuple[int, str], tuple[Mark, ...]] = {}
        self._stems: dict[str, tuple[re.Pattern[str], dict[str, str]]] = {}
        self._ends = [match.end() for match in _SENTENCE_END.finditer(text)]

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """Return where the sentence of a figure begins and ends."""
        left, right = bisect_right(self._ends, start), bisect_right(self._ends, end)
        return (
            self._ends[left - 1] if left else 0,
            self._ends[right] if right < len(self._ends) else len(self._text),
        )

    def property_of(self, start: int, end: int, phrase_end: int, unit: str | None) -> str | None:
        """Return the property whose words stand nearest in the same sentence, those behind the number first."""
        ranked = [pair for pair in self._ranked(start, end, unit) if pair[0] <= _TOO_FAR]
        if self._is_of_things(end, phrase_end):
            ranked = [pair for pair in ranked if not self._is_of_people(pair[1].name)]
        ranked.sort(key=lambda pair: (pair[0], pair[1].start - pair[1].end))
        near = [pair for pair in ranked if not _is_far_before(*pair, start)]
        if not near:
            return None
        best = near[0][1].name
        whole = self._whole_of(best)
        if whole is not None:  # "two police officers were killed" are no police officers injured
            best_part = self._part(best, whole, ranked)
            return best_part and self._said_more_exactly(best_part, start, end, ranked)
        best = self._said_more_exactly(best, start, end, ranked)
        return self._part_behind(best, end, ranked)

    def _said_more_exactly(self, best: str, start: int, end: int, ranked: Sequence[tuple[float, Mark]]) -> str:
        """Return what a word further off makes of a property: houses damaged, sentences altered, deaths in custody."""
        for exact in _MORE_EXACT.get(best, ()):
            costs = [cost for cost, mark in ranked if mark.name == exact]
            if not costs or costs[0] > _EXACT_REACH:
                continue
            if exact != "houses_damaged" or costs[0] <= _PART_REACH or not self._has_destruction(start, end):
                return exact
        return best

    def _has_destruction(self, start: int, end: int) -> bool:
        left, right = self.sentence(start, end)
        sentence = self._text[left:right].lower()
        return any(stem in sentence for stem in self._words.destroyed)

    def part_of(self, whole: str | None, start: int, end: int) -> str | None:
        """Return the part of a whole that the words behind a number name: "including 19 police officers"."""
        return whole and self._part_behind(whole, end, sorted(self._ranked(start, end, None), key=lambda pair: pair[0]))

    def _part_behind(self, whole: str, end: int, ranked: Sequence[tuple[float, Mark]]) -> str:
        parts = (mark.name for cost, mark in ranked if cost <= _PART_REACH and mark.start >= end)
        return next((name for name in parts if self._whole_of(name) == whole), whole)

    def _part(self, best: str, whole: str, ranked: Sequence[tuple[float, Mark]]) -> str | None:
        """Return the part, or what befell it where that is another thing, or None where nothing befell it."""
        reach = _TOO_FAR if best in _NAMED_BY_NOUN else _NEAR
        others = [mark.name for cost, mark in ranked if cost <= reach and self._whole_of(mark.name) is None]
        other = next((one for one in others if one in _OTHER_FATES or one == whole), None)
        if other is not None and other != whole:
            return other
        return best if other is not None or best not in _NAMED_BY_NOUN else None

    def _is_of_things(self, end: int, phrase_end: int) -> bool:
        """Say whether the words behind a number name things: "two bursts of fire" are no two people."""
        return bool(self._words.things) and any(
            word in self._words.things for word in self._text[end:phrase_end].lower().split()[-2:]
        )

    def _is_of_people(self, name: str) -> bool:
        declared = self._vocabulary.property(name)
        return declared is not None and declared.unit == "persons"

    def _is_another_s(self, mark: Mark, start: int, end: int) -> bool:
        """Say whether a word of harm says what the counted did, or that there was none of it.

        "Murdered by two men", "two officers for killing a clerk", "no fatalities".
        """
        if mark.name not in _HARMS:
            return False
        before = self._text[max(0, mark.start - 12) : mark.start].lower().split()
        if before and before[-1] in self._words.none:
            return True
        if mark.start >= end:
            return self._text[mark.start : mark.end].lower().startswith(self._words.doing or ("\0",))
        between = self._text[mark.end : start].lower().split()
        return not self._words.doers.isdisjoint(between[-_DOER_REACH:])

    def _whole_of(self, name: str) -> str | None:
        declared = self._vocabulary.property(name)
        return declared.part_of if declared is not None else None

    def _ranked(self, start: int, end: int, unit: str | None) -> Iterator[tuple[float, Mark]]:
        left, right = self.sentence(start, end)
        for mark in self._marks_between(left, right, _kind(unit)):
            if (mark.end <= start or mark.start >= end) and not self._is_another_s(mark, start, end):
                cost = _cost(self._text, start, end, mark, self._hurdle)
                if mark.name not in _NOUNS or cost <= _NOUN_REACH:
                    yield cost + _GENERAL.get(mark.name, 0), mark

    def _marks_between(self, left: int, right: int, kind: str) -> tuple[Mark, ...]:
        if (left, kind) not in self._marks:
            if kind not in self._stems:
                self._stems[kind] = _stems(self._vocabulary, self._words, kind)
            pattern, names = self._stems[kind]
            found = pattern.finditer(self._text, left, right) if names else ()
            self._marks[left, kind] = tuple(
                Mark(match.start(), match.end(), name)
                for match in found
                if not match.group().lower().startswith(self._words.lookalikes or ("\0",))
                for name in names[" ".join(match.group("stem").lower().split())].split()
            )
        return self._marks[left, kind]


_EXACT_REACH: Final = 11.0
# What a text says of these in other words of the same sentence is what the figure is of.
_MORE_EXACT: Final = {
    "houses_destroyed": ("houses_damaged",),
    "killed": ("death_in_custody",),
    "convicted": ("sentences_altered", "sentences_upheld", "released_on_parole"),
    "imprisoned": ("sentences_altered", "sentences_upheld"),
    "suspended": ("sentences_altered",),
}
_DOER_REACH: Final = 5  # "murdered by a group of ten men"
_HARMS: Final = frozenset({"killed", "injured"})
# Parts that the vocabulary knows by who they are, not by what befell them.
_NAMED_BY_NOUN: Final = frozenset({"police_injured"})
_OTHER_FATES: Final = frozenset({"killed", "missing", "detained", "arrested", "convicted", "charged", "defendants"})
# Properties whose words fit more than one thing; a word that says more goes first: "one defendant was acquitted".
_JOINTS: Final = re.compile(r"(?<!\w)(?:and|und|et|и|та|й|а|i|oraz|және|жана)(?!\w)", re.IGNORECASE)
_JOINT_COST: Final = 3.0  # "two hundred injured and thousands in flight": what was said before "and" is over
# Nouns of things stand at their number; further off they are about something else.
_NOUNS: Final = frozenset({"families_affected", "vehicles", "commercial_objects", "houses_destroyed"})
_TERMS: Final = frozenset({"prison_term", "suspended_term", "sentence_requested", "time_served"})
_HARM_REACH: Final = 9.0  # what befell others, before the number and beyond a comma
_NOUN_REACH: Final = 3.5
_GENERAL: Final = {
    "prison_term": 9.0,
    "suspended_term": 1.5,
    "convicted": 3.0,
    "defendants": 3.0,
    "criminal_cases": 2.5,
    "suspects": 3.0,
    "border_entries": 5.0,
    "participants": 5.0,
    "perpetrators": 5.0,
    "houses_and_shops": 2.0,
    "other_buildings": 2.0,
}


def unit_of(text: str, tokens: Sequence[Token], number: Number, words: Lexicon) -> str | None:
    """Return a currency's code, `percent`, or the unit of a term; None for what is simply counted."""
    start, at = tokens[number.first].start, number.after
    if start > 0 and text[start - 1] in words.currencies:
        return words.currencies[text[start - 1]]
    if currency_start(text, start, words) < start:
        return words.currencies[tokens[number.first - 1].low]
    if at < len(tokens) and (tokens[at].low in words.linking or tokens[at].text in DASHES):
        at += 1
    following = tokens[at].low if at < len(tokens) else ""
    if following == "%" or following.startswith(("percent", *words.percent)) or following == "per":
        return "percent"
    if following in words.period_units:
        return words.period_units[following]
    return next((code for word, code in words.currencies.items() if len(word) > 2 and following.startswith(word)), None)


def group_of(tokens: Sequence[Token], number: Number, vocabulary: Vocabulary, words: Lexicon) -> str | None:
    """Return the group named within a few words behind the number, before another number or a full stop."""
    for token in tokens[number.after : number.after + _GROUP_REACH]:
        if token.kind == "num" or token.text in {".", ";", ","}:
            return None
        for term in vocabulary.terms_of("group"):
            stems = (*words.prose(term.prose), *words.groups.get(term.name, ()))
            if token.low.startswith(stems or ("\0",)):
                return term.name
    return None


def _kind(unit: str | None) -> str:
    """Return the kind of property a unit asks for: sums, terms, or what is counted."""
    if unit is not None and len(unit) == 3 and unit.isupper():
        return "money"
    return "term" if unit in {"years", "months"} else "count"


def _stems(vocabulary: Vocabulary, words: Lexicon, kind: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """Return a pattern for all word stems of one kind of property, and the properties each stem speaks of."""
    names: dict[str, list[str]] = {}
    for name, declared in vocabulary.properties.items():
        if declared.value_type not in {ValueType.QUANTITY, ValueType.MONEY}:
            continue
        own = "term" if declared.unit in {"years", "months"} else "count"
        if (declared.value_type is ValueType.MONEY and kind != "money") or (
            declared.value_type is ValueType.QUANTITY and kind != own
        ):
            continue
        for stem in (*words.prose(declared.prose), *words.measures.get(name, ())):
            names.setdefault(stem.lower(), []).append(name)
    return _pattern(tuple(sorted(names, key=len, reverse=True))), {stem: " ".join(of) for stem, of in names.items()}


@lru_cache(maxsize=64)
def _pattern(stems: tuple[str, ...]) -> re.Pattern[str]:
    either = "|".join(re.escape(stem).replace(r"\ ", r"\s+") for stem in stems)
    return re.compile(rf"(?<!\w)(?P<stem>{either})\w*", re.IGNORECASE)


@lru_cache(maxsize=64)
def _hurdles(months: tuple[str, ...]) -> re.Pattern[str]:
    """Return what stands between a number and a word of another: a comma, a bracket, a number that is no date."""
    day = rf"(?!\d|\s(?:{'|'.join(months)})\b)" if months else r"(?!\d)"
    return re.compile(rf"[;:(—]|[,–](?=\s)|(?<!\d)(?!(?:1[5-9]|20)\d\d\b)\d+{day}", re.IGNORECASE)


def _cost(text: str, start: int, end: int, mark: Mark, hurdle: re.Pattern[str]) -> float:
    """Return how far a word is from the number: words between, dearer over commas and other numbers."""
    is_behind = mark.start >= end
    if mark.name in _TERMS:
        start = _before_bracket(text, start)
    between = text[end : mark.start] if is_behind else text[mark.end : start]
    if not is_behind and not between.strip():
        return _ADJACENT
    hurdles = sum(_COSTS.get(found, _HURDLE_COST) for found in hurdle.findall(between))
    joint = 0.0 if is_behind or not _JOINTS.search(between) else _JOINT_COST
    return len(between.split()) + hurdles + joint + (0 if is_behind else _BEFORE)


def _is_far_before(cost: float, mark: Mark, start: int) -> bool:
    """Say whether a word of harm stands before the number over a comma or more: it is of others then."""
    return mark.end <= start and mark.name in _HARMS and cost > _HARM_REACH


def _before_bracket(text: str, at: int) -> int:
    """Return where a bracket opens just before a number: "suspended sentences (2-3 years)"."""
    while at > 0 and text[at - 1] in " (":
        at -= 1
    return at

"""Owns the guess at what a number counts, from the words around it. A guess proposes; it never decides.

The words of the vocabulary that stand in the sentence are ranked by how near they are to the number. Then grammar has
its say: a number counts its own noun ("12 houses" are no people); a word that only names people by what they are or
what befell them earlier ("40 defendants", «32 раненых») gives way to what the sentence says of them ("were acquitted",
«остаются в больнице»); a noun of things takes its sense from the verb ("33 cars were stolen").
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from onrecord.kernel import Property, ValueType, Vocabulary
from onrecord.reading.quantities.hedges import currency_start
from onrecord.reading.quantities.lexicon import Lexicon
from onrecord.reading.quantities.numbers import DASHES, Number, Token

_SENTENCE_END: Final = re.compile(r"[.!?…]\s+(?=[^\W_a-zа-яё])|\n\s*\n")
# What stands between a number and a word that may be its noun, and how many words it weighs.
_HURDLES: Final = re.compile(r"[;:(—]|[,–](?=\s)")
_COSTS: Final = {",": 5.0, "–": 5.0}
_HURDLE_COST: Final = 9.0
_BEFORE: Final = 1.5  # a word before the number is a little less likely to be its own than one behind it
_ADJACENT: Final = -0.5  # "killed 10": a verb that governs the number
_TOO_FAR: Final = 16.0  # beyond this a word of the vocabulary is about something else in the sentence
_NEAR: Final = 7.0
_PART_REACH: Final = 3.0
_GROUP_REACH: Final = 4
_Stems = tuple[re.Pattern[str], dict[str, tuple[tuple[str, bool], ...]]]
_SAYING_REACH: Final = 12.0  # what a sentence says of people it has named
_SAYING_BEFORE: Final = 6.0  # the same before the number: not over a comma
_LABELLED: Final = re.compile(r"\s*(?:\w+\s*){0,2}[:—–-]\s*")  # "Killed: 12", «Погибших — 9», «Өлгендер саны — 9»
_TOTAL_COST: Final = 2.0  # "the number of wounded ... rose to 19": whatever stands between
_TOTAL_REACH: Final = 28  # code points in which "number of" stands at the word


@dataclass(frozen=True, slots=True)
class Mark:
    """A word that says what is counted: its place and the property it speaks of.

    `is_whole` is false for a word that says something only beside another ("stolen" of cars). `is_nominal` says that
    it names people rather than saying what befalls them, `is_participle` that it does so by its form; `is_total` that
    a word for a count stands at it; `governs` that it speaks only of a number of people directly behind it.
    """

    start: int
    end: int
    name: str
    is_whole: bool = True
    is_nominal: bool = False
    is_participle: bool = False
    is_total: bool = False
    governs: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """The property that a text tells of a figure; `is_named` where a word tells it that only names people."""

    name: str | None
    is_named: bool = False


class Surroundings:
    """The sentences of one text and the words in them that say what is counted. Each sentence is read once."""

    def __init__(
        self, text: str, vocabulary: Vocabulary, words: Lexicon, figures: Sequence[tuple[int, int]] = ()
    ) -> None:
        """Take the text and where its figures stand; nothing is read until a figure asks."""
        self._text = text
        self._low = text.replace("ё", "е")
        self._vocabulary = vocabulary
        self._words = words
        self._starts = [start for start, _end in figures]
        bare = {start for start, end in figures if self._counts_people(start, end, ()) is False}
        self._starts = [start for start in self._starts if start not in bare]
        self._bare = frozenset(bare)
        self._marks: dict[tuple[int, str], tuple[Mark, ...]] = {}
        self._stems: dict[str, _Stems] = {}
        self._said: dict[tuple[int, int, tuple[str, ...]], bool] = {}
        self._ends = [match.end() for match in _SENTENCE_END.finditer(text)]

    @property
    def knows_words(self) -> bool:
        """Whether there are words to tell harm by: a vocabulary, and rules for the language."""
        return bool(self._vocabulary.properties and self._words.measures)

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """Return where the sentence of a figure begins and ends."""
        left, right = bisect_right(self._ends, start), bisect_right(self._ends, end)
        return (
            self._ends[left - 1] if left else 0,
            self._ends[right] if right < len(self._ends) else len(self._text),
        )

    def said_of(self, start: int, end: int, unit: str | None) -> Said:
        """Return the property whose words stand nearest in the same sentence, those behind the number first."""
        ranked = self._fitting(start, end, unit)
        near = [pair for pair in ranked if not _is_far_before(*pair, start)]
        best = next((pair for pair in near if pair[1].is_whole), None)
        if best is None:
            is_term = unit is not None and _kind(unit) == "term" and self._vocabulary.property(_TERM) is not None
            return Said(_TERM if is_term else None)
        said = self._said_of_them(self._said_last(best, near, end), near, start)
        if said.name in _NAMED_BY_NOUN:  # "two police officers were killed" are no police officers injured
            found = self._part(said.name, ranked)
            return Said(found and self._said_more_exactly(found, start, end, ranked), is_named=found is None)
        part = self._part_behind(said.name, end, ranked)
        name = part if part != said.name else self._said_more_exactly(part, start, end, ranked)
        return Said(name, is_named=said.is_nominal and name == said.name)

    def named(self, start: int, end: int, unit: str | None) -> Said:
        """Return what the people are named of whom something is said of a part only: "14 of the 19 accused"."""
        near = (
            mark.name
            for cost, mark in self._fitting(start, end, unit)
            if (mark.is_nominal and cost <= _NEAR) or (mark.start >= end and self._is_attribute(end, mark))
        )
        return Said(next(near, None), is_named=True)

    def _is_attribute(self, end: int, mark: Mark) -> bool:
        """Say whether a word of harm behind a number is no verb: "the 100 wounded", "the 12 people killed"."""
        between = self._text[end : mark.start].lower().split()
        return not between or (len(between) == 1 and between[0] not in self._words.passive)

    def _fitting(self, start: int, end: int, unit: str | None) -> list[tuple[float, Mark]]:
        """Return the words of the vocabulary around a number that can be of what it counts, the nearest first."""
        ranked = [pair for pair in self._ranked(start, end, unit) if pair[0] <= _TOO_FAR]
        ranked.sort(key=lambda pair: (pair[0], pair[1].start - pair[1].end))
        of_people = self._counts_people(start, end, ranked)
        if of_people is not True:
            ranked = [pair for pair in ranked if not pair[1].governs]
        if of_people is None:
            return ranked
        return [pair for pair in ranked if self._fits(pair[1].name, of_people=of_people)]

    def whole_of(self, name: str) -> str:
        """Return what people are of whom some are such a part: of some police officers injured, all were injured."""
        return (self._whole_of(name) or name) if name in _CARE else name

    def says_any(self, start: int, end: int) -> bool:
        """Say whether the sentence of a figure speaks of harm or justice at all."""
        left, right = self.sentence(start, end)
        return any(self._marks_between(left, right, kind) for kind in ("count", "term", "money")) or self.sentence_says(
            start, end, self._words.fates
        )

    def counts_things(self, start: int) -> bool:
        """Say whether the figure that begins here counts things that no property is of: villages, bombs, meetings."""
        return start in self._bare

    def clause_says(self, start: int, end: int, stems: tuple[str, ...]) -> bool:
        """Say whether a word with one of these stems stands at a figure, with no comma or other figure between."""
        left, right = self.sentence(start, end)
        at = bisect_left(self._starts, end)
        right = min(right, self._starts[at] if at < len(self._starts) else right)
        before = _CLAUSE_END.split(self._text[left:start])[-1]
        behind = _CLAUSE_END.split(self._text[end:right])[0]
        return any(word.startswith(stems) for word in f"{before} {behind}".lower().split()) if stems else False

    def sentence_says(self, start: int, end: int, stems: tuple[str, ...]) -> bool:
        """Say whether a word with one of these stems stands in the sentence of a figure."""
        asked = (*self.sentence(start, end), stems)
        if stems and asked not in self._said:  # a list of a thousand figures may be one sentence
            words = _WORD.findall(self._text[asked[0] : asked[1]].lower())
            self._said[asked] = any(word.startswith(stems) for word in words)
        return bool(stems) and self._said[asked]

    def _said_last(self, best: tuple[float, Mark], near: Sequence[tuple[float, Mark]], end: int) -> tuple[float, Mark]:
        """Return what the last verb of the clause says, in languages that put it there.

        A participle that follows the counted noun ends a clause of its own: «11 адам қаза тапқан оқиға».
        """
        if not self._words.hangs_endings:
            return best
        _left, right = self.sentence(end, end)
        at = bisect_left(self._starts, end)
        right = min(right, self._starts[at] if at < len(self._starts) else right)
        stop = _CLAUSE_END.search(self._text, end, right)
        right = stop.start() if stop else right
        right = self._before_saying(end, right)
        found = best
        for cost, mark in sorted(near, key=lambda pair: (pair[1].start, pair[1].start - pair[1].end)):
            if mark.start < end or mark.start >= right or not self._says_fate(mark):
                continue
            if not mark.is_nominal:
                found = cost, mark
            elif mark.is_participle and self._text[end : mark.start].strip():
                return cost, mark
        return found

    def _before_saying(self, start: int, end: int) -> int:
        """Return where a word of saying ends a clause, unless it says what people are accused of."""
        words = list(_WORD.finditer(self._text, start, end))
        for word, following in itertools.zip_longest(words, words[1:]):
            if word.group().lower() in self._words.saying:
                is_charge = following is not None and following.group().lower().startswith(
                    self._words.accusing or ("\0",)
                )
                return end if is_charge else word.start()
        return end

    def _says_fate(self, mark: Mark) -> bool:
        return mark.is_whole and mark.name not in _NAMED_BY_NOUN and self._is_of_people(mark.name)

    def _is_of_people(self, name: str) -> bool:
        declared = self._vocabulary.property(name)
        return declared is not None and declared.unit in {"persons", "entries"}

    def _said_of_them(self, best: tuple[float, Mark], near: Sequence[tuple[float, Mark]], start: int) -> Mark:
        """Return the word that says what befell the people whom the nearest word only names."""
        is_label = best[0] == 0 and best[1].end <= start
        if not best[1].is_nominal or is_label:
            return best[1]
        said = (
            mark
            for cost, mark in near
            if cost <= (_SAYING_REACH if mark.start >= start else _SAYING_BEFORE)
            and not mark.is_nominal
            and self._says_fate(mark)
            and not (mark.end <= start and mark.name == "participants")
        )
        return next(said, best[1])

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

    def _part(self, best: str, ranked: Sequence[tuple[float, Mark]]) -> str | None:
        """Return the part, or what befell it where that is another thing, or None where nothing befell it."""
        whole = self._whole_of(best)
        others = (mark.name for cost, mark in ranked if cost <= _TOO_FAR and mark.name != best)
        other = next((one for one in others if one in _OTHER_FATES or one == whole), None)
        return best if other == whole else other

    def _counts_people(self, start: int, end: int, ranked: Sequence[tuple[float, Mark]]) -> bool | None:
        """Say whether the number's own noun is of people or of things; None where it has none that we know."""
        if self._text[start:end].lower().endswith(self._words.collective or ("\0",)):
            return True
        things = {mark.start for _cost, mark in ranked if mark.name in _NOUNS}
        limit = bisect_left(self._starts, end)
        last = min(end + _HEAD_SPAN, self._starts[limit] if limit < len(self._starts) else len(self._text))
        found: bool | None = None
        for word in itertools.islice(_HEAD_WORD.finditer(self._text, end, last), _HEAD_REACH):
            low = word.group().lower()
            kind = None if low in self._words.halts else self._kind_of_noun(low, is_thing=word.start() in things)
            if not low[0].isalpha() or low in self._words.halts or (kind is None and found is not None):
                break
            is_adjective = kind is True and low.endswith(self._words.adjectives or ("\0",))
            found = found if kind is None else kind
            if found is not None and not self._words.head_is_last and not is_adjective:
                break
        return found

    def _kind_of_noun(self, word: str, *, is_thing: bool) -> bool | None:
        words = self._words
        if is_thing:
            return False
        if word in words.persons or word.startswith(words.person_stems or ("\0",)):
            return True
        return False if word in words.things or word.startswith(words.thing_stems or ("\0",)) else None

    def _fits(self, name: str, *, of_people: bool) -> bool:
        declared = self._vocabulary.property(name)
        unit = declared.unit if declared is not None else None
        return unit not in _OF_THINGS if of_people else unit != "persons"

    def _is_another_s(self, mark: Mark, start: int, end: int) -> bool:
        """Say whether a word of harm says what the counted did, or that there was none of it.

        "Murdered by two men", "two officers for killing a clerk", "no fatalities".
        """
        if mark.name not in _HARMS or mark.is_total:
            return False
        before = self._text[max(0, mark.start - 12) : mark.start].lower().split()
        if before and before[-1] in self._words.none:
            return True
        if mark.start >= end:
            is_doing = self._text[mark.start : mark.end].lower().startswith(self._words.doing or ("\0",))
            return is_doing or (bool(self._text[end : mark.start].strip()) and self._has_object(mark))
        between = self._text[mark.end : start].lower().split()
        return not self._words.doers.isdisjoint(between[-_DOER_REACH:])

    def _has_object(self, mark: Mark) -> bool:
        """Say whether other people follow a word of harm, so that those before it did it: "ten men killed six"."""
        at = bisect_left(self._starts, mark.end)
        if at < len(self._starts) and not self._text[mark.end : self._starts[at]].strip():
            return True
        behind = self._text[mark.end : mark.end + _OBJECT_SPAN].lower().split()
        before = self._text[max(0, mark.start - _OBJECT_SPAN) : mark.start].lower().split()
        is_passive = bool(before) and before[-1] in self._words.passive
        return bool(behind) and behind[0] in self._words.objects and not is_passive

    def _whole_of(self, name: str) -> str | None:
        declared = self._vocabulary.property(name)
        return declared.part_of if declared is not None else None

    def _ranked(self, start: int, end: int, unit: str | None) -> Iterator[tuple[float, Mark]]:
        left, right = self.sentence(start, end)
        for mark in self._marks_between(left, right, _kind(unit)):
            if (mark.end <= start or mark.start >= end) and not self._is_another_s(mark, start, end):
                cost = self._cost(start, end, mark)
                if self._is_near(cost, start, end, mark):
                    yield cost + _GENERAL.get(mark.name, 0), mark

    def _is_near(self, cost: float, start: int, end: int, mark: Mark) -> bool:
        """Say whether a word that must stand at its number does: a noun of things behind it, in the same phrase."""
        if mark.governs:
            return cost == _ADJACENT
        if mark.name not in _NOUNS:
            return True
        if mark.end <= start:
            return cost <= _NOUN_REACH or mark.is_total
        between = self._text[end : mark.start].lower().split()
        return cost <= _NOUN_REACH and not any(word in self._words.halts and word not in _LINKS for word in between)

    def _cost(self, start: int, end: int, mark: Mark) -> float:
        """Return how far a word is from the number: words between, dearer over commas and other figures."""
        is_behind = mark.start >= end
        if mark.name in _TERMS:
            start = _before_bracket(self._text, start)
        between = self._text[end : mark.start] if is_behind else self._text[mark.end : start]
        if not is_behind:
            if not between.strip():
                return _ADJACENT
            if _LABELLED.fullmatch(between):
                return 0.0
        first, last = (end, mark.start) if is_behind else (mark.end, start)
        figures = bisect_left(self._starts, last) - bisect_left(self._starts, first)
        if mark.is_total and not figures and not is_behind:
            return _TOTAL_COST
        hurdles = figures * _HURDLE_COST + sum(_COSTS.get(one, _HURDLE_COST) for one in _HURDLES.findall(between))
        joint = 0.0 if is_behind or not _JOINTS.search(between) else _JOINT_COST
        return len(between.split()) + hurdles + joint + (0 if is_behind else _BEFORE)

    def _marks_between(self, left: int, right: int, kind: str) -> tuple[Mark, ...]:
        if (left, kind) not in self._marks:
            if kind not in self._stems:
                self._stems[kind] = _stems(self._vocabulary, self._words, kind)
            pattern, names = self._stems[kind]
            found = pattern.finditer(self._low, left, right) if names else ()
            self._marks[left, kind] = tuple(
                self._mark(match, name, is_whole=is_whole)
                for match in found
                if not match.group().lower().startswith(self._words.lookalikes or ("\0",))
                for name, is_whole in names[" ".join(match.group("stem").lower().split())]
            )
        return self._marks[left, kind]

    def _mark(self, match: re.Match[str], name: str, *, is_whole: bool) -> Mark:
        is_participle = name in _WHO and self._is_participle(match)
        return Mark(
            match.start(),
            match.end(),
            name,
            is_whole=is_whole,
            is_nominal=is_participle
            or (name in _WHO and match.group().lower().startswith(self._words.naming or ("\0",))),
            is_participle=is_participle,
            is_total=self._is_total(match),
            governs=match.group().lower() in self._words.governing.get(name, ()),
        )

    def _is_participle(self, match: re.Match[str]) -> bool:
        """Say whether a word of harm has the form of one that names people: «раненых», "the injured"."""
        word = match.group().lower()
        if " " in word and not self._words.hangs_endings:
            return False
        if not word.endswith(self._words.naming_endings or ("\0",)):
            return False
        if self._words.definite:
            before = f" {self._text[max(0, match.start() - 20) : match.start()].lower().rstrip()}"
            return before.endswith(self._words.definite)
        return True

    def _is_total(self, match: re.Match[str]) -> bool:
        totals = self._words.totals
        if not totals:
            return False
        before = self._text[max(0, match.start() - _TOTAL_REACH) : match.start()].lower().split()[-3:]
        behind = self._text[match.end() : match.end() + _TOTAL_REACH].lower().split()[:1]
        near = behind if self._words.hangs_endings else before
        return any(word.startswith(totals) for word in (*near, *match.group().lower().split()))


_WORD: Final = re.compile(r"[^\W\d_]+")
_CLAUSE_END: Final = re.compile(r"[.;:(]|,(?!\d)")
_WHOLE: Final = "."  # ends a stem that is a whole word: «удо.» begins no «удовлетворён»
_HEAD_WORD: Final = re.compile(r"[^\W\d_][\w’'-]*|[.,;:()—–!?]")
_OBJECT_SPAN: Final = 20  # code points in which the next words stand
_LINKS: Final = frozenset(
    {"of", "the", "their", "his", "her", "these", "those", "из", "із", "з", "z", "de", "des", "der"}
)
_HEAD_SPAN: Final = 60  # code points behind a number in which its noun stands
_HEAD_REACH: Final = 4  # words
_OF_THINGS: Final = frozenset({"houses", "objects", "vehicles", "animals", "families", "cases", "examinations"})
_EXACT_REACH: Final = 11.0
# What a text says of these in other words of the same sentence is what the figure is of.
_MORE_EXACT: Final = {
    "houses_destroyed": ("houses_rebuilt", "houses_looted", "houses_damaged"),
    "houses_and_shops": ("houses_rebuilt",),
    "vehicles": ("vehicles_stolen",),
    "killed": ("death_in_custody",),
    "injured": ("gunshot_wounds",),
    "convicted": ("sentences_altered", "sentences_upheld", "released_on_parole"),
    "imprisoned": ("sentences_altered", "sentences_upheld", "released_on_parole"),
    "suspended": ("sentences_altered",),
}
# What is said by a word that says nothing alone: "stolen" of cars, "in custody" of deaths.
_ONLY_WITH: Final = {
    "houses_rebuilt": "houses_destroyed",
    "houses_looted": "houses_destroyed",
    "houses_damaged": "houses_destroyed",
    "vehicles_stolen": "vehicles",
    "death_in_custody": "killed",
    "gunshot_wounds": "injured",
}
_DOER_REACH: Final = 5  # "murdered by a group of ten men"
_HARMS: Final = frozenset({"killed", "injured"})
_CARE: Final = frozenset({"police_injured", "intensive_care", "gunshot_wounds"})
# Parts that the vocabulary knows by who they are, not by what befell them.
_NAMED_BY_NOUN: Final = frozenset({"police_injured"})
_OTHER_FATES: Final = frozenset({"killed", "missing", "detained", "arrested", "convicted", "charged", "defendants"})
# Properties whose words fit more than one thing; a word that says more goes first: "one defendant was acquitted".
_JOINTS: Final = re.compile(r"(?<!\w)(?:and|und|et|и|та|й|а|i|oraz|және|жана)(?!\w)", re.IGNORECASE)
_JOINT_COST: Final = 3.0  # "two hundred injured and thousands in flight": what was said before "and" is over
# Nouns of things stand at their number; further off they are about something else.
_NOUNS: Final = frozenset(
    {
        "families_affected",
        "vehicles",
        "commercial_objects",
        "houses_destroyed",
        "houses_and_shops",
        "other_buildings",
        "criminal_cases",
    }
)
_TERM: Final = "prison_term"  # a term that words of justice stand near, and that none says more of
_TERMS: Final = frozenset({"prison_term", "suspended_term", "sentence_requested", "time_served"})
_WHO: Final = frozenset(
    {
        "killed", "injured", "missing", "displaced", "returned", "detained", "arrested", "charged", "convicted",
        "suspects", "defendants", "participants", "perpetrators", "imprisoned", "hospitalised", "acquitted",
    }
)  # fmt: skip
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
        return words.currencies.get(tokens[number.first - 1].low)
    if at < len(tokens) and (tokens[at].low in words.linking or tokens[at].text in DASHES):
        at += 1
    following = tokens[at].low if at < len(tokens) else ""
    if following == "%" or following.startswith(("percent", *words.percent)) or following == "per":
        return "percent"
    if following in words.period_units:
        return words.period_units[following]
    following = following.removeprefix("d'").removeprefix("d’")  # «1,2 million d'euros»
    return next((code for word, code in words.currencies.items() if len(word) > 2 and following.startswith(word)), None)


def group_of(tokens: Sequence[Token], number: Number, vocabulary: Vocabulary, words: Lexicon) -> str | None:
    """Return the group named within a few words behind the number, before another number or a full stop."""
    for token in tokens[number.after : number.after + _GROUP_REACH]:
        if token.kind == "num" or token.text in {".", ";", ","}:
            return None
        for term in vocabulary.terms_of("group"):
            stems = (*words.prose(term.prose), *words.groups.get(term.name, ()))
            if token.low.startswith(stems or ("\0",)) and not _NAMES_LAND.search(token.low):
                return term.name
    return None


_NAMES_LAND: Final = re.compile("st[aā]n|стан")  # "Kazakhstan" is no Kazakh


def _kind(unit: str | None) -> str:
    """Return the kind of property a unit asks for: sums, terms, or what is counted."""
    if unit is not None and len(unit) == 3 and unit.isupper():
        return "money"
    return _KINDS.get(unit or "", "count")


_KINDS: Final = {"years": "term", "months": "term", "hours": "hours"}


def _stems(vocabulary: Vocabulary, words: Lexicon, kind: str) -> _Stems:
    """Return what `_read_stems` returns, read once for a vocabulary and a language: texts are often short."""
    key = (id(vocabulary.properties), id(words.measures), kind)
    held = _HELD.get(key)
    if held is None:
        if len(_HELD) >= _MOST_HELD:
            _HELD.clear()
        # Both are held with it, so that no other object can take their place in memory and be mistaken for them.
        held = _HELD[key] = (vocabulary, words, _read_stems(vocabulary, words, kind))
    return held[2]


_MOST_HELD: Final = 64
_HELD: Final[dict[tuple[int, int, str], tuple[Vocabulary, Lexicon, _Stems]]] = {}


def _read_stems(vocabulary: Vocabulary, words: Lexicon, kind: str) -> _Stems:
    """Return a pattern for all word stems of one kind of property, and the properties each stem speaks of.

    A property that is only said together with another is paired with whether its stem says both ("stolen cars").
    """
    names: dict[str, list[str]] = {}
    for name, declared in vocabulary.properties.items():
        if _kind_of(declared) == kind:
            for stem in (
                *words.prose(declared.prose),
                *words.measures.get(name, ()),
                *words.governing.get(name, ()),
            ):
                names.setdefault(stem.lower().replace("ё", "е"), []).append(name)
    own: dict[str, tuple[tuple[str, bool], ...]] = {}
    for stem, of in names.items():
        word = stem.rstrip(_WHOLE)
        own[word] = own.get(word, ()) + tuple((name, _says_both(stem, name, names)) for name in of)
    return _pattern(tuple(sorted(names, key=len, reverse=True))), own


def _kind_of(declared: Property) -> str | None:
    if declared.value_type is ValueType.MONEY:
        return "money"
    if declared.value_type is not ValueType.QUANTITY:
        return None
    return _KINDS.get(declared.unit or "", "count")


def _says_both(stem: str, name: str, names: Mapping[str, Sequence[str]]) -> bool:
    base = _ONLY_WITH.get(name)
    if base is None:
        return True
    parts = stem.split()
    return any(part.startswith(one) for one, of in names.items() if base in of for part in parts)


@lru_cache(maxsize=64)
def _pattern(stems: tuple[str, ...]) -> re.Pattern[str]:
    whole = [stem.rstrip(_WHOLE) for stem in stems if stem.endswith(_WHOLE)]
    begun = [stem for stem in stems if not stem.endswith(_WHOLE)]
    written = [f"(?:{_either(begun)})", *([f"(?:{_either(whole)})(?!\\w)"] if whole else [])]
    return re.compile(rf"(?<!\w)(?P<stem>{'|'.join(written)})\w*", re.IGNORECASE)


def _either(stems: Sequence[str]) -> str:
    return "|".join(re.escape(stem).replace(r"\ ", r"\s+") for stem in stems) or "(?!)"


def _is_far_before(cost: float, mark: Mark, start: int) -> bool:
    """Say whether a word of harm stands before the number over a comma or more: it is of others then."""
    return mark.end <= start and mark.name in _HARMS and cost > _HARM_REACH


def _before_bracket(text: str, at: int) -> int:
    """Return where a bracket opens just before a number: "suspended sentences (2-3 years)"."""
    while at > 0 and text[at - 1] in " (":
        at -= 1
    return at

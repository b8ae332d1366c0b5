"""OR127: words that name another quantity, group or unit than the one they are bound to.

"[60 convicted](fig:charged)": every number may be right, and the sentence is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from onrecord.dossier.rules.cues import cues_of
from onrecord.dossier.rules.examination import Examination, Placed, Sentence
from onrecord.dossier.rules.finding import Finding, at
from onrecord.dossier.rules.vocabulary_words import Named
from onrecord.kernel import Vocabulary
from onrecord.ledger import Claim
from onrecord.reading import QuantityInText

_BEHIND: Final = 4  # words behind a link that may say what is counted: "people had been convicted"
_BEFORE: Final = 2
_WORD: Final = re.compile(r"\w[\w'’-]*")
_STOP: Final = re.compile(r"[,;:.()—–]|\d|\n\n")
_PEOPLE: Final = "persons"
_RIVALS: Final = (_PEOPLE, "cases")  # what befell people differs; a house is a house, whatever befell it
_OF_TIME: Final = ("years", "months", "days", "hours")
_KIND: Final = "people."
# Steps of a case. What people are in one ("prisoners") may be said of whoever was hurt; what befell them may not.
_STEPS: Final = frozenset({
    "detained", "arrested", "in_custody", "suspects", "charged", "defendants", "convicted", "acquitted", "imprisoned",
    "suspended",
})  # fmt: skip
# Words of a wider thing that may be said of a narrower one: who died in custody died.
_SAID_AS: Final = {
    "death_in_custody": frozenset({"killed", "in_custody"}),
    "arrested": frozenset({"in_custody", "imprisoned"}),
    "in_custody": frozenset({"arrested", "detained"}),
    "homeless": frozenset({"displaced"}),
    "ill_treated": frozenset({"injured"}),
    "hospitalised": frozenset({"injured"}),
    "intensive_care": frozenset({"injured", "hospitalised"}),
    "gunshot_wounds": frozenset({"injured"}),
    "sought_medical_help": frozenset({"injured", "hospitalised"}),
    "border_entries": frozenset({"displaced"}),
    "treated_abroad": frozenset({"injured", "hospitalised"}),
}


def findings(asked: Examination) -> Iterator[Finding]:
    """Yield each link whose words, or the words that govern it, name something else than it is bound to."""
    for sentence in asked.sentences:
        for placed in sentence.bound:
            figure = asked.figure_at(placed)
            if placed.binding.property is None or not _is_count(asked, placed) or figure is None:
                continue
            named = (
                _other_thing(asked, sentence, placed, figure)
                or _other_group(asked, placed, figure)
                or _other_people(asked, placed)
            )
            if named is not None:
                yield at(placed.binding, "OR127", named_as=named, bound_as=_bound_as(asked, placed))


def _is_count(asked: Examination, placed: Placed) -> bool:
    return any(claim.quantity is not None for claim in placed.binding.named_claims())


def _bound_as(asked: Examination, placed: Placed) -> str:
    binding = placed.binding
    parts = [_label(asked, binding.property or "")]
    group = _group_of(placed)
    term = asked.book.vocabulary.term("group", group) if group else None
    return ", ".join([*parts, *([term.label.text(asked.language)] if term else [])])


def _label(asked: Examination, name: str) -> str:
    return asked.book.vocabulary.property_called(name, asked.language)


def _group_of(placed: Placed) -> str | None:
    figure = placed.binding.figure
    about = dict(figure.about) if figure else dict(placed.binding.named_claims()[0].about)
    return about.get("group")


def _other_thing(asked: Examination, sentence: Sentence, placed: Placed, figure: QuantityInText) -> str | None:
    """Return the quantity that the words name in the place of the one that is bound."""
    name, unit = placed.binding.property or "", placed.binding.unit
    vocabulary = asked.book.vocabulary
    noun = asked.naming.within(figure.start, min(placed.end, _words_on(asked.low, figure.end, 3)))
    is_other = bool(noun) and not any(_unit(vocabulary, one) == unit for one in noun[0].names)
    if is_other and unit and not (unit not in _RIVALS and _is_joined(asked, noun[0])):
        return _label(asked, sorted(noun[0].names)[0])
    people = _people_for_things(asked, placed, figure)
    if people is not None or unit not in _RIVALS:
        return people
    begin, finish = _clause(asked, sentence, placed)
    is_own = asked.naming.has(name, begin, finish) or figure.property == name
    if is_own or not asked.naming.knows(name):
        return None
    if _is_said_elsewhere(asked, sentence, placed, name):
        return None
    before = max([begin, *(one.end for one in asked.figures if one.end <= placed.start)])
    back = placed.start if asked.language.startswith("kk") else _words_back(asked.low, placed.start, before)
    window = (back, max(placed.end, _words_on(asked.low, placed.end, _BEHIND)))
    for one in asked.naming.within(*window):
        is_rival = all(_is_rival(vocabulary, name, unit, other) for other in one.names)
        if is_rival and _is_near(asked, one, placed) and not _is_no_rival(asked, one, name):
            return _label(asked, sorted(one.names)[0])
    return None


def _is_joined(asked: Examination, one: Named) -> bool:
    """Say whether a noun is one of two: "houses and shops"."""
    return asked.cues.has("joined", asked.low, one.end, _words_on(asked.low, one.end, 2))


def _is_no_rival(asked: Examination, one: Named, name: str) -> bool:
    """Say whether a word names who people are, or says what did not befall them: "prisoners", "did not return"."""
    word = asked.low[one.start : _words_on(asked.low, one.start, 2)]
    if name == "charged" and asked.cues.has("accused", word):
        return True
    is_status = name not in _STEPS and asked.cues.has("status", word)
    return is_status or asked.cues.has(
        "negative", word if asked.language.startswith("kk") else asked.low[one.start : one.end]
    )


def _people_for_things(asked: Examination, placed: Placed, figure: QuantityInText) -> str | None:
    """Return the word behind a number that counts people, where cases or things are bound: "[45](…) people"."""
    unit = placed.binding.unit
    if unit in (None, _PEOPLE, *_OF_TIME) or unit.isupper():
        return None
    at = next(iter(_WORD.finditer(asked.low, figure.end)), None)
    if at is None or asked.low[figure.end : at.start()].strip() or not asked.cues.has("persons", at.group()):
        return None
    return asked.plain.text[at.start() : at.end()]


def _is_near(asked: Examination, one: Named, placed: Placed) -> bool:
    """Say whether only light words stand between bound words and a word of the vocabulary: "people had been"."""
    left, right = (placed.end, one.start) if one.start >= placed.end else (one.end, placed.start)
    between = asked.low[left:right]
    for start, end in reversed(list(asked.cues.found("light", between))):
        between = between[:start] + between[end:]
    return not between.strip()


def _is_said_elsewhere(asked: Examination, sentence: Sentence, placed: Placed, name: str) -> bool:
    """Say whether the sentence speaks of the property away from its other figures: a clause before said it of all."""
    others = [
        (_words_back(asked.low, one.start, sentence.begin), _words_on(asked.low, one.end, _BEHIND))
        for one in sentence.bound
        if one is not placed
    ]
    own = [one for one in asked.naming.within(sentence.begin, sentence.end) if name in one.names]
    return any(not any(start <= one.start < end for start, end in others) for one in own)


def _unit(vocabulary: Vocabulary, name: str) -> str | None:
    declared = vocabulary.property(name)
    return declared.unit if declared else None


def _is_rival(vocabulary: Vocabulary, name: str, unit: str | None, other: str) -> bool:
    """Say whether two properties count the same kind of thing and are neither kin nor part of each other."""
    if _unit(vocabulary, other) != unit or other in vocabulary.kin(name) or other in _SAID_AS.get(name, ()):
        return False
    return _wholes(vocabulary, name).isdisjoint(_wholes(vocabulary, other))


def _wholes(vocabulary: Vocabulary, name: str) -> frozenset[str]:
    """Return a property and all that it is part of or makes up."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        one = waiting.pop()
        declared = vocabulary.property(one)
        if one in found or declared is None:
            continue
        found.add(one)
        waiting.extend(above for above in (declared.part_of, declared.makes_up) if above)
    return frozenset(found)


def _other_group(asked: Examination, placed: Placed, figure: QuantityInText) -> str | None:
    """Return the group that the words name in the place of the one that is bound, or of none."""
    group, named = _group_of(placed), _named_group(asked, placed, figure)
    if named is None or named == group or placed.binding.unit not in (None, _PEOPLE):
        return None
    if group is None and any(_quotes_group(asked, claim, named) for claim in placed.binding.named_claims()):
        return None
    return asked.book.vocabulary.term_called("group", named, asked.language)


def _named_group(asked: Examination, placed: Placed, figure: QuantityInText) -> str | None:
    """Return the group that bound words name, or the word behind a bare number: "[nine](…) Kazakhs"."""
    end = placed.end if _WORD.search(asked.low, figure.end, placed.end) else _words_on(asked.low, placed.end, 1)
    return asked.group_at(figure, end)


def _other_people(asked: Examination, placed: Placed) -> str | None:
    """Return the words that name a kind of people of whom no claim behind them speaks: "twelve police officers"."""
    if placed.binding.unit != _PEOPLE:
        return None
    end = max(placed.end, _words_on(asked.low, placed.end, 1))
    every = cues_of(None)
    for kind in asked.cues.names(_KIND):
        for begin, finish in asked.cues.found(kind, asked.low, placed.start, end):
            if not any(every.has(kind, _words_of(asked, claim)) for claim in placed.binding.named_claims()):
                return asked.plain.text[begin:finish]
    return None


def _words_of(asked: Examination, claim: Claim) -> str:
    """Return all words by which a claim says of whom it speaks."""
    declared = asked.book.vocabulary.property(claim.property)
    labels = (declared.label.en, declared.label.ru, declared.label.kk) if declared else ()
    quoted = claim.quote.text if claim.quote else ""
    about = " ".join(value for _, value in claim.about).replace("_", " ")
    return " ".join([claim.value_text(), quoted, about, claim.note or "", *labels]).lower()


def _quotes_group(asked: Examination, claim: Claim, group: str) -> bool:
    """Say whether the words of a claim name a group that it was not put under."""
    term = asked.book.vocabulary.term("group", group)
    words = f"{claim.value_text()} {claim.quote.text if claim.quote else ''}".lower()
    return term is not None and any(stem in words for stems in term.prose.values() for stem in stems)


def _clause(asked: Examination, sentence: Sentence, placed: Placed) -> tuple[int, int]:
    """Return the stretch between the marks around bound words."""
    before = [one.end() for one in _STOP.finditer(asked.low, sentence.begin, placed.start)]
    behind = _STOP.search(asked.low, placed.end, sentence.end)
    return max(before, default=sentence.begin), behind.start() if behind else sentence.end


def _words_on(low: str, at: int, count: int) -> int:
    """Return where the next words end, at most to the next mark or number."""
    stop = _STOP.search(low, at)
    words = list(_WORD.finditer(low, at, stop.start() if stop else len(low)))[:count]
    return words[-1].end() if words else at


def _words_back(low: str, at: int, begin: int) -> int:
    words = list(_WORD.finditer(low, begin, at))[-_BEFORE:]
    return words[0].start() if words else at

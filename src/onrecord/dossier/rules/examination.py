"""Owns what every rule is given: a statement with what its words are bound to, what is on record, and its day.

Sentences, figures and circumstances of the text are read once, when the first rule asks for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from onrecord.dossier.bindings import Binding
from onrecord.dossier.rules.cues import Cues, cues_of
from onrecord.dossier.rules.plain import PlainText, lowered, plain_text
from onrecord.dossier.rules.vocabulary_words import Naming
from onrecord.dossier.statement import Statement
from onrecord.kernel import PartialDate, Quantity
from onrecord.ledger import Book
from onrecord.reading import (
    Assertion,
    Circumstance,
    Circumstances,
    QuantityInText,
    assertions_in,
    quantities_in,
    sentences_in,
)

PUBLIC: Final = "public"
_GROUP_REACH: Final = 60  # code points behind a number in which its group is named


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Words of a link with what they are bound to; `start` and `end` are their place in the plain text."""

    binding: Binding
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of the plain text, `begin` to `end`, with what is bound in it."""

    begin: int
    end: int
    bound: tuple[Placed, ...]

    @property
    def bindings(self) -> tuple[Binding, ...]:
        """What its words are bound to, in order."""
        return tuple(one.binding for one in self.bound)


@dataclass(frozen=True, kw_only=True)
class Examination:
    """One statement against one book. `horizon` is the day up to which it speaks, `edition` who may read it."""

    statement: Statement
    bindings: tuple[Binding, ...]
    book: Book
    horizon: PartialDate
    edition: str = PUBLIC

    @property
    def language(self) -> str:
        """The language of the statement."""
        return self.statement.language

    @cached_property
    def cues(self) -> Cues:
        """The words by which rules know what a sentence of this language says."""
        return cues_of(self.language)

    @cached_property
    def plain(self) -> PlainText:
        """The words of the statement as one reads them."""
        return plain_text(self.statement)

    @cached_property
    def low(self) -> str:
        """The plain text in lower case, letter for letter."""
        return lowered(self.plain.text)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences in order."""
        placed = [_placed(one, self.plain) for one in sorted(self.bindings, key=lambda one: one.link.start)]
        return tuple(_with_bindings(begin, end, placed) for begin, end in sentences_in(self.plain.text))

    @cached_property
    def figures(self) -> tuple[QuantityInText, ...]:
        """The figures of the plain text, with what its words say of them; what an author has bound is one of them."""
        found = quantities_in(self.plain.text, self.language, self.book.vocabulary, every=True)
        bound = [(one, _placed(one, self.plain)) for one in self.bindings]
        missed = [
            replace(said[0], start=place.start, end=place.end, phrase_end=place.end, unit=None, property=None)
            for one, place in bound
            if not any(each.start < place.end and place.start < each.end for each in found)
            and (said := quantities_in(one.link.text, self.language, self.book.vocabulary, is_bound=True))
        ]
        return tuple(sorted((*found, *missed), key=lambda one: one.start))

    @cached_property
    def assertions(self) -> tuple[Assertion, ...]:
        """What the plain text asserts that is no quantity."""
        return tuple(assertions_in(self.plain.text, self.language, self.book.vocabulary))

    @cached_property
    def naming(self) -> Naming:
        """Where the plain text speaks of the properties of the vocabulary."""
        return Naming(self.low, self.language, self.book.vocabulary)

    @cached_property
    def _circumstances(self) -> Circumstances:
        spans = [(one.start, one.end) for one in self.figures]
        return Circumstances(
            self.plain.text, self.language, self.book.vocabulary, written_on=self.horizon.latest, figures=spans
        )

    @cached_property
    def _all_said(self) -> Mapping[int, tuple[Quantity, ...]]:
        return {one.link.start: self._said_by(one) for one in self.bindings}

    def said(self, binding: Binding) -> tuple[Quantity, ...]:
        """Return the ways the words of a link can be read: by themselves, and with a hedge that stands before them.

        "more than [120](…)" keeps its hedge outside; in "grew to [ten](…)" the same place holds none.
        """
        return self._all_said[binding.link.start]

    def _said_by(self, binding: Binding) -> tuple[Quantity, ...]:
        own = quantities_in(binding.link.text, self.language, self.book.vocabulary, is_bound=True)
        start, end = self.plain.of_file(binding.link.words.start, binding.link.words.end)
        hedged = tuple(one.quantity for one in self.figures if one.start < start < one.end <= end)
        return (_the_one_said(binding, [one.quantity for one in own]), *hedged) if own else hedged

    def circumstance(self, start: int, end: int) -> Circumstance:
        """Return who says what stands between two places of the plain text, about which place and as of when."""
        return self._circumstances.of(start, end)

    def figure_at(self, one: Placed) -> QuantityInText | None:
        """Return the figure that bound words say, None where they say none."""
        return next((figure for figure in self.figures if figure.start < one.end and one.start < figure.end), None)

    def with_before(self, sentence: Sentence) -> Iterator[tuple[int, int]]:
        """Yield a sentence, and the one before it in its paragraph."""
        yield sentence.begin, sentence.end
        before = [one for one in self.sentences if one.end <= sentence.begin][-1:]
        if before and "\n\n" not in self.plain.text[before[0].end : sentence.begin]:
            yield before[0].begin, before[0].end

    def around(self, sentence: Sentence) -> Iterator[tuple[int, int]]:
        """Yield a sentence and those beside it in its paragraph, which may say of it what it does not."""
        place = self.sentences.index(sentence)
        yield sentence.begin, sentence.end
        for other in self.sentences[max(0, place - 1) : place + 2]:
            first, last = sorted((other, sentence), key=lambda one: one.begin)
            if other is not sentence and "\n\n" not in self.plain.text[first.end : last.begin]:
                yield other.begin, other.end

    def group_at(self, figure: QuantityInText, end: int | None = None) -> str | None:
        """Return the group that is named at a number: before `end`, and not behind the next number."""
        term = self.book.vocabulary.term("group", figure.group) if figure.group else None
        if term is None:
            return None
        nexts = [one.start for one in self.figures if one.start > figure.start]
        reach = figure.end + _GROUP_REACH if end is None else end
        stems = term.prose.get(self.language.split("-")[0], ())
        return figure.group if any(stem in self.low[figure.start : min([reach, *nexts])] for stem in stems) else None

    def sentence_of(self, binding: Binding) -> Sentence:
        """Return the sentence in which the words of a link stand."""
        start, end = self.plain.of_file(binding.link.words.start, binding.link.words.end)
        return next(
            (one for one in self.sentences if one.begin <= start < one.end),
            Sentence(begin=start, end=end, bound=(Placed(binding=binding, start=start, end=end),)),
        )


def _the_one_said(binding: Binding, said: Sequence[Quantity]) -> Quantity:
    """Return the number of the words that the readings speak of, where the words hold several."""
    known = [(one.quantity.low, one.quantity.high) for one in binding.readings]
    return next((one for one in said if (one.low, one.high) in known), said[0])


def _placed(binding: Binding, plain: PlainText) -> Placed:
    start, end = plain.of_file(binding.link.words.start, binding.link.words.end)
    return Placed(binding=binding, start=start, end=end)


def _with_bindings(begin: int, end: int, placed: Sequence[Placed]) -> Sentence:
    return Sentence(begin=begin, end=end, bound=tuple(one for one in placed if begin <= one.start < end))

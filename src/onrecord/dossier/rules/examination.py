"""Owns what every rule is given: a statement with what its words are bound to, what is on record, and its day.

Sentences, figures and circumstances of the text are read once, when the first rule asks for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from onrecord.dossier.bindings import Binding
from onrecord.dossier.rules.cues import Cues, cues_of
from onrecord.dossier.rules.plain import PlainText, lowered, plain_text
from onrecord.dossier.statement import Statement
from onrecord.kernel import PartialDate
from onrecord.ledger import Book
from onrecord.reading import sentences_in

PUBLIC: Final = "public"


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

    def sentence_of(self, binding: Binding) -> Sentence:
        """Return the sentence in which the words of a link stand."""
        start, end = self.plain.of_file(binding.link.words.start, binding.link.words.end)
        return next(
            (one for one in self.sentences if one.begin <= start < one.end),
            Sentence(begin=start, end=end, bound=(Placed(binding=binding, start=start, end=end),)),
        )


def _placed(binding: Binding, plain: PlainText) -> Placed:
    start, end = plain.of_file(binding.link.words.start, binding.link.words.end)
    return Placed(binding=binding, start=start, end=end)


def _with_bindings(begin: int, end: int, placed: Sequence[Placed]) -> Sentence:
    return Sentence(begin=begin, end=end, bound=tuple(one for one in placed if begin <= one.start < end))

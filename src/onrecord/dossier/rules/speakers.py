"""Owns whom the words for a speaker mean: a kind, by their nouns, or somebody on record, by their name.

A name is known in every case of Russian and Kazakh, in Latin letters, and as the vocabulary calls it in each language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from onrecord.dossier.rules.cues import LANGUAGES
from onrecord.dossier.rules.examination import PUBLIC, Examination
from onrecord.dossier.rules.spelling import in_latin
from onrecord.kernel import SourceId, Visibility
from onrecord.ledger import Book, Reading

_WORD: Final = re.compile(r"[^\W\d_]+")
_QUOTED: Final = re.compile(r"[«“„\"]([^«»“”„\"]{2,60})[»”\"]")
_LIGHT: Final = frozenset({"the", "of", "for", "and", "a", "an", "in", "on", "i", "v", "po", "men", "pen", "ben"})
_KEPT: Final = 3  # letters of a word that no case changes
_CASE: Final = 2  # letters at the end of a word that a case may change
_GROWTH: Final = 6  # letters that a case may add
_KINDS_OF_SOURCES: Final = {"media": "media", "ngo": "ngo", "un": "un_body", "court": "court", "official": "official"}


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody on record: the kind in which they speak, None where nothing tells, and what they are called."""

    kind: str | None
    names: tuple[str, ...]


def kind_of_source(source_kind: str | None) -> str | None:
    """Return the kind of speaker that a kind of source is, where it is one."""
    return _KINDS_OF_SOURCES.get((source_kind or "").split("_")[0])


def behind(readings: Iterable[Reading], book: Book) -> list[Known]:
    """Return who is on record with readings: who says them, and who printed it."""
    found = []
    for reading in readings:
        claim = reading.claim
        found.append(Known(claim.speaker_kind.value, _called(claim.speaker, book)))
        source = book.sources.get(SourceId(claim.source)) if claim.source else None
        if source is not None and source.publisher:
            found.append(Known(kind_of_source(source.source_kind), _called(source.publisher, book)))
    return found


def on_record(asked: Examination) -> Iterator[Known]:
    """Yield everybody whom the claims of this statement, the sources and the vocabulary name."""
    book = asked.book
    for binding in asked.bindings:
        for claim in binding.named_claims():
            if asked.edition == PUBLIC and claim.visibility is not Visibility.PUBLIC:
                continue
            yield Known(claim.speaker_kind.value, _called(claim.speaker, book))
    # Nothing that a public report tells or leaves out may hang on a source that is not public.
    shown = [one for one in book.sources.values() if asked.edition != PUBLIC or one.visibility is Visibility.PUBLIC]
    for publisher, kind in {one.publisher: one.source_kind for one in shown if one.publisher}.items():
        yield Known(kind_of_source(kind), _called(publisher, book))
    for term in book.vocabulary.terms_of("speaker"):
        yield Known(None, _called(term.name, book))


def is_in(words: str, one: Known) -> bool:
    """Say whether words hold one of the names of somebody, in whatever case."""
    said = _stems(words)
    return any(_holds(said, name) for name in one.names)


def is_called(words: str, one: Known) -> bool:
    """Say whether words are one of the names of somebody, and no more."""
    count = len(_WORD.findall(words))
    return any(len(_WORD.findall(name)) == count and _holds(_stems(words), name) for name in one.names)


def quoted_names(text: str) -> Iterator[tuple[int, int]]:
    """Yield where names stand in quotation marks: a capital, and few words."""
    for match in _QUOTED.finditer(text):
        words = _WORD.findall(match[1])
        if words and len(words) <= _GROWTH and words[0][0].isupper() and match[1][-1] not in ".,!?…":
            yield match.span()


def _called(name: str, book: Book) -> tuple[str, ...]:
    """Return what somebody is called: as on record, and as the vocabulary says in each language."""
    term = book.vocabulary.term("speaker", name)
    labels = [term.label.text(language) for language in LANGUAGES] if term else []
    return tuple(dict.fromkeys([name, *labels]))


def _stems(words: str) -> list[str]:
    return [in_latin(word) for word in _WORD.findall(words)]


def _holds(said: Sequence[str], name: str) -> bool:
    wanted = [one for one in _stems(name) if one not in _LIGHT]
    return bool(wanted) and all(any(_is_form(one, word) for word in said) for one in wanted)


def _is_form(name: str, word: str) -> bool:
    """Say whether a word is a form of a name's: all but its last letters the same."""
    kept = max(_KEPT, len(name) - _CASE)
    return word == name or (len(name) >= _KEPT and word[:kept] == name[:kept] and len(word) <= len(name) + _GROWTH)

"""OR128: a person named in a public edition whose name on record is not public (METHOD 7.1, 7.5).

A name is known in every case of Russian and Kazakh and in Latin letters. A surname alone names nobody: two people may
share it.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from onrecord.dossier.rules.cues import endings_of_names
from onrecord.dossier.rules.examination import PUBLIC, Examination
from onrecord.dossier.rules.finding import Finding
from onrecord.dossier.rules.spelling import in_latin
from onrecord.kernel import Visibility
from onrecord.ledger import Claim

_NAMES: Final = ("name", "alias")
_PERSON: Final = "person"
_WORD: Final = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_SOFT: Final = "аяйьыиеоуюәөүұіeay"  # letters of a name's end that a case may replace
_SHORTEST: Final = 2
_NEAR: Final = 60  # letters beside a name within which its office, or what is called so, is looked for
_GAP: Final = re.compile(r"[\s\u00a0.]{1,3}|,\s|-")


def findings(asked: Examination) -> Iterator[Finding]:
    """Yield each place where a public edition names a person whose name is not public."""
    if asked.edition != PUBLIC:
        return
    for claim, span in named(asked, _hidden_names(asked)):
        start, end = asked.plain.in_file(*span)
        yield Finding(code="OR128", start=start, end=end, facts={"person": claim.subject}, claims=(claim.id,))


def named(asked: Examination, names: Iterable[Claim]) -> Iterator[tuple[Claim, tuple[int, int]]]:
    """Yield the names that stand in the plain text, each with the first place where it does."""
    for claim, spans in _everywhere(asked, names):
        yield claim, next(spans)


def named_as_persons(
    asked: Examination, names: Iterable[Claim], *, but_by_office: bool = False
) -> Iterator[tuple[Claim, tuple[int, int]]]:
    """Yield the names that stand for a person, each with the first place: a street or a school called so is none.

    With `but_by_office` not those who are called by a public office somewhere, as METHOD 7.5 lets officials be named.
    """
    for claim, spans in _everywhere(asked, names):
        own = [one for one in spans if not _is_place(asked, one)]
        if own and not (but_by_office and any(_is_beside(asked, "by_office", one) for one in own)):
            yield claim, own[0]


def every_place(asked: Examination, names: Iterable[Claim]) -> Iterator[tuple[Claim, tuple[int, int]]]:
    """Yield the names that stand for a person, with each place."""
    for claim, spans in _everywhere(asked, names):
        yield from ((claim, one) for one in spans if not _is_place(asked, one))


def _is_place(asked: Examination, span: tuple[int, int]) -> bool:
    return _is_beside(asked, "place_called", span) or _is_beside(asked, "called_place", span, is_after=True)


def _is_beside(asked: Examination, cue: str, span: tuple[int, int], *, is_after: bool = False) -> bool:
    """Say whether words of this cue stand right before a name, or right after it."""
    low, (start, end) = asked.low, span
    if is_after:
        return any(not low[end:begun].strip() for begun, _ in asked.cues.found(cue, low, end, end + _NEAR))
    found = asked.cues.found(cue, low, max(0, start - _NEAR), start)
    return any(not low[ended:start].strip(" \u00a0.") for _, ended in found)


def _everywhere(asked: Examination, names: Iterable[Claim]) -> Iterator[tuple[Claim, Iterator[tuple[int, int]]]]:
    """Yield the names that stand in the plain text, each with its places, at least one."""
    words = list(_WORD.finditer(asked.plain.text))
    capitals = [place for place, word in enumerate(words) if word.group()[0].isupper()]
    known = {_key(word.group()) for word in words}
    for claim in names:
        tokens = tuple(_WORD.findall(str(claim.value)))
        if len(tokens) < _SHORTEST or not any(_key(one) in known for one in tokens):
            continue
        spans = (_named(asked.plain.text, words, place, tokens) for place in capitals)
        found = (one for one in spans if one is not None)
        first = next(found, None)
        if first is not None:
            yield claim, itertools.chain((first,), found)


def names_on_record(asked: Examination) -> list[Claim]:
    """Return the names of persons on record that stand."""
    return [
        one
        for name in _NAMES
        for one in asked.book.claims_of(name)
        if one.subject_kind == _PERSON and isinstance(one.value, str) and one.status.is_counted
    ]


def _hidden_names(asked: Examination) -> Iterator[Claim]:
    """Yield the names of persons on record that are not public, of whom no claim says the same publicly."""
    names = names_on_record(asked)
    shown = {(one.subject, one.value) for one in names if one.visibility is Visibility.PUBLIC}
    yield from (
        one for one in names if one.visibility is not Visibility.PUBLIC and (one.subject, one.value) not in shown
    )


def _named(text: str, words: Sequence[re.Match[str]], place: int, tokens: Sequence[str]) -> tuple[int, int] | None:
    """Return where a name stands whose first written word is at `place`: in any order, a given name as an initial."""
    left = list(tokens)
    has_word = False
    at = place
    while at < len(words) and left:
        if at > place and not _GAP.fullmatch(text, words[at - 1].end(), words[at].start()):
            break
        token = next((one for one in left if _is_case_of(words[at].group(), one)), None)
        if token is None:
            token = next((one for one in left if words[at].group().lower() == one[0].lower()), None)
            if token is None:
                break
        else:
            has_word = True
        left.remove(token)
        at += 1
    is_enough = len(tokens) - len(left) >= _SHORTEST and has_word
    return (words[place].start(), words[at - 1].end()) if is_enough else None


def _is_case_of(word: str, name: str) -> bool:
    """Say whether a word is a name in one of its cases, in its own letters or in others."""
    if not word[0].isupper():
        return False
    if _is_inflected(word.lower(), name.lower(), endings_of_names()):
        return True
    latin = word.removesuffix("'s").removesuffix("’s")
    return _is_inflected(in_latin(latin), in_latin(name), _latin_endings())


def _is_inflected(word: str, name: str, endings: frozenset[str]) -> bool:
    stem = name.rstrip(_SOFT) if len(name.rstrip(_SOFT)) >= _SHORTEST else name
    return any(word.startswith(base) and word[len(base) :] in endings for base in dict.fromkeys((name, stem)))


@functools.cache
def _latin_endings() -> frozenset[str]:
    return frozenset(map(in_latin, endings_of_names()))


@functools.lru_cache(maxsize=4096)
def _key(word: str) -> str:
    """Return what all cases and spellings of a name share, near enough to leave a text without it alone."""
    return in_latin(word)[:_SHORTEST]

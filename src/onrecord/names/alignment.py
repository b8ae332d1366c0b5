"""Owns which word of one name stands for which of the other: any order, words joined or apart. Never decides."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from onrecord.names.alphabets import Alphabet
from onrecord.names.model import Token
from onrecord.names.tokens import Match, agrees, matched
from onrecord.names.words import token_of

_MOST_TRIED: Final = 6  # words a side up to which every order is tried


@dataclass(frozen=True, slots=True)
class Alignment:
    """Pairs of words with what they are to each other, and the words of each side that stand alone.

    It is reversed where two words stand the other way round, crossed where two given names among more words do.
    """

    pairs: tuple[tuple[Token, Token, Match], ...]
    left: tuple[Token, ...]
    right: tuple[Token, ...]
    words_told: int
    is_reversed: bool = False
    is_crossed: bool = False


def align(one: Sequence[Token], other: Sequence[Token]) -> Alignment:
    """Return the best pairing of two names' words, with words run together or apart where that explains more."""
    best = _paired(one, other)
    if best.pairs and not best.left and not best.right and all(match.grade >= 0.9 for _, _, match in best.pairs):
        return best
    if not (_may_be_joined(one, other) or _may_be_joined(other, one)):
        return best
    for words, others, is_first in ((one, other, True), (other, one, False)):
        for joined, whole in _joined(words, others):
            pairing = _paired(joined, others) if is_first else _paired(others, joined)
            told = max(pairing.words_told, whole)
            candidate = replace(pairing, words_told=told)
            if _better(candidate, best):
                best = candidate
    return best


def _better(one: Alignment, other: Alignment) -> bool:
    def rank(a: Alignment) -> tuple[float, int]:
        worst = min((match.grade for _, _, match in a.pairs), default=0.0)
        is_whole = 0.0 if a.left and a.right else worst
        return is_whole, -(len(a.left) + len(a.right))

    return rank(one) > rank(other)


def _paired(one: Sequence[Token], other: Sequence[Token]) -> Alignment:
    matches = [[matched(a, b) for b in other] for a in one]
    if not any(match.grade for row in matches for match in row):
        return Alignment((), tuple(one), tuple(other), 0)
    chosen = _exactly(matches) if max(len(one), len(other)) <= _MOST_TRIED else _greedily(matches)
    kept = [(x, y) for x, y in chosen if matches[x][y].grade > 0]
    taken_left, taken_right = {x for x, _ in kept}, {y for _, y in kept}
    return Alignment(
        tuple((one[x], other[y], matches[x][y]) for x, y in kept),
        tuple(word for at, word in enumerate(one) if at not in taken_left),
        tuple(word for at, word in enumerate(other) if at not in taken_right),
        len(kept),
        is_reversed=len(kept) == 2 and (kept[0][0] < kept[1][0]) != (kept[0][1] < kept[1][1]),
        is_crossed=len(kept) > 2 and _is_crossed([(x, y) for x, y in kept if one[x].groups and other[y].groups]),
    )


def _is_crossed(given: Sequence[tuple[int, int]]) -> bool:
    places = [y for _, y in sorted(given)]
    return places != sorted(places)


def _exactly(matches: Sequence[Sequence[Match]]) -> list[tuple[int, int]]:
    """Return the first of all orders, of those whose grades sum up to the most."""
    rows, columns = len(matches), len(matches[0]) if matches else 0
    if not rows or not columns:
        return []
    grades = [[match.grade for match in row] for row in matches]
    if rows > columns:
        grades = list(map(list, zip(*grades, strict=True)))
    best = -1.0
    chosen: tuple[int, ...] = ()
    for order in _orders(*sorted((rows, columns))):
        total = 0.0
        for row, at in zip(grades, order, strict=True):
            total += row[at]
        if total > best:
            best, chosen = total, order
    return list(enumerate(chosen)) if rows <= columns else [(x, y) for y, x in enumerate(chosen)]


@functools.lru_cache(maxsize=_MOST_TRIED**2)
def _orders(rows: int, columns: int) -> tuple[tuple[int, ...], ...]:
    return tuple(itertools.permutations(range(columns), rows))


def _greedily(matches: Sequence[Sequence[Match]]) -> list[tuple[int, int]]:
    ranked = sorted(
        ((match.grade, x, y) for x, row in enumerate(matches) for y, match in enumerate(row)),
        key=lambda one: (-one[0], one[1], one[2]),
    )
    rows: set[int] = set()
    columns: set[int] = set()
    chosen = []
    for _, x, y in ranked:
        if x not in rows and y not in columns:
            chosen.append((x, y))
            rows.add(x)
            columns.add(y)
    return chosen


@dataclass(frozen=True, slots=True)
class Side:
    """All words of one name at once: what they sound like, so that names that share nothing are soon told apart."""

    texts: frozenset[str]
    sounds: frozenset[str]
    bases: frozenset[str]
    groups: frozenset[int]
    has_arabic: bool


_SIDES: Final[dict[tuple[int, ...], tuple[Side, Side | None]]] = {}
_MOST_SIDES: Final = 20_000  # names, about 2 kB each; then they are looked at anew


def side_of(words: Sequence[Token]) -> Side:
    """Return the words of a name at once."""
    return _sides(words)[0]


def may_agree(one: Side, other: Side) -> bool:
    """Say whether a word of one side may agree with one of the other; where it says no, `agrees` does for all."""
    return (
        one.has_arabic
        or other.has_arabic
        or not one.sounds.isdisjoint(other.sounds)
        or not one.bases.isdisjoint(other.bases)
        or not one.groups.isdisjoint(other.groups)
        or not one.texts.isdisjoint(other.texts)
    )


def _may_be_joined(words: Sequence[Token], others: Sequence[Token]) -> bool:
    """Say whether words of one side, run together, may be a word of the other."""
    joined = _sides(words)[1]
    return joined is not None and may_agree(joined, _sides(others)[0])


def _sides(words: Sequence[Token]) -> tuple[Side, Side | None]:
    """Return the words of a name at once, and all that they are run together."""
    key = tuple([one.number for one in words])
    found = _SIDES.get(key)
    if found is None:
        if len(_SIDES) >= _MOST_SIDES:
            _SIDES.clear()
        wholes = [whole for _, _, whole in _wholes(words)]
        if len(words) == 2:
            wholes.append(_turned(words))
        found = _SIDES[key] = _side(words), _side(wholes) if wholes else None
    return found


def _side(words: Sequence[Token]) -> Side:
    return Side(
        texts=frozenset([one.text for one in words]),
        sounds=frozenset().union(*(one.readings for one in words)),
        bases=frozenset().union(*(one.bases for one in words)),
        groups=frozenset().union(*(one.groups for one in words)),
        has_arabic=any(one.alphabet is Alphabet.ARABIC for one in words),
    )


def _wholes(words: Sequence[Token]) -> Iterator[tuple[int, int, Token]]:
    """Yield two and three neighbours run together: where they begin, how many they are, and the word."""
    for size in (2, 3):
        for at in range(len(words) - size + 1):
            yield at, size, token_of("".join([one.text for one in words[at : at + size]]), words[at].alphabet)


def _turned(words: Sequence[Token]) -> Token:
    return token_of(words[1].text + words[0].text, words[0].alphabet)


def _joined(words: Sequence[Token], others: Sequence[Token]) -> Iterator[tuple[list[Token], int]]:
    """Yield the words with neighbours put together that are one word on the other side, and how many that tells."""
    count = len(words)
    for at, size, whole in _wholes(words):
        if any(agrees(whole, other) for other in others):
            yield [*words[:at], whole, *words[at + size :]], size if len(others) == 1 else 0
    if count == 2 and len(others) == 1:
        whole = _turned(words)
        if agrees(whole, others[0]):
            yield [whole], 2

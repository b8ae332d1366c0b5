"""Owns which word of one name stands for which of the other: any order, words joined or apart. Never decides."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from onrecord.names.model import Token
from onrecord.names.tokens import Match, agrees, matched
from onrecord.names.words import token_of

_MOST_TRIED: Final = 6  # words a side up to which every order is tried


@dataclass(frozen=True, slots=True)
class Alignment:
    """Pairs of words with what they are to each other, and the words of each side that stand alone."""

    pairs: tuple[tuple[Token, Token, Match], ...]
    left: tuple[Token, ...]
    right: tuple[Token, ...]
    words_told: int
    is_reversed: bool = False


def align(one: Sequence[Token], other: Sequence[Token]) -> Alignment:
    """Return the best pairing of two names' words, with words run together or apart where that explains more."""
    best = _paired(one, other)
    if best.pairs and not best.left and not best.right and all(match.grade >= 0.9 for _, _, match in best.pairs):
        return best
    for words, others, is_first in ((one, other, True), (other, one, False)):
        for joined, whole in _joined(words, others):
            pairing = _paired(joined, others) if is_first else _paired(others, joined)
            told = max(pairing.words_told, whole)
            candidate = Alignment(pairing.pairs, pairing.left, pairing.right, told, pairing.is_reversed)
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
    chosen = _exactly(matches) if max(len(one), len(other)) <= _MOST_TRIED else _greedily(matches)
    kept = [(x, y) for x, y in chosen if matches[x][y].grade > 0]
    taken_left, taken_right = {x for x, _ in kept}, {y for _, y in kept}
    return Alignment(
        tuple((one[x], other[y], matches[x][y]) for x, y in kept),
        tuple(word for at, word in enumerate(one) if at not in taken_left),
        tuple(word for at, word in enumerate(other) if at not in taken_right),
        len(kept),
        is_reversed=len(kept) == 2 and (kept[0][0] < kept[1][0]) != (kept[0][1] < kept[1][1]),
    )


def _exactly(matches: Sequence[Sequence[Match]]) -> list[tuple[int, int]]:
    rows, columns = len(matches), len(matches[0]) if matches else 0
    if not rows or not columns:
        return []
    if rows <= columns:
        orders: Iterator[list[tuple[int, int]]] = (
            list(enumerate(order)) for order in itertools.permutations(range(columns), rows)
        )
    else:
        orders = ([(x, y) for y, x in enumerate(order)] for order in itertools.permutations(range(rows), columns))
    return max(orders, key=lambda order: sum(matches[x][y].grade for x, y in order))


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


def _joined(words: Sequence[Token], others: Sequence[Token]) -> Iterator[tuple[list[Token], int]]:
    """Yield the words with neighbours put together that are one word on the other side, and how many that tells."""
    count = len(words)
    if count < 2:
        return
    for size in (2, 3):
        for at in range(count - size + 1):
            whole = token_of("".join(one.text for one in words[at : at + size]), words[at].alphabet)
            if any(agrees(whole, other) for other in others):
                yield [*words[:at], whole, *words[at + size :]], size if len(others) == 1 else 0
    if count == 2 and len(others) == 1:
        whole = token_of(words[1].text + words[0].text, words[0].alphabet)
        if agrees(whole, others[0]):
            yield [whole], 2

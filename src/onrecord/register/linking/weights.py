"""Owns what each level of agreement is worth: learnt from the records themselves, without labels, or with some.

The model is that of Fellegi and Sunter (1969): a level's weight is log2(m/u), m its share among pairs of one person,
u among pairs of two. u comes from pairs drawn at random, m and the share of true pairs from expectation and maximising
over the compared pairs, where every pair that was not compared is one of two people (Winkler 1988; Enamorado, Fifield
and Imai 2019). Answers of people count as pairs whose side is known. A value that few have tells more: u of "the same"
is then how often that value stands in the records.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from onrecord.register.linking.evidence import Feature

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Levels = NDArray[np.int8]
    Packed = NDArray[np.int64]

_ROUNDS: Final = 60
_STILL: Final = 1e-5
_LEAST: Final = 1e-4  # no level is impossible: a slip can be anywhere
_PSEUDO: Final = 2.0  # pairs of each level that are taken as seen, so that an empty level has a weight
_FIRST_SAME: Final = 0.85  # of pairs of one person that agree, before anything is learnt
_PACKED: Final = 20  # features whose levels fit into one number
_BITS: Final = 3
_RAREST: Final = 6.0  # bits that the rareness of one value adds or takes at most
_ANSWER: Final = 1.0  # what an answer counts, in pairs


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """The weights of a run: `m` and `u` of each level of each feature; `prior` is the share of true pairs."""

    features: tuple[Feature, ...]
    m: tuple[tuple[float, ...], ...]
    u: tuple[tuple[float, ...], ...]
    prior: float
    rounds: int

    def to_record(self) -> dict[str, object]:
        """Return what a stranger needs to recompute a probability, levels from "different" up, weights in bits."""
        from math import log2

        return {
            "prior": self.prior,
            "rounds": self.rounds,
            "features": [
                {
                    "name": feature.name,
                    "m": [round(one, 6) for one in m],
                    "u": [round(one, 6) for one in u],
                    "bits": [round(log2(a / b), 2) for a, b in zip(m, u, strict=True)],
                }
                for feature, m, u in zip(self.features, self.m, self.u, strict=True)
            ],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What people said of some compared pairs: their levels, and whether each is one person."""

    levels: Levels
    is_same: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Patterns:
    """The different ways in which compared pairs agree: levels [features, patterns], and how many pairs have each."""

    levels: Levels
    counts: Floats

    @classmethod
    def of(cls, packed: Packed, features: int) -> Patterns:
        """Return the patterns of pairs whose levels were packed."""
        import numpy as np

        if packed.shape[0] == 1:
            ordered = np.sort(packed[0])
            begins = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1])) if len(ordered) else ordered
            found, counts = ordered[None, begins], np.diff(np.append(begins, len(ordered)))
        else:
            found, counts = np.unique(packed, axis=1, return_counts=True)
        return cls(levels=unpacked(found, features), counts=counts.astype(np.float64))


def packed(levels: Levels) -> Packed:
    """Return levels [features, pairs] three bits each, [numbers, pairs]; one number holds twenty features."""
    import numpy as np

    found = np.zeros((max(1, -(-len(levels) // _PACKED)), levels.shape[1]), dtype=np.int64)
    for at, level in enumerate(levels):
        found[at // _PACKED] |= (level.astype(np.int64) + 1) << _BITS * (at % _PACKED)
    return found


def unpacked(packed: Packed, features: int) -> Levels:
    """Return the levels that were packed."""
    import numpy as np

    found = np.empty((features, packed.shape[1]), dtype=np.int8)
    for at in range(features):
        found[at] = level_of(packed, at)
    return found


def level_of(packed: Packed, at: int) -> NDArray[np.int64]:
    """Return the levels of one feature of pairs whose levels were packed."""
    found: Packed = (packed[at // _PACKED] >> _BITS * (at % _PACKED) & 7) - 1
    return found


def shares_by_chance(features: Sequence[Feature], levels: Levels) -> tuple[Floats, ...]:
    """Return of each feature the share of each level in pairs drawn at random, [features, pairs]."""
    return tuple(_shares(levels[at], None, one.levels) for at, one in enumerate(features))


def learnt(
    features: Sequence[Feature],
    compared: Patterns,
    by_chance: Sequence[Floats],
    *,
    all_pairs: int,
    answers: Answers | None = None,
) -> Model:
    """Return the weights that fit the compared pairs; `by_chance` are the shares of levels in pairs drawn at random."""
    import numpy as np

    levels, counts = compared.levels, compared.counts
    u = list(by_chance)
    m = [_first(one.levels, chance) for one, chance in zip(features, u, strict=True)]
    prior = min(0.5, max(1.0, 0.1 * counts.sum()) / max(all_pairs, 1))
    rounds, moved = 0, 1.0
    while moved >= _STILL and rounds < _ROUNDS:
        rounds += 1
        weights = counts * _posterior(levels, m, u, prior)
        new = [_shares(levels[at], weights, one.levels) for at, one in enumerate(features)]
        if answers is not None:
            new = [_with_answers(share, answers, at, weights.sum()) for at, share in enumerate(new)]
        moved = max(float(np.abs(a - b).max()) for a, b in zip(m, new, strict=True))
        m, prior = new, min(0.5, max(float(weights.sum()), 0.5) / max(all_pairs, 1))
    return Model(
        features=tuple(features),
        m=tuple(tuple(map(float, one)) for one in m),
        u=tuple(tuple(map(float, one)) for one in u),
        prior=prior,
        rounds=rounds,
    )


def level_bits(model: Model, at: int) -> Floats:
    """Return the weight of each level of a feature in bits; the last place, which -1 names, is of the unknown: 0."""
    import numpy as np

    return np.append(np.log2(np.array(model.m[at]) / np.array(model.u[at])), 0.0)


def rareness(shares: Floats, u_same: float) -> Floats:
    """Return the bits to add where a value agrees: more for one that few records have, fewer for one that many have.

    `shares` is how often each value stands among the records that have one.
    """
    import numpy as np

    added: Floats = np.clip(np.log2(u_same / np.maximum(shares, 1e-9)), -_RAREST, _RAREST)
    return added


def _shares(levels: Levels, weights: Floats | None, size: int) -> Floats:
    """Return the share of each level among the pairs that have one."""
    import numpy as np

    known = levels >= 0
    counted = np.bincount(levels[known], weights=None if weights is None else weights[known], minlength=size)
    smoothed = counted + _PSEUDO / size * min(1.0, counted.sum() / 100 + 0.01)
    shares: Floats = np.maximum(smoothed / smoothed.sum(), _LEAST)
    return shares


def _first(levels: int, chance: Floats) -> Floats:
    """Return shares to begin with: most pairs of one person agree, the rest as by chance."""
    import numpy as np

    share = chance * (1 - _FIRST_SAME)
    upper = np.arange(levels) >= levels / 2
    share[upper] += _FIRST_SAME * np.maximum(chance[upper], 0.01) / np.maximum(chance[upper], 0.01).sum()
    share[-1] += 0.2
    normed: Floats = share / share.sum()
    return np.maximum(normed, _LEAST)


def _posterior(patterns: Levels, m: Sequence[Floats], u: Sequence[Floats], prior: float) -> Floats:
    import numpy as np

    log_odds = np.full(patterns.shape[1], np.log(prior / (1 - prior)))
    for at, (one, other) in enumerate(zip(m, u, strict=True)):
        table = np.append(np.log(one / other), 0.0)
        log_odds += table[patterns[at]]
    found: Floats = 1 / (1 + np.exp(-np.clip(log_odds, -60, 60)))
    return found


def _with_answers(share: Floats, answers: Answers, at: int, pairs: float) -> Floats:
    """Return shares moved by what people said, each answer as one pair more.

    People are asked about pairs that are unsure: their answers are no sample, and must not count as more than they are.
    """
    import numpy as np

    levels = answers.levels[at, answers.is_same]
    known = levels[levels >= 0]
    if not len(known):
        return share
    counted = np.bincount(known, minlength=len(share)).astype(np.float64) * _ANSWER
    mixed = share * pairs + counted
    normed: Floats = mixed / mixed.sum()
    return np.maximum(normed, _LEAST)

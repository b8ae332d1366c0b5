"""Owns the forward choice of pairs of lists that depend on each other, for tables with pairs nobody is on both of.

From independent lists on, the pair whose overlap is least likely under the model so far joins it, while that
likelihood (a one-sided Poisson tail) stays under a threshold and the larger model has an answer. The interval is a
bootstrap that chooses anew in every resample, corrected for bias and acceleration (Chan, Silverman and Vincent,
Multiple Systems Estimation for Sparse Capture Data, JASA 116 (2021) 1297-1306; Efron, JASA 82 (1987) 171-185).
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TYPE_CHECKING, Final

from onrecord.register.estimate import poisson_v1 as poisson
from onrecord.register.estimate.loglinear_v1 import counts_of, design_of, extended, said
from onrecord.register.estimate.model import Answer, Interval, rounded
from onrecord.register.estimate.streams import stream
from onrecord.register.estimate.tables import CaptureTable

if TYPE_CHECKING:
    from numpy.random import Generator

    from onrecord.register.estimate.poisson_v1 import Floats

NAME: Final = "stepwise_v1"
MOST_LISTS: Final = 6
THRESHOLD: Final = 0.02
RESAMPLES: Final = 200


class _Search:
    """The choice for many tables of the same lists at once: every row goes its own way, in step with the others."""

    def __init__(self, lists: int, threshold: float) -> None:
        import numpy as np

        self.design, self.groups = design_of(lists)
        single = [one for one, group in enumerate(self.groups) if group.bit_count() < 2]
        self.pairs = [one for one, group in enumerate(self.groups) if group.bit_count() == 2]
        self.threshold = threshold
        kept = [*single, *self.pairs]
        self.design = self.design[:, kept]
        self.groups = [self.groups[one] for one in kept]
        self.first = len(single)
        self.base = np.arange(len(kept)) < self.first

    def run(self, counts: Floats) -> tuple[Floats, list[list[int]]]:
        """Return how many are on no list, by the model chosen for each table, and the groups in order of choice."""
        import numpy as np

        chosen = np.tile(self.base, (len(counts), 1))
        order: list[list[int]] = [[] for _ in counts]
        fits = self._fitted(counts, chosen)
        missing = np.where(fits.status == poisson.FOUND, np.exp(fits.coefficients[:, 0]), np.nan)
        expected = fits.expected
        going = np.flatnonzero(fits.status == poisson.FOUND)
        while going.size:
            tails = self._tails(counts[going], expected[going])
            tails[chosen[going][:, self.first :]] = np.inf
            moved = self._joined(counts, chosen, going, tails)
            stepped = np.array(sorted(moved), dtype=int)
            for row, (column, unseen, mean) in moved.items():
                chosen[row, column] = True
                order[row].append(self.groups[column])
                missing[row], expected[row] = unseen, mean
            going = stepped
        return missing, order

    def _fitted(self, counts: Floats, columns: Floats) -> poisson.Fits:
        left, cells = extended(columns, self.design, counts)
        return poisson.fit(self.design, counts, left, cells)

    def _tails(self, counts: Floats, expected: Floats) -> Floats:
        """Return for each table and pair how unlikely an overlap at least as far off is: one tail, the nearer one."""
        import numpy as np

        pairs = self.design[:, self.first :]
        tails: Floats = np.vectorize(_tail)(counts @ pairs, expected @ pairs)
        return tails

    def _joined(
        self, counts: Floats, chosen: Floats, going: Floats, tails: Floats
    ) -> dict[int, tuple[int, float, Floats]]:
        """Return for each table the least likely pair under the threshold whose model has an answer."""
        import numpy as np

        ranked = np.argsort(tails, axis=1, kind="stable")
        moved: dict[int, tuple[int, float, Floats]] = {}
        for rank in range(ranked.shape[1]):
            rows = [
                one
                for one, row in enumerate(going)
                if row not in moved and tails[one, ranked[one, rank]] < self.threshold
            ]
            if not rows:
                break
            columns = chosen[going[rows]].copy()
            added = self.first + ranked[rows, rank]
            columns[np.arange(len(rows)), added] = True
            fits = self._fitted(counts[going[rows]], columns)
            for one, row in enumerate(going[rows]):
                if fits.status[one] == poisson.FOUND:
                    unseen = math.exp(fits.coefficients[one, 0])
                    moved[int(row)] = (int(added[one]), unseen, fits.expected[one])
        return moved


def _tail(seen: float, mean: float) -> float:
    """Return the smaller of P(X <= seen) and P(X >= seen) of a Poisson number."""
    if mean <= 0:
        return 1.0 if seen <= 0 else 0.0
    below = _at_most(seen, mean)
    exactly = math.exp(seen * math.log(mean) - mean - math.lgamma(seen + 1))
    return min(below, max(0.0, 1 - below + exactly) if 1 - below > 1e-9 else _above(seen, mean))


def _at_most(seen: float, mean: float) -> float:
    if seen > mean + 40 * math.sqrt(mean) + 40:
        return 1.0
    term = math.exp(seen * math.log(mean) - mean - math.lgamma(seen + 1))
    total, k = term, seen
    while k > 0 and term > total * 1e-17:
        term *= k / mean
        k -= 1
        total += term
    return min(1.0, total)


def _above(seen: float, mean: float) -> float:
    """Return P(X >= seen), added up from there on: small numbers keep their digits."""
    term = math.exp(seen * math.log(mean) - mean - math.lgamma(seen + 1))
    total, k = term, seen
    while term > total * 1e-17:
        k += 1
        term *= mean / k
        total += term
    return min(1.0, total)


def chosen(table: CaptureTable, *, threshold: float = THRESHOLD) -> tuple[float, list[int]]:
    """Return the number of people by the model chosen, and the pairs in the order of their choice."""
    missing, order = _Search(table.size, threshold).run(counts_of(table)[None])
    return table.documented + float(missing[0]), order[0]


def answer(table: CaptureTable, *, seed: int, resamples: int = RESAMPLES, threshold: float = THRESHOLD) -> Answer:
    """Return the answer of the model chosen, with the bootstrap interval."""
    import numpy as np

    if table.size > MOST_LISTS:
        return Answer.refused(NAME, "at_most_six_lists", {"lists": table.size})
    search = _Search(table.size, threshold)
    counts = np.round(counts_of(table))
    missing, order = search.run(counts[None])
    told = {
        "model": said(table, frozenset(order[0])),
        "order": [said(table, frozenset([pair])).split("+")[0] for pair in order[0]],
        "threshold": threshold,
        "resamples": resamples,
    }
    if not math.isfinite(missing[0]):
        return Answer.refused(NAME, "no_finite_answer", told)
    point = table.documented + float(missing[0])
    low, high, lost = _bca(search, counts, point, stream(seed, NAME), resamples)
    return Answer(
        method=NAME,
        point=rounded(point),
        low=rounded(low),
        high=rounded(high),
        interval=Interval.BOOTSTRAP,
        diagnostics={**told, "resamples_without_answer": lost},
    )


def _bca(search: _Search, counts: Floats, point: float, random: Generator, resamples: int) -> tuple[float, float, int]:
    import numpy as np

    people = int(counts.sum())
    sampled = random.multinomial(people, counts / people, size=resamples).astype(float)
    missing, _ = search.run(sampled)
    values = np.sort(people + missing[np.isfinite(missing)])
    normal = NormalDist()
    share = (np.sum(values < point) + 0.5 * np.sum(values == point)) / len(values)
    bias = normal.inv_cdf(min(max(float(share), 0.5 / len(values)), 1 - 0.5 / len(values)))
    speed = _acceleration(search, counts)
    limits = []
    for z in (-1.959963984540054, 1.959963984540054):
        at = bias + (bias + z) / (1 - speed * (bias + z))
        limits.append(float(np.quantile(values, normal.cdf(at))))
    return limits[0], limits[1], resamples - len(values)


def _acceleration(search: _Search, counts: Floats) -> float:
    """Return the acceleration, from leaving out one person of each cell; a cell counts as often as it has people."""
    import numpy as np

    filled = np.flatnonzero(counts > 0)
    fewer = np.tile(counts, (len(filled), 1))
    fewer[np.arange(len(filled)), filled] -= 1
    missing, _ = search.run(fewer)
    people, weights = fewer.sum(axis=1) + missing, counts[filled]
    usable = np.isfinite(people)
    people, weights = people[usable], weights[usable]
    centred = np.average(people, weights=weights) - people
    spread = float(np.sum(weights * centred**2))
    return float(np.sum(weights * centred**3)) / (6 * spread**1.5) if spread > 0 else 0.0

"""Owns the Bayesian average over all decomposable graphs of lists, for every number of unlisted people up to a cap.

A graph says which lists may depend on each other; for decomposable graphs the probability of the table is a product
over cliques divided by one over separators, each a Dirichlet integral (Dawid and Lauritzen, Annals of Statistics 21
(1993) 1272-1317; Madigan and York, Biometrika 84 (1997) 19-31). All graphs are equally likely before, a number of
people N as 1/N, and the prior weight of each cell is 2^-lists. The cap is part of the answer and is printed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

from onrecord.register.estimate.model import Answer, Interval, rounded
from onrecord.register.estimate.poisson_v1 import log_gamma
from onrecord.register.estimate.tables import CaptureTable

if TYPE_CHECKING:
    from onrecord.register.estimate.poisson_v1 import Floats

NAME: Final = "decomposable_v1"
MOST_LISTS: Final = 5
TIMES_DOCUMENTED: Final = 20
_SCANNED: Final = 1500
_WEIGHED: Final = 20_000
_AT_ONCE: Final = 4096
_NOWHERE: Final = 30.0  # natural logarithm: what is e^30 times less likely than the likeliest adds nothing
Graph = tuple[tuple[int, int], ...]  # (set of lists as a bit mask, +1 clique or -1 separator), one entry a set


@dataclass(frozen=True, slots=True, kw_only=True)
class Posterior:
    """How likely each number of unlisted people is; `share` is for all numbers from one of `unlisted` to the next."""

    documented: int
    cap: int
    unlisted: Floats
    share: Floats
    graphs: Floats
    at_cap: float

    def quantile(self, q: float) -> int:
        """Return the number of people of whom this share of the probability is at or below."""
        import numpy as np

        upto = np.cumsum(self.share)
        place = min(int(np.searchsorted(upto, q * (1 - 1e-12))), len(upto) - 1)
        step = int(self.unlisted[1] - self.unlisted[0]) if len(self.unlisted) > 1 else 1
        over = (upto[place] - q) / self.share[place] if self.share[place] else 0.0
        return self.documented + int(self.unlisted[place]) + (int((1 - over) * step) if step > 1 else 0)

    def mean(self) -> float:
        """Return the mean number of people."""
        return self.documented + float(self.unlisted @ self.share)


def decomposable_graphs(lists: int) -> tuple[Graph, ...]:
    """Return every decomposable graph on so many lists, as its cliques and separators."""
    return _decomposable_graphs(lists)


@cache
def _decomposable_graphs(lists: int) -> tuple[Graph, ...]:
    pairs = list(combinations(range(lists), 2))
    graphs = []
    for chosen in range(1 << len(pairs)):
        edges = {pair for one, pair in enumerate(pairs) if chosen >> one & 1}
        graph = _cliques_and_separators(lists, edges)
        if graph is not None:
            graphs.append(graph)
    return tuple(graphs)


def _cliques_and_separators(lists: int, edges: set[tuple[int, int]]) -> Graph | None:
    """Return both, by maximum cardinality search (Tarjan, Yannakakis 1984); none for other graphs."""
    near = [sum(1 << b for b in range(lists) if (min(a, b), max(a, b)) in edges) for a in range(lists)]
    signed: dict[int, int] = {}
    seen, last = 0, -1
    clique = 0
    for _ in range(lists):
        left = [one for one in range(lists) if not seen >> one & 1]
        one = max(left, key=lambda v: ((near[v] & seen).bit_count(), -v))
        before = near[one] & seen
        if any(before & ~(near[v] | 1 << v) for v in range(lists) if before >> v & 1):
            return None
        if before.bit_count() <= last:
            signed[clique] = signed.get(clique, 0) + 1
            signed[before] = signed.get(before, 0) - 1
            clique = before
        clique = before | 1 << one
        last = before.bit_count()
        seen |= 1 << one
    signed[clique] = signed.get(clique, 0) + 1
    return tuple(sorted((mask, sign) for mask, sign in signed.items() if sign))


def posterior(table: CaptureTable, *, cap: int) -> Posterior:
    """Return the probability of each number of unlisted people from none to `cap`, averaged over all graphs.

    Every number is weighed where that makes at most 20,000; else evenly spaced ones, over where the probability lies.
    """
    import numpy as np

    scan = np.unique(np.round(np.linspace(0.0, 1.0, _SCANNED) ** 3 * cap))
    height = _heights(table, scan).max(axis=0)
    lies = np.flatnonzero(height > height.max() - _NOWHERE)
    low, high = scan[max(lies[0] - 1, 0)], scan[min(lies[-1] + 1, len(scan) - 1)]
    step = max(1, math.ceil((high - low) / _WEIGHED))
    unlisted = np.arange(low, high + 1, step)
    parts = [_heights(table, unlisted[one : one + _AT_ONCE]) for one in range(0, len(unlisted), _AT_ONCE)]
    top = max(float(part.max()) for part in parts)
    weights = [np.exp(part - top) for part in parts]
    share = np.concatenate([part.sum(axis=0) for part in weights])
    by_graph = np.sum([part.sum(axis=1) for part in weights], axis=0)
    total = share.sum()
    return Posterior(
        documented=table.documented,
        cap=cap,
        unlisted=unlisted,
        share=share / total,
        graphs=by_graph / total,
        at_cap=float(share[-1] / share.max()) if high >= cap else 0.0,
    )


def _heights(table: CaptureTable, unlisted: Floats) -> Floats:
    """Return the log probability, up to one constant, of each graph (rows) with each number of unlisted people."""
    import numpy as np

    graphs = decomposable_graphs(table.size)
    sets = sorted({mask for graph in graphs for mask, _ in graph})
    place = {mask: one for one, mask in enumerate(sets)}
    signs = np.zeros((len(graphs), len(sets)))
    for row, graph in enumerate(graphs):
        for mask, sign in graph:
            signs[row, place[mask]] = sign
    logs = np.array([_log_marginal(table, mask, unlisted) for mask in sets])
    people = table.documented + unlisted
    heights: Floats = signs @ logs + (log_gamma(people + 1.0) - log_gamma(unlisted + 1.0) - np.log(people))
    return heights


def _log_marginal(table: CaptureTable, mask: int, unlisted: Floats) -> Floats:
    """Return the log probability of the counts seen on these lists alone; only their empty cell knows the unlisted."""
    import numpy as np

    counts: dict[int, float] = {}
    for pattern, count in table.cells:
        counts[pattern & mask] = counts.get(pattern & mask, 0) + count
    prior = 2.0 ** -mask.bit_count()
    empty = counts.pop(0, 0.0)
    seen = np.array(list(counts.values()), dtype=float)
    constant = float(np.sum(log_gamma(seen + prior))) if counts else 0.0
    constant -= (len(counts) + 1) * float(log_gamma(np.array([prior]))[0])
    total = table.documented + unlisted + 1.0
    value: Floats = constant + log_gamma(empty + unlisted + prior) - log_gamma(total)
    return value


def answer(table: CaptureTable, *, cap: int | None = None) -> Answer:
    """Return the average with its cap, and what it would be with half of it and twice as much."""
    given = cap if cap is not None else TIMES_DOCUMENTED * table.documented
    if not 3 <= table.size <= MOST_LISTS:
        return Answer.refused(NAME, "three_to_five_lists", {"lists": table.size})
    found = posterior(table, cap=given)
    others = {str(one): _limits(posterior(table, cap=one)) for one in (max(given // 2, 2), given * 2)}
    return Answer(
        method=NAME,
        point=float(found.quantile(0.5)),
        low=float(found.quantile(0.025)),
        high=float(found.quantile(0.975)),
        interval=Interval.CREDIBLE,
        diagnostics={
            "cap": given,
            "density_at_cap": float(f"{found.at_cap:.3g}"),
            "mean": rounded(found.mean()),
            "graphs": len(found.graphs),
            "with_other_caps": others,
        },
    )


def _limits(found: Posterior) -> dict[str, Any]:
    return {"point": found.quantile(0.5), "low": found.quantile(0.025), "high": found.quantile(0.975)}


def draws(table: CaptureTable, uniform: Sequence[float], *, cap: int | None = None) -> list[int]:
    """Return draws of the number of people, one for each number between 0 and 1 that is given."""
    found = posterior(table, cap=cap if cap is not None else TIMES_DOCUMENTED * table.documented)
    return [found.quantile(q) for q in uniform]

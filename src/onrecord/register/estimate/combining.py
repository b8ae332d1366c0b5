"""Owns what becomes of several answers: strata are added draw by draw, replicates of a linkage are pooled.

Limits are never added: the sum of upper limits is no upper limit. Draws of each stratum are added one to one, in an
order of their own. Replicates are tables made from one register by different draws of who is the same person; each
gives as many draws, and all together are the answer (multiple imputation; Rubin, 1987; for linkage Sadinle, Annals of
Applied Statistics 12 (2018) 1013-1038).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from onrecord.register.estimate.model import Answer, Interval, rounded
from onrecord.register.estimate.streams import stream

if TYPE_CHECKING:
    from onrecord.register.estimate.poisson_v1 import Floats

DRAWS: Final = 20_000


def summed(strata: Sequence[Floats], *, seed: int, draws: int = DRAWS) -> Floats:
    """Return draws of the sum over strata, each stratum's draws in an order of their own."""
    import numpy as np

    total = np.zeros(draws)
    for place, one in enumerate(strata):
        total += _shuffled(one, draws, seed, f"stratum {place}")
    return total


def pooled(replicates: Sequence[Floats], *, seed: int, draws: int = DRAWS) -> Floats:
    """Return the draws of all replicates together, as many of each."""
    import numpy as np

    each = max(1, draws // len(replicates))
    return np.concatenate([_shuffled(one, each, seed, f"replicate {at}") for at, one in enumerate(replicates)])


def answer_of(draws: Floats, *, method: str, parts: int) -> Answer:
    """Return median and 95 % interval of draws as an answer."""
    import numpy as np

    low, middle, high = (float(np.quantile(draws, q)) for q in (0.025, 0.5, 0.975))
    return Answer(
        method=method,
        point=rounded(middle),
        low=rounded(low),
        high=rounded(high),
        interval=Interval.CREDIBLE,
        diagnostics={"parts": parts, "draws": int(np.size(draws)), "mean": rounded(float(np.mean(draws)))},
    )


def _shuffled(values: Floats, count: int, seed: int, name: str) -> Floats:
    """Return `count` of the values in a random order, all of them equally often where there are too few."""
    import numpy as np

    flat = np.ravel(np.asarray(values, dtype=float))
    random = stream(seed, "combining", name)
    times = -(-count // flat.size)
    return np.concatenate([random.permutation(flat) for _ in range(times)])[:count]

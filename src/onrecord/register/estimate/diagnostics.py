"""Owns what tells whether chains have converged: R-hat and the effective number of draws. Never what follows."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from onrecord.register.estimate.poisson_v1 import Floats

MOST_R_HAT: Final = 1.01
FEWEST_EFFECTIVE: Final = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Convergence:
    """How well chains agree: rank-normalised split R-hat, effective draws in the bulk and in the tails.

    Vehtari, Gelman, Simpson, Carpenter and Burkner, Bayesian Analysis 16 (2021) 667-718.
    """

    r_hat: float
    effective: float
    effective_tails: float

    @property
    def holds(self) -> bool:
        """Whether an interval may be told."""
        return self.r_hat <= MOST_R_HAT and min(self.effective, self.effective_tails) >= FEWEST_EFFECTIVE

    def to_record(self) -> dict[str, Any]:
        """Return the figures, rounded as they are printed."""
        return {
            "r_hat": round(self.r_hat, 4),
            "effective": round(self.effective),
            "effective_tails": round(self.effective_tails),
        }


def convergence(draws: Floats) -> Convergence:
    """Return how well the chains (columns) agree over their draws (rows)."""
    import numpy as np

    values = _split(np.asarray(draws, dtype=float))
    if values.max() == values.min():
        return Convergence(r_hat=1.0, effective=float(values.size), effective_tails=float(values.size))
    ranked = _normal_scores(values)
    folded = _normal_scores(np.abs(values - np.median(values)))
    tails = [_effective((values <= np.quantile(values, q)).astype(float)) for q in (0.025, 0.975)]
    return Convergence(
        r_hat=max(_r_hat(ranked), _r_hat(folded)), effective=_effective(ranked), effective_tails=min(tails)
    )


def effective_draws(draws: Floats) -> float:
    """Return the effective number of draws for the mean."""
    import numpy as np

    return _effective(_split(np.asarray(draws, dtype=float)))


def _split(values: Floats) -> Floats:
    import numpy as np

    half = values.shape[0] // 2
    return np.concatenate([values[:half], values[-half:]], axis=1)


def _normal_scores(values: Floats) -> Floats:
    """Return the normal score of each value's rank; equal values share the mean of their ranks."""
    import numpy as np

    _, place, times = np.unique(values, return_inverse=True, return_counts=True)
    middle = np.cumsum(times) - (times - 1) / 2
    normal = NormalDist()
    scores = np.array([normal.inv_cdf((rank - 0.375) / (values.size + 0.25)) for rank in middle])
    return scores[place.reshape(values.shape)]


def _r_hat(values: Floats) -> float:
    import numpy as np

    length = values.shape[0]
    within = values.var(axis=0, ddof=1).mean()
    between = values.mean(axis=0).var(ddof=1)
    if within == 0:
        return float("inf") if between > 0 else 1.0
    return float(np.sqrt((length - 1) / length + between / within))


def _effective(values: Floats) -> float:
    """Return the effective number of draws, by Geyer's initial monotone sequence over all chains."""
    import numpy as np

    length, chains = values.shape
    centred = values - values.mean(axis=0)
    spectrum = np.fft.rfft(centred, 2 * length, axis=0)
    covariance = np.fft.irfft(spectrum * np.conj(spectrum), axis=0)[:length].mean(axis=1) / length
    within = covariance[0] * length / (length - 1)
    between = float(values.mean(axis=0).var(ddof=1)) if chains > 1 else 0.0
    spread = within * (length - 1) / length + between
    if spread <= 0:
        return float(values.size)
    correlation = 1 - (within - covariance * length / (length - 1)) / spread
    total, before, lag = -1.0, np.inf, 0
    while lag + 1 < length:
        pair = float(correlation[lag] + correlation[lag + 1])
        if pair < 0:
            break
        before = min(before, pair)
        total += 2 * before
        lag += 2
    return float(values.size / max(total, 1 / np.log10(values.size)))

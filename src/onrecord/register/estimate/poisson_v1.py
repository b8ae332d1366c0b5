"""Owns the fitting of Poisson log-linear models, many at once, and whether an answer exists at all.

A fit is Newton's method on the likelihood (iteratively reweighted least squares; McCullagh and Nelder, Generalized
Linear Models, 1989, 2.5). Where the likelihood has no highest point, some expected counts fall by a constant factor
in each step and never come to rest: that, and not a warning somewhere, is how such a model is told (Fienberg and
Rinaldo, Maximum likelihood estimation in log-linear models, Annals of Statistics 40 (2012) 996-1023).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from typing import Any, TypeAlias

    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[Any]

FOUND: Final = 0
NO_FINITE_ANSWER: Final = 1
NOT_IDENTIFIABLE: Final = 2
_STEPS: Final = 40
_AT_REST: Final = 1e-9
_RANK: Final = 1e-8


@dataclass(frozen=True, slots=True, kw_only=True)
class Fits:
    """Fits of many models: a row each. `status` is 0 found, 1 no finite answer, 2 not identifiable."""

    status: Floats
    coefficients: Floats
    expected: Floats
    variance: Floats  # of the first coefficient, the logarithm of those on no list
    log_likelihood: Floats
    parameters: Floats


def fit(design: Floats, counts: Floats, columns: Floats, cells: Floats) -> Fits:
    """Return the fits of `counts` (models x cells) by the chosen `columns` of `design`, over the chosen `cells`.

    Cells and columns left out are those that a model rules out or does not have; the first column is the constant.
    """
    import numpy as np

    models = columns.shape[0]
    status = np.where(_is_identifiable(design, columns, cells), FOUND, NOT_IDENTIFIABLE)
    counts = np.where(cells, counts, 0.0)
    expected = np.where(cells, counts + 0.1, 1.0)
    coefficients = np.zeros((models, design.shape[1]))
    waiting = np.flatnonzero(status == FOUND)
    status[waiting] = NO_FINITE_ANSWER
    linear = np.log(expected)
    for _ in range(_STEPS):
        if not waiting.size:
            break
        mean = expected[waiting]
        weights = np.where(cells[waiting], mean, 0.0)
        working = linear[waiting] + np.where(cells[waiting], counts[waiting] / mean - 1.0, 0.0)
        information = _information(design, weights, columns[waiting])
        score = np.where(columns[waiting], (weights * working) @ design, 0.0)
        solution, solved = _solve(information, score)
        moved = np.clip(solution @ design.T, -60.0, 60.0)
        change = np.max(np.where(cells[waiting], np.abs(moved - linear[waiting]), 0.0), axis=1)
        coefficients[waiting], linear[waiting] = solution, moved
        expected[waiting] = np.exp(moved)
        rested = (change < _AT_REST) & solved
        status[waiting[rested]] = FOUND
        waiting = waiting[~rested & solved]
    return _told(design, counts, columns, cells, status, coefficients, expected)


def _information(design: Floats, weights: Floats, columns: Floats) -> Floats:
    """Return the information of each model; what it does not have gets a one, so that all are solved at once."""
    import numpy as np

    whole = np.matmul(design.T[None] * weights[:, None, :], design)
    both = columns[:, :, None] & columns[:, None, :]
    unused = np.eye(design.shape[1])[None] * ~columns[:, :, None]
    return np.where(both, whole, 0.0) + unused


def _solve(information: Floats, score: Floats) -> tuple[Floats, Floats]:
    """Return the solutions, and which systems had one."""
    import numpy as np

    try:
        return np.linalg.solve(information, score[..., None])[..., 0], np.ones(len(score), dtype=bool)
    except np.linalg.LinAlgError:
        solution, solved = np.zeros_like(score), np.zeros(len(score), dtype=bool)
        for one in range(len(score)):
            try:
                solution[one] = np.linalg.solve(information[one], score[one])
                solved[one] = True
            except np.linalg.LinAlgError:  # the model has no finite answer, and is told as such
                continue
        return solution, solved


def _is_identifiable(design: Floats, columns: Floats, cells: Floats) -> Floats:
    """Say of each model whether its columns differ on its cells: else two answers fit alike."""
    import numpy as np

    able = np.ones(len(columns), dtype=bool)
    cut = np.flatnonzero(~cells.all(axis=1))
    if cut.size:
        gram = _information(design, cells[cut].astype(float), columns[cut])
        able[cut] = np.linalg.eigvalsh(gram)[:, 0] > _RANK
    return able


def _told(
    design: Floats, counts: Floats, columns: Floats, cells: Floats, status: Floats, coefficients: Floats, mean: Floats
) -> Fits:
    import numpy as np

    found = status == FOUND
    weights = np.where(cells, mean, 0.0)
    weights[~found] = 1.0
    usable = np.where(found[:, None], columns, np.arange(columns.shape[1])[None] == 0)
    variance = np.linalg.inv(_information(design, weights, usable))[:, 0, 0]
    log_mean = np.log(np.where(cells, mean, 1.0))
    likelihood = np.where(cells, counts * log_mean - mean - log_factorial(counts), 0.0).sum(axis=1)
    return Fits(
        status=status,
        coefficients=coefficients,
        expected=np.where(cells, mean, 0.0),
        variance=np.where(found, variance, np.nan),
        log_likelihood=np.where(found, likelihood, np.nan),
        parameters=columns.sum(axis=1),
    )


def log_factorial(values: Floats) -> Floats:
    """Return log(x!) of numbers, whole or not, by Stirling's series after a shift (Abramowitz and Stegun 6.1.41)."""
    return log_gamma(values + 1.0)


def log_gamma(values: Floats) -> Floats:
    """Return the logarithm of the gamma function of positive numbers."""
    import numpy as np

    x = np.asarray(values, dtype=float)
    shift = np.zeros_like(x)
    z = x.copy()
    for _ in range(10):
        small = z < 10.0
        shift = np.where(small, shift + np.log(np.where(small, z, 1.0)), shift)
        z = np.where(small, z + 1.0, z)
    inverse = 1.0 / z
    square = inverse * inverse
    series = inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188))))
    value: Floats = (z - 0.5) * np.log(z) - z + 0.5 * np.log(2 * np.pi) + series - shift
    return value

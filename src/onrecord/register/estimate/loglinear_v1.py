"""Owns the hierarchical log-linear models of a capture table: all of them, their answers, their average by BIC.

A model is a set of groups of lists that may depend on each other; with a group it has every part of it. Those on no
list are the constant term: N = n + exp(constant) (Fienberg, Biometrika 59 (1972) 591-603; Bishop, Fienberg and
Holland, Discrete Multivariate Analysis, 1975, ch. 6). A group of lists that nobody is on all of has an effect of
minus infinity: its cells and the groups above it are left out (the extended likelihood of Chan, Silverman and
Vincent, JASA 116 (2021) 1297-1306).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from onrecord.register.estimate import poisson_v1 as poisson
from onrecord.register.estimate.model import Answer, Interval, rounded
from onrecord.register.estimate.tables import CaptureTable

if TYPE_CHECKING:
    from onrecord.register.estimate.poisson_v1 import Fits, Floats

NAME: Final = "loglinear_average_v1"
MOST_LISTS: Final = 5
_AT_ONCE: Final = 600
_TAIL: Final = 0.025
Model = frozenset[int]  # the groups of lists, as bit masks; single lists are in every model and not named


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """One model's answer. `status` is 0 found, 1 no finite answer, 2 not identifiable; then the numbers are NaN."""

    model: Model
    status: int
    point: float
    error: float
    deviance: float
    aic: float
    bic: float
    parameters: int


def hierarchical_models(lists: int) -> tuple[Model, ...]:
    """Return every hierarchical model in which all lists have an effect and no effect is of all lists together."""
    return _hierarchical_models(lists)


@cache
def _hierarchical_models(lists: int) -> tuple[Model, ...]:
    groups = sorted((one for one in range(1 << lists) if 1 < one.bit_count() < lists), key=lambda g: (g.bit_count(), g))
    models: list[Model] = [frozenset()]
    for group in groups:
        below = frozenset(part for part in _parts(group) if part.bit_count() == group.bit_count() - 1)
        needed = below if group.bit_count() > 2 else frozenset()
        models += [model | {group} for model in models if needed <= model]
    return tuple(sorted(models, key=lambda model: (len(model), sorted(model))))


def fit_all(table: CaptureTable, models: Sequence[Model]) -> list[Fitted]:
    """Return the answer of each model, in their order."""
    answers: list[Fitted] = []
    for start in range(0, len(models), _AT_ONCE):
        answers += _fit_some(table, models[start : start + _AT_ONCE])
    return answers


def named(table: CaptureTable, words: str) -> Model:
    """Return the model that words such as `A:B A:C` name; with a group goes every part of it.

    Raises:
        ValueError: a list is unknown.
    """
    place = {name: one for one, name in enumerate(table.lists)}
    model: set[int] = set()
    for group in words.replace("+", " ").split():
        mask = 0
        for name in group.split(":"):
            if name not in place:
                raise ValueError(name)
            mask |= 1 << place[name]
        model |= {part for part in (*_parts(mask), mask) if part.bit_count() > 1}
    return frozenset(model)


def said(table: CaptureTable, model: Model) -> str:
    """Return a model in words: its highest groups, `A:B+C`; lists on their own where they are in none."""
    tops = [group for group in model if not any(group != other and group & other == group for other in model)]
    alone = [1 << one for one in range(table.size) if not any(group >> one & 1 for group in model)]
    return "+".join(
        ":".join(name for one, name in enumerate(table.lists) if group >> one & 1)
        for group in sorted([*tops, *alone], key=lambda g: (-g.bit_count(), g))
    )


def averaged(table: CaptureTable) -> Answer:
    """Return the average over all hierarchical models, each weighed by exp(-BIC/2) (Raftery, 1995)."""
    fitted = fit_all(table, hierarchical_models(table.size))
    found = [one for one in fitted if one.status == poisson.FOUND]
    counted = {
        "models": len(fitted),
        "no_finite_answer": sum(one.status == poisson.NO_FINITE_ANSWER for one in fitted),
        "not_identifiable": sum(one.status == poisson.NOT_IDENTIFIABLE for one in fitted),
    }
    if not found:
        return Answer.refused(NAME, "no_model_has_an_answer", counted)
    best = min(one.bic for one in found)
    weights = [math.exp(-(one.bic - best) / 2) for one in found]
    total = math.fsum(weights)
    weights = [weight / total for weight in weights]
    point = math.fsum(weight * one.point for weight, one in zip(weights, found, strict=True))
    low, high = (_quantile(table.documented, weights, found, q) for q in (_TAIL, 1 - _TAIL))
    leading = sorted(zip(weights, found, strict=True), key=lambda pair: (-pair[0], sorted(pair[1].model)))[:5]
    return Answer(
        method=NAME,
        point=rounded(point),
        low=rounded(low),
        high=rounded(high),
        interval=Interval.MIXTURE,
        diagnostics={
            **counted,
            "leading": [
                {"model": said(table, one.model), "weight": round(weight, 6), "point": rounded(one.point)}
                for weight, one in leading
            ],
        },
    )


def one_model(table: CaptureTable, model: Model, *, method: str) -> Answer:
    """Return one model's answer, with an interval from the logarithm of those on no list (Chao, 1987)."""
    (fitted,) = fit_all(table, [model])
    told = {"model": said(table, model), "status": fitted.status}
    if fitted.status != poisson.FOUND:
        why = {1: "no_finite_answer", 2: "not_identifiable"}[fitted.status]
        return Answer.refused(method, why, told)
    low, high = log_interval(table.documented, fitted.point, fitted.error)
    numbers = {"error": fitted.error, "deviance": fitted.deviance, "aic": fitted.aic, "bic": fitted.bic}
    return Answer(
        method=method,
        point=rounded(fitted.point),
        low=rounded(low),
        high=rounded(high),
        interval=Interval.CONFIDENCE,
        diagnostics={**told, **{name: round(value, 3) for name, value in numbers.items()}},
    )


def existence(table: CaptureTable) -> dict[str, int]:
    """Return for each model of pairs, whether it has an answer: 0 yes, 1 none that is finite, 2 many."""
    pairs = [1 << a | 1 << b for a, b, _ in table.pairs()]
    models = [frozenset(g for one, g in enumerate(pairs) if chosen >> one & 1) for chosen in range(1 << len(pairs))]
    return {said(table, one.model): one.status for one in fit_all(table, models)}


def log_interval(documented: float, point: float, error: float) -> tuple[float, float]:
    """Return the 95 % interval that cannot fall below who is documented (Chao, Biometrics 43 (1987) 783-791)."""
    missing = point - documented
    if missing <= 0 or not error:
        return float(documented), float(documented)
    factor = math.exp(1.959963984540054 * math.sqrt(math.log1p((error / missing) ** 2)))
    return documented + missing / factor, documented + missing * factor


def _parts(group: int) -> Iterator[int]:
    part = (group - 1) & group
    while part:
        yield part
        part = (part - 1) & group


def design_of(lists: int) -> tuple[Floats, list[int]]:
    """Return the design over all cells 1 ... 2^lists - 1, and the group of lists of each column; 0 is the constant."""
    import numpy as np

    cells = np.arange(1, 1 << lists)
    groups = sorted(range((1 << lists) - 1), key=lambda g: (g.bit_count(), g))
    columns = np.array(groups)
    return ((cells[:, None] & columns[None, :]) == columns[None, :]).astype(float), groups


def counts_of(table: CaptureTable) -> Floats:
    """Return the counts of all cells 1 ... 2^lists - 1."""
    import numpy as np

    counts = np.zeros((1 << table.size) - 1)
    for pattern, count in table.cells:
        counts[pattern - 1] = count
    return counts


def extended(columns: Floats, design: Floats, counts: Floats) -> tuple[Floats, Floats]:
    """Return columns and cells of the extended likelihood: a group that nobody is on leaves, and what needs it."""
    import numpy as np

    empty = (counts @ design == 0.0) & columns
    gone = (empty.astype(float) @ design.T) > 0  # a cell goes with any empty group that it is part of
    cells = ~gone
    left = columns & ~_above(empty, design)
    return left, np.broadcast_to(cells, (len(columns), design.shape[0]))


def _above(empty: Floats, design: Floats) -> Floats:
    """Say which columns are groups that hold an empty one; the cell of a group is the group itself."""
    import numpy as np

    groups = _groups_of(design)
    holds = (groups[:, None] & groups[None, :]) == groups[:, None]  # row is part of column
    return (empty.astype(float) @ holds.astype(float)) > 0 if empty.any() else np.zeros_like(empty)


def _groups_of(design: Floats) -> Floats:
    """Return the group of lists of each column, read off the first cell that has it and nothing else."""
    import numpy as np

    cells = np.arange(1, design.shape[0] + 1)
    return np.array([0 if column.all() else int(np.bitwise_and.reduce(cells[column > 0])) for column in design.T])


def _fit_some(table: CaptureTable, models: Sequence[Model]) -> list[Fitted]:
    import numpy as np

    design, groups = design_of(table.size)
    counts = counts_of(table)
    columns = np.array([[group.bit_count() < 2 or group in model for group in groups] for model in models])
    left, cells = extended(columns, design, np.broadcast_to(counts, (len(models), len(counts))))
    fits = poisson.fit(design, np.broadcast_to(counts, cells.shape), left, cells)
    return [_told(table, model, fits, one, int(columns[one].sum())) for one, model in enumerate(models)]


def _told(table: CaptureTable, model: Model, fits: Fits, one: int, parameters: int) -> Fitted:
    """Return one fit. Effects of minus infinity count as parameters: they were chosen by the data as well."""
    import numpy as np

    status = int(fits.status[one])
    if status != poisson.FOUND:
        nan = math.nan
        return Fitted(
            model=model, status=status, point=nan, error=nan, deviance=nan, aic=nan, bic=nan, parameters=parameters
        )
    missing = math.exp(fits.coefficients[one, 0])
    likelihood = float(fits.log_likelihood[one])
    counts = counts_of(table)
    saturated = float(np.sum(np.where(counts > 0, counts * np.log(np.where(counts > 0, counts, 1)), 0) - counts))
    saturated -= float(poisson.log_factorial(counts).sum())
    return Fitted(
        model=model,
        status=status,
        point=table.documented + missing,
        error=math.sqrt(missing + missing * missing * float(fits.variance[one])),
        deviance=2 * (saturated - likelihood),
        aic=2 * parameters - 2 * likelihood,
        bic=math.log(table.documented) * parameters - 2 * likelihood,
        parameters=parameters,
    )


def _quantile(documented: int, weights: Sequence[float], found: Sequence[Fitted], q: float) -> float:
    """Return a quantile of the mixture in which those on no list are log-normal under each model."""
    parts = [(w, *_log_normal(documented, one)) for w, one in zip(weights, found, strict=True) if w > 1e-12]
    low, high = 0.0, max(middle + 12 * spread for _, middle, spread in parts) + 1
    low = min(middle - 12 * spread for _, middle, spread in parts) - 1
    for _ in range(200):
        at = (low + high) / 2
        below = math.fsum(w * _normal((at - middle) / spread) for w, middle, spread in parts)
        low, high = (at, high) if below < q else (low, at)
    return documented + math.exp((low + high) / 2)


def _log_normal(documented: int, one: Fitted) -> tuple[float, float]:
    missing = max(one.point - documented, 1e-9)
    return math.log(missing), max(math.sqrt(math.log1p((one.error / missing) ** 2)), 1e-9)


def _normal(x: float) -> float:
    return 0.5 * math.erfc(-x / math.sqrt(2))


def by_order(models: Iterable[Model], most: int) -> list[Model]:
    """Return the models with at most this many groups."""
    return [one for one in models if len(one) <= most]

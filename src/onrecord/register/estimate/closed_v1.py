"""Owns the models of a closed population: equal or different lists, people who are easier or harder to record.

M0 takes all lists as equal, Mt gives each its own share; Mh lets people differ, by a term that grows with the number
of lists a person is on; Mth does both (Otis et al., Wildlife Monographs 62 (1978); Baillargeon and Rivest, Journal of
Statistical Software 19(5) (2007)). The shape of that term cannot be learnt from the table, and the answers differ by
a factor of two: Chao's version takes the lowest and is a lower bound. Models in which a first record changes the next
(Mb, Mbh) need lists that follow each other in time, and are left out.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from onrecord.register.estimate import poisson_v1 as poisson
from onrecord.register.estimate.loglinear_v1 import counts_of, design_of, log_interval
from onrecord.register.estimate.model import Answer, Interval, rounded
from onrecord.register.estimate.tables import CaptureTable, TimesTable

if TYPE_CHECKING:
    from onrecord.register.estimate.poisson_v1 import Floats

PREFIX: Final = "closed_v1"
MODELS: Final = (
    "M0",
    "Mt",
    "Mh Chao",
    "Mh Poisson2",
    "Mh Darroch",
    "Mh Gamma3.5",
    "Mth Chao",
    "Mth Poisson2",
    "Mth Darroch",
    "Mth Gamma3.5",
)
TIMES_MODELS: Final = ("M0", "Mh Chao", "Mh Poisson2", "Mh Darroch", "Mh Gamma3.5")
_HALF_CHI: Final = 3.841458820694124 / 2  # half the 95 % point of chi-squared with one degree of freedom
_SHAPES: Final[dict[str, Callable[[float], float]]] = {
    "Poisson2": lambda times: 2.0**times - 1,
    "Darroch": lambda times: times * times / 2,
    "Gamma3.5": lambda times: -math.log(3.5 + times) + math.log(3.5),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedFit:
    """One fitted model of a closed population."""

    name: str
    point: float
    error: float
    deviance: float
    freedom: int
    aic: float
    bic: float
    low: float
    high: float
    profile_point: float


def method_of(name: str) -> str:
    """Return the name of a model's method: `closed_v1:Mth Chao`."""
    return f"{PREFIX}:{name}"


def fit_closed(table: CaptureTable, name: str, *, without: tuple[int, ...] = ()) -> ClosedFit:
    """Return the fit of one model; cells of `without` get an effect of their own, so that they pull at nothing.

    Raises:
        ValueError: the model has no finite answer for this table.
    """
    import numpy as np

    counts = counts_of(table)
    cells = np.arange(1, len(counts) + 1)
    times = np.array([int(one).bit_count() for one in cells], dtype=float)
    columns = [np.ones_like(times)]
    if name.startswith(("Mt",)):
        columns += [(cells >> one & 1).astype(float) for one in range(table.size)]
    else:
        columns.append(times)
    extra = [(cells == one).astype(float) for one in without]
    return _fit(name, counts, times, columns + extra, np.zeros(len(counts)), table.documented)


def fit_times(table: TimesTable, name: str) -> ClosedFit:
    """Return the fit of one model to the numbers of people recorded once, twice, and so on.

    Raises:
        ValueError: the model has no finite answer for this table.
    """
    import numpy as np

    most = max(time for time, _ in table.times)
    given = dict(table.times)
    times = np.arange(1, most + 1, dtype=float)
    counts = np.array([given.get(int(time), 0) for time in times], dtype=float)
    ways = -poisson.log_factorial(times)  # nobody says how many occasions there were: records come as a Poisson number
    return _fit(name, counts, times, [np.ones_like(times), times], ways, table.documented)


def _fit(name: str, counts: Floats, times: Floats, columns: list[Floats], offset: Floats, documented: int) -> ClosedFit:
    """Fit a model; effects of Chao's version below zero are dropped, the lowest first, and the highest if endless."""
    import numpy as np

    _, _, shape = name.partition(" ")
    if shape in _SHAPES:
        columns = [*columns, np.array([_SHAPES[shape](time) for time in times])]
    steps = [np.maximum(times - one, 0) for one in range(2, int(times.max()))] if shape == "Chao" else []
    while steps and not counts[times == times.max()].any() and not _reaches(steps, counts):
        steps.pop()
    while True:
        design = np.column_stack([*columns, *steps])
        fitted = _irls(design, counts, offset)
        effects = fitted.coefficients[len(columns) :]
        if not steps or min(effects, default=0.0) >= 0:
            break
        steps = [step for one, step in enumerate(steps) if one != int(np.argmin(effects))]
    return _described(name, counts, offset, design, fitted, documented)


def _reaches(steps: list[Floats], counts: Floats) -> bool:
    """Say whether anybody was recorded often enough to bear on the last effect."""
    return bool(((steps[-1] > 0) & (counts > 0)).any())


@dataclass(frozen=True, slots=True)
class _Fitted:
    coefficients: Floats
    mean: Floats
    covariance: Floats


def _irls(design: Floats, counts: Floats, offset: Floats) -> _Fitted:
    import numpy as np

    mean = counts + 0.1
    linear = np.log(mean) - offset
    for _ in range(300):
        information = design.T @ (mean[:, None] * design)
        try:
            covariance = np.linalg.inv(information)
        except np.linalg.LinAlgError as err:
            raise ValueError("singular") from err  # noqa: EM101
        solution = covariance @ (design.T @ (mean * (linear + counts / mean - 1)))
        moved = np.clip(design @ solution, -300.0, 150.0)
        change = float(np.max(np.abs(moved - linear)))
        linear, mean = moved, np.exp(moved + offset)
        if change < 1e-10:
            return _Fitted(solution, mean, covariance)
    raise ValueError("no finite answer")  # noqa: EM101


def _described(
    name: str, counts: Floats, offset: Floats, design: Floats, fitted: _Fitted, documented: int
) -> ClosedFit:
    import numpy as np

    missing = math.exp(fitted.coefficients[0])
    error = math.sqrt(missing + missing * missing * float(fitted.covariance[0, 0]))
    likelihood = float(np.sum(counts * np.log(fitted.mean) - fitted.mean - poisson.log_factorial(counts)))
    safe = np.where(counts > 0, counts, 1.0)
    saturated = float(np.sum(counts * np.log(safe) - counts - poisson.log_factorial(counts)))
    parameters = design.shape[1]
    profile_point, low, high = profile(design, counts, offset, missing, documented)
    return ClosedFit(
        name=name,
        point=documented + missing,
        error=error,
        deviance=2 * (saturated - likelihood),
        freedom=len(counts) - parameters,
        aic=2 * parameters - 2 * likelihood,
        bic=math.log(documented) * parameters - 2 * likelihood,
        low=low,
        high=high,
        profile_point=profile_point,
    )


def profile(
    design: Floats, counts: Floats, offset: Floats, missing: float, documented: int
) -> tuple[float, float, float]:
    """Return the highest point of the multinomial profile likelihood of N, and the 95 % interval around it.

    Cormack, Biometrics 48 (1992) 567-576: for each number of people on no list the model is fitted with that cell.
    """
    import numpy as np

    first = np.zeros((1, design.shape[1]))
    first[0, 0] = 1.0
    whole, all_offsets = np.vstack([first, design]), np.concatenate([[0.0], offset])

    def height(unseen: float) -> float:
        table = np.concatenate([[unseen], counts])
        mean = _irls(whole, table, all_offsets).mean
        share = np.log(mean / mean.sum())
        total = documented + unseen
        free = poisson.log_factorial(np.array([total, unseen]))
        return float(free[0] - free[1] + np.sum(table * share))

    top, best = _highest(height, missing)
    return documented + top, *_where_it_falls(height, top, best - _HALF_CHI, documented)


def _highest(height: Callable[[float], float], near: float) -> tuple[float, float]:
    """Return where the curve is highest, and how high: golden section on the logarithm."""
    ratio = (math.sqrt(5) - 1) / 2
    low, high = math.log(max(near, 0.5) / 4), math.log(max(near, 0.5) * 4)
    a, b = high - ratio * (high - low), low + ratio * (high - low)
    at_a, at_b = height(math.exp(a)), height(math.exp(b))
    while high - low > 1e-9:
        if at_a > at_b:
            high, b, at_b = b, a, at_a
            a = high - ratio * (high - low)
            at_a = height(math.exp(a))
        else:
            low, a, at_a = a, b, at_b
            b = low + ratio * (high - low)
            at_b = height(math.exp(b))
    top = math.exp((low + high) / 2)
    return top, height(top)


def _where_it_falls(height: Callable[[float], float], top: float, line: float, documented: int) -> tuple[float, float]:
    """Return where the curve crosses a line below its top, on both sides."""
    low, high = 0.0, top
    if height(1e-6) < line:
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if height(middle) < line else (low, middle)
    else:
        high = 0.0
    left = high
    low, high = top, 2 * top + 1
    while height(high) > line:
        if high > 1e9:
            return documented + left, math.inf
        low, high = high, 2 * high
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if height(middle) < line else (middle, high)
    return documented + left, documented + high


def answer(fitted: ClosedFit) -> Answer:
    """Return a fit as an answer."""
    bound = "Chao" in fitted.name
    low, high = (fitted.low, fitted.high)
    if not math.isfinite(high):
        low, high = log_interval(round(fitted.point), fitted.point, fitted.error)
    return Answer(
        method=method_of(fitted.name),
        point=rounded(fitted.point),
        low=rounded(low),
        high=rounded(high),
        interval=Interval.LOWER_BOUND if bound else Interval.PROFILE,
        diagnostics={
            "error": round(fitted.error, 3),
            "deviance": round(fitted.deviance, 3),
            "freedom": fitted.freedom,
            "aic": round(fitted.aic, 3),
            "bic": round(fitted.bic, 3),
            "profile_point": rounded(fitted.profile_point),
        },
    )


def answers(table: CaptureTable | TimesTable) -> list[Answer]:
    """Return the answer of every model of a closed population."""
    told: list[Answer] = []
    for name in TIMES_MODELS if isinstance(table, TimesTable) else MODELS:
        try:
            fitted = fit_times(table, name) if isinstance(table, TimesTable) else fit_closed(table, name)
        except ValueError:
            told.append(Answer.refused(method_of(name), "no_finite_answer", {}))
        else:
            told.append(answer(fitted))
    return told


def named_profile(table: CaptureTable, columns: list[int]) -> tuple[float, float, float]:
    """Return point and 95 % interval by the profile likelihood of the log-linear model with these groups of lists."""
    import numpy as np

    design, groups = design_of(table.size)
    kept = [one for one, group in enumerate(groups) if group.bit_count() < 2 or group in columns]
    counts = counts_of(table)
    fitted = _irls(design[:, kept], counts, np.zeros(len(counts)))
    missing = math.exp(fitted.coefficients[0])
    return profile(design[:, kept], counts, np.zeros(len(counts)), missing, table.documented)

"""What the methods answer beside what others published or their packages answer, table by table.

    python benchmarks/published.py FOLDER [--draws] [--rounds 100000 --chains 200] [--only TABLE]

FOLDER holds capture tables, `peer_estimates.csv` (what reference packages answer on them), `published_estimates.csv`
(what papers print) and `philippines_records.csv`; it is read and nothing of it is kept. A line is one number: table,
method, theirs, ours, and whether they agree: closed and log-linear models to the printed digits (standard errors to
a ten-thousandth: R stops its iterations at 1e-8 of the deviance and takes the weights of the step before), medians over
graphs to a step of the package's grid, bootstrap limits and posterior quantiles to Monte Carlo
error, three of its standard errors on either side. `--draws` adds the latent class model, which takes minutes.

`--rounds` says for one table what a sampler that deals people to classes tells when it is started as LCMCR starts its
chains (every list at its share of the people, few classes; Manrique-Vallier 2016) and nothing is left out as warm-up:
draws of all chains at every thousandth round. That is what Binette and Steorts (JRSS-A 2022) print. Beside it stands
the same dealing, begun where our own chains have met: a sampler that has converged answers alike from both.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from onrecord.register import CaptureTable, TimesTable, estimated, read_table, table_from_memberships
from onrecord.register.estimate import (
    closed_v1,
    combining,
    decomposable_v1,
    latent_class_v1,
    latent_class_v2,
    loglinear_v1,
    stepwise_v1,
)
from onrecord.register.estimate.diagnostics import convergence, effective_draws
from onrecord.register.estimate.streams import stream

_SEEDS = 6
_TIMES_DOCUMENTED = 30
_QUANTILES = (0.5, 0.025, 0.975)
_RECORDS = "philippines_records.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One number of theirs beside ours."""

    table: str
    what: str
    theirs: float
    ours: float
    least: float
    most: float

    @property
    def agrees(self) -> bool:
        """Whether theirs lies where ours may."""
        return self.least <= self.theirs <= self.most


def near(table: str, what: str, theirs: float, ours: float, by: float) -> Line:
    """Return a line that agrees up to a difference."""
    return Line(table=table, what=what, theirs=theirs, ours=ours, least=ours - by, most=ours + by)


def rows_of(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def by_list(path: Path) -> CaptureTable:
    """Return a table that says who is on which lists."""
    table = read_table(path)
    if isinstance(table, TimesTable):
        raise SystemExit(f"{path}: no lists")
    return table


def closed(name: str, table: CaptureTable | TimesTable, row: dict[str, str]) -> Iterator[Line]:
    """Compare a model of a closed population to the printed digits."""
    model = row["model_or_statistic"].replace(" (LB)", "")
    if model not in closed_v1.MODELS:
        return  # Mb and Mbh: lists in an order of time
    fitted = (
        closed_v1.fit_closed(table, model) if isinstance(table, CaptureTable) else closed_v1.fit_times(table, model)
    )
    yield near(name, f"{model}", float(row["estimate"]), fitted.point, 0.0051 + 1e-6 * fitted.point)
    error = float(row["lower_or_se"].removeprefix("se="))
    yield near(name, f"{model}, s.e.", error, fitted.error, 0.0051 + 1e-4 * fitted.error)
    told = dict(re.findall(r"(\w+)=([-\d.]+)", row["detail"]))
    for key, ours in (("AIC", fitted.aic), ("BIC", fitted.bic), ("dev", fitted.deviance), ("df", fitted.freedom)):
        yield near(name, f"{model}, {key}", float(told[key]), ours, 0.00051)


def profile(name: str, table: CaptureTable, row: dict[str, str]) -> Iterator[Line]:
    """Compare the profile likelihood of independent lists; the package looks for its ends on a grid of its own."""
    fitted = closed_v1.fit_closed(table, "Mt")
    ours = (fitted.profile_point, fitted.low, fitted.high)
    for what, theirs, own in zip(("point", "low", "high"), _numbers(row), ours, strict=True):
        yield near(name, f"Mt profile, {what}", theirs, own, 0.5)


def _numbers(row: dict[str, str], low: str = "lower_or_se") -> tuple[float, float, float]:
    lower = row.get(low) or row["lower"]
    return float(row["estimate"].split(";")[0]), float(lower), float(row["upper"])


def stepwise(name: str, table: CaptureTable, row: dict[str, str], low: str) -> Iterator[Line]:
    """Compare the chosen model to the digit, bootstrap limits to the spread of resampling."""
    point, lower, upper = _numbers(row, low)
    answers = [stepwise_v1.answer(table, seed=seed) for seed in range(_SEEDS)]
    yield near(name, "stepwise", point, float(answers[0].point or 0), 0.0051)
    for what, theirs, ends in (("low", lower, [a.low for a in answers]), ("high", upper, [a.high for a in answers])):
        own = np.array(ends, dtype=float)
        spread = float(own.std(ddof=1)) * np.sqrt(1 + 1 / _SEEDS)
        yield near(name, f"stepwise, {what}", theirs, float(own.mean()), 3 * spread + 0.5)


def decomposable(
    name: str, table: CaptureTable, cap: int, theirs: dict[float, float], step: float = 4.0
) -> Iterator[Line]:
    """Compare medians and limits over decomposable graphs for the same cap, up to a step of their grid."""
    found = decomposable_v1.posterior(table, cap=cap)
    for q, value in theirs.items():
        yield near(name, f"decomposable, cap {cap}, {q:g}", value, found.quantile(q), step)


def of_packages(folder: Path, only: str | None) -> Iterator[Line]:
    """Yield every number of `peer_estimates.csv` that needs no sampler."""
    for row in rows_of(folder / "peer_estimates.csv"):
        name, software = row["dataset"], row["software"]
        if only not in (None, name):
            continue
        table = read_table(folder / f"{name}.csv")
        if software == "Rcapture closedp.t":
            yield from closed(name, table, row)
        elif not isinstance(table, CaptureTable):
            continue
        elif software == "Rcapture closedpCI.t":
            yield from profile(name, table, row)
        elif software.startswith("SparseMSE"):
            yield from stepwise(name, table, row, "lower_or_se")
        elif software.startswith("dga"):
            cap = int(re.findall(r"0\.\.(\d+)", software)[0])
            yield from decomposable(name, table, cap, dict(zip(_QUANTILES, _numbers(row), strict=True)))


def of_papers(folder: Path, only: str | None) -> Iterator[Line]:
    """Yield every number of `published_estimates.csv` that needs no sampler."""
    for row in rows_of(folder / "published_estimates.csv"):
        name = row["dataset"]
        if only not in (None, name) or not (folder / f"{name}.csv").exists():
            continue
        table = read_table(folder / f"{name}.csv")
        if isinstance(table, TimesTable):
            yield near(name, "Chao, at least (rounded)", float(row["estimate"]), _low_of(table), 500)
        else:
            yield from _of_a_paper(name, table, row)


def _of_a_paper(name: str, table: CaptureTable, row: dict[str, str]) -> Iterator[Line]:
    method = row["method"]
    if method == "independence":
        fitted = closed_v1.fit_closed(table, "Mt")
        ends = loglinear_v1.log_interval(table.documented, fitted.point, fitted.error)
        for what, theirs, own in zip(("", ", low", ", high"), _numbers(row), (fitted.point, *ends), strict=True):
            yield near(name, f"independence{what}", theirs, own, 0.0051 if not what else 0.01 * own)
    elif method == "SparseMSE":
        yield from stepwise(name, table, row, "lower")
    elif method == "dga":
        theirs = dict(zip(_QUANTILES, _numbers(row), strict=True))
        cap = _TIMES_DOCUMENTED * table.documented  # what MSETools takes, in a thousand steps
        yield from decomposable(name, table, cap, theirs, step=cap / 1000)
    elif name.startswith("kosovo"):
        yield from _of_the_tribunal(name, table, row)
    elif name.startswith("rome"):
        yield from _of_rome(name, table, row)
    elif name.startswith("snowshoe"):
        yield from _of_hares(name, table, row)


def _of_rome(name: str, table: CaptureTable, row: dict[str, str]) -> Iterator[Line]:
    pair = 1 << table.lists.index("c1") | 1 << table.lists.index("c2")
    (fit,) = loglinear_v1.fit_all(table, [frozenset([pair])])
    own = (fit.point, *closed_v1.named_profile(table, [pair])[1:])
    for what, given, value in zip(("", ", low", ", high"), _numbers(row), own, strict=True):
        yield near(name, f"Mt + c1:c2{what}", given, value, 0.051)


def _low_of(table: TimesTable) -> float:
    return closed_v1.fit_times(table, "Mh Chao").low


def _of_hares(name: str, table: CaptureTable, row: dict[str, str]) -> Iterator[Line]:
    is_cut = "without" in row["method"]
    fitted = closed_v1.fit_closed(table, "Mt" if is_cut else "Mth Poisson2", without=(63,) if is_cut else ())
    error, aic = map(float, re.findall(r"[\d.]+\d", row["interval"]))
    for what, theirs, ours, by in (
        ("", float(row["estimate"]), fitted.point, 0.051),
        (", s.e.", error, fitted.error, 0.051),
        (", AIC", aic, fitted.aic, 0.51),
    ):
        yield near(name, f"{fitted.name}{' without 111111' if is_cut else ''}{what}", theirs, ours, by)


def _of_the_tribunal(name: str, table: CaptureTable, row: dict[str, str]) -> Iterator[Line]:
    """Find the published point among all hierarchical models: a paper that names none is held against every one."""
    point, low, high = _numbers(row, "lower")
    found = loglinear_v1.fit_all(table, loglinear_v1.hierarchical_models(table.size))
    nearest = min((one for one in found if not one.status), key=lambda one: abs(one.point - point))
    own_low, own_high = loglinear_v1.log_interval(table.documented, nearest.point, nearest.error)
    words = loglinear_v1.said(table, nearest.model)
    yield near(name, f"nearest of all log-linear models, {words}", point, nearest.point, 0.6)
    yield near(name, "its low", low, own_low, 0.005 * own_low)
    yield near(name, "its high", high, own_high, 0.005 * own_high)


def of_the_refused(folder: Path) -> Iterator[Line]:
    """Yield whether each model of the made-up table has an answer, and whether the table is refused."""
    name = "artificial_3_nonexistence"
    table = by_list(folder / f"{name}.csv")
    found = loglinear_v1.existence(table)
    for model, theirs in (("A+B+C", 0), ("A:B+C", 1), ("A:C+B", 0), ("B:C+A", 0), ("A:B+A:C+B:C", 2)):
        yield near(name, f"status of {model}", theirs, found[model], 0.1)
    told = estimated(table)
    yield near(name, f"no number ({', '.join(gate.code for gate in told.reasons)})", 0, len(told.estimates), 0.1)


def of_the_register(folder: Path) -> Iterator[Line]:
    """Yield in how many cells tables made of the single records differ from the published ones."""
    rows = rows_of(folder / _RECORDS)
    for path in sorted(folder.glob("philippines_*_*.csv")):
        _, city, kind = path.stem.split("_")
        if kind not in ("police", "unidentified"):
            continue
        table = by_list(path)
        people = [
            row["sources"].split("|")
            for row in rows
            if row["city"].startswith(city) and row["perp"].startswith(kind[:5]) and row["sources"]
        ]
        known = [one for one in people if set(one) <= set(table.lists)]
        made = table_from_memberships(table.lists, known)
        cells = set(dict(made.cells).items()) ^ set(dict(table.cells).items())
        yield near(path.stem, "cells that differ from single records", 0, len(cells), 0.1)


def latent(name: str, table: CaptureTable, classes: int) -> tuple[Any, float]:
    """Return converged draws, and how many rounds of dealing alone are worth one of them."""
    found = latent_class_v2.sample(table, seed=1, classes=classes)
    chains = met(table, classes, 64, name)
    rows = np.array([latent_class_v1.Chains.deal(chains) for _ in range(2000)])
    return found, rows.size / effective_draws(rows)


def met(table: CaptureTable, classes: int, count: int, name: str) -> latent_class_v2.Chains:
    """Return chains that have met, to go on from."""
    chains = latent_class_v2.Chains(latent_class_v1.Target(table, classes, count), stream(2, name))
    with np.errstate(all="ignore"):
        chains.lead(4, 50)
        chains.warm_up(120, 100)
        steps = chains.stretch(50, 800)
        for number in range(60):
            chains.round(steps, number)
    return chains


def quantiles(name: str, draws: Any, theirs: dict[float | str, float], worth: float) -> Iterator[Line]:
    """Compare quantiles of a posterior to theirs, which rest on so many independent draws; ours err too."""
    flat = np.ravel(draws)
    own_worth = effective_draws(draws) if np.ndim(draws) > 1 else float(flat.size)
    worth = 1 / (1 / worth + 1 / own_worth)
    for q, value in theirs.items():
        if isinstance(q, str):
            own, error = float(flat.mean()), 3 * float(flat.std()) / np.sqrt(worth)
            yield near(name, "latent class, mean", value, own, error + 0.51)
            continue
        off = 3 * np.sqrt(q * (1 - q) / worth)
        least, most = (float(np.quantile(flat, min(max(at, 0.0), 1.0))) for at in (q - off, q + off))
        own = float(np.quantile(flat, q))
        yield Line(table=name, what=f"latent class, {q:g}", theirs=value, ours=own, least=least - 1, most=most + 1)


def of_samplers(folder: Path, only: str | None) -> Iterator[Line]:
    """Yield what one chain of the package, and papers, print of the latent class model, beside our chains."""
    totals = []
    for path in sorted(folder.glob("*.csv")):
        name = path.stem
        rows = [row for row in rows_of(folder / "peer_estimates.csv") if row["dataset"] == name]
        rows = [row for row in rows if row["software"].startswith("LCMCR")]
        if not rows or only not in (None, name):
            continue
        table = by_list(path)
        found, each = latent(name, table, 5 if name.startswith("philippines") else 10)
        flag = "" if found.told.holds else " NOT CONVERGED"
        print(
            f"# {name}: R-hat {found.told.r_hat:.4f}{flag}, {each:.0f} rounds of dealing are worth one draw", flush=True
        )
        row = rows[0]
        if name.startswith("philippines"):
            totals.append(found.draws)
            theirs: dict[float | str, float] = {"mean": float(row["estimate"])}
            theirs |= {0.025: float(row["lower_or_se"]), 0.975: float(row["upper"])}
            paper = next(one for one in rows_of(folder / "published_estimates.csv") if one["dataset"] == name)
            printed: dict[float | str, float] = {"mean": float(paper["estimate"])}
            printed |= {0.025: float(paper["lower"]), 0.975: float(paper["upper"])}
            yield from quantiles(name, found.draws, theirs, 300_000 / each)
            yield from quantiles(f"{name} (paper)", found.draws, printed, 1000.0)
        else:
            point, low, high = (float(row["estimate"].split(";")[0]), float(row["lower_or_se"]), float(row["upper"]))
            yield from quantiles(name, found.draws, {0.5: point, 0.025: low, 0.975: high}, 200_000 / each)
    if len(totals) == 6:
        total = combining.summed(totals, seed=1)
        yield from quantiles("philippines, six tables", total, {"mean": 2841.0, 0.025: 2649.0, 0.975: 3111.0}, 1000.0)


def dealing(table: CaptureTable, name: str, rounds: int, count: int) -> None:
    """Print what dealing alone tells from two starts: as the package starts, and where our chains have met."""
    for start in ("as the package starts", "where ours have met"):
        chains = as_the_package_starts(table, count) if start[0] == "a" else met(table, 10, count, name)
        rows = []
        with np.errstate(all="ignore"):
            for number in range(rounds):
                people = latent_class_v1.Chains.deal(chains)
                if number % 1000 == 999:
                    rows.append(people)
        draws = np.array(rows)
        low, middle, high = np.quantile(draws, (0.025, 0.5, 0.975))
        told = convergence(draws)
        print(
            f"{name}, dealing {start}, {count} chains of {rounds} rounds: {middle:.0f} ({low:.0f}-{high:.0f}), R-hat "
            f"{told.r_hat:.2f}, {told.effective:.0f} effective draws",
            flush=True,
        )


def as_the_package_starts(table: CaptureTable, count: int) -> latent_class_v1.Chains:
    """Return chains with lists at their shares of people and few classes, after 500 rounds, the largest class first."""
    chains = latent_class_v1.Chains(latent_class_v1.Target(table, 10, count), stream(7, "as published"))
    logits, sticks = chains.views(chains.place)
    shares = np.array([table.on_all(one) for one in range(table.size)]) / table.documented
    logits[:] = np.log(shares / (1 - shares))[:, None, None]
    broken = chains.random.beta(1.0, 1.0, sticks.shape)
    sticks[:] = np.log(broken) - np.log1p(-broken)
    few = np.full(count, 0.03)
    with np.errstate(all="ignore"):
        for _ in range(500):
            chains.concentration = few.copy()
            chains.deal()
        chains.concentration = few.copy()
        weights = latent_class_v2.log_weights(sticks)
        order = np.argsort(-weights, axis=0, kind="stable")
        sorted_weights = np.take_along_axis(weights, order, axis=0)
        left = np.logaddexp.accumulate(sorted_weights[::-1], axis=0)[::-1]
        sticks[:] = np.clip(sorted_weights[:-1] - left[1:], -30.0, 30.0)
        logits[:] = np.take_along_axis(logits, order[None], axis=1)
    return chains


def main() -> None:
    """Print the lines."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", metavar="TABLE")
    parser.add_argument("--draws", action="store_true")
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--chains", type=int, default=200)
    asked = parser.parse_args()
    if asked.rounds:
        table = by_list(asked.folder / f"{asked.only}.csv")
        dealing(table, asked.only, asked.rounds, asked.chains)
        return
    parts = [of_packages(asked.folder, asked.only), of_papers(asked.folder, asked.only)]
    if asked.only is None:
        parts += [of_the_refused(asked.folder), of_the_register(asked.folder)]
    if asked.draws:
        parts.append(of_samplers(asked.folder, asked.only))
    lines = []
    for line in (one for part in parts for one in part):
        lines.append(line)
        word = "agrees" if line.agrees else "DIFFERS"
        print(f"{line.table} | {line.what} | {line.theirs:g} | {line.ours:.6g} | {word}", flush=True)
    print(f"{len(lines)} numbers, {sum(one.agrees for one in lines)} agree")


if __name__ == "__main__":
    main()

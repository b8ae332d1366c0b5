"""How fast estimates are: effective samples of the latent class model, and all log-linear models of four lists.

    python benchmarks/estimate.py [TABLE.csv ...] [--seeds 10] [--million] [--dealing]

For each table (a capture table as `onrecord estimate` reads it) and seed the latent class model is run as the
program runs it, everything counted: chains led in, warm-up, draws. Printed are effective samples of the number of
people per CPU second (median over seeds, and the worst), R-hat of the worst seed, and median and limits of all.
`--million` adds a simulated population of one million with five lists and three hidden groups. Without a table a
made-up one of four lists is taken. `--dealing` runs beside it what published engines do, people dealt to classes and
everything drawn anew round after round, in our own code and for as many rounds as take about as long, and prints the
ratio. Run it alone, with OPENBLAS_NUM_THREADS=1, and compare with a peer in the same run: ratios, not seconds.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np

from onrecord.register import CaptureTable, TimesTable, read_table
from onrecord.register.estimate import latent_class_v1, latent_class_v2, loglinear_v1
from onrecord.register.estimate.diagnostics import effective_draws
from onrecord.register.estimate.streams import stream

_GROUPS = (
    (0.6, (0.06, 0.10, 0.15, 0.08, 0.20)),
    (0.3, (0.50, 0.40, 0.35, 0.20, 0.45)),
    (0.1, (0.80, 0.70, 0.50, 0.90, 0.60)),
)


def population(people: int, lists: int, seed: int) -> CaptureTable:
    """Return the table of a population with three hidden groups."""
    random = np.random.Generator(np.random.Philox(key=[seed, people]))
    counts: dict[int, int] = {}
    for share, chances in _GROUPS:
        each = [
            np.prod([chances[one] if pattern >> one & 1 else 1 - chances[one] for one in range(lists)])
            for pattern in range(1 << lists)
        ]
        drawn = random.multinomial(round(people * share), np.array(each) / sum(each))
        for pattern, count in enumerate(drawn):
            counts[pattern] = counts.get(pattern, 0) + int(count)
    counts.pop(0)
    return CaptureTable.of([f"list {one}" for one in range(lists)], counts)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tables", type=Path, nargs="*")
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--million", action="store_true")
    parser.add_argument("--dealing", action="store_true")
    asked = parser.parse_args()
    tables: dict[str, CaptureTable | TimesTable] = {path.stem: read_table(path) for path in asked.tables}
    if not tables:
        tables["made up, 4 lists"] = population(8000, 4, 1)
    if asked.million:
        tables["one million, 5 lists"] = population(1_000_000, 5, 3)
    for name, table in tables.items():
        if isinstance(table, CaptureTable):
            rate, seconds = _latent(name, table, asked.seeds)
            if asked.dealing:
                _dealing(name, table, rate, seconds)
            if table.size == 4:
                _loglinear(name, table)


def _latent(name: str, table: CaptureTable, seeds: int) -> tuple[float, float]:
    rates, worst, draws, spent = [], 0.0, [], 0.0
    for seed in range(1, seeds + 1):
        start = time.process_time()
        found = latent_class_v2.sample(table, seed=seed)
        spent = time.process_time() - start
        rates.append(effective_draws(found.draws) / spent)
        worst = max(worst, found.told.r_hat)
        draws.append(found.draws.ravel())
    low, middle, high = np.quantile(np.concatenate(draws), [0.025, 0.5, 0.975])
    print(
        f"{name}: latent class, {np.median(rates):.0f} effective samples per CPU second (worst of {seeds}: "
        f"{min(rates):.0f}), R-hat at worst {worst:.4f}; {middle:.0f} ({low:.0f}-{high:.0f})",
        flush=True,
    )
    return float(np.median(rates)), spent


def _dealing(name: str, table: CaptureTable, rate: float, seconds: float) -> None:
    chains = latent_class_v1.Chains(latent_class_v1.Target(table, 10, 64), stream(1, "dealing"))
    rows = []
    with np.errstate(divide="ignore", over="ignore", invalid="ignore", under="ignore"):
        chains.lead(4, 25)
        start = time.process_time()
        while time.process_time() - start < seconds:
            rows.append(chains.deal())
    found = effective_draws(np.array(rows)) / (time.process_time() - start)
    print(
        f"{name}: dealing alone, {found:.1f} effective samples per CPU second; ours are {rate / found:.0f} times that",
        flush=True,
    )


def _loglinear(name: str, table: CaptureTable) -> None:
    models = loglinear_v1.hierarchical_models(table.size)
    times = []
    for _ in range(7):
        start = time.process_time()
        loglinear_v1.fit_all(table, models)
        times.append(time.process_time() - start)
    print(f"{name}: {len(models)} log-linear models in {np.median(times):.3f} s", flush=True)


if __name__ == "__main__":
    main()

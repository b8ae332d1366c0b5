"""How often 95 % intervals hold the truth, on made-up populations whose size is known, and which gate stops the others.

    python benchmarks/coverage.py [--populations 25] [--people 2000] [--seed 1] [--latent 0] [--worlds WORD ...]

Each world is drawn `populations` times. A line per world and method: how often the interval held the truth and the
standard error of that share, the median point over the truth, and of the intervals that failed how many a gate had
stopped: a gate of the table alone, or one that asks people and that they answered as it was in that world. `--latent N`
adds the latent class model on the first N populations of each world, with 16 chains; it takes seconds for each. The
table of docs/estimate-coverage.md is this program's output.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from onrecord.register import Answer, CaptureTable, Said
from onrecord.register.estimate import (
    bounds_v1,
    closed_v1,
    decomposable_v1,
    gates,
    latent_class_v2,
    loglinear_v1,
    sensitivity,
    stepwise_v1,
)
from onrecord.register.estimate.meta import ListSaid

LISTS = ("a", "b", "c", "d")
Draw = Callable[[np.random.Generator, int], np.ndarray]


def independent(chances: tuple[float, ...]) -> Draw:
    """Return a world in which lists know nothing of each other."""
    return lambda random, people: random.random((people, len(chances))) < np.array(chances)


def groups(shares: tuple[float, ...], chances: tuple[tuple[float, ...], ...]) -> Draw:
    """Return a world of hidden groups that differ in how easily they are listed."""

    def draw(random: np.random.Generator, people: int) -> np.ndarray:
        group = random.choice(len(shares), size=people, p=shares)
        return random.random((people, 4)) < np.array(chances)[group]

    return draw


def referred(random: np.random.Generator, people: int) -> np.ndarray:
    """Return a world in which the first list sends half of its people on to the second."""
    on = independent((0.45, 0.4, 0.5, 0.45))(random, people)
    on[:, 1] |= on[:, 0] & (random.random(people) < 0.5)
    return on


def split(random: np.random.Generator, people: int) -> np.ndarray:
    """Return a world in which two lists share out the villages between them."""
    on = independent((0.8, 0.8, 0.45, 0.4))(random, people)
    north = random.random(people) < 0.5
    on[:, 0] &= north
    on[:, 1] &= ~north | (random.random(people) < 0.05)
    return on


def copied(random: np.random.Generator, people: int) -> np.ndarray:
    """Return a world in which the fourth list is the third without a few lines."""
    on = independent((0.5, 0.45, 0.4, 0.0))(random, people)
    on[:, 3] = on[:, 2] & (random.random(people) < 0.97)
    return on


def narrower(random: np.random.Generator, people: int) -> np.ndarray:
    """Return a world in which the fourth list takes only people of one half of the area."""
    on = independent((0.5, 0.45, 0.4, 0.7))(random, people)
    on[:, 3] &= random.random(people) < 0.5
    return on


def urban(random: np.random.Generator, people: int) -> np.ndarray:
    """Return a world in which two lists of four work in the towns alone, and towns have half of the people."""
    on = independent((0.45, 0.4, 0.6, 0.7))(random, people)
    on[:, 2:] &= (random.random(people) < 0.5)[:, None]
    return on


def unlinked(random: np.random.Generator, people: int) -> np.ndarray:
    """Return a world in which every tenth record was not found to be of somebody known."""
    on = independent((0.5, 0.5, 0.5, 0.5))(random, people)
    lost = on & (on.sum(axis=1, keepdims=True) > 1) & (random.random(on.shape) < 0.1)
    return np.concatenate([on & ~lost, *(lost[:, [one]] * (np.arange(4) == one) for one in range(4))])


WORLDS: dict[str, Draw] = {
    "independent lists": independent((0.5, 0.45, 0.4, 0.5)),
    "independent, each a fifth": independent((0.2, 0.2, 0.2, 0.2)),
    "one list refers to another": referred,
    "two groups, easy and hard": groups((0.5, 0.5), ((0.7, 0.6, 0.65, 0.7), (0.3, 0.25, 0.35, 0.3))),
    "a third hardly reached": groups((0.67, 0.33), ((0.6, 0.55, 0.6, 0.5), (0.03, 0.03, 0.02, 0.03))),
    "lists share out the villages": split,
    "one list copied": copied,
    "every tenth record not linked": unlinked,
    "one list of half the area": narrower,
    "two lists of half the area": urban,
}

# What an honest team would say of a world where a table cannot show it.
_SCOPE: Final = Said(lists=tuple(ListSaid(name=name, same_scope=False) for name in ("d",)))
HONEST: dict[str, Said] = {
    "lists share out the villages": _SCOPE,
    "one list of half the area": _SCOPE,
    "two lists of half the area": _SCOPE,
    "every tenth record not linked": Said(false_match=0.0, missed_match=0.19, double_review=True),
}
_EFFORT: Final = latent_class_v2.Effort(chains=16, islands=2, steps=50, draws=200)


@dataclass
class Tally:
    """What became of one method in one world."""

    held: int = 0
    answered: int = 0
    ratios: list[float] = field(default_factory=list)
    stopped: Counter[str] = field(default_factory=Counter)
    missed: int = 0


def table_of(on: np.ndarray) -> CaptureTable:
    """Return the capture table of people, a row each."""
    patterns, counts = np.unique(on @ (1 << np.arange(on.shape[1])), return_counts=True)
    return CaptureTable.of(LISTS, {int(p): int(n) for p, n in zip(patterns, counts, strict=True) if p})


def answers_of(table: CaptureTable, seed: int, *, latent: bool) -> Iterator[tuple[str, Answer]]:
    """Yield what each method answers."""
    yield "Chao, any number of lists (bound)", bounds_v1.chao(table)
    yield "Chao, these lists (bound)", closed_v1.answer(closed_v1.fit_closed(table, "Mth Chao"))
    yield "independent (Mt)", closed_v1.answer(closed_v1.fit_closed(table, "Mt"))
    yield "log-linear average", loglinear_v1.averaged(table)
    yield "stepwise", stepwise_v1.answer(table, seed=seed, resamples=100)
    yield "decomposable", decomposable_v1.answer(table, cap=5 * table.documented)
    if latent:
        yield "latent class", latent_class_v2.answer(table, seed=seed, effort=_EFFORT)[0]


def stopped_by(table: CaptureTable, answers: dict[str, Answer], seed: int, said: Said) -> list[str]:
    """Return the gates that do not hold: those of the table, and those that people answered."""
    found = gates.before_any_number(gates.prepared(table, said), table, said)

    def point(changed: CaptureTable) -> float:
        return sensitivity.quick_point(changed, cap=5 * changed.documented, seed=seed)

    lead = answers["decomposable"]
    averages = [answers["log-linear average"], lead]
    rates = {"false_match": said.false_match or 0.0, "missed_match": said.missed_match or 0.0}
    runs = [run["point"] for run in sensitivity.linkage_runs(table, rates, point)]
    found = [gates.linkage_after_a_run(gate, lead, runs) if gate.code == "G3" else gate for gate in found]
    stable = gates.stability(averages, lead, sensitivity.without_each(table, point))
    codes = [gate.code for gate in found if gate.passed is False]
    return codes if stable.passed else [*codes, "G9"]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--populations", type=int, default=25)
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--latent", type=int, default=0)
    parser.add_argument("--worlds", nargs="*", default=[], help="only worlds whose name has one of these words")
    asked = parser.parse_args()
    print("| world | method | held | share (s.e.) | point / truth | failed | stopped | by |")
    print("|---|---|---|---|---|---|---|---|")
    for place, (world, draw) in enumerate(WORLDS.items()):
        if asked.worlds and not any(word in world for word in asked.worlds):
            continue
        tallies: dict[str, Tally] = defaultdict(Tally)
        for one in range(asked.populations):
            random = np.random.Generator(np.random.Philox(key=[asked.seed, 1000 * place + one]))
            table = table_of(draw(random, asked.people))
            answers = dict(answers_of(table, one, latent=one < asked.latent))
            codes = stopped_by(table, answers, one, HONEST.get(world, Said()))
            for method, answer in answers.items():
                if answer.point is not None and answer.low is not None and answer.high is not None:
                    _count(tallies[method], answer, asked.people, codes)
        for method, tally in tallies.items():
            print(_line(world, method, tally), flush=True)


def _count(tally: Tally, answer: Answer, truth: int, codes: list[str]) -> None:
    low, high, point = answer.low or 0, answer.high or 0, answer.point or 0
    holds = low <= truth and (answer.is_bound or truth <= high)
    tally.answered += 1
    tally.held += holds
    tally.ratios.append(point / truth)
    if not holds:
        tally.missed += 1
        tally.stopped.update(codes)
        tally.stopped["any"] += bool(codes)


def _line(world: str, method: str, tally: Tally) -> str:
    gates_told = ", ".join(f"{code} {n}" for code, n in sorted(tally.stopped.items()) if code != "any" and n)
    held = f"{tally.held} of {tally.answered}"
    share = tally.held / tally.answered
    error = f"{share:.2f} ({np.sqrt(max(share * (1 - share), 0.25 / tally.answered) / tally.answered):.2f})"
    ratio = f"{np.median(tally.ratios):.2f}"
    stopped = f"{tally.missed} | {tally.stopped['any']} | {gates_told}"
    return f"| {world} | {method} | {held} | {error} | {ratio} | {stopped} |"


if __name__ == "__main__":
    main()

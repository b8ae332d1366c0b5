"""Owns the Bayesian latent class model: people fall into hidden groups, lists are independent within each.

The model is that of Manrique-Vallier, Bayesian population size estimation using Dirichlet process mixtures,
Biometrics 72 (2016) 1246-1254: a stick-breaking mixture of at most K classes, uniform chances of being listed, a
gamma prior on the concentration, 1/N on the number of people. The sampler is our own. Many chains move together. Each
round has two steps that both leave the posterior as it is: people are dealt to classes and the chances drawn anew
from whole counts (Gibbs); then a Hamiltonian trajectory on the logits with people and the unlisted summed out (Neal,
Handbook of MCMC, 2011, ch. 5), which crosses in one round what dealing needs thousands for. Because each round passes
through whole counts, a difference in the last bit of some machine's arithmetic does not grow. Chains start apart and
are led to the table through ever larger parts of it, within islands that know nothing of each other (Del Moral,
Doucet and Jasra, JRSS B 68 (2006) 411-436), so that R-hat over all of them can tell when they found different
answers.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from onrecord.register.estimate.diagnostics import Convergence, convergence
from onrecord.register.estimate.model import Answer, Interval, rounded
from onrecord.register.estimate.streams import stream
from onrecord.register.estimate.tables import CaptureTable

if TYPE_CHECKING:
    from numpy.random import Generator

    from onrecord.register.estimate.poisson_v1 import Floats

NAME: Final = "latent_class_v1"
CLASSES: Final = 10
SHAPE = RATE = 0.25
_MOST_IN_A_TREE: Final = 6
EDGE: Final = 32.0
LEAST: Final = 1e-300
_FIRST_PART: Final = 40.0
_GROWTH: Final = 1.15
WANTED: Final = 0.8  # the share of trajectories to be accepted
TRUST: Final = 10.0  # how many draws the guess of a scale is worth
TURNS: Final = (25, 50, 100, 200, 400)  # rounds of warm-up after which the scales are taken anew


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How much work is done. More of it changes a number only within its Monte Carlo error."""

    chains: int = 64
    islands: int = 4
    warm_up: int = 120
    draws: int = 320
    steps: int = 100
    extensions: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Draws of the number of people: a row a round, a column a chain."""

    draws: Floats
    told: Convergence
    accepted: float


class Target:
    """The posterior of chances and classes, the dealing of people summed out: its height and its slope.

    Arrays are lists x classes x chains. Cells are all patterns, made by doubling, where lists are few; else those
    that were seen. Cell 0 is always the one that nobody saw.
    """

    def __init__(self, table: CaptureTable, classes: int, chains: int) -> None:
        import numpy as np

        self.lists, self.classes, self.chains = table.size, classes, chains
        self.doubling = table.size <= _MOST_IN_A_TREE
        seen = dict(table.cells)
        self.patterns = [0, *seen] if not self.doubling else list(range(1 << table.size))
        self.counts = np.array([seen.get(one, 0.0) for one in self.patterns])
        self.filled = np.flatnonzero(self.counts > 0)
        bits = np.array(self.patterns)[:, None] >> np.arange(table.size)
        self.on = (bits & 1).astype(float)
        self.use(self.counts)
        size = (len(self.patterns), classes, chains)
        self.share, self.odds = np.empty(size), np.empty((table.size, classes, chains))
        self.chance, self.listed = np.empty_like(self.odds), np.empty_like(self.odds)
        self.rest, self.part = np.empty((classes, chains)), np.empty((classes, chains))
        self.stick, self.left = np.empty((classes - 1, chains)), np.empty((classes - 1, chains))
        self.cell, self.weight = np.empty((size[0], chains)), np.empty((size[0], chains))

    def use(self, counts: Floats) -> None:
        """Take these counts of the cells as the table."""
        self.now, self.people = counts, float(counts.sum())
        self.column = counts[:, None].copy()

    def shares(self, logits: Floats, sticks: Floats) -> None:
        """Work out the share of each cell and class, and of each cell, at these parameters."""
        import numpy as np

        np.exp(logits, out=self.odds)
        np.add(self.odds, 1.0, out=self.listed)
        np.divide(self.odds, self.listed, out=self.chance)
        np.multiply.reduce(self.listed, axis=0, out=self.part)
        np.exp(sticks, out=self.stick)
        np.add(self.stick, 1.0, out=self.left)
        np.divide(self.stick, self.left, out=self.stick)
        self.rest[0] = 1.0
        for one in range(1, self.classes):
            np.divide(self.rest[one - 1], self.left[one - 1], out=self.rest[one])
        first = self.share[0]
        first[:] = self.rest
        first[:-1] *= self.stick
        first /= self.part
        if self.doubling:
            for one in range(self.lists):
                size = 1 << one
                np.multiply(self.share[:size], self.odds[one], out=self.share[size : 2 * size])
        else:
            flat = self.on[1:] @ logits.reshape(self.lists, -1)
            np.exp(flat.reshape(self.share[1:].shape), out=self.share[1:])
            self.share[1:] *= first
        np.add.reduce(self.share, axis=1, out=self.cell)
        np.maximum(self.cell, LEAST, out=self.cell)

    def likelihood(self, counts: Floats) -> Floats:
        """Return the log likelihood of counts at the parameters last worked out, the number of people summed out."""
        import numpy as np

        unseen = np.minimum(self.cell[0], 1 - 1e-12)
        seen: Floats = counts[1:] @ np.log(self.cell[1:])
        height: Floats = seen - counts.sum() * np.log1p(-unseen)
        return height

    def height(self, logits: Floats, sticks: Floats, weight: Floats) -> Floats:
        """Return the log posterior after `shares`; `weight` is one more than the concentration."""
        import numpy as np

        prior = logits.sum(axis=(0, 1)) - 2 * np.log(self.part).sum(axis=0)
        prior += sticks.sum(axis=0) - weight * np.log(self.left).sum(axis=0)
        height: Floats = prior + self.likelihood(self.now)
        return height

    def slope(self, weight: Floats, of_logits: Floats, of_sticks: Floats) -> None:
        """Write the slope of the height into the two arrays. `shares` was called just before, and is used up."""
        import numpy as np

        np.divide(self.column, self.cell, out=self.weight)
        np.divide(self.people, np.maximum(1 - self.cell[0], 1e-12), out=self.weight[0])
        self.share *= self.weight[:, None]
        if self.doubling:
            for one in reversed(range(self.lists)):
                size = 1 << one
                np.add.reduce(self.share[size : 2 * size], axis=0, out=self.listed[one])
                self.share[:size] += self.share[size : 2 * size]
            in_class = self.share[0]
        else:
            flat = self.on.T @ self.share.reshape(len(self.patterns), -1)
            self.listed[:] = flat.reshape(self.listed.shape)
            in_class = self.share.sum(axis=0)
        np.add(in_class, 2.0, out=self.part)
        np.multiply(self.chance, self.part, out=self.chance)
        np.subtract(self.listed, self.chance, out=of_logits)
        of_logits += 1.0
        self.rest[-1] = in_class[-1]
        for one in reversed(range(self.classes - 1)):
            np.add(in_class[one], self.rest[one + 1], out=self.rest[one])
        np.add(self.rest[:-1], weight, out=self.left)
        self.left *= self.stick
        np.subtract(in_class[:-1], self.left, out=of_sticks)
        of_sticks += 1.0


@dataclass
class Chains:
    """Where all chains are. The parameters of a chain are one column: logits of chances, then logits of sticks."""

    target: Target
    random: Generator
    place: Floats = field(init=False)
    slope: Floats = field(init=False)
    concentration: Floats = field(init=False)
    step: Floats = field(init=False)
    scale: Floats = field(init=False)
    ways: tuple[tuple[Floats, Floats], tuple[Floats, Floats]] = field(init=False)

    def __post_init__(self) -> None:
        import numpy as np

        target = self.target
        logits = target.lists * target.classes
        size = (logits + target.classes - 1, target.chains)
        self.place = np.empty(size)
        self.place[:logits] = self.random.normal(-1.0, 1.5, (logits, target.chains))
        self.place[logits:] = self.random.normal(0.0, 1.0, (target.classes - 1, target.chains))
        self.slope = np.empty(size)
        self.concentration = np.full(target.chains, 0.5)
        self.step = np.full(target.chains, 0.1)
        self.scale = np.ones(size)

    def views(self, whole: Floats) -> tuple[Floats, Floats]:
        """Return the logits of the chances and those of the sticks in a column array, as arrays of their own shape."""
        target = self.target
        logits = target.lists * target.classes
        return whole[:logits].reshape(target.lists, target.classes, target.chains), whole[logits:]

    def deal(self) -> Floats:
        """Deal people to classes and draw everything anew; return how many people each chain now has in all."""
        import numpy as np

        target, random = self.target, self.random
        target.shares(*self.views(self.place))
        unseen = np.minimum(target.cell[0], 1 - 1e-12)
        missing = random.negative_binomial(int(target.people), 1 - unseen)
        filled = np.flatnonzero(target.now > 0)
        share = np.maximum(target.share, LEAST)
        chance = np.moveaxis(share[filled] / share[filled].sum(axis=1, keepdims=True), 2, 0)
        dealt = random.multinomial(target.now[filled].astype(np.int64), chance)
        hidden = random.multinomial(missing, (share[0] / share[0].sum(axis=0)).T)
        in_class = (dealt.sum(axis=1) + hidden).T
        listed = np.moveaxis(np.tensordot(dealt, target.on[filled], axes=(1, 0)), (0, 1, 2), (2, 1, 0))
        logits, sticks = self.views(self.place)
        logits[:] = _logit(random, 1.0 + listed, 1.0 + in_class - listed)
        after = np.cumsum(in_class[::-1], axis=0)[::-1][1:]
        sticks[:] = _logit(random, 1.0 + in_class[:-1], self.concentration + after)
        rate = RATE + np.log1p(np.exp(sticks)).sum(axis=0)
        shape = SHAPE + target.classes - 1
        self.concentration = np.maximum(random.standard_gamma(shape, target.chains) / rate, 1e-8)
        everybody: Floats = missing + int(target.people)
        return everybody

    def move(self, steps: int) -> Floats:
        """Let each chain roll along a trajectory; return with which chance each end was accepted."""
        import numpy as np

        weight = 1.0 + self.concentration
        here = self._rise(self.place, weight)
        speed = self.random.standard_normal(self.place.shape)
        energy = here - 0.5 * (speed**2).sum(axis=0)
        length = self.step * np.exp(0.2 * self.random.standard_normal(self.target.chains)) * self.scale
        there, push = self.place.copy(), np.empty_like(self.place)
        count = int(self.random.integers(steps // 2, steps + steps // 2 + 1))
        np.multiply(length, self.slope, out=push)
        push *= 0.5
        speed += push
        for one in range(count):
            np.multiply(length, speed, out=push)
            there += push
            np.maximum(there, -EDGE, out=there)
            np.minimum(there, EDGE, out=there)
            last = one == count - 1
            height = self._rise(there, weight, told=last)
            np.multiply(length, self.slope, out=push)
            push *= 0.5 if last else 1.0
            speed += push
        gain = np.nan_to_num(height - 0.5 * (speed**2).sum(axis=0) - energy, nan=-1e9)
        chance = np.exp(np.minimum(gain, 0.0))
        chance[np.abs(there).max(axis=0) >= EDGE] = 0.0
        taken = self.random.random(self.target.chains) < chance
        self.place = np.where(taken, there, self.place)
        accepted: Floats = chance
        return accepted

    def _rise(self, place: Floats, weight: Floats, *, told: bool = True) -> Floats:
        logits, sticks = self.views(place)
        self.target.shares(logits, sticks)
        height = self.target.height(logits, sticks, weight) if told else weight
        self.target.slope(weight, *self.views(self.slope))
        return height

    def lead(self, islands: int, steps: int) -> None:
        """Lead the chains to the table through ever larger parts of it; in an island the better take over."""
        import numpy as np

        target = self.target
        whole = target.counts
        size = float(whole.sum())
        part = min(1.0, _FIRST_PART / size)
        target.use(np.round(whole * part))
        while True:
            self.deal()
            self._guess_scale()
            self.tune(self.move(steps), 0.2)
            if part >= 1.0:
                return
            part = min(1.0, part * _GROWTH)
            counts = np.round(whole * part)
            target.shares(*self.views(self.place))
            gain = target.likelihood(counts) - target.likelihood(target.now)
            target.use(counts)
            kept = survivors(gain, islands, self.random)
            self.place = np.ascontiguousarray(self.place[:, kept])  # `views` has to look into it, not at a copy
            self.concentration = self.concentration[kept]
            self.step = self.step[kept]

    def _guess_scale(self) -> None:
        """Scale each parameter by the information that the people dealt to its class would give."""
        import numpy as np

        target = self.target
        target.shares(*self.views(self.place))
        people = target.people / np.maximum(1 - target.cell[0], 1e-3)
        sizes = np.empty((target.classes, target.chains))
        sizes[:] = target.rest
        sizes[:-1] *= target.stick
        sizes *= people
        logits, sticks = self.views(self.scale)
        spread = target.chance * (1 - target.chance)
        logits[:] = 1 / np.sqrt(sizes * spread + 0.3)
        sticks[:] = 1 / np.sqrt(target.rest[:-1] * people * target.stick * (1 - target.stick) + 0.3)

    def tune(self, chance: Floats, pace: float) -> None:
        """Lengthen the steps of chains that accept more often than wanted, shorten the others."""
        import numpy as np

        self.step = np.clip(self.step * np.exp(pace * (chance - WANTED)), 1e-4, 1.5)

    def warm_up(self, rounds: int, steps: int) -> None:
        """Learn scale and length of the steps of each chain; nothing of this is kept as a draw."""
        import numpy as np

        mean, spread = np.zeros_like(self.place), np.zeros_like(self.place)
        guessed = self.scale**2
        for count in range(1, rounds + 1):
            self.deal()
            self.tune(self.move(steps), min(0.5, 2 / math.sqrt(count)))
            away = self.place - mean
            mean += away / count
            spread += away * (self.place - mean)
            if count in TURNS and rounds - count >= 10:
                scale = np.sqrt((spread + TRUST * guessed) / (count + TRUST))
                self.step = self.step * np.exp(np.log(self.scale).mean(axis=0) - np.log(scale).mean(axis=0))
                self.scale = scale
        own = (self.scale.copy(), self.step.copy())
        shared = np.exp(np.log(self.scale).mean(axis=1, keepdims=True))
        careful = np.full_like(self.step, np.quantile(self.step, 0.25))
        self.ways = (own, (np.broadcast_to(shared, self.scale.shape).copy(), careful))

    def round(self, steps: int, number: int) -> tuple[Floats, Floats]:
        """Deal and move, by turns at each chain's own scale and at one scale and one careful step for all.

        Where classes are sharp and stay, a chain's own carries further; where they come and go, a chain must not be
        left with the scale of classes that it no longer has. Returns how many people there are, and what was accepted.
        """
        self.scale, self.step = self.ways[number % 2]
        people = self.deal()
        return people, self.move(steps)


def _logit(random: Generator, ones: Floats, others: Floats) -> Floats:
    """Return the logits of beta numbers, as the ratio of two gamma numbers."""
    import numpy as np

    up, down = random.standard_gamma(ones), random.standard_gamma(others)
    with np.errstate(divide="ignore", over="ignore"):
        logits: Floats = np.clip(np.log(up) - np.log(down), -EDGE + 2, EDGE - 2)
    return logits


def survivors(gain: Floats, islands: int, random: Generator) -> Floats:
    """Return which chain each place of an island is taken by: systematic resampling by weight."""
    import numpy as np

    size = len(gain) // islands
    kept = []
    for island in range(islands):
        own = gain[island * size : (island + 1) * size]
        upto = np.cumsum(np.exp(own - own.max()))
        marks = (np.arange(size) + random.random()) / size * upto[-1]
        kept.append(island * size + np.minimum(np.searchsorted(upto, marks), size - 1))
    return np.concatenate(kept)


def sample(
    table: CaptureTable, *, seed: int, classes: int = CLASSES, effort: Effort | None = None, name: str = NAME
) -> Sample:
    """Return draws of the number of people. Where the chains have not met, the work is doubled a few times."""
    import numpy as np

    work = effort or Effort()
    chains = Chains(Target(table, classes, work.chains), stream(seed, name))
    with np.errstate(divide="ignore", over="ignore", invalid="ignore", under="ignore"):
        chains.lead(work.islands, max(work.steps // 4, 4))
        chains.warm_up(work.warm_up, work.steps)
        rows: list[Floats] = []
        accepted: list[float] = []
        rounds = work.draws
        for extension in range(work.extensions + 1):
            rows = rows if extension < 2 else rows[len(rows) // 2 :]  # what was drawn before chains met is left behind
            for _ in range(rounds):
                people, taken = chains.round(work.steps, len(accepted))
                rows.append(people)
                accepted.append(float(taken.mean()))
            told = convergence(np.array(rows))
            if told.holds:
                break
            rounds = len(rows)
    return Sample(draws=np.array(rows), told=told, accepted=float(np.mean(accepted)))


def answer(
    table: CaptureTable, *, seed: int, classes: int = CLASSES, effort: Effort | None = None
) -> tuple[Answer, Floats | None]:
    """Return the answer and its draws; neither where the chains have not met."""
    import numpy as np

    found = sample(table, seed=seed, classes=classes, effort=effort)
    told: dict[str, Any] = {
        **found.told.to_record(),
        "chains": found.draws.shape[1],
        "draws": found.draws.shape[0],
        "classes": classes,
        "accepted": round(found.accepted, 3),
    }
    if not found.told.holds:
        return Answer.refused(NAME, "not_converged", told), None
    low, middle, high = (float(np.quantile(found.draws, q)) for q in (0.025, 0.5, 0.975))
    answered = Answer(
        method=NAME,
        point=rounded(middle),
        low=rounded(low),
        high=rounded(high),
        interval=Interval.CREDIBLE,
        diagnostics={**told, "mean": rounded(found.draws.mean())},
    )
    return answered, found.draws

"""Owns the second sampler of the Bayesian latent class model: the same posterior, the order of classes drawn exactly.

Model, steps and leading in are those of `latent_class_v1`, which stays as it is. Two things are new. The first stick
takes from a whole, the last from what is left, so that the prior is not the same for another order of the same
classes: chains that keep the order they began with answer for that order alone, and on tables of a few hundred people
they did not meet. Here each round proposes a whole new order, by picking classes one after the other with chances as
their sizes, and takes it with the chance that makes it exact: with weights w in the order of sticks the prior is
proportional to the chance of picking them in that order, times the last weight to the power of the concentration
(size-biased order: Pitman, Advances in Applied Probability 28 (1996) 525-539; why sampled labels have to move:
Papaspiliopoulos and Roberts, Biometrika 95 (2008) 169-186). The second is the length of a trajectory, learnt during
warm-up: it is doubled until enough draws of the number of people count as independent ones.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from onrecord.register.estimate import latent_class_v1
from onrecord.register.estimate.diagnostics import convergence, effective_draws
from onrecord.register.estimate.latent_class_v1 import CLASSES, EDGE, Target
from onrecord.register.estimate.model import Answer, Interval, rounded
from onrecord.register.estimate.streams import stream
from onrecord.register.estimate.tables import CaptureTable

if TYPE_CHECKING:
    from onrecord.register.estimate.poisson_v1 import Floats

NAME: Final = "latent_class_v2"
_COUNTING: Final = 0.4  # the share of draws that have to count as independent ones before trajectories grow no longer
_WATCHED: Final = 24  # rounds over which that is judged


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort(latent_class_v1.Effort):
    """How much work is done. More of it changes a number only within its Monte Carlo error."""

    first_steps: int = 50
    most_steps: int = 800


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample(latent_class_v1.Sample):
    """Draws of the number of people, and how many steps each trajectory took."""

    steps: int


@dataclass
class Chains(latent_class_v1.Chains):
    """Chains that also move between orders of their classes."""

    exchanged: float = field(init=False, default=0.0)

    def deal(self) -> Floats:
        """Draw a new order of the classes, then deal people and draw everything anew, as the first version does."""
        self.exchange()
        return super().deal()

    def exchange(self) -> None:
        """Propose an order of the classes and take it or leave it; chances and weights go with their class."""
        import numpy as np

        logits, sticks = self.views(self.place)
        weights = log_weights(sticks)
        order = np.argsort(-(weights + self.random.gumbel(size=weights.shape)), axis=0, kind="stable")
        proposed = np.take_along_axis(weights, order, axis=0)
        left = np.logaddexp.accumulate(proposed[::-1], axis=0)[::-1]
        new = proposed[:-1] - left[1:]
        ratio = self.concentration * (proposed[-1] - weights[-1])
        taken = np.log(self.random.random(self.target.chains)) < ratio
        taken &= np.abs(new).max(axis=0) < EDGE
        sticks[:] = np.where(taken, new, sticks)
        logits[:] = np.where(taken, np.take_along_axis(logits, order[None], axis=1), logits)
        self.exchanged = float(taken.mean())

    def stretch(self, steps: int, most: int) -> int:
        """Double the steps of a trajectory until enough of the draws count; return how many steps that takes."""
        import numpy as np

        while 2 * steps <= most:
            watched = np.array([self.round(steps, number)[0] for number in range(_WATCHED)])
            if effective_draws(watched) >= _COUNTING * watched.size:
                break
            steps *= 2
        return steps


def log_weights(sticks: Floats) -> Floats:
    """Return the log weights of classes, from the logits of the sticks: rows in order, columns chains."""
    import numpy as np

    weights = np.zeros((sticks.shape[0] + 1, *sticks.shape[1:]))
    weights[1:] = -np.cumsum(np.logaddexp(0, sticks), axis=0)
    weights[:-1] -= np.logaddexp(0, -sticks)
    return weights


def sample(
    table: CaptureTable, *, seed: int, classes: int = CLASSES, effort: Effort | None = None, name: str = NAME
) -> Sample:
    """Return draws of the number of people. Where the chains have not met, the work is doubled a few times."""
    import numpy as np

    work = effort or Effort()
    chains = Chains(Target(table, classes, work.chains), stream(seed, name))
    with np.errstate(divide="ignore", over="ignore", invalid="ignore", under="ignore"):
        chains.lead(work.islands, max(work.steps // 2, 4))
        chains.warm_up(work.warm_up, work.steps)
        steps = chains.stretch(work.first_steps, work.most_steps)
        rows: list[Floats] = []
        accepted: list[float] = []
        rounds = work.draws
        for extension in range(work.extensions + 1):
            rows = rows if extension < 2 else rows[len(rows) // 2 :]  # what was drawn before chains met is left behind
            for _ in range(rounds):
                people, taken = chains.round(steps, len(accepted))
                rows.append(people)
                accepted.append(float(taken.mean()))
            told = convergence(np.array(rows))
            if told.holds:
                break
            rounds = len(rows)
    return Sample(draws=np.array(rows), told=told, accepted=float(np.mean(accepted)), steps=steps)


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
        "steps": found.steps,
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

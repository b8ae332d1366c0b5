"""Hidden groups: the same seed gives the same draws, the truth is found, and chains that have not met give no number."""

import numpy as np
import pytest
from tests.register.estimate.tables import GOOD, NO_ANSWER, SPINA_BIFIDA, independent

from onrecord.register import CaptureTable, Settings, estimated
from onrecord.register.estimate import latent_class_v1, latent_class_v2
from onrecord.register.estimate.diagnostics import Convergence, convergence, effective_draws
from onrecord.register.estimate.latent_class_v2 import Effort

_LIGHT = Effort(chains=32, islands=2, warm_up=40, draws=60, steps=24, extensions=0, first_steps=24, most_steps=24)
_TINY = Effort(chains=8, islands=2, warm_up=4, draws=6, steps=4, extensions=0, first_steps=4, most_steps=8)


def test_the_truth_of_a_thousand_is_inside() -> None:
    """Independent lists, within hidden groups or without: a thousand people."""
    draws = latent_class_v2.sample(GOOD, seed=3, classes=4, effort=_LIGHT).draws
    low, middle, high = np.quantile(draws, [0.025, 0.5, 0.975])
    assert low < 1000 < high
    assert abs(middle - 1000) < 40


def test_two_hidden_groups_are_seen_where_independence_is_wrong() -> None:
    """Half of a thousand is listed seldom, half often: independent lists would say far too few."""
    seldom, often = (independent(1000, dict.fromkeys("ABCD", chance)) for chance in (0.2, 0.7))
    counts = {
        pattern: dict(seldom.cells).get(pattern, 0) + dict(often.cells).get(pattern, 0) for pattern in range(1, 16)
    }
    draws = latent_class_v2.sample(CaptureTable.of("ABCD", counts), seed=3, classes=4, effort=_LIGHT).draws
    low, high = np.quantile(draws, [0.025, 0.975])
    assert low < 2000 < high


def test_the_same_seed_draws_the_same_to_the_last_bit() -> None:
    """Whatever order the columns come in; another seed draws otherwise."""
    names = ("rehabilitation", "death", "birth")
    moved = CaptureTable.of(
        names,
        {
            sum(1 << names.index(name) for one, name in enumerate(SPINA_BIFIDA.lists) if pattern >> one & 1): count
            for pattern, count in SPINA_BIFIDA.cells
        },
    )
    once = latent_class_v2.sample(SPINA_BIFIDA, seed=5, classes=3, effort=_TINY).draws
    assert (once == latent_class_v2.sample(moved, seed=5, classes=3, effort=_TINY).draws).all()
    assert (once != latent_class_v2.sample(SPINA_BIFIDA, seed=6, classes=3, effort=_TINY).draws).any()


def test_a_number_of_the_first_version_comes_again() -> None:
    """Published under `latent_class_v1`: these draws, whatever has been learnt since."""
    told = latent_class_v1.sample(SPINA_BIFIDA, seed=5, classes=3, effort=_TINY).draws
    assert told[-1].tolist() == [714, 733, 780, 724, 774, 775, 813, 839]


def test_a_number_of_the_second_version_comes_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Published under `latent_class_v2`, however patient somebody is: where chains have met nothing more is drawn."""
    told = latent_class_v2.sample(SPINA_BIFIDA, seed=5, classes=3, effort=_TINY).draws
    assert told[-1].tolist() == [724, 698, 892, 758, 730, 786, 752, 939]
    met = Convergence(r_hat=1.0, effective=900.0, effective_tails=900.0)
    monkeypatch.setattr(latent_class_v2, "convergence", lambda _: met)
    patient = Settings(effort=_TINY, patience=3).patient
    assert (latent_class_v2.sample(SPINA_BIFIDA, seed=5, classes=3, effort=patient).draws == told).all()


def test_patience_draws_on_where_chains_have_not_met() -> None:
    """Three times more, half as long again each time, what was drawn before they met left behind; the gate stays."""
    short = latent_class_v2.sample(SPINA_BIFIDA, seed=5, classes=3, effort=_TINY)
    assert not short.told.holds
    longer = latent_class_v2.sample(SPINA_BIFIDA, seed=5, classes=3, effort=Settings(effort=_TINY, patience=3).patient)
    assert [one.draws.shape[0] for one in (short, longer)] == [6, 27]
    assert not longer.told.holds
    assert estimated(NO_ANSWER, None, Settings(patience=3)).to_record()["patience"] == 3


def test_another_order_of_the_classes_keeps_the_prior_and_their_chances() -> None:
    """Sticks from their prior, every class marked by its weight: orders change, marks stay, means are as before."""
    target = latent_class_v1.Target(SPINA_BIFIDA, 4, 20_000)
    chains = latent_class_v2.Chains(target, np.random.default_rng(3))
    chains.concentration = np.full(20_000, 1.5)
    logits, sticks = chains.views(chains.place)
    broken = np.random.default_rng(4).beta(1.0, 1.5, sticks.shape)
    sticks[:] = np.log(broken) - np.log1p(-broken)
    before = latent_class_v2.log_weights(sticks)
    logits[0] = before
    chains.exchange()
    after = latent_class_v2.log_weights(sticks)
    assert 0.4 < chains.exchanged < 1
    assert (np.abs(before - after).max(axis=0) > 1e-9).mean() > 0.4
    np.testing.assert_allclose(logits[0], after, atol=1e-6)
    expected = [0.4 * 0.6**place for place in range(3)] + [0.6**3]
    np.testing.assert_allclose(np.exp(after).mean(axis=1), expected, atol=0.008)


def test_the_order_of_two_unlike_groups_moves() -> None:
    """All chains begin with the larger of two sharp groups first; a few rounds later every fifth or so has the other.

    The first version keeps the order that it began with.
    """
    seldom, often = (independent(400, dict.fromkeys("ABCDEF", chance)) for chance in (0.2, 0.9))
    counts = {one: dict(seldom.cells).get(one, 0) + dict(often.cells).get(one, 0) for one in range(1, 64)}
    target = latent_class_v1.Target(CaptureTable.of("ABCDEF", counts), 3, 64)
    shares = []
    for version in (latent_class_v1, latent_class_v2):
        chains = version.Chains(target, np.random.default_rng(5))
        logits, sticks = chains.views(chains.place)
        logits[:] = np.array([-1.4, 2.2, 0.0])[:, None]
        sticks[:] = np.array([[0.3], [2.0]])
        for _ in range(6):
            chains.deal()
        shares.append(float((logits[:, 0] < 0).all(axis=0).mean()))
    assert shares[0] == 1.0
    assert 0.3 < shares[1] < 0.9


def test_chains_that_have_not_met_give_no_number() -> None:
    """A few draws of a few chains: R-hat or effective draws refuse, and say by how much."""
    answer, draws = latent_class_v2.answer(GOOD, seed=1, effort=_TINY)
    assert draws is None
    assert answer.why_not == "not_converged"
    assert (answer.point, answer.low, answer.high) == (None, None, None)
    assert answer.diagnostics["r_hat"] > 1.01 or answer.diagnostics["effective"] < 400


def test_slopes_are_those_of_the_height() -> None:
    """The slope that trajectories follow, against differences of the height, by doubling and by listed cells."""
    many = CaptureTable.of("ABCDEFG", {1: 9, 2: 8, 4: 7, 8: 6, 16: 5, 32: 4, 64: 3, 3: 2, 127: 4, 96: 1})
    for table in (SPINA_BIFIDA, many):
        target = latent_class_v1.Target(table, 3, 2)
        random = np.random.default_rng(1)
        logits, sticks = random.normal(size=(table.size, 3, 2)), random.normal(size=(2, 2))
        weight = np.array([1.3, 2.1])

        def height(target=target, logits=logits, sticks=sticks, weight=weight) -> np.ndarray:
            target.shares(logits, sticks)
            return target.height(logits, sticks, weight)

        height()
        by_logits, by_sticks = np.empty_like(logits), np.empty_like(sticks)
        target.slope(weight, by_logits, by_sticks)
        for array, slope in ((logits, by_logits), (sticks, by_sticks)):
            for place in np.ndindex(array.shape[:-1]):
                array[place] += 1e-6
                up = height()
                array[place] -= 2e-6
                down = height()
                array[place] += 1e-6
                assert slope[place] == pytest.approx((up - down) / 2e-6, rel=1e-4, abs=1e-4)


def test_r_hat_sees_a_chain_that_stays_apart() -> None:
    """One of eight chains elsewhere, or wider than the others, is seen; eight alike are not complained of."""
    alike = np.random.default_rng(1).normal(size=(500, 8))
    apart, wide = alike.copy(), alike.copy()
    apart[:, 0] += 3
    wide[:, 0] *= 6
    assert convergence(alike).holds
    assert not convergence(apart).holds
    assert not convergence(wide).holds


def test_effective_draws_of_a_slow_chain_are_few() -> None:
    """Of an autoregression with correlation 0.9 one draw in nineteen counts."""
    noise = np.random.default_rng(2).normal(size=(4000, 4))
    slow = np.zeros_like(noise)
    for one in range(1, len(noise)):
        slow[one] = 0.9 * slow[one - 1] + noise[one]
    assert effective_draws(noise) == pytest.approx(noise.size, rel=0.15)
    assert effective_draws(slow) == pytest.approx(noise.size / 19, rel=0.25)

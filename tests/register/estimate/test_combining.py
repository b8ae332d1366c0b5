"""Strata are added draw by draw, replicates pooled; errors of linkage are done and undone."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.register.estimate.tables import GOOD, SPINA_BIFIDA, independent

from onrecord.register import CaptureTable, Decision, Settings, TablesDiffer, estimated, total
from onrecord.register.estimate import combining, sensitivity
from onrecord.register.estimate.latent_class_v2 import Effort

_TINY = Effort(chains=8, islands=2, warm_up=4, draws=6, steps=4, extensions=0, first_steps=4, most_steps=4)


def test_limits_of_a_sum_are_not_sums_of_limits() -> None:
    """Six strata of spread one: the sum spreads by the root of six, not by six."""
    random = np.random.default_rng(4)
    draws = combining.summed([random.normal(100, 1, 4000) for _ in range(6)], seed=1)
    assert draws.mean() == pytest.approx(600, abs=0.1)
    assert draws.std() == pytest.approx(6**0.5, rel=0.05)


def test_two_equal_strata_are_not_paired_with_themselves() -> None:
    """The same draws twice are added in two orders: else the sum would spread too far."""
    draws = np.random.default_rng(4).normal(100, 1, 4000)
    assert combining.summed([draws, draws], seed=1).std() == pytest.approx(2**0.5, rel=0.05)


def test_replicates_count_alike() -> None:
    """A replicate with ten times the draws weighs no more; what they disagree on widens the answer."""
    pooled = combining.pooled([np.full(100, 10.0), np.full(1000, 30.0)], seed=1)
    assert pooled.mean() == 20
    answer = combining.answer_of(pooled, method="m", parts=2)
    assert (answer.low, answer.high) == (10, 30)


def test_the_total_is_the_same_for_the_same_seed() -> None:
    """To the last bit, from the same parts."""
    parts = [
        estimated(table, settings=Settings(method="decomposable", cap=900, effort=_TINY, classes=3))
        for table in (SPINA_BIFIDA, GOOD)
    ]
    once, again = (total(parts, replicates=False) for _ in range(2))
    assert once == again
    assert once[0].point == pytest.approx(731 + 1000, rel=0.05)


def test_replicates_are_about_the_same_lists() -> None:
    """Tables of other lists are strata, not replicates."""
    other = independent(900, dict.fromkeys("xyz", 0.6))
    parts = [
        estimated(table, settings=Settings(method="chao", cap=900, effort=_TINY, classes=3))
        for table in (SPINA_BIFIDA, other)
    ]
    with pytest.raises(TablesDiffer):
        total(parts, replicates=True)
    assert all(part.decision is not Decision.ESTIMATED for part in parts)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(50, 400), min_size=7, max_size=7), st.floats(0.01, 0.2))
def test_missed_matches_are_undone(counts: list[int], rate: float) -> None:
    """Detach records at a rate, correct for that rate: the table is back."""
    table = CaptureTable.of("ABC", dict(enumerate(counts, start=1)))
    spoiled = sensitivity.with_errors(table, false_match=rate, missed_match=0.0)
    back = sensitivity.with_errors(spoiled, false_match=0.0, missed_match=rate)
    for pattern, count in table.cells:
        assert dict(back.cells)[pattern] == pytest.approx(count, abs=1e-6)


def test_records_are_neither_made_nor_lost() -> None:
    """A detached record is a person of its own: as many records as before, more people."""
    spoiled = sensitivity.with_errors(GOOD, false_match=0.1, missed_match=0.0)
    records = [sum(pattern.bit_count() * count for pattern, count in table.cells) for table in (GOOD, spoiled)]
    assert records[0] == pytest.approx(records[1])
    assert spoiled.documented > GOOD.documented


def test_missed_matches_make_the_answer_too_high() -> None:
    """The known direction: correcting for missed matches lowers the number."""
    runs = sensitivity.linkage_runs(
        GOOD,
        {"false_match": 0.05, "missed_match": 0.05},
        lambda table: sensitivity.quick_point(table, cap=2500, seed=1),
    )
    by = {(run["false_match"], run["missed_match"]): run["point"] for run in runs}
    assert by[0.0, 0.05] < by[0.05, 0.05] < by[0.05, 0.0]

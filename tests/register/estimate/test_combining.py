"""Strata are added draw by draw, replicates pooled; errors of linkage are done and undone."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.register.estimate.tables import GOOD, NO_ANSWER, SPINA_BIFIDA, independent

from onrecord.register import (
    CaptureTable,
    Decision,
    Estimate,
    Settings,
    StrataUneven,
    TablesDiffer,
    documented,
    estimated,
    total,
)
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


def _part(table: CaptureTable, draws: np.ndarray) -> Estimate:
    """Return an estimate that drew these numbers by hidden groups."""
    return replace(estimated(NO_ANSWER), table=table, draws={"latent_class_v2": draws}, documented=table.documented)


def test_doubt_about_who_is_who_is_part_of_the_total() -> None:
    """Two linkages of two strata: strata add up within a linkage, linkages that disagree widen the answer."""
    random = np.random.default_rng(7)
    drawn = [random.normal(mean, 1, 4000) for mean in (100, 50, 140, 70)]
    tables = (SPINA_BIFIDA, GOOD, SPINA_BIFIDA, GOOD)
    parts = [_part(table, one) for table, one in zip(tables, drawn, strict=True)]
    (told,) = total(parts, replicates=True, strata=2)
    assert told.low == pytest.approx(150, abs=4)
    assert told.high == pytest.approx(210, abs=4)
    assert documented(parts, replicates=True, strata=2) == SPINA_BIFIDA.documented + GOOD.documented
    (within,) = total(parts[:2], replicates=True, strata=2)
    assert within.point == pytest.approx(150, abs=0.2)
    assert within.high - within.low == pytest.approx(2 * 1.96 * 2**0.5, rel=0.06)


def test_a_stratum_that_is_missing_from_a_linkage_is_told() -> None:
    """Three tables are no two linkages; and strata come in the same order in each."""
    random = np.random.default_rng(7)
    parts = [_part(table, random.normal(9, 1, 50)) for table in (SPINA_BIFIDA, GOOD, GOOD, SPINA_BIFIDA)]
    with pytest.raises(StrataUneven):
        total(parts[:3], replicates=True, strata=2)
    with pytest.raises(TablesDiffer):
        total(parts, replicates=True, strata=2)


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

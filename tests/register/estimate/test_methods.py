"""Bounds, closed populations, stepwise choice, graphs: answers printed elsewhere, and what must hold of any table."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.register.estimate.tables import GOOD, NO_ANSWER, SPINA_BIFIDA

from onrecord.register import CaptureTable, Interval, TimesTable
from onrecord.register.estimate import bounds_v1, closed_v1, decomposable_v1, stepwise_v1
from onrecord.register.estimate.poisson_v1 import log_gamma
from onrecord.register.estimate.streams import golden_draw

_filled = st.lists(st.integers(3, 60), min_size=7, max_size=7)


GOLDEN = (
    "0x1.27a129e5327c0p-4",
    "0x1.a7f5ce1d0b550p-2",
    "0x1.8c5b84645d37cp-2",
    "0x1.2ea0784cf1b76p+11",
    "0x1.be0d8e71b826cp-8",
    "1339",
    "396 867 1400 1737",
    "6773",
    "6052",
    "0x1.fdf67fb117bd5p-1",
)


def _table(counts: list[int]) -> CaptureTable:
    return CaptureTable.of("ABC", dict(enumerate(counts, start=1)))


def test_chapman_by_hand() -> None:
    """(n1+1)(n2+1)/(m+1)-1 and Seber's variance, worked out on paper: lists of 99 and 79 with 19 on both."""
    answer = bounds_v1.chapman(CaptureTable.of("AB", {0b01: 80, 0b10: 60, 0b11: 19}), 0, 1)
    assert answer.point == 100 * 80 / 20 - 1
    assert answer.diagnostics["error"] == pytest.approx(math.sqrt(100 * 80 * 80 * 60 / (20**2 * 21)), abs=1e-3)


def test_chao_by_hand() -> None:
    """N + f1^2 / (2 f2): 200 once, 50 twice, 10 three times; without any twice, the corrected form."""
    answer = bounds_v1.chao(TimesTable(times=((1, 200), (2, 50), (3, 10))))
    assert answer.point == 260 + 200**2 / 100
    assert answer.interval is Interval.LOWER_BOUND
    assert bounds_v1.chao(TimesTable(times=((1, 10),))).point == 10 + 10 * 9 / 2


@given(_filled)
def test_no_answer_is_below_who_is_documented(counts: list[int]) -> None:
    """Limits and points begin at the people there are."""
    table = _table(counts)
    for answer in (bounds_v1.chao(table), *bounds_v1.chapman_pairs(table)):
        assert answer.low is not None
        assert answer.point is not None
        assert answer.low <= answer.point + 0.01


def test_equal_lists_and_different_lists_agree_where_lists_are_alike() -> None:
    """M0 and Mt answer alike, near the thousand, where every list has half of everybody."""
    alike = CaptureTable.of("ABC", dict.fromkeys(range(1, 8), 125))
    for name in ("M0", "Mt"):
        fitted = closed_v1.fit_closed(alike, name)
        assert fitted.point == pytest.approx(1000)
        assert fitted.low < fitted.profile_point < fitted.high


def test_lists_of_three_by_hand() -> None:
    """With two lists Mt is Petersen's n1 n2 / m, to the last digit."""
    fitted = closed_v1.fit_closed(CaptureTable.of("AB", {0b01: 80, 0b10: 60, 0b11: 20}), "Mt")
    assert fitted.point == pytest.approx(100 * 80 / 20)


def test_chaos_model_is_chaos_bound_where_nobody_knows_the_lists() -> None:
    """Of people once, twice, more often: the model's answer is n + f1^2 / (2 f2) exactly."""
    table = TimesTable(times=((1, 200), (2, 50), (3, 30), (4, 20)))
    assert closed_v1.fit_times(table, "Mh Chao").point == pytest.approx(bounds_v1.chao(table).point)


def test_a_pair_without_overlap_is_chosen_without_breaking() -> None:
    """The stepwise choice of a table with two empty pairs ends in a model that has an answer."""
    point, order = stepwise_v1.chosen(NO_ANSWER, threshold=0.2)
    assert math.isfinite(point)
    assert set(order) <= {0b101, 0b110, 0b011}


def test_the_bootstrap_is_the_same_for_the_same_seed() -> None:
    """To the last bit; another seed gives other limits around the same point."""
    once, again = (stepwise_v1.answer(SPINA_BIFIDA, seed=7, resamples=60) for _ in range(2))
    other = stepwise_v1.answer(SPINA_BIFIDA, seed=8, resamples=60)
    assert once == again
    assert (once.point, once.low) != (other.point, other.low)
    assert once.point == other.point


@pytest.mark.parametrize(("lists", "graphs"), [(2, 2), (3, 8), (4, 61), (5, 822)])
def test_every_decomposable_graph_is_there_once(lists: int, graphs: int) -> None:
    """The labelled chordal graphs (OEIS A058862), and cliques outweigh separators by one in each."""
    found = decomposable_v1.decomposable_graphs(lists)
    assert len(set(found)) == graphs
    assert all(sum(sign for _, sign in graph) == 1 for graph in found)


def test_spina_bifida_by_graphs_is_as_printed() -> None:
    """731, and the graph that joins death certificates and rehabilitation leads: Madigan and York (1997)."""
    answer = decomposable_v1.answer(SPINA_BIFIDA, cap=600)
    assert answer.point == 731
    assert answer.diagnostics["cap"] == 600
    found = decomposable_v1.posterior(SPINA_BIFIDA, cap=600)
    leading = decomposable_v1.decomposable_graphs(3)[int(found.graphs.argmax())]
    joined = sum(1 << SPINA_BIFIDA.lists.index(name) for name in ("death", "rehabilitation"))
    assert dict(leading)[joined] == 1


def test_the_cap_is_told_when_it_decides() -> None:
    """A cap in the middle of what is likely leaves its mark."""
    answer = decomposable_v1.answer(SPINA_BIFIDA, cap=110)
    assert answer.diagnostics["density_at_cap"] > 0.1
    assert answer.high is not None
    assert answer.high <= SPINA_BIFIDA.documented + 110


def test_thinned_numbers_answer_as_all_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where only some numbers are weighed, quantiles and mean move by less than their distance."""
    whole = decomposable_v1.posterior(SPINA_BIFIDA, cap=600)
    monkeypatch.setattr(decomposable_v1, "_WEIGHED", 60)
    thin = decomposable_v1.posterior(SPINA_BIFIDA, cap=600)
    step = thin.unlisted[1] - thin.unlisted[0]
    assert step > 2
    for q in (0.025, 0.5, 0.975):
        assert abs(thin.quantile(q) - whole.quantile(q)) <= step
    assert thin.mean() == pytest.approx(whole.mean(), abs=step)


@settings(max_examples=15, deadline=None)
@given(_filled, st.permutations(range(3)))
def test_names_do_not_reach_the_graphs(counts: list[int], order: list[int]) -> None:
    """Renaming lists changes no quantile: every graph has its renamed twin."""
    table = _table(counts)
    renamed = CaptureTable.of(["ABC"[one] for one in order], dict(table.cells))
    one, two = (decomposable_v1.posterior(given, cap=2000) for given in (table, renamed))
    assert [one.quantile(q) for q in (0.025, 0.5, 0.975)] == [two.quantile(q) for q in (0.025, 0.5, 0.975)]


@given(st.floats(0.01, 1e6))
def test_log_gamma_is_that_of_the_standard_library(value: float) -> None:
    """To twelve digits or so over the range that tables reach."""
    assert float(log_gamma(value)) == pytest.approx(math.lgamma(value), rel=1e-12, abs=1e-12)


def test_the_random_numbers_are_those_of_every_published_number() -> None:
    """A golden draw: should a new numpy draw otherwise, this fails before a number changes."""
    assert golden_draw(20200207) == GOLDEN


def test_a_thousand_are_found_by_every_quick_method() -> None:
    """Independent lists of a thousand: each interval holds the truth."""
    answers = [stepwise_v1.answer(GOOD, seed=1, resamples=60), decomposable_v1.answer(GOOD, cap=3000)]
    for answer in answers:
        assert answer.low is not None
        assert answer.high is not None
        assert answer.low < 1000 < answer.high

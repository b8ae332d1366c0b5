"""Log-linear models: all of them, whether they have an answer, and answers that were printed elsewhere."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.register.estimate.tables import GOOD, NO_ANSWER, SPINA_BIFIDA

from onrecord.register import CaptureTable
from onrecord.register.estimate import loglinear_v1

_filled = st.lists(st.integers(3, 200), min_size=7, max_size=7)


@pytest.mark.parametrize(("lists", "models"), [(2, 1), (3, 8), (4, 113), (5, 6893)])
def test_every_hierarchical_model_is_there_once(lists: int, models: int) -> None:
    """Their number without the one of all lists together: Dedekind's numbers count the rest out."""
    found = loglinear_v1.hierarchical_models(lists)
    assert len(found) == len(set(found)) == models


def test_a_model_has_every_part_of_its_groups() -> None:
    """Hierarchical: with three lists together go their pairs."""
    for model in loglinear_v1.hierarchical_models(4):
        for group in model:
            parts = [group & ~(1 << one) for one in range(4) if group >> one & 1]
            assert all(part.bit_count() < 2 or part in model for part in parts)


def test_spina_bifida_is_answered_as_printed() -> None:
    """731 by the model in which death certificates and rehabilitation depend: Madigan and York (1997), table 1."""
    model = loglinear_v1.named(SPINA_BIFIDA, "death:rehabilitation")
    fitted = loglinear_v1.fit_all(SPINA_BIFIDA, loglinear_v1.hierarchical_models(3))
    assert min(fitted, key=lambda one: one.bic).model == model
    assert round(next(one.point for one in fitted if one.model == model)) == 731


def test_independent_lists_of_three_are_what_the_formula_gives() -> None:
    """With one pair dependent the answer is Petersen's, of the pair taken as one list against the third."""
    a, b, c = range(3)
    t = SPINA_BIFIDA
    either = t.on_all(a) + t.on_all(b) - t.on_all(a, b)
    both = t.documented - t.only_on(c) - (either - (t.on_all(c) - t.only_on(c)))
    (fitted,) = loglinear_v1.fit_all(t, [frozenset([0b011])])
    assert fitted.point == pytest.approx(either * t.on_all(c) / both)


def test_which_models_of_a_sparse_table_have_an_answer() -> None:
    """0 yes, 1 none finite, 2 many fit alike: Chan, Silverman and Vincent (2021), table 2."""
    found = loglinear_v1.existence(NO_ANSWER)
    assert found["A+B+C"] == found["A:C+B"] == found["B:C+A"] == 0
    assert found["A:B+C"] == 1
    assert found["A:B+A:C+B:C"] == 2


def test_a_model_without_an_answer_gives_no_number() -> None:
    """No point, no limits, and which of the two reasons."""
    answer = loglinear_v1.one_model(NO_ANSWER, loglinear_v1.named(NO_ANSWER, "A:B"), method="m")
    assert (answer.point, answer.low, answer.high) == (None, None, None)
    assert answer.why_not == "no_finite_answer"


def test_the_average_lies_among_its_models() -> None:
    """The leading model of independent lists is that of independent lists; the interval holds the truth of a thousand."""
    answer = loglinear_v1.averaged(GOOD)
    assert answer.diagnostics["leading"][0]["model"] == "hospital+mosque+press+relatives"
    assert answer.low is not None
    assert answer.high is not None
    assert answer.low < 1000 < answer.high


@settings(max_examples=15, deadline=None)
@given(_filled, st.permutations(range(3)))
def test_the_order_of_lists_does_not_reach_the_answer(counts: list[int], order: list[int]) -> None:
    """The same people under the same names, in another order of columns, to the last bit."""
    table = CaptureTable.of("ABC", dict(enumerate(counts, start=1)))
    moved = {
        sum(1 << order.index(one) for one in range(3) if pattern >> one & 1): count for pattern, count in table.cells
    }
    assert loglinear_v1.averaged(CaptureTable.of([table.lists[one] for one in order], moved)) == loglinear_v1.averaged(
        table
    )


@settings(max_examples=15, deadline=None)
@given(_filled)
def test_twice_the_people_are_twice_the_answer(counts: list[int]) -> None:
    """Every model's point doubles with the table, and its error grows by the root of two."""
    table = CaptureTable.of("ABC", dict(enumerate(counts, start=1)))
    doubled = CaptureTable.of("ABC", {pattern: 2 * count for pattern, count in table.cells})
    models = loglinear_v1.hierarchical_models(3)
    for one, two in zip(loglinear_v1.fit_all(table, models), loglinear_v1.fit_all(doubled, models), strict=True):
        assert two.point == pytest.approx(2 * one.point, rel=1e-6)
        assert two.error == pytest.approx(math.sqrt(2) * one.error, rel=1e-6)

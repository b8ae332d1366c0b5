"""Exact tests against published values, and comparisons that say what they cannot say."""

import datetime as dt
import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.justice.claimed import VALLEY, book, number

from onrecord import justice
from onrecord.justice import Table
from onrecord.kernel import Vocabulary
from onrecord.ledger import shipped_vocabulary

_DAY = dt.date(2032, 6, 30)
_PERSONS = justice.persons_of(justice.case_file_from(VALLEY.read_bytes(), path="valley.json").courses)


@st.composite
def _tables(draw: st.DrawFn) -> Table:
    of_one, of_other = draw(st.integers(1, 20)), draw(st.integers(1, 20))
    return Table(
        one=draw(st.integers(0, of_one)), of_one=of_one, other=draw(st.integers(0, of_other)), of_other=of_other
    )


@pytest.mark.parametrize(
    ("table", "p", "interval"),
    [
        (Table(one=3, of_one=4, other=1, of_other=4), Fraction(34, 70), (0.2117329, 621.9337505)),
        (Table(one=2, of_one=17, other=10, of_other=13), None, (0.003325764, 0.363182271)),
    ],
)
def test_fisher_has_the_published_values(
    table: Table, p: Fraction | None, interval: tuple[float, float | None]
) -> None:
    """Tea (Fisher 1935), twins and convictions (Fisher 1962), as the manual page of R has them, which searches roughly."""
    assert justice.fisher(table) == p if p is not None else math.isclose(justice.fisher(table), 0.0005367, abs_tol=1e-6)
    low, high = justice.odds_interval(table)
    assert math.isclose(low, interval[0], rel_tol=3e-3)
    assert high is None if interval[1] is None else math.isclose(high or 0, interval[1], rel_tol=2e-2)


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (Table(one=56, of_one=70, other=48, of_other=80), (0.2, 0.0524, 0.3339)),
        (Table(one=9, of_one=10, other=3, of_other=10), (0.6, 0.1705, 0.8090)),
        (Table(one=5, of_one=56, other=0, of_other=29), (0.0893, -0.0381, 0.1926)),
        (Table(one=0, of_one=10, other=0, of_other=20), (0.0, -0.1611, 0.2775)),
        (Table(one=10, of_one=10, other=0, of_other=10), (1.0, 0.6075, 1.0)),
    ],
)
def test_the_interval_of_a_difference_has_the_published_values(
    table: Table, expected: tuple[float, float, float]
) -> None:
    """R. G. Newcombe (1998), table II, method 10."""
    assert [round(float(one), 4) for one in justice.difference(table)] == list(expected)


@given(_tables())
def test_two_groups_may_be_told_in_either_order(table: Table) -> None:
    """The tests are the same; the effect turns round."""
    turned = Table(one=table.other, of_one=table.of_other, other=table.one, of_other=table.of_one)
    assert justice.fisher(table) == justice.fisher(turned)
    assert justice.mid_p(table) == justice.mid_p(turned)
    assert justice.difference(table)[0] == -justice.difference(turned)[0]


@given(_tables())
def test_what_holds_of_every_table(table: Table) -> None:
    """The mid-p is smaller and not by more than half of the observed weight; intervals hold their effect."""
    p, mid = justice.fisher(table), justice.mid_p(table)
    assert 0 < mid < p <= 1
    assert 2 * mid >= p
    apart, low, high = justice.difference(table)
    assert low <= float(apart) <= high
    ratio, (least, most) = justice.odds_ratio(table), justice.odds_interval(table)
    assert ratio is None or (least <= float(ratio) * (1 + 1e-9) and (most is None or float(ratio) <= most * (1 + 1e-9)))


@given(_tables())
def test_an_end_of_the_exact_interval_leaves_one_fortieth_beyond(table: Table) -> None:
    """By the weights of all tables with these margins, raised to the odds ratio of that end."""
    (least, weights), (low, high) = table.weights(), justice.odds_interval(table)
    at = table.one - least
    if low > 0:
        raised = [weight * low**x for x, weight in enumerate(weights)]
        assert math.isclose(sum(raised[at:]) / sum(raised), 0.025, rel_tol=1e-6)
    if high is not None:
        raised = [weight * high**x for x, weight in enumerate(weights)]
        assert math.isclose(sum(raised[: at + 1]) / sum(raised), 0.025, rel_tol=1e-6)


@given(_tables())
def test_fisher_is_the_sum_over_all_ways(table: Table) -> None:
    """Reckoned anew from products of falling factors, not from binomials."""
    both, everybody = table.one + table.other, table.of_one + table.of_other
    ways = {x: _ways(x, both, table.of_one, everybody) for x in range(both + 1)}
    assert sum(ways.values()) == 1
    assert justice.fisher(table) == sum(one for one in ways.values() if one <= ways[table.one])


def _ways(x: int, both: int, of_one: int, everybody: int) -> Fraction:
    """Return how likely x of `both` drawn one by one from everybody are of the first group."""
    found = Fraction(math.factorial(both), math.factorial(x) * math.factorial(both - x))
    for drawn in range(both):
        left = of_one - drawn if drawn < x else everybody - of_one - (drawn - x)
        found *= Fraction(max(left, 0), everybody - drawn)
    return found


@pytest.mark.parametrize("numbers", [(5, 4, 0, 1), (-1, 4, 0, 1), (0, 0, 0, 1)])
def test_what_are_no_two_shares_is_refused(numbers: tuple[int, int, int, int]) -> None:
    """A part larger than its whole, or a whole of nobody."""
    with pytest.raises(ValueError, match="no two shares"):
        Table(one=numbers[0], of_one=numbers[1], other=numbers[2], of_other=numbers[3])


def test_two_sides_are_called_as_the_archive_calls_them() -> None:
    """Its own word, else ours, else as it is written; the rest of a whole is all others, unless a group is called so."""
    own = '[term.group.upland]\nlabel = { en = "Uplanders", ru = "горцы", kk = "таулықтар" }\n'
    words = shipped_vocabulary().merge(Vocabulary.from_toml(own))
    table = Table(one=1, of_one=2, other=1, of_other=2)
    one = justice.Comparison(what="detained", one="upland", other="others", table=table, warnings=(), claims=())
    assert one.sides_told("ru", words) == ("горцы", "все остальные")
    assert one.sides_told("kk") == ("upland", "қалғандардың бәрі")
    renamed = Vocabulary.from_toml(own.replace("upland", "others"))
    assert one.sides_told("en", words.merge(renamed)) == ("Uplanders", "Uplanders")


def test_the_valley_compared_as_with_a_pencil() -> None:
    """Charged, convicted, imprisoned, altered: of how many in each group, with a warning that there are few."""
    found = justice.compare(_PERSONS, "highland", "lowland", _DAY)
    tables = {one.what: (one.table.one, one.table.of_one, one.table.other, one.table.of_other) for one in found}
    assert tables["convicted"] == (11, 12, 2, 3)
    assert tables["altered"] == (5, 11, 0, 2)
    assert all("small" in dict(one.warnings) for one in found)
    assert all(
        len(one.to_row(language)["warnings"]) == len(one.warnings) for one in found for language in ("en", "ru", "kk")
    )


_COUNTS = {
    one.id: one
    for one in justice.counts_from(
        book(
            number("I1", "incident:v", "imprisoned", 5, group="dungan"),
            number("D1", "incident:v", "defendants", 14, group="dungan"),
            number("I2", "incident:v", "imprisoned", 19),
            number("D2", "incident:v", "defendants", 51),
            number("I3", "incident:v", "imprisoned", 14, group="kazakh"),
            number("D3", "incident:v", "defendants", 37, group="kazakh"),
            number("A1", "incident:v", "acquitted", 1, group="dungan"),
            number("C1", "incident:v", "criminal_cases", 120),
            number("I4", "incident:v", "imprisoned", 9, trial="military"),
            number("D4", "incident:v", "defendants", 9, trial="military"),
        ).claims
    )
}


@pytest.mark.parametrize(
    ("four", "expected"),
    [
        ("I1 D1 I2 D2", (5, 14, 14, 37)),
        ("I1 D1 I3 D3", (5, 14, 14, 37)),
        ("I1 C1 I2 D2", "justice.units-differ"),
        ("A1 D1 I2 D2", "justice.not-alike"),
        ("I2 D2 I1 D1", "justice.groups-overlap"),
        ("I1 D1 I4 D4", "justice.groups-overlap"),
    ],
)
def test_reported_shares_are_compared_with_those_of_others(four: str, expected: tuple[int, ...] | str) -> None:
    """A group with everybody is made a group with all others; groups that may share persons are refused."""
    one, of_one, other, of_other = (_COUNTS[name] for name in four.split())
    found = justice.compare_counts((one, of_one), (other, of_other))
    if isinstance(found, justice.NotJoined):
        assert found.code == expected
        assert "{" not in found.message().en + found.message().ru + found.message().kk
    else:
        assert (found.table.one, found.table.of_one, found.table.other, found.table.of_other) == expected
        assert {code for code, _ in found.warnings} == {"small", "charges_unknown"}
        assert set(found.claims) == set(four.split())


def test_different_charges_are_told() -> None:
    """Who is charged with murder is not sentenced as who is charged with a riot."""
    found = justice.compare(_PERSONS, "highland", "lowland", _DAY)
    told = {code for one in found for code, _ in one.warnings}
    assert "charges_differ" in told or "charges_unknown" in told
    alike = justice.compare(_PERSONS, "highland", "highland", _DAY)
    assert not any(code == "charges_differ" for one in alike for code, _ in one.warnings)

"""Counts that could look right and be wrong: one person under two ids, two incidents, two cases, ranges, none at all."""

import dataclasses
import datetime as dt
from fractions import Fraction
from typing import Any

import pytest
from tests.justice.claimed import book, number, row, same

from onrecord import justice, ledger
from onrecord.kernel import PartialDate

_DAY = dt.date(2032, 12, 31)
_TWO = [
    row("A", "person:p", "charged_on", "2031-05-02", case="C1"),
    row("B", "person:q", "charged_on", "2031-05-02", case="C1"),
    number("M1", "person:p", "compensation", 100, unit="KZT", sum_stage="paid", loss_class="house"),
    number("M2", "person:q", "compensation", 100, unit="KZT", sum_stage="paid", loss_class="house"),
    row("T1", "person:p", "ill_treatment_alleged", "kicked"),
    row("T2", "person:q", "complained_on", "2031-05-09", allegation="A1"),
    row("O1", "person:p", "outcome", "killed", incident="valley"),
    row("O2", "person:q", "outcome", "killed", incident="valley"),
    row("R1", "person:p", "remedy_status", "done", remedy_form="restitution", remedy_measure="home"),
    row("R2", "person:q", "remedy_status", "done", remedy_form="restitution", remedy_measure="home"),
]


class _Unseen(ledger.Book):
    """A book of whoever may not see the finding that two ids are one person."""

    def same_persons(self) -> tuple[ledger.Claim, ...]:
        """Return the finding all the same: it is counted by."""
        return book(*_TWO, same("S", "q", "p")).claims_of("same_person_as")


def _unseen() -> ledger.Book:
    held = book(*_TWO)
    return _Unseen(shelf=held.shelf, vocabulary=held.vocabulary)


def test_who_may_not_see_that_two_are_one_counts_them_once_and_learns_no_more() -> None:
    """As in the floor of a figure: no count depends on who asks, and the finding itself is nowhere."""
    held = _unseen()
    read = justice.proceedings(held)
    assert justice.funnel(read.persons, None, _DAY).count(justice.Stage.CHARGED).n == 1
    assert justice.treatment(held, read, _DAY).unknown.killed == 1
    redress = justice.remedies(held, _DAY)
    assert [(one.subjects, one.low) for one in redress.money.persons] == [(1, 100)]
    assert [(one.status, one.persons) for one in redress.measures[0].came] == [("done", 1)]
    alleged = justice.allegations(held, _DAY)
    assert [one.ids for one in alleged] == [("person:p",), ("person:q",)]
    assert [(one.step, one.n, one.of) for one in justice.ways(alleged)][:2] == [
        ("complained", 1, 1),
        ("registered", 0, 1),
    ]
    assert justice.ids_of(held, "p") == ("person:p",)
    assert "S" not in {claim for one in read.persons for claim in one.claims}


def test_an_id_that_is_left_out_for_its_order_goes_on_joining_the_others() -> None:
    """Three ids of one person, the middle one refused: two left, and still one person."""
    rows = [
        row("A", "person:a", "charged_on", "2031-05-02"),
        row("C", "person:c", "charged_on", "2031-05-02"),
        row("V", "person:b", "verdict", "convicted", court="valley"),
        row("W", "person:b", "verdict_on", "2031-01-01", court="valley"),
        row("X", "person:b", "charged_on", "2031-05-02", article="272"),
        same("S1", "a", "b"), same("S2", "c", "b"),
    ]  # fmt: skip
    held = justice.proceedings(book(*rows))
    assert ([one.id for one in held.refused], [one.ids for one in held.persons]) == (["b"], [("a", "c")])


@pytest.mark.parametrize(
    ("low", "more", "gap"),
    [
        (3, {}, 1),
        (1, {}, -1),
        (1, {"high": 5, "qualifier": "range"}, 0),
        (3, {"high": 5, "qualifier": "range"}, 1),
        (1, {"high": None, "qualifier": "at_least"}, 0),
        (3, {"high": None, "qualifier": "at_least"}, 1),
    ],
)
def test_records_within_a_reported_range_leave_no_gap(low: int, more: dict[str, Any], gap: int) -> None:
    """Two on record: "one to five" and "at least one" hold them; "one" does not."""
    rows = [row(f"A{n}", f"person:p{n}", "charged_on", "2031-05-02") for n in range(2)]
    (found,) = justice.proceedings(
        book(*rows, number("N", "incident:v", "charged", low, unit="persons", **more))
    ).reported()
    assert (found.recorded, found.gap) == (2, gap)


_INCIDENTS = [
    row("K1", "case:C1", "case_concerns", "incident:valley"), row("K2", "case:C2", "case_concerns", "incident:harbour"),
    row("A", "person:p", "charged_on", "2031-05-02", case="C1"), row("B", "person:q", "charged_on", "2031-05-02", case="C2"),
    row("C", "person:p", "charged_on", "2031-06-02", case="C2"),
    number("N1", "incident:valley", "charged", 4, unit="persons"), number("N2", "incident:harbour", "charged", 4, unit="persons"),
    number("N3", "incident:harbour", "convicted", 2, unit="persons"),
]  # fmt: skip


def test_a_count_of_one_incident_stands_beside_the_records_of_that_incident() -> None:
    """Of the whole archive as well: two on record of the harbour, one of the valley, not two and two."""
    found = {one.count.id: one.recorded for one in justice.proceedings(book(*_INCIDENTS)).reported()}
    assert found == {"N1": 1, "N2": 2, "N3": 0}


def test_counts_of_two_incidents_are_no_share_and_are_not_compared() -> None:
    """One source may speak of both."""
    counts = {one.id: one for one in justice.proceedings(book(*_INCIDENTS)).counts}
    refused = justice.share(counts["N3"], counts["N1"])
    assert isinstance(refused, justice.NotJoined)
    assert refused.code == "justice.incidents-differ"
    assert justice.share(counts["N3"], counts["N2"]) == Fraction(1, 2)
    other = dataclasses.replace(counts["N3"], incident="valley")
    compared = justice.compare_counts((counts["N3"], counts["N2"]), (other, counts["N1"]))
    assert isinstance(compared, justice.NotJoined)
    assert compared.code == "justice.incidents-differ"


def test_shares_of_two_places_are_not_compared() -> None:
    """METHOD FG-06: equal unit, places, period; groups and trials are what is told apart."""

    def count(name: str, what: str, value: int, **about: str) -> justice.Count:
        day = PartialDate.parse("2031-05-02")
        return justice.Count(
            id=name, what=what, unit="persons", value=value, as_of=day, source="S", about=tuple(sorted(about.items()))
        )

    def shares(place: str, group: str) -> tuple[justice.Count, justice.Count]:
        about = {"place": place, "group": group}
        return count("a", "convicted", 2, **about), count("b", "charged", 9, **about)

    refused = justice.compare_counts(shares("east", "dungan"), shares("west", "kazakh"))
    assert isinstance(refused, justice.NotJoined)
    assert (refused.code, "{" in refused.message().text("kk")) == ("justice.places-differ", False)
    assert isinstance(justice.compare_counts(shares("east", "dungan"), shares("east", "kazakh")), justice.Comparison)


def test_nobody_waits_for_the_trial_of_another_case() -> None:
    """Charged in two cases: the trial of the second ends no wait of the first."""
    rows = [
        row("A", "person:p", "charged_on", "2031-05-01", case="C1"), row("B", "person:p", "charged_on", "2031-05-05", case="C2"),
        row("C", "person:p", "trial_opened_on", "2031-05-10", case="C2"), row("D", "person:p", "trial_opened_on", "2031-06-01", case="C1"),
    ]  # fmt: skip
    (found,) = [
        one
        for one in justice.waits(justice.proceedings(book(*rows)).persons, _DAY)
        if one.start is justice.Stage.CHARGED
    ]
    assert found.arrivals == (31,)


_COURT = {"case": "C1", "instance": "first"}
_CONVICTED = [
    row("V1", "person:p", "verdict", "convicted", **_COURT), row("V2", "person:p", "verdict_on", "2031-06-01", **_COURT),
    row("F", "person:p", "in_force_on", "2031-07-01", case="C1"),
]  # fmt: skip
_ANNULLED = row("N", "person:p", "altered_on", "2031-09-01", case="C1", alteration="annulled")


def _again(verdict: str) -> list[dict[str, Any]]:
    court = {"case": "C1", "instance": "retrial"}
    return [
        row("W1", "person:p", "verdict", verdict, **court),
        row("W2", "person:p", "verdict_on", "2031-12-01", **court),
    ]


@pytest.mark.parametrize(
    ("rows", "status"),
    [
        ([*_CONVICTED], "convicted"),
        ([*_CONVICTED, _ANNULLED], "charged"),
        ([*_CONVICTED, _ANNULLED, *_again("convicted")], "convicted_not_final"),
        ([*_CONVICTED, _ANNULLED, *_again("acquitted")], "acquitted"),
        ([row("A", "person:p", "charged_on", "2031-01-01"), *_again("acquitted")], "acquitted"),
        (
            [*_again("acquitted"), row("N", "person:p", "altered_on", "2032-02-01", case="C1", alteration="annulled")],
            "charged",
        ),
    ],
)
def test_the_last_verdict_that_stands_decides_how_a_person_is_spoken_of(
    rows: list[dict[str, Any]], status: str
) -> None:
    """METHOD 7.5: annulled is undone, convicted again is not final, and a charge without a case is that of the only one."""
    found = justice.history(justice.proceedings(book(*rows)), "p", _DAY)
    assert found is not None
    assert found.status.value == status


@pytest.mark.parametrize(("low", "raised"), [(0, False), (1, True)])
def test_no_death_in_custody_raises_no_presumption(low: int, raised: bool) -> None:
    """An official says that nobody died: that is no death."""
    told = number("D", "incident:valley", "death_in_custody", low, unit="persons")
    (found,) = justice.investigations(book(told), _DAY)
    assert bool(found.presumption) is raised


def test_a_body_that_is_written_in_two_ways_is_the_same_body() -> None:
    """Letters and marks do not make another chain of command."""
    rows = [
        row("A", "incident:valley", "investigating_body", "Police Department, Valley"),
        row("B", "incident:valley", "accused_body", "police  department Valley"),
    ]
    (found,) = justice.investigations(book(*rows), _DAY)
    assert [code for one in found.elements for code, _ in one.flags if code == "same_body"] == ["same_body"]


def test_a_case_is_opened_so_many_days_after_its_incident() -> None:
    """The day of the event stands with the incident, that of the opening with the case."""
    rows = [
        row("A", "incident:valley", "happened_on", "2031-02-07"), row("B", "case:C1", "case_concerns", "incident:valley"),
        row("C", "case:C1", "opened_on", "2031-02-20"), row("D", "case:C1", "step_done", "done", step="scene_secured"),
    ]  # fmt: skip
    (found,) = justice.investigations(book(*rows), _DAY)
    assert found.elements[0].days == {"case_opened": (13, 13)}
    assert "opened_late" in {code for code, _ in found.elements[0].flags}


def test_one_home_given_back_is_not_that_homes_were() -> None:
    """Of each state how many; an incident as a whole apart from persons; a sum of a case is nobody's."""
    form = {"remedy_form": "restitution", "remedy_measure": "home"}
    rows = [
        row("A", "person:p", "remedy_status", "asked", **form), row("B", "person:q", "remedy_status", "asked", **form),
        row("C", "person:q", "remedy_status", "done", **form | {"as_of": "2032-07-30"}),
        row("D", "incident:v", "remedy_status", "refused", **form),
        number("M", "case:C1", "compensation", 5, unit="KZT", sum_stage="awarded"),
    ]  # fmt: skip
    found = justice.remedies(book(*rows), _DAY)
    home = found.measures[0]
    assert home.status == "differs"
    assert [(one.status, one.persons, one.others, one.claims) for one in home.came] == [
        ("asked", 1, 0, ("A",)), ("done", 1, 0, ("C",)), ("refused", 0, 1, ("D",)),
    ]  # fmt: skip
    assert (found.money.persons, [one.claims for one in found.money.reported]) == ((), [("M",)])

"""Claims about persons make the records that a case file would: the same valley, claim by claim, has the same funnel."""

import datetime as dt
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.justice.claimed import VALLEY, book, number, row, same, valley_rows

from onrecord import justice
from onrecord.justice import Stage

_DAY = dt.date(2032, 6, 30)
_GROUPS = {"highland": "kazakh", "lowland": "dungan", None: None}


@cache
def _valley() -> justice.Proceedings:
    return justice.proceedings(book(*valley_rows()))


@cache
def _file() -> tuple[justice.Person, ...]:
    return justice.persons_of(justice.case_file_from(VALLEY.read_bytes(), path="valley.json").courses)


@pytest.mark.parametrize(
    "day", ["2031-03-09", "2031-03-10", "2031-05-15", "2031-05-31", "2031-09-15", "2031-12-31", "2032-06-30"]
)
@pytest.mark.parametrize("group", ["highland", "lowland", None])
def test_the_valley_as_claims_has_the_funnel_that_was_reckoned_by_hand(group: str | None, day: str) -> None:
    """Stages, denominators, implied and unknown, alterations and waits, on any day."""
    at = dt.date.fromisoformat(day)
    ours = [one for one in _valley().persons if group is None or one.group == _GROUPS[group]]
    theirs = [one for one in _file() if group is None or one.group == group]
    found, expected = justice.funnel(ours, group, at), justice.funnel(theirs, group, at)
    assert _numbers(found) == _numbers(expected)


def _numbers(one: justice.Funnel) -> Any:
    return (
        one.persons,
        [(stage.stage, stage.n, stage.of, stage.implied, stage.unknown) for stage in one.stages],
        [(altered.kind, altered.n, altered.of, altered.to) for altered in one.alterations],
        [(wait.start, wait.days, wait.arrived, wait.waiting, wait.undated) for wait in one.waits],
    )


def test_every_number_has_its_claims() -> None:
    """A stage that somebody reached names claims, each of which is in the book; one that nobody reached names none."""
    known = {claim.id for claim in book(*valley_rows()).claims}
    for stage in justice.funnel(_valley().persons, None, _DAY).stages:
        assert bool(stage.claims) is bool(stage.n)
        assert known.issuperset(stage.claims)


@settings(max_examples=15)
@given(
    st.sets(st.sampled_from([one["id"] for one in valley_rows() if one["property"] != "same_person_as"]), max_size=6)
)
def test_what_may_not_be_seen_never_adds_anything(hidden: set[str]) -> None:
    """Without some claims no stage has more persons, and no number names one of the hidden."""
    rows = [one for one in valley_rows() if one["id"] not in hidden]
    seen, whole = justice.proceedings(book(*rows)), _valley()
    less, all_of_it = (justice.funnel(one.persons, None, _DAY) for one in (seen, whole))
    for stage in less.stages:
        assert stage.n <= all_of_it.count(Stage(stage.stage)).n
        assert not hidden.intersection(stage.claims)


def _one(*rows: dict[str, Any]) -> justice.Person:
    (person,) = justice.proceedings(book(*rows)).persons
    return person


def test_days_that_differ_become_the_stretch_that_holds_them() -> None:
    """Nobody is chosen: it counts when the last of them is over, and is no exact day."""
    person = _one(row("A", "person:p", "charged_on", "2031-05-02"), row("B", "person:p", "charged_on", "2031-05-09"))
    (event,) = person.events
    assert (event.on.text(), event.is_exact_day, event.claims) == ("2031-05-02/2031-05-09", False, ("A", "B"))
    assert person.standing(dt.date(2031, 5, 8)).reached == frozenset()
    assert person.standing(dt.date(2031, 5, 9)).reached == {Stage.CHARGED}


def test_a_month_and_a_day_in_it_are_one_account() -> None:
    """The more exact one is taken; it contradicts nobody."""
    (event,) = _one(
        row("A", "person:p", "charged_on", "2031-05"), row("B", "person:p", "charged_on", "2031-05-09")
    ).events
    assert event.on.text() == "2031-05-09"


@pytest.mark.parametrize(
    ("rows", "stages"),
    [
        ([row("A", "person:p", "verdict", "convicted")], {"convicted", "trial_opened", "sent_to_court", "charged"}),
        ([number("A", "person:p", "prison_term", 3)], {"convicted", "trial_opened", "sent_to_court", "charged"}),
        ([row("A", "person:p", "verdict_on", "2032-01-01")], {"trial_opened", "sent_to_court", "charged"}),
        ([row("A", "person:p", "verdict", "convicted"), row("B", "person:p", "verdict", "acquitted")],
         {"trial_opened", "sent_to_court", "charged"}),
        ([row("A", "person:p", "verdict", "discontinued")], {"discontinued", "charged"}),
        ([row("A", "person:p", "legal_stage", "let go", stage="released")], {"released", "detained"}),
        ([row("A", "person:p", "legal_stage", "let go early", stage="parole")],
         {"altered", "convicted", "trial_opened", "sent_to_court", "charged"}),
        ([row("A", "person:p", "part_in_case", "accused", case="C1")], set()),
    ],
)  # fmt: skip
def test_what_a_claim_tells_and_what_must_have_come_before(rows: list[dict[str, Any]], stages: set[str]) -> None:
    """Two verdicts that differ leave only that there was a trial; a sentence, that there was a conviction."""
    assert {one.value for one in _one(*rows).standing(_DAY).reached} == stages


@pytest.mark.parametrize(
    "rows",
    [
        [row("A", "person:p", "ethnic_group", "dungan")],
        [row("A", "person:p", "part_in_case", "victim", case="C1")],
        [row("A", "person:p", "outcome", "killed", incident="valley")],
    ],
)
def test_who_has_no_part_as_an_accused_is_nobody_in_the_funnel(rows: list[dict[str, Any]]) -> None:
    """Victims and the dead are persons of the archive; they would make every share of the accused look small."""
    assert justice.proceedings(book(*rows)).persons == ()


def test_two_records_are_one_person_through_a_third() -> None:
    """Of the third nothing else is on record; the order of the claims does not matter."""
    charged = [row(f"C{n}", f"person:{n}", "charged_on", "2031-05-09") for n in "ab"]
    assert len(justice.proceedings(book(*charged)).persons) == 2
    joined = [*charged, same("S1a", "a", "c"), same("S1b", "b", "c")]
    for rows in (joined, joined[::-1]):
        assert len(justice.proceedings(book(*rows)).persons) == 1


def test_a_sentence_keeps_its_range_and_both_claims() -> None:
    """Three years say some, four others: from 36 to 48 months, and the one is not dropped for the other."""
    person = _one(
        row("A", "person:p", "verdict", "convicted", instance="first"),
        row("B", "person:p", "verdict_on", "2031-09-01", instance="first"),
        number("C", "person:p", "prison_term", 3, instance="first"),
        number("D", "person:p", "prison_term", 4),
    )
    (event,) = person.events
    assert event.sentence is not None
    assert (event.sentence.months, event.sentence.most, event.sentence.claims) == (36, 48, ("C", "D"))


def test_an_impossible_order_leaves_a_person_out_and_says_which() -> None:
    """A verdict before the charge, told by two sources that the ledger could not hold against each other."""
    rows = [
        row("A", "person:p", "charged_on", "2031-05-09", article="272"),
        row("B", "person:p", "verdict", "convicted", court="valley"),
        row("C", "person:p", "verdict_on", "2031-01-01", court="valley"),
    ]
    held = justice.proceedings(book(*rows))
    assert held.persons == ()
    assert [(one.id, one.problem.code) for one in held.refused] == [("p", "justice.impossible-order")]


def test_a_case_of_another_incident_is_left_out() -> None:
    """Its persons are not among those of this one, whatever else is on record of them."""
    rows = [
        row("A", "case:C1", "case_concerns", "incident:valley"),
        row("B", "case:C2", "case_concerns", "incident:harbour"),
        row("C", "person:p", "charged_on", "2031-05-09", case="C1"),
        row("D", "person:q", "charged_on", "2031-05-09", case="C2"),
    ]
    found = justice.proceedings(book(*rows), "valley")
    assert ([one.ids for one in found.persons], [one.id for one in found.cases]) == ([("p",)], ["C1"])


def test_cases_are_counted_as_cases() -> None:
    """Registered, sent to court, terminated: each of how many; nothing of persons is in it."""
    rows = [
        row("A", "case:C1", "opened_on", "2031-03-10"), row("B", "case:C1", "verdict_on", "2031-09-01"),
        row("C", "case:C2", "opened_on", "2031-03-11"), row("D", "case:C2", "closed_on", "2031-06-01", stage="terminated"),
        row("E", "case:C3", "opened_on", "2031-12-31"), row("F", "person:p", "charged_on", "2031-04-01", case="C1"),
    ]  # fmt: skip
    cases = justice.proceedings(book(*rows)).cases
    found = {
        one.stage.value: (one.n, one.of, one.implied, one.unknown)
        for one in justice.case_funnel(cases, dt.date(2031, 10, 1)).stages
    }
    assert found == {
        "registered": (2, 3, 0, 1), "charged": (0, 2, 0, 1), "suspended": (0, 2, 0, 1), "terminated": (1, 2, 0, 1),
        "sent_to_court": (1, 2, 1, 0), "trial_opened": (1, 1, 1, 0), "verdict": (1, 1, 0, 0), "in_force": (0, 1, 0, 1),
    }  # fmt: skip


def test_a_person_is_of_the_trial_that_their_case_is() -> None:
    """So that a count of the military court stands beside the persons of its case, and of no other."""
    rows = [
        row("A", "case:C1", "case_concerns", "incident:valley", trial="military"),
        row("B", "person:p", "verdict", "convicted", case="C1"),
        row("C", "person:q", "verdict", "convicted", case="C2"),
        number("N", "incident:valley", "convicted", 7, trial="military"),
    ]
    (found,) = justice.proceedings(book(*rows)).reported()
    assert (found.recorded, found.gap, found.claims) == (1, 6, ("B",))


def test_a_claim_that_went_into_no_stage_is_told() -> None:
    """A verdict without any day, a term after no alteration: nothing is lost in silence, and nobody is guessed at."""
    rows = [
        row("A", "person:p", "verdict", "convicted", as_of=None),
        number("B", "person:p", "reduced_term", 2, alteration="reduced"),
        row("C", "person:p", "charged_on", "2031-05-09"),
        row("D", "person:p", "charges", "a riot"),
    ]
    held = justice.proceedings(book(*rows))
    assert {one.id for one in held.unread} == {"A", "B"}
    assert held.persons[0].standing(_DAY).reached == {Stage.CHARGED}

"""The matrix of an effective investigation: no information is where it begins, and days are no verdict."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.justice.claimed import book, number, row

from onrecord import justice
from onrecord.justice import ELEMENTS, Grade
from onrecord.kernel import Vocabulary
from onrecord.ledger import shipped_vocabulary

_DAY = dt.date(2032, 12, 31)
_P = "person:p"
_DIED = row("D", _P, "died_in_custody_on", "2031-04-01")
_FAMILY = ELEMENTS["family"][1]


def _matrix(*rows: dict[str, Any], day: dt.date = _DAY) -> dict[str, Any]:
    (found,) = justice.investigations(book(_DIED, *rows), day)
    return {one.name: one for one in found.elements}


def _step(claim_id: str, step: str, value: str, **more: Any) -> dict[str, Any]:
    return row(claim_id, _P, "step_done", value, step=step, **more)


def _finding(claim_id: str, value: str) -> dict[str, Any]:
    return row(claim_id, _P, "investigation_grade", value, element="family", speaker_kind="ourselves", basis=["D"],
               note="the file was open to them", source=None, quote=None)  # fmt: skip


def test_where_nothing_is_told_there_is_no_information() -> None:
    """Of every element, whatever else is known of the death."""
    assert {one.grade for one in _matrix().values()} == {Grade.NO_INFORMATION}


@pytest.mark.parametrize(
    ("answers", "grade", "by"),
    [
        (["done"] * 4, "met", "steps"),
        (["done"], "partly", "steps"),
        (["done", "not_done"], "partly", "steps"),
        (["not_done"], "not_met", "steps"),
        (["unknown"] * 4, "no_information", "nothing"),
        (["unknown", "not_done"], "not_met", "steps"),
    ],
)
def test_the_steps_behind_a_grade(answers: list[str], grade: str, by: str) -> None:
    """A step of which it is unknown whether it was taken says nothing; all taken is met, some is partly."""
    rows = [_step(f"S{at}", step, value) for at, (step, value) in enumerate(zip(_FAMILY, answers, strict=False))]
    found = _matrix(*rows)["family"]
    assert (found.grade.value, found.by) == (grade, by)
    assert set(found.claims) == {one["id"] for one in rows}
    assert set(found.missing) == set(_FAMILY[len(answers) :])


def test_sources_that_differ_are_told() -> None:
    """One says it was done, another that it was not: nobody is chosen."""
    found = _matrix(_step("A", "file_access", "done"), _step("B", "file_access", "not_done"))["family"]
    assert found.grade is Grade.CONTESTED


@pytest.mark.parametrize(("values", "grade"), [(["not_met"], "not_met"), (["not_met", "partly"], "contested")])
def test_our_finding_stands_before_steps_and_keeps_its_claims(values: list[str], grade: str) -> None:
    """With its reason on record; two findings that differ stand side by side."""
    rows = [_finding(f"G{at}", value) for at, value in enumerate(values)]
    found = _matrix(_step("A", "file_access", "done"), *rows)["family"]
    assert (found.grade.value, found.by) == (grade, "finding")
    assert {"A", "G0"} <= set(found.claims)


@given(st.lists(st.tuples(st.sampled_from(_FAMILY), st.sampled_from(["done", "not_done", "unknown"])), max_size=8))
def test_it_is_met_only_when_every_step_is_told_as_done(told: list[tuple[str, str]]) -> None:
    """And not met only when none is; without a word there is no information."""
    found = _matrix(*(_step(f"S{at}", step, value) for at, (step, value) in enumerate(told)))["family"]
    done = {step for step, value in told if value == "done"}
    undone = {step for step, value in told if value == "not_done"}
    assert (found.grade is Grade.MET) is (done == set(_FAMILY) and not undone)
    assert (found.grade is Grade.NOT_MET) is (bool(undone) and not done)
    assert (found.grade is Grade.NO_INFORMATION) is not (done or undone)


@pytest.mark.parametrize(
    ("opened", "days", "flags"),
    [
        ("2031-04-02", (1, 1), []),
        ("2031-04-08", (7, 7), []),
        ("2031-04-09", (8, 8), ["opened_late"]),
        ("2031-04", (0, 29), []),
        ("2031-05", (30, 60), ["opened_late"]),
    ],
)
def test_promptness_is_told_in_days_and_judged_by_a_person(
    opened: str, days: tuple[int, int], flags: list[str]
) -> None:
    """More than seven days to a case are flagged, where they are surely more; the grade is no information all the same."""
    found = _matrix(row("A", _P, "step_on", opened, step="case_opened"))["prompt"]
    assert found.days == {"case_opened": days}
    assert [code for code, _ in found.flags] == [*flags, "day_missing"]
    assert found.grade is Grade.NO_INFORMATION
    for language in ("ru", "kk"):
        assert not any("a" <= letter <= "z" for told in found.flags_told(language) for letter in told)


def test_flags_use_the_archives_own_words() -> None:
    """A step that an archive declares is told by its word in what is flagged."""
    own = '[term.step.lake_searched]\nlabel = { en = "lake searched", ru = "озеро осмотрено", kk = "көл қаралды" }\n'
    words = shipped_vocabulary().merge(Vocabulary.from_toml(own))
    plain = _matrix()["prompt"]
    flagged = replace(plain, flags=(("day_missing", (("steps", "lake_searched"),)),))
    assert "озеро осмотрено" in flagged.flags_told("ru", words)[0]
    assert "lake_searched" in flagged.flags_told("ru")[0]


def test_a_body_that_investigates_itself_is_flagged() -> None:
    """The same chain of command (paragraphs 28 to 31)."""
    rows = [row("A", _P, "investigating_body", "district police"), row("B", _P, "accused_body", "district police")]
    assert _matrix(*rows)["independent"].flags == (("same_body", (("body", "district police"),)),)
    assert _matrix(rows[0], row("B", _P, "accused_body", "prison service"))["independent"].flags == ()


@pytest.mark.parametrize(
    ("claim", "raised"),
    [
        (_DIED, True),
        (number("D", "incident:v", "death_in_custody", 1, institution="prison"), True),
        (row("D", _P, "step_done", "done", step="autopsy"), False),
    ],
)
def test_a_death_in_custody_raises_the_presumption(claim: dict[str, Any], raised: bool) -> None:
    """Minnesota Protocol, paragraph 17: with the claims that say that somebody died there."""
    (found,) = justice.investigations(book(claim), _DAY)
    assert found.to_row()["presumption"]["raised"] is raised
    assert found.presumption == (("D",) if raised else ())


def test_on_a_day_before_it_nothing_is_known() -> None:
    """Neither the death nor what was done of it."""
    assert justice.investigations(book(_DIED, _step("A", "file_access", "done")), dt.date(2031, 3, 31)) == ()

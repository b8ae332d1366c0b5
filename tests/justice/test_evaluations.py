"""Evaluations of one allegation: each apart, and a second opinion only by another person (METHOD 3.2)."""

import datetime as dt
from typing import Any

import pytest
from tests.justice.claimed import book, row

from onrecord import justice

_DAY = dt.date(2032, 12, 31)
_P = "person:p"
_ALLEGED = row("T1", _P, "ill_treatment_alleged", "a bag over the head", speaker_kind="witness")


def _report(claim_id: str, evaluation: str | None, by: str, **more: Any) -> dict[str, Any]:
    told = {
        "report_part": "opinion",
        "speaker": by,
        "speaker_kind": "ngo",
        "allegation": "A1",
        "evaluation": evaluation,
    }
    return row(claim_id, _P, "examination_report", f"opinion {claim_id}", **(told | more))


def _level(claim_id: str, evaluation: str | None, by: str, value: str, **more: Any) -> dict[str, Any]:
    told = {"sphere": "physical", "qualification": "physician", "speaker": by, "speaker_kind": "ngo",
            "allegation": "A1", "evaluation": evaluation}  # fmt: skip
    return row(claim_id, _P, "consistency", value, **(told | more))


def _found(*rows: dict[str, Any]) -> justice.Examination:
    (allegation,) = justice.allegations(book(_ALLEGED, *rows), _DAY)
    return allegation.examination


_ASKED = row("S1", _P, "second_evaluation_asked_on", "2032-05-01", allegation="A1")


@pytest.mark.parametrize(
    ("rows", "second"),
    [
        ([], "none"),
        ([_ASKED], "asked"),
        ([_ASKED, row("S2", _P, "second_evaluation_answer", "refused", allegation="A1")], "refused"),
        ([_ASKED, row("S2", _P, "second_evaluation_answer", "granted", allegation="A1")], "granted"),
        ([_report("E1", "first", "Dr A"), _report("E2", "second", "Dr B")], "held"),
        ([_report("E1", "first", "Dr A"), _report("E2", "second", "dr  a")], "same_person"),
        ([_report("E1", "first", "Dr A"), row("E2", _P, "examined_on", "2032-03-03", allegation="A1", evaluation="second")],
         "not_told_by_whom"),
        ([_report("E1", "first", "Dr A"), _report("E2", "first", "Dr B")], "none"),
        ([_report("E1", None, "Dr A"), _report("E2", "first", "Dr B")], "none"),
        ([_report("E1", "first", "Dr A"), _report("E2", "second", "Dr A", level="interpretation")], "not_told_by_whom"),
    ],
)  # fmt: skip
def test_a_second_opinion_is_another_persons(rows: list[dict[str, Any]], second: str) -> None:
    """Two papers of one clinician are none, nor is one of whom nobody says who wrote it."""
    found = _found(*rows).evaluations
    assert found.second.value == second
    assert {justice.SECOND_SAYS[found.second].text(tag) for tag in ("en", "ru", "kk")} > set()


def test_two_that_differ_stand_side_by_side_and_one_that_differs_from_itself_is_flagged() -> None:
    """No average, no newest: who reads it sees both. A clinician sets an overall level once."""
    apart = _found(_level("L1", "first", "Dr A", "consistent"), _level("L2", "second", "Dr B", "highly_consistent"))
    assert apart.evaluations.differ == ("physical",)
    assert [one.overall for one in apart.evaluations.each] == [
        (("physical", ("consistent",)),), (("physical", ("highly_consistent",)),),
    ]  # fmt: skip
    assert "overall_twice" not in apart.flags
    twice = _found(_level("L1", "first", "Dr A", "consistent"), _level("L2", "first", "Dr A", "diagnostic"))
    assert "overall_twice" in twice.flags
    of_findings = _found(_level("L1", "first", "Dr A", "consistent", finding="scar"),
                         _level("L2", "first", "Dr A", "diagnostic", finding="burn"))  # fmt: skip
    assert "overall_twice" not in of_findings.flags


def test_two_persons_of_one_institution_are_told_as_such() -> None:
    """The second is by another person, and not by another house."""
    found = _found(
        _report("E1", "first", "Dr A", institution="Centre"), _report("E2", "second", "Dr B", institution="centre")
    )
    assert (found.evaluations.second.value, found.flags) == ("held", ("one_institution",))


def test_what_was_invoked_as_an_exception_is_told_with_why_it_is_none() -> None:
    """CAT article 2: a note, and no finding."""
    said = row("X", _P, "exception_invoked", "there were riots", allegation="A1", speaker_kind="official")
    (allegation,) = justice.allegations(book(_ALLEGED, said), _DAY)
    article = allegation.to_row("ru")["cat"]["2"]
    assert [one["claims"] for one in article["exception_invoked"]] == [["X"]]
    assert "статья 2" in article["note"]
    (without,) = justice.allegations(book(_ALLEGED), _DAY)
    assert without.to_row()["cat"]["2"]["status"] == "no_information"

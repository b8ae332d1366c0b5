"""Ill-treatment: who may set a level, what became of complaints, what CAT asks for; alleged stays alleged."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from tests.justice.claimed import book, row

from onrecord import justice
from onrecord.kernel import Vocabulary
from onrecord.ledger import shipped_vocabulary

_DAY = dt.date(2032, 12, 31)
_P = "person:p"


def _level(claim_id: str, value: str, **more: Any) -> dict[str, Any]:
    told = {"sphere": "physical", "qualification": "forensic_physician", "speaker_kind": "ngo", "allegation": "A1"}
    return row(claim_id, _P, "consistency", value, **(told | more))


def _found(*rows: dict[str, Any], day: dt.date = _DAY) -> tuple[justice.Allegation, ...]:
    return justice.allegations(book(*rows), day)


_ALLEGED = row("T1", _P, "ill_treatment_alleged", "a bag over the head", speaker_kind="witness", institution="station")


@pytest.mark.parametrize(
    ("claim", "code"),
    [
        (_level("L", "consistent"), None),
        (_level("L", "diagnostic", speaker_kind="media"), "justice.not-a-clinician"),
        (_level("L", "consistent", speaker_kind="ourselves", basis=["T1"]), "justice.not-a-clinician"),
        (_level("L", "consistent", speaker_kind="court"), "justice.not-a-clinician"),
        (_level("L", "consistent", level="interpretation"), "justice.not-a-clinician"),
        (_level("L", "typical", qualification="psychologist"), "justice.not-of-this-sphere"),
        (_level("L", "typical", qualification="psychologist", sphere="psychological"), None),
    ],
)
def test_only_a_clinicians_own_word_sets_a_level(claim: dict[str, Any], code: str | None) -> None:
    """Not a newspaper's of a clinician, not ours, not what is read into words; a psychologist judges no bruise."""
    (found,) = _found(_ALLEGED, claim)
    assert [one.code for one in found.examination.not_counted] == ([code] if code else [])
    assert len(found.examination.levels) == (0 if code else 1)
    for lost in found.examination.not_counted:
        assert all(lost.says(language) and "{" not in lost.says(language) for language in ("en", "ru", "kk"))


def test_what_is_not_counted_is_told_in_the_archives_own_words() -> None:
    """A qualification that an archive declares is told by its word, one that nobody declares as it is written."""
    own = '[term.qualification.feldsher]\nlabel = { en = "medic", ru = "фельдшер", kk = "фельдшер дәрігер" }\n'
    (found,) = _found(_ALLEGED, _level("L", "typical", qualification="psychologist"))
    (lost,) = found.examination.not_counted
    by_feldsher = replace(lost, facts=(("sphere", "physical"), ("qualification", "feldsher")))
    assert "фельдшер дәрігер" in by_feldsher.says("kk", shipped_vocabulary().merge(Vocabulary.from_toml(own)))
    assert "feldsher" in by_feldsher.says("kk")


@pytest.mark.parametrize("missing", ["sphere", "qualification"])
def test_the_ledger_takes_no_level_without_its_sphere_and_qualification(missing: str) -> None:
    """A level by whoever is no level."""
    assert (
        book(_ALLEGED, {key: one for key, one in _level("L", "consistent").items() if key != missing}).claim("L")
        is None
    )


def test_levels_stand_by_finding_and_sphere_and_are_never_averaged() -> None:
    """Two clinicians differ: both are there. That nothing was found is no level."""
    (found,) = _found(
        _ALLEGED,
        _level("L1", "consistent", finding="left wrist"),
        _level("L2", "highly_consistent", finding="left wrist"),
        _level("L3", "consistent"),
        _level("L4", "typical", sphere="psychological"),
    )
    told = found.examination.to_row()["consistency"]
    assert [(one["finding"], one["value"]) for one in told["physical"]] == [
        ("left wrist", "consistent"), ("left wrist", "highly_consistent"), (None, "consistent"),
    ]  # fmt: skip
    assert [one["claims"] for one in told["psychological"]] == [["L4"]]


@pytest.mark.parametrize(
    ("rows", "flags"),
    [
        ([row("E", _P, "examined_on", "2031-04-01")], ["consent_not_told"]),
        ([row("E", _P, "examined_on", "2031-04-01"), row("C", _P, "consent_to_examination", "yes")], []),
        ([row("C", _P, "consent_to_examination", "no"), row("X", _P, "police_at_examination", "yes")],
         ["police_present", "no_consent"]),
        ([row("C", _P, "examiner_independent", "no"), row("X", _P, "injuries_photographed", "no")],
         ["not_independent", "not_photographed"]),
    ],
)  # fmt: skip
def test_what_makes_an_examination_doubtful_is_flagged(rows: list[dict[str, Any]], flags: list[str]) -> None:
    """Police in the room, no consent, the examiner of the accused institution, no photographs."""
    (found,) = _found(_ALLEGED, *rows)
    assert list(found.examination.flags) == flags


def test_the_parts_of_a_report_that_are_missing_are_named() -> None:
    """Istanbul Principles, paragraph 6: five parts."""
    (found,) = _found(_ALLEGED, row("R", _P, "examination_report", "two men held him", report_part="background"))
    assert found.examination.missing == ("circumstances", "examination", "opinion", "authorship")


@pytest.mark.parametrize(
    ("answers", "called"),
    [
        ({}, "alleged_ill_treatment"),
        ({"severe": "yes", "intentional": "yes", "purpose": "yes"}, "alleged_ill_treatment"),
        ({"severe": "yes", "intentional": "yes", "purpose": "yes", "official": "no"}, "alleged_ill_treatment"),
        ({"severe": "yes", "intentional": "yes", "purpose": "yes", "official": "yes"}, "alleged_torture"),
    ],
)
def test_it_is_never_told_as_more_than_alleged(answers: dict[str, str], called: str) -> None:
    """Torture only with all four elements of CAT article 1, and alleged torture even then."""
    rows = [row(name, _P, "torture_element", value, torture_element=name) for name, value in answers.items()]
    (found,) = _found(_ALLEGED, *rows)
    assert found.called == called
    assert found.to_row()["called"]["says"].startswith("alleged")


_COMPLAINT = [
    row("C1", _P, "complained_on", "2031-04-01"),
    row("C2", _P, "complaint_registered_on", "2031-04-20"),
    row("C3", _P, "complaint_decision", "refused", as_of="2031-06-01"),
    row("C4", _P, "authority_knew_on", "2031-03-20"),
    row("C5", _P, "inquiry_opened_on", "2031-04"),
    row("D1", "person:q", "complained_on", "2031-05-01"),
    row("E1", "person:r", "ill_treatment_alleged", "kicked", as_of="2031-05-02"),
    row("F1", "incident:valley", "ill_treatment_alleged", "shouts in court", as_of="2031-05-02"),
]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (_DAY, [("complained", 2, 3), ("registered", 1, 2), ("decided", 1, 1), ("remedy", 0, 1)]),
        (dt.date(2031, 5, 1), [("complained", 2, 2), ("registered", 1, 2), ("decided", 0, 1), ("remedy", 0, 0)]),
        (dt.date(2031, 4, 19), [("complained", 1, 1), ("registered", 0, 1), ("decided", 0, 0), ("remedy", 0, 0)]),
    ],
)
def test_complaints_as_of_any_day(day: dt.date, expected: list[tuple[str, int, int]]) -> None:
    """Of how many each; what is said of nobody in particular is shown and not counted as a person's."""
    found = _found(_ALLEGED, *_COMPLAINT, day=day)
    assert [(one.step, one.n, one.of) for one in justice.ways(found)] == expected


def test_article_12_tells_days_and_no_verdict() -> None:
    """A month is the fewest and the most days; an article of which nothing is told has no information."""
    found = next(one for one in _found(_ALLEGED, *_COMPLAINT) if one.subject == _P)
    cat = found.to_row()["cat"]
    assert (cat["12"]["days"], cat["12"]["status"]) == ((12, 41), "told")
    assert (cat["15"]["status"], cat["14"]["status"]) == ("no_information", "no_information")
    assert [one["claims"] for one in cat["13"]["complaint_decision"]] == [["C3"]]


def test_two_allegations_are_read_apart() -> None:
    """By their names; what names none is of neither, and is shown by itself."""
    rows = [
        row(name, _P, "complained_on", f"2031-0{n}-01", allegation=name) for n, name in enumerate(("A1", "A2"), start=4)
    ]
    found = _found(_ALLEGED, *rows)
    assert [(one.name, len(one.complaint["complained"])) for one in found] == [("A1", 1), ("A2", 1), (None, 0)]


def test_a_detention_in_the_order_of_time_and_what_no_day_is_told_of() -> None:
    """Days since it began, as few and as many as they can have been."""
    rows = [
        row("A", _P, "detained_on", "2031-03-10"), row("B", _P, "lawyer_seen_on", "2031-03-13"),
        row("C", _P, "brought_before_judge_on", "2031-03"), row("D", _P, "died_in_custody_on", "2031-04-01", institution="prison"),
    ]  # fmt: skip
    found = justice.detention(book(*rows), ["p"], _DAY)
    assert [(one.what, one.days) for one in found.steps] == [
        ("detained_on", (0, 0)), ("lawyer_seen_on", (3, 3)), ("brought_before_judge_on", (-9, 21)), ("died_in_custody_on", (22, 22)),
    ]  # fmt: skip
    assert found.missing == ("family_told_on",)
    assert found.steps[-1].said.institutions == ("prison",)

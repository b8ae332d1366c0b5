"""Grades: what nobody bound is held to the record as if it were bound, in each language, figure or fact."""

import datetime as dt

import pytest
from tests.ledger.world import book, claim

from onrecord import dossier

_TODAY = dt.date(2031, 4, 1)
_LETTER = {"subject": "letter:one", "qualifier": None, "high": None, "wording": None}
_TOWN = {"high": None, "qualifier": None, "wording": None}
_BOOK = book(
    claim("K1", 8, as_of="2031-03-08", wording="eight people"),
    claim("K2", 11, as_of="2031-03-14", wording="eleven people"),
    claim("K3", 11, as_of="2031-03-14", wording="одиннадцать человек", source="S2", speaker_kind="media"),
    claim("K4", 10, group="dungan", wording="ten Dungans"),
    claim("K5", 1, group="kazakh", wording="one Kazakh"),
    claim("K6", 121, high=None, qualifier="more_than", property="criminal_cases", wording="more than 120 cases"),
    claim("K7", 10, high=None, qualifier="at_least", property="missing", wording="at least ten"),
    claim("K8", 40, property="hospitalised", wording="40"),
    claim("K9", 123, property="hospitalised", wording="123", source="S4", speaker_kind="media"),
    claim("K10", 39, property="houses_destroyed", wording="39 houses", place="masanchi"),
    claim("K11", 5, property="houses_destroyed", wording="five houses", place="sortobe"),
    claim("K12", 3, property="arrested", visibility="restricted"),
    claim("K13", None, property="no_reply_as_of", value="2031-03-25", speaker_kind="ngo", **_LETTER),
    claim("K14", None, property="legal_stage", value="the prosecutor opened a case of mass riots", stage="registered",
          quote="прокуратура возбудила дело о массовых беспорядках", **_TOWN),
    claim("K15", None, property="demand", value="publish the verdicts of the regional court",
          quote="we demand to publish the verdicts of the regional court", speaker_kind="ngo", **_TOWN),
)  # fmt: skip


def _graded(text: str, language: str = "en", **fields: str) -> list[tuple[str, str, str | None]]:
    front = {"language": language, "incident": "valley-2031", "as_of": "2031-04-01"} | fields
    head = "".join(f"{name}: {value}\n" for name, value in front.items())
    report = dossier.check(_BOOK, f"---\n{head}---\n\n{text}\n", today=_TODAY)
    return [(row["text"], row["grade"], row["figure"]) for row in report.to_json()["assertions"]]


@pytest.mark.parametrize(
    ("language", "text", "grade", "figure"),
    [
        ("en", "Eleven people were killed.", "supported", "fig:killed"),
        ("ru", "Погибли одиннадцать человек.", "supported", "fig:killed"),
        ("kk", "Он бір адам қаза тапты.", "supported", "fig:killed"),
        ("en", "Ten Dungans were killed.", "single_origin", "fig:killed?group=dungan"),
        ("ru", "Убит один казах.", "single_origin", "fig:killed?group=kazakh"),
        ("en", "Twelve people were killed.", "contradicted", "fig:killed"),
        ("ru", "Погибло 40 человек.", "contradicted", "fig:killed"),
        ("kk", "Отыз адам қаза тапты.", "contradicted", "fig:killed"),
        ("en", "Eight people were killed.", "stale", "fig:killed"),
        ("en", "On 8 March 2031 eight people were killed.", "single_origin", "fig:killed?as_of=2031-03-08"),
        ("en", "120 criminal cases were opened.", "hedge_missing", "fig:criminal_cases"),
        ("ru", "Возбуждено 120 уголовных дел.", "hedge_missing", "fig:criminal_cases"),
        ("en", "More than 120 criminal cases were opened.", "single_origin", "fig:criminal_cases"),
        ("en", "40 people were taken to hospital.", "contested", "fig:hospitalised"),
        ("en", "Three people were arrested.", "restricted", "fig:arrested"),
        ("en", "Sixty people were charged.", "nothing_on_record", None),
        ("en", "The committee held three meetings.", "nothing_on_record", None),
        ("en", "No reply had been received by 25 March 2031.", "supported", "claim:K13"),
    ],
)
def test_words_are_graded_by_the_likeliest_claims(language: str, text: str, grade: str, figure: str | None) -> None:
    """One sentence, one grade, and the figure it was held against."""
    ((_, found, target),) = _graded(text, language)
    assert (found, target) == (grade, figure)


def test_a_place_named_beside_a_figure_chooses_the_claim() -> None:
    """The same quantity in two villages: each number is held against its own."""
    found = _graded("In Masanchi 39 houses were burned down. In Sortobe 39 houses were burned down.")
    assert [(grade, target) for _, grade, target in found] == [
        ("single_origin", "fig:houses_destroyed?place=masanchi"),
        ("contradicted", "fig:houses_destroyed?place=sortobe"),
    ]
    elsewhere = _graded("In Aukhatty 39 houses were burned down.")
    assert [(grade, target) for _, grade, target in elsewhere] == [
        ("place_wrong", "fig:houses_destroyed?place=masanchi")
    ]


def test_another_number_of_another_happening_contradicts_nothing() -> None:
    """Where a statement names no incident and there are several, only a place or a day makes a number a wrong one."""
    rows = [
        claim("A", 11, place="masanchi"),
        claim("B", 40, subject="incident:other-2029", as_of="2029-05-01", place="sortobe"),
    ]

    def grade(text: str) -> str:
        (one,) = dossier.check(book(*rows), f"---\nlanguage: en\n---\n{text}", today=_TODAY).assertions
        return one.grade.value

    assert grade("12 people were killed.") == "nothing_on_record"
    assert grade("In Masanchi 12 people were killed.") == "contradicted"
    assert grade("In May 2029 12 people were killed.") == "contradicted"
    assert grade("In Masanchi 11 people were killed.") == "single_origin"


def test_a_number_that_was_taken_back_or_refuted_is_known_again() -> None:
    """It is graded as what it is, and not as a mere other number; one that stands beside it wins."""
    rows = [
        claim("A", 11),
        claim("B", 40, status="refuted", status_why="by A"),
        claim("C", 50, status="withdrawn", status_why="misread"),
        claim("D", 11, status="refuted", status_why="of another"),
    ]

    def grade(text: str) -> tuple[str, tuple[str, ...]]:
        head = "---\nlanguage: en\nincident: valley-2031\n---\n"
        (one,) = dossier.check(book(*rows), head + text, today=_TODAY).assertions
        return one.grade.value, one.claims

    assert grade("40 people were killed.") == ("refuted", ("B",))
    assert grade("50 people were killed.") == ("withdrawn", ("C",))
    assert grade("11 people were killed.") == ("single_origin", ("A",))
    assert grade("60 people were killed.") == ("contradicted", ("A",))


def test_what_officials_still_say_is_contested_by_a_later_paper_and_not_out_of_date() -> None:
    """The proposed binding names who says so; where officials have a newer number, the old one is out of date."""
    paper = claim("B", 9, as_of="2031-03-20", speaker_kind="media", source="S2")
    head = "---\nlanguage: en\nincident: valley-2031\n---\n"

    def grade(*rows: dict[str, object]) -> tuple[str, str | None]:
        (one,) = dossier.check(book(claim("A", 11), *rows), f"{head}11 people were killed.", today=_TODAY).assertions
        return one.grade.value, one.target

    assert grade(paper) == ("contested", "fig:killed?by=official")
    assert grade(paper, claim("C", 12, as_of="2031-03-21")) == ("stale", "fig:killed")


def test_a_happening_of_other_years_is_another_one() -> None:
    """Words that name a day years away are not held against today's claims."""
    assert _graded("In 2011 thirty people were killed.")[-1][1] == "nothing_on_record"


def test_what_a_statement_cannot_know_is_not_held_against_it() -> None:
    """By its own day only the first number was on record."""
    assert _graded("Eight people were killed.", as_of="2031-03-08") == [("Eight", "single_origin", "fig:killed")]


def test_a_restricted_edition_may_rest_on_what_is_not_public() -> None:
    """The grade is that of the edition."""
    assert _graded("Three people were arrested.", edition="restricted")[0][1] == "single_origin"


def test_facts_of_one_declared_stage_match_in_any_language_and_others_are_to_be_read() -> None:
    """A stage means the same in each language; a demand in other words is for a person."""
    found = {grade for _, grade, _ in _graded("The prosecutor opened a criminal case of mass riots.")}
    assert found == {"supported"}
    same = _graded("Activists demand that the authorities publish the verdicts of the regional court.")
    other = _graded("Activists demand that the authorities pay compensation to every family that lost its home.")
    assert ([grade for _, grade, _ in same], [grade for _, grade, _ in other]) == (["supported"], ["possible"])


def test_no_reply_is_contradicted_where_there_is_one() -> None:
    """A reply on record by the day of the statement stands against the words, with nothing else on record."""
    reply = claim("K1", None, property="replied_on", value="2031-03-20", speaker_kind="un_body", **_LETTER)
    report = dossier.check(
        book(reply), "---\nlanguage: en\nas_of: 2031-04-01\n---\nThe State has not replied to the letter.", today=_TODAY
    )
    assert [(one.grade.value, one.claims) for one in report.assertions] == [("contradicted", ("K1",))]


def test_what_is_bound_is_graded_by_what_was_told_of_it() -> None:
    """Bound and unbound stand in one list, in the order of the text."""
    found = _graded("[Twelve people](fig:killed) died. Ten people are missing. [x](fig:nothing)")
    assert [(words, grade) for words, grade, _ in found] == [
        ("Twelve people", "contradicted"),
        ("Ten", "hedge_missing"),
        ("x", "nothing_on_record"),
    ]


def test_an_assertion_bound_to_nothing_is_noted_with_what_could_carry_it() -> None:
    """OR131 names the claims and the binding that its grade found."""
    text = "The prosecutor opened a criminal case of mass riots."
    report = dossier.check(_BOOK, f"---\nlanguage: en\nincident: valley-2031\n---\n{text}", today=_TODAY)
    (note,) = [one for one in report.diagnostics if one.code.name == "OR131"]
    assert (note.severity.value, note.claims) == ("note", ("K14",))
    assert note.suggestion == f"[{text.rstrip('.')}](claim:K14)"


_HIDDEN = book(
    claim("H1", 11, wording="eleven per the witness Aru", visibility="restricted"),
    claim("H2", None, property="legal_stage", value="the witness Aru opened a case of mass riots", stage="registered",
          quote="прокуратура возбудила дело", visibility="restricted", **_TOWN),
)  # fmt: skip


@pytest.mark.parametrize("text", ["Forty people were killed.", "Eleven people were killed.", "A case was opened."])
@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_a_report_for_the_public_tells_no_words_of_restricted_claims(text: str, language: str) -> None:
    """It may be read in a public log, so neither a message nor a table may say what is hidden."""
    head = "---\nlanguage: en\nincident: valley-2031\nas_of: 2031-04-01\n---\n\n"
    report = dossier.check(_HIDDEN, head + text, today=_TODAY)
    assert "Aru" not in str(report.to_json(language))
    assert not any("Aru" in one.record for one in report.assertions)


def test_the_team_reads_what_restricted_claims_say() -> None:
    """In the restricted edition nothing is held back."""
    head = "---\nlanguage: en\nincident: valley-2031\nas_of: 2031-04-01\nedition: restricted\n---\n\n"
    report = dossier.check(_HIDDEN, f"{head}Forty people were killed.", today=_TODAY)
    assert "Aru" in str(report.to_json())


def test_a_hint_is_told_in_the_language_of_the_reader_whatever_that_of_the_statement() -> None:
    """An editor who reads Russian checks an English statement."""
    text = "---\nlanguage: en\nincident: other\n---\n\nSixty people were charged."
    report = dossier.check(_HIDDEN, text, today=_TODAY)
    (row,) = report.to_json("ru")["diagnostics"]
    assert "Ни одно утверждение" in row["message"]
    assert "No claim" not in row["message"]

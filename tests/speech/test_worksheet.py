"""The Rabat worksheet: class 1 takes six factors that support it, each with evidence and a second person's eyes."""

import pytest
from tests.speech.world import ALL_REVIEWED, FACTORS, GOVERNOR, finding, register, row, worksheet

from onrecord import speech
from onrecord.ledger import ClaimStatus


def _sheet(found: speech.Register) -> speech.Worksheet:
    (sheet,) = found.utterance("u1").worksheets
    return sheet


def _codes(found: speech.Register) -> list[str]:
    return [one.code for one in _sheet(found).blocks]


def test_class_one_stands_when_all_six_factors_are_shown_and_reviewed() -> None:
    """Each finding keeps its text, evidence, author, day and reviewer, and its name in General Recommendation 35."""
    found = register(*GOVERNOR, *worksheet(), reviewed=ALL_REVIEWED)
    sheet = _sheet(found)
    assert (sheet.speech_class, sheet.blocks) == (speech.SpeechClass.CRIMINAL_THRESHOLD, ())
    rows = sheet.to_row()["factors"]
    assert [one["factor"] for one in rows] == list(FACTORS)
    assert rows[0]["gr35"] == {"factor": "climate", "paragraph": 15}
    assert [one["gr35"]["factor"] for one in rows[1:]] == [
        "position", "objectives", "content and form", "reach", "likelihood",
    ]  # fmt: skip
    assert (rows[0]["text"], rows[0]["evidence"], rows[0]["on"], rows[0]["reviewers"]) == (
        "reason of F-context",
        ["E-press"],
        "2031-05-01",
        ["analyst B"],
    )


@pytest.mark.parametrize("factor", FACTORS)
@pytest.mark.parametrize(
    ("value", "code"), [("unknown", "speech.factor-open"), ("does_not_support", "speech.factor-does-not-support")]
)
def test_one_open_or_contrary_factor_blocks_class_one(factor: str, value: str, code: str) -> None:
    """Whichever of the six it is; the reason names it."""
    found = register(*GOVERNOR, *worksheet(**{factor: value}), reviewed=ALL_REVIEWED)
    assert _codes(found) == [code]
    assert found.utterance("u1").classes == ()


@pytest.mark.parametrize("missing", [*FACTORS, "class"])
def test_a_finding_that_nobody_else_has_seen_blocks_class_one(missing: str) -> None:
    """A second reviewer of every factor and of the class."""
    found = register(*GOVERNOR, *worksheet(), reviewed=[one for one in ALL_REVIEWED if one != f"F-{missing}"])
    assert _codes(found) == ["speech.class-unreviewed" if missing == "class" else "speech.factor-unreviewed"]


def test_the_author_is_no_second_reviewer() -> None:
    """However the name is written."""
    found = register(*GOVERNOR, *worksheet(), reviewed=ALL_REVIEWED, by=" Analyst a")
    assert set(_codes(found)) == {"speech.class-unreviewed", "speech.factor-unreviewed"}
    assert len(_codes(found)) == 7


def test_a_factor_without_any_finding_is_open() -> None:
    """It is shown as unknown."""
    rows = [one for one in worksheet() if one["id"] != "F-intent"]
    found = register(*GOVERNOR, *rows, reviewed=ALL_REVIEWED)
    assert _codes(found) == ["speech.factor-open"]
    assert "intent" in _sheet(found).blocks[0].says.en
    assert _sheet(found).to_row()["factors"][2]["support"] == "unknown"


@pytest.mark.parametrize(
    ("basis", "status"),
    [("E-press", ClaimStatus.WITHDRAWN), ("E-press", ClaimStatus.REFUTED), ("F-context", None), ("E-case", None),
     ("E-prosecution", None), ("E-nowhere", None), ("E-later", None),
     ("E-ours", None)],
)  # fmt: skip
def test_what_is_no_evidence_carries_no_factor(basis: str, status: ClaimStatus | None) -> None:
    """Claims taken back, our own words, prosecutions of speech, what may not be seen, what was learnt later."""
    more = (
        row("E-case", "response_to_utterance", value="criminal_case", as_of="2031-04-01"),
        row("E-prosecution", "speech_prosecution", "incident:valley", value="a case was opened", as_of="2031-04-01"),
        finding("E-ours", "cause_claim", "threats", "E-press", subject="incident:valley"),
        row("E-later", "cause_claim", "incident:valley", value="threats", as_of="2031-07-02"),
    )
    rows = [one if one["id"] != "F-speaker" else one | {"basis": [basis]} for one in worksheet()]
    statuses = {basis: status} if status is not None else {}
    found = register(*GOVERNOR, *more, *rows, reviewed=ALL_REVIEWED, statuses=statuses)
    expected = 6 if status is not None else 1  # all six rest on E-press
    assert _codes(found) == ["speech.factor-without-evidence"] * expected


def test_classes_two_and_three_need_the_reviewer_and_no_factor() -> None:
    """METHOD 5.1 blocks class 1 by factors; an assessment is an assessment with a reviewer."""
    for name, number in (("other_sanction", 2), ("concern", 3)):
        rows = [one for one in worksheet(name) if one["property"] == "rabat_class"]
        assert _codes(register(*GOVERNOR, *rows)) == ["speech.class-unreviewed"]
        (stands,) = register(*GOVERNOR, *rows, reviewed=["F-class"]).utterance("u1").classes
        assert stands.number == number


def test_the_newest_finding_of_an_analyst_holds_and_needs_its_own_review() -> None:
    """What was signed off is the older one."""
    newer = finding("F-context-2", "rabat_factor", "supports", "E-press", factor="context", as_of="2031-06-01")
    found = register(*GOVERNOR, *worksheet(), newer, reviewed=ALL_REVIEWED)
    assert _codes(found) == ["speech.class-before-factor", "speech.factor-unreviewed"]
    assert _codes(register(*GOVERNOR, *worksheet(), newer, reviewed=ALL_REVIEWED, as_of="2031-05-31")) == []


def test_two_analysts_are_never_mixed() -> None:
    """B's class does not stand on A's factors."""
    other = finding("G-class", "rabat_class", "criminal_threshold", "U1-words", speaker="analyst C")
    found = register(*GOVERNOR, *worksheet("concern"), other, reviewed=[*ALL_REVIEWED, "G-class"])
    first, second = found.utterance("u1").worksheets
    assert (first.author, first.speech_class) == ("analyst A", speech.SpeechClass.CONCERN)
    assert [one.code for one in second.blocks] == ["speech.factor-open"] * 6


@pytest.mark.parametrize("day", ["2031-04-30", "2031-05-01"])
def test_a_review_counts_from_its_day_on(day: str) -> None:
    """Signed off on 2 May: the day before there was no reviewer, and in April no worksheet."""
    sheets = register(*GOVERNOR, *worksheet(), reviewed=ALL_REVIEWED, as_of=day).utterance("u1").worksheets
    assert [len(one.blocks) for one in sheets] == ([] if day == "2031-04-30" else [7])


@pytest.mark.parametrize(
    ("without", "code"),
    [("U1-words", "speech.no-words"), ("U1-group", "speech.no-target-group")],
)
def test_no_class_without_words_or_a_group(without: str, code: str) -> None:
    """There is nothing to assess."""
    rows = [one for one in GOVERNOR if one["id"] != without]
    assert code in _codes(register(*rows, *worksheet("concern"), reviewed=ALL_REVIEWED))


def test_criticism_of_an_authority_is_no_hate_speech_whoever_was_prosecuted() -> None:
    """A court's ruling against the critic is a matter of justice and changes nothing."""
    rows = [one for one in GOVERNOR if one["id"] != "U1-group"]
    critic = row("U1-whom", "criticised_authority", value="district police")
    ruling = row("U1-ruling", "response_to_utterance", value="court_ruling", article="174", as_of="2031-06-01")
    found = register(*rows, critic, ruling, *worksheet(), reviewed=ALL_REVIEWED)
    assert _codes(found) == ["speech.criticism-of-authority"]
    assert found.utterance("u1").is_criticism
    (told,) = found.utterance("u1").responses.found
    assert (told.is_justice, told.article) == (True, "174")


def test_words_that_do_not_stand_in_their_quote_block_every_class() -> None:
    """SP-01: after NFC, and however lines are broken."""
    decomposed = row("U1-words", "uttered_words", value="Кетiңдер й", quote="«Кетiңдер\n  \u0438\u0306»")
    assert register(decomposed).utterance("u1").words[0].is_quoted
    changed = row("U1-words", "uttered_words", value="Ketіңдер", quote="«Кетіңдер»")
    rest = [one for one in GOVERNOR if one["id"] != "U1-words"]
    assert _codes(register(changed, *rest, *worksheet(), reviewed=ALL_REVIEWED)) == ["speech.words-not-quoted"]


def test_whoever_signed_the_class_has_seen_every_factor() -> None:
    """A factor found after the sign-off was in no worksheet that the reviewer read."""
    late = finding("F-context", "rabat_factor", "supports", "E-press", factor="context", as_of="2031-05-03")
    rows = [late if one["id"] == "F-context" else one for one in worksheet()]
    assert _codes(register(*GOVERNOR, *rows, reviewed=ALL_REVIEWED)) == ["speech.class-before-factor"]
    milder = [late if one["id"] == "F-context" else one for one in worksheet("other_sanction")]
    assert _codes(register(*GOVERNOR, *milder, reviewed=ALL_REVIEWED)) == []


def test_an_office_of_another_day_carries_no_class_one() -> None:
    """METHOD 5.1 (b): the office held on that date. Who holds none on record is a private person, and not blocked."""
    other = row("U1-office", "office_held", value="district governor", as_of="2031-06")
    elsewhere = [other if one["id"] == "U1-office" else one for one in GOVERNOR]
    assert _codes(register(*elsewhere, *worksheet(), reviewed=ALL_REVIEWED)) == ["speech.office-of-another-day"]
    without = [one for one in GOVERNOR if one["id"] != "U1-office"]
    assert _codes(register(*without, *worksheet(), reviewed=ALL_REVIEWED)) == []


def test_the_worksheet_says_what_each_factor_asks() -> None:
    """Of an open factor too, in the reader's language; words of an official against a group name ICERD article 4 (c)."""
    found = register(*GOVERNOR, *worksheet(), reviewed=ALL_REVIEWED)
    rows = _sheet(found).to_row("ru")["factors"]
    assert [one["asks"] for one in rows] == [speech.ASKS[factor].ru for factor in speech.Factor]
    assert "4 (c)" in found.utterance("u1").to_row("kk")["icerd_4c"]
    critic = [one for one in GOVERNOR if one["id"] != "U1-group"]
    assert register(*critic).utterance("u1").to_row()["icerd_4c"] is None

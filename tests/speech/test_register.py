"""The register as of a day: original words, offices, reach, private persons, what happened around, responses."""

import datetime as dt
from pathlib import Path

import pytest
from tests.speech.world import ALL_REVIEWED, GOVERNOR, finding, register, row, worksheet

from onrecord import ledger, speech
from onrecord.kernel import day_words

_SEARCH = {"searched_in": "site of the governor", "search_words": "дүңген қуып", "as_of": "2031-06-01"}


def _none(**more: str) -> dict[str, object]:
    return row("R-none", "response_to_utterance", value="none_found", note="read all 40 pages", **(_SEARCH | more))


@pytest.mark.parametrize(
    ("as_of", "status", "says"),
    [
        ("2031-05-31", "not_searched", "nobody has searched"),
        ("2031-06-01", "none_found", "No response found as of 1\xa0June 2031 (told as of 1\xa0June 2031)."),
        (
            "2031-08-30",
            "none_found",
            "No response found as of 1\xa0June 2031 (told as of 30\xa0August 2031).",
        ),  # day 90
        ("2031-08-31", "search_lapsed", "older than 90 days as of 31\xa0August 2031"),
    ],
)
def test_a_search_holds_for_ninety_days(as_of: str, status: str, says: str) -> None:
    """1 June and 90 days is 30 August; before the search nothing was looked for."""
    told = register(*GOVERNOR, _none(), as_of=as_of).utterance("u1").responses
    assert told.status == status
    assert says in told.says()
    for language in ("ru", "kk"):
        assert day_words(dt.date.fromisoformat(as_of), language) in told.says(language)


def test_a_search_that_nobody_could_repeat_says_nothing() -> None:
    """Where, when, what for and by whom belong to it; one that is told in full is preferred to a newer one."""
    vague = row("R-vague", "response_to_utterance", value="none_found", note="looked", as_of="2031-06-20")
    assert register(*GOVERNOR, vague).utterance("u1").responses.status == "search_incomplete"
    told = register(*GOVERNOR, vague, _none()).utterance("u1").responses
    assert (told.status, told.searches[-1].claim) == ("none_found", "R-none")


def test_of_a_search_known_by_its_month_the_first_day_counts() -> None:
    """It may have been on any day of June: from 30 August on nobody knows that it holds."""
    month = _none(as_of="2031-06")
    assert register(*GOVERNOR, month, as_of="2031-08-30").utterance("u1").responses.status == "none_found"
    assert register(*GOVERNOR, month, as_of="2031-08-31").utterance("u1").responses.status == "search_lapsed"


def test_what_is_known_by_its_month_counts_when_the_month_is_over() -> None:
    """An answer of June is none on the 29th; nothing is told of what happened around unless it is asked for."""
    answer = row("R-1", "response_to_utterance", value="apology", as_of="2031-06")
    found = register(*GOVERNOR, answer, as_of="2031-06-29").utterance("u1")
    assert (found.responses.status, found.near, found.to_row()["near"]) == ("not_searched", None, None)
    assert register(*GOVERNOR, answer, as_of="2031-06-30").utterance("u1").responses.status == "responses_on_record"


def test_where_analysts_differ_the_mildest_class_decides() -> None:
    """SP-03: one finds class 2, the other class 3, and both were reviewed: it is not published."""
    other = _classed("concern") | {"id": "H-other", "speaker": "analyst C"}
    found = register(*_POST, _classed("other_sanction"), other, reviewed=["H-class", "H-other"])
    assert found.utterance("u2").to_row()["classes"] == [2, 3]
    assert found.utterance("u2").withheld is not None


@pytest.mark.parametrize("day", ["2031-05-10", "2031-06-15"])
def test_a_response_on_record_undoes_a_search(day: str) -> None:
    """Whether it came later or had been overlooked."""
    answer = row("R-1", "response_to_utterance", value="public_condemnation", body="ombudsperson", as_of=day)
    told = register(*GOVERNOR, _none(), answer).utterance("u1").responses
    assert told.status == "responses_on_record"
    assert [(one.kind, one.body, one.is_justice) for one in told.found] == [
        ("public_condemnation", "ombudsperson", False)
    ]


def test_a_translation_is_never_shown_without_the_words() -> None:
    """SP-02: it waits, and is counted."""
    one = register(*GOVERNOR).utterance("u1")
    assert [(made.language, made.translator) for made in one.translations] == [("en", "analyst B")]
    assert one.to_row()["translations"][0]["text"] == "They should be driven out"
    lost = register(*(each for each in GOVERNOR if each["id"] != "U1-words")).utterance("u1")
    assert (lost.translations, lost.kept_back) == ((), 1)
    assert "driven out" not in str(lost.to_row())


def test_the_office_is_the_one_of_that_day() -> None:
    """March 2031 holds 3 March; an office told for 2032 or for no day is not taken for it."""
    later = row("U1-later", "office_held", value="deputy", as_of="2031-06")
    undated = row("U1-undated", "office_held", value="chair")
    offices = register(*GOVERNOR, later, undated).utterance("u1").offices
    assert [(one.value, one.of_that_day) for one in offices] == [
        ("district governor", True), ("deputy", False), ("chair", None),
    ]  # fmt: skip


def test_reach_is_told_with_its_unit_and_basis_and_never_added_up() -> None:
    """Views and subscribers are two readings; one without a basis is refused by the ledger."""
    more = row("U1-reach-2", "reach", low=900, high=900, wording="900", unit="persons", reach_basis="subscribers")
    told = register(*GOVERNOR, more).utterance("u1").reach
    assert [(one.quantity.low, one.unit, one.basis) for one in told] == [
        (12000, "views", "counter"),
        (900, "persons", "subscribers"),
    ]
    with pytest.raises(AssertionError, match="reach_basis"):
        register(row("U1-reach", "reach", low=5, high=5, wording="5", unit="views"))


_POST = (
    row("U2-words", "uttered_words", "utterance:u2", value="Кетсін бәрі"),
    row("U2-by", "uttered_by", "utterance:u2", value="Ерлан Тоқтаров"),
    row("U2-channel", "channel", "utterance:u2", value="page of Ерлан Тоқтаров"),
    row("U2-group", "target_group", "utterance:u2", value="dungan"),
)


def _classed(name: str) -> dict[str, object]:
    return finding("H-class", "rabat_class", name, "U2-words", subject="utterance:u2")


@pytest.mark.parametrize(
    ("name", "reviewed", "is_shown"),
    [("other_sanction", ["H-class"], True), ("concern", ["H-class"], False), ("other_sanction", [], False),
     ("criminal_threshold", ["H-class"], False)],
)  # fmt: skip
def test_a_private_person_is_published_in_class_one_or_two_only(name: str, reviewed: list[str], is_shown: bool) -> None:
    """SP-03; a class that does not stand is none. The team sees it all, with the reason."""
    rows = (*GOVERNOR, *_POST, _classed(name))
    found = register(*rows, reviewed=reviewed, to_publish=True)
    assert [one.id for one in found.utterances] == (["u1", "u2"] if is_shown else ["u1"])
    assert found.withheld == (0 if is_shown else 1)
    own = register(*rows, reviewed=reviewed).utterance("u2")
    assert (own.withheld is None) is is_shown


@pytest.mark.parametrize(
    ("capacity", "office", "is_public"),
    [(None, None, False), ("private", None, False), ("unclear", None, False), ("official", None, True),
     (None, "2031-03-03", True), ("private", "2031-03-03", False), (None, "2030", False)],
)  # fmt: skip
def test_in_doubt_a_speaker_is_a_private_person_without_a_name(
    capacity: str | None,
    office: str | None,
    is_public: bool,
) -> None:
    """Neither name nor channel nor office is told unless it is asked for."""
    more = [row("U2-on", "uttered_on", "utterance:u2", value="2031-03-03")]
    more += [row("U2-capacity", "capacity", "utterance:u2", value=capacity)] if capacity else []
    more += [row("U2-office", "office_held", "utterance:u2", value="council chair", as_of=office)] if office else []
    one = register(*_POST, *more).utterance("utterance:u2")
    assert one.is_in_public_role is is_public
    told = str(one.to_row())
    assert ("Тоқтаров" in told) is is_public
    assert ("council chair" in told) is (is_public and office is not None)
    assert "Тоқтаров" in str(one.to_row(with_names=True))


def test_what_happened_around_the_day_is_told_with_its_distance() -> None:
    """3 March: four days before, five after; a month may be any day of it; nothing farther than was asked."""
    happened = (
        row("N-before", "happened_on", "incident:raid", value="2031-02-27"),
        row("N-after", "happened_on", "incident:valley", value="2031-03-08", phase="whole_night"),
        row("N-month", "died_on", "person:P1", value="2031-03"),
        row("N-far", "happened_on", "incident:old", value="2031-04-03"),
    )
    near = register(*GOVERNOR, *happened, within_days=30).utterance("u1").near or ()
    assert [(one.claim, one.earliest_days, one.latest_days) for one in near] == [
        ("N-before", -4, -4), ("N-month", -2, 28), ("N-after", 5, 5),
    ]  # fmt: skip
    assert [one.claim for one in register(*GOVERNOR, *happened, within_days=4).utterance("u1").near or ()] == [
        "N-before", "N-month",
    ]  # fmt: skip
    assert "N-far" in [one.claim for one in register(*GOVERNOR, *happened, within_days=31).utterance("u1").near or ()]


def test_the_register_of_a_past_day_holds_nothing_of_later_days() -> None:
    """On 2 March nothing had been said."""
    assert register(*GOVERNOR, as_of="2031-03-02").utterances == ()
    with pytest.raises(speech.NoSuchUtterance):
        register(*GOVERNOR).utterance("u9")
    assert [one.id for one in register(*GOVERNOR, *_POST, only="u2").utterances] == ["u2"]


def test_the_example_is_read_and_no_prosecution_gets_a_class() -> None:
    """Four reports of hostile speech, two prosecutions, two answers; six utterances without words, none for the public."""
    file = Path(__file__).parents[2] / "examples" / "korday" / "claims" / "speech.jsonl"
    refused: list[object] = []
    book = ledger.book_from_rows(ledger.rows_from(file), today=dt.date(2026, 1, 1), on_refused=refused.append)
    found = speech.register(book, dt.date(2026, 1, 1))
    assert refused == []
    assert [(one.words, one.classes, one.is_in_public_role) for one in found.utterances] == [((), (), False)] * 6
    assert [one.id for one in found.utterances if one.is_criticism] == ["korday-bloggers-2021", "korday-critic-2021"]
    assert speech.register(book, dt.date(2026, 1, 1), to_publish=True).withheld == 6
    assert [one.claim for one in found.reported] == ["K-speech-006", "K-speech-014", "K-speech-016", "K-speech-018"]
    assert [one.claim for one in found.prosecutions] == ["K-speech-013", "K-speech-015"]
    assert [one.claim for one in found.answers] == ["K-speech-001", "K-speech-009"]
    past = speech.register(book, dt.date(2021, 3, 2))
    assert [one.claim for one in past.prosecutions] == ["K-speech-013"]


def test_the_register_of_one_incident() -> None:
    """Words that concern another incident are left out, those of which nobody says it stay; reports are its own alone."""
    rows = [
        *_POST,
        row("U1-of", "utterance_concerns", value="incident:valley"),
        row("H1", "happened_on", "incident:harbour", value="2031-01-05"),
        row("P1", "speech_prosecution", "incident:harbour", value="a critic was tried"),
    ]
    found = {one: register(*GOVERNOR, *rows, incident=one) for one in ("valley", "harbour")}
    assert {one: [u.id for u in held.utterances] for one, held in found.items()} == {
        "valley": ["u1", "u2"], "harbour": ["u2"],
    }  # fmt: skip
    assert [len(held.prosecutions) for held in found.values()] == [0, 1]
    with pytest.raises(ledger.NoSuchIncident):
        register(*GOVERNOR, incident="vally")


def test_every_reason_is_told_in_three_languages() -> None:
    """With the factor's name in the same language."""
    found = register(*GOVERNOR, *worksheet(intent="unknown"), reviewed=ALL_REVIEWED).utterance("u1")
    (held,) = found.worksheets[0].blocks
    assert ("intent" in held.says.en, "умысел" in held.says.ru, "ниет" in held.says.kk) == (True, True, True)

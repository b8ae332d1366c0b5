"""Who says a figure, about which place, as of when: on sentences written before the rules, and one by one."""

from __future__ import annotations

import pytest
from tests.reading.circumstances import LANGUAGES, Row, rows

from onrecord import ledger, reading
from onrecord.kernel import SpeakerKind
from onrecord.reading.speakers import KINDS

_VOCABULARY = ledger.shipped_vocabulary()


def _of(text: str, language: str, words: str) -> reading.Circumstance:
    figures = [(one.start, one.end) for one in reading.quantities_in(text, language, _VOCABULARY)]
    start = text.index(words)
    around = reading.Circumstances(text, language, _VOCABULARY, figures=figures)
    return around.of(start, start + len(words))


def _is_right(row: Row) -> bool:
    one = _of(row.text, row.language, row.figure)
    return (
        (one.stance is reading.Stance.SAID) == row.is_claimed
        and (one.speaker.words if one.speaker else None) == row.speaker
        and (one.speaker.kind if one.speaker else None) == row.kind
        and (one.place.place if one.place else None) == row.place
        and (one.as_of.date.text() if one.as_of else None) == row.as_of
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sentences_that_were_written_down_first(language: str) -> None:
    """All five answers are right in 97 of 100 rows: fewer is a step back."""
    own = rows(language)
    wrong = [row for row in own if not _is_right(row)]
    assert len(wrong) <= 0.03 * len(own), [(row.figure, row.text) for row in wrong]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_for_a_speaker_stand_where_it_is_said(language: str) -> None:
    """Speaker, place and day are stretches of the text, letter for letter, and a kind is one that claims know."""
    for row in rows(language):
        one = _of(row.text, row.language, row.figure)
        if one.speaker is not None:
            assert row.text[one.speaker.start : one.speaker.end] == one.speaker.words
            assert one.speaker.kind in KINDS
            assert one.speaker.rule
        if one.speaker is not None and one.speaker.role is not None:
            assert one.speaker.role_start is not None
            assert row.text.startswith(one.speaker.role, one.speaker.role_start)
        if one.place is not None:
            assert row.text[one.place.start : one.place.end] == one.place.words
        if one.as_of is not None:
            assert one.as_of.date.wording in row.text


def test_kinds_are_those_of_claims() -> None:
    """Nobody in a text speaks as we ourselves."""
    assert set(KINDS) == set(SpeakerKind) - {SpeakerKind.OURSELVES}


def test_who_is_cited_speaks_and_who_cites_carries() -> None:
    """Both are kept; data that a body cites are nobody (METHOD R0.1)."""
    text = "The Valley Herald reported, citing the ministry, that 8 people were killed."
    one = _of(text, "en", "8 people").speaker
    assert one is not None
    assert (one.words, one.kind, one.carrier) == ("ministry", "official", "Valley Herald")
    text = "Open Valley, a human rights group, citing official statistics, said 8 people were killed."
    one = _of(text, "en", "8 people").speaker
    assert one is not None
    assert (one.words, one.kind) == ("Open Valley, a human rights group", "ngo")


@pytest.mark.parametrize(
    ("text", "words", "role"),
    [
        ("Vera Lind, a lawyer for the accused, said 8 people were beaten.", "8 people", "lawyer for the accused"),
        ("8 people were beaten, said Vera Lind.", "8 people", None),
        ("8 people were beaten, resident Vera Lind said.", "8 people", "resident"),
        ("8 people were beaten, the office said.", "8 people", None),
        ("8 people were beaten, Minister Vera Lind said.", "8 people", "Minister Vera Lind"),
        ("8 people were beaten, doctors said.", "8 people", "doctors"),
    ],
)
def test_a_private_person_is_not_named_as_speaker(text: str, words: str, role: str | None) -> None:
    """What a claim would name is an office, a role or a body (docs/formats/rows.md)."""
    one = _of(text, "en", words).speaker
    assert one is not None
    assert one.role == role


@pytest.mark.parametrize(
    ("language", "text", "words", "stance"),
    [
        ("en", "The ministry denied that 20 people were killed.", "20 people", "denied"),
        ("en", "The ministry did not confirm that 20 people were killed.", "20 people", "denied"),
        ("en", "The ministry did not deny that 20 people were killed.", "20 people", "said"),
        ("en", "8 people were denied entry.", "8 people", "said"),
        ("en", "Were 20 people killed?", "20 people", "asked"),
        ("en", "If 20 people were killed, the law is clear. 3 people died.", "3 people", "said"),
        ("ru", "Власти отрицают, что погибли 20 человек.", "20 человек", "denied"),
        ("ru", "Правда ли, что погибли 20 человек?", "20 человек", "asked"),
        ("kk", "Министрлік 20 адам қаза тапқанын растаған жоқ.", "20 адам", "denied"),
    ],
)
def test_what_nobody_claims_is_told_apart(language: str, text: str, words: str, stance: str) -> None:
    """Denied, asked and supposed is not said; who denies is not the speaker."""
    one = _of(text, language, words)
    assert one.stance.value == stance
    assert one.speaker is None


def test_each_of_two_figures_has_its_own_speaker_place_and_day() -> None:
    """Nothing of one clause is carried to the other."""
    text = "Police say 8 people died in Masanchi by 8 May 2020, residents say 30 people died in Sortobe by 9 May 2020."
    first, second = _of(text, "en", "8 people"), _of(text, "en", "30 people")
    assert [one.speaker and one.speaker.words for one in (first, second)] == ["Police", "residents"]
    assert [one.place and one.place.place for one in (first, second)] == ["masanchi", "sortobe"]
    assert [one.as_of and one.as_of.date.text() for one in (first, second)] == ["2020-05-08", "2020-05-09"]


def test_a_language_without_words_of_ours_names_nobody() -> None:
    """Figures are found by their digits there; who says them is for a person to tell."""
    one = _of("Según la policía murieron 8 personas.", "es", "8")
    assert (one.speaker, one.stance) == (None, reading.Stance.SAID)
    assert reading.speakers_in("Según la policía murieron 8 personas.", "es") == ()


def test_speakers_of_a_whole_text_are_listed_in_order() -> None:
    """Everybody whom a text names as having said something, once for each time."""
    text = "Police said 8 people died. According to doctors, 3 more are hurt. The prosecutor denied it."
    found = reading.speakers_in(text, "en")
    assert [(one.words, one.kind, one.stance.value) for one in found] == [
        ("Police", "official", "said"),
        ("doctors", "unknown", "said"),
        ("prosecutor", "official", "denied"),
    ]


def test_no_text_makes_it_fail() -> None:
    """Marks, quotation marks that never close, numbers only, nothing at all."""
    for text in (
        "",
        "«",
        '"',
        ", said",
        "said",
        "8",
        "— сообщил",
        "деп хабарлады",
        "According to",
        "«МВД: 8",
        "?" * 50,
    ):
        for language in (*LANGUAGES, "kk-Latn", None):
            reading.speakers_in(text, language)
            reading.places_in(text, language, _VOCABULARY)
            reading.dates_in(text, language)
            reading.Circumstances(text, language, _VOCABULARY).of(0, len(text))

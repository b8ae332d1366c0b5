"""How dates, numbers and names are put in three languages, and that no text lacks a language or a fact."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from tests.ledger.world import book, claim

from onrecord.dossier.phrases import Phrases, said_numbers, texts
from onrecord.dossier.trails import key_of, trails_of
from onrecord.kernel import PartialDate, Qualifier, Quantity
from onrecord.ledger import shipped_vocabulary


def _say(language: str) -> Phrases:
    return Phrases(language=language, vocabulary=shipped_vocabulary())


@pytest.mark.parametrize(
    ("date", "en", "ru", "kk"),
    [
        ("2031-02-08", "8 February 2031", "8 февраля 2031 г.", "2031 жылғы 8 ақпан"),
        ("2031-02", "February 2031", "февраль 2031 г.", "2031 жылғы ақпан"),
        ("2031", "2031", "2031 г.", "2031 жыл"),
        ("2031-02-07/2031-02-08", "7–8 February 2031", "7–8 февраля 2031 г.", "2031 жылғы 7–8 ақпан"),
        ("2031-02/2031-03", "February 2031 – March 2031", "февраль 2031 г. – март 2031 г.",
         "2031 жылғы ақпан – 2031 жылғы наурыз"),
        ("2031-01-30/2031-02-02", "30 January 2031 – 2 February 2031", "30 января 2031 г. – 2 февраля 2031 г.",
         "2031 жылғы 30 қаңтар – 2031 жылғы 2 ақпан"),
    ],
)  # fmt: skip
def test_a_date_is_written_as_people_write_it_and_no_sharper(date: str, en: str, ru: str, kk: str) -> None:
    """A month stays a month, a night stays two days."""
    found = [_say(language).date(PartialDate.parse(date)).replace("\u00a0", " ") for language in ("en", "ru", "kk")]
    assert found == [en, ru, kk]


@pytest.mark.parametrize(
    ("number", "qualifier", "high", "words", "sign"),
    [
        (11, Qualifier.EXACT, None, "11", "11"),
        (10, Qualifier.AT_LEAST, None, "at least 10", "≥ 10"),
        (120, Qualifier.MORE_THAN, None, "more than 120", "> 120"),
        (24000, Qualifier.ABOUT, None, "about 24 000", "≈ 24 000"),
        (5, Qualifier.UP_TO, None, "up to 5", "≤ 5"),
        (5, Qualifier.LESS_THAN, None, "fewer than 5", "< 5"),
        (20, Qualifier.RANGE, 25, "20–25", "20–25"),
        (200, Qualifier.VAGUE, None, "200 or more (not a number but a word)", "≥ 200"),
    ],
)
def test_a_number_keeps_its_hedge(number: int, qualifier: Qualifier, high: int | None, words: str, sign: str) -> None:
    """What was said comes back from the bounds it was turned into: "more than 120" is not 121."""
    quantity = Quantity.of(number, qualifier, "", high=high)
    assert _say("en").quantity(quantity).replace("\u00a0", " ") == words
    assert _say("en").sign(quantity).replace("\u00a0", " ") == sign
    assert said_numbers(quantity) == (Decimal(number), None if high is None else Decimal(high))


def test_counting_follows_each_language() -> None:
    """One, few and many in Russian; one and many in English; one form in Kazakh (CLDR)."""
    assert [_say("ru").count("claims", one) for one in (1, 2, 5, 11, 21, 112)] == [
        "1 утверждение", "2 утверждения", "5 утверждений", "11 утверждений", "21 утверждение", "112 утверждений",
    ]  # fmt: skip
    assert [_say("en").count("claims", one) for one in (0, 1, 2)] == ["0 claims", "1 claim", "2 claims"]
    assert [_say("kk").count("claims", one) for one in (1, 5)] == ["1 мәлімдеме", "5 мәлімдеме"]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ((claim("K1", 8), claim("K2", 11)), "8–11"),
        ((claim("K1", 8), claim("K2", 8)), "8"),
        ((claim("K1", 8), claim("K2", 10, high=None, qualifier="at_least")), "8–10 or more"),
        ((claim("K1", 11), claim("K2", 11, high=None, qualifier="at_least")), "11 or more"),
        ((claim("K1", 121, high=None, qualifier="more_than"),), "more than 120"),
        ((claim("K1", 121, high=None, qualifier="more_than"), claim("K2", 200, high=None, qualifier="at_least")),
         "more than 120"),
        ((claim("K1", 40, qualifier="about"),), "about 40"),
        ((claim("K1", 11), claim("K2", None, high=5, qualifier="up_to")), "up to 11"),
    ],
)  # fmt: skip
def test_a_range_says_when_it_is_open(rows: tuple[dict[str, object], ...], words: str) -> None:
    """An open end is never drawn shut, and never lower than what somebody gave at least."""
    made = book(*rows)
    (figure,) = made.figures("killed")
    trail = trails_of(made, {}, subjects=[figure.subject], facts=[])[key_of(figure)]
    assert _say("en").range(trail) == words


def test_a_heading_names_property_group_and_place() -> None:
    """In the reader's language, where the vocabulary has the words; as it is written where it has not."""
    about = (("group", "dungan"), ("place", "the-mill"))
    assert _say("en").subject_line("killed", about, "persons") == "People killed: Dungans, the-mill"
    assert _say("ru").subject_line("killed", about, "persons") == "Погибшие: дунгане, the-mill"
    assert _say("en").subject_line("damage_sum", (), "USD").endswith("(USD)")


def test_every_text_says_the_same_facts_in_each_language() -> None:
    """The same placeholders in English, Russian and Kazakh; no text empty."""
    for name, label in texts().items():
        # "number_from" and "number_to" are the same number with its Kazakh ending
        told = [re.sub(r"\{number_(from|to)\}", "{number}", text) for text in label.to_record().values()]
        facts = [sorted(set(re.findall(r"\{(\w+)\}", text))) for text in told]
        assert facts[0] == facts[1] == facts[2], name
        assert all(text.strip() for text in label.to_record().values()), name


def test_an_axis_gets_short_dates() -> None:
    """May is declined with a day and not with a year in Russian."""
    day = dt.date(2031, 5, 3)
    assert [_say("ru").tick(day, step) for step in ("day", "month", "year")] == ["3\u00a0мая", "май\u00a02031", "2031"]
    assert _say("kk").tick(day, "day") == "мам\u00a03"


def test_an_office_is_named_in_the_readers_language_and_any_other_speaker_as_the_claim_has_it() -> None:
    """A Russian page says who spoke in Russian; a name the vocabulary does not know is left as it was recorded."""
    made = book(claim("K1", 11, speaker="Interior Minister"), claim("K2", 11, speaker="A neighbour"))
    (figure,) = made.figures("killed")
    trail = trails_of(made, {}, subjects=[figure.subject], facts=[])[key_of(figure)]
    assert sorted(_say("ru").speaker(card) for card in trail.cards) == ["A neighbour", "министр внутренних дел"]

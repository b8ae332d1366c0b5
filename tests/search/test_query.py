"""What a person may type: understood, or refused with a sentence in three languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.kernel import Refused
from onrecord.search import NothingToSearch, OnlyExclusions, QueryTooLong, StarMisplaced, TooManyWords, UnknownFilter
from onrecord.search.query import AnyForm, Beginning, Exactly, parse
from onrecord.search.writing import Kind


def test_words_phrases_beginnings_exclusions_and_filters() -> None:
    """Everything at once."""
    query = parse('задержаны «24 000 человек» масан* -пожар -"в суде" kind:claim language:kk item:item-1')
    assert query.terms == (AnyForm("задержаны"), Exactly(("24000", "человек")), Beginning("масан"))
    assert query.without == (AnyForm("пожар"), Exactly(("в", "суде")))
    assert (query.kinds, query.language, query.item) == ({Kind.CLAIM}, "kk", "item-1")


def test_numbers_dates_initials_and_words_joined_by_a_hyphen() -> None:
    """What researchers type."""
    assert parse("11 200").terms == (AnyForm("11"), AnyForm("200"))
    assert parse("24 000 Масанчи").terms == (AnyForm("24000"), AnyForm("масанчи"))
    assert parse("1 200\u00a0000 тенге -24 000").terms == (AnyForm("1200000"), AnyForm("тенге"))
    assert parse("1 200 000 тенге -24 000").without == (AnyForm("24000"),)
    assert parse("07.02.2020").terms == (Exactly(("7", "2", "2020")),)
    assert parse("А. Б. Омаров").terms == (Beginning("а"), Beginning("б"), AnyForm("омаров"))
    assert parse("Булар-Батыр").terms == (AnyForm("булар"), AnyForm("батыр"))
    assert parse("东干").terms == (Exactly(("东", "干")),)
    assert parse("https://example.org/a").terms[0] == AnyForm("https")
    assert parse("Масанчи - пожар").without == ()


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", NothingToSearch),
        ("   ", NothingToSearch),
        ("***", NothingToSearch),
        ("* * *", NothingToSearch),
        ('"', NothingToSearch),
        ('""', NothingToSearch),
        ("!!! ??? ()", NothingToSearch),
        ("\x00\x1b\u2028", NothingToSearch),
        ("kind:claim", NothingToSearch),
        ("-пожар", OnlyExclusions),
        ("а*", StarMisplaced),
        ("ма*чи", StarMisplaced),
        ("*масан", StarMisplaced),
        ("kind:nonsense масан", UnknownFilter),
        ("а" * 10_000, QueryTooLong),
        ("a b " * 20 + " ".join(map(str, range(40))), TooManyWords),
    ],
)
def test_what_is_no_query_is_refused_with_a_sentence(typed: str, fault: type[Refused]) -> None:
    """In each language, without a word of what was typed: faults reach logs."""
    with pytest.raises(fault) as caught:
        parse(typed)
    for language in ("en", "ru", "kk"):
        said = caught.value.message(language)
        assert "{" not in said
        assert len(said) > 30


@pytest.mark.parametrize(
    "typed", ['a"b', '"a b', 'a" b "c', "'; DROP TABLE words; --", "a OR b", "NEAR(a b)", "масан\x00чи"]
)
def test_odd_but_plain_enough(typed: str) -> None:
    """A quote left open reaches to the end; operators of others are words."""
    assert parse(typed).terms


@given(st.text(max_size=1200))
def test_anything_is_understood_or_refused(typed: str) -> None:
    """No other fault, whatever is typed."""
    try:
        assert parse(typed).terms
    except Refused as fault:
        code = fault.code
    else:
        code = "search."
    assert code.startswith("search.")

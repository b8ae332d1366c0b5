"""Small values: clock, ids, digests, labels, languages, spans, visibility."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.kernel import (
    CountedIds,
    FixedClock,
    Label,
    RandomIds,
    Role,
    Script,
    Span,
    SystemClock,
    Visibility,
    commitment,
    has_mixed_scripts,
    instant_text,
    is_sha256_hex,
    language_name,
    line_and_column,
    parse_instant,
    script_of,
    sha256_hex,
)

_NOON = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC)


def test_the_clock_is_aware_and_to_the_second() -> None:
    """Nothing recorded has a fraction of a second or no zone."""
    now = SystemClock().now()
    assert now.tzinfo is dt.UTC
    assert now.microsecond == 0


def test_a_fixed_clock_moves_only_by_its_step() -> None:
    """Golden files need the same instants each time."""
    clock = FixedClock(_NOON, step_seconds=5)
    assert [instant_text(clock.now()) for _ in range(2)] == ["2026-11-24T12:00:00Z", "2026-11-24T12:00:05Z"]
    with pytest.raises(ValueError, match="aware"):
        FixedClock(_NOON.replace(tzinfo=None))


@pytest.mark.parametrize(
    "text", ["2026-11-24T12:00:00+00:00", "2026-11-24 12:00:00Z", "2026-11-24T12:00:00.0Z", "2026-1-24T12:00:00Z"]
)
def test_one_moment_has_one_spelling(text: str) -> None:
    """A second spelling would be a second canonical form of one record."""
    assert parse_instant("2026-11-24T12:00:00Z") == _NOON
    with pytest.raises(ValueError):  # noqa: PT011 - the words are strptime's
        parse_instant(text)


def test_an_instant_without_a_zone_is_refused() -> None:
    """We do not guess a zone."""
    with pytest.raises(ValueError, match="zone"):
        instant_text(_NOON.replace(tzinfo=None))


def test_random_ids_do_not_repeat_and_hold_no_letters_read_as_digits() -> None:
    """80 random bits; an id is read out over a telephone."""
    given_ids = {RandomIds().new("item") for _ in range(2000)}
    assert len(given_ids) == 2000
    assert all(len(one) == len("item-") + 16 and not set("ilou") & set(one[5:]) for one in given_ids)
    counted = CountedIds()
    assert [counted.new("item"), counted.new("claim"), counted.new("item")] == ["item-0001", "claim-0001", "item-0002"]


def test_a_commitment_hides_its_payload_behind_the_salt() -> None:
    """The same payload under two salts commits to two values; a short salt is a programming error."""
    assert commitment(b"a" * 32, b"x") != commitment(b"b" * 32, b"x")
    assert commitment(b"a" * 32, b"x") == sha256_hex(b"a" * 32 + b"x")
    with pytest.raises(ValueError, match="32"):
        commitment(b"", b"x")


def test_a_digest_is_written_one_way() -> None:
    """Lower case, 64 digits, nothing around them."""
    assert is_sha256_hex(sha256_hex(b""))
    assert not is_sha256_hex(sha256_hex(b"").upper())
    assert not is_sha256_hex(sha256_hex(b"") + "\n")


def test_labels_fall_back_to_english_and_fill_facts() -> None:
    """Every text exists three times; a stranger's language reads English."""
    label = Label(en="{n} killed", ru="погибли {n}", kk="{n} қаза тапты")
    assert [label.fill(language, n=11) for language in ("en", "ru", "kk", "de")] == [
        "11 killed",
        "погибли 11",
        "11 қаза тапты",
        "11 killed",
    ]


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Masanchi, 2020", Script.LATIN),
        ("Масанчи 2020", Script.CYRILLIC),
        ("قازاقستان", Script.ARABIC),
        ("东干", Script.HAN),
        ("2020", Script.OTHER),
        ("", Script.OTHER),
    ],
)
def test_the_script_is_that_of_most_letters(text: str, script: Script) -> None:
    """Digits and signs have no say."""
    assert script_of(text) is script


def test_a_word_of_two_scripts_is_noticed() -> None:
    """A Latin o among Cyrillic letters is a slip or a trick."""
    assert has_mixed_scripts("Мoлдaкулoв")
    assert not has_mixed_scripts("Молдакулов")


def test_languages_have_names_and_unknown_ones_show_their_tag() -> None:
    """A dossier never shows an empty language."""
    assert language_name("dng").ru == "дунганский"
    assert language_name("kk-Cyrl").en == "Kazakh"
    assert language_name("xx").en == "xx"


@given(st.text(max_size=60), st.integers(0, 60))
def test_line_and_column_lead_back_to_the_offset(text: str, offset: int) -> None:
    """An editor that jumps to line and column lands on the code point that was meant."""
    offset = min(offset, len(text))
    line, column = line_and_column(text, offset)
    lines = text.split("\n")
    assert sum(len(one) + 1 for one in lines[: line - 1]) + column - 1 == offset


def test_a_span_counts_code_points() -> None:
    """Astral characters count once; a span that ends before it starts does not exist."""
    assert Span(start=1, end=3).of("😀җў") == "җў"
    assert Span(start=0, end=2).overlaps(Span(start=1, end=3))
    assert not Span(start=0, end=1).overlaps(Span(start=1, end=3))
    with pytest.raises(ValueError, match="span"):
        Span(start=2, end=1)


def test_a_role_sees_and_does_no_more_than_it_should() -> None:
    """Reader, analyst, keeper: each sees and may do what the one before may, and more."""
    assert Role.READER.sees() == {Visibility.PUBLIC}
    assert Role.ANALYST.sees() == {Visibility.PUBLIC, Visibility.TEAM}
    assert Role.KEEPER.sees() == set(Visibility)
    assert Role.KEEPER.may(Role.ANALYST)
    assert not Role.READER.may(Role.ANALYST)

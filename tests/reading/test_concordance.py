"""A concordance finds words where a search from the beginning of the text finds them, however often it is asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import reading
from onrecord.reading import concordance

_LETTERS = st.text(alphabet="ab 1_.\n-яұ́", max_size=12)


@pytest.fixture(autouse=True)
def _listed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a text's words listed after the first search, and every list looked at, however short the text is."""
    monkeypatch.setattr(concordance, "_GONE_THROUGH", -1)
    monkeypatch.setattr(concordance, "_RARE", 1)


def _listed(text: str) -> reading.Concordance:
    made = reading.Concordance(text)
    made.find("x")
    return made


@given(parts=st.lists(_LETTERS, max_size=12), words=_LETTERS)
def test_any_words_are_found_where_a_search_finds_them(parts: list[str], words: str) -> None:
    """Words that stand there, that do not, and none at all."""
    text = " ".join(parts)
    assert _listed(text).find(words) == text.find(words)


@given(parts=st.lists(_LETTERS, min_size=1, max_size=12), cut=st.data())
def test_what_is_cut_out_of_a_text_is_found_where_it_first_stands(parts: list[str], cut: st.DataObject) -> None:
    """The cut may go through words: they are then no words of the text."""
    text = "".join(parts)
    start = cut.draw(st.integers(0, len(text)))
    words = text[start : cut.draw(st.integers(start, len(text)))]
    assert _listed(text).find(words) == text.find(words)


def test_words_that_would_begin_before_the_text_are_not_found_at_its_end() -> None:
    """The inner word stands at the very beginning; counted back from there is the end of the text."""
    assert _listed("b c a b d").find("a b c") == -1
    assert _listed("b c a b c").find("a b c") == 4


def test_a_quote_is_the_same_out_of_a_text_and_out_of_its_concordance() -> None:
    """All that a quote knows of its place, too."""
    text = "At noon 12 people came. At noon 13 people came, and 13 people left."
    layer = reading.Layer(
        id="layer-1",
        seq=1,
        item="item-1",
        sha256="0" * 64,
        tool="t",
        status=reading.ReadStatus.READ,
        problem=None,
        language="en",
        characters=len(text),
        pages=(reading.Page(page=1, start=0, end=23), reading.Page(page=2, start=24, end=len(text))),
    )
    for words in ("13 people", "At noon 13 people came", "and 13 people", "14 people", ""):
        assert reading.quote_in(layer, _listed(text), words) == reading.quote_in(layer, text, words)

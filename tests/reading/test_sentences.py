"""Sentences: the words around a figure, cut where a reader would cut them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.reading import sentence_around


def _around(text: str, words: str) -> str:
    start = text.index(words)
    begin, finish = sentence_around(text, start, start + len(words))
    return text[begin:finish]


@pytest.mark.parametrize(
    ("text", "words", "sentence"),
    [
        ("One burned. Eleven people died! Who?", "Eleven", "Eleven people died!"),
        ("Сгорел дом. Погибли 11 человек. И всё.", "11", "Погибли 11 человек."),
        ("Үй жанды. Он бір адам қаза тапты… Бітті.", "Он бір", "Он бір адам қаза тапты…"),
        ("Mr. Karim said that 12 died. Then he left.", "12", "Mr. Karim said that 12 died."),
        ("Суд по ст. 122 УК осудил 7 человек. Точка.", "7", "Суд по ст. 122 УК осудил 7 человек."),
        ("Ж. Қасымов 3 үй өртенді деді. Соңы.", "3", "Ж. Қасымов 3 үй өртенді деді."),
        ("It cost 2.5 million tenge. It burned.", "2.5", "It cost 2.5 million tenge."),
        ("He said: “Ten died.” She said: nine.", "Ten", "He said: “Ten died.”"),
        ("Korday\nEleven people\nwere killed.\n\nMore later.", "Eleven", "Eleven people\nwere killed."),
        ("- 40 дворов\n\n- 12 лавок", "12", "- 12 лавок"),
        ("Погибших нет? 5 ранены; один тяжело.", "5", "5 ранены; один тяжело."),
        ("only words without an end 8 more words", "8", "only words without an end 8 more words"),
    ],
)
def test_a_sentence_ends_where_it_ends(text: str, words: str, sentence: str) -> None:
    """Abbreviations, initials, decimals, quotation, broken lines, headings and lists, in three languages."""
    assert _around(text, words) == sentence


def test_a_sentence_without_an_end_is_cut_at_white_space() -> None:
    """A table that lost its lines is one endless sentence; the figure stays in it, and no word is cut."""
    text = "слово " * 500 + "погибли 11 человек " + "слово " * 500
    sentence = _around(text, "11")
    assert "погибли 11 человек" in sentence
    assert len(sentence) <= 600
    assert set(sentence.split()) == {"слово", "погибли", "11", "человек"}


@given(text=st.text(alphabet="aБ1. \n?!…»\u2028", min_size=1, max_size=80), data=st.data())
def test_a_sentence_always_holds_its_words(text: str, data: st.DataObject) -> None:
    """Whatever the text is: the stretch is inside it, and around what was asked for."""
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    begin, finish = sentence_around(text, start, end)
    assert 0 <= begin <= start < end <= finish <= len(text)

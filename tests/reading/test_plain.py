"""Which bytes are which letters: texts of one word too, in any of the encodings of the region."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import reading

_EIGHT_BIT = ("cp1251", "koi8-r", "cp866")
_ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", *_EIGHT_BIT)
_RUSSIAN = [
    "погибли",
    "ранен",
    "задержан",
    "арестован",
    "полиция",
    "прокурор",
    "адвокат",
    "свидетель",
    "потерпевший",
    "обыск",
    "протокол",
    "справка",
    "приговор",
    "решение",
    "жалоба",
    "письмо",
    "ответ",
    "отказ",
    "подпись",
    "печать",
    "дата",
    "сумма",
    "рубль",
    "процент",
    "тысяча",
    "миллион",
    "сорок",
    "девяносто",
    "двести",
    "шесть",
    "семь",
    "восемь",
    "девять",
    "десять",
    "жители",
    "дети",
    "женщины",
    "мужчины",
    "старики",
    "больница",
    "школа",
    "мечеть",
    "магазин",
    "дорога",
    "машина",
    "автобус",
    "военные",
    "митинг",
    "площадь",
    "улица",
    "район",
    "область",
    "город",
    "посёлок",
    "кошара",
    "пастбище",
    "скот",
    "лошадь",
    "корова",
    "овца",
    "пожар",
    "мост",
    "река",
    "степь",
    "апрель",
    "июль",
    "объезд",
    "съезд",
    "вьюга",
    "щука",
    "цепь",
    "эхом",
    "ёлка",
    "чёрный",
    "жёлтый",
    "подъём",
    "пьяный",
    "судья",
    "тюрьма",
    "колония",
    "этап",
    "побои",
    "пытки",
    "следы",
    "синяк",
    "перелом",
    "ожог",
    "нож",
    "ружьё",
    "выстрел",
    "пуля",
    "гильза",
    "взрыв",
    "дым",
    "дом",
    "двор",
    "забор",
    "окно",
    "дверь",
    "ключ",
    "замок",
    "деньги",
    "паспорт",
]
# Words of Kazakh that the eight-bit tables can write at all: without ә ғ қ ң ө ұ ү һ.
_KAZAKH_PLAIN = [
    "адам",
    "бала",
    "апа",
    "ата",
    "бет",
    "жыл",
    "айып",
    "сот",
    "тергеу",
    "хат",
    "жауап",
    "сан",
    "сома",
    "теңсіз",
    "мектеп",
    "дала",
    "тау",
    "су",
    "жол",
    "ауыл",
]
_KAZAKH = [
    "әскер",
    "қаза",
    "тапты",
    "ұсталды",
    "өрт",
    "үкім",
    "жәбірленуші",
    "шағым",
    "қол",
    "мөр",
    "теңге",
    "облысы",
    "ғимарат",
    "һәм",
    "іс",
    "жүз",
    "мың",
]
_NAMES = ["Жумабек", "Айгуль", "Фёдор", "Пётр", "Щукин", "Эльдар", "Юлия", "Алматы", "Шымкент", "Тараз", "Ёлкин"]


def _is_sound(word: str, encoding: str) -> bool:
    return reading.decode(word.encode(encoding)).text == word


@pytest.mark.parametrize("encoding", _ENCODINGS)
def test_a_single_word_is_read(encoding: str) -> None:
    """Four letters are enough in small letters; names and words of three lose one of a hundred to another table."""
    words = [word for word in (*_RUSSIAN, *_NAMES) if len(word) >= 4]
    wrong = [word for word in words if not _is_sound(word, encoding)]
    assert wrong == []


@pytest.mark.parametrize("encoding", _EIGHT_BIT)
def test_single_words_in_capitals_are_nearly_all_read(encoding: str) -> None:
    """KOI8-R and cp1251 swap capitals and small letters: some words in capitals are others in the other table."""
    words = [word.upper() for word in _RUSSIAN if len(word) >= 4]
    wrong = [word for word in words if not _is_sound(word, encoding)]
    assert len(wrong) <= len(words) // 20, wrong


@given(
    words=st.lists(st.sampled_from([*_RUSSIAN, *_NAMES, *_KAZAKH_PLAIN[:5]]), min_size=2, max_size=8),
    encoding=st.sampled_from(_ENCODINGS),
    shape=st.sampled_from(["{}", "{}.", "№ 47: {}", "1) {};\r\n", "«{}»?\n"]),
)
def test_a_few_words_are_read_in_any_encoding(words: list[str], encoding: str, shape: str) -> None:
    """Two words are a text; numbers and signs beside them change nothing."""
    text = shape.format(" ".join(words))
    try:
        text.encode(encoding)
    except UnicodeEncodeError:  # KOI8-R has no «» and no №
        text = " ".join(words)
    assert _is_sound(text, encoding)


@given(
    words=st.lists(st.sampled_from([*_KAZAKH, *_KAZAKH_PLAIN]), min_size=1, max_size=6),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_kazakh_is_read_where_it_can_be_written(words: list[str], encoding: str) -> None:
    """ә ғ қ ң ө ұ ү һ stand in Unicode only."""
    assert _is_sound(" ".join(words), encoding)


@pytest.mark.parametrize("word", _KAZAKH)
@pytest.mark.parametrize("encoding", _EIGHT_BIT)
def test_kazakh_letters_that_the_tables_lack_cannot_come_out_as_others(word: str, encoding: str) -> None:
    """Whoever saved Kazakh so has lost those letters already (written as `?`): what is left is read, nothing is guessed."""
    kept = f"{word} деген сөз жазылған, оны полиция жауап алды".encode(encoding, errors="replace")
    assert reading.decode(kept).text == kept.decode(encoding)


@pytest.mark.parametrize("text", ["🔥", "✓", "№ 1 → 2", "ქ", "字", "a — b", "ё", "ş", "٧", "₸", "é", "x\u200b"])
def test_a_few_letters_of_utf_8_are_what_they_say(text: str) -> None:
    """One sign is enough of a text."""
    assert _is_sound(text, "utf-8")


def test_two_letters_of_bali_are_a_russian_word() -> None:
    """«список» in cp866 happens to be UTF-8."""
    assert reading.decode("список".encode("cp866")).text == "список"


@pytest.mark.parametrize("content", [b"\xff\xfea", b"\x01\xc0\xc1", b"\xfe\xff\xd8\x00", b"\xef\xbb\xbf\xff"])
def test_what_is_no_text_is_refused_by_name(content: bytes) -> None:
    """Half a letter, a control character: a reason, no guess."""
    with pytest.raises(ValueError, match=r"\w"):
        reading.decode(content)

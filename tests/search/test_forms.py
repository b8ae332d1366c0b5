"""Which words find each other: forms in Russian, Kazakh, Kyrgyz and English, names across alphabets."""

from collections.abc import Callable

import pytest
from tests.search.made import Index

from onrecord.search import russian
from onrecord.search.turkic import in_cyrillic, is_form, sure_stems

Finds = Callable[[str, str], bool]

RUSSIAN = """погибший погибли, погибли погиб, погиб погибшим, погибшие погибла, убиты убили, задержаны задержан, дело дел,
человек людей, люди человека, пожары пожаров, огонь огня, село сёл, суд судами, пришли прийти, Сулейменова Сулейменову"""
KAZAKH = """тұрғындары тұрғын, тұрғын тұрғындарының, тұрғындарына тұрғындарды, ауылы ауыл, ауыл ауылдарындағы, үйлері үй,
үй үйлерден, қаласында қала, қала қалаға, атылған атылды, атылды атылып, тапты тапқан, қайтыс қайтыс, өртелді өртелген,
кітап кітабы, кітабын кітап, адамын адам, ауданында аудан, дүңгендерге дүңген, дүңген дүңгендердің, жарақаттанған жарақаттанды,
полициясы полиция, сотталғандар сотталған"""
KYRGYZ = """шаар шаардын, шаарда шаар, үйлөр үй, көл көлдөр, күйгөн күйдү, жашоочулар жашоочу, айыл айылдардан,
өлтүрүлгөн өлтүрүлдү, бөлмө бөлмөлөр"""
ENGLISH = """killed killing, village villages, houses house, burned burning, Dungans Dungan, families family"""
NAMES = """Масанчи Masanchi, Masanchy Масанчи, Masanchi Masanchy, Масанчи Масаншы, Masanchi Масаншы, Дүңген Dungan,
Dungans дунгане, дунгане Дүңгендер, дүңгендер дунган, Қордай Кордай, Korday Қордайда, Kordai Кордае, Кордай Кордае,
Zhambyl Жамбыл, Jambyl Жамбыл, Жамбыл Jambyl, Suleimenov Süleimenov, Сулейменов Suleimenov, Сүлейменов Сулейменова,
Yevgeny Евгений, Vitaly Виталий, Sortobe Сортобе, Маңғыстау Mangystau, Мангистау Маңғыстау, Tūrğyndary тұрғын,
тұрғын tūrğyndary, Akhmet Ахмет, Ahmet Ахмет, Шымкент Chimkent, Zuleikha Зулейху, Zuleikha Зулейхой, Korday Кордаем"""
APART = """палата полета, дом дым, сын сон, мир мэр, police полиция, корова карова, дүң дүңген, тұр тұрғын, қал қала1,
Масанчи масса, жол жыл, он он1, арман армян, дело дом, kill hill, bat bait, Masanchi Masonry"""


def _pairs(text: str) -> list[tuple[str, str]]:
    return [(one.split()[0], one.split()[1]) for one in text.replace("\n", " ").split(",")]


@pytest.mark.parametrize(("query", "text"), _pairs(", ".join((RUSSIAN, KAZAKH, KYRGYZ, ENGLISH, NAMES))))
def test_a_form_or_spelling_is_found(finds: Finds, query: str, text: str) -> None:
    """The one is typed, the other stands in a text."""
    assert finds(query, f"x {text} y")


@pytest.mark.parametrize(("query", "text"), _pairs(APART))
def test_another_word_is_not_found(finds: Finds, query: str, text: str) -> None:
    """What only looks or sounds a little alike is another word."""
    assert not finds(query, f"x {text} y")


def test_the_word_itself_comes_before_other_spellings(finds: Finds, index: Index) -> None:
    """Of texts that are alike otherwise."""
    for text in ("село Масаншы", "село Masanchi", "село Масанчи"):
        assert finds("Масанчи", text)
    assert index.names("Масанчи")[0] == "2"


def test_without_a_dictionary_rules_for_endings_have_to_do(finds: Finds, monkeypatch: pytest.MonkeyPatch) -> None:
    """Search works, less well: what shares a stem by rule is found, what does not is not."""
    monkeypatch.setattr(russian, "_analyzer", lambda: None)
    russian.forms.cache_clear()
    russian.lemmas.cache_clear()
    assert finds("пожары", "пожаров")
    assert not finds("погиб", "погибшие")
    assert finds("Масанчи", "Masanchi")


def test_without_any_rules_words_are_found_as_they_are(finds: Finds, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither package is installed."""
    monkeypatch.setattr(russian, "_analyzer", lambda: None)
    monkeypatch.setattr(russian, "_snowball", lambda _language: None)
    russian.forms.cache_clear()
    russian.lemmas.cache_clear()
    assert finds("пожары", "пожары")
    assert not finds("пожары", "пожаров")
    assert not finds("killed", "killing")


def test_endings_go_with_the_vowels_before_them() -> None:
    """Back vowels with back ones, front with front: what breaks harmony is no ending."""
    assert is_form("үйлерде", "үй")
    assert not is_form("үйларда", "үй")
    assert is_form("шаарларда", "шаар")
    assert sure_stems("тұрғындары") >= {"тұрғын"}
    assert sure_stems("тұрғын") == {"тұрғын"}


def test_kazakh_in_latin_letters_is_kazakh() -> None:
    """The alphabet of 2021; a word without a sign of it is not taken for Kazakh."""
    assert in_cyrillic("tūrğyndary") == "тұрғындары"
    assert in_cyrillic("düñgender") == "дүңгендер"
    assert in_cyrillic("residents") is None


@pytest.fixture(autouse=True)
def _fresh_dictionary() -> object:
    yield
    russian.forms.cache_clear()
    russian.lemmas.cache_clear()

"""Places in prose: declared names in any case, nobody's title, and the one that a figure is about."""

from __future__ import annotations

import pytest

from onrecord import ledger, reading
from onrecord.kernel import Vocabulary
from onrecord.reading.localities import Localities
from onrecord.reading.localities.names import endings

_VOCABULARY = ledger.shipped_vocabulary()
_OWN = Vocabulary.from_toml(
    """
[term.place.upper-valley]
label = { en = "Upper Valley", ru = "Верхняя долина", kk = "Жоғарғы аңғар" }
prose = { en = ["upper valley"] }
[term.place.lower-valley]
label = { en = "Lower Valley", ru = "Нижняя долина", kk = "Төменгі аңғар" }
prose = { en = ["lower valley"] }
[term.place.mill-upper]
label = { en = "Mill", ru = "Мельница", kk = "Диірмен" }
prose = { en = ["mill"], kk = ["диірмен"] }
broader = "upper-valley"
[term.place.mill-lower]
label = { en = "Mill", ru = "Мельница", kk = "Диірмен" }
prose = { en = ["mill"] }
broader = "lower-valley"
[term.place.bank]
label = { en = "Bank", ru = "Берег", kk = "Жаға" }
prose = { en = ["bank"] }
broader = "mill-lower"
"""
)


def _places(text: str, language: str | None, vocabulary: Vocabulary = _VOCABULARY) -> list[str]:
    return [one.place for one in reading.places_in(text, language, vocabulary)]


@pytest.mark.parametrize(
    ("language", "text", "place"),
    [
        ("ru", "в Масанчи", "masanchi"),
        ("ru", "из села Сортобе", "sortobe"),
        ("ru", "в Кордайском районе", "korday-district"),
        ("ru", "в селе Кордай", "korday-town"),
        ("ru", "под Таразом", "taraz"),
        ("ru", "в Жамбылской области", "zhambyl-region"),
        ("ru", "в Булар-батыре", "bular-batyr"),
        ("ru", "в Киргизию", "kyrgyzstan"),
        ("kk", "Масаншыдан", "masanchi"),
        ("kk", "Масанчида", "masanchi"),
        ("kk", "Қордай ауданында", "korday-district"),
        ("kk", "Қордай ауылындағы", "korday-town"),
        ("kk", "Сортөбеге", "sortobe"),
        ("kk", "Жамбыл облысында", "zhambyl-region"),
        ("kk-Latn", "Masanşıda", "masanchi"),
        ("kk-Latn", "Qorday audanında", "korday-district"),
        ("ky", "Масанчыдан", "masanchi"),
        ("ky", "Кордой районунда", "korday-district"),
        ("uk", "у Кордайському районі", "korday-district"),
        ("pl", "w Kazachstanie", "kazakhstan"),
        ("de", "in Masantschi", "masanchi"),
        ("fr", "au Kazakhstan", "kazakhstan"),
        ("en", "in MASANCHI", "masanchi"),
        ("en", "the village of Korday", "korday-town"),
        ("en", "Nur-Sultan", "astana"),
    ],
)
def test_a_place_is_known_in_any_case_and_spelling(language: str, text: str, place: str) -> None:
    """Inflected, hyphened, in the letters of another language."""
    (found,) = reading.places_in(text, language, _VOCABULARY)
    assert found.place == place
    assert text[found.start : found.end] == found.words


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "the akim of Zhambyl region"),
        ("en", "Kazakhstan's interior ministry"),
        ("en", "an Almaty court"),
        ("en", "on Zhambyl street"),
        ("en", "the Kazakhstanis"),
        ("ru", "аким Жамбылской области"),
        ("ru", "прокуратура Кордайского района"),
        ("ru", "МВД Казахстана"),
        ("ru", "жители Масанчи"),
        ("ru", "суд города Алматы"),
        ("ru", "кордайцы"),
        ("ru", "масанчинский"),
        ("ru", "на улице Жамбыла"),
        ("kk", "Қордай ауданының әкімі"),
        ("kk", "Жамбыл облысы прокуратурасы"),
        ("kk", "Алматы соты"),
        ("kk", "қордайлықтар"),
        ("ky", "Кордой районунун акими"),
        ("en", "a taraz"),
        ("en", "Karakemer"),
    ],
)
def test_a_title_a_people_a_street_is_no_place(language: str, text: str) -> None:
    """And one of two places of a name is none, unless the text names what it belongs to."""
    assert _places(text, language) == []


def test_every_writing_of_every_place_is_known() -> None:
    """In its own language; where two are called so, with what the one belongs to."""
    missed = []
    for term in _VOCABULARY.terms_of("place"):
        above = _VOCABULARY.term("place", term.broader or "")
        for language, phrases in term.prose.items():
            context = f", {above.prose[language][0].title()}" if above and language in above.prose else ""
            for phrase in phrases:
                found = [*_places(phrase.title(), language), *_places(phrase.title() + context, language)]
                if term.name not in found and (found or context):
                    missed.append((term.name, language, phrase, found))
    assert not missed


def test_every_ending_may_be_hung_to_a_name() -> None:
    """Case endings of the languages of both scripts, and nothing else."""
    for ending in endings().of_names:
        is_latin = ending.isascii() or ending[0] in "ğñıąę"
        assert _places(("Taraz" if is_latin else "Тараз") + ending, "ru") == ["taraz"], ending
    assert _places("Таразец Таразчанин Tarazian", "ru") == []


def test_every_word_beside_a_name_that_makes_something_else_of_it() -> None:
    """A street, a school, a newspaper; a hospital is a place where things happen."""
    words = endings()
    for word in words.before:
        assert _places(f"{word} Тараз", "ru") == [], word
    for word in words.behind:
        assert _places(f"Taraz {word}", "en") == [], word
    for word in words.institutions:
        assert _places(f"Taraz's {word}", "en") == [], word
    for word in words.sites:
        assert _places(f"Taraz {word}", "en") == ["taraz"], word


def test_one_of_two_places_of_a_name_is_taken_with_what_it_belongs_to() -> None:
    """By what the text names; a text that names both or neither leaves it open."""
    assert _places("The Mill in Upper Valley", "en", _OWN) == ["mill-upper", "upper-valley"]
    assert _places("The Mill, then the Bank", "en", _OWN) == ["mill-lower", "bank"]
    assert _places("The Mill", "en", _OWN) == []
    assert _places("The Mill between Upper Valley and Lower Valley", "en", _OWN) == ["upper-valley", "lower-valley"]
    assert _places("", "en", _OWN) == []
    assert _places("In Upper Valley", "en", Vocabulary()) == []


@pytest.mark.parametrize(
    ("text", "number", "expected"),
    [
        ("In Masanchi 8 people died.", "8", ("masanchi", "clause")),
        ("8 people died, and that in Masanchi.", "8", ("masanchi", "sentence")),
        ("8 people died in Masanchi, a village of Korday district.", "8", ("masanchi", "clause")),
        ("8 people died in Masanchi and 3 people in Sortobe.", "3", ("sortobe", "clause")),
        ("In Masanchi 8 people died and 3 were hurt, in Sortobe 5 died.", "3", ("masanchi", "carried")),
        ("In Masanchi 8 people died and 3 were hurt, in Sortobe 5 died.", "5", ("sortobe", "clause")),
        ("Masanchi\n\n8 people died.", "8", ("masanchi", "heading")),
        ("What happened in Masanchi\n\n8 people died.", "8", None),
        ("8 people died. Masanchi was empty.", "8", None),
        ("Masanchi was empty. 8 people died.", "8", None),
        ("On the road from Masanchi to Sortobe 8 people died.", "8", None),
        ("Kazakhstan's ministry said 8 people died.", "8", None),
    ],
)
def test_a_figure_is_about_the_place_of_its_clause(text: str, number: str, expected: tuple[str, str] | None) -> None:
    """Else about the only one of its sentence or of the line above, else about none."""
    figures = [(one.start, one.end) for one in reading.quantities_in(text, "en", _VOCABULARY)]
    start = text.index(number)
    found = Localities(text, "en", _VOCABULARY).of(start, start + 1, figures)
    assert (found and (found.place, found.rule)) == expected

"""The parts of a name: what its words are, whose child, which sex."""

import pytest

from onrecord import names
from onrecord.names.alphabets import repair


@pytest.mark.parametrize(
    ("text", "content", "father", "sex"),
    [
        ("Лохаров Исмар Юнусович", ["лохаров", "исмар"], "юнусович", names.Sex.MALE),
        ("Жұмағазиева Айнагүл Серікқызы", ["жұмағазиева", "айнагүл"], "серікқызы", names.Sex.FEMALE),
        ("Тойчубай Эмил уулу", ["тойчубай"], "эмил", names.Sex.MALE),
        ("Чолпонбай кызы Айнура", ["айнура"], "чолпонбай", names.Sex.FEMALE),
        ("Qahorov Yo‘ldoshboy Tohir o‘g‘li", ["qahorov", "yo'ldoshboy"], "tohir", names.Sex.MALE),
        ("Maksim Leanidavich Trusevich", ["maksim", "trusevich"], "leanidavich", names.Sex.MALE),
        ("Рабинович Илья", ["рабинович", "илья"], None, names.Sex.MALE),
        ("Аллакулы Тохтаев", ["аллакулы", "тохтаев"], None, names.Sex.MALE),
        ("Юсупов Харсан ахун", ["юсупов", "харсан"], None, names.Sex.MALE),
        ("Лохарова Зара", ["лохарова", "зара"], None, names.Sex.FEMALE),
        ("Салман ибн Харис аль-Мансури", ["салман", "харис", "мансури"], None, names.Sex.MALE),
        ("عبد الرحمن منصوري", ["عبدالرحمن", "منصوري"], None, names.Sex.MALE),
    ],
)
def test_words_are_taken_for_what_their_form_says(
    text: str, content: list[str], father: str | None, sex: names.Sex | None
) -> None:
    """Patronymics joined and apart, titles, particles, a surname that only looks like a patronymic."""
    name = names.parse(text)
    assert [word.text for word in name.content] == content
    assert (name.patronymic.text if name.patronymic else None) == father
    assert name.sex is sex


@pytest.mark.parametrize(
    ("text", "initials"),
    [("Хахазов Э. М.", ["э", "м"]), ("Zh. Omirbek", ["zh"]), ("Хи Я Хун Мусар", []), ("dr. Chotaev", [])],
)
def test_initials_are_told_from_syllables_and_titles(text: str, initials: list[str]) -> None:
    """A letter with a dot is one, a lone vowel between short syllables is none."""
    assert [one.text for one in names.parse(text).initials] == initials


@pytest.mark.parametrize(
    ("text", "alphabet"),
    [
        ("җонзы лўфур", names.Alphabet.DUNGAN),
        ("қожағұлов", names.Alphabet.KAZAKH),
        ("үсөнов өсер", names.Alphabet.KYRGYZ),
        ("воўк міколай", names.Alphabet.UKRAINIAN),
        ("ўткир қодиров", names.Alphabet.UZBEK),
        ("qojağūlov", names.Alphabet.KAZAKH_LATIN),
        ("g'ulomov", names.Alphabet.UZBEK_LATIN),
        ("tchoukharov", names.Alphabet.FRENCH_LATIN),
        ("محمد", names.Alphabet.ARABIC),
        ("ھوشۇر", names.Alphabet.ARABIC_WITH_VOWELS),
        ("宋江", names.Alphabet.OTHER),
    ],
)
def test_the_alphabet_is_told_by_letters_that_are_its_own(text: str, alphabet: names.Alphabet) -> None:
    """Per name, not per list."""
    assert names.alphabet_of(text) is alphabet


@pytest.mark.parametrize(("mixed", "whole"), [("Maхсутов", "Махсутов"), ("Иcмap", "Исмар"), ("Мaĸсим", "Максим")])
def test_a_token_of_two_scripts_is_repaired_and_the_original_kept(mixed: str, whole: str) -> None:
    """Look-alikes become letters of the script that has letters of its own."""
    assert repair(mixed) == whole
    assert names.parse(mixed).original == mixed
    assert names.parse(mixed).is_repaired


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("село Карабулар", names.Kind.PLACE),
        ("Бұлар батыр", names.Kind.PLACE),
        ("ТОО «Агро»", names.Kind.ORGANISATION),
        ("Nordtal Aktiengeselschaft GmbH", names.Kind.ORGANISATION),
        ("Лохаров Исмар, 12.03.1980", names.Kind.PERSON),
    ],
)
def test_places_and_firms_are_no_persons(text: str, kind: names.Kind) -> None:
    """By their own words only; villages that look like people are listed."""
    assert names.parse(text).kind is kind

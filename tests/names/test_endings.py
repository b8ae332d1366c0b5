"""Names in running text: which nominative a case leads back to, and what is no case."""

import pytest

from onrecord.names.alphabets import Alphabet
from onrecord.names.endings import nominatives


@pytest.mark.parametrize(
    ("text", "nominative", "is_certain"),
    [
        ("лохарова исмара юнусовича", "лохаров исмар юнусович", True),
        ("лохарову исмару", "лохаров исмар", True),
        ("лохаровым исмаром", "лохаров исмар", True),
        ("лохарове исмаре", "лохаров исмар", True),
        ("лохарова исмара", "лохаров исмар", False),
        ("лохаровой заре исаевне", "лохарова зара исаевна", True),
        ("лохарову зару", "лохарова зара", False),
        ("кузьминскому якову", "кузьминский яков", True),
    ],
)
def test_a_russian_case_leads_back_to_the_name(text: str, nominative: str, is_certain: bool) -> None:
    """All words agree in one case; where a woman's nominative looks the same, it is not certain."""
    found = {one.text: one.is_certain for one in nominatives(text, Alphabet.RUSSIAN)}
    assert nominative in found
    assert found[nominative] or not is_certain


@pytest.mark.parametrize(
    ("text", "nominative"),
    [
        ("бекзат нұрғазиннің", "бекзат нұрғазин"),
        ("ерасыл қасенұлына", "ерасыл қасенұлы"),
        ("айгүлден", "айгүл"),
        ("серіктің", "серік"),
        ("болатпен", "болат"),
    ],
)
def test_a_kazakh_case_leads_back_to_the_name(text: str, nominative: str) -> None:
    """Only the last word of a name takes an ending."""
    assert nominative in {one.text for one in nominatives(text, Alphabet.KAZAKH)}


@pytest.mark.parametrize("text", ["лохаров исмар", "болатмен ертеңде ермекке", "айгүлдан", "ma yusur"])
def test_a_name_that_shows_no_case_is_left_alone(text: str) -> None:
    """Vowel harmony and the first sound of an ending have to fit."""
    found = nominatives(text, Alphabet.KAZAKH)
    assert "айгүл" not in {one.text for one in found}
    assert text not in {one.text for one in found}

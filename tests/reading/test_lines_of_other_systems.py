"""Texts whose lines end as on other systems, and figures whose words stand in two lines, are read like any other."""

import pytest

from onrecord import ledger, reading
from onrecord.kernel import Qualifier, Quantity
from onrecord.reading.proposing.standing import standing

_VOCABULARY = ledger.shipped_vocabulary()
_HEDGED = [
    ("en", "The office said that at least 30 people were killed."),
    ("ru", "По данным полиции, погибли не менее 30 человек."),
    ("kk", "Полицияның мәліметінше, кемінде 30 адам қаза тапты."),
    ("de", "Laut Polizei wurden mindestens 30 Menschen getötet."),
]


def _suggested(text: str, language: str) -> list[reading.Suggestion]:
    return list(reading.FiguresReader().suggestions(text, language, _VOCABULARY))


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize(("language", "text"), _HEDGED)
def test_a_hedge_is_kept_wherever_a_line_ends(language: str, text: str, line_end: str) -> None:
    """Every space in turn and all at once: "at least 30" never becomes 30."""
    words = text.split(" ")
    broken = [line_end.join((" ".join(words[:at]), " ".join(words[at:]))) for at in range(1, len(words))]
    for one in (*broken, line_end.join(words)):
        (found,) = _suggested(one, language)
        assert isinstance(found.value, Quantity)
        assert found.value.qualifier is Qualifier.AT_LEAST, one
        assert one[found.start : found.end] == found.value.wording


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_who_is_named_in_another_paragraph_says_nothing_of_this_one(line_end: str) -> None:
    """An empty line of Windows ends a paragraph too."""
    text = f"Погибли 11 человек.{line_end}{line_end}Об этом сообщили в полиции."
    (found,) = _suggested(text, "ru")
    assert found.speaker is None


@pytest.mark.parametrize("sign", "²③⁴①")
def test_a_digit_that_is_no_number_stops_nobody(sign: str) -> None:
    """Square metres, notes and numbers in circles stand beside figures; `read` broke off at them."""
    text = f"In all 12 people were killed{sign} and a field of 500 m{sign} burnt."
    found = _suggested(text, "en")[0]
    assert found.property == "killed"
    assert standing(found, text, "en", _VOCABULARY) == found

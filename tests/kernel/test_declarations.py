"""Vocabulary files: every mistake is told at once, as a sentence, in three languages, with the nearest right word."""

import pytest

from onrecord.kernel import Vocabulary, VocabularyRefused

_LABEL = 'label = { en = "wells", ru = "колодцы", kk = "құдықтар" }'
_WHOLE = f"""
[property.wells]
subject = "incident"
value_type = "quantity"
units = ["objects"]
{_LABEL}
definition = {{ en = "Wells that dried up.", ru = "Высохшие колодцы.", kk = "Суалған құдықтар." }}
"""


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ('subject = "incident"', "", ["property.wells", "subject"]),
        ('"quantity"', '"number"', ["value_type", "number", "quantity"]),
        ('units = ["objects"]', "", ["property.wells", "units"]),
        ('units = ["objects"]', 'units = "objects"', ["units"]),
        ('units = ["objects"]', 'units = ["objects"]\nhuridoc = "01"', ["huridoc", "huridocs"]),
        ('units = ["objects"]', 'units = ["objects"]\nhuridocs = "O1"', ["huridocs", "HURIDOCS"]),
        ('units = ["objects"]', 'units = ["objects"]\nmicrothesaurus = 50', ["microthesaurus", "48", "69"]),
        ('units = ["objects"]', 'units = ["objects"]\nfollowthemoney = "note"', ["followthemoney", "Person:name"]),
        ('units = ["objects"]', 'units = ["objects"]\nprose = "nothing"', ["prose", "none"]),
        ('units = ["objects"]', 'units = ["objects"]\ndated = "yes"', ["dated", "true"]),
        ('units = ["objects"]', 'units = ["objects"]\nvalues = 4', ["values"]),
        (', kk = "құдықтар"', "", ["label", "kk"]),
        ("[property.wells]", "[propety.wells]", ["propety", "property"]),
        ("[property.wells]", '[property."wells!"]', ["wells!"]),
        ("[property.wells]", "[property.wells", ["TOML"]),
    ],
)
def test_each_mistake_is_a_sentence(right: str, wrong: str, told: list[str]) -> None:
    """It names the place, the word, and what may stand there; a Python error is nobody's help."""
    with pytest.raises(VocabularyRefused) as caught:
        Vocabulary.from_toml(_WHOLE.replace(right, wrong), where="ours.toml")
    for language in ("en", "ru", "kk"):
        message = caught.value.message(language)
        assert all(word in message for word in ["ours.toml", *told])
        assert not any(word in message for word in ("{", "KeyError", "TypeError"))
    assert len({caught.value.message(language) for language in ("en", "ru", "kk")}) == 3


def test_all_mistakes_of_a_file_are_told_at_once() -> None:
    """A person corrects a file once."""
    wrong = _WHOLE.replace('"quantity"', '"number"').replace(_LABEL, "") + "[colour.red]\n"
    with pytest.raises(VocabularyRefused) as caught:
        Vocabulary.from_toml(wrong, where="ours.toml")
    assert caught.value.message("en").count(";") >= 2


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('dimensions = ["gruop"]', "group"),
        ('units = ["object"]', "objects"),
        ('subject = "incidnt"', "incident"),
        ('part_of = "well"', "wells"),
        ('not_before = ["dug"]', "dug"),
        ('values = "colour"', "colour"),
        ('needs = ["group"]', "needs"),
    ],
)
def test_a_slip_in_a_name_is_told_with_the_right_one(line: str, told: str) -> None:
    """Beside the words that are shipped; a word of their own that is like none of them is taken."""
    from onrecord import ledger

    name = line.partition(" ")[0]
    lines = [one for one in _WHOLE.splitlines() if not one.startswith(f"{name} =")]
    own = Vocabulary.from_toml("\n".join([*lines, line]))
    together = ledger.shipped_vocabulary().merge(own, as_own=True)
    with pytest.raises(VocabularyRefused, match=told):
        together.check_references(where="ours.toml")
    fine = Vocabulary.from_toml(_WHOLE.replace('["objects"]', '["wells"]\ndimensions = ["depth"]'))
    ledger.shipped_vocabulary().merge(fine, as_own=True).check_references()


def test_an_organisation_declares_units_dimensions_and_kinds_of_subject() -> None:
    """And claims of them are taken; a place that lies in itself is refused."""
    from onrecord import ledger

    text = f"""
[unit.wells]
{_LABEL}
[dimension.depth]
{_LABEL}
says_how = true
closed = "always"
[subject.well]
{_LABEL}
definition = {{ en = "One well.", ru = "Один колодец.", kk = "Бір құдық." }}
followthemoney = "Thing"
[term.depth.deep]
{_LABEL}
"""
    together = ledger.shipped_vocabulary().merge(Vocabulary.from_toml(text), as_own=True)
    together.check_references()
    assert (together.is_closed("depth"), together.says_how("depth")) == (True, True)
    assert "well" in together.subjects
    circle = f'[term.place.a]\n{_LABEL}\nbroader = "b"\n[term.place.b]\n{_LABEL}\nbroader = "a"\n'
    with pytest.raises(VocabularyRefused, match="leads back"):
        Vocabulary.from_toml(circle).check_references()

"""Vocabulary types: declared as data, refused with the place where a declaration is wrong."""

import pytest

from onrecord.kernel import ValueType, Vocabulary, VocabularyRefused

_KILLED = """
[property.killed]
subject = "incident"
value_type = "quantity"
units = ["persons"]
dimensions = ["group", "place"]
label = { en = "killed", ru = "погибшие", kk = "қаза тапқандар" }
definition = { en = "People who died.", ru = "Погибшие люди.", kk = "Қаза тапқан адамдар." }
prose = { en = ["killed", "died"], ru = ["погиб"], kk = ["қаза тап"] }

[term.group.dungan]
label = { en = "Dungan", ru = "дунгане", kk = "дүнгендер" }
"""


def test_a_declaration_becomes_a_property_with_its_unit() -> None:
    """The first unit is the one meant when a source names none."""
    vocabulary = Vocabulary.from_toml(_KILLED)
    killed = vocabulary.property("killed")
    assert killed is not None
    assert killed.value_type is ValueType.QUANTITY
    assert killed.unit == "persons"
    assert killed.prose["ru"] == ("погиб",)
    assert [term.name for term in vocabulary.terms_of("group")] == ["dungan"]
    assert vocabulary.term("group", "dungan") is not None
    assert vocabulary.property("slain") is None


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("value_type = 'number'", 'value_type = "quantity"'),
        ("valuetype = 'quantity'", 'value_type = "quantity"'),
        ("label = { en = 'killed' }", 'label = { en = "killed", ru = "погибшие", kk = "қаза тапқандар" }'),
        ("units = [", 'units = ["persons"]'),
        ("colour = 'red'", 'subject = "incident"'),
    ],
)
def test_a_wrong_declaration_names_its_place(wrong: str, right: str) -> None:
    """An organisation's typing error is refused with the file, not at the first claim weeks later."""
    with pytest.raises(VocabularyRefused) as caught:
        Vocabulary.from_toml(_KILLED.replace(right, wrong), where="ours.toml")
    assert caught.value.facts["where"] == "ours.toml"


def test_merging_never_changes_the_meaning_of_a_word() -> None:
    """A second declaration of one name is refused; new names are taken."""
    vocabulary = Vocabulary.from_toml(_KILLED)
    with pytest.raises(VocabularyRefused, match="killed"):
        vocabulary.merge(vocabulary)
    more = Vocabulary.from_toml(_KILLED.replace("killed]", "missing]").replace("group.dungan", "group.kazakh"))
    assert set(vocabulary.merge(more).properties) == {"killed", "missing"}

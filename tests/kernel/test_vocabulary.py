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


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('part_of = "harmed"', "harmed"),
        ('makes_up = "killed"', "leads back"),
        ('not_before = "born"', "born"),
    ],
)
def test_a_declaration_that_leads_nowhere_or_back_is_told(line: str, told: str) -> None:
    """A sum over a whole that is not there would close for ever."""
    vocabulary = Vocabulary.from_toml(_KILLED.replace('units = ["persons"]', f'units = ["persons"]\n{line}'))
    with pytest.raises(VocabularyRefused, match=told):
        vocabulary.check_references(where="ours.toml")


@pytest.mark.parametrize(
    "line", ['families = "people"', 'families = [""]', 'counts = "heads"', 'one_answer = "yes"', 'counts = ["stock"]']
)
def test_a_word_about_kin_or_counting_that_is_none_is_refused(line: str) -> None:
    """As any other typing error: with the file."""
    wrong = _KILLED.replace('units = ["persons"]', f'units = ["persons"]\n{line}')
    with pytest.raises(VocabularyRefused) as caught:
        Vocabulary.from_toml(wrong, where="ours.toml")
    assert caught.value.facts["where"] == "ours.toml"


def test_kin_share_a_family_and_a_dimension_says_how() -> None:
    """Declared as data, and what is not declared says nothing."""
    kin = _KILLED.replace('units = ["persons"]', 'units = ["persons"]\nfamilies = ["harm"]')
    other = kin.replace("killed]", "injured]").partition("[term")[0] + "[dimension.extent]\nsays_how = true\n"
    both = Vocabulary.from_toml(kin).merge(Vocabulary.from_toml(other))
    assert both.kin("killed") == {"killed", "injured"}
    assert both.kin("unheard_of") == {"unheard_of"}
    assert (both.says_how("extent"), both.says_how("place")) == (True, False)
    with pytest.raises(VocabularyRefused, match="extent"):
        both.merge(Vocabulary.from_toml("[dimension.extent]\nsays_how = false\n"))

"""The shipped vocabulary: complete, in three languages, consistent in itself."""

import pytest

from onrecord import ledger
from onrecord.kernel import ValueType

_WORDS = ledger.shipped_vocabulary()
_PROMISED = [
    "killed",
    "injured",
    "sought_medical_help",
    "hospitalised",
    "intensive_care",
    "missing",
    "displaced",
    "returned",
    "border_entries",
    "homeless",
    "families_affected",
    "houses_destroyed",
    "houses_damaged",
    "houses_looted",
    "houses_rebuilt",
    "other_buildings",
    "commercial_objects",
    "vehicles",
    "vehicles_stolen",
    "livestock_stolen",
    "damage_sum",
    "compensation_sum",
    "participants",
    "perpetrators",
    "criminal_cases",
    "detained",
    "arrested",
    "in_custody",
    "suspects",
    "charged",
    "defendants",
    "convicted",
    "acquitted",
    "imprisoned",
    "suspended",
    "prison_term",
    "suspended_term",
    "sentences_altered",
    "ill_treated",
    "death_in_custody",
    "police_injured",
]


@pytest.mark.parametrize("name", _PROMISED)
def test_every_promised_measure_exists_with_a_unit_or_a_currency(name: str) -> None:
    """CLI.md: the core names of `figures-in`; a group goes in `group`, not in the name."""
    declared = _WORDS.property(name)
    assert declared is not None
    assert declared.unit is not None or declared.value_type is ValueType.MONEY
    assert "group" in declared.dimensions
    assert all(declared.prose.get(language) for language in ("en", "ru", "kk"))


@pytest.mark.parametrize("name", sorted(_WORDS.properties))
def test_labels_and_definitions_are_there_in_three_languages(name: str) -> None:
    """Three texts that differ, and references that exist."""
    declared = _WORDS.properties[name]
    for label in (declared.label, declared.definition):
        assert len({label.en, label.ru, label.kk}) == 3
        assert all(text.strip() for text in (label.en, label.ru, label.kk))
    for reference in (declared.not_before, declared.part_of):
        assert reference is None or reference in _WORDS.properties


def test_no_group_is_hidden_in_a_name() -> None:
    """One name, one meaning: killed_dungan is killed with a group."""
    groups = {term.name for term in _WORDS.terms_of("group")}
    assert not [name for name in _WORDS.properties if any(name.endswith(f"_{group}") for group in groups)]

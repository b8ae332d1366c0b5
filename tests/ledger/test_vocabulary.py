"""The shipped vocabulary: complete for the mission, in three languages, consistent in itself, with codes that exist."""

import re
import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

from onrecord import ledger
from onrecord.kernel import Label, ValueType, Vocabulary

_WORDS = ledger.shipped_vocabulary()
_FOLDER = resources.files("onrecord.ledger") / "vocabulary"
_RAW: dict[str, dict[str, Any]] = {}
for _file in _FOLDER.iterdir():
    if _file.name.endswith(".toml"):
        _RAW.update(tomllib.loads(_file.read_text(encoding="utf-8")).get("property", {}))

# The measures that the command line promises (`figures-in`).
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

# Measures of a real collection of claims on one incident, each with the word of ours that takes it.
_MEASURES = {
    "acquitted": "acquitted",
    "affected": "affected",
    "arrest_operation": "police_operation",
    "arrest_transparency": "arrest_transparency",
    "arrested": "arrested",
    "border_entries": "border_entries",
    "border_exits": "border_exits",
    "buildings_burned_total": "other_buildings scope=all_buildings",
    "buildings_not_legalised": "buildings_not_legalised",
    "cause_claim": "cause_claim",
    "charged": "charged",
    "charges": "charges",
    "commercial_objects": "commercial_objects",
    "compensation_status": "compensation_status",
    "compensation_sum": "compensation_sum sum_stage=paid",
    "convicted": "convicted",
    "criminal_cases": "criminal_cases",
    "damage_sum": "damage_sum",
    "death_in_custody": "death_in_custody",
    "defendants": "defendants",
    "defendants_dungan": "defendants group=dungan",
    "defendants_first_incident": "defendants trial=road_quarrel",
    "defendants_kazakh": "defendants group=kazakh",
    "demand": "demand",
    "detained": "detained",
    "detained_for_killings": "detained article=99",
    "displaced": "displaced",
    "duty_adopted": "adopted_on",
    "duty_concern": "concern",
    "expert_examinations": "expert_examinations",
    "gunshot_wounds": "gunshot_wounds",
    "hospitalised": "hospitalised",
    "hostile_speech": "hostile_speech",
    "houses_and_shops": "houses_and_shops",
    "houses_burned_fully": "houses_destroyed extent=burned",
    "houses_damaged_or_destroyed": "houses_destroyed scope=destroyed_or_damaged",
    "houses_destroyed": "houses_destroyed",
    "houses_rebuilt": "houses_rebuilt",
    "houses_windows_broken": "houses_damaged scope=windows",
    "imprisoned": "imprisoned",
    "imprisoned_dungan": "imprisoned group=dungan",
    "injured": "injured",
    "interrogation_duration": "interrogation_hours",
    "investigation_opened": "legal_stage stage=registered",
    "investigators_per_interrogation": "interrogators",
    "killed": "killed",
    "killed_dungan": "killed group=dungan",
    "killed_kazakh": "killed group=kazakh",
    "objects_damaged_total": "houses_and_shops scope=all_kinds",
    "observer_access": "observer_access",
    "official_characterisation": "official_characterisation",
    "official_response_to_speech": "official_response_to_speech",
    "officials_dismissed": "dismissed_officials",
    "participants": "participants",
    "perpetrators": "perpetrators",
    "persons_questioned": "persons_questioned",
    "police_arrival": "happened_on phase=police_arrival",
    "police_injured": "police_injured",
    "pressure_on_community": "pressure",
    "prison_term": "prison_term",
    "prison_term_dungan_murder": "prison_term group=dungan article=99",
    "prison_term_dungan_police": "prison_term group=dungan article=380-1",
    "prison_term_first_incident": "prison_term trial=road_quarrel",
    "prison_term_longest": "prison_term scope=longest",
    "reason_for_alteration": "reason_for_alteration",
    "released": "released",
    "released_on_parole": "released_on_parole",
    "restoration_status": "restoration_status",
    "returned": "returned",
    "sentence_reduced_dungan": "reduced_term group=dungan",
    "sentence_requested": "sentence_requested",
    "sentence_requested_attackers": "sentence_requested scope=attackers",
    "sentence_requested_dungan": "sentence_requested group=dungan",
    "sentences_altered": "sentences_altered",
    "sentences_unaltered_dungan": "sentences_upheld group=dungan",
    "sentences_upheld": "sentences_upheld",
    "speech_criminal_cases": "criminal_cases scope=provocation",
    "speech_persons_identified": "suspects scope=provocation",
    "speech_prosecution_of_critics": "speech_prosecution",
    "state_reply": "reply_content",
    "suspects_first_incident": "suspects trial=road_quarrel",
    "suspended": "suspended",
    "suspended_dungan": "suspended group=dungan",
    "suspended_term": "suspended_term",
    "time_served": "time_served",
    "torture_complaint": "complaint",
    "treated_in_kyrgyzstan": "treated_abroad",
    "trial_transparency": "trial_transparency",
    "vehicles": "vehicles",
    "victims_recognised": "victims_recognised",
    "victims_recognised_first_incident": "victims_recognised scope=first_incident",
}

# Code numbers of METHOD 2.3, by microthesaurus; the labels that stand beside them are ours.
_CODES = {
    4: "020111110000 010106010000 050104000000 030102000000 030101000000 130103000000 130102000000 130101000000 "
    "040101000000 020103010000 020103000000",
    13: "042114070101 110126011101",
    18: "010600000000",
    23: "030100000000 010310000000 020200000000",
    24: "020500000000 010104000000",
    25: "010100000000 010200000000 010300000000 020200000000 030300000000 030403000000",
    26: "010100000000 010201000000 010202000000 010203000000 010301000000 010302000000 010303000000 010304000000",
    27: "010000000000 020400000000 030100000000 030200000000 040000000000 050000000000 060000000000",
    42: "01 02 03 04 05 99",
    47: "01 02 03 04 99",
}
# Numbers of fields of the Events Standard Formats that METHOD 2.1 names.
_FIELDS = [
    "0944",
    "0111",
    "0113",
    "0903",
    "0904",
    "0911",
    "0915",
    "0928",
    "0942",
    "2111",
    "2118",
    "2123",
    "2154",
    "2422",
    "2509",
    "2510",
    "2511",
    "2512",
    "2553",
    "2602",
    "2609",
    "2611",
    "2613",
    "2614",
    "3116",
    "3118",
    "3411",
    "3412",
]
# Schemata and properties of FollowTheMoney 3.8.4, as far as we map to them.
_FOLLOWTHEMONEY = {
    "Address": {"full"},
    "CourtCase": {"category", "status", "caseNumber", "court", "fileDate", "closeDate"},
    "Document": {
        "title", "author", "authoredAt", "publishedAt", "language", "date", "publisher", "sourceUrl", "notes",
        "keywords",
    },
    "Documentation": {"document"},
    "Event": {"date", "description", "location"},
    "Note": {"description"},
    "Person": {"name", "alias", "birthDate", "deathDate", "ethnicity", "gender"},
    "Similar": {"match"},
}  # fmt: skip


def test_every_promised_measure_exists_with_a_unit_or_a_currency() -> None:
    """The core names of `figures-in`; a group goes in `group`, not in the name."""
    for name in _PROMISED:
        declared = _WORDS.property(name)
        assert declared is not None, name
        assert declared.unit is not None or declared.value_type is ValueType.MONEY, name
        assert "group" in declared.dimensions, name
        assert all(declared.prose.get(language) for language in ("en", "ru", "kk")), name


def test_every_measure_of_a_real_collection_has_a_word() -> None:
    """Each goes into a property and dimensions that it declares; a closed dimension knows the value."""
    for measure in sorted(_MEASURES):
        name, *about = _MEASURES[measure].split()
        declared = _WORDS.property(name)
        assert declared is not None, measure
        for one in about:
            dimension, _, value = one.partition("=")
            assert dimension in declared.dimensions, measure
            assert not _WORDS.is_closed(dimension) or _WORDS.term(dimension, value) is not None, measure


def test_every_property_says_all_that_is_made_from_it() -> None:
    """Three labels that differ, definitions that are sentences, stems for what is counted, a code or none on purpose."""
    for name in sorted(_WORDS.properties):
        declared, raw = _WORDS.properties[name], _RAW[name]
        assert _differ(declared.label), name
        assert _differ(declared.definition), name
        for text in declared.definition.to_record().values():
            assert text.endswith("."), name
            assert text[0] == text[0].upper(), name
            assert len(text.split()) >= 3, name
        is_counted = declared.value_type in (ValueType.QUANTITY, ValueType.MONEY)
        stems = [declared.prose.get(language, ()) for language in ("en", "ru", "kk")]
        assert all(stems) if is_counted and name not in _NO_STEMS else raw.get("prose") == "none" or all(stems), name
        assert {"huridocs", "followthemoney"} <= set(raw), name


# Whom a text calls affected is not told from whom it calls hurt; how far one utterance went is not told by prose; the
# others are of one row of a list, and no text counts them.
_NO_STEMS = {"affected", "age", "loss_count", "loss_value", "reach"}


def test_every_code_and_mapping_of_a_property_exists() -> None:
    """A code of a microthesaurus names its list; a field number or a property of FollowTheMoney is one there is."""
    for name in sorted(_WORDS.properties):
        declared = _WORDS.properties[name]
        if declared.microthesaurus is not None:
            assert declared.huridocs in _CODES[declared.microthesaurus].split(), name
        elif declared.huridocs is not None:
            assert declared.huridocs in _FIELDS, name
        if declared.followthemoney is not None:
            schema, _, its_property = declared.followthemoney.partition(":")
            assert its_property in _FOLLOWTHEMONEY[schema], name


def test_every_other_word_is_labelled_and_every_code_of_a_term_exists() -> None:
    """Terms, dimensions, units and kinds of subject; those in use are declared, and none is declared for nothing."""
    for one in (*_WORDS.dimensions.values(), *_WORDS.units.values(), *_WORDS.subjects.values()):
        assert _differ(one.label), one.name
    for term in _WORDS.terms.values():
        if term.dimension not in ("place", "speaker"):
            assert _differ(term.label), term.name
        if term.huridocs is not None:
            assert term.microthesaurus is not None
            assert term.huridocs in _CODES[term.microthesaurus].split(), term.name
    used_units = {unit for one in _WORDS.properties.values() for unit in one.units}
    used_dimensions = {name for one in _WORDS.properties.values() for name in one.dimensions}
    used_subjects = {kind for one in _WORDS.properties.values() for kind in one.subjects}
    assert used_units == set(_WORDS.units)
    assert used_dimensions == set(_WORDS.dimensions)
    assert used_subjects == set(_WORDS.subjects)


def test_what_tells_who_somebody_is_is_for_few_eyes() -> None:
    """R0.14: names and ethnic groups of persons are restricted unless somebody says otherwise."""
    restricted = {one.name for one in _WORDS.properties.values() if one.is_restricted}
    assert {"name", "alias", "born_on", "ethnic_group"} <= restricted


def test_no_group_is_hidden_in_a_name() -> None:
    """One name, one meaning: killed_dungan is killed with a group."""
    groups = {term.name for term in _WORDS.terms_of("group")}
    assert not [name for name in _WORDS.properties if any(name.endswith(f"_{group}") for group in groups)]


def test_the_order_of_a_case_holds_over_its_steps() -> None:
    """What has to come first is found over any number of steps."""
    assert {"charged_on", "sent_to_court_on", "trial_opened_on", "born_on"} <= _WORDS.earlier("verdict_on")
    assert "verdict_on" in _WORDS.earlier("altered_on")
    assert "altered_on" not in _WORDS.earlier("verdict_on")


def test_places_are_closed_as_soon_as_an_archive_declares_its_own() -> None:
    """An archive that has declared no place may name any; one that has meant them all, and a slip is refused."""
    label = 'label = { en = "Upper Mill", ru = "Верхняя Мельница", kk = "Жоғарғы Диірмен" }'
    own = Vocabulary.from_toml(f"[term.place.upper-mill]\n{label}\n")
    assert (_WORDS.is_closed("place"), _WORDS.is_closed("group")) == (False, True)
    together = _WORDS.merge(own, as_own=True)
    assert together.is_closed("place")
    assert together.near("place", "uper-mill")[0] == "upper-mill"
    assert together.near("group", "дунгане") == ("dungan",)


def _differ(label: Label) -> bool:
    texts = label.to_record().values()
    return len(set(texts)) == 3 and all(text.strip() for text in texts)


def test_the_example_for_an_organisation_can_be_used_as_it_stands() -> None:
    """Whoever copies it from the page has a vocabulary."""
    page = Path(__file__).parents[2] / "docs" / "howto" / "vocabulary.md"
    (example,) = re.findall(r"(?s)```toml\n(.*?)```", page.read_text(encoding="utf-8"))
    together = _WORDS.merge(Vocabulary.from_toml(example), as_own=True)
    together.check_references()
    assert together.property("wells_spoiled") is not None
    assert together.is_closed("place")

"""The vocabulary written out: everything that a claim is held to, in three languages, from the declarations alone."""

import pytest

from onrecord import ledger
from onrecord.kernel import Vocabulary

_WORDS = ledger.shipped_vocabulary()


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_the_page_has_every_word_with_its_definition(language: str) -> None:
    """No property, dimension, unit or kind of subject is left out, and none is told in another language."""
    page = ledger.vocabulary_page(_WORDS, language)
    for declared in (*_WORDS.properties.values(), *_WORDS.subjects.values()):
        assert f"(`{declared.name}`)" in page
        assert declared.definition.text(language) in page
    for one in (*_WORDS.dimensions.values(), *_WORDS.units.values()):
        assert f"{one.label.text(language)}" in page


def test_a_property_tells_its_units_order_parts_and_codes() -> None:
    """What a row is refused for can be read beforehand."""
    convicted = dict(ledger.facts_of(_WORDS.properties["sentences_altered"], _WORDS, "en"))
    assert convicted["counted in"] == "persons"
    assert convicted["part of"] == "people convicted"
    verdict = dict(ledger.facts_of(_WORDS.properties["verdict_on"], _WORDS, "ru"))
    assert verdict["не раньше, чем"] == "дата начала суда, дата направления в суд"
    killed = dict(ledger.facts_of(_WORDS.properties["killed"], _WORDS, "kk"))
    assert killed["HURIDOCS коды"] == "MT25 010100000000"
    assert killed["төменгі шегі мына адамдардан"] == "қаза тапты, кейін қайтыс болды"
    assert (
        dict(ledger.facts_of(_WORDS.properties["name"], _WORDS, "en"))["restricted unless somebody says otherwise"]
        == ""
    )


def test_the_record_holds_what_an_organisation_declares() -> None:
    """A group and a local code of their own, and that a dimension is closed by them."""
    own = Vocabulary.from_toml(
        '[term.place.upper-mill]\nlabel = { en = "Upper Mill", ru = "Верхняя Мельница", kk = "Жоғарғы Диірмен" }\n'
        'huridocs = "039900000000"\nmicrothesaurus = 63\nlocal = true\n'
    )
    record = ledger.vocabulary_record(_WORDS.merge(own, as_own=True))
    (mill,) = [one for one in record["terms"] if one["name"] == "upper-mill"]
    assert (mill["huridocs"], mill["microthesaurus"], mill["local"]) == ("039900000000", 63, True)
    assert {one["name"]: one["closed"] for one in record["dimensions"]}["place"] is True
    assert len(record["properties"]) == len(_WORDS.properties)

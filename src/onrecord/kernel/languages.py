"""Owns language tags and scripts. Never guesses the language of a passage: reading does, and may abstain."""

from __future__ import annotations

import unicodedata
from collections import Counter
from enum import StrEnum
from typing import Final

from onrecord.kernel.labels import Label


class Script(StrEnum):
    """Writing systems the region's documents use, by ISO 15924 code."""

    LATIN = "Latn"
    CYRILLIC = "Cyrl"
    ARABIC = "Arab"
    HAN = "Hani"
    OTHER = "Zyyy"


# BCP 47 tags; Dungan is dng (ISO 639-3). A script subtag is written only where a language has two.
LANGUAGES: Final[dict[str, Label]] = {
    "ar": Label(en="Arabic", ru="арабский", kk="араб тілі"),
    "de": Label(en="German", ru="немецкий", kk="неміс тілі"),
    "dng": Label(en="Dungan", ru="дунганский", kk="дүнген тілі"),
    "en": Label(en="English", ru="английский", kk="ағылшын тілі"),
    "fa": Label(en="Persian", ru="персидский", kk="парсы тілі"),
    "fr": Label(en="French", ru="французский", kk="француз тілі"),
    "it": Label(en="Italian", ru="итальянский", kk="итальян тілі"),
    "ja": Label(en="Japanese", ru="японский", kk="жапон тілі"),
    "kk": Label(en="Kazakh", ru="казахский", kk="қазақ тілі"),
    "kk-Arab": Label(en="Kazakh (Arabic script)", ru="казахский (арабица)", kk="қазақ тілі (төте жазу)"),
    "kk-Latn": Label(en="Kazakh (Latin script)", ru="казахский (латиница)", kk="қазақ тілі (латын)"),
    "ky": Label(en="Kyrgyz", ru="киргизский", kk="қырғыз тілі"),
    "nl": Label(en="Dutch", ru="нидерландский", kk="нидерланд тілі"),
    "pl": Label(en="Polish", ru="польский", kk="поляк тілі"),
    "ru": Label(en="Russian", ru="русский", kk="орыс тілі"),
    "tg": Label(en="Tajik", ru="таджикский", kk="тәжік тілі"),
    "tk": Label(en="Turkmen", ru="туркменский", kk="түрікмен тілі"),
    "tr": Label(en="Turkish", ru="турецкий", kk="түрік тілі"),
    "tt": Label(en="Tatar", ru="татарский", kk="татар тілі"),
    "ug": Label(en="Uyghur", ru="уйгурский", kk="ұйғыр тілі"),
    "uk": Label(en="Ukrainian", ru="украинский", kk="украин тілі"),
    "uz": Label(en="Uzbek", ru="узбекский", kk="өзбек тілі"),
    "uz-Cyrl": Label(en="Uzbek (Cyrillic)", ru="узбекский (кириллица)", kk="өзбек тілі (кирилл)"),
    "zh": Label(en="Chinese", ru="китайский", kk="қытай тілі"),
}


def language_name(tag: str) -> Label:
    """Return the language's name in our three languages; the tag itself where we have no name for it."""
    known = LANGUAGES.get(tag) or LANGUAGES.get(tag.split("-", maxsplit=1)[0])
    return known or Label(en=tag, ru=tag, kk=tag)


def script_of(text: str) -> Script:
    """Return the script most letters of `text` are written in; `OTHER` where it has no letters of ours."""
    counted = Counter(_script_of_letter(one) for one in text if one.isalpha())
    counted.pop(Script.OTHER, None)
    return counted.most_common(1)[0][0] if counted else Script.OTHER


def has_mixed_scripts(word: str) -> bool:
    """Say whether one word mixes Latin and Cyrillic letters: nearly always a slip of the keyboard, or a trick."""
    found = {_script_of_letter(one) for one in word if one.isalpha()}
    return {Script.LATIN, Script.CYRILLIC} <= found


def _script_of_letter(letter: str) -> Script:
    name = unicodedata.name(letter, "")
    for start, script in _BY_NAME:
        if name.startswith(start):
            return script
    return Script.OTHER


_BY_NAME: Final = (
    ("CYRILLIC", Script.CYRILLIC),
    ("LATIN", Script.LATIN),
    ("ARABIC", Script.ARABIC),
    ("CJK", Script.HAN),
)

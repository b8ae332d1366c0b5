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
    "az": Label(en="Azerbaijani", ru="азербайджанский", kk="әзербайжан тілі"),
    "az-Cyrl": Label(en="Azerbaijani (Cyrillic)", ru="азербайджанский (кириллица)", kk="әзербайжан тілі (кирилл)"),
    "be": Label(en="Belarusian", ru="белорусский", kk="беларусь тілі"),
    "bg": Label(en="Bulgarian", ru="болгарский", kk="болгар тілі"),
    "cs": Label(en="Czech", ru="чешский", kk="чех тілі"),
    "cv": Label(en="Chuvash", ru="чувашский", kk="чуваш тілі"),
    "de": Label(en="German", ru="немецкий", kk="неміс тілі"),
    "dng": Label(en="Dungan", ru="дунганский", kk="дүнген тілі"),
    "el": Label(en="Greek", ru="греческий", kk="грек тілі"),
    "en": Label(en="English", ru="английский", kk="ағылшын тілі"),
    "es": Label(en="Spanish", ru="испанский", kk="испан тілі"),
    "et": Label(en="Estonian", ru="эстонский", kk="эстон тілі"),
    "fa": Label(en="Persian", ru="персидский", kk="парсы тілі"),
    "fr": Label(en="French", ru="французский", kk="француз тілі"),
    "hy": Label(en="Armenian", ru="армянский", kk="армян тілі"),
    "it": Label(en="Italian", ru="итальянский", kk="итальян тілі"),
    "ja": Label(en="Japanese", ru="японский", kk="жапон тілі"),
    "ka": Label(en="Georgian", ru="грузинский", kk="грузин тілі"),
    "kk": Label(en="Kazakh", ru="казахский", kk="қазақ тілі"),
    "kk-Arab": Label(en="Kazakh (Arabic script)", ru="казахский (арабица)", kk="қазақ тілі (төте жазу)"),
    "kk-Latn": Label(en="Kazakh (Latin script)", ru="казахский (латиница)", kk="қазақ тілі (латын)"),
    "ko": Label(en="Korean", ru="корейский", kk="корей тілі"),
    "ky": Label(en="Kyrgyz", ru="киргизский", kk="қырғыз тілі"),
    "mn": Label(en="Mongolian", ru="монгольский", kk="моңғол тілі"),
    "nl": Label(en="Dutch", ru="нидерландский", kk="нидерланд тілі"),
    "pl": Label(en="Polish", ru="польский", kk="поляк тілі"),
    "pt": Label(en="Portuguese", ru="португальский", kk="португал тілі"),
    "ru": Label(en="Russian", ru="русский", kk="орыс тілі"),
    "sah": Label(en="Yakut", ru="якутский", kk="якут тілі"),
    "tg": Label(en="Tajik", ru="таджикский", kk="тәжік тілі"),
    "th": Label(en="Thai", ru="тайский", kk="тай тілі"),
    "tk": Label(en="Turkmen", ru="туркменский", kk="түрікмен тілі"),
    "tr": Label(en="Turkish", ru="турецкий", kk="түрік тілі"),
    "tt": Label(en="Tatar", ru="татарский", kk="татар тілі"),
    "ug": Label(en="Uyghur", ru="уйгурский", kk="ұйғыр тілі"),
    "ug-Cyrl": Label(en="Uyghur (Cyrillic)", ru="уйгурский (кириллица)", kk="ұйғыр тілі (кирилл)"),
    "ug-Latn": Label(en="Uyghur (Latin script)", ru="уйгурский (латиница)", kk="ұйғыр тілі (латын)"),
    "uk": Label(en="Ukrainian", ru="украинский", kk="украин тілі"),
    "uz": Label(en="Uzbek", ru="узбекский", kk="өзбек тілі"),
    "uz-Cyrl": Label(en="Uzbek (Cyrillic)", ru="узбекский (кириллица)", kk="өзбек тілі (кирилл)"),
    "zh": Label(en="Chinese", ru="китайский", kk="қытай тілі"),
}


def language_name(tag: str) -> Label:
    """Return the language's name in our three languages; the tag itself where we have no name for it."""
    known = LANGUAGES.get(tag) or LANGUAGES.get(tag.split("-", maxsplit=1)[0])
    return known or Label.alike(tag)


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

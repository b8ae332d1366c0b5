"""Owns the syllables of Chinese: pinyin as Palladius wrote it, and where his н is ng. Never takes a name apart.

After the table of Palladius (Kafarov, 1888) that Russian papers follow, and ISO 7098:2015 for pinyin. Pinyin q, x, r
and j are ц, с, ж and цз there; a final нь is n and a final н is ng, which most clerks do not keep apart.
"""

from __future__ import annotations

import re
from typing import Final

_INITIALS: Final = {
    "zh": "чж", "ch": "ч", "sh": "ш", "b": "б", "p": "п", "m": "м", "f": "ф", "d": "д", "t": "т", "n": "н", "l": "л",
    "g": "г", "k": "к", "h": "х", "j": "цз", "q": "ц", "x": "с", "r": "ж", "z": "цз", "c": "ц", "s": "с", "": "",
}  # fmt: skip
_FINALS: Final = {
    "iang": "янг", "iong": "юнг", "uang": "уанг", "ang": "анг", "eng": "энг", "ing": "инг", "ong": "унг", "ian": "янь",
    "iao": "яо", "uai": "уай", "uan": "уань", "ai": "ай", "an": "ань", "ao": "ао", "ei": "эй", "en": "энь", "er": "эр",
    "ia": "я", "ie": "е", "in": "инь", "iu": "ю", "ou": "оу", "ua": "уа", "ue": "юэ", "üe": "юэ", "ui": "уй",
    "un": "унь", "uo": "о", "a": "а", "e": "э", "i": "и", "o": "о", "u": "у", "ü": "юй",
}  # fmt: skip
_GLIDES: Final = {  # y and w at the head of a syllable are written with what follows them
    "ya": "я", "yan": "янь", "yang": "янг", "yao": "яо", "ye": "е", "yi": "и", "yin": "инь", "ying": "инг", "yo": "ё",
    "yong": "юнг", "you": "ю", "yu": "юй", "yuan": "юань", "yue": "юэ", "yun": "юнь", "wa": "ва", "wai": "вай",
    "wan": "вань", "wang": "ванг", "wei": "вэй", "wen": "вэнь", "weng": "вэнг", "wo": "во", "wu": "у",
}  # fmt: skip
_BARE: Final = {
    "ang": "анг",
    "ai": "ай",
    "an": "ань",
    "ao": "ао",
    "ou": "оу",
    "en": "энь",
    "e": "э",
}  # at the head alone
_ROUNDED: Final = {"u": "юй", "uan": "юань", "un": "юнь"}  # u behind j, q, x is ü
_BUZZING: Final = frozenset({"zh", "ch", "sh", "r", "z", "c", "s"})  # i behind them is ы
_GLIDED: Final = "|".join(sorted(_GLIDES, key=lambda one: -len(one)))
_WITH_INITIAL: Final = (
    f"(?:zh|ch|sh|[bpmfdtnlgkhrzcs])(?:{'|'.join(_FINALS)})|[jqx](?:i(?:ang|ong|an|ao|ng|[aenu])?|u(?:an|[en])?)"
)
_CONSONANT: Final = "[b-df-hj-np-tw-z]"
_SYLLABLE: Final = re.compile(f"({_GLIDED}|{_WITH_INITIAL}|{'|'.join(_BARE)})(?=$|{_CONSONANT})")
_WHOLE: Final = re.compile(
    f"(?:(?:{'|'.join(_BARE)})(?=$|{_CONSONANT}))?(?:(?:{_GLIDED}|{_WITH_INITIAL})(?=$|{_CONSONANT})){{1,3}}"
)
# What hardly any name of another people has; without it a word that falls into such syllables is left alone: Marina.
_LATIN_MARK: Final = re.compile(
    "[jqx][iu]|zh[aeiou]|ng(?=$|[bcdfghjklmnpqrstwxyz])|[iu]a[on]|u[eoi]|iu|^[^aeiou]*[aeiou]n?$"
)
_CYRILLIC_MARK: Final = re.compile(
    "чж|цз|нь|юй|эй|сю[эн]|ця|цю|сяо|сян|жуй|хуэ|уа[нй]|юэ|юань|^оуян$|^[бвгджзклмнпстфхцчшщ]{0,2}[аеиоуыэюя]{1,2}н$"
)
_OPEN: Final = re.compile("н(?![ьгаеёиоуыэюяй])ъ?")


def palladius_of(word: str) -> str | None:
    """Return a word in pinyin as Russian papers write it, with нг for its ng; None for what is no pinyin."""
    if not word.endswith(_LATIN_ENDS) or "v" in word or len(word) > _LONGEST:
        return None
    if not _LATIN_MARK.search(word) or not _WHOLE.fullmatch(word):
        return None
    out = []
    at = 0
    while at < len(word):
        found = _SYLLABLE.match(word, at)
        syllable = found.group() if found else word[at:]
        out.append(_written(syllable))
        at += len(syllable)
    return "".join(out)


def with_open_ends(word: str) -> str | None:
    """Return a Chinese word in Russian letters with нг for each final н that Palladius left hard; None without one."""
    if "н" not in word or word.endswith(_NO_CYRILLIC_ENDS) or len(word) > _LONGEST or not _CYRILLIC_MARK.search(word):
        return None
    found = _OPEN.sub("нг", word)
    return found if found != word else None


_LONGEST: Final = 18
_LATIN_ENDS: Final = ("a", "e", "i", "o", "u", "ü", "n", "g", "r")
_NO_CYRILLIC_ENDS: Final = ("в", "ва", "ч", "на")  # of Russian surnames and fathers, which are most words of a list


def _written(syllable: str) -> str:
    if syllable in _GLIDES or syllable in _BARE:
        return _GLIDES.get(syllable) or _BARE[syllable]
    initial = syllable[:2] if syllable[:2] in _INITIALS else syllable[:1] if syllable[:1] in _INITIALS else ""
    final = syllable[len(initial) :]
    if initial in _BUZZING and final == "i":
        return f"{_INITIALS[initial]}ы"
    if initial in {"j", "q", "x"} and final in _ROUNDED:
        return f"{_INITIALS[initial]}{_ROUNDED[final]}"
    if initial == "h" and final == "ui":
        return "хуэй"
    return f"{_INITIALS[initial]}{_FINALS.get(final, final)}"

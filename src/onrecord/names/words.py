"""Owns one word of a name: its sounds, and whether its form is a surname's, a patronymic's, a given name's.

After METHOD 8.3. What a word is follows from its letters and its alphabet alone, so that it is worked out once and
remembered; the memories are bounded, and what was forgotten is worked out again to the same end.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from onrecord.names import variants
from onrecord.names.alphabets import CYRILLIC, LATIN, Alphabet, alphabet_of
from onrecord.names.folding import arabic_plain, read, readings
from onrecord.names.model import Role, Sex, Token, token

_REMEMBERED: Final = 100_000  # words, each with all that is below; about 1.5 kB a word
_SHORTEST_STEM: Final = 3
_ADJECTIVES: Final = {"i": Sex.MALE, "oi": Sex.MALE, "aia": Sex.FEMALE, "ai": Sex.FEMALE, "a": Sex.FEMALE}
_SURNAME: Final = re.compile(r"^(.{2,}?)(ov|ev|iov|in|sk|ck)(a|ai|aia|i|oi|e|o)?$")
_SURNAME_ENDS: Final = tuple(
    f"{suffix}{ending}"
    for ending in ("", "a", "ai", "aia", "i", "oi", "e", "o")
    for suffix in ("ov", "ev", "in", "sk", "ck")
)
_MALE_FATHER: Final = re.compile(r"^(.{2,}?)(?:ov|ev|iev|aev|av|iav)(?:i?C)$")
_FEMALE_FATHER: Final = re.compile(r"^(.{2,}?)(?:ov|ev|iev|av|au|eu)na$")
_SHORT_FATHER: Final = re.compile(r"^(il|kuzm|luk|fom|nikit|sav|mustaf|mus|is)(?:i?C|i?niCna|iCna|ieviC)$")
_FATHER_ENDS: Final = ("C", "na")  # of every sound that one of the three above finds
_FATHERS: Final[tuple[tuple[re.Pattern[str], Sex | None], ...]] = (
    (_MALE_FATHER, Sex.MALE),
    (_FEMALE_FATHER, Sex.FEMALE),
    (_SHORT_FATHER, None),
)
_SON_ENDS: Final = (
    "ұлы", "улы", "уулу", "ўғли", "угли", "оглы", "оғлы", "оглу", "оғлу", "уғли", "uly", "ūly", "ulı", "ūlı", "uulu",
    "oglu", "oğlu", "ۇلى",
    "ogly", "oghli", "ugli", "o'g'li",
)  # fmt: skip
# Behind к an ending may be of -кул, a slave (Имамкулы); a front vowel before it, Kazakh ұ behind a front к, or the long
# Kyrgyz уу show that it is a son (Серікұлы, Асанбекуулу).
_SON: Final = re.compile(
    f"^(.{{2,}}[^кқkqгgғكق]|.+[іиеэieıىە][кkك])(?:{'|'.join(_SON_ENDS)})$|^(.{{2,}}к)ұлы$|^(.{{2,}}[кk])(?:уулу|uulu)$"
)
_DAUGHTER_ENDS: Final = (
    "қызы", "кызы", "гызы", "қизи", "кизи", "qyzy", "kyzy", "qızı", "kızı", "gyzy", "qizi", "kizi",
    "قىزى",
)  # fmt: skip
_DAUGHTER: Final = re.compile(f"^(.{{2,}})(?:{'|'.join(_DAUGHTER_ENDS)})$")
_NO_GROUPS: Final[frozenset[int]] = frozenset()
_NONE: Final[frozenset[str]] = frozenset()


@functools.lru_cache(maxsize=_REMEMBERED)
def token_of(word: str, alphabet: Alphabet) -> Token:
    """Return one word with its readings, the base and stem it may have as a surname, and its groups of given names."""
    if _differs(word, alphabet):
        alphabet = alphabet_of(word)
    return _token(word, alphabet, read(word, alphabet))


@functools.lru_cache(maxsize=_REMEMBERED)
def patronymic_of(word: str, alphabet: Alphabet) -> Token | None:
    """Return a word as a patronymic, whose readings are those of the father's name; None for one of another form."""
    return _patronymic(word, alphabet, read(word, alphabet))


def both_of(word: str, alphabet: Alphabet) -> tuple[Token, Token | None]:
    """Return `token_of` and `patronymic_of` a word that is in the script of the alphabet, and remember nothing."""
    sounds = read(word, alphabet)
    return _token(word, alphabet, sounds), _patronymic(word, alphabet, sounds)


def _token(word: str, alphabet: Alphabet, sounds: tuple[str, ...]) -> Token:
    given = variants.table()
    known = arabic_plain(word) if alphabet is Alphabet.ARABIC else word
    first = frozenset(sounds[:4])
    groups = given.groups_of(first, known)
    forms = [] if groups else [one for sound in sounds if (one := surname_forms(sound))]
    if forms and sounds[0].endswith("din"):
        forms = []
    return token(
        word,
        alphabet,
        Role.SURNAME if forms else Role.NAME,
        first if len(sounds) <= 4 else frozenset(sounds),
        sounds[0] if sounds else word,
        bases=frozenset([one[0] for one in forms]) if forms else _NONE,
        stems=frozenset([one[1] for one in forms if one[1]]) if forms else _NONE,
        sex=forms[0][2] if forms else None,
        groups=groups,
        home_groups=_NO_GROUPS if forms else given.home_groups_of(first, known),
    )


def _patronymic(word: str, alphabet: Alphabet, sounds: tuple[str, ...]) -> Token | None:
    for marked, ends, child in ((_SON, _SON_ENDS, Sex.MALE), (_DAUGHTER, _DAUGHTER_ENDS, Sex.FEMALE)):
        found = marked.match(word) if word.endswith(ends) else None
        stem = _fathers_of(found, alphabet) if found else _NONE
        if stem:
            return replace(_named_after(word, alphabet, stem, child), stands_as_surname=True)
    sounds = tuple([one for one in sounds if one.endswith(_FATHER_ENDS)])
    if not sounds:
        return None
    for pattern, sex in _FATHERS:
        stems = {one for sound in sounds for one in _father(pattern, sound)}
        if stems:
            return _named_after(word, alphabet, frozenset(stems), sex)
    return None


def father_token(word: str, alphabet: Alphabet, sex: Sex | None = None) -> Token:
    """Return a father's name, given as such, as a patronymic."""
    return _father_token(word, alphabet, sex)


@functools.lru_cache(maxsize=20_000)
def _father_token(word: str, alphabet: Alphabet, sex: Sex | None) -> Token:
    return replace(token_of(word, alphabet), role=Role.PATRONYMIC, sex=sex)


def surname_forms(sound: str) -> tuple[str, str, Sex | None] | None:
    """Return (base without sex, stem without suffix, sex) of a reading that has the shape of a surname; or None."""
    found = _SURNAME.match(sound) if sound.endswith(_SURNAME_ENDS) else None
    if found is None:
        return None
    stem, suffix, ending = found.group(1), found.group(2), found.group(3) or ""
    if suffix in {"sk", "ck"}:
        sex = _ADJECTIVES.get(ending)
        return (f"{stem}{suffix}i", "", sex) if sex else None
    if ending not in {"", "a"}:
        return None
    is_long = len(stem) >= _SHORTEST_STEM
    if suffix == "in":
        return (f"{stem}in", stem, None) if is_long else None
    return f"{stem}{suffix}", stem if is_long else "", Sex.FEMALE if ending else Sex.MALE


def _fathers_of(found: re.Match[str], alphabet: Alphabet) -> frozenset[str]:
    """Return the sounds of the father's name before -ұлы or -қызы; the к of Серік and қызы are often written once."""
    stem = next(one for one in found.groups() if one)
    sounds = readings(stem, alphabet)
    if found.re is _DAUGHTER and stem[-1] in _VOWELS:
        sounds += readings(f"{stem}{'k' if alphabet in LATIN else 'к'}", alphabet)
    return frozenset(sounds)


_VOWELS: Final = frozenset("аәеёиіоөуұүыэюяaäeiıoöuüy")


def _father(pattern: re.Pattern[str], sound: str) -> Iterator[str]:
    """Yield the father's name that a patronymic tells, with the й that -аевич and -еевич swallow: Бектай, Сергей."""
    found = pattern.match(sound)
    if not found or len(found.group(1)) < 2:
        return
    stem = found.group(1)
    ending = sound[len(stem) :]
    if ending.startswith("aev"):
        stem = f"{stem}a"
    yield stem
    if stem.endswith("a"):
        yield f"{stem}i"
    elif ending.startswith(("ev", "iev")):
        yield f"{stem}ei"


def _named_after(word: str, alphabet: Alphabet, stems: frozenset[str], sex: Sex | None) -> Token:
    if sex is None:
        sex = Sex.FEMALE if word.endswith(("a", "а")) else Sex.MALE
    given = variants.table()
    wider = stems | {f"{one}a" for one in stems} | {f"{one}i" for one in stems}
    groups = given.groups_of(stems, "") or given.groups_of(frozenset(wider), "")
    return Token(
        text=word,
        alphabet=alphabet,
        role=Role.PATRONYMIC,
        readings=stems,
        likeliest=min(stems, key=lambda one: (-len(one), one)),
        sex=sex,
        groups=groups,
    )


def _differs(word: str, alphabet: Alphabet) -> bool:
    """Say whether a word is in another script than the name around it, as in "Юсупов (Yusupov)"."""
    own = alphabet_of(word)
    return (own in CYRILLIC) != (alphabet in CYRILLIC) or (own in _IN_ARABIC) != (alphabet in _IN_ARABIC)


_IN_ARABIC: Final = frozenset({Alphabet.ARABIC, Alphabet.ARABIC_WITH_VOWELS})

"""Owns how two words of two names stand to each other. Never looks at the rest of the names."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import Final

from onrecord.names.alphabets import CYRILLIC, LATIN, Alphabet
from onrecord.names.folding import arabic_consonants, arabic_pattern, arabic_plain, skeleton
from onrecord.names.model import Role, Token
from onrecord.names.nearness import FARTHEST, changes, is_one_slip, nearness

SAME: Final = 1.0
VARIANT: Final = 0.97
STEM: Final = 0.96
HOME: Final = 0.83
_LENGTHENED: Final = 0.7
_OWN_LETTERS: Final = 0.8  # two letters of one alphabet that another alphabet does not keep apart
_NEAREST: Final = 0.83  # what a near word is worth at most: never as much as one that is explained
_LEAST: Final = 0.45
_SHORT: Final = 3  # sounds: in a word this short every difference counts
_CONTRASTS: Final = tuple(map(frozenset, ("ўү", "бп", "дт", "гк", "җч", "цч")))


@dataclass(frozen=True, slots=True)
class Match:
    """What two words are to each other: how much of one, and by which code of `reasons`."""

    grade: float
    code: str
    is_stem_of_first: bool = False
    is_stem_of_second: bool = False


_DIFFERENT: Final = Match(0.0, "different")
_UNREAD: Final = Match(0.5, "unread")
_SAME: Final = Match(SAME, "same")
_VARIANT: Final = Match(VARIANT, "variant")
_BY_OWN_LETTERS: Final = Match(_OWN_LETTERS, "near")


_MATCHES: Final[dict[int, Match]] = {}
_MOST_MATCHES: Final = 200_000  # pairs of words, about 150 bytes each; then they are looked at anew
_APART: Final = 48  # bits for the number of a word


def matched(one: Token, other: Token) -> Match:
    """Return what two words are to each other; of the same two it is worked out once."""
    if one.text == other.text:
        return _SAME
    key = one.number << _APART | other.number
    found = _MATCHES.get(key)
    if found is None:
        if len(_MATCHES) >= _MOST_MATCHES:
            _MATCHES.clear()
        found = _MATCHES[key] = _matched(one, other)
    return found


def _matched(one: Token, other: Token) -> Match:
    if one.alphabet is Alphabet.ARABIC or other.alphabet is Alphabet.ARABIC:
        return _with_arabic(one, other)
    if not one.readings or not other.readings:
        return _UNREAD
    return _outright(one, other) or _by_stem(one, other) or _by_home_form(one, other) or _by_sound(one, other)


def agrees(one: Token, other: Token) -> bool:
    """Say whether two words are one outright, by sound or by the table; cheaper than `matched`, which looks further."""
    if one.alphabet is Alphabet.ARABIC or other.alphabet is Alphabet.ARABIC:
        return matched(one, other).code in {"same", "variant"}
    if one.text == other.text:
        return True
    found = _outright(one, other)
    return found is not None and found.grade >= VARIANT


def _outright(one: Token, other: Token) -> Match | None:
    """Return the match of words that sound the same, or of which the table says that they are one name, or two."""
    if not one.readings.isdisjoint(other.readings) or (one.bases and not one.bases.isdisjoint(other.bases)):
        return _BY_OWN_LETTERS if _differs_in_own_letters(one, other) else _SAME
    if one.groups and other.groups:
        return _DIFFERENT if one.groups.isdisjoint(other.groups) else _VARIANT
    return None


def _by_home_form(one: Token, other: Token) -> Match | None:
    if (one.home_groups & other.groups) or (one.home_groups & other.home_groups) or _is_endearment(one, other):
        return Match(HOME, "home-form", is_stem_of_first=True)
    if (one.groups & other.home_groups) or _is_endearment(other, one):
        return Match(HOME, "home-form", is_stem_of_second=True)
    return None


def fathers_matched(one: Token, other: Token) -> Match:
    """Return what two fathers' names are to each other; endings that patronymics swallow do not count."""
    if one.alphabet is Alphabet.ARABIC or other.alphabet is Alphabet.ARABIC:
        return _with_arabic(one, other)
    if not _open(one.readings).isdisjoint(_open(other.readings)):
        return _SAME
    if one.groups and other.groups:
        return _DIFFERENT if one.groups.isdisjoint(other.groups) else _VARIANT
    return _by_sound(one, other)


def has_contrast(one: str, other: str) -> bool:
    """Say whether two words in Dungan letters differ in a pair of sounds that Dungan keeps apart."""
    if len(one) != len(other):
        return False
    return any(a != b and frozenset((a, b)) in _CONTRASTS for a, b in zip(one, other, strict=True))


def fits_initial(initial: Token, word: Token) -> bool:
    """Say whether a word may begin with an initial, under any transliteration of either."""
    if initial.text[:1] == word.text[:1] and initial.alphabet is word.alphabet:
        return True
    if not word.readings or word.alphabet is Alphabet.ARABIC:
        return True
    begins = tuple(sound for one in initial.readings for sound in _begins(one, initial))
    return any(one.startswith(begins) for one in word.readings)


def is_frequent(word: Token) -> bool:
    """Say whether a word is among the most frequent given names or surnames."""
    groups, surnames = _frequent()
    return bool(word.groups & groups) or not (word.readings | word.bases).isdisjoint(surnames)


def is_one_syllable(word: Token) -> bool:
    """Say whether a word has one vowel and few sounds, as Chinese surnames have."""
    if not word.readings:
        return len(word.text) <= 2
    return (
        len(word.likeliest) <= 4 and sum(_is_first_vowel(word.likeliest, at) for at in range(len(word.likeliest))) <= 1
    )


def _is_first_vowel(sounds: str, at: int) -> bool:
    return sounds[at] in "aeiou" and (at == 0 or sounds[at - 1] not in "aeiou")


@functools.cache
def _frequent() -> tuple[frozenset[int], frozenset[str]]:
    from onrecord.names.words import token_of

    text = (resources.files(__package__) / "data" / "frequent.toml").read_text(encoding="utf-8")
    declared = tomllib.loads(text)
    given = [token_of(one, Alphabet.RUSSIAN) for one in declared["given"].split()]
    surnames = [token_of(one, Alphabet.RUSSIAN) for one in declared["surnames"].split()]
    return (
        frozenset().union(*(one.groups for one in given)),
        frozenset().union(*((one.bases or one.readings) for one in surnames)),
    )


def _by_stem(one: Token, other: Token) -> Match | None:
    """Return the match of a surname with its bare stem: Оспанова, Оспан. Two endings that differ are two surnames."""
    if one.stems and other.role is not Role.SURNAME and _meet(one.stems, other):
        return Match(STEM, "stem", is_stem_of_first=True)
    if other.stems and one.role is not Role.SURNAME and _meet(other.stems, one):
        return Match(STEM, "stem", is_stem_of_second=True)
    if _is_lengthened(one, other) or _is_lengthened(other, one):
        return Match(_LENGTHENED, "near")
    if _is_child_of_same(one, other) or _is_child_of_same(other, one):
        return Match(HOME, "child-of")
    return None


def _is_child_of_same(one: Token, other: Token) -> bool:
    """Say whether a surname in -zoda and one in -ов are of one father: Tajiks and Azeris change one for the other."""
    if not other.stems or not one.likeliest.endswith(_CHILDREN):
        return False
    fathers = {reading[: -len(_CHILDREN[0])] for reading in one.readings if reading.endswith(_CHILDREN)}
    return not fathers.isdisjoint(other.stems)


_CHILDREN: Final = ("zoda", "zada", "zade")


def _is_lengthened(long: Token, short: Token) -> bool:
    """Say whether one word is a surname of two or three letters with a Russian ending: Ма, Маев."""
    if not long.bases or len(short.likeliest) > _SHORT:
        return False  # the likeliest is one of the readings, of which none may be longer
    endings = ("ov", "ev", "iev")
    cut = {base.removesuffix(end) for base in long.bases for end in endings if base.endswith(end)}
    return not cut.isdisjoint(short.readings) and all(len(one) <= _SHORT for one in short.readings)


def _meet(stems: frozenset[str], word: Token) -> bool:
    return not _open(stems).isdisjoint(_open(word.readings))


@functools.lru_cache(maxsize=200_000)
def _open(sounds: frozenset[str]) -> frozenset[str]:
    """Return readings with and without a last vowel that a suffix swallows: Сергей and Серге-евич."""
    return sounds | {one[:-1] for one in sounds if len(one) > 3 and one[-1] in "ai"}


def _differs_in_own_letters(one: Token, other: Token) -> bool:
    """Say whether two words in Cyrillic differ in letters that sound alike only to those who write another alphabet."""
    if one.alphabet not in CYRILLIC or other.alphabet not in CYRILLIC or len(one.text) != len(other.text):
        return False
    return any({a, b} == {"ш", "щ"} for a, b in zip(one.text, other.text, strict=True))


def _is_endearment(long: Token, name: Token) -> bool:
    """Say whether a word is a name as it is said at home: all of it or its beginning, and an ending of fondness.

    A word that is itself a full name is nobody's home form: Maria is not a fond Mario.
    """
    if long.groups or long.role is Role.SURNAME or name.role is Role.SURNAME:
        return False
    for stem, may_be_beginning in _fond_stems(long.likeliest):
        if stem in name.readings:
            return True
        if may_be_beginning and any(one.startswith(stem) and len(one) >= len(stem) + 2 for one in name.readings):
            return True
    return False


@functools.lru_cache(maxsize=20_000)
def _fond_stems(sounds: str) -> tuple[tuple[str, bool], ...]:
    """Return what is left of a word without an ending of fondness, and whether it may be the beginning of a name."""
    found = []
    for ending, whole_only in _FOND:
        stem = sounds.removesuffix(ending)
        if stem != sounds and len(stem) >= (_SHORT if ending not in _ON_TWO_SOUNDS else 2):
            found.append((stem, not whole_only and len(stem) <= _LONGEST_BEGINNING))
    return tuple(found)


_LONGEST_BEGINNING: Final = 4
_ON_TWO_SOUNDS: Final = frozenset({"ke", "ken", "ia"})  # Сәке of Сәбит, Фая of Фарида
_FOND: Final = (
    *((one, True) for one in ("Jan", "Jon", "bai", "bek", "han", "kan", "tai", "gul", "ken", "eke", "ake")),
    *(
        (one, False)
        for one in ("ik", "ek", "ka", "ke", "ken", "Sa", "uSa", "iuSa", "usia", "ia", "za", "zi", "S", "k", "a", "e")
    ),
)


def _by_sound(one: Token, other: Token) -> Match:
    best = 0.0
    for a in _few(one):
        for b in _few(other):
            if len(a) > _SHORT < len(b):
                near = nearness(a, b)
                if near > best and (near >= _ALIKE or changes(a, b, _MOST_SLIPS) <= _MOST_SLIPS):
                    best = near
    if best < FARTHEST:
        return _by_slip(one, other)
    grade = _LEAST + (best - FARTHEST) / (1 - FARTHEST) * (_NEAREST - _LEAST)
    return Match(round(grade, 4), "near")


def _by_slip(one: Token, other: Token) -> Match:
    """Return what two words of one script are that differ by one slip of the pen, which most slips are (Damerau, 1964).

    In a short word every letter tells people apart: it counts for little, and only beside two words that agree.
    """
    if _script(one) != _script(other) or not is_one_slip(one.text, other.text):
        return _DIFFERENT
    shortest = min(len(one.text), len(other.text))
    return _SHORT_SLIP if shortest <= _SHORT else _SLIP if shortest < _LONG else _SLIP_IN_LONG


def _script(word: Token) -> str:
    if word.alphabet in CYRILLIC:
        return "cyrillic"
    return "latin" if word.alphabet in LATIN else word.alphabet


_ALIKE: Final = 0.88  # words this near in sound may differ in as many letters as they like
_MOST_SLIPS: Final = 2
_SLIP: Final = Match(_LEAST, "near")
_LONG: Final = 5
_SLIP_IN_LONG: Final = Match(0.6, "near")  # enough to show a name of this word alone
_SHORT_SLIP: Final = Match(0.35, "near")


def _few(word: Token) -> tuple[str, ...]:
    if not word.readings:
        return () if not word.bases or word.sex is None else (min(word.bases),)
    if word.bases and word.sex is not None:
        return (min(word.bases),)
    if len(word.readings) == 1:
        return (word.likeliest,)
    others = [one for one in word.readings if one != word.likeliest]
    return (word.likeliest, min(others)) if others else (word.likeliest,)


def _with_arabic(one: Token, other: Token) -> Match:
    """Return the match of a word in Arabic letters, whose short vowels are not written."""
    if one.alphabet is other.alphabet and arabic_plain(one.text) == arabic_plain(other.text):
        return _SAME
    if one.groups and other.groups:
        return _DIFFERENT if one.groups.isdisjoint(other.groups) else _VARIANT
    if one.alphabet is other.alphabet:
        return _by_letters(arabic_plain(one.text), arabic_plain(other.text))
    arabic, spelled = (one, other) if one.alphabet is Alphabet.ARABIC else (other, one)
    return _by_pattern(arabic, spelled)


def _by_pattern(arabic: Token, spelled: Token) -> Match:
    if not spelled.readings:
        return _UNREAD
    pattern = arabic_pattern(arabic.text)
    if any(pattern.fullmatch(sound) for sound in spelled.readings | spelled.bases):
        return Match(SAME if len(arabic_consonants(arabic.text)) >= 3 else 0.9, "same")
    bones = arabic_consonants(arabic.text)
    near = max((nearness(bones, skeleton(sound)) for sound in _few(spelled)), default=0.0)
    return Match(0.55, "near") if near >= 0.75 and len(bones) >= _SHORT else _DIFFERENT


def _by_letters(one: str, other: str) -> Match:
    near = nearness(one, other)
    return Match(_LEAST, "near") if near >= 0.75 and min(len(one), len(other)) > _SHORT else _DIFFERENT


def _begins(sound: str, initial: Token) -> tuple[str, ...]:
    if initial.alphabet in {Alphabet.RUSSIAN, Alphabet.KAZAKH, Alphabet.DUNGAN, Alphabet.KYRGYZ, Alphabet.UZBEK}:
        return (sound,)
    return (sound, *_LATIN_BEGINS.get(initial.text, ()))


_LATIN_BEGINS: Final = {
    "k": ("h", "k"), "s": ("S", "c"), "c": ("C", "S", "J", "k", "s"), "z": ("J",), "t": ("c", "C"), "d": ("J",),
    "y": ("e", "i"), "j": ("i", "J", "h"), "g": ("J", "h"), "x": ("h", "S"), "q": ("k", "g"), "h": ("h", "g"),
    "i": ("e",),
}  # fmt: skip

"""Owns the sounds of a word: one set of readings for every alphabet and habit of transliteration. Never compares.

A word that is written differently under passport rules of 1997, 2010 and ICAO, BGN/PCGN, GOST 7.79, French style, the
Kazakh Latin alphabets or Turkish letters has a reading in common under all of them (METHOD 8.1 and 8.2); a letter that
may be two sounds gives two readings. Passport Latin is no function of the Cyrillic, so that nothing here is inverted.
"""

from __future__ import annotations

import functools
import itertools
import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any, Final

from onrecord.names import chinese
from onrecord.names.alphabets import CYRILLIC, LATIN, Alphabet

_MOST_READINGS: Final = 32
_LONGEST: Final = 40  # letters of one word; what is longer is no word of a name and is read up to here
_VOWELS: Final = "aeiou"
_DOUBLED: Final = re.compile(r"(.)\1+")
_TWICE: Final = re.compile(r"(.)\1")
_UNMARKED: Final = re.compile("[Ѐ-ҁҊ-ӿ' -]*")
_TOGETHER: Final = (
    ("ts", "c"),
    ("tC", "C"),
    ("SC", "S"),
    ("dJ", "J"),
    ("sS", "S"),
)
_GLIDE: Final = re.compile(rf"(^|[{_VOWELS}])ie")
_SERVANT: Final = re.compile(r"^(?:abd|gabd)([aeiou]?)([lr])(?=.{3})")
_FAITH: Final = re.compile(r"(?<=.{2})[aeiou]l?d(?:i|e)n$")
_SOUL: Final = re.compile(r"(?<=.{2})Jon(?=$|ov|ev|bek)")  # Uzbek -jon is -жан elsewhere
_OFF: Final = re.compile(r"(?<=[aeo])f(?=a?$)")


@functools.cache
def letters() -> Mapping[str, Any]:
    """Return the tables of letters as they are declared."""
    return tomllib.loads((resources.files(__package__) / "data" / "letters.toml").read_text(encoding="utf-8"))


@functools.lru_cache(maxsize=20_000)
def readings(word: str, alphabet: Alphabet) -> tuple[str, ...]:
    """Return the sounds a word in small letters may stand for, the likeliest first; empty where it cannot be read.

    Arabic letters leave vowels out and have a pattern instead: see `arabic_pattern`.
    """
    return read(word, alphabet)


def read(word: str, alphabet: Alphabet) -> tuple[str, ...]:
    """Return what `readings` does and remember nothing: for those who remember the word themselves."""
    found = _with_marks(word, alphabet) if alphabet in LATIN and not word.isascii() else _read(word, alphabet)
    syllables = _chinese(word, alphabet)
    return found if syllables is None else tuple(dict.fromkeys((*found, *_read(syllables, Alphabet.RUSSIAN))))


def _chinese(word: str, alphabet: Alphabet) -> str | None:
    """Return a word of Chinese syllables as Palladius wrote them, so that pinyin and Russian papers say the same."""
    if alphabet in _PINYIN:
        return chinese.palladius_of(word)
    return chinese.with_open_ends(word) if alphabet in _PALLADIUS else None


_PINYIN: Final = frozenset({Alphabet.LATIN, Alphabet.FRENCH_LATIN})
_PALLADIUS: Final = frozenset({Alphabet.RUSSIAN, Alphabet.KAZAKH, Alphabet.KYRGYZ})


def _read(word: str, alphabet: Alphabet) -> tuple[str, ...]:
    table = _table(alphabet)
    if table is None:
        return ()
    word = word[:_LONGEST]
    plain = _plain(word) if alphabet in LATIN else _known(word)
    easy = table.alone(plain)
    if easy:
        return (easy,) if _is_settled(easy) else _all_settled((easy,), alphabet)
    parts = table.parts(plain)
    if len(parts) == 1:
        return _all_settled(parts[0], alphabet)
    return _all_settled(itertools.islice(_combined(parts), _MOST_READINGS), alphabet)


def _with_marks(word: str, alphabet: Alphabet) -> tuple[str, ...]:
    """Return the sounds of a word with its marks, then of what machine-readable papers and keyboards make of it.

    ICAO 9303 part 3, section 6, table A: Ö is O or OE, Ü is U or UE, Å is AA, Ø is OE, Ç is C, Ł is L, Đ is D.
    """
    found = dict.fromkeys(_read(word, alphabet))
    for form in dict.fromkeys((_base(word.translate(_PASSPORT_SHORT)), _base(word.translate(_PASSPORT_LONG)))):
        if form.isascii():
            found.update(dict.fromkeys(_read(form, Alphabet.LATIN)))
    return tuple(itertools.islice(found, _MOST_READINGS))


_PASSPORT_SHORT: Final = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ə": "a", "ŋ": "n"}
)
_PASSPORT_LONG: Final = _PASSPORT_SHORT | str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})


def _all_settled(spoken: Iterable[str], alphabet: Alphabet) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for one in spoken:
        if _is_settled(one):
            found[one] = None
        else:
            found.update(dict.fromkeys(_settled(one, alphabet)))
    found.pop("", None)
    return tuple(found)


def skeleton(sounds: str) -> str:
    """Return the consonants of a reading, with those that spellings and neighbours change taken together."""
    if sounds.endswith("h") and len(sounds) > 1:
        sounds = sounds[:-1]
    coarse = sounds.translate(_COARSE)
    return _DOUBLED.sub(r"\1", coarse) if _TWICE.search(coarse) else coarse


_COARSE: Final = str.maketrans(
    {"f": "p", "b": "p", "d": "t", "z": "s", "g": "k", "C": "S", "c": "s", "h": "k"} | dict.fromkeys(f"{_VOWELS}v", "")
)


@functools.lru_cache(maxsize=50_000)
def arabic_pattern(word: str) -> re.Pattern[str]:
    """Return a pattern over readings for a word in Arabic letters, which leave short vowels out."""
    table = letters()["arabic"]
    short = f"[{_VOWELS}]*"
    letters_of = arabic_plain(word)[:_LONGEST].replace("تش", "چ")
    parts = [table[one] for one in letters_of if one in table]
    if letters_of.startswith("عبدال") and len(letters_of) > len("عبدال"):
        # The article before a sun letter is written and not heard, and its vowel is the case of the servant.
        rest = arabic_pattern(letters_of[len("عبدال") :]).pattern.removeprefix(short)
        return re.compile(f"abdu[lr]?{rest}")
    if letters_of.endswith("ي") and len(parts) > 1:
        parts[-1] = "[aei]+"  # a final ya is often written for an alif: موسى
    if parts[:1] == [table["ا"]]:
        parts[0] = f"[{_VOWELS}]"  # at the head an alif carries any vowel
    body, before = "", ""
    for part in parts:
        if part and part == before:
            continue  # readings write a doubled letter once
        body += part + short
        before = part
    body = body.replace("l" + short + "l", f"l(?:{short}l)?")
    return re.compile(short + body)


def arabic_plain(word: str) -> str:
    """Return Arabic letters with their variants taken together: hamza seats, final ya, ta marbuta, no vowel signs."""
    bare = "".join(one for one in unicodedata.normalize("NFKD", word) if not unicodedata.combining(one))
    plain = bare.translate(_ARABIC_SAME)
    if plain.endswith(_OF_THE_FAITH) and len(plain) > len(_OF_THE_FAITH):
        return f"{plain.removesuffix(_OF_THE_FAITH)}{_OF_THE_FAITH[2:]}"
    return plain


_OF_THE_FAITH: Final = "الدين"  # behind a name the article is heard as a vowel alone: Nuruddin


_ARABIC_SAME: Final = {ord(a): b for a, b in zip("أإآٱىیئةہھکؤ", "اااايييههه" + "كو", strict=True)} | {ord("ـ"): None}


def arabic_consonants(word: str) -> str:
    """Return a skeleton for a word in Arabic letters, the same as that of its readings elsewhere where they agree."""
    sounds = {
        "ب": "b", "پ": "p", "ت": "t", "ث": "s", "ج": "J", "چ": "C", "ح": "h", "خ": "h", "د": "d", "ذ": "z", "ر": "r",
        "ز": "z", "ژ": "J", "س": "s", "ش": "S", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "غ": "g", "ف": "f", "ق": "k",
        "ك": "k", "گ": "g", "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "v", "ڤ": "v", "ٹ": "t", "ڈ": "d", "ڑ": "r",
        "ں": "n",
    }  # fmt: skip
    return skeleton("".join(sounds.get(one, "") for one in arabic_plain(word).replace("تش", "چ")))


def arabic_skeletons(word: str) -> frozenset[str]:
    """Return all skeletons a word in Arabic letters may have: where Arabs hear d, t and j, others hear z, s and g."""
    plain = arabic_plain(word)
    every = {plain}
    for arabic, elsewhere in _HEARD_ELSEWHERE:
        every |= {one.replace(arabic, elsewhere) for one in every}
    return frozenset(arabic_consonants(one) for one in every)


_HEARD_ELSEWHERE: Final = (("ض", "ز"), ("ث", "ت"), ("ج", "گ"))


@dataclass(frozen=True, slots=True)
class _Letters:
    """The letters of one alphabet as sounds: what `special` does not meet stands for itself, or for nothing.

    `special` finds what `every` finds, faster, and does not tell by which of its patterns; `sounds` tells it where no
    two patterns can have met the same letters, and `every` is asked for the rest. `easy` letters have one sound
    wherever they stand, but for those that are read `together`.
    """

    special: re.Pattern[str]
    every: re.Pattern[str]
    sounds: Mapping[str, tuple[str, ...]]
    by_pattern: Sequence[tuple[str, ...]]
    easy: re.Pattern[str]
    easy_sounds: Mapping[int, str]
    together: tuple[str, ...]

    def alone(self, word: str) -> str | None:
        """Return what a word sounds like if each of its letters has one sound and none changes its neighbours'."""
        if not self.easy.fullmatch(word):
            return None
        for one in self.together:
            if one in word:
                return None
        return word.translate(self.easy_sounds)

    def parts(self, word: str) -> list[tuple[str, ...]]:
        """Return what each stretch of a word may sound like, in the order of the word."""
        parts: list[tuple[str, ...]] = []
        at = 0
        for found in self.special.finditer(word):
            begin = found.start()
            if begin > at:
                parts.append(_themselves(word[at:begin]))
            at = found.end()
            sounds = self.sounds.get(found.group())
            parts.append(self._asked(word, begin) if sounds is None else sounds)
        if at < len(word):
            parts.append(_themselves(word[at:]))
        return parts

    def _asked(self, word: str, place: int) -> tuple[str, ...]:
        found = self.every.match(word, place)
        return self.by_pattern[found.lastindex - 1] if found and found.lastindex else ()


def _themselves(letters_of: str) -> tuple[str, ...]:
    """Return letters that no table names as their own sounds: those of English and digits; others are left out."""
    if letters_of.isascii() and letters_of.isalnum():
        return (letters_of,)
    return ("".join(one for one in letters_of if one.isascii() and one.isalnum()),)


@functools.cache
def _table(alphabet: Alphabet) -> _Letters | None:
    declared = letters()
    if alphabet in CYRILLIC:
        entries = dict(declared["cyrillic"])
        if alphabet is Alphabet.DUNGAN:
            entries |= declared["dungan"]
        if alphabet is Alphabet.UZBEK:
            entries |= {"о": ["o", "a"]}
        if alphabet is Alphabet.UKRAINIAN:
            entries |= declared["ukrainian"]
    elif alphabet in LATIN:
        own = {
            Alphabet.UZBEK_LATIN: "uzbek",
            Alphabet.TURKIC_LATIN: "turkish",
            Alphabet.KAZAKH_LATIN: "turkish",
            Alphabet.FRENCH_LATIN: "french",
            Alphabet.GERMAN_LATIN: "german",
            Alphabet.SLAVIC_LATIN: "slavic",
        }
        entries = dict(declared[own[alphabet]]) if alphabet in own else {}
        for pattern, sounds in declared["latin"].items():
            entries.setdefault(pattern, sounds)
        return _compiled(list(entries.items()))
    elif alphabet is Alphabet.ARABIC_WITH_VOWELS:
        entries = dict(declared["uyghur"])
    elif alphabet in {Alphabet.GREEK, Alphabet.GEORGIAN, Alphabet.ARMENIAN}:
        entries = dict(declared[alphabet.value])
    else:
        return None
    apart = [(one, sounds) for many, sounds in entries.items() for one in many.split("|")]
    return _compiled(sorted(apart, key=lambda one: -len(one[0])))


def _compiled(patterns: Sequence[tuple[str, Sequence[str]]]) -> _Letters:
    """Return the patterns, each over letters and perhaps what stands before and behind them, as one table."""
    by_pattern = [tuple(sounds) for _, sounds in patterns]
    shapes = [(pattern, frozenset(_shapes(pattern))) for pattern, _ in patterns]
    met = Counter(shape for _, own in shapes for shape in own)
    sounds = {
        shape: told for (_, own), told in zip(shapes, by_pattern, strict=True) for shape in own if met[shape] == 1
    }
    easy = {one: told[0] for one, told in sounds.items() if len(one) == len(told) == 1 and one.isalpha()}
    if any("(" in pattern for pattern, _ in patterns):
        easy = {}  # where letters are read by their neighbours none is easy
    return _Letters(
        special=re.compile("|".join(pattern for pattern, _ in patterns)),
        every=re.compile("|".join(f"({pattern})" for pattern, _ in patterns)),
        sounds=sounds,
        by_pattern=by_pattern,
        easy=re.compile(f"[{''.join(sorted(easy))}]+" if easy else r"(?!)"),
        easy_sounds=str.maketrans(easy),
        together=tuple(sorted(shape for shape in met if len(shape) > 1)),
    )


_AROUND: Final = re.compile(r"\(\?<?[=!][^()]*\)|\$")


def _shapes(pattern: str) -> Iterator[str]:
    """Yield what a pattern of alternatives, with a choice of letters in each, is met by.

    Raises:
        ValueError: it has something else, which the table of letters may not.
    """
    plain = _AROUND.sub("", pattern).replace("(?:", "").replace(")", "")
    if re.search(r"[(?*+.\\{^]", plain):
        msg = f"a pattern of letters.toml may have letters, [choices], | and lookarounds only, not {pattern!r}"
        raise ValueError(msg)
    for one in plain.split("|"):
        parts = [list(part) if at % 2 else [part] for at, part in enumerate(re.split(r"\[(.*?)\]", one))]
        yield from map("".join, itertools.product(*parts))


def _combined(parts: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield all combinations, those with most of the likeliest sounds among the first where there are too many."""
    size = 1
    for part in parts:
        size *= len(part)
    if size <= _MOST_READINGS:
        yield from map("".join, itertools.product(*parts))
        return
    first = [part[0] for part in parts]
    yield "".join(first)
    open_places = [place for place, part in enumerate(parts) if len(part) > 1]
    for count in (1, 2):
        for places in itertools.combinations(open_places, count):
            for sounds in itertools.product(*(parts[place][1:] for place in places)):
                other = list(first)
                for place, sound in zip(places, sounds, strict=True):
                    other[place] = sound
                yield "".join(other)


def _plain(word: str) -> str:
    """Return Latin letters without the marks that no table knows: ï, ê, ã are read as i, e, a."""
    if word.isascii():
        return word  # what of it no table knows has no marks to lose
    known = _known_latin()
    return "".join([one if one in known else _base(one) for one in word])


def _known(word: str) -> str:
    """Return letters of another script with their stray accents taken off: а́ is read as а."""
    if _UNMARKED.fullmatch(word) and unicodedata.is_normalized("NFC", word):
        return word
    bare = unicodedata.normalize("NFC", word)
    return "".join([_base(one) if one in _ACCENTED else one for one in bare if not unicodedata.combining(one)])


_ACCENTED: Final = frozenset("άέήίόύώϊϋΐΰ")  # Greek marks its stress on the letter, and keeps it in small letters


def _base(letter: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(one))


@functools.cache
def _known_latin() -> frozenset[str]:
    return frozenset("".join(letters()["latin"]) + "".join(letters()["turkish"]) + "abcdefghijklmnopqrstuvwxyz'")


def _is_settled(sounds: str) -> bool:
    """Say whether `_settled` would yield the reading as it is, and nothing else: a quick look at what it changes."""
    return not (
        sounds.endswith(_UNSETTLED_ENDS)
        or sounds.startswith(_UNSETTLED_HEADS)
        or "ie" in sounds
        or "Jon" in sounds
        or "ts" in sounds
        or "tC" in sounds
        or "SC" in sounds
        or "dJ" in sounds
        or "sS" in sounds
        or _TWICE.search(sounds)
    )


_UNSETTLED_ENDS: Final = ("din", "den", "f", "fa", "ah")
_UNSETTLED_HEADS: Final = ("abd", "gabd")


def _settled(sounds: str, alphabet: Alphabet) -> Iterator[str]:
    """Yield one reading with its glides, doubled sounds and Arabic joints written one way."""
    for many, one in _TOGETHER:
        sounds = sounds.replace(many, one)
    sounds = _DOUBLED.sub(r"\1", sounds)
    sounds = _GLIDE.sub(r"\1e", sounds)
    sounds = _DOUBLED.sub(r"\1", sounds)
    sounds = _SOUL.sub("Jan", _FAITH.sub("idin", sounds))
    servant = _SERVANT.match(sounds)
    if servant:
        rest = sounds[servant.end() :]
        yield _DOUBLED.sub(r"\1", f"abdu{servant.group(2)}{rest}")
        if servant.group(2) == "l":
            yield f"abdu{rest}"
            return
    if alphabet in LATIN and len(sounds) > 3:
        sounds = _OFF.sub("v", sounds)
    yield sounds
    if len(sounds) > 3 and sounds.endswith("ah"):
        yield sounds[:-1]

"""Owns the keys by which names that may be one person's find each other in a long list. Never says that they are one.

A key is two words of a name as consonants, in no order, with the consonants that spellings and neighbouring sounds
change taken together; a given name of the table is its group. Names of one person in several scripts share a key; what
shares a key is then compared.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import Final

from onrecord.names.alphabets import CYRILLIC, Alphabet, alphabet_of, written
from onrecord.names.endings import nominatives
from onrecord.names.folding import arabic_consonants, arabic_skeletons, skeleton
from onrecord.names.model import Kind, Name, Token
from onrecord.names.organisations import body_of
from onrecord.names.parsing import cleaned, parse
from onrecord.names.words import token_of

_WORDS: Final = re.compile(r"[^\W_]+")


def keys(name: str | Name, *, wide: bool = False) -> frozenset[str]:
    """Return the keys of a name; two names of one person share one.

    `wide` adds each word alone and each word with the initials of the others, which finds a person whom one list names
    by the surname and initials, or by one word. Its blocks are larger by far.
    """
    taken = parse(name) if isinstance(name, str) else name
    found = set(_keys(taken, wide=wide))
    if taken.alphabet in CYRILLIC and taken.kind is Kind.PERSON:
        for base in nominatives(cleaned(taken.original), taken.alphabet):
            found.update(_keys(parse(base.text), wide=wide))
    return frozenset(found)


def _keys(name: Name, *, wide: bool) -> set[str]:
    words = list(name.content)
    if name.kind is Kind.ORGANISATION:
        # A notion is the same word in every language: court, for суд and сот.
        words = [token_of(one.partition("@")[0], name.alphabet) for one in body_of(written(name.original)).words]
    if len(words) == 1 and name.patronymic is not None:
        words.append(name.patronymic)
    coded = [codes(word) for word in words]
    found = {"+".join(sorted(pair)) for a, b in itertools.combinations(coded, 2) for pair in itertools.product(a, b)}
    found |= _run_together(words)
    firsts = [_first(word) for word in (*words, *name.initials)]
    if wide or len(words) < 2:
        for at, own in enumerate(coded):
            found |= own
            for other, sounds in enumerate(firsts):
                if other != at:
                    found |= {f"{code}+{sound}." for code in own for sound in sounds}
    return found


def codes(word: Token) -> frozenset[str]:
    """Return what a word is known by: its group of given names, and the consonants of it or of its surname's stem.

    Words that may be one in any two scripts share a code; many that share one are not.
    """
    groups = {f"@{one}" for one in word.groups | word.home_groups}
    if word.alphabet is Alphabet.ARABIC:
        return frozenset(groups | arabic_skeletons(word.text))
    sounds = word.stems | word.bases if word.bases else word.readings
    if not sounds:
        return frozenset(groups | {word.text})
    bones = {skeleton(one) or "-" for one in sounds}
    if word.bases:
        bones |= {skeleton(one) or "-" for one in word.readings}
    return frozenset(groups | bones)


def sound(text: str) -> str:
    """Return the likeliest sound of each word of a text: a place in two scripts is one, Масанчи and Masanchi.

    Numbers and words that cannot be read stay as they are, in small letters and without marks around them.
    """
    plain = written(text)
    alphabet = alphabet_of(plain)
    words = (token_of(one, alphabet) for one in _WORDS.findall(plain))
    return " ".join(one.likeliest or one.text for one in words)


def _run_together(words: Sequence[Token]) -> set[str]:
    """Return keys of neighbours written as one word, each with each other word: Нур Султан, Нурсултан."""
    found: set[str] = set()
    if not 2 < len(words) <= 5:
        return found
    for at in range(len(words) - 1):
        whole = codes(token_of(words[at].text + words[at + 1].text, words[at].alphabet))
        for other in (*words[:at], *words[at + 2 :]):
            found |= {"+".join(sorted(pair)) for pair in itertools.product(whole, codes(other))}
    return found


def _first(word: Token) -> frozenset[str]:
    """Return the classes of the first sounds a word may have; all vowels are one."""
    if word.alphabet is Alphabet.ARABIC:
        return frozenset(arabic_consonants(word.text)[:1] or "-")
    return frozenset(skeleton(f"{one[:1]}") or "-" for one in word.readings or {word.text})

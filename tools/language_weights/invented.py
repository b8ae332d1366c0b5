"""Owns invented languages: known ones respelled by chance laws, to learn what no language of ours looks like."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from typing import Final

from tools.language_weights.spellings import Words

_VOWELS: Final = {"Cyrl": "аәеоөуүұиіыэяюё", "Latn": "aeiouäöüıəéy", "Arab": "اەوۇىېی"}
_CONSONANTS: Final = {
    "Cyrl": (
        "с>ш ш>с ж>й й>ж д>т т>д б>п п>б г>к к>г к>х қ>к ғ>г г>ғ к>қ ң>нг ң>н з>с с>з з>д ч>ш ш>ч ч>ж х>ғ в>б м>б п>ф "
        "й>ј ж>җ ж>з л>н л>д р>з в>у у>в ц>с х>һ һ>х ц>ч щ>шч л>ў"
    ),
    "Latn": (
        "s>ş ş>s c>ç ç>c j>y y>j d>t t>d b>p p>b g>k k>g k>q q>k ğ>g v>w w>v z>s s>z m>b p>f h>x x>h l>n r>z ch>ç sh>ş "
        "ñ>n ñ>ň s>š c>k k>c th>d sch>sk z>ts j>i v>b qu>k ll>l cz>č sz>š ß>ss"
    ),
    "Arab": "ک>ك ی>ي ى>ي ق>ك غ>گ ژ>ز ج>ژ ڭ>ن س>ش ش>س ه>ة د>ت ت>د ب>پ ف>پ و>ۋ ھ>ح ء>ئ",
}


def invented(forms: Mapping[str, Words], script: str, parents: list[str], count: int) -> list[Words]:
    """Return the words of so many invented languages: a parent's, with other vowels, consonants and endings."""
    chance = random.Random(7)
    return [_language(forms, script, parents, chance) for _ in range(count)]


def _language(forms: Mapping[str, Words], script: str, parents: list[str], chance: random.Random) -> Words:
    parent, other = chance.choice(parents), chance.choice(parents)
    words = forms[parent].most_common(6000)
    endings = [word[-size:] for word, _ in forms[other].most_common(3000) if len(word) > 5 for size in (2, 3)]
    seen = {letter for word, _ in words[:500] for letter in word}
    vowels = [one for one in _VOWELS[script] if one in seen]
    laws = [(chance.choice(vowels), chance.choice(_VOWELS[script])) for _ in range(chance.randint(1, 3))]
    consonants = [tuple(one.split(">")) for one in _CONSONANTS[script].split()]
    laws += [(old, new) for old, new in (chance.choice(consonants) for _ in range(chance.randint(1, 4)))]
    swapped: dict[str, str] = {}
    counted: Words = Counter()
    for word, count in words:
        spelled = word
        for old, new in laws:
            spelled = spelled.replace(old, new)
        if len(spelled) > 4 and chance.random() < 0.4:
            ending = spelled[-2:]
            swapped.setdefault(ending, chance.choice(endings) if other != parent else ending)
            spelled = spelled[:-2] + swapped[ending]
        counted[spelled] += count
    return counted

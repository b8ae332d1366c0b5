"""Owns the guess at a text's language: English, Russian, Kazakh, Kyrgyz, Dungan. It abstains where it is not sure.

A first cut by letters and the commonest words; a digest that names its language in its front matter is believed.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from onrecord.kernel import Script, script_of

_DECLARED: Final = re.compile(
    r"\A---\n(?:.*\n)*?language:[ \t]*\"?([A-Za-z]{2,3}(?:-[A-Za-z]{4})?)\"?[ \t]*\n(?:.*\n)*?---\n"
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_WORDS: Final = {
    "en": "the of and to in that was were is for on with by as from have had not been people",
    "ru": "и в не на что с по из для от был были было это как за его при также о до или",
    "kk": "және мен бен пен бұл үшін деп бойынша туралы болды деді жылы адам кейін осы еді ол да де",
    "ky": "жана менен бул үчүн деп боюнча жөнүндө болгон айтты жылы адам кийин ушул эле ал",
}
_COMMON: Final = {tag: frozenset(words.split()) for tag, words in _WORDS.items()}
_FEWEST_WORDS: Final = 4


def language_of(text: str) -> str | None:
    """Return the language tag of a text, or None where short or unclear."""
    declared = _DECLARED.match(text[:4000])
    if declared is not None:
        return declared.group(1)
    words = [word.lower() for word in _WORD.findall(text[:20_000])]
    if len(words) < _FEWEST_WORDS:
        return None
    if script_of(text[:20_000]) is Script.CYRILLIC:
        return _cyrillic(words)
    counted = {"en": sum(word in _COMMON["en"] for word in words)}
    return "en" if counted["en"] >= max(2, len(words) // 12) and script_of(text[:20_000]) is Script.LATIN else None


def _cyrillic(words: list[str]) -> str | None:
    letters = Counter("".join(words))
    if letters["җ"] and letters["ў"]:
        return "dng"  # no other language of the region writes both (METHOD 8.1)
    points = {tag: sum(word in common for word in words) for tag, common in _COMMON.items() if tag != "en"}
    kazakh = sum(letters[one] for one in "әғқұһі")
    kyrgyz = sum(letters[one] for one in "ңөү") if not kazakh else 0
    points["kk"] += 2 * kazakh
    points["ky"] += kyrgyz
    points["ru"] += 2 * sum(letters[one] for one in "щъё")
    first, second = sorted(points.values(), reverse=True)[:2]
    return max(points, key=points.__getitem__) if first > 1 and first > second else None

"""Owns the first forms of Russian words. The dictionary is OpenCorpora's, by pymorphy3; without it stems do.

A word may be a form of several: each of them that is not far-fetched is one. A participle is a form of its verb, so
that погибший, погибли and погиб are one word.
"""

from __future__ import annotations

import functools
import tomllib
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_FAR_FETCHED: Final = 0.05  # of all readings of a word in the corpus; less is a slip of the dictionary
_OF_VERBS: Final = frozenset({"VERB", "INFN", "PRTF", "PRTS", "GRND"})
_GUESSED: Final = 0.2  # the same of a word that it does not know


def has_lemmas() -> bool:
    """Say whether the dictionary is installed."""
    return _analyzer() is not None


def is_known(word: str) -> bool:
    """Say whether the dictionary has the word; False without a dictionary."""
    analyzer = _analyzer()
    return analyzer is not None and bool(analyzer.word_is_known(word))


@functools.lru_cache(maxsize=4_000)
def lemmas(word: str) -> frozenset[str]:
    """Return the first forms that a word in Russian letters may be a form of; nothing without a dictionary."""
    return frozenset(parse.normal_form.replace("ё", "е") for parse in _readings(word)) or _unchanging(word)


@functools.lru_cache(maxsize=4_000)
def forms(word: str) -> frozenset[str]:
    """Return all forms of the words that a word in Russian letters may be a form of, itself among them."""
    found = {form.word.replace("ё", "е") for parse in _readings(word) for form in parse.lexeme}
    return frozenset(found | {word})


def _readings(word: str) -> list[Any]:
    """Return what a word may be, one reading for each first form; nothing for one that never changes."""
    unchanging, first_form = _exceptions()
    analyzer = _analyzer()
    if analyzer is None or word in unchanging:
        return []
    least = _FAR_FETCHED if analyzer.word_is_known(word) else _GUESSED
    shares: dict[tuple[str, str], float] = {}
    readings: dict[tuple[str, str], Any] = {}
    for parse in analyzer.parse(first_form.get(word, word)):
        key = (parse.normal_form, _kind_of(parse.tag.POS))
        shares[key] = shares.get(key, 0.0) + parse.score
        readings.setdefault(key, parse)
    return [reading for key, reading in readings.items() if shares[key] >= least]


def _kind_of(part_of_speech: str | None) -> str:
    """Return the part of speech, with what is a form of a verb under the verb."""
    return "VERB" if part_of_speech in _OF_VERBS else part_of_speech or ""


def _unchanging(word: str) -> frozenset[str]:
    return frozenset({word}) & _exceptions()[0]


def stem(word: str) -> str:
    """Return the word without its endings by rule (Snowball); the word itself where the rules are not installed."""
    stemmer = _snowball("russian")
    return word if stemmer is None else str(stemmer.stemWord(word))


def english_stem(word: str) -> str:
    """Return an English word without its endings by rule (Snowball's English, after Porter)."""
    stemmer = _snowball("english")
    return word if stemmer is None else str(stemmer.stemWord(word))


@functools.cache
def _exceptions() -> tuple[frozenset[str], Mapping[str, str]]:
    declared = tomllib.loads((resources.files(__package__) / "data" / "russian.toml").read_text(encoding="utf-8"))
    return frozenset(declared["unchanging"]), declared["first_form"]


@functools.cache
def _analyzer() -> Any:
    try:
        import pymorphy3
    except ImportError:
        return None
    try:
        return pymorphy3.MorphAnalyzer(lang="ru")
    except ValueError:  # its data are not installed
        return None


@functools.cache
def _snowball(language: str) -> Any:
    try:
        import snowballstemmer
    except ImportError:
        return None
    return snowballstemmer.stemmer(language)

"""Owns what each word of a text says for each language: n-gram weights learned from free text, and alphabets.

A form is a language in one script. The weights come from a multinomial logistic regression over the 1- to 6-grams of
single words, hashed into a table (`tools/language_weights.py` makes it and names its sources). Besides the forms we
name, it knows forms it only has to keep apart: their words make us abstain.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any, Final
from zlib import crc32

import numpy as np
import numpy.typing as npt

from onrecord.reading.languages.letters import HAN

Scores = npt.NDArray[np.float32]

SCRIPTS: Final = ("Cyrl", "Latn", "Arab", "Hani")
BITS: Final = 16
_MASK: Final = (1 << BITS) - 1
_LONGEST: Final = 6
# Longer "words" are lines without spaces, addresses, codes, shouts; they say nothing.
_LONGEST_WORD: Final = 40
# What a letter that a language does not have costs it, in units of log-odds.
_FOREIGN_LETTER: Final = 5.0
# The forms we do not name were learned as if they were as common as those we name; in our documents they are rare.
_UNNAMED: Final = -1.5
# Japanese of any length has kana; a run of Han characters without is more likely Chinese.
_WITHOUT_KANA: Final = -2.5


@dataclass(frozen=True, slots=True)
class Table:
    """The weights of one script: a row for each hashed n-gram, a column for each form."""

    forms: tuple[str, ...]
    rows: npt.NDArray[np.int8]
    step: float
    alphabets: tuple[frozenset[str] | None, ...]
    prior: Scores


@functools.cache
def table(script: str) -> Table:
    """Return the weights of a script, read once."""
    with resources.files(__package__).joinpath("data", f"{script}.npz").open("rb") as file:
        stored = np.load(file, allow_pickle=False)
        forms = tuple(str(one) for one in stored["forms"])
        rows, step = stored["rows"], float(stored["step"])
    letters = _alphabets().get(script, {})
    alphabets = tuple(letters.get(one) for one in forms)
    prior = np.array([0.0 if one is not None else _UNNAMED for one in alphabets], dtype=np.float32)
    if "ja" in forms:
        prior[forms.index("ja")] = _WITHOUT_KANA
    return Table(forms=forms, rows=rows, step=step, alphabets=alphabets, prior=prior)


@functools.cache
def characters() -> Mapping[str, frozenset[str]]:
    """Return the characters that only simplified (`Hans`), and only traditional Chinese (`Hant`) writes."""
    return {variety: frozenset(own) for variety, own in _declared("han.toml").items()}


def _declared(file: str) -> Mapping[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("data", file).read_text(encoding="utf-8"))


@functools.cache
def _alphabets() -> Mapping[str, Mapping[str, frozenset[str]]]:
    declared = _declared("alphabets.toml")
    letters = {
        script: {form: frozenset(own["common"] + more + "'") for form, more in own.items() if form != "common"}
        for script, own in declared.items()
    }
    anything = frozenset[str]()
    return {**letters, HAN: {"zh-Hans": anything, "zh-Hant": anything, "ja": anything}}


def ngrams(word: str, script: str) -> list[int]:
    """Return the rows of a folded word's n-grams; of Han, which has no inflection, single characters and pairs."""
    if script == HAN:
        return [crc32(word[at : at + size].encode()) & _MASK for size in (1, 2) for at in range(len(word) - size + 1)]
    marked, grams = f"_{word}_", list(word)
    for size in range(2, _LONGEST + 1):
        grams += [marked[at : at + size] for at in range(len(marked) - size + 1)]
    if len(marked) > _LONGEST:
        grams.append(marked)
    return [crc32(one.encode()) & _MASK for one in grams]


@functools.lru_cache(maxsize=50_000)
def scores(word: str, script: str) -> Scores:
    """Return the log-odds a folded word gives to each form of its script; do not change what is returned."""
    known = table(script)
    if script != HAN and len(word) > _LONGEST_WORD:
        return np.zeros(len(known.forms), dtype=np.float32)
    found: Scores = known.rows[ngrams(word, script)].sum(axis=0, dtype=np.int32).astype(np.float32) * known.step
    if script != HAN:
        found -= _FOREIGN_LETTER * np.logical_or.reduce([_without(letter, script) for letter in set(word)])
    return found


@functools.cache
def _without(letter: str, script: str) -> npt.NDArray[np.bool_]:
    """Return which forms of a script do not have a letter."""
    return np.array([one is not None and letter not in one for one in table(script).alphabets])


def is_foreign(word: str, alphabet: frozenset[str] | None) -> bool:
    """Say whether a word has a letter that an alphabet lacks; a form without an alphabet refuses none."""
    return alphabet is not None and not alphabet.issuperset(word)


def log_shares(summed: Scores, prior: Scores | None = None) -> Scores:
    """Return the logarithm of each form's probability, given the sum of its words' scores."""
    if prior is not None:
        summed = summed + prior
    top = summed.max()
    shares: Scores = summed - top - np.log(np.exp(summed - top).sum())
    return shares

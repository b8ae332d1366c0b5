"""Owns the parting of a text into passages of one language: where a quotation, a heading, a message changes it.

A text is taken apart at sentence ends, quotation marks, brackets, line breaks and changes of script. What these units
say is weighed in sequence: a change of language must pay for itself, so that a name or a borrowed word makes no
passage, and a quotation in another language does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

import numpy as np

from onrecord.reading.languages.judgement import is_weighed, verdict, weighed
from onrecord.reading.languages.letters import HAN, KANA, NO_SCRIPT, Word, words_in
from onrecord.reading.languages.model import Passage
from onrecord.reading.languages.weights import Scores, log_shares

# Sentence ends, quotation marks, brackets and line breaks; what opens belongs to the unit that follows.
_BREAK: Final = re.compile(r"[.!?…;:]+(?=\s)|[。！？；]|[\n\r\u2028\u2029]|[«»“”„\"()\[\]「」『』《》]")
_OPENING: Final = '«“„"([「『《'
_BLANK_LINE: Final = re.compile(r"\n[^\S\n]*\n|\f")
# A unit without any break is cut after so many words: a table, a list, a text without punctuation.
_LONGEST_UNIT: Final = 25
# What a change of language within a paragraph costs, in units of log-odds.
_CHANGE: Final = 6.0
# Words of another script that make no passage of their own within a text: brands, abbreviations, names.
_INSERTED: Final = 2
_INSERTED_UNCLEAR: Final = 4


@dataclass(slots=True)
class _Unit:
    """Words between two breaks, all of one script."""

    words: list[Word]
    start: int
    script: str
    language: str | None = None
    written: str = NO_SCRIPT
    scores: Scores | None = field(default=None, repr=False)


def parted(text: str) -> tuple[Passage, ...]:
    """Return the passages of a text, in order."""
    units: list[_Unit] = []
    for paragraph in _paragraphs(text):
        own = list(_units(text, paragraph))
        _decide(own)
        _take_in(own)
        units += own
    return tuple(_joined(text, units))


def _paragraphs(text: str) -> Iterator[list[Word]]:
    """Yield the words between blank lines."""
    paragraph: list[Word] = []
    for word in words_in(text):
        if paragraph and _BLANK_LINE.search(text, paragraph[-1].end, word.start):
            yield paragraph
            paragraph = []
        paragraph.append(word)
    if paragraph:
        yield paragraph


def _units(text: str, words: Sequence[Word]) -> Iterator[_Unit]:
    unit: _Unit | None = None
    for word in words:
        script = HAN if word.script == KANA else word.script
        starts_at = None
        if unit is not None:
            starts_at = _break_between(text, unit.words[-1].end, word.start)
        if unit is None or starts_at is not None or unit.script != script or len(unit.words) >= _LONGEST_UNIT:
            if unit is not None:
                yield unit
            unit = _Unit(words=[], start=word.start if starts_at is None else starts_at, script=script)
        unit.words.append(word)
    if unit is not None:
        yield unit


def _break_between(text: str, end: int, start: int) -> int | None:
    """Return where the next unit begins if a break stands between two words: at its opening mark, or its word."""
    if start - end == 1 and text[end] == " ":
        return None
    if _BREAK.search(text, end, start) is None:
        return None
    begins = start
    while begins > end and text[begins - 1] in _OPENING:
        begins -= 1
    return begins


def _decide(units: Sequence[_Unit]) -> None:
    """Give every unit its language: per script, the cheapest sequence of languages, each then judged as a whole."""
    for script in {one.script for one in units}:
        own = [one for one in units if one.script == script]
        if is_weighed(script):
            for unit in own:
                unit.scores = weighed(unit.words, script)
        for run in _runs(own):
            words = [word for unit in run for word in unit.words]
            given = [unit.scores for unit in run if unit.scores is not None]
            summed: Scores | None = np.sum(given, axis=0, dtype=np.float32) if given else None
            is_kana = any(word.script == KANA for word in words)
            language, written = verdict(words, KANA if is_kana else script, summed)
            for unit in run:
                unit.language, unit.written = language, written


def _runs(units: Sequence[_Unit]) -> list[list[_Unit]]:
    """Part units of one script where the language changes (Viterbi's algorithm with one price for any change)."""
    given = [log_shares(one.scores) for one in units if one.scores is not None]
    if len(given) < len(units) or len(units) == 1:
        return [list(units)]
    total, back = given[0], []
    for shares in given[1:]:
        best = int(total.argmax())
        stays = total >= total[best] - _CHANGE
        back.append(np.where(stays, np.arange(len(total)), best))
        total = np.where(stays, total, total[best] - _CHANGE) + shares
    states = [int(total.argmax())]
    for came_from in reversed(back):
        states.append(int(came_from[states[-1]]))
    states.reverse()
    return [[unit for _, unit in run] for _, run in groupby(zip(states, units, strict=True), key=lambda pair: pair[0])]


def _take_in(units: Sequence[_Unit]) -> None:
    """Let few words of another script belong to the text around them."""
    runs = [list(run) for _, run in groupby(units, key=lambda one: one.script)]
    said = [(run[0].language, run[0].written, run[-1].language, run[-1].written) for run in runs]
    for at, run in enumerate(runs):
        allowed = _INSERTED if run[0].language else _INSERTED_UNCLEAR
        if len(run) > allowed or sum(len(one.words) for one in run) > allowed:
            continue
        before = said[at - 1][2:] if at > 0 else (None, NO_SCRIPT)
        after = said[at + 1][:2] if at + 1 < len(runs) else (None, NO_SCRIPT)
        language, written = before if before[0] is not None else after
        if language is not None:
            for unit in run:
                unit.language, unit.written = language, written


def _joined(text: str, units: Sequence[_Unit]) -> Iterable[Passage]:
    runs = [list(run) for _, run in groupby(units, key=lambda one: (one.language, one.written))]
    for at, run in enumerate(runs):
        end = runs[at + 1][0].start if at + 1 < len(runs) else len(text)
        start = run[0].start
        yield Passage(
            start=start,
            end=start + len(text[start:end].rstrip()),
            language=run[0].language,
            script=run[0].written,
        )

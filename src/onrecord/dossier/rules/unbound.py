"""OR131: what a sentence asserts without a number, bound to nothing: a stage of a case, ill-treatment, a demand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from onrecord.dossier.rules.examination import Examination, Sentence
from onrecord.dossier.rules.finding import Finding

_ASSERTED: Final = "asserted."
_ELSEWHERE: Final = frozenset({"absence", "no_reply_as_of"})  # told by OR111


def findings(asked: Examination) -> Iterator[Finding]:
    """Yield each assertion in whose sentence nothing is bound that could carry it."""
    for sentence in asked.sentences:
        for name, start, end in _asserted(asked, sentence):
            if not _is_carried(name, start, end, sentence):
                place = asked.plain.in_file(start, end)
                declared = asked.book.vocabulary.property(name)
                kind = declared.label.text(asked.language) if declared else name
                yield Finding(code="OR131", start=place[0], end=place[1], facts={"kind": kind})


def _asserted(asked: Examination, sentence: Sentence) -> Iterator[tuple[str, int, int]]:
    """Yield each property that a sentence asserts something of, with the words, each property once."""
    told = [
        (one.property, one.told, one.end)
        for one in asked.assertions
        if sentence.begin <= one.told < sentence.end and one.property not in _ELSEWHERE
    ]
    yield from told or list(_told_by_cues(asked, sentence))[:1]


def _told_by_cues(asked: Examination, sentence: Sentence) -> Iterator[tuple[str, int, int]]:
    """Yield what the broader words of the rules tell of a sentence in which nothing is bound, counted or denied."""
    counts = (one for one in asked.figures if one.quantity.low != 1)  # «бір» is an article too
    is_counted = any(sentence.begin <= one.start < sentence.end for one in counts)
    is_denied = asked.cues.has("absence", asked.low, sentence.begin, sentence.end)
    if sentence.bound or is_counted or is_denied:
        return
    for name in asked.cues.names(_ASSERTED):
        for start, end in asked.cues.found(name, asked.low, sentence.begin, sentence.end):
            yield name.removeprefix(_ASSERTED), start, end
            break


def _is_carried(name: str, start: int, end: int, sentence: Sentence) -> bool:
    """Say whether words are bound that say the same thing, or that stand among those of the assertion."""
    return any(each.binding.property == name or (each.start < end and start < each.end) for each in sentence.bound)

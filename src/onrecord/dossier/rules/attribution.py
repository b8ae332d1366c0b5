"""OR118: who a sentence gives as the one who says it, against who is on record with it."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.dossier.bindings import OFFICIAL_KINDS, Binding
from onrecord.dossier.rules.examination import Examination
from onrecord.dossier.rules.finding import Finding, at
from onrecord.dossier.rules.numbers import readings_of
from onrecord.dossier.rules.telling import ids
from onrecord.ledger import Reading


def findings(asked: Examination) -> Iterator[Finding]:
    """Yield each figure that is given as official in its sentence and that no official is on record with."""
    for binding in asked.bindings:
        readings = readings_of(binding, asked.book)
        if not readings or binding.link.target.option("by") is not None or any(map(_is_official, readings)):
            continue
        if _given_as_official(asked, binding):
            speakers = "; ".join(dict.fromkeys(reading.claim.speaker for reading in readings))
            yield at(binding, "OR118", speakers=speakers, named=ids(readings))


def _given_as_official(asked: Examination, binding: Binding) -> bool:
    """Say whether the speaker named nearest before the figure, or else the first behind it, is an official one."""
    sentence = asked.sentence_of(binding)
    start, end = asked.plain.of_file(binding.link.words.start, binding.link.words.end)
    cues = [
        (place, name == "officially")
        for name in ("officially", "other_speakers")
        for place, _ in asked.cues.found(name, asked.low, sentence.begin, sentence.end)
    ]
    before = max((cue for cue in cues if cue[0] < start), default=None)
    after = min((cue for cue in cues if cue[0] >= end), default=None)
    nearest = before or after
    return nearest is not None and nearest[1]


def _is_official(reading: Reading) -> bool:
    return reading.claim.speaker_kind in OFFICIAL_KINDS

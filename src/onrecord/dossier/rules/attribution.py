"""OR118: who a sentence gives as the one who says it, against who is on record with it.

A speaker is a kind (official, court, UN body, NGO, media, witness, community) and, of officials, an office. What a
paper prints of a ministry may be given to either. Attribution is not confirmation (METHOD R0.1), but a wrong one is an
untruth.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from onrecord.dossier.bindings import Binding
from onrecord.dossier.rules.cues import LANGUAGES, cues_of
from onrecord.dossier.rules.examination import Examination, Placed, Sentence
from onrecord.dossier.rules.finding import Finding, at
from onrecord.dossier.rules.numbers import readings_of
from onrecord.dossier.rules.telling import ids
from onrecord.kernel import SpeakerKind
from onrecord.ledger import Book, Reading
from onrecord.reading import SpeakerInText

_KIND, _OFFICE = "speaker.", "office."
_OFFICIALLY: Final = "officially"
# What may stand for what: a court is an authority, but no authority a court; who lives in a village may be a witness.
_SAME: Final = {
    "official": frozenset({"official", "court"}),
    "witness": frozenset({"witness", "community"}),
    "community": frozenset({"community", "witness", "ngo"}),
    "ngo": frozenset({"ngo", "ourselves", "community"}),
}
_KINDS_OF_SOURCES: Final = {"media": "media", "ngo": "ngo", "un": "un_body", "court": "court", "official": "official"}


def findings(asked: Examination) -> Iterator[Finding]:
    """Yield each figure that its sentence gives to somebody of whose kind nobody is on record with it."""
    for sentence in asked.sentences:
        for placed in sentence.bound:
            readings = readings_of(placed.binding, asked.book)
            if readings and _is_given_wrongly(asked, sentence, placed, readings):
                yield _wrong(placed.binding, readings)


def _wrong(binding: Binding, readings: Sequence[Reading]) -> Finding:
    speakers = "; ".join(dict.fromkeys(reading.claim.speaker for reading in readings))
    return at(binding, "OR118", speakers=speakers, named=ids(readings))


def _is_given_wrongly(asked: Examination, sentence: Sentence, placed: Placed, readings: Sequence[Reading]) -> bool:
    nearest = _nearest(asked, sentence, placed)
    if nearest is None:
        return False
    on_record = _kinds_on_record(readings, asked.book)
    speaker = asked.circumstance(placed.start, placed.end).speaker
    if nearest == _OFFICIALLY:
        return on_record.isdisjoint(_SAME["official"])
    if on_record.isdisjoint(_SAME.get(nearest, frozenset({nearest}))):
        return _is_said_by(speaker, nearest)
    return speaker is not None and _is_of_other_office(asked, speaker, readings)


def _nearest(asked: Examination, sentence: Sentence, placed: Placed) -> str | None:
    """Return the kind of the speaker named nearest before the figure, or else of the first behind it."""
    spans = [
        (span, name.removeprefix(_KIND))
        for name in asked.cues.names(_KIND)
        for span in asked.cues.found(name, asked.low, sentence.begin, sentence.end)
    ]
    found = [(span[0], kind) for span, kind in spans if not any(_lies_in(span, other) for other, _ in spans)]
    before = max((one for one in found if one[0] < placed.start), default=None)
    after = min((one for one in found if one[0] >= placed.end), default=None)
    if after is not None and asked.cues.has("goes_on", asked.low, placed.end, after[0]):
        after = None
    nearest = before or after
    return nearest[1] if nearest else None


def _lies_in(span: tuple[int, int], other: tuple[int, int]) -> bool:
    """Say whether words are a part of others: the experts of "UN experts" are no speaker of their own."""
    return span != other and other[0] <= span[0] and span[1] <= other[1]


def _is_said_by(speaker: SpeakerInText | None, kind: str) -> bool:
    """Say whether the sentence tells that somebody of this kind says it, and does not only name them."""
    return speaker is not None and speaker.kind in _SAME.get(kind, frozenset({kind}))


def _kinds_on_record(readings: Sequence[Reading], book: Book) -> frozenset[str]:
    """Return the kinds of who says it, and of the sources that it is read in; a press agency may be given with it."""
    kinds = {reading.claim.speaker_kind.value for reading in readings}
    sources = [book.sources.get(reading.claim.source) for reading in readings if reading.claim.source]
    for source in sources:
        named = (source.source_kind or "") if source else ""
        kinds |= {kind for stem, kind in _KINDS_OF_SOURCES.items() if named.split("_")[0] == stem}
    return frozenset(kinds - {SpeakerKind.UNKNOWN.value})


def _is_of_other_office(asked: Examination, speaker: SpeakerInText, readings: Sequence[Reading]) -> bool:
    """Say whether an office is named that is none of those on record: the prosecutor for the minister."""
    said = {name for name in asked.cues.names(_OFFICE) if asked.cues.has(name, asked.low, speaker.start, speaker.end)}
    offices = [_offices(reading.claim.speaker) for reading in readings]
    return bool(said) and all(offices) and all(said.isdisjoint(one) for one in offices)


def _offices(speaker: str) -> frozenset[str]:
    """Return the offices that the name of a speaker tells, in whichever language it is on record."""
    low = speaker.lower()
    return frozenset(
        name for language in LANGUAGES for name in cues_of(language).names(_OFFICE) if cues_of(language).has(name, low)
    )

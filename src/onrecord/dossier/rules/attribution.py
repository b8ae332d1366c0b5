"""OR118: who a sentence gives as the one who says it, against who is on record with it.

A speaker is a kind (official, court, UN body, NGO, media, witness, community) and, of officials, an office. What a
paper prints of a ministry may be given to either. Attribution is not confirmation (METHOD R0.1), but a wrong one is an
untruth.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from onrecord.dossier.bindings import Binding
from onrecord.dossier.rules import speakers
from onrecord.dossier.rules.cues import LANGUAGES, cues_of
from onrecord.dossier.rules.examination import Examination, Placed, Sentence
from onrecord.dossier.rules.finding import Finding, at
from onrecord.dossier.rules.numbers import readings_of
from onrecord.dossier.rules.telling import ids
from onrecord.kernel import SpeakerKind
from onrecord.ledger import Book, Reading
from onrecord.reading import SpeakerInText, clauses_in

_KIND, _OFFICE = "speaker.", "office."
_OFFICIALLY: Final = "officially"
_OTHER: Final = "other"  # a spokesman, an expert: of no kind that a claim could have
_UNKNOWN: Final = SpeakerKind.UNKNOWN.value
# What may stand for what: a court is an authority, but no authority a court; who lives in a village may be a witness.
_SAME: Final = {
    "official": frozenset({"official", "court"}),
    "witness": frozenset({"witness", "community"}),
    "community": frozenset({"community", "witness", "ngo"}),
    "ngo": frozenset({"ngo", "ourselves", "community"}),
}
_PARTED: Final = re.compile(r"[,;:—(]")
_VERB_REACH: Final = 2  # words between who speaks and what they do: "the police, too, counted"
# Who has an office has no name of their own in quotation marks; societies, papers and firms have.
_IN_OFFICE: Final = frozenset({"official", "court", "un_body", "witness"})


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
    kinds = _kinds_on_record(readings, asked.book)
    if _is_shared_out(asked, sentence, placed) or _is_named_beside(asked, sentence, placed, readings):
        return False
    if _nearest(asked, sentence, placed) == _OFFICIALLY:
        return kinds.isdisjoint(_SAME["official"])
    quoted = _quoted_subject(asked, sentence, placed)
    speaker = quoted or asked.circumstance(placed.start, placed.end).speaker
    if speaker is None or _is_parted(asked, sentence, placed, speaker):
        kind = _kind_by_verb(asked, sentence, placed)
        return kind is not None and kinds.isdisjoint(_SAME.get(kind, frozenset({kind})))
    if any(speakers.is_in(speaker.words, one) for one in speakers.behind(readings, asked.book)):
        return False
    return _is_another(asked, speaker, readings, kinds)


def _is_another(asked: Examination, speaker: SpeakerInText, readings: Sequence[Reading], kinds: frozenset[str]) -> bool:
    """Say whether a speaker is none of those on record: of another kind, of another office, of a name of their own."""
    kind = _kind_of(asked, speaker)
    if kind is None:
        is_name = next(speakers.quoted_names(speaker.words), None) is not None
        return is_name and bool(kinds) and kinds <= _IN_OFFICE
    if kinds.isdisjoint(_SAME.get(kind, frozenset({kind}))):
        return True
    return _is_of_other_office(asked, speaker, readings)


def _kind_of(asked: Examination, speaker: SpeakerInText) -> str | None:
    """Return the kind of a speaker: of the name, where somebody on record bears it, or of the nouns."""
    if speaker.kind != _UNKNOWN:
        return speaker.kind
    named = (one.kind for one in speakers.on_record(asked) if one.kind and speakers.is_in(speaker.words, one))
    known = next((one for one in named if one != _UNKNOWN), None)
    return known or _kind_in(asked, speaker.start, speaker.end)


def _kind_in(asked: Examination, start: int, end: int) -> str | None:
    """Return the kind that the nouns of a stretch tell, of overlapping words the longest."""
    found = [(span, kind) for span, kind in _spans(asked, start, end) if kind != _OFFICIALLY]
    outer = [(span, kind) for span, kind in found if not any(_lies_in(span, other) for other, _ in found)]
    kind = outer[-1 if asked.language.startswith("kk") else 0][1] if outer else None
    return kind if kind != _OTHER else None


def _spans(asked: Examination, start: int, end: int) -> list[tuple[tuple[int, int], str]]:
    return sorted(
        (span, name.removeprefix(_KIND))
        for name in asked.cues.names(_KIND)
        for span in asked.cues.found(name, asked.low, start, end)
    )


def _figures_between(asked: Examination, start: int, end: int) -> bool:
    return any(start <= one.start and one.end <= end for one in asked.figures)


def _is_shared_out(asked: Examination, sentence: Sentence, placed: Placed) -> bool:
    """Say whether a name in quotation marks stands between a figure before and this one: it has its own speaker.

    «Прокуратура называет семерых, «Дозор» ведёт свой список, и в нём девять»: whose the nine are, no rule can tell.
    """
    before = [one.end for one in asked.figures if sentence.begin <= one.start and one.end <= placed.start]
    if not before:
        return False
    between = asked.plain.text[before[-1] : placed.start]
    return next(speakers.quoted_names(between), None) is not None


def _is_named_beside(asked: Examination, sentence: Sentence, placed: Placed, readings: Sequence[Reading]) -> bool:
    """Say whether the clause of a figure names an organisation, a paper or a firm that is on record with it."""
    spans = [(one.start, one.end) for one in asked.figures]
    pieces = clauses_in(asked.plain.text, sentence.begin, sentence.end, asked.language, spans)
    begin, end = next(((left, right) for left, right in pieces if left <= placed.start < right), (0, 0))
    others = [one for one in asked.figures if placed.end <= one.start < end]
    clause = asked.plain.text[begin : others[0].start if others else end]
    named = (one for one in speakers.behind(readings, asked.book) if one.kind not in _IN_OFFICE)
    return any(speakers.is_in(clause, one) for one in named)


def _is_parted(asked: Examination, sentence: Sentence, placed: Placed, speaker: SpeakerInText) -> bool:
    """Say whether what stands between who speaks and a figure may give it to somebody else, or to nobody."""
    if not sentence.begin <= speaker.start < sentence.end or asked.cues.has("asking", speaker.rule):
        return True
    if speaker.said_start >= placed.end:
        return (
            ";" in asked.low[placed.end : speaker.said_start]
            or _figures_between(asked, placed.end, speaker.said_start)
            or asked.cues.has("goes_on", asked.low, placed.end, speaker.said_start)
        )
    if _has_own_clause(asked, speaker.said_end, placed.start):
        return True
    between = _kind_in(asked, max(sentence.begin, speaker.said_end), placed.start)
    return between is not None and between != speaker.kind


def _has_own_clause(asked: Examination, start: int, end: int) -> bool:
    """Say whether a figure stands between two places and a mark behind it: what follows may be somebody else's."""
    figures = [one.end for one in asked.figures if start <= one.start and one.end <= end]
    return bool(figures) and _PARTED.search(asked.low, figures[0], end) is not None


def _quoted_subject(asked: Examination, sentence: Sentence, placed: Placed) -> SpeakerInText | None:
    """Return a name in quotation marks that opens a sentence as who speaks: «Круг помощи» сообщает."""
    text = asked.plain.text
    span = next(speakers.quoted_names(text[sentence.begin : placed.start]), None)
    if span is None or span[0] > 0 or _has_own_clause(asked, sentence.begin + span[1], placed.start):
        return None
    start, end = sentence.begin, sentence.begin + span[1]
    stop = sentence.end if asked.language.startswith("kk") else placed.start
    verb = _verb(asked, end, stop)
    if verb is None or len(asked.low[end : verb[0]].split()) > (_VERB_REACH if stop == placed.start else stop):
        return None
    return SpeakerInText(
        start=start, end=end, words=text[start:end], kind=_UNKNOWN, rule="quoted", said_start=start, said_end=end
    )


def _kind_by_verb(asked: Examination, sentence: Sentence, placed: Placed) -> str | None:
    """Return the kind of who counts or lists, where the sentence says so in other words than those of speaking."""
    found = [
        (span, kind)
        for span, kind in _spans(asked, sentence.begin, placed.start)
        if kind != _OFFICIALLY and not any(one.start < span[1] and span[0] < one.phrase_end for one in asked.figures)
    ]
    outer = [(span, kind) for span, kind in found if not any(_lies_in(span, other) for other, _ in found)]
    if len({kind for _, kind in outer}) != 1 or outer[0][1] == _OTHER:
        return None
    (start, end), kind = outer[-1]
    if _figures_between(asked, end, placed.start):
        return None
    return kind if _counts(asked, sentence, placed, start, end) else None


def _counts(asked: Examination, sentence: Sentence, placed: Placed, start: int, end: int) -> bool:
    """Say whether those who are named between two places count: by a verb beside them, in Kazakh by the last one."""
    lead = asked.low[sentence.begin : start]
    if asked.cues.has("as_said", lead) and not _PARTED.search(lead):
        return True
    if asked.language.startswith("kk"):
        nexts = [one.start for one in asked.figures if placed.end <= one.start < sentence.end]
        stop = min([sentence.end, *nexts])
        is_beside = asked.cues.has("as_said", asked.low, end, placed.start)
        return is_beside or _verb(asked, placed.end, stop) is not None
    verb = _verb(asked, end, sentence.end)
    if verb is None or verb[0] >= placed.start:
        return False
    between = asked.low[end : verb[0]]
    return len(between.split()) <= _VERB_REACH and not _PARTED.search(between)


def _verb(asked: Examination, start: int, end: int) -> tuple[int, int] | None:
    spans = [span for name in ("counting", "saying") for span in asked.cues.found(name, asked.low, start, end)]
    return min((span for span in spans if not asked.cues.has("asking", asked.low, *span)), default=None)


def _nearest(asked: Examination, sentence: Sentence, placed: Placed) -> str | None:
    """Return the kind of the speaker named nearest before the figure, or else of the first behind it."""
    spans = _spans(asked, sentence.begin, sentence.end)
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


def _kinds_on_record(readings: Sequence[Reading], book: Book) -> frozenset[str]:
    """Return the kinds of who says it, and of the sources that it is read in; a press agency may be given with it."""
    kinds = {reading.claim.speaker_kind.value for reading in readings}
    sources = [book.sources.get(reading.claim.source) for reading in readings if reading.claim.source]
    for source in sources:
        kind = speakers.kind_of_source(source.source_kind) if source else None
        kinds |= {kind} if kind else set()
    return frozenset(kinds - {_UNKNOWN})


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

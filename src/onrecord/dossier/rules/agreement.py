"""OR104, OR108: whether others say otherwise, and whether all that say it trace to one origin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.dossier.bindings import Binding, current
from onrecord.dossier.rules.examination import Examination
from onrecord.dossier.rules.finding import Finding, at
from onrecord.dossier.rules.numbers import readings_of
from onrecord.dossier.rules.telling import ids, values
from onrecord.kernel import SourceId
from onrecord.ledger import Book, Reading, Relation, moment, relation


def findings(asked: Examination) -> Iterator[Finding]:
    """Yield each figure that is contested or single-sourced without its sentence saying so."""
    for binding in asked.bindings:
        readings = readings_of(binding, asked.book)
        if readings:
            yield from _origin(binding, readings, asked.book)
            yield from _contested(asked, binding, readings)


def _origin(binding: Binding, readings: Sequence[Reading], book: Book) -> Iterator[Finding]:
    origins = sorted({origin for reading in current(readings) for origin in reading.stands_on})
    if len(origins) < 2 and binding.figure is not None:
        origin = origins[0] if origins else "—"  # what it traced to was taken back
        source = book.sources.get(SourceId(origin))
        shown = f"{origin} ({source.publisher})" if source and source.publisher else origin
        yield at(binding, "OR108", origin=shown, named=ids(current(readings)))


def _contested(asked: Examination, binding: Binding, readings: Sequence[Reading]) -> Iterator[Finding]:
    """Tell that others disagree about the same time, unless the sentence says that the figure is contested."""
    newest = current(readings)
    others = [
        other
        for other in (*newest, *binding.later)
        if any(relation(one, other) is Relation.CONFLICT and _same_time(one, other) for one in newest)
    ]
    if others and not _says_so(asked, binding, others):
        yield at(binding, "OR104", values=values(others), named=ids(others))


def _says_so(asked: Examination, binding: Binding, others: Sequence[Reading]) -> bool:
    """Say whether a reader learns of it: by words in the sentence or the one before, or by the other number itself."""
    sentence = asked.sentence_of(binding)
    beside = {claim.id for one in sentence.bindings if one is not binding for claim in one.named_claims()}
    if beside.intersection(ids(others)):
        return True
    return any(asked.cues.has("contested", asked.low, *stretch) for stretch in asked.with_before(sentence))


def _same_time(one: Reading, other: Reading) -> bool:
    first, second = moment(one.claim), moment(other.claim)
    return first is not None and second is not None and first.overlaps(second)

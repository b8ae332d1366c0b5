"""OR103, OR105, OR106, OR107: the number that the words say, against what is on record.

A wording holds when what the claims say makes it true: "at least ten" after a claim of eleven, never the other way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from onrecord.dossier.bindings import Binding, current
from onrecord.dossier.diagnostics import CODES, Severity
from onrecord.dossier.rules.examination import Examination
from onrecord.dossier.rules.finding import Finding, at
from onrecord.dossier.rules.telling import ids, values, wordings
from onrecord.kernel import Qualifier, Quantity
from onrecord.ledger import Book, Reading
from onrecord.reading import quantities_in

_HEDGES: Final = frozenset({Qualifier.AT_LEAST, Qualifier.MORE_THAN, Qualifier.ABOUT, Qualifier.VAGUE, Qualifier.RANGE})


def readings_of(binding: Binding, book: Book) -> tuple[Reading, ...]:
    """Return the readings that words rest on; the one of its own for a claim bound by its name."""
    if binding.readings or binding.claim is None or binding.claim.quantity is None:
        return binding.readings
    return (Reading(claim=binding.claim, origins=book.origins(binding.claim)),)


def findings(asked: Examination) -> Iterator[Finding]:
    """Yield what is wrong with the number of each link's words."""
    for binding in asked.bindings:
        readings = readings_of(binding, asked.book)
        if readings:
            yield from _of_words(asked, binding, readings)


def _of_words(asked: Examination, binding: Binding, readings: Sequence[Reading]) -> Iterator[Finding]:
    language = asked.language
    said = said_in(asked, binding)
    if not said:
        yield at(binding, "OR103", values=values(current(readings)), suggestion=wordings(readings, language))
        return
    yield from min((list(_numbers(binding, readings, one, language)) for one in said), key=_gravity)


def said_in(asked: Examination, binding: Binding) -> list[Quantity]:
    """Return the ways the words can be read: the link's own, and with a hedge that stands before the link.

    "more than [120](…)" keeps its hedge outside; in "grew to [ten](…)" the same place holds none.
    """
    statement, vocabulary = asked.statement, asked.book.vocabulary
    words = binding.link.words
    own = quantities_in(binding.link.text, asked.language, vocabulary, is_bound=True)
    sentence = statement.sentence_at(words.start)
    around = quantities_in(statement.prose[sentence.start : sentence.end], asked.language, vocabulary, every=True)
    hedged = [
        one.quantity
        for one in around
        if sentence.start + one.start < words.start < sentence.start + one.end <= words.end
    ]
    return [_the_one_said(binding, [one.quantity for one in own]), *hedged] if own else hedged


def _gravity(found: Sequence[Finding]) -> int:
    """Return how grave findings are together, so that the kindest reading of the words is the one that is told."""
    return sum(2 if CODES[one.code].severity is Severity.ERROR else 1 for one in found)


def _the_one_said(binding: Binding, said: Sequence[Quantity]) -> Quantity:
    """Return the number of the words that the readings speak of, where the words hold several."""
    for quantity in said:
        if any(_same_bounds(quantity, reading.quantity) for reading in binding.readings):
            return quantity
    return said[0]


def _numbers(binding: Binding, readings: Sequence[Reading], said: Quantity, language: str) -> Iterator[Finding]:
    """Hold the number that is said against the newest readings; older ones make it stale, none makes it wrong."""
    newest = current(readings)
    holding = [reading for reading in newest if said.contains(reading.quantity)]
    if holding:
        yield from _hedge(binding, said, holding, language)
        return
    bolder = [reading for reading in newest if _is_bolder(said, reading.quantity)]
    if bolder:
        wording = bolder[0].quantity.wording
        yield at(binding, "OR106", wording=wording, suggestion=wordings(bolder, language), named=ids(bolder))
        return
    fresh = {reading.claim.id for reading in newest}
    older = [one for one in readings if one.claim.id not in fresh and said.contains(one.quantity)]
    code = "OR105" if older else "OR103"
    yield at(binding, code, values=values(newest), suggestion=wordings(newest, language), named=ids(newest))


def _hedge(binding: Binding, said: Quantity, holding: Sequence[Reading], language: str) -> Iterator[Finding]:
    """Tell a hedge that fell away ("about" has the bounds of the number itself), or one that was added."""
    if any(said.same_numbers(reading.quantity) for reading in holding):
        return
    claimed = holding[0].quantity
    is_lost = said.qualifier is Qualifier.EXACT and claimed.qualifier in _HEDGES
    is_other = said.qualifier is not claimed.qualifier or not _same_bounds(said, claimed)
    if is_lost or is_other:
        code = "OR106" if is_lost else "OR107"
        suggestion = wordings(holding, language)
        yield at(binding, code, wording=claimed.wording, suggestion=suggestion, named=ids(holding))


def _is_bolder(said: Quantity, claimed: Quantity) -> bool:
    """Say whether the words only lost the hedge: "ten" of "at least ten", "120" of "more than 120"."""
    if claimed.qualifier not in _HEDGES or said.low is None:
        return False
    base = claimed.low
    if claimed.qualifier is Qualifier.MORE_THAN and base is not None:
        return said.low in (base, base - 1)
    return said.low == base


def _same_bounds(one: Quantity, other: Quantity) -> bool:
    return (one.low, one.high) == (other.low, other.high)

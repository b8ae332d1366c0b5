"""OR103, OR105, OR106, OR107, OR122: the number that the words say, against what is on record.

A wording holds when what the claims say makes it true: "at least ten" after a claim of eleven, never the other way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from onrecord.dossier.bindings import Binding, current
from onrecord.dossier.diagnostics import CODES, Severity
from onrecord.dossier.rules.examination import Examination
from onrecord.dossier.rules.finding import Finding, at
from onrecord.dossier.rules.hedges import Hedging, hedging, is_said_to_be_exact
from onrecord.dossier.rules.telling import ids, values, wordings
from onrecord.kernel import Quantity
from onrecord.ledger import Book, Reading

_CODES: Final = {Hedging.WEAKER: "OR107", Hedging.LOST: "OR106", Hedging.STRONGER: "OR122"}


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
    said = asked.said(binding)
    if not said:
        yield at(binding, "OR103", values=values(current(readings)), suggestion=wordings(readings, asked.language))
        return
    # The last reading is the one with the hedge before the link: of two as grave it is what the reader reads.
    yield from min((list(_numbers(asked, binding, readings, one)) for one in reversed(said)), key=_gravity)


def _gravity(found: Sequence[Finding]) -> int:
    """Return how grave findings are together, so that the kindest reading of the words is the one that is told."""
    return sum(2 if CODES[one.code].severity is Severity.ERROR else 1 for one in found)


def _numbers(asked: Examination, binding: Binding, readings: Sequence[Reading], said: Quantity) -> Iterator[Finding]:
    """Hold the number that is said against the newest readings; older ones make it stale, none makes it wrong."""
    language, newest = asked.language, current(readings)
    is_stressed = is_said_to_be_exact(asked, binding, said)
    stands = [(hedging(said, reading.quantity, is_stressed=is_stressed), reading) for reading in newest]
    best = min(stands, key=lambda one: one[0])[0]
    if best is Hedging.KEPT:
        return
    if best is not Hedging.FALSE:
        told = [reading for how, reading in stands if how is best]
        wording = told[0].quantity.wording
        yield at(binding, _CODES[best], wording=wording, suggestion=wordings(told, language), named=ids(told))
        return
    fresh = {reading.claim.id for reading in newest}
    older = [one for one in readings if one.claim.id not in fresh and said.contains(one.quantity)]
    code = "OR105" if older else "OR103"
    yield at(binding, code, values=values(newest), suggestion=wordings(newest, language), named=ids(newest))

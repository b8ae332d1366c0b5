"""OR125: a figure that its sentence gives to another place than its claims have."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.dossier.rules.examination import Examination, Placed, Sentence
from onrecord.dossier.rules.finding import Finding, at
from onrecord.kernel import Vocabulary
from onrecord.reading import places_in


def findings(asked: Examination) -> Iterator[Finding]:
    """Yield each bound figure whose sentence speaks of a place that does not hold the place on record."""
    for sentence in asked.sentences:
        for placed in sentence.bound:
            places = _on_record(placed)
            said = _said(asked, sentence, placed, places) if places else None
            if said is not None:
                shown = ", ".join(_label(asked, one) for one in sorted(places))
                yield at(placed.binding, "OR125", place=_label(asked, said), recorded=shown, suggestion=shown)


def _on_record(placed: Placed) -> frozenset[str]:
    """Return the places of the claims of a number; none where one of them does not say where."""
    claims = placed.binding.named_claims()
    places = [claim.dimension("place") for claim in claims if claim.quantity is not None]
    return frozenset(one for one in places if one) if all(places) else frozenset()


def _said(asked: Examination, sentence: Sentence, placed: Placed, places: frozenset[str]) -> str | None:
    """Return the place that the words give a figure to, where it is none that holds the places on record."""
    governing = asked.circumstance(placed.start, placed.end).place
    if governing is None or governing.rule == "heading" or not sentence.begin <= governing.start < sentence.end:
        return None
    vocabulary = asked.book.vocabulary
    if any(_holds(vocabulary, governing.place, one) for one in places):
        return None
    if governing.rule != "clause" and any(
        _holds(vocabulary, other.place, one)
        for other in places_in(asked.plain.text[sentence.begin : sentence.end], asked.language, vocabulary)
        for one in places
    ):
        return None
    return governing.place


def _holds(vocabulary: Vocabulary, wide: str, place: str) -> bool:
    """Say whether a place is another one or lies in it."""
    seen: set[str] = set()
    at_place: str | None = place
    while at_place is not None and at_place not in seen:
        if at_place == wide:
            return True
        seen.add(at_place)
        term = vocabulary.term("place", at_place)
        at_place = term.broader if term else None
    return False


def _label(asked: Examination, place: str) -> str:
    return asked.book.vocabulary.term_called("place", place, asked.language)

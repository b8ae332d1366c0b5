"""Owns what of a document is on record already: another list of the same recommendations makes no second duty. Pure.

One recommendation is one duty: of one document, under one number. A list without numbers is held against those on
record by words and States; the same words in two documents stay two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from onrecord.duties.matching import matched
from onrecord.duties.published import PublishedRow
from onrecord.duties.reports import Recommendation
from onrecord.duties.states import state_called
from onrecord.ledger import Book, Claim

Place = tuple[str, str | None]  # number and part


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """The numbered recommendations of each document, and from which source each claim about a document is."""

    numbered: Mapping[str, Mapping[Place, Recommendation]] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    unnumbered: Mapping[str, int] = field(default_factory=dict)

    def is_of_another(self, claim: str, source: str) -> bool:
        """Say whether a claim of this id is on record from another source."""
        return self.sources.get(claim, source) != source

    def places(self, document: str, rows: Sequence[PublishedRow]) -> Mapping[int, Place]:
        """Return which rows are recommendations of the document that are on record, and where these stand.

        A row with a number is only one that stands under this number.
        """
        held = self.numbered.get(document, {})
        place_of = {id(one): place for place, one in held.items()}
        same: dict[str, dict[tuple[str, str, str], list[PublishedRow]]] = defaultdict(lambda: defaultdict(list))
        for each in rows:
            same[each.number][each.text, each.made_by, each.addressee].append(each)
        found: dict[int, Place] = {}
        for number, alike in same.items():
            may_be = [one for (place, _), one in held.items() if number in ("", place)]
            for one, row in matched(may_be, [which[0] for which in alike.values()]).pairs:
                found |= {each.row: place_of[id(one)] for each in alike[row.text, row.made_by, row.addressee]}
        return found


def recorded(book: Book) -> Recorded:
    """Return what is on record of documents in a book, as far as it counts."""
    numbered: dict[str, dict[Place, Recommendation]] = defaultdict(dict)
    unnumbered: dict[str, int] = defaultdict(int)
    makers: dict[tuple[str, str | None, str | None], list[Claim]] = defaultdict(list)
    for claim in book.claims_of("recommended_by"):
        if claim.status.is_counted:
            makers[claim.subject_id, claim.dimension("paragraph"), claim.dimension("part")].append(claim)
    for claim in book.claims_of("recommendation"):
        number, part = claim.dimension("paragraph"), claim.dimension("part")
        if not claim.status.is_counted:
            continue
        if number is None:
            unnumbered[claim.subject_id] += 1
            continue
        named = (state_called(one.value_text()) for one in makers[claim.subject_id, number, part])
        states = tuple(state for state in named if state is not None)
        one = Recommendation(number=number, text=claim.value_text(), page=0, states=states)
        numbered[claim.subject_id].setdefault((number, part), one)
    properties = (one.name for one in book.vocabulary.properties.values() if "document" in one.subjects)
    about = (claim for name in properties for claim in book.claims_of(name) if claim.subject_kind == "document")
    sources = {str(one.id): str(one.source) for one in about if one.source is not None}
    return Recorded(numbered=numbered, sources=sources, unnumbered=unnumbered)

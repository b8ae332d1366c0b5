"""Owns contradictions: which claims do not agree, of what kind, in a sentence a reader understands.

Never picks a winner: both stay, with who said each and when (METHOD FG-01). Each kind is searched for by a module of
its own: within one figure, across figures, in retelling, among answers that are no numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from onrecord.kernel import ClaimId, SourceId, Vocabulary
from onrecord.ledger.across_figures import Figures, across
from onrecord.ledger.answers import answered
from onrecord.ledger.figures import Gathered
from onrecord.ledger.kinds import Kind
from onrecord.ledger.model import Reading, Source
from onrecord.ledger.retelling import retold
from onrecord.ledger.telling import Contradiction, Teller
from onrecord.ledger.within_figure import within

_ORDER: Final = {kind.value: place for place, kind in enumerate(Kind)}


def contradictions_of(
    figures: Sequence[Gathered],
    sources: Mapping[SourceId, Source],
    vocabulary: Vocabulary,
    answers: Iterable[Reading] = (),
    *,
    of: str | None = None,
    judged: frozenset[ClaimId] = frozenset(),
) -> tuple[Contradiction, ...]:
    """Return every disagreement among figures, and among claims that are no numbers; the gravest kinds first.

    A function of the set of claims: in whatever order they were recorded, the same is found, in the same order. With a
    property `of` what is of other properties alone is left out, unless it is about claims that were `judged`.
    """
    teller = Teller(vocabulary, of, judged)
    known = Figures(figures, vocabulary)
    asked = [figure for figure in known.all if teller.is_asked(figure.readings)]
    found = [one for figure in asked for one in within(figure, known.total(figure), sources, teller)]
    found += across(known, teller)
    found += retold(known.all, sources, teller)
    found += answered(answers, teller)
    return in_order(found)


def in_order(found: Iterable[Contradiction]) -> tuple[Contradiction, ...]:
    """Return contradictions with the gravest kinds first, in one order whatever order they were found in."""
    return tuple(sorted(found, key=lambda one: (_ORDER[one.kind], one.subject, one.property, one.about, one.id)))

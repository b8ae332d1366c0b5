"""OR109: different things joined as if one were a share of the other (METHOD 3.5, FG-06)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from onrecord.dossier.rules.examination import Examination
from onrecord.dossier.rules.finding import Finding

_JOINED: Final = 5  # words between a part and its whole: "men out of the"


def findings(asked: Examination) -> Iterator[Finding]:
    """Yield each pair of figures of different units of which one is given as a part of the other."""
    for sentence in asked.sentences:
        for first, second in pairwise(sentence.bound):
            one, other = first.binding, second.binding
            if not one.unit or not other.unit or one.unit == other.unit:
                continue
            between = asked.low[first.end : second.start]
            if len(between.split()) <= _JOINED and asked.cues.has("share", between):
                yield Finding(
                    code="OR109",
                    start=one.link.start,
                    end=other.link.end,
                    facts={"unit": one.unit, "other": other.unit},
                    claims=(*one.claims, *other.claims),
                )

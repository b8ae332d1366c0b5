"""OR112: the words of the law, used before a court has used them (METHOD 7.5; ICCPR 14(2), GC 32 para 30)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from onrecord.dossier.rules.examination import Examination
from onrecord.dossier.rules.finding import Finding

_NOT_CONVICTED: Final = frozenset({"suspects", "charged", "defendants", "detained", "arrested", "in_custody"})


def findings(asked: Examination) -> Iterator[Finding]:
    """Yield each sentence that calls guilty whom no court has convicted."""
    for sentence in asked.sentences:
        accused = [one for one in sentence.bindings if one.property in _NOT_CONVICTED]
        guilty = next(asked.cues.found("perpetrator", asked.low, sentence.begin, sentence.end), None)
        if not accused or guilty is None:
            continue
        start, end = asked.plain.in_file(*guilty)
        facts: dict[str, object] = {"status": ", ".join(sorted({one.property or "" for one in accused}))}
        claims = tuple(claim for one in accused for claim in one.claims)
        yield Finding(code="OR112", start=start, end=end, facts=facts, claims=claims)

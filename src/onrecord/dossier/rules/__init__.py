"""The rules of the check, a module each for what they look at. Pure: an examination in, findings out.

To add a rule: a module with a function `findings`, its place in `RULES`, its code in diagnostics.py, its page in
docs/checks. To teach a rule a word: data/LANGUAGE.toml, no code.
"""

from collections.abc import Callable, Iterator
from typing import Final

from onrecord.dossier.rules import (
    absence,
    agreement,
    attribution,
    cells,
    confessions,
    consent,
    dates,
    estimates,
    law,
    naming,
    numbers,
    persons,
    places,
    quotations,
    replies,
    standing,
    sums,
    unbound,
    units,
)
from onrecord.dossier.rules.examination import PUBLIC, Examination
from onrecord.dossier.rules.finding import Finding
from onrecord.dossier.rules.standing import fallen_code

RULES: Final[tuple[Callable[[Examination], Iterator[Finding]], ...]] = (
    standing.findings,
    numbers.findings,
    naming.findings,
    estimates.findings,
    agreement.findings,
    attribution.findings,
    quotations.findings,
    dates.findings,
    places.findings,
    units.findings,
    sums.findings,
    absence.findings,
    law.findings,
    persons.findings,
    consent.findings,
    replies.findings,
    confessions.findings,
    cells.findings,
    unbound.findings,
)


def findings_of(asked: Examination) -> Iterator[Finding]:
    """Yield what every rule finds in a statement."""
    for rule in RULES:
        yield from rule(asked)


__all__ = ["PUBLIC", "RULES", "Examination", "Finding", "fallen_code", "findings_of"]

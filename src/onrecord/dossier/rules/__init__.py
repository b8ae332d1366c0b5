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
    dates,
    law,
    numbers,
    quotations,
    standing,
    sums,
    units,
)
from onrecord.dossier.rules.examination import PUBLIC, Examination
from onrecord.dossier.rules.finding import Finding

RULES: Final[tuple[Callable[[Examination], Iterator[Finding]], ...]] = tuple(
    one.findings for one in (standing, numbers, quotations, dates, attribution, agreement, units, sums, law, absence)
)


def findings_of(asked: Examination) -> Iterator[Finding]:
    """Yield what every rule finds in a statement."""
    for rule in RULES:
        yield from rule(asked)


__all__ = ["PUBLIC", "RULES", "Examination", "Finding", "findings_of"]

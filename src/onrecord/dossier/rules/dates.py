"""OR120: the date that words give, against the date on record."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.dossier.rules.examination import Examination
from onrecord.dossier.rules.finding import Finding, at
from onrecord.kernel import PartialDate
from onrecord.reading import dates_in


def findings(asked: Examination) -> Iterator[Finding]:
    """Yield each link to a date whose words give another one."""
    for binding in asked.bindings:
        claim = binding.claim
        if claim is None or not isinstance(claim.value, PartialDate):
            continue
        said = dates_in(binding.link.text, asked.language)
        if said and not any(claim.value.contains(one.date) or one.date.contains(claim.value) for one in said):
            yield at(binding, "OR120", date=claim.value.text(), suggestion=claim.value.wording)

"""OR110: a total that the parts named in the same sentence do not make up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from onrecord.dossier.bindings import Binding
from onrecord.dossier.rules.examination import Examination
from onrecord.dossier.rules.finding import Finding, at
from onrecord.kernel import Qualifier, number_text
from onrecord.reading import quantities_in


def findings(asked: Examination) -> Iterator[Finding]:
    """Yield each total that the groups beside it do not make up."""
    for sentence in asked.sentences:
        by_property: dict[str, list[Binding]] = {}
        for one in sentence.bindings:
            if one.figure is not None:
                by_property.setdefault(one.figure.property, []).append(one)
        for same in by_property.values():
            yield from _of_groups(asked, same)


def _of_groups(asked: Examination, same: Sequence[Binding]) -> Iterator[Finding]:
    totals = [one for one in same if one.figure and "group" not in dict(one.figure.about)]
    parts = {dict(one.figure.about)["group"]: one for one in same if one.figure and "group" in dict(one.figure.about)}
    if len(totals) != 1 or len(parts) < 2:
        return
    numbers = [_exact(asked, one) for one in parts.values()]
    total = _exact(asked, totals[0])
    known = [number for number in numbers if number is not None]
    if total is not None and len(known) == len(numbers) and sum(known) != total:
        yield at(totals[0], "OR110", sum=number_text(Decimal(sum(known))), named=totals[0].claims)


def _exact(asked: Examination, binding: Binding) -> Decimal | None:
    said = quantities_in(binding.link.text, asked.language, is_bound=True)
    exact = [one.quantity.low for one in said if one.quantity.qualifier is Qualifier.EXACT]
    return exact[0] if exact else None

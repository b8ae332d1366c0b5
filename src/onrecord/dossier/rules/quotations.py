"""OR117: words in quotation marks against the words of the item."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from onrecord.dossier.rules.examination import Examination
from onrecord.dossier.rules.finding import Finding, at
from onrecord.kernel import PartialDate, Quantity

_QUOTED: Final = re.compile(r"[“«\"„](?P<words>[^”»\"“]{8,})[”»\"“]")


def findings(asked: Examination) -> Iterator[Finding]:
    """Yield each quotation, bound to a claim in words, that is not what the item says."""
    for binding in asked.bindings:
        claim = binding.claim
        if claim is None or claim.quote is None or isinstance(claim.value, Quantity | PartialDate):
            continue
        for match in _QUOTED.finditer(binding.link.text):
            if match["words"].strip() not in " ".join(claim.quote.text.split()):
                yield at(binding, "OR117", quote=claim.quote.text, suggestion=f"“{claim.quote.text}”")

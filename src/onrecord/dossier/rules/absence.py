"""OR111, OR105: what a sentence says did not happen (METHOD R0.3): true of a day, for who looked, where."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from onrecord.dossier.bindings import Binding
from onrecord.dossier.rules.examination import Examination
from onrecord.dossier.rules.finding import Finding
from onrecord.kernel import PartialDate
from onrecord.ledger import ClaimStatus

# How old a search may be before "no reply" has to be looked for again (METHOD 4.5).
SEARCH_DAYS: Final = 30


def findings(asked: Examination) -> Iterator[Finding]:
    """Yield each "no reply" without a dated search behind it, or with a reply on record."""
    for sentence in asked.sentences:
        for found in asked.cues.found("absence", asked.low, sentence.begin, sentence.end):
            place = asked.plain.in_file(*found)
            searches = [one for one in sentence.bindings if one.property == "no_reply_as_of" and one.claim is not None]
            if not searches:
                yield Finding(code="OR111", start=place[0], end=place[1])
            for one in searches:
                yield from _search(asked, one, place)


def _search(asked: Examination, one: Binding, place: tuple[int, int]) -> Iterator[Finding]:
    claim, horizon = one.claim, asked.horizon
    if claim is None or not isinstance(claim.value, PartialDate):
        return
    replies = [
        reply
        for reply in asked.book.claims_of("replied_on", subject=claim.subject)
        if reply.status is not ClaimStatus.WITHDRAWN
        and isinstance(reply.value, PartialDate)
        and reply.value.earliest <= horizon.latest
    ]
    if replies:
        values = "; ".join(f"replied on {reply.value_text()}" for reply in replies)
        claims = tuple(reply.id for reply in replies)
        yield Finding(code="OR105", start=place[0], end=place[1], facts={"values": values}, claims=claims)
    elif horizon.latest - claim.value.latest > dt.timedelta(days=SEARCH_DAYS):
        values = f"last looked for on {claim.value.text()}"
        yield Finding(code="OR105", start=place[0], end=place[1], facts={"values": values}, claims=(claim.id,))

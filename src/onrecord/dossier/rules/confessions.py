"""OR133: a confession told without what is alleged of how it came about (METHOD 7.5; CAT article 15).

Whose confession it is, is known where its sentence is bound to claims about a person; then every allegation of that
person counts. Otherwise those of the incident count that speak of confessions or testimony themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from onrecord import justice
from onrecord.dossier.rules.cues import cues_of
from onrecord.dossier.rules.examination import Examination, Sentence
from onrecord.dossier.rules.finding import Finding
from onrecord.kernel import PartialDate
from onrecord.ledger import Claim

_CONFESSION: Final = "confession"
_PERSON: Final = "person:"
_ALLEGED: Final = ("ill_treatment_alleged", "ill_treated_on", "complained_on", "torture_element", "exclusion_asked_on")
_OF_INCIDENTS: Final = ("ill_treatment_alleged", "complaint")


def findings(asked: Examination) -> Iterator[Finding]:
    """Yield each confession beside which nothing is said of what its maker alleges."""
    for sentence in asked.sentences:
        told = _confession(asked, sentence)
        if told is None or _is_beside(asked, sentence):
            continue
        alleged = _alleged(asked, sentence)
        if alleged:
            start, end = told
            facts: dict[str, object] = {"claims": ", ".join(one.id for one in alleged)}
            yield Finding(code="OR133", start=start, end=end, facts=facts, claims=tuple(one.id for one in alleged))


def _confession(asked: Examination, sentence: Sentence) -> tuple[int, int] | None:
    """Return where in the file a sentence tells a confession: by its words, or by what they are bound to."""
    if asked.cues.has("no_confession", asked.low, sentence.begin, sentence.end):
        return None
    found = next(asked.cues.found("confession", asked.low, sentence.begin, sentence.end), None)
    if found is not None:
        return asked.plain.in_file(*found)
    bound = next((one for one in sentence.bindings if one.property == _CONFESSION), None)
    return (bound.link.words.start, bound.link.words.end) if bound is not None else None


def _is_beside(asked: Examination, sentence: Sentence) -> bool:
    """Say whether the sentence, or one beside it in its paragraph, says how the confession may have come about."""
    return any(
        asked.cues.has("coerced", asked.low, *stretch)
        or asked.cues.has("asserted.ill_treatment_alleged", asked.low, *stretch)
        for stretch in asked.around(sentence)
    )


def _alleged(asked: Examination, sentence: Sentence) -> list[Claim]:
    """Return what is on record, by the day of the statement, of how the confession came about."""
    makers = {
        claim.subject
        for binding in sentence.bindings
        for claim in binding.named_claims()
        if claim.subject.startswith(_PERSON)
    }
    if makers:
        ids = {one for maker in makers for one in justice.ids_of(asked.book, maker)}
        return _known(asked, asked.book.claims_among(_ALLEGED, subjects=ids))
    incident = asked.statement.fields.get("incident")
    if not incident:
        return []
    every = cues_of(None)
    found = _known(asked, asked.book.claims_among(_OF_INCIDENTS, subjects=[f"incident:{incident}"]))
    return [one for one in found if every.has("testimony", _words_of(one))]


def _known(asked: Examination, claims: tuple[Claim, ...]) -> list[Claim]:
    """Return the claims that stand, say yes where they answer yes or no, and were made by the day of the statement."""
    return [one for one in claims if one.status.is_counted and one.value is not False and _is_by(asked, one)]


def _is_by(asked: Examination, claim: Claim) -> bool:
    day = claim.value if isinstance(claim.value, PartialDate) else claim.as_of or claim.said_on
    return day is None or day.earliest <= asked.horizon.latest


def _words_of(claim: Claim) -> str:
    return f"{claim.value_text()} {claim.quote.text if claim.quote else ''}".lower()

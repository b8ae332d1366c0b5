"""Owns which claims that are no numbers could carry what a statement asserts: stages, letters, absences, allegations.

Where rule and claim name the same stage, the same absence, the same day, the claim says so, in whatever language it
was said. Words alone say so only in their own language; what is merely of the same kind is for a person to read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from onrecord.dossier.proposals import Known, Stock, place_doubt, speaker_doubt, time_doubt
from onrecord.kernel import PartialDate
from onrecord.ledger import Claim, ClaimStatus
from onrecord.reading import Assertion, Circumstance, language_of

_NO_REPLY: Final = "no_reply_as_of"
_REPLY: Final = "replied_on"
# Dimensions whose values the vocabulary or the rules declare, so that they mean the same in every language.
_DECLARED: Final = ("stage", "absent", "alteration", "instance")
_WORD: Final = re.compile(r"[^\W\d_]{4,}|\d+")
_STEM: Final = 5  # letters that two forms of one word share, in the languages read here
_ALIKE: Final = 0.5  # of the words of the shorter
_FEWEST: Final = 3
_UNLIKE, _OTHER_DAY = 2.0, 3.0
_MOST: Final = 4
_MOST_DOUBT: Final = 6.0
_MOST_DAYS: Final = 60  # two days further apart than this are two happenings, not one day told wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A claim that could carry an assertion; `says_so` where that needs no reading."""

    claim: Claim
    doubt: float
    says_so: bool
    is_of_other_day: bool = False


def facts_on_record(stock: Stock, assertion: Assertion, around: Circumstance) -> tuple[Match, ...]:
    """Return the claims of a property that could carry an assertion, the likeliest first."""
    found = [
        match
        for name in _properties(assertion)
        for known in stock.claims(name)
        if (match := _match(stock, known, assertion, around)) is not None and match.doubt <= _MOST_DOUBT
    ]
    ranked = sorted(found, key=lambda one: (not one.says_so, one.doubt, one.claim.id))
    sure = [one for one in ranked if one.says_so and not one.is_of_other_day]
    return tuple((sure or ranked)[:_MOST])


def replies_on_record(stock: Stock, assertion: Assertion) -> tuple[Claim, ...]:
    """Return the replies that a statement of no reply should know of."""
    if _NO_REPLY not in _properties(assertion):
        return ()
    return tuple(known.claim for known in stock.claims(_REPLY) if known.claim.status.is_counted)


def _properties(assertion: Assertion) -> tuple[str, ...]:
    """Return the properties whose claims can carry an assertion: that nobody replied is claimed of a letter, too."""
    is_of_reply = assertion.property == _NO_REPLY or dict(assertion.about).get("absent") == "reply"
    return tuple(dict.fromkeys((_NO_REPLY, assertion.property))) if is_of_reply else (assertion.property,)


def _match(stock: Stock, known: Known, assertion: Assertion, around: Circumstance) -> Match | None:
    claim = known.claim
    if not claim.status.is_counted:
        return None
    declared = _declared_alike(claim, assertion)
    if declared is False:
        return None
    doubt = (
        place_doubt(stock.book.vocabulary, around, known.place)
        + time_doubt(around, known.when, stock.horizon)
        + speaker_doubt(around, claim)
        + (1.0 if claim.status is ClaimStatus.DISPUTED else 0)
    )
    if isinstance(claim.value, PartialDate):
        return _dated(claim, claim.value, assertion, doubt)
    alike = _likeness(stock.statement.language, claim, assertion)
    says_so = declared is True or alike >= _ALIKE
    return Match(claim=claim, doubt=doubt + (0 if says_so else _UNLIKE) - alike, says_so=says_so)


def _dated(claim: Claim, value: PartialDate, assertion: Assertion, doubt: float) -> Match | None:
    """Return the match of a day: the same, another that may be told wrong, or one that the words do not name."""
    said = assertion.value if isinstance(assertion.value, PartialDate) else assertion.as_of
    if said is None:
        return Match(claim=claim, doubt=doubt + 1, says_so=True)
    if said.overlaps(value):
        return Match(claim=claim, doubt=doubt, says_so=True)
    days = min(abs((said.latest - value.earliest).days), abs((value.latest - said.earliest).days))
    if days > _MOST_DAYS:
        return None
    return Match(claim=claim, doubt=doubt + _OTHER_DAY, says_so=True, is_of_other_day=True)


def _declared_alike(claim: Claim, assertion: Assertion) -> bool | None:
    """Say whether claim and words name the same declared thing; None where one of them names none."""
    said, own = dict(assertion.about), dict(claim.about)
    shared = [name for name in _DECLARED if name in said and name in own]
    if not shared:
        return None
    return all(said[name] == own[name] for name in shared)


def _likeness(language: str, claim: Claim, assertion: Assertion) -> float:
    """Return how much of the words two texts of one language share; nothing where the languages differ."""
    words = claim.quote.text if claim.quote is not None else claim.value_text()
    if not isinstance(assertion.value, str) or (language_of(words) or language) != language:
        return 0
    said, own = _stems(assertion.value), _stems(words)
    least = min(len(said), len(own))
    return len(said & own) / least if least >= _FEWEST else 0


def _stems(words: str) -> frozenset[str]:
    return frozenset(one[:_STEM] for one in _WORD.findall(words.lower()))

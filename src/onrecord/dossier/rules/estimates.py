"""OR126: an estimate without the interval that belongs to it (METHOD R0.2, 6.2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from onrecord.dossier.rules.cues import cues_of
from onrecord.dossier.rules.examination import Examination, Sentence
from onrecord.dossier.rules.finding import Finding
from onrecord.kernel import Level, Qualifier, ValueType
from onrecord.ledger import Claim
from onrecord.reading import QuantityInText

_PERCENT_REACH: Final = 12
_OF_TIME: Final = frozenset({"years", "months", "days", "hours"})
_PLUS_MINUS: Final = "±"
# What leaves a side open says itself that it is no point.
_OPEN: Final = frozenset({Qualifier.AT_LEAST, Qualifier.MORE_THAN, Qualifier.UP_TO, Qualifier.LESS_THAN})


def findings(asked: Examination) -> Iterator[Finding]:
    """Yield the figure of each sentence that speaks of an estimate and gives one number only."""
    for sentence in asked.sentences:
        figures = [one for one in asked.figures if sentence.begin <= one.start < sentence.end]
        counts = [one for one in figures if _is_counted(asked, one)]
        if not counts or any(one.quantity.qualifier is Qualifier.RANGE for one in counts):
            continue
        if _PLUS_MINUS in asked.low[sentence.begin : sentence.end] or asked.cues.has(
            "interval", asked.low, sentence.begin, sentence.end
        ):
            continue
        estimate = _estimated(asked, sentence, counts) or _concluded(asked, sentence)
        if estimate is not None:
            start, end = asked.plain.in_file(estimate[0], estimate[1])
            yield Finding(code="OR126", start=start, end=end, claims=_claims_at(sentence, estimate))


def _estimated(asked: Examination, sentence: Sentence, counts: list[QuantityInText]) -> tuple[int, int] | None:
    """Return the figure that the words call an estimate: the first behind them, else the last before."""
    if asked.cues.has("no_estimate", asked.low, sentence.begin, sentence.end):
        return None
    for begin, finish in asked.cues.found("estimate", asked.low, sentence.begin, sentence.end):
        behind = [one for one in counts if one.start >= begin]
        figure = behind[0] if behind else counts[-1]
        is_open = figure.quantity.qualifier in _OPEN
        is_appraised = _is_money(asked, figure) and asked.cues.has("appraised", asked.low, begin, finish + 12)
        if not is_open and (not is_appraised or _is_interval_on_record(sentence, figure)):
            return figure.start, figure.end
    return None


def _concluded(asked: Examination, sentence: Sentence) -> tuple[int, int] | None:
    """Return bound words whose every claim was concluded by a method and not counted."""
    for one in sentence.bound:
        claims = [claim for claim in one.binding.named_claims() if claim.quantity is not None]
        if claims and all(map(_is_by_method, claims)):
            return one.start, one.end
    return None


def _is_by_method(claim: Claim) -> bool:
    words = " ".join([claim.note or "", claim.dimension("method") or ""]).lower()
    return claim.level is Level.INFERENCE and cues_of(None).has("method", words)


def _is_money(asked: Examination, figure: QuantityInText) -> bool:
    declared = asked.book.vocabulary.property(figure.property or "")
    return declared is not None and declared.value_type is ValueType.MONEY


def _is_interval_on_record(sentence: Sentence, figure: QuantityInText) -> bool:
    """Say whether who appraised gave an interval: then one sum alone is no appraisal of theirs."""
    bound = (one for one in sentence.bound if one.start < figure.end and figure.start < one.end)
    return any(
        claim.quantity is not None and claim.quantity.qualifier is Qualifier.RANGE
        for one in bound
        for claim in one.binding.named_claims()
    )


def _is_counted(asked: Examination, figure: QuantityInText) -> bool:
    """Say whether a number counts something: no stretch of time, no percentage."""
    behind = asked.low[figure.end : figure.end + _PERCENT_REACH]
    is_share = behind.lstrip().startswith("%") or asked.cues.has("percent", behind)
    return figure.unit not in _OF_TIME and not is_share


def _claims_at(sentence: Sentence, place: tuple[int, int]) -> tuple[str, ...]:
    return tuple(
        claim for one in sentence.bound if one.start < place[1] and place[0] < one.end for claim in one.binding.claims
    )

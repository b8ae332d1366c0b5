"""OR112, OR123, OR124: the words of the law, used before or beyond what a court has said (METHOD 7.5).

ICCPR 14(2), GC 32 para 30: who is accused is not guilty, and a verdict that can be appealed settles nothing. What an
authority has called the events in law is true of a day, and of that authority (METHOD R0.1).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from onrecord import justice
from onrecord.dossier.bindings import Binding
from onrecord.dossier.rules import persons
from onrecord.dossier.rules.absence import unsearched
from onrecord.dossier.rules.cues import cues_of
from onrecord.dossier.rules.examination import Examination, Sentence
from onrecord.dossier.rules.finding import Finding, at
from onrecord.kernel import PartialDate, Quantity
from onrecord.ledger import Claim

_NOT_CONVICTED: Final = frozenset({"suspects", "charged", "defendants", "detained", "arrested", "in_custody"})
_OF_A_VERDICT: Final = frozenset(
    {"convicted", "imprisoned", "suspended", "prison_term", "suspended_term", "legal_stage"}
)
_REVIEWED: Final = ("sentences_upheld", "sentences_altered", "legal_stage")
_FINAL_STAGES: Final = frozenset({"in_force", "upheld", "altered", "appeal_heard", "annulled", "served", "parole"})
_CONCEPT: Final = "concept."
_PRESUMED_INNOCENT: Final = (justice.Status.SUSPECT, justice.Status.CHARGED)
_WORDS: Final = re.compile(r"[^\W\d_]+")
_BREAK: Final = re.compile(r"[.;:!?\n]")
_MOST_BETWEEN: Final = 3


def findings(asked: Examination) -> Iterator[Finding]:
    """Yield each sentence that is ahead of the courts."""
    yield from _named_guilty(asked)
    for sentence in asked.sentences:
        yield from _called_guilty(asked, sentence)
        yield from _taken_for_final(asked, sentence)
        yield from _qualified(asked, sentence)


def _called_guilty(asked: Examination, sentence: Sentence) -> Iterator[Finding]:
    """Tell a sentence that calls guilty whom no court has convicted."""
    accused = [one for one in sentence.bindings if one.property in _NOT_CONVICTED]
    guilty = next(asked.cues.found("perpetrator", asked.low, sentence.begin, sentence.end), None)
    if not accused or guilty is None or asked.cues.has("not_yet_guilty", asked.low, sentence.begin, sentence.end):
        return
    start, end = asked.plain.in_file(*guilty)
    facts: dict[str, object] = {"status": ", ".join(sorted({one.property or "" for one in accused}))}
    claims = tuple(claim for one in accused for claim in one.claims)
    yield Finding(code="OR112", start=start, end=end, facts=facts, claims=claims)


def _named_guilty(asked: Examination) -> Iterator[Finding]:
    """Tell where a name stands beside a word for the guilty, and its bearer is on record as suspected or charged."""
    guilty = list(asked.cues.found("perpetrator", asked.low))
    if not guilty:
        return
    told: set[tuple[int, int]] = set()
    for claim, name in persons.every_place(asked, persons.names_on_record(asked)):
        word = next((one for one in guilty if one not in told and _is_called(asked, name, one)), None)
        if word is None:
            continue
        status = justice.status_of(asked.book, claim.subject, asked.horizon.latest)
        if status in _PRESUMED_INNOCENT:
            told.add(word)
            start, end = asked.plain.in_file(*word)
            facts: dict[str, object] = {"status": justice.STATUSES[status]}
            yield Finding(code="OR112", start=start, end=end, facts=facts, claims=(claim.id,))


def _is_called(asked: Examination, name: tuple[int, int], word: tuple[int, int]) -> bool:
    """Say whether a name and a word stand side by side, nothing but a copula or a comma between them.

    Behind a name with nothing between the word is its object or its own: "Tolegen's killer", "Толеген убийц видел".
    """
    first, last = sorted((name, word))
    gap = asked.low[first[1] : last[0]]
    if (first == name and not gap.strip()) or _BREAK.search(gap):
        return False
    words = _WORDS.findall(gap)
    return len(words) <= _MOST_BETWEEN and all(asked.cues.has("copula", one) for one in words)


def _taken_for_final(asked: Examination, sentence: Sentence) -> Iterator[Finding]:
    """Tell a verdict of a first instance that is given as settled, where no higher one is on record by then."""
    if not asked.cues.has("settled", asked.low, sentence.begin, sentence.end):
        return
    if any(asked.cues.has("not_final", asked.low, *stretch) for stretch in asked.around(sentence)):
        return
    for binding in sentence.bindings:
        claims = [one for one in binding.named_claims() if _is_first(one)]
        is_of_first = bool(claims) and len(claims) == len(binding.named_claims())
        if binding.property in _OF_A_VERDICT and is_of_first and not _is_reviewed(asked, claims[0]):
            instance = claims[0].dimension("instance") or ""
            yield at(binding, "OR123", instance=instance, named=tuple(one.id for one in claims))
            return


def _is_first(claim: Claim) -> bool:
    instance = (claim.dimension("instance") or "").lower()
    stage = claim.dimension("stage")
    is_verdict = claim.property != "legal_stage" or stage in ("convicted", "verdict")
    return is_verdict and bool(instance) and cues_of(None).has("first_instance", instance)


def _is_reviewed(asked: Examination, claim: Claim) -> bool:
    """Say whether a higher instance has decided, or the verdict is in force, by the day of the statement."""
    own = claim.dimension("trial")
    names = dict.fromkeys((claim.property, *_REVIEWED))
    others = (one for name in names for one in asked.book.claims_of(name, subject=claim.subject))
    return any(
        one.status.is_counted and one.dimension("trial") in (own, None) and _is_known(asked, one) and _is_of_higher(one)
        for one in others
    )


def _is_of_higher(claim: Claim) -> bool:
    if claim.property in ("sentences_upheld", "sentences_altered") or claim.dimension("stage") in _FINAL_STAGES:
        return True
    instance = (claim.dimension("instance") or "").lower()
    return bool(instance) and not cues_of(None).has("first_instance", instance)


def _is_known(asked: Examination, claim: Claim) -> bool:
    known_on = claim.as_of or claim.said_on
    return known_on is None or known_on.earliest <= asked.horizon.latest


def _qualified(asked: Examination, sentence: Sentence) -> Iterator[Finding]:
    """Tell that the events were, or were not, qualified in law, where no dated claim says so."""
    found = next(asked.cues.found("qualified", asked.low, sentence.begin, sentence.end), None)
    if found is None or asked.cues.has("demanding", asked.low, sentence.begin, _reach(asked, sentence, found)):
        return
    concepts = _concepts(asked.low[slice(*found)])
    if any(_says_so(asked, one, concepts) for one in sentence.bindings) or _is_told_as_absence(asked, sentence, found):
        return
    start, end = asked.plain.in_file(*found)
    yield Finding(code="OR124", start=start, end=end, facts={"concepts": ", ".join(sorted(concepts))})


def _is_told_as_absence(asked: Examination, sentence: Sentence, found: tuple[int, int]) -> bool:
    """Say whether OR111 tells the same words: "was never recognised as a pogrom" wants a search, and that once."""
    return any(start < found[1] and found[0] < end for start, end in unsearched(asked, sentence))


def _reach(asked: Examination, sentence: Sentence, found: tuple[int, int]) -> int:
    """Return how far a word may stand that makes a qualification a demand: in Kazakh the verb comes last."""
    return sentence.end if asked.language.startswith("kk") else found[1]


def _concepts(low: str) -> frozenset[str]:
    """Return what the law knows by these words, in whichever language they are."""
    every = cues_of(None)
    return frozenset(name.removeprefix(_CONCEPT) for name in every.names(_CONCEPT) if every.has(name, low))


def _says_so(asked: Examination, binding: Binding, concepts: frozenset[str]) -> bool:
    """Say whether words are bound to a dated claim that speaks of the same offence, or of none by its name."""
    return any(
        (claim.as_of or claim.said_on) is not None
        and not isinstance(claim.value, Quantity | PartialDate)
        and _is_known(asked, claim)
        and (not (told := _concepts(_words_of(claim))) or bool(told & concepts))
        for claim in binding.named_claims()
    )


def _words_of(claim: Claim) -> str:
    quoted = claim.quote.text if claim.quote else ""
    return f"{claim.value_text()} {claim.dimension('article') or ''} {quoted}".lower()

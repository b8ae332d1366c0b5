"""OR111, OR105: what a sentence says did not happen (METHOD R0.3): true of a day, for who looked, where.

An absence is bound to a dated claim of it in its sentence: `no_reply_as_of`, `absence`, or words on record that say
that something did not happen. After some days it has to be looked for again (METHOD 4.5), and it is stale at once where
the ledger has learnt otherwise.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final

from onrecord.dossier.bindings import Binding
from onrecord.dossier.rules.cues import Cues, cues_of
from onrecord.dossier.rules.examination import Examination, Sentence
from onrecord.dossier.rules.finding import Finding
from onrecord.kernel import INTERFACE_LANGUAGES, Label, PartialDate, Property, Quantity, ValueType
from onrecord.ledger import Claim
from onrecord.reading import clauses_in

# How old a search may be before "no reply" has to be looked for again (METHOD 4.5).
SEARCH_DAYS: Final = 30
_OF_ITS_DAY: Final = ("no_reply_as_of", "no_reply_by")  # the value itself is the day by which there was no reply
_DATED_ABSENCES: Final = ("absence", *_OF_ITS_DAY)
_NONE_FOUND: Final = "none_found"
_ABSENT: Final = "absent."
# What, once it is on record, makes an absence of the sentence untrue, where the sentence names it.
_HAPPENINGS: Final = (
    "criminal_cases", "suspects", "detained", "arrested", "charged", "defendants", "convicted", "acquitted",
    "dismissed_officials", "compensation_sum",
)  # fmt: skip


def findings(asked: Examination) -> Iterator[Finding]:
    """Yield each absence without a dated search behind it, or with news since."""
    for sentence in asked.sentences:
        searches = _searches(sentence)
        for start, end in unsearched(asked, sentence):
            place = asked.plain.in_file(start, end)
            yield Finding(code="OR111", start=place[0], end=place[1])
        for start, end in _absences(asked, sentence):
            place = asked.plain.in_file(start, end)
            for one in [each for each in searches if _may_be_of(asked, each, start, end)]:
                searches = [other for other in searches if other is not one]
                yield from _stale(asked, sentence, one, place)


def unsearched(asked: Examination, sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield where a sentence says that something did not happen, and is bound to no search for it."""
    searches = _searches(sentence)
    for start, end in _absences(asked, sentence):
        if not any(_may_be_of(asked, one, start, end) for one in searches):
            yield start, end


def _searches(sentence: Sentence) -> list[Binding]:
    return [one for one in sentence.bindings if _is_search(one)]


def _absences(asked: Examination, sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield the words by which each clause of a sentence says that something did not happen."""
    if asked.cues.has("no_absence", asked.low, sentence.begin, sentence.end):
        return
    low = _without_hedges(asked, sentence)
    spans = list(asked.cues.found("absence", low, sentence.begin, sentence.end))
    if not spans:
        told = ((one.told, one.end) for one in asked.assertions if one.property in _DATED_ABSENCES)
        spans = [span for span in told if sentence.begin <= span[0] < sentence.end][:1]
    for stretch in clauses_in(asked.plain.text, sentence.begin, sentence.end, asked.language, spans):
        within = [span for span in spans if stretch[0] <= span[0] < stretch[1]]
        if within:
            yield within[0][0], max(end for _, end in within)


def _without_hedges(asked: Examination, sentence: Sentence) -> str:
    """Return the text, in lower case, with blanks for a "no" that denies nothing: "no fewer than 30 were charged"."""
    low = asked.low
    for start, end in asked.cues.found("no_denial", low, sentence.begin, sentence.end):
        low = low[:start] + " " * (end - start) + low[end:]
    return low


def _may_be_of(asked: Examination, search: Binding, start: int, end: int) -> bool:
    """Say whether who searched looked for what these words say did not happen, as far as both tell."""
    claim = search.claim
    if claim is None:
        return False
    is_of_its_day = claim.property in _OF_ITS_DAY
    sought = "reply" if is_of_its_day else f"{claim.value_text()} {claim.dimension('absent') or ''}"
    quoted = claim.quote.text if claim.quote and not is_of_its_day else ""
    known = _kinds(cues_of(None), f"{sought} {quoted}".lower())
    said = _kinds(asked.cues, asked.low[start:end])
    return not known or not said or bool(known & said)


def _kinds(cues: Cues, low: str) -> frozenset[str]:
    return frozenset(name for name in cues.names(_ABSENT) if cues.has(name, low))


def _is_search(binding: Binding) -> bool:
    """Say whether words are bound to a dated claim that something did not happen."""
    claim = binding.claim
    if claim is None or _searched_on(claim) is None:
        return False
    if claim.property in _DATED_ABSENCES:
        return True
    if isinstance(claim.value, Quantity | PartialDate):
        return False
    words = f"{claim.value} {claim.quote.text if claim.quote else ''}".lower()
    return _NONE_FOUND in words or cues_of(None).has("negative", words)


def _searched_on(claim: Claim) -> PartialDate | None:
    if claim.property in _OF_ITS_DAY:
        return claim.value if isinstance(claim.value, PartialDate) else None
    return claim.as_of or claim.said_on


def _stale(asked: Examination, sentence: Sentence, one: Binding, place: tuple[int, int]) -> Iterator[Finding]:
    claim = one.claim
    searched = _searched_on(claim) if claim is not None else None
    if claim is None or searched is None:
        return
    news = [*_replies(asked, claim), *_happened(asked, sentence, claim, searched)]
    is_old = asked.horizon.latest - searched.latest > dt.timedelta(days=SEARCH_DAYS)
    is_old = is_old and claim.property != "no_reply_by"  # who did not answer by a day did not, whenever it is told
    if not news and not is_old:
        return
    since = [_told(asked, other) for other in news]
    if not news:
        others = (_told(asked, other) for other in _to_other_letters(asked, claim))
        since = [_LAST.filled(day=searched), *others]
    claims = tuple(other.id for other in news) or (claim.id,)
    values = Label(**{each: "; ".join(one.text(each) for one in since) for each in INTERFACE_LANGUAGES})
    yield Finding(code="OR105", start=place[0], end=place[1], facts={"values": values}, claims=claims)


def _replies(asked: Examination, claim: Claim) -> list[Claim]:
    """Return the replies to the same letter, or of who was asked, that the statement, by its day, should know."""
    if claim.property == "no_reply_by":
        answers = asked.book.claims_of("reply_text", subject=claim.subject)
        same = (one for one in answers if one.dimension("asked_of") == claim.dimension("asked_of"))
        return [one for one in same if one.status.is_counted and _is_known(asked, one)]
    if claim.property != "no_reply_as_of":
        return []
    return _known(asked, asked.book.claims_of("replied_on", subject=claim.subject))


def _is_known(asked: Examination, claim: Claim) -> bool:
    day = claim.as_of or claim.said_on
    return day is None or day.earliest <= asked.horizon.latest


def _to_other_letters(asked: Examination, claim: Claim) -> list[Claim]:
    """Return replies to other letters: no answer to this one, but a reason to look again."""
    if claim.property != "no_reply_as_of":
        return []
    others = (one for one in asked.book.claims_of("replied_on") if one.subject != claim.subject)
    return _known(asked, others)[:2]


def _known(asked: Examination, claims: Iterator[Claim] | Sequence[Claim]) -> list[Claim]:
    return [
        one
        for one in claims
        if one.status.is_counted and isinstance(one.value, PartialDate) and one.value.earliest <= asked.horizon.latest
    ]


def _happened(asked: Examination, sentence: Sentence, claim: Claim, searched: PartialDate) -> Iterator[Claim]:
    """Yield what the sentence denies and is on record since the search: people charged, a sum paid."""
    if claim.subject_kind != "incident":
        return
    about = {name: value for name, value in claim.about if name not in ("absent", "article")}
    for name in _HAPPENINGS:
        declared = asked.book.vocabulary.property(name)
        if declared is None or not _names(asked, sentence, declared):
            continue
        for figure in asked.book.figures(name, about=about, as_of=asked.horizon, subject=claim.subject):
            for reading in figure.readings:
                since = reading.claim.as_of
                if since is not None and searched.latest < since.earliest and (reading.quantity.low or 0) > 0:
                    yield reading.claim


def _names(asked: Examination, sentence: Sentence, declared: Property) -> bool:
    """Say whether a sentence speaks of what a property counts, of everybody and not of officials or others alone."""
    if declared.value_type not in (ValueType.QUANTITY, ValueType.MONEY):
        return False
    if asked.cues.has("some_of_them", asked.low, sentence.begin, sentence.end):
        return False
    return asked.naming.has(declared.name, sentence.begin, sentence.end)


def _told(asked: Examination, claim: Claim) -> Label:
    words = asked.book.vocabulary
    return Label(
        **{
            each: f"{words.property_called(claim.property, each)} {_value(claim, each)} ({claim.subject_id})"
            for each in INTERFACE_LANGUAGES
        }
    )


def _value(claim: Claim, language: str) -> str:
    """Return the value for a person; a day as it is written in their language, not in the source's."""
    return claim.value.written(language) if isinstance(claim.value, PartialDate) else claim.value_text()


_LAST: Final = Label(
    en="last looked for on {day}", ru="последний раз искали {day}", kk="соңғы рет ізделген күні: {day}"
)

"""OR117, OR130: words in quotation marks against the words of the item, and those that are bound to nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from onrecord.dossier.rules import speakers
from onrecord.dossier.rules.examination import Examination
from onrecord.dossier.rules.finding import Finding
from onrecord.dossier.statement import CLAIM, ITEM
from onrecord.kernel import ValueType, script_of
from onrecord.ledger import Claim

_QUOTED: Final = re.compile(r"«([^«»]{3,1500})»|“([^“”]{3,1500})”|„([^„“”]{3,1500})[“”]|\"([^\"\n]{3,1500})\"")
_LEFT_OUT: Final = re.compile(r"\s*(?:\[\s*(?:\.{3}|…)\s*\]|\(\s*(?:\.{3}|…)\s*\)|\.{3}|…|<\s*(?:\.{3}|…)\s*>)\s*")
_WORD: Final = re.compile(r"[\w’'-]+")
_BESIDE: Final = re.compile(r"[\s(),.;:—–-]{0,4}")
_BOUND_LETTERS: Final = 8  # letters from which words in marks are a quotation, in words that are bound to a claim
_SPEECH_WORDS: Final = 3
_NAME_WORDS: Final = 6
_NEAR_WORDS: Final = 4
_NEAR_SHARE: Final = 0.65  # of its words that stand in a claim's quote, in order and together
_TOGETHER: Final = 1.5
_TITLE_REACH: Final = 40
_NEAR_VERB: Final = 8  # words between a quotation and its verb of saying
# «Пусть строятся, — заметил он, — или едут»: who says it stands within the marks.
_TOLD_WITHIN: Final = re.compile(r"[,!?…]\s*[—–]\s")
_DIGIT: Final = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class _Quotation:
    """Words in quotation marks; `start` and `end` are those of the words, without the marks."""

    start: int
    end: int
    words: str


def findings(asked: Examination) -> Iterator[Finding]:
    """Yield each quotation that is not what its item says, or that nobody can look up."""
    for one in _quotations(asked.plain.text):
        claims = _claims_at(asked, one)
        if claims:
            yield from _bound(asked, one, claims)
        elif not _is_linked(asked, one):
            yield from _unbound(asked, one)


def _quotations(text: str) -> Iterator[_Quotation]:
    for match in _QUOTED.finditer(text):
        at = next(number for number in range(1, 5) if match[number] is not None)
        yield _Quotation(match.start(at), match.end(at), match[at])


def _claims_at(asked: Examination, one: _Quotation) -> list[Claim]:
    """Return the claims, each with its quote, that a quotation is bound to by a link of its own."""
    placed = (bound for sentence in asked.sentences for bound in sentence.bound)
    return [
        bound.binding.claim
        for bound in placed
        if bound.start < one.end and one.start < bound.end
        if bound.binding.claim is not None and bound.binding.claim.quote is not None
    ]


def _is_linked(asked: Examination, one: _Quotation) -> bool:
    """Say whether a link to a claim or an item covers a quotation or stands beside it."""
    for link in asked.statement.links:
        if link.target.scheme not in (CLAIM, ITEM):
            continue
        start, end = asked.plain.of_file(link.words.start, link.words.end)
        if start < one.end and one.start < end:
            return True
        gap = asked.plain.text[one.end + 1 : start] if start > one.end else asked.plain.text[end : one.start - 1]
        if _BESIDE.fullmatch(gap):
            return True
    return False


def _bound(asked: Examination, one: _Quotation, claims: Sequence[Claim]) -> Iterator[Finding]:
    quotes = [claim.quote.text for claim in claims if claim.quote is not None]
    own = script_of(one.words)
    comparable = [quote for quote in quotes if script_of(quote) is own]  # a translation is not verbatim, and says so
    if len(one.words) < _BOUND_LETTERS or not comparable or any(_is_verbatim(one.words, quote) for quote in comparable):
        return
    yield _found(asked, one, "OR117", claims, quote=comparable[0], suggestion=f"“{comparable[0]}”")


def _unbound(asked: Examination, one: _Quotation) -> Iterator[Finding]:
    """Tell speech that nobody can look up, and words that are nearly those of a claim."""
    count = len(_WORD.findall(one.words))
    if count < _SPEECH_WORDS or _is_title(asked, one):
        return
    is_speech = _is_speech(asked, one)
    near = _nearest(asked, one) if count >= _NEAR_WORDS or is_speech else None
    if near is not None and near.quote is not None and not _is_verbatim(one.words, near.quote.text):
        yield _found(asked, one, "OR117", [near], quote=near.quote.text, suggestion=f"“{near.quote.text}”")
    elif is_speech:
        link = f"[“{one.words}”](claim:{near.id})" if near is not None else None
        yield _found(asked, one, "OR130", [near] if near else [], suggestion=link)


def _found(
    asked: Examination, one: _Quotation, code: str, claims: Sequence[Claim], *, suggestion: str | None, **facts: object
) -> Finding:
    start, end = asked.plain.in_file(one.start, one.end)
    named = tuple(claim.id for claim in claims)
    return Finding(code=code, start=start, end=end, facts=dict(facts), claims=named, suggestion=suggestion)


def _is_speech(asked: Examination, one: _Quotation) -> bool:
    """Say whether words are given as somebody's: a verb of saying stands close before or behind, or a colon before.

    A verb on the other side of a number speaks of the number, and not of the quotation.
    """
    low = asked.low
    begin = max((each.begin for each in asked.sentences if each.begin < one.start), default=0)
    end = min((each.end for each in asked.sentences if each.end > one.end), default=len(low))
    if _TOLD_WITHIN.search(one.words) and asked.cues.has("saying", low, one.start, one.end):
        return True
    lead, rest = low[begin : one.start - 1], low[one.end + 1 : end]
    if asked.language.startswith("kk") and _is_named_in_kazakh(asked, lead, rest):
        return False
    if lead.rstrip().endswith(":") and asked.cues.has("saying", lead):
        return True
    near = list(_WORD.finditer(lead))[-_NEAR_VERB:]
    before = lead[near[0].start() :] if near else ""
    behind = " ".join(_WORD.findall(rest)[:_NEAR_VERB])
    return (asked.cues.has("saying", before) and not _DIGIT.search(before)) or asked.cues.has("saying", behind)


def _is_named_in_kazakh(asked: Examination, lead: str, rest: str) -> bool:
    """Say whether the sentence goes on with another word than one of saying: «Кілт пен шатыр» 1700 адамды санады."""
    if lead.rstrip().endswith(":") or not rest[:2].strip() or not rest.lstrip()[:1].isalnum():
        return False
    return not asked.cues.has("spoken", rest, 0, len(" ".join(rest.split()[:1])) + 2)


def _is_title(asked: Examination, one: _Quotation) -> bool:
    """Say whether words are the name of a paper, a law, a film: by the word before them, or by their capitals."""
    before = max(0, one.start - 1 - _TITLE_REACH)
    named = asked.cues.found("named", asked.low, before, one.start - 1)
    if any(not asked.low[stop : one.start - 1].strip() for _, stop in named):
        return True
    behind = asked.cues.found("named_behind", asked.low, one.end + 1, one.end + 1 + _TITLE_REACH)
    if any(not asked.low[one.end + 1 : start].strip(" ,") for start, _ in behind):
        return True
    if _speaks(asked, one) or _is_known_name(asked, one):
        return True
    words = [word for word in _WORD.findall(one.words) if len(word) > 3]
    return asked.language == "en" and bool(words) and all(word[0].isupper() for word in words)


def _is_known_name(asked: Examination, one: _Quotation) -> bool:
    """Say whether words are the name of somebody on record: «Крову и очагу»."""
    count = len(_WORD.findall(one.words))
    return count <= _NAME_WORDS and any(speakers.is_called(one.words, known) for known in speakers.on_record(asked))


def _speaks(asked: Examination, one: _Quotation) -> bool:
    """Say whether words are who speaks, and none of theirs: «Крыша для всех» сообщает, “Roof for All” says."""
    verb = next(asked.cues.found("saying", asked.low, one.end + 1, one.end + 1 + _TITLE_REACH), None)
    is_subject = verb is not None and not asked.low[one.end + 1 : verb[0]].strip()
    return is_subject and not asked.language.startswith("kk") and one.words[-1] not in ",!?…."


def _nearest(asked: Examination, one: _Quotation) -> Claim | None:
    """Return the claim whose quote has nearly these words."""
    said = _normal(one.words)
    best, share = None, _NEAR_SHARE
    for claim in _candidates(asked, one):
        own = _share(said, _normal(claim.quote.text)) if claim.quote is not None else 0.0
        if own >= share:
            best, share = claim, own
            if own == 1.0:
                break
    return best


def _candidates(asked: Examination, one: _Quotation) -> Iterator[Claim]:
    """Yield the claims whose words may be these: those of the statement's links, in words, or of the same number."""
    book, incident = asked.book, asked.statement.fields.get("incident")
    subject = f"incident:{incident}" if incident else None
    for binding in asked.bindings:
        yield from binding.named_claims()
    for figure in asked.figures:
        if one.start <= figure.start < one.end:
            bounds = figure.quantity.low, figure.quantity.high
            for found in book.figures(subject=subject, bounds=bounds):
                yield from (reading.claim for reading in found.readings)
    for declared in book.vocabulary.properties.values():
        if declared.value_type is ValueType.TEXT and declared.subject == "incident":
            yield from (claim for claim in book.claims_of(declared.name, subject=subject) if claim.status.is_counted)


def _share(said: Sequence[str], quote: Sequence[str]) -> float:
    """Return how much of what is said stands in a quote, in its order and not scattered over it."""
    if not said or not set(said) & set(quote):
        return 0.0
    blocks = [one for one in SequenceMatcher(None, quote, said, autojunk=False).get_matching_blocks() if one.size]
    if not blocks:
        return 0.0
    reach = blocks[-1].a + blocks[-1].size - blocks[0].a
    return sum(one.size for one in blocks) / len(said) if reach <= _TOGETHER * len(said) + 1 else 0.0


def _is_verbatim(words: str, quote: str) -> bool:
    """Say whether words stand in a quote letter for letter, but for marks at their edges and what is left out."""
    own = " ".join(_normal(quote))
    parts = [" ".join(_normal(part)) for part in _LEFT_OUT.split(words)]
    at = 0
    for part in (one for one in parts if one):
        found = own.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return True


def _normal(text: str) -> list[str]:
    return [word.replace("’", "'").lower() for word in _WORD.findall(text)]

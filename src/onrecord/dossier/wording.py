"""Owns the comparison of words with what they are bound to: number, hedge, date, quotation, attribution, sum.

A wording holds when what the claims say makes it true: "at least ten" after a claim of eleven, never the other way.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import Final

from onrecord.dossier.bindings import OFFICIAL_KINDS, Binding, current
from onrecord.dossier.diagnostics import CODES, Severity
from onrecord.dossier.statement import Statement
from onrecord.kernel import PartialDate, Qualifier, Quantity, Script, SourceId, number_text, script_of
from onrecord.ledger import Book, ClaimStatus, Reading, Relation, moment, relation
from onrecord.reading import dates_in, language_of, quantities_in

# How old a search may be before "no reply" has to be looked for again (METHOD 4.5).
SEARCH_DAYS: Final = 30
_HEDGES: Final = frozenset({Qualifier.AT_LEAST, Qualifier.MORE_THAN, Qualifier.ABOUT, Qualifier.VAGUE, Qualifier.RANGE})
_SIGNS: Final = {Qualifier.AT_LEAST: "≥ ", Qualifier.MORE_THAN: "≥ ", Qualifier.VAGUE: "≥ ", Qualifier.ABOUT: "≈ "}
_CONTESTED: Final = re.compile(
    r"contest|disput|differ|disagree|between|others (?:say|put|report|count)|according to other|varied|ranged|"
    r"conflicting|"
    r"расход|спор|оспари|разн|друг(?:ие|их|им) (?:данн|источник|сведен|подсч)|от \S+ до|противореч|"
    r"әртүрлі|қайшы|даулы|басқа дерек|сәйкес келме",
    re.IGNORECASE,
)
_OFFICIALLY: Final = re.compile(r"\bofficial(?:ly|s)?\b|\bauthorities\b|официальн|власти|ресми|билік", re.IGNORECASE)
# Who else a sentence may give as its speaker; the one nearest to a figure is the one it is given to.
_OTHERS: Final = re.compile(
    r"\b(?:newspapers?|press|media|outlets?|portal|agency|analys[it]s|reports? by|broadcaster|organi[sz]ations?|NGOs?|"
    r"coalition|memorial|villagers|witness\w*|residents|lawyers?|community|accounts?)\b"
    r"|газет|издани|пресс|СМИ|портал|агентств|организаци|коалици|мемориал|очевид|жител|адвокат|защитник|общин|анали"
    r"|басылым|газет|баспасөз|агенттік|ұйым|куәгер|тұрғын|адвокат|қауым",
    re.IGNORECASE,
)
_ABSENCE: Final = re.compile(
    r"\bno (?:official |public )?(?:reply|response|answer)\b"
    r"|\b(?:has|had|have) not (?:yet )?(?:replied|responded|answered)\b"
    r"|\bответа\b[^.!?\n]{0,40}\bне\b|\bне (?:ответил|получен[оа]? ответ)|\bбез ответа\b"
    r"|жауап[^.!?\n]{0,30}(?:жоқ|берме|белгісіз|алынба)",
    re.IGNORECASE,
)
_PERPETRATOR: Final = re.compile(
    r"\bperpetrators?\b|\bcriminals?\b(?! cases?| proceedings| charges| law| code| liability)|\bmurderers?\b"
    r"|преступник|убийц|қылмыскер",
    re.IGNORECASE,
)
_NOT_CONVICTED: Final = frozenset({"suspects", "charged", "defendants", "detained", "arrested", "in_custody"})
_SHARE: Final = re.compile(
    r"^\s*(?:\w+\s+){0,2}(?:out of|of|из|ішінен)\s+(?:the\s+|these\s+|those\s+)?$", re.IGNORECASE
)
_QUOTED: Final = re.compile(r"[“«\"„](?P<words>[^”»\"“]{8,})[”»\"“]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something wrong or weak, before it has a line and a column."""

    code: str
    start: int
    end: int
    facts: dict[str, object] = field(default_factory=dict)
    claims: tuple[str, ...] = ()
    suggestion: str | None = None
    figure: str | None = None


def word_findings(statement: Statement, binding: Binding, book: Book) -> Iterator[Finding]:
    """Yield what is wrong between a link's words and what it is bound to."""
    yield from _status(binding)
    if binding.claim is not None and not isinstance(binding.claim.value, Quantity):
        yield from _plain_claim(statement, binding)
        return
    readings = binding.readings or _single(binding, book)
    said = _said(statement, binding, book)
    if not said:
        values = _values(current(readings))
        yield _at(binding, "OR103", values=values, suggestion=_wordings(readings, statement.language))
        return
    language = statement.language
    yield from min((list(_numbers(binding, readings, one, language)) for one in said), key=_gravity)
    yield from _attribution(statement, binding, readings)
    yield from _origin(binding, readings, book)
    yield from _contested(statement, binding, readings)


def sentence_findings(statement: Statement, bindings: Sequence[Binding]) -> Iterator[Finding]:
    """Yield what is wrong between the figures of one sentence: units joined, sums that fail, guilt before a verdict."""
    for first, second in pairwise(bindings):
        between = statement.text[first.link.end : second.link.start]
        if _SHARE.match(between) and first.unit != second.unit and first.unit and second.unit:
            facts: dict[str, object] = {"unit": first.unit, "other": second.unit}
            claims = (*first.claims, *second.claims)
            yield Finding(code="OR109", start=first.link.start, end=second.link.end, facts=facts, claims=claims)
    for sentence, together in _by_sentence(statement, bindings):
        yield from _sums(statement, together)
        guilty = _PERPETRATOR.search(statement.prose, sentence[0], sentence[1])
        accused = [one for one in together if one.property in _NOT_CONVICTED]
        if guilty and accused:
            facts = {"status": ", ".join(sorted({one.property or "" for one in accused}))}
            claims = tuple(claim for one in accused for claim in one.claims)
            yield Finding(code="OR112", start=guilty.start(), end=guilty.end(), facts=facts, claims=claims)


def absence_findings(
    statement: Statement, bindings: Sequence[Binding], book: Book, horizon: PartialDate
) -> Iterator[Finding]:
    """Yield each "no reply" without a dated search behind it, or with a reply on record (METHOD R0.3)."""
    for match in _ABSENCE.finditer(statement.prose):
        sentence = statement.sentence_at(match.start())
        near = [one for one in bindings if sentence.start <= one.link.start < sentence.end]
        searches = [one for one in near if one.property == "no_reply_as_of" and one.claim is not None]
        if not searches:
            yield Finding(code="OR111", start=match.start(), end=match.end())
        for one in searches:
            yield from _search(one, match, book, horizon)


def _search(one: Binding, match: re.Match[str], book: Book, horizon: PartialDate) -> Iterator[Finding]:
    claim = one.claim
    if claim is None or not isinstance(claim.value, PartialDate):
        return
    replies = [
        reply
        for reply in book.claims_of("replied_on", subject=claim.subject)
        if reply.status is not ClaimStatus.WITHDRAWN
        and isinstance(reply.value, PartialDate)
        and reply.value.earliest <= horizon.latest
    ]
    if replies:
        values = "; ".join(f"replied on {reply.value_text()}" for reply in replies)
        claims = tuple(reply.id for reply in replies)
        yield Finding(code="OR105", start=match.start(), end=match.end(), facts={"values": values}, claims=claims)
    elif horizon.latest - claim.value.latest > dt.timedelta(days=SEARCH_DAYS):
        values = f"last looked for on {claim.value.text()}"
        yield Finding(code="OR105", start=match.start(), end=match.end(), facts={"values": values}, claims=(claim.id,))


def _status(binding: Binding) -> Iterator[Finding]:
    for status, code in ((ClaimStatus.WITHDRAWN, "OR116"), (ClaimStatus.DISPUTED, "OR121")):
        claims = tuple(claim.id for claim in binding.named_claims() if claim.status is status)
        if claims:
            yield _at(binding, code, named=claims, claims=", ".join(claims))


def _plain_claim(statement: Statement, binding: Binding) -> Iterator[Finding]:
    """Compare a date with the date on record, and words in quotation marks with the words of the item."""
    claim = binding.claim
    if claim is None:
        return
    if isinstance(claim.value, PartialDate):
        said = dates_in(binding.link.text, statement.language)
        if said and not any(claim.value.contains(one.date) or one.date.contains(claim.value) for one in said):
            yield _at(binding, "OR120", date=claim.value.text(), suggestion=claim.value.wording)
        return
    for match in _QUOTED.finditer(binding.link.text):
        words = match["words"].strip()
        if claim.quote is not None and words not in " ".join(claim.quote.text.split()):
            yield _at(binding, "OR117", quote=claim.quote.text, suggestion=f"“{claim.quote.text}”")


def _single(binding: Binding, book: Book) -> tuple[Reading, ...]:
    claim = binding.claim
    return () if claim is None else (Reading(claim=claim, origins=book.origins(claim)),)


def _said(statement: Statement, binding: Binding, book: Book) -> list[Quantity]:
    """Return the ways the words can be read: the link's own, and with a hedge that stands before the link.

    "more than [120](…)" keeps its hedge outside; in "grew to [ten](…)" the same place holds none.
    """
    words = binding.link.words
    own = quantities_in(binding.link.text, statement.language, book.vocabulary, is_bound=True)
    sentence = statement.sentence_at(words.start)
    around = quantities_in(
        statement.prose[sentence.start : sentence.end], statement.language, book.vocabulary, every=True
    )
    hedged = [
        one.quantity
        for one in around
        if sentence.start + one.start < words.start < sentence.start + one.end <= words.end
    ]
    return [_the_one_said(binding, [one.quantity for one in own]), *hedged] if own else hedged


def _gravity(findings: Sequence[Finding]) -> int:
    """Return how grave findings are together, so that the kindest reading of the words is the one that is told."""
    return sum(2 if CODES[one.code].severity is Severity.ERROR else 1 for one in findings)


def _the_one_said(binding: Binding, said: Sequence[Quantity]) -> Quantity:
    """Return the number of the words that the readings speak of, where the words hold several."""
    for quantity in said:
        if any(_same_bounds(quantity, reading.quantity) for reading in binding.readings):
            return quantity
    return said[0]


def _numbers(binding: Binding, readings: Sequence[Reading], said: Quantity, language: str) -> Iterator[Finding]:
    """Hold the number that is said against the newest readings; older ones make it stale, none makes it wrong."""
    newest = current(readings)
    holding = [reading for reading in newest if said.contains(reading.quantity)]
    if holding:
        yield from _hedge(binding, said, holding, language)
        return
    bolder = [reading for reading in newest if _is_bolder(said, reading.quantity)]
    if bolder:
        wording = bolder[0].quantity.wording
        yield _at(binding, "OR106", wording=wording, suggestion=_wordings(bolder, language), named=_ids(bolder))
        return
    older = [reading for reading in readings if reading not in newest and said.contains(reading.quantity)]
    if older:
        yield _at(binding, "OR105", values=_values(newest), suggestion=_wordings(newest, language), named=_ids(newest))
        return
    yield _at(binding, "OR103", values=_values(newest), suggestion=_wordings(newest, language), named=_ids(newest))


def _hedge(binding: Binding, said: Quantity, holding: Sequence[Reading], language: str) -> Iterator[Finding]:
    """Tell a hedge that fell away ("about" has the bounds of the number itself), or one that was added."""
    if any(said.same_numbers(reading.quantity) for reading in holding):
        return
    claimed = holding[0].quantity
    if said.qualifier is Qualifier.EXACT and claimed.qualifier in _HEDGES:
        yield _at(
            binding, "OR106", wording=claimed.wording, suggestion=_wordings(holding, language), named=_ids(holding)
        )
    elif said.qualifier is not claimed.qualifier or not _same_bounds(said, claimed):
        yield _at(
            binding, "OR107", wording=claimed.wording, suggestion=_wordings(holding, language), named=_ids(holding)
        )


def _is_bolder(said: Quantity, claimed: Quantity) -> bool:
    """Say whether the words only lost the hedge: "ten" of "at least ten", "120" of "more than 120"."""
    if claimed.qualifier not in _HEDGES or said.low is None:
        return False
    base = claimed.low
    if claimed.qualifier is Qualifier.MORE_THAN and base is not None:
        return said.low in (base, base - 1)
    return said.low == base


def _same_bounds(one: Quantity, other: Quantity) -> bool:
    return (one.low, one.high) == (other.low, other.high)


def _attribution(statement: Statement, binding: Binding, readings: Sequence[Reading]) -> Iterator[Finding]:
    """Tell a figure that is given as official in its sentence and that no official is on record with."""
    if binding.link.target.option("by") is not None or any(_is_official(one) for one in readings):
        return
    if _given_as_official(statement, binding):
        speakers = "; ".join(dict.fromkeys(reading.claim.speaker for reading in readings))
        yield _at(binding, "OR118", speakers=speakers, named=_ids(readings))


def _given_as_official(statement: Statement, binding: Binding) -> bool:
    """Say whether the speaker named nearest before the figure, or else the first behind it, is an official one."""
    sentence, link = statement.sentence_at(binding.link.start), binding.link
    cues = [(match.start(), True) for match in _OFFICIALLY.finditer(statement.prose, sentence.start, sentence.end)]
    cues += [(match.start(), False) for match in _OTHERS.finditer(statement.prose, sentence.start, sentence.end)]
    before = max((cue for cue in cues if cue[0] < link.start), default=None)
    after = min((cue for cue in cues if cue[0] >= link.end), default=None)
    nearest = before or after
    return nearest is not None and nearest[1]


def _is_official(reading: Reading) -> bool:
    return reading.claim.speaker_kind in OFFICIAL_KINDS


def _origin(binding: Binding, readings: Sequence[Reading], book: Book) -> Iterator[Finding]:
    origins = sorted({origin for reading in current(readings) for origin in reading.stands_on})
    if len(origins) < 2 and binding.figure is not None:
        origin = origins[0] if origins else "—"  # what it traced to was taken back
        source = book.sources.get(SourceId(origin))
        shown = f"{origin} ({source.publisher})" if source and source.publisher else origin
        yield _at(binding, "OR108", origin=shown, named=_ids(current(readings)))


def _contested(statement: Statement, binding: Binding, readings: Sequence[Reading]) -> Iterator[Finding]:
    """Tell that others disagree about the same time, unless the sentence says that the figure is contested."""
    newest = current(readings)
    if not newest:
        return
    others = [
        other
        for other in (*newest, *binding.later)
        if any(relation(one, other) is Relation.CONFLICT and _same_time(one, other) for one in newest)
    ]
    sentence = statement.sentence_at(binding.link.start)
    if others and not _CONTESTED.search(statement.prose, sentence.start, sentence.end):
        yield _at(binding, "OR104", values=_values(others), named=_ids(others))


def _same_time(one: Reading, other: Reading) -> bool:
    first, second = moment(one.claim), moment(other.claim)
    return first is not None and second is not None and first.overlaps(second)


def _sums(statement: Statement, together: Sequence[Binding]) -> Iterator[Finding]:
    """Tell a total that the groups named in the same sentence do not make up."""
    by_property: dict[str, list[Binding]] = {}
    for one in together:
        if one.figure is not None:
            by_property.setdefault(one.figure.property, []).append(one)
    for same in by_property.values():
        totals = [one for one in same if one.figure and "group" not in dict(one.figure.about)]
        parts = {
            dict(one.figure.about)["group"]: one for one in same if one.figure and "group" in dict(one.figure.about)
        }
        if len(totals) != 1 or len(parts) < 2:
            continue
        numbers = [_exact(statement, one) for one in parts.values()]
        total = _exact(statement, totals[0])
        known = [number for number in numbers if number is not None]
        if total is not None and len(known) == len(numbers) and sum(known) != total:
            yield _at(totals[0], "OR110", sum=number_text(Decimal(sum(known))), named=totals[0].claims)


def _exact(statement: Statement, binding: Binding) -> Decimal | None:
    said = quantities_in(binding.link.text, statement.language, is_bound=True)
    exact = [one.quantity.low for one in said if one.quantity.qualifier is Qualifier.EXACT]
    return exact[0] if exact else None


def _by_sentence(statement: Statement, bindings: Sequence[Binding]) -> Iterator[tuple[tuple[int, int], list[Binding]]]:
    together: dict[tuple[int, int], list[Binding]] = {}
    for one in bindings:
        sentence = statement.sentence_at(one.link.start)
        together.setdefault((sentence.start, sentence.end), []).append(one)
    yield from together.items()


def _at(
    binding: Binding, code: str, *, suggestion: str | None = None, named: Sequence[str] | None = None, **facts: object
) -> Finding:
    return Finding(
        code=code,
        start=binding.link.words.start,
        end=binding.link.words.end,
        facts=dict(facts),
        claims=tuple(named) if named is not None else binding.claims,
        suggestion=suggestion,
        figure=binding.figure.key if binding.figure else None,
    )


def _ids(readings: Sequence[Reading]) -> tuple[str, ...]:
    return tuple(reading.claim.id for reading in readings)


def _wordings(readings: Sequence[Reading], language: str) -> str | None:
    """Return words to put in the place of wrong ones: a claim's own where it speaks the statement's language."""
    newest = current(readings)
    if not newest:
        return None
    own = Script.LATIN if language == "en" else Script.CYRILLIC
    fitting = [one for one in newest if script_of(one.quantity.wording) is own and _language(one, language)]
    if fitting:
        return fitting[0].quantity.wording
    quantity = newest[0].quantity
    sign = _SIGNS.get(quantity.qualifier, "")
    bounds = dict.fromkeys(number_text(one) for one in (quantity.low, quantity.high) if one is not None)
    return sign + "–".join(bounds)


def _language(reading: Reading, language: str) -> bool:
    """Say whether a claim's words are of the statement's language, as far as its quote can tell."""
    quote = reading.claim.quote
    return (language_of(quote.text) if quote else None) in (None, language)


def _values(readings: Sequence[Reading]) -> str:
    """Return distinct readings in words: what, who, as of when."""
    shown: Mapping[str, None] = dict.fromkeys(
        f"“{one.quantity.wording}” ({one.claim.speaker}{_when(one)})" for one in readings
    )
    return "; ".join(list(shown)[:6])


def _when(reading: Reading) -> str:
    date = moment(reading.claim)
    return f", {date.text()}" if date else ""

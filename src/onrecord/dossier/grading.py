"""Owns the grading of what a statement asserts: each figure and each fact, as if it were bound to the likeliest claims.

A grade is what the rules of the check say of that pretended binding, and nothing else: a statement that nobody bound is
held to the record as a bound one would be. It writes nothing and binds nothing.
"""

from __future__ import annotations

import builtins
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from onrecord.dossier.diagnostics import Diagnostic, Severity
from onrecord.dossier.facts import facts_on_record, replies_on_record
from onrecord.dossier.proposals import (
    OFFICIALS,
    Candidate,
    Stock,
    candidates,
    is_elsewhere,
    said_by,
    said_when,
    values_of,
)
from onrecord.dossier.statement import Link, Statement, Target
from onrecord.dossier.writing import bound_words
from onrecord.kernel import Label, Span, Visibility, line_and_column
from onrecord.ledger import Claim
from onrecord.reading import Assertion, Circumstance, QuantityInText

_BIND: Final = Label(
    en="It could be bound to claims on record ({count}).",
    ru="Его можно привязать к утверждениям в архиве ({count}).",
    kk="Оны мұрағаттағы {count} мәлімдемеге байлауға болады.",
)
_OTHERWISE: Final = Label(
    en="The claims on record about this say: {values}.",
    ru="Утверждения об этом говорят: {values}.",
    kk="Бұл туралы мәлімдемелерде: {values}.",
)
_PERHAPS: Final = Label(
    en="Claims of this kind are on record; read whether they say so: {values}.",
    ru="В архиве есть утверждения этого рода; прочтите, говорят ли они это: {values}.",
    kk="Мұрағатта осындай мәлімдемелер бар; соны айта ма, оқып шығыңыз: {values}.",
)
_NOTHING: Final = Label(
    en="No claim on record says this.",
    ru="Ни одно утверждение в архиве этого не говорит.",
    kk="Мұрағаттағы бірде-бір мәлімдеме мұны айтпайды.",
)
_HIDDEN: Final = Label(
    en="Claims on record about this are not public; a statement for the public cannot rest on them.",
    ru="Утверждения об этом в архиве не публичны; публичное заявление не может на них опираться.",
    kk="Мұрағаттағы бұл туралы мәлімдемелер жария емес; жария мәлімет оларға сүйене алмайды.",
)


class Grade(StrEnum):
    """How something that is asserted stands to the record, from the gravest to what holds."""

    CONTRADICTED = "contradicted"
    DATE_WRONG = "date_wrong"
    PLACE_WRONG = "place_wrong"
    WITHDRAWN = "withdrawn"
    REFUTED = "refuted"
    STALE = "stale"
    HEDGE_MISSING = "hedge_missing"
    HEDGE_WRONG = "hedge_wrong"
    ATTRIBUTION_WRONG = "attribution_wrong"
    QUOTATION_WRONG = "quotation_wrong"
    WORDING_WRONG = "wording_wrong"
    SUM_WRONG = "sum_wrong"
    RESTRICTED = "restricted"
    CONTESTED = "contested"
    DISPUTED = "disputed"
    NOTHING = "nothing_on_record"
    POSSIBLE = "possible"
    SINGLE_ORIGIN = "single_origin"
    SUPPORTED = "supported"

    @property
    def says(self) -> Label:
        """What the grade is called."""
        return _WORDS[self]


_WORDS: Final = {
    Grade.CONTRADICTED: Label(en="contradicted", ru="противоречит записям", kk="қайшы"),
    Grade.DATE_WRONG: Label(en="wrong date", ru="неверная дата", kk="күні қате"),
    Grade.PLACE_WRONG: Label(en="wrong place", ru="неверное место", kk="жері қате"),
    Grade.WITHDRAWN: Label(en="withdrawn", ru="отозвано", kk="қайтарып алынған"),
    Grade.REFUTED: Label(en="refuted", ru="опровергнуто", kk="теріске шығарылған"),
    Grade.STALE: Label(en="out of date", ru="устарело", kk="ескірген"),
    Grade.HEDGE_MISSING: Label(en="hedge missing", ru="нет оговорки", kk="ескерту жоқ"),
    Grade.HEDGE_WRONG: Label(en="hedge differs", ru="другая оговорка", kk="ескерту басқа"),
    Grade.ATTRIBUTION_WRONG: Label(en="wrong speaker", ru="не тот источник", kk="айтқан басқа"),
    Grade.QUOTATION_WRONG: Label(en="not verbatim", ru="цитата неточна", kk="дәйексөз дәл емес"),
    Grade.WORDING_WRONG: Label(en="wording wrong", ru="неверные слова", kk="сөзі қате"),
    Grade.SUM_WRONG: Label(en="sum wrong", ru="сумма не сходится", kk="қосындысы қате"),
    Grade.RESTRICTED: Label(en="not public", ru="не публично", kk="жария емес"),
    Grade.CONTESTED: Label(en="contested", ru="оспаривается", kk="даулы"),
    Grade.DISPUTED: Label(en="disputed", ru="под вопросом", kk="күмән келтірілген"),
    Grade.NOTHING: Label(en="nothing on record", ru="в записях нет", kk="жазбада жоқ"),
    Grade.POSSIBLE: Label(en="to be read", ru="прочесть записи", kk="оқып шығу керек"),
    Grade.SINGLE_ORIGIN: Label(en="one origin", ru="один источник", kk="бір дереккөз"),
    Grade.SUPPORTED: Label(en="supported", ru="подтверждается", kk="расталады"),
}
_OF_CODE: Final = {
    "OR103": Grade.CONTRADICTED,
    "OR104": Grade.CONTESTED,
    "OR105": Grade.STALE,
    "OR106": Grade.HEDGE_MISSING,
    "OR107": Grade.HEDGE_WRONG,
    "OR108": Grade.SINGLE_ORIGIN,
    "OR109": Grade.SUM_WRONG,
    "OR110": Grade.SUM_WRONG,
    "OR111": Grade.STALE,
    "OR115": Grade.RESTRICTED,
    "OR116": Grade.WITHDRAWN,
    "OR117": Grade.QUOTATION_WRONG,
    "OR118": Grade.ATTRIBUTION_WRONG,
    "OR120": Grade.DATE_WRONG,
    "OR121": Grade.DISPUTED,
    "OR122": Grade.HEDGE_WRONG,
    "OR125": Grade.PLACE_WRONG,
    "OR129": Grade.REFUTED,
}
_SHOWN: Final = 2  # claims beside a grade in a table
_UNUSABLE: Final = frozenset({"OR102", "OR119"})
_GRAVITY: Final = {grade: place for place, grade in enumerate(Grade)}
# What a target that says less may not turn into something better: the words are wrong of what they name.
_HOLDING: Final = frozenset({Grade.SUPPORTED, Grade.SINGLE_ORIGIN, Grade.CONTESTED, Grade.DISPUTED})

Try = Callable[[Statement], Sequence[Diagnostic]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """Something that a statement asserts, at its place in the text, and how it stands to the record.

    `target` is what it could be bound to, or is; `found` is what the rules say of that binding; `record` are the
    words of the claims.
    """

    start: int
    end: int
    kind: str
    property: str | None
    grade: Grade
    target: str | None = None
    claims: tuple[str, ...] = ()
    found: tuple[Diagnostic, ...] = ()
    hint: Label = _NOTHING
    record: str = ""
    is_bound: bool = False

    @builtins.property  # `property` is a field here
    def is_proposal(self) -> bool:
        """Whether it can be bound as it is proposed."""
        return self.target is not None and not self.is_bound

    def suggestion(self, statement: Statement) -> str | None:
        """Return the words as they would be bound in this form of file."""
        words = statement.text[self.start : self.end]
        return bound_words(statement.form, words, self.target) if self.is_proposal and self.target else None

    def to_row(self, statement: Statement, language: str = "en") -> dict[str, Any]:
        """Return it as CLI.md promises it."""
        place = statement.in_file(self.start, self.end)
        line, column = line_and_column(statement.file, place.start)
        return {
            "start": place.start,
            "end": place.end,
            "line": line,
            "column": column,
            "text": " ".join(statement.text[self.start : self.end].split()),
            "kind": self.kind,
            "property": self.property,
            "grade": self.grade.value,
            "bound": self.is_bound,
            "figure": self.target,
            "claims": list(self.claims),
            "codes": sorted({one.code.name for one in self.found}),
            "hint": self.hint.text(language),
            "suggestion": self.suggestion(statement),
        }


def grade_of(found: Sequence[Diagnostic]) -> Grade:
    """Return the gravest that the rules say; what has no name of its own among grades is a matter of wording."""
    told = [
        _OF_CODE.get(one.code.name, Grade.WORDING_WRONG)
        for one in found
        if one.code.name in _OF_CODE or one.severity is not Severity.NOTE
    ]
    return min(told, key=_GRAVITY.__getitem__, default=Grade.SUPPORTED)


def graded_figure(stock: Stock, figure: QuantityInText, around: Circumstance, attempt: Try) -> Graded:
    """Return how a figure that nobody bound stands to the record."""
    statement = stock.statement
    sentence = statement.sentence_at(figure.start)
    words = sentence.of(statement.prose)
    for candidate in candidates(stock, figure, around, words):
        tried = _tried(statement, sentence, _span(figure), _targets(candidate, around), attempt)
        if tried is None:
            continue
        target, grade, found = tried
        if grade in (Grade.CONTRADICTED, Grade.STALE):
            official = _tried(statement, sentence, _span(figure), _official(candidate), attempt)
            if official is not None and official[1] in _HOLDING:  # the authorities still say so, others do not
                target, grade, found = official[0], Grade.CONTESTED, official[2]
        if is_elsewhere(stock.book.vocabulary, around, candidate):
            grade = min(grade, Grade.PLACE_WRONG, key=_GRAVITY.__getitem__)
        wrong = grade not in _HOLDING and not grade.value.startswith("hedge")
        shown = _shown(stock, _told(found, stock) or candidate.claims)
        hint = _saying(_OTHERWISE, shown) if wrong else _filled(_BIND, count=len(candidate.claims))
        return Graded(
            start=figure.start,
            end=figure.end,
            kind="figure",
            property=candidate.property,
            grade=grade,
            target=target,
            claims=tuple(one.id for one in candidate.claims),
            found=found,
            hint=hint,
            record=values_of(shown, most=_SHOWN),
        )
    return Graded(start=figure.start, end=figure.end, kind="figure", property=figure.property, grade=Grade.NOTHING)


def graded_fact(stock: Stock, assertion: Assertion, around: Circumstance, attempt: Try) -> Graded:
    """Return how something that is no number stands to the record."""
    statement = stock.statement
    span = Span(start=assertion.start, end=assertion.end)
    matches = facts_on_record(stock, assertion, around)
    plain = Graded(
        start=span.start,
        end=span.end,
        kind="absence" if assertion.property in ("absence", "no_reply_as_of") else "fact",
        property=assertion.property,
        grade=Grade.NOTHING,
    )
    if not matches:
        return _denied(stock, plain, replies_on_record(stock, assertion))
    best, claims = matches[0], tuple(one.claim for one in matches)
    shown = _shown(stock, claims)
    told = replace(
        plain,
        claims=tuple(one.id for one in claims),
        hint=_saying(_OTHERWISE, shown),
        record=values_of(shown, most=_SHOWN),
    )
    if not best.says_so:
        return replace(told, grade=Grade.POSSIBLE, hint=_saying(_PERHAPS, shown))
    sentence = statement.sentence_at(assertion.told)
    tried = _tried(statement, sentence, span, [f"claim:{best.claim.id}"], attempt)
    if tried is None:
        return plain
    target, grade, found = tried
    grade = Grade.DATE_WRONG if best.is_of_other_day else grade
    hint = told.hint if grade not in _HOLDING else _filled(_BIND, count=len(claims))
    return replace(told, grade=grade, target=target, found=found, hint=hint)


def _denied(stock: Stock, plain: Graded, replies: Sequence[Claim]) -> Graded:
    """Return the grade of words that no claim carries: that nobody replied is contradicted by a reply."""
    if not replies:
        return plain
    shown = _shown(stock, replies)
    claims = tuple(one.id for one in replies)
    hint = _saying(_OTHERWISE, shown)
    return replace(plain, grade=Grade.CONTRADICTED, claims=claims, hint=hint, record=values_of(shown, most=_SHOWN))


def _shown(stock: Stock, claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims whose words may be told: a report on a statement for the public may be read by the public."""
    return [one for one in claims if not stock.public_only or one.visibility is Visibility.PUBLIC]


def _saying(label: Label, shown: Sequence[Claim]) -> Label:
    return _filled(label, values=values_of(shown)) if shown else _HIDDEN


def excerpt(statement: Statement, sentence: Span, link: Link) -> Statement:
    """Return one sentence as a statement of its own, with the links it has and one that is pretended."""
    inside = [one for one in statement.links if sentence.start <= one.words.start and one.words.end <= sentence.end]
    links = sorted([*inside, link], key=lambda one: one.start)
    return replace(
        statement,
        text=sentence.of(statement.text),
        shown=sentence.of(statement.shown),
        prose=sentence.of(statement.prose),
        body_start=0,
        fields={**statement.fields, "language": statement.language},
        title_span=None,
        links=tuple(_shifted(one, sentence.start) for one in links),
        places=None,
    )


def pretended(statement: Statement, span: Span, target: str) -> Link:
    """Return a link as an author could have made it of these words."""
    return Link(start=span.start, end=span.end, words=span, text=span.of(statement.text), target=Target.parse(target))


def _shifted(link: Link, by: int) -> Link:
    words = Span(start=link.words.start - by, end=link.words.end - by)
    start, end = max(0, link.start - by), max(link.end - by, words.end)
    return replace(link, start=start, end=end, words=words)


def _tried(
    statement: Statement, sentence: Span, span: Span, targets: Sequence[str], attempt: Try
) -> tuple[str, Grade, tuple[Diagnostic, ...]] | None:
    """Return the target under which words hold, else the first that can be followed; None where none can."""
    sentence = Span(start=min(sentence.start, span.start), end=max(sentence.end, span.end))
    first = None
    for target in targets:
        found = attempt(excerpt(statement, sentence, pretended(statement, span, target)))
        own = tuple(
            one for one in found if one.start < span.end - sentence.start and span.start - sentence.start < one.end
        )
        if any(one.code.name in _UNUSABLE for one in own):
            continue
        tried = (target, grade_of(own), own)
        if tried[1] in _HOLDING:
            return tried
        first = first or tried
    return first


def _targets(candidate: Candidate, around: Circumstance) -> list[str]:
    """Return targets to try: as narrow as the words are, then the whole figure; a claim where there is no other way."""
    by, when = said_by(around, candidate), said_when(around, candidate)
    narrow = [candidate.target(by=by, as_of=when), candidate.target(as_of=when), candidate.target(by=by)]
    named = [*dict.fromkeys(narrow), candidate.target()] if by or when else [candidate.target()]
    if not candidate.claims[0].status.is_counted or not any(one.as_of is not None for one in candidate.claims):
        return [candidate.claim_target()]
    return list(dict.fromkeys([*named, candidate.claim_target(by)] if by else named))


def _official(candidate: Candidate) -> list[str]:
    """Return the figure as officials give it, where one of them is on record with a claim."""
    kinds = dict.fromkeys(one.speaker_kind.value for one in candidate.claims if one.as_of is not None)
    return [candidate.target(by=kind) for kind in kinds if kind in OFFICIALS]


def _told(found: Sequence[Diagnostic], stock: Stock) -> list[Claim]:
    """Return the claims that the rules hold against the words, or want in their place."""
    named = dict.fromkeys(claim for one in found if one.severity is Severity.ERROR for claim in one.claims)
    return [claim for name in list(named)[:4] if (claim := stock.book.claim(name)) is not None]


def _span(figure: QuantityInText) -> Span:
    return Span(start=figure.start, end=figure.end)


def _filled(label: Label, **facts: object) -> Label:
    return Label(en=label.fill("en", **facts), ru=label.fill("ru", **facts), kk=label.fill("kk", **facts))


def graded_bindings(
    statement: Statement, links: Iterator[tuple[Link, str | None, tuple[str, ...]]], told: Sequence[Diagnostic]
) -> Iterator[Graded]:
    """Yield how bound words stand to the record, by what the check has told of them."""
    for link, name, claims in links:
        place = statement.in_file(link.words.start, link.words.end)
        own = tuple(one for one in told if one.start < place.end and place.start < one.end)
        unusable = any(one.code.name in _UNUSABLE for one in own)
        yield Graded(
            start=link.words.start,
            end=link.words.end,
            kind="figure" if link.target.scheme == "fig" else "fact",
            property=name,
            grade=Grade.NOTHING if unusable else grade_of(own),
            target=link.target.text,
            claims=claims,
            found=own,
            is_bound=True,
        )

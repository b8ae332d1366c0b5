"""Owns the lines of drafts: figures of an incident and facts of duties as bound sentences, in three languages."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from importlib import resources
from typing import Final

from onrecord import duties
from onrecord.dossier.bindings import current
from onrecord.dossier.drafting import Line
from onrecord.dossier.phrases import Phrases
from onrecord.dossier.rewording import spelled
from onrecord.dossier.writing import escaped
from onrecord.kernel import Label, PartialDate, Qualifier, Quantity, SpeakerKind
from onrecord.ledger import Book, Claim, Figure, LoggedSearch, Reading

# What drafts tell of an incident: what happened to people and property, then what became of the cases.
HARM: Final = (
    "killed", "injured", "missing", "displaced", "border_entries", "houses_destroyed", "houses_damaged",
    "commercial_objects", "vehicles", "livestock_stolen", "damage_sum", "victims_recognised", "ill_treated",
    "death_in_custody",
)  # fmt: skip
COURSE: Final = (
    "criminal_cases", "detained", "charged", "defendants", "convicted", "acquitted", "imprisoned", "suspended",
    "sentences_altered", "compensation_sum",
)  # fmt: skip
_ABOUT: Final = frozenset({"group"})
# The least that a number means which was said as a word (METHOD 6.1), and that word.
_WORDS_FOR: Final = {
    ("en", Decimal(24)): "dozens", ("en", Decimal(200)): "hundreds", ("en", Decimal(2_000)): "thousands",
    ("en", Decimal(2_000_000)): "millions", ("ru", Decimal(20)): "десятки", ("ru", Decimal(200)): "сотни",
    ("ru", Decimal(2_000)): "тысячи", ("ru", Decimal(2_000_000)): "миллионы", ("kk", Decimal(20)): "ондаған",
    ("kk", Decimal(200)): "жүздеген", ("kk", Decimal(2_000)): "мыңдаған", ("kk", Decimal(2_000_000)): "миллиондаған",
}  # fmt: skip


@functools.cache
def _texts() -> Mapping[str, Label]:
    declared = tomllib.loads(resources.files(__package__).joinpath("drafts.toml").read_text(encoding="utf-8"))
    return {f"{group}.{name}": Label(**body) for group, bodies in declared.items() for name, body in bodies.items()}


def indicators() -> tuple[str, ...]:
    """Return the letters of the indicators of the early warning guidelines (A/62/18, annex III)."""
    return tuple(name.partition(".")[2] for name in _texts() if name.startswith("indicator."))


class Lines:
    """Makes the lines of one draft: from one book, in one language."""

    def __init__(self, book: Book, language: str) -> None:
        """Make lines from what this book holds."""
        self._book = book
        self._language = language
        self._phrases = Phrases(language=language, vocabulary=book.vocabulary)

    def text(self, name: str, /, **facts: object) -> str:
        """Return one of the drafts' own texts."""
        return _texts()[name].fill(self._language, **facts)

    def own(self, name: str, /, *, is_point: bool = True, **facts: object) -> Line:
        """Return one of the drafts' own sentences."""
        return Line(ways=(self.text(name, **facts),), is_point=is_point)

    def figures(self, names: Iterable[str], subject: str, as_of: PartialDate) -> Iterator[Line]:
        """Yield a line for each figure and each kind of speaker that tells it, the newest of each."""
        for name in names:
            for figure in self._book.figures(name, subject=subject, as_of=as_of):
                if {key for key, _ in figure.about} <= _ABOUT:
                    yield from self._figure(figure, as_of)

    def duty(self, one: duties.Duty) -> Iterator[Line]:
        """Yield the facts of a duty, each bound to its claim."""
        for name, values in (("sent" if one.kind is duties.Kind.LETTER else "adopted", one.started),
                             ("asked", one.asked), ("concern", one.concerns)):  # fmt: skip
            yield from self._told(name, values)
        yield from self._told("made_by", one.made_by)
        yield from self._told("response", one.responses, dimension="upr_response")
        yield from self._due(one)
        for answer in one.answers:
            yield from self._claims("replied", answer.claims)
        if one.stand.state is duties.State.ANSWERED_LATE:
            yield self.own("line.late")
        yield from self._told("said", one.said)
        if not one.answers and one.searches:
            yield self._none(one.searches[-1])
        yield from self._told("done", one.done)
        yield from self._grades(one)

    def article(self, relied: duties.Article, bound: duties.Bound | None) -> Line:
        """Return an article with a short title, and since when its treaty binds the State where that is on record."""
        name = f"`{relied.treaty.id.upper()} {relied.number}`"
        title = relied.title.text(self._language)
        ways = [self.text("line.article", name=name, title=title)]
        for one in bound.since if bound is not None else ():
            day = self._bound_day(one.on, one.claims[0])
            ways.insert(0, self.text("line.bound", name=name, title=title, value=day))
        return Line(ways=tuple(ways))

    def _figure(self, figure: Figure, as_of: PartialDate) -> Iterator[Line]:
        for kind in SpeakerKind:
            said = current(_of_kind(figure.readings, kind))
            if said:
                yield self._reading(figure, said[0], kind)

    def _reading(self, figure: Figure, reading: Reading, kind: SpeakerKind) -> Line:
        claim = reading.claim
        target = _target(figure, kind)
        words = self._phrases.subject_line(figure.property, figure.about, figure.unit)
        day = self._phrases.date(claim.as_of or claim.said_on)
        ways = []
        for number in self._numbers(claim, reading.quantity):
            value = f"[{number}]({target})"
            if day:
                ways.append(self.text("line.subject", words=words, value=value, speaker=self._speaker(claim), day=day))
            ways.append(self.text("line.plain", words=words, value=value))
        return Line(ways=tuple(ways))

    def _speaker(self, claim: Claim) -> str:
        """Return who says so: of what a publisher says itself, the publisher."""
        source = self._book.sources.get(claim.source) if claim.source is not None else None
        is_own = claim.speaker_kind is SpeakerKind.MEDIA and source is not None and source.publisher
        name = source.publisher if is_own and source and source.publisher else None
        return _plain(name or self._phrases.term("speaker", claim.speaker))

    def _numbers(self, claim: Claim, quantity: Quantity) -> Iterator[str]:
        """Yield the words that may say a number: digits with a hedge; a word for what was said as a word."""
        if quantity.qualifier is Qualifier.VAGUE:
            yield from self._vague(quantity)
            return
        digits = spelled(quantity, self._language)
        if digits is not None:
            yield digits
        yield self._phrases.quantity(quantity)
        if claim.unit is not None:
            yield f"{self._phrases.quantity(quantity)} {self._phrases.unit(claim.unit)}"

    def _vague(self, quantity: Quantity) -> Iterator[str]:
        """Yield how a number is said that its source said as a word: "hundreds"; else how large it is at least."""
        words = (self._language, quantity.low)
        if words in _WORDS_FOR:
            yield _WORDS_FOR[words]
        if quantity.low is not None:
            yield self._phrases.quantity(replace(quantity, qualifier=Qualifier.AT_LEAST))

    def _due(self, one: duties.Duty) -> Iterator[Line]:
        if one.due is None or one.due.by is duties.DueBy.PERIOD:
            return
        name = "extended" if one.due.by is duties.DueBy.EXTENDED else "due"
        yield from self._claims(name, one.due.claims)

    def _none(self, search: LoggedSearch) -> Line:
        """Return that no reply is known: to us after a search that can be repeated, else to whoever says so."""
        value = self._bound_day(search.on, search.claim)
        if search.is_repeatable:
            return self.own("line.none", value=value)
        return self.own("line.none_by", value=value, by=_plain(search.by))

    def _grades(self, one: duties.Duty) -> Iterator[Line]:
        for grade in one.body_grades:
            facts = {"body": (grade.body or "—").upper()}
            yield self._words("body_grade", grade.words, grade.claim, facts)
        for own in one.own_grades:
            bound = f"[{_plain(own.words)}](claim:{own.claim})"
            yield Line(
                ways=(
                    self.text("line.own_grade", value=bound, reason=_plain(own.reason)),
                    self.text("line.own_grade_alone", value=bound),
                )
            )

    def _told(self, name: str, values: Iterable[duties.Told], dimension: str | None = None) -> Iterator[Line]:
        for one in values:
            if one.on is not None:
                yield self.own(f"line.{name}", value=self._bound_day(one.on, one.claims[0]))
            elif dimension is not None:
                words = self._phrases.term(dimension, one.value)
                yield self.own(f"line.{name}", value=f"[{words}](claim:{one.claims[0]})")
            else:
                yield self._words(name, one.value, one.claims[0], {})

    def _claims(self, name: str, claims: Iterable[str]) -> Iterator[Line]:
        """Yield a line for each different day that claims tell."""
        told: dict[str, Claim] = {}
        for claim_id in claims:
            claim = self._book.claim(claim_id)
            if claim is not None and isinstance(claim.value, PartialDate):
                told.setdefault(claim.value.text(), claim)
        for claim in told.values():
            assert isinstance(claim.value, PartialDate)  # noqa: S101 - only such were put there
            yield self.own(f"line.{name}", value=self._bound_day(claim.value, claim.id))

    def _words(self, name: str, words: str, claim: str, facts: Mapping[str, str]) -> Line:
        """Return words of others: as a quotation where they are one, else told; else the claim alone."""
        plain = _plain(" ".join(words.split()).rstrip("."))
        opened, closed = ("“", "”") if self._language == "en" else ("«", "»")
        ways = (
            self.text(f"line.{name}", value=f"{opened}[{plain}](claim:{claim}){closed}", **facts),
            self.text(f"line.{name}", value=f"[{plain}](claim:{claim})", **facts),
        )
        return Line(ways=ways)

    def _bound_day(self, day: PartialDate | None, claim: str) -> str:
        return f"[{self._phrases.date(day)}](claim:{claim})"


def _of_kind(readings: Iterable[Reading], kind: SpeakerKind) -> list[Reading]:
    return [one for one in readings if one.claim.speaker_kind is kind]


def _target(figure: Figure, kind: SpeakerKind) -> str:
    options = [*figure.about, ("by", kind.value)]
    if figure.unit is not None and len(figure.unit) == 3 and figure.unit.isupper():
        options.insert(0, ("unit", figure.unit))
    return f"fig:{figure.property}?" + "&".join(f"{name}={value}" for name, value in options)


def _plain(words: str) -> str:
    """Return words of evidence in which nothing is markup."""
    return "".join(escaped(words))

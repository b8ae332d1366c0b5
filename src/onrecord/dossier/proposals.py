"""Owns proposals: which claims on record could carry words that nobody bound, the likeliest first.

It looks at number, quantity, group, place, time, speaker and subject, as far as the words tell them. It never says
that the words are right: they are held against what it proposes by the rules of the check (`grading`), and a person
binds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final
from urllib.parse import quote

from onrecord.dossier.statement import Statement
from onrecord.kernel import Label, PartialDate, Quantity, Visibility, Vocabulary
from onrecord.ledger import Book, Claim, ClaimStatus, moment, newest_first
from onrecord.reading import Circumstance, Circumstances, QuantityInText

IN_TITLE: Final = Label(
    en="A title can hold no link: say the same in the text, and bind it there.",
    ru="В заголовке ссылки быть не может: скажите то же в тексте и привяжите там.",
    kk="Тақырыпта сілтеме болмайды: мәтінде соны айтып, сонда байлаңыз.",
)
PLACE: Final = "place"
GROUP: Final = "group"
OFFICIALS: Final = frozenset({"official", "court"})
_DAYS_A_YEAR: Final = 365
# How much each kind of doubt weighs. A number that differs outweighs whatever else fits, but for what is counted and
# a place that the sentence names.
_OTHER_NUMBER, _NEAR_NUMBER, _OPEN_NUMBER, _OTHER_HEDGE = 6.0, 3.0, 1.5, 0.5
_KIN, _BY_STEM = 2.0, 1.0
_GROUP_UNSAID, _PLACE_UNSAID, _PLACE_WIDER, _OTHER_PLACE = 3.0, 1.5, 0.5, 6.5
_OTHER_DAY, _UNDATED, _OTHER_SPEAKER, _OF_OTHER_KIND = 2.0, 0.5, 0.6, 0.5
_DISPUTED, _FALLEN, _HIDDEN, _MORE_DIMENSIONS = 0.3, 2.0, 1.0, 0.3
_WRONG_BUT_NEAR: Final = 0.5  # within this of the best a claim of the same figure is a candidate like it
_MOST: Final = 3
_TELLING: Final = 21
_MOST_WRONG: Final = 9.0  # beyond this doubt nothing is proposed


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Claims of one figure that could carry words: property, subject, unit and dimensions are theirs."""

    property: str
    subject: str
    unit: str | None
    about: tuple[tuple[str, str], ...]
    claims: tuple[Claim, ...]
    doubt: float

    def target(self, *, by: str | None = None, as_of: PartialDate | None = None) -> str:
        """Return the figure as a target; narrowed to a kind of speaker and a time where these are given."""
        options = [*self.about]
        options += [("by", by)] if by else []
        options += [("as_of", as_of.text())] if as_of else []
        named = "&".join(f"{name}={quote(value)}" for name, value in options)
        return f"fig:{self.property}{'?' + named if named else ''}"

    def claim_target(self, by: str | None = None) -> str:
        """Return the likeliest claim as a target, of one kind of speaker where that is given."""
        fitting = (one for one in self.claims if by in (None, one.speaker_kind.value))
        return f"claim:{quote(next(fitting, self.claims[0]).id)}"


@dataclass(frozen=True, slots=True)
class Known:
    """A claim that a statement may rest on, with what is asked of it again and again for each figure."""

    claim: Claim
    group: str | None
    place: str | None
    when: PartialDate | None
    doubt: float  # what speaks against it whatever the words are

    @classmethod
    def of(cls, claim: Claim, subject: str | None, *, public_only: bool) -> Known:
        """Return a claim with its doubt: disputed, hidden, of another kind of subject, narrowed by more dimensions."""
        about = dict(claim.about)
        more = len(about) - (GROUP in about) - (PLACE in about)
        doubt = _MORE_DIMENSIONS * more
        doubt += _DISPUTED if claim.status is ClaimStatus.DISPUTED else 0
        doubt += 0 if claim.status.is_counted else _FALLEN
        doubt += _HIDDEN if public_only and claim.visibility is not Visibility.PUBLIC else 0
        doubt += _OF_OTHER_KIND if subject and claim.subject != subject else 0
        return cls(claim=claim, group=about.get(GROUP), place=about.get(PLACE), when=moment(claim), doubt=doubt)


@dataclass
class Stock:
    """What of a book one statement may rest on: asked for narrowly, and each answer kept for the next figure."""

    book: Book
    statement: Statement
    horizon: PartialDate
    public_only: bool = False
    _of_property: dict[str, tuple[Known, ...]] = field(default_factory=dict)
    _of_number: dict[tuple[Decimal | None, Decimal | None], tuple[Known, ...]] = field(default_factory=dict)
    _is_of_many: dict[str, bool] = field(default_factory=dict)

    @property
    def subject(self) -> str | None:
        """The incident that the statement is about, where it says so."""
        incident = self.statement.fields.get("incident")
        return f"incident:{incident}" if incident else None

    def claims(self, name: str) -> tuple[Known, ...]:
        """Return the claims of a property that the statement may know, of its own incident where it names one."""
        if name not in self._of_property:
            declared = self.book.vocabulary.property(name)
            of_incident = declared is None or declared.subject == "incident"
            found = self.book.claims_of(name, subject=self.subject if of_incident else None)
            self._of_property[name] = tuple(self._known(found))
        return self._of_property[name]

    def is_of_many(self, name: str) -> bool:
        """Say whether a property is claimed of several subjects and the statement does not say which it is about.

        Another number is then no sign of anything: it may be that of another happening.
        """
        if self.subject is not None:
            return False
        if name not in self._is_of_many:
            self._is_of_many[name] = len({known.claim.subject for known in self.claims(name)}) > 1
        return self._is_of_many[name]

    def same_number(self, quantity: Quantity) -> Iterator[Known]:
        """Yield the claims that say this number of anything, hedged or not."""
        low, high = quantity.low, quantity.high
        asked = [(low, high)]
        if low is not None:
            asked += [(low, None), (low + 1, None), (low - 1, low - 1), (low, low), (Decimal(0), low)]
        for bounds in dict.fromkeys(asked):
            if bounds not in self._of_number:
                found = self.book.claims_of(subject=self.subject, bounds=bounds)
                standing = newest_first(one for one in found if one.status.is_counted)
                self._of_number[bounds] = tuple(self._known(standing))
            yield from self._of_number[bounds]

    def _known(self, claims: Iterable[Claim]) -> Iterator[Known]:
        for claim in claims:
            known = Known.of(claim, self.subject, public_only=self.public_only)
            is_later = known.when is not None and known.when.earliest > self.horizon.latest
            if not is_later:
                yield known


def circumstances_of(statement: Statement, book: Book, figures: Sequence[QuantityInText]) -> Circumstances:
    """Return who says what in a statement, of which place and when, for as many figures as are asked about."""
    return Circumstances(
        statement.prose,
        statement.language,
        book.vocabulary,
        figures=[(one.start, one.end) for one in figures],
    )


def candidates(stock: Stock, figure: QuantityInText, around: Circumstance, sentence: str) -> tuple[Candidate, ...]:
    """Return the figures on record that unbound words could be bound to, the likeliest first; none where none is near.

    `sentence` is the one around: where no rule told what is counted, its words have to name it.
    """
    weighed = [
        (doubt, known.claim)
        for known in _near(stock, figure, sentence)
        if (doubt := _doubt(stock, known, figure, around)) is not None and doubt <= _MOST_WRONG
    ]
    return tuple(_grouped(weighed))


def _near(stock: Stock, figure: QuantityInText, sentence: str) -> Iterator[Known]:
    """Yield the claims to weigh: of the property that the words name and its kin, else of the number."""
    if figure.property is None:
        words, language, vocabulary = sentence.lower(), stock.statement.language, stock.book.vocabulary
        found = {known.claim.id: known for known in stock.same_number(figure.quantity)}
        properties = {known.claim.property for known in found.values()}
        named = {name for name in properties if _is_named(vocabulary, name, words, language)}
        is_telling = stock.subject is not None and _is_telling(figure.quantity)
        for known in found.values():
            if known.claim.property in named or (is_telling and known.claim.unit == figure.unit):
                yield known
        return
    yield from stock.claims(figure.property)
    kin = stock.book.vocabulary.kin(figure.property) - {figure.property}
    if kin:
        yield from (known for known in stock.same_number(figure.quantity) if known.claim.property in kin)


def _is_telling(quantity: Quantity) -> bool:
    """Say whether a number is so particular that two of one incident are hardly the same by chance: 59, not 60 or 6."""
    low = quantity.low
    return low is not None and low >= _TELLING and low % 10 != 0


def _is_named(vocabulary: Vocabulary, name: str, words: str, language: str) -> bool:
    """Say whether the words speak of a property, by the stems that the vocabulary declares."""
    declared = vocabulary.property(name)
    stems = declared.prose.get(language, ()) if declared is not None else ()
    return any(re.search(rf"(?<!\w){re.escape(stem)}", words) for stem in stems)


def _doubt(stock: Stock, known: Known, figure: QuantityInText, around: Circumstance) -> float | None:
    """Return how unlikely it is that words speak of a claim, or None where they cannot."""
    claim = known.claim
    quantity = claim.quantity
    if quantity is None or (figure.unit and claim.unit and figure.unit != claim.unit):
        return None
    what = _property_doubt(figure.property, claim.property)
    number = _number_doubt(figure.quantity, quantity)
    if number >= _OPEN_NUMBER and (what >= _KIN or not claim.status.is_counted):
        return None  # what was taken back or refuted is recognised by its own number, and contradicts nothing
    group = _group_doubt(figure.group, known.group, is_same_number=number < _OPEN_NUMBER)
    if group is None:
        return None
    if number >= _NEAR_NUMBER and stock.is_of_many(claim.property) and not _is_corroborated(known, around):
        return None
    return (
        known.doubt
        + number
        + what
        + group
        + place_doubt(stock.book.vocabulary, around, known.place)
        + time_doubt(around, known.when, stock.horizon)
        + speaker_doubt(around, claim)
    )


def _is_corroborated(known: Known, around: Circumstance) -> bool:
    """Say whether the words name the place or the time of a claim."""
    if around.place is not None and around.place.place == known.place:
        return True
    return around.as_of is not None and known.when is not None and around.as_of.date.overlaps(known.when)


def _number_doubt(said: Quantity, claimed: Quantity) -> float:
    if said.same_numbers(claimed):
        return 0
    if (said.low, said.high) == (claimed.low, claimed.high):
        return _OTHER_HEDGE
    if (
        said.low is not None
        and claimed.low is not None
        and abs(said.low - claimed.low) <= 1
        and (said.is_open or claimed.is_open)
    ):
        return _OTHER_HEDGE * 2
    if said.contains(claimed) or claimed.contains(said):
        return _OPEN_NUMBER
    return _NEAR_NUMBER if said.overlaps(claimed) else _OTHER_NUMBER


def _property_doubt(said: str | None, claimed: str) -> float:
    if said is None:
        return _BY_STEM
    return 0 if said == claimed else _KIN


def _group_doubt(said: str | None, claimed: str | None, *, is_same_number: bool) -> float | None:
    """Return the doubt of a group: the dead of one group are not the dead."""
    if said == claimed:
        return 0
    if said is None and is_same_number:
        return _GROUP_UNSAID
    return None


def place_doubt(vocabulary: Vocabulary, around: Circumstance, claimed: str | None) -> float:
    """Return the doubt that words about one place speak of a claim about another; a wider one holds a narrower."""
    said = around.place.place if around.place else None
    if said == claimed:
        return 0
    if said is None:
        return _PLACE_UNSAID
    if claimed is None or said in _wider(vocabulary, claimed) or claimed in _wider(vocabulary, said):
        return _PLACE_WIDER
    is_near = around.place is not None and around.place.rule in ("clause", "sentence")
    return _OTHER_PLACE if is_near else _OTHER_PLACE / 2


def _wider(vocabulary: Vocabulary, place: str) -> Iterator[str]:
    seen: set[str] = set()
    term = vocabulary.term(PLACE, place)
    while term is not None and term.broader and term.broader not in seen:
        seen.add(term.broader)
        yield term.broader
        term = vocabulary.term(PLACE, term.broader)


def time_doubt(around: Circumstance, when: PartialDate | None, horizon: PartialDate) -> float:
    """Return the doubt of a time: near to the day that the words name, else to the day of the statement."""
    if when is None:
        return _UNDATED
    if around.as_of is not None:
        said = around.as_of.date
        if said.overlaps(when):
            return 0
        days = min(abs((said.latest - when.earliest).days), abs((when.latest - said.earliest).days))
        return min(_MOST_WRONG, 0.3 + _OTHER_DAY * days / _DAYS_A_YEAR)
    days = max(0, (horizon.latest - when.latest).days)
    return min(1.0, days / (10 * _DAYS_A_YEAR))


def speaker_doubt(around: Circumstance, claim: Claim) -> float:
    """Return the doubt that words given to one kind of speaker are those of a claim by another."""
    kind = around.speaker.kind if around.speaker else None
    own = claim.speaker_kind.value
    if kind in (None, "unknown", own) or {kind, own} <= OFFICIALS:
        return 0
    return _OTHER_SPEAKER


def _grouped(weighed: Iterable[tuple[float, Claim]]) -> Iterator[Candidate]:
    """Yield a few candidates, the likeliest first, each with its claims in that order."""
    together: dict[tuple[str, str, str | None, tuple[tuple[str, str], ...]], list[tuple[float, Claim]]] = {}
    for doubt, claim in sorted(weighed, key=lambda one: (one[0], one[1].id)):
        together.setdefault((claim.property, claim.subject, claim.unit, claim.about), []).append((doubt, claim))
    for (name, subject, unit, about), found in list(together.items())[:_MOST]:
        best = found[0][0]
        near = tuple(claim for doubt, claim in found if doubt <= best + _WRONG_BUT_NEAR)
        yield Candidate(property=name, subject=subject, unit=unit, about=about, claims=near, doubt=best)


def is_elsewhere(vocabulary: Vocabulary, around: Circumstance, candidate: Candidate) -> bool:
    """Say whether the words' own sentence names another place than the claims have."""
    return place_doubt(vocabulary, around, dict(candidate.about).get(PLACE)) >= _OTHER_PLACE


def said_by(around: Circumstance, candidate: Candidate) -> str | None:
    """Return the kind of speaker that the words name and that is on record with one of the claims."""
    kind = around.speaker.kind if around.speaker else None
    return kind if kind and any(one.speaker_kind.value == kind for one in candidate.claims) else None


def said_when(around: Circumstance, candidate: Candidate) -> PartialDate | None:
    """Return the time that the words name, where a claim is about it: a figure as of then, not as of now."""
    said = around.as_of.date if around.as_of is not None else None
    return said if said and any((when := one.as_of) and said.overlaps(when) for one in candidate.claims) else None


def values_of(claims: Sequence[Claim], most: int = 4) -> str:
    """Return what claims say in words, each once."""
    said: Mapping[str, None] = dict.fromkeys(f"“{one.value_text()}” ({one.speaker}{_day(one)})" for one in claims)
    return "; ".join(list(said)[:most])


def _day(claim: Claim) -> str:
    when = moment(claim)
    return f", {when.text()}" if when else ""

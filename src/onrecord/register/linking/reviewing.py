"""Owns clerical review: which pair is asked next, and what an answer changes. Never shows a pair or writes a file.

Everything is a value: from the same records, words and answers comes the same next pair, on a screen or on a web page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from onrecord.kernel import Label, PartialDate
from onrecord.register.linking.evidence import DAYS_DIFFER, DIFFERENT, EQUAL, SAME, SAME_DAY, Feature
from onrecord.register.linking.judged import Key, Said, Word, judgements_of, standing
from onrecord.register.linking.pairs import Pair
from onrecord.register.linking.running import Linked, Settings, linked
from onrecord.register.linking.telling import column_called
from onrecord.register.linking.weights import Model
from onrecord.register.records import Record

LEARNT_EVERY: Final = 10  # answers

_NAME: Final = Label(en="name", ru="имя", kk="есімі")
_WHERE: Final = Label(en="list, row", ru="список, строка", kk="тізім, жол")
_FATHER: Final = Label(en="father", ru="отец", kk="әкесі")
_BORN: Final = Label(en="born", ru="родился", kk="туған күні")
_DIED: Final = Label(en="died", ru="умер", kk="қайтыс болған күні")
_ALIVE: Final = Label(en="seen alive", ru="видели живым", kk="тірі көрінген күні")
_SEX: Final = Label(en="sex", ru="пол", kk="жынысы")
_SEXES: Final = {
    "male": Label(en="male", ru="мужской", kk="ер"),
    "female": Label(en="female", ru="женский", kk="әйел"),
}


class Agreement(StrEnum):
    """How two cells stand to each other."""

    SAME = "same"
    ALIKE = "alike"
    DIFFERS = "differs"
    ONE_ONLY = "one-only"
    NOT_COMPARED = "not-compared"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One line of two records side by side."""

    what: Label
    one: Label
    other: Label
    agreement: Agreement


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """Where a review stands. `left` is what is still asked, the next one first; who was unsure is asked last.

    `said` is every word, of earlier reviews too; `shown` the pairs answered in this one; `dropped` those of which
    somebody was unsure twice, which are not asked again today.
    """

    left: tuple[Pair, ...]
    model: Model
    said: tuple[Said, ...] = ()
    shown: tuple[Pair, ...] = ()
    dropped: frozenset[frozenset[Key]] = frozenset()
    since_learnt: int = 0

    @property
    def pair(self) -> Pair | None:
        """The pair that is asked now."""
        return self.left[0] if self.left else None

    @property
    def at(self) -> tuple[int, int]:
        """Which pair this is, and of how many: those answered in this review and those left."""
        done = len({pair_of(one) for one in self.shown} - {pair_of(one) for one in self.left})
        return done + bool(self.left), done + len(self.left)

    @property
    def is_due(self) -> bool:
        """Whether the model has to be learnt anew before the next pair is asked."""
        return self.since_learnt >= LEARNT_EVERY


def pair_of(pair: Pair) -> frozenset[Key]:
    """Return the two rows of a pair, whichever stands first."""
    return frozenset((pair.one.key, pair.other.key))


def next_pairs(
    records: Sequence[Record], said: Sequence[Said], *, settings: Settings | None = None
) -> tuple[tuple[Pair, ...], Model]:
    """Return the pairs that a person should look at now, the one whose answer tells most first, and what was learnt.

    Of a pair on which somebody is unsure the question comes last. What was said of a pair is not asked again.
    """
    found: Linked = linked(records, settings=settings, judgements=judgements_of(said))
    unsure = {pair for pair, one in standing(said).items() if one.word is Word.UNSURE}
    return tuple(sorted(found.review, key=lambda one: pair_of(one) in unsure)), found.model


def begun(records: Sequence[Record], said: Iterable[Said] = (), *, settings: Settings | None = None) -> Review:
    """Return a review of these records at its first pair."""
    words = tuple(said)
    left, model = next_pairs(records, words, settings=settings)
    return Review(left=left, model=model, said=words)


def learnt_anew(review: Review, records: Sequence[Record], *, settings: Settings | None = None) -> Review:
    """Return the review with all that was said learnt from, and what is left in its new order.

    Where a word was taken back last, its pair comes first, if it is to be asked at all by what is known now.
    """
    left, model = next_pairs(records, review.said, settings=settings)
    back = [one.pair for one in review.said[-1:] if one.word is Word.TAKEN_BACK]
    left = tuple(sorted(left, key=lambda one: pair_of(one) not in back))
    left = tuple(one for one in left if pair_of(one) not in review.dropped)
    return replace(review, left=left, model=model, since_learnt=0)


def answered(review: Review, word: Word, *, by: str, at: str, why: str = "") -> tuple[Review, Said]:
    """Return the review after this word on its pair, and the line to be kept.

    Whoever is unsure is asked again when all else is answered, and once only.

    Raises:
        ValueError: nothing is asked.
    """
    pair = review.pair
    if pair is None or word is Word.TAKEN_BACK:
        msg = "there is no pair to answer"
        raise ValueError(msg)
    said = Said(one=pair.one.key, other=pair.other.key, word=word, by=by, at=at, why=why)
    before, left, dropped = standing(review.said).get(said.pair), review.left[1:], review.dropped
    if word is Word.UNSURE:
        if before is not None and before.word is Word.UNSURE:
            dropped |= {said.pair}
        else:
            left = (*left, pair)
    return (
        replace(
            review,
            left=left,
            said=(*review.said, said),
            shown=(*review.shown, pair),
            dropped=dropped,
            since_learnt=review.since_learnt + 1,
        ),
        said,
    )


def passed_over(review: Review) -> Review:
    """Return the review at its next pair; the one that was asked is left for another day, with nothing said of it."""
    gone = frozenset(pair_of(one) for one in review.left[:1])
    return replace(review, left=review.left[1:], dropped=review.dropped | gone)


def undone(review: Review, *, by: str, at: str) -> tuple[Review, Said] | None:
    """Return the review with the last standing word of this person taken back, and the line that says so.

    It goes back through this review and on through earlier ones, never over another person's word. The pair is asked
    at once where this review showed it; one of an earlier review when the model is learnt anew, which is then due.
    None where there is nothing to take back.
    """
    stands = {id(one) for one in standing(review.said).values()}
    last = next((one for one in reversed(review.said) if id(one) in stands and one.by == by), None)
    if last is None:
        return None
    back = Said(one=last.one, other=last.other, word=Word.TAKEN_BACK, by=by, at=at)
    pair = next((one for one in reversed(review.shown) if pair_of(one) == last.pair), None)
    others = tuple(one for one in review.left if pair_of(one) != last.pair)
    return (
        replace(
            review,
            left=others if pair is None else (pair, *others),
            said=(*review.said, back),
            shown=tuple(one for one in review.shown if pair_of(one) != last.pair),
            dropped=review.dropped - {last.pair},
            since_learnt=LEARNT_EVERY if pair is None else max(0, review.since_learnt - 1),
        ),
        back,
    )


def fields_of(pair: Pair, features: Sequence[Feature]) -> tuple[Field, ...]:
    """Return two records side by side, line by line, with what agrees in words; what neither says is left out.

    How names, fathers, births, sexes, facts and numbers agree is what linking took them for; any other cell is the same
    only where its letters are.
    """
    levels = {one.name: level for one, level in zip(features, pair.levels, strict=True)}
    return tuple(one for one in _fields(pair, levels) if one.one.en or one.other.en)


def _fields(pair: Pair, levels: dict[str, int]) -> Iterator[Field]:
    a, b = pair.one, pair.other
    words = [level for name, level in levels.items() if name.startswith("word") and level >= 0]
    yield _field(_WHERE, " / ".join(a.key), " / ".join(b.key), Agreement.NOT_COMPARED)
    yield _field(_NAME, a.name, b.name, _whole(words))
    yield _field(_FATHER, a.father, b.father, _graded(levels["father"], SAME))
    yield _field(_BORN, _day(a.born), _day(b.born), _graded(levels["born"], SAME_DAY, differs_to=DAYS_DIFFER))
    yield _field(_DIED, _day(a.died), _day(b.died))
    yield _field(_ALIVE, _day(a.seen_alive), _day(b.seen_alive))
    yield Field(what=_SEX, one=_sex(a), other=_sex(b), agreement=_of(a.sex or "", b.sex or "", None))
    for kind, of in (("fact ", _facts), ("number ", _numbers), ("", _rest)):
        one, other = of(a), of(b)
        for column in dict.fromkeys((*one, *other)):
            graded = _graded(levels[kind + column], EQUAL) if kind + column in levels else None
            yield _field(column_called(column), one.get(column, ""), other.get(column, ""), graded)


def _field(what: Label, one: str, other: str, graded: Agreement | None = None) -> Field:
    return Field(what=what, one=Label.alike(one), other=Label.alike(other), agreement=_of(one, other, graded))


def _of(one: str, other: str, graded: Agreement | None) -> Agreement:
    if not (one and other):
        return Agreement.ONE_ONLY
    if graded is not None:
        return graded
    return Agreement.SAME if one.casefold() == other.casefold() else Agreement.DIFFERS


def _whole(words: Sequence[int]) -> Agreement | None:
    """Return how two names agree by their words; None where no word was compared."""
    if not words:
        return None
    if min(words) == SAME:
        return Agreement.SAME
    return Agreement.DIFFERS if max(words) == DIFFERENT else Agreement.ALIKE


def _graded(level: int, highest: int, *, differs_to: int = DIFFERENT) -> Agreement | None:
    if level < 0:
        return None
    if level == highest:
        return Agreement.SAME
    return Agreement.DIFFERS if level <= differs_to else Agreement.ALIKE


def _day(day: PartialDate | None) -> str:
    return day.text() if day is not None else ""


def _sex(record: Record) -> Label:
    return _SEXES.get(record.sex or "", Label.alike(""))


def _facts(record: Record) -> dict[str, str]:
    return dict(record.facts)


def _numbers(record: Record) -> dict[str, str]:
    return dict(record.numbers)


def _rest(record: Record) -> dict[str, str]:
    return dict(record.rest)

"""Owns reply clocks: when an answer was due, and how a duty stands on a day (METHOD 4.5). Pure.

A clock belongs to one letter: of two letters to one State the first can be unanswered and the second answered. Days
are days in Geneva, where the letters are sent from and the replies arrive.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, assert_never

from onrecord.kernel import Label, PartialDate, add_months

SOON_DAYS: Final = 30
FRESH_DAYS: Final = 30  # "overdue" is said only while the search for a reply is younger than this


class State(StrEnum):
    """How a duty to answer stands on a day."""

    NOT_DUE = "not_due"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    ANSWERED_ON_TIME = "answered_on_time"
    ANSWERED_LATE = "answered_late"
    PARTLY_ANSWERED = "partly_answered"
    SUPERSEDED = "superseded"
    UNKNOWN = "unknown"


class RuleKind(StrEnum):
    """How the last day is told."""

    FIXED = "fixed"
    MONTHS = "months"
    DAYS = "days"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """By when an answer is due: on a day that the letter names, or so many months or days after it."""

    kind: RuleKind
    count: int = 0
    day: dt.date | None = None

    def due(self, sent: PartialDate | None) -> PartialDate | None:
        """Return the last day; a stretch where the day of the letter is not known, None where nothing tells it.

        Months go by the calendar and end with the month: 31 August and six months are the last of February.
        """
        match self.kind:
            case RuleKind.FIXED:
                return PartialDate.on(self.day) if self.day is not None else None
            case RuleKind.MONTHS | RuleKind.DAYS:
                if sent is None:
                    return None
                earliest, latest = self._after(sent.earliest), self._after(sent.latest)
                return PartialDate(earliest=earliest, latest=latest, wording="")
        assert_never(self.kind)

    def _after(self, day: dt.date) -> dt.date:
        return add_months(day, self.count) if self.kind is RuleKind.MONTHS else day + dt.timedelta(days=self.count)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer of the State: the day it was given, and whether it answers all that was asked."""

    on: dt.date
    is_full: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """What is on record of one letter. `due`, where the letter or a later one names it, goes before the rule."""

    sent: PartialDate | None = None
    rule: Rule | None = None
    due: dt.date | None = None
    replies: tuple[Reply, ...] = ()
    superseded_on: dt.date | None = None
    searched_on: dt.date | None = None

    def due_on(self) -> PartialDate | None:
        """Return the last day for an answer, as far as it is known."""
        if self.due is not None:
            return PartialDate.on(self.due)
        return self.rule.due(self.sent) if self.rule is not None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """How a duty stands as of a day: days overdue, late, or left; none where the state is no matter of days."""

    state: State
    days: int | None
    due: PartialDate | None
    as_of: dt.date

    def says(self) -> Label:
        """Return the sentence for a reader; it always names the day it speaks for (METHOD 4.5)."""
        return self._label().filled(**self._facts())

    def said_in(self, language: str) -> str:
        """Return the same sentence in one language."""
        return self._label().fill(language, **self._facts())

    def _label(self) -> Label:
        return _NO_DUE if self.due is None and self.state is State.UNKNOWN else _SAYS[self.state]

    def _facts(self) -> dict[str, object]:
        return {"days": self.days, "due": self.due or "—", "as_of": self.as_of}


def stand(clock: Clock, as_of: dt.date) -> Stand:
    """Return how the duty stands on a day, from what was known then: whatever came later does not count.

    Where the last day is known only as a stretch, a State has until its end: nobody is called late on a guess.
    """
    due = clock.due_on()
    state, days = _state(clock, due.latest if due is not None else None, as_of)
    return Stand(state=state, days=days, due=due, as_of=as_of)


def _state(clock: Clock, due: dt.date | None, as_of: dt.date) -> tuple[State, int | None]:
    ended = clock.superseded_on if clock.superseded_on is not None and clock.superseded_on <= as_of else None
    replies = [one for one in clock.replies if one.on <= (ended or as_of)]
    answered = min((one.on for one in replies if one.is_full), default=None)
    if answered is not None:
        return _answered(answered, due)
    if ended is not None:
        return State.SUPERSEDED, None
    if replies:
        return State.PARTLY_ANSWERED, None
    return _waiting(clock.searched_on, due, as_of)


def _answered(on: dt.date, due: dt.date | None) -> tuple[State, int | None]:
    """Say whether an answer came in time; the last day itself is in time."""
    if due is None:
        return State.UNKNOWN, None
    return (State.ANSWERED_ON_TIME, None) if on <= due else (State.ANSWERED_LATE, (on - due).days)


def _waiting(searched_on: dt.date | None, due: dt.date | None, as_of: dt.date) -> tuple[State, int | None]:
    if due is None:
        return State.UNKNOWN, None
    left = (due - as_of).days
    if left > SOON_DAYS:
        return State.NOT_DUE, left
    if left >= 0:
        return State.DUE_SOON, left
    is_fresh = searched_on is not None and 0 <= (as_of - searched_on).days < FRESH_DAYS
    return (State.OVERDUE, -left) if is_fresh else (State.UNKNOWN, None)


_NO_DUE: Final = Label(
    en="By when a reply was due is not on record, so nothing is said of its being late. As of {as_of}.",
    ru="Срок ответа не записан, поэтому об опоздании ничего не сказано. По состоянию на {as_of}.",
    kk="Жауап мерзімі жазылмаған, сондықтан кешігу туралы айтылмайды. {as_of} күнгі жағдай.",
)
_SAYS: Final = {
    State.NOT_DUE: Label(
        en="A reply is due on {due}, in {days} days as of {as_of}.",
        ru="Срок ответа — {due}; на {as_of} осталось дней: {days}.",
        kk="Жауап мерзімі — {due}; {as_of} күні {days} күн қалды.",
    ),
    State.DUE_SOON: Label(
        en="A reply is due soon, on {due}: {days} days are left as of {as_of}.",
        ru="Скоро срок ответа, {due}: на {as_of} осталось дней: {days}.",
        kk="Жауап мерзімі таяу, {due}: {as_of} күні {days} күн қалды.",
    ),
    State.OVERDUE: Label(
        en="A reply was due on {due} and none was found: {days} days overdue as of {as_of}.",
        ru="Ответ ожидался к {due} и не найден: на {as_of} просрочено дней: {days}.",
        kk="Жауап {due} күніне дейін берілуі тиіс еді, табылмады: {as_of} күні {days} күн кешіктірілген.",
    ),
    State.ANSWERED_ON_TIME: Label(
        en="Answered in time; the reply was due on {due}. As of {as_of}.",
        ru="Ответ дан в срок; срок был {due}. По состоянию на {as_of}.",
        kk="Жауап мерзімінде берілді; мерзімі {due} болған. {as_of} күнгі жағдай.",
    ),
    State.ANSWERED_LATE: Label(
        en="Answered {days} days late; the reply was due on {due}. As of {as_of}.",
        ru="Ответ дан с опозданием, дней: {days}; срок был {due}. По состоянию на {as_of}.",
        kk="Жауап {days} күн кешігіп берілді; мерзімі {due} болған. {as_of} күнгі жағдай.",
    ),
    State.PARTLY_ANSWERED: Label(
        en="Answered in part; a whole reply was due on {due}. As of {as_of}.",
        ru="Отвечено частично; полный ответ ожидался к {due}. По состоянию на {as_of}.",
        kk="Ішінара жауап берілді; толық жауап мерзімі — {due}. {as_of} күнгі жағдай.",
    ),
    State.SUPERSEDED: Label(
        en="A later letter took the place of this one before it was answered. As of {as_of}.",
        ru="Это письмо заменено более поздним прежде, чем на него ответили. По состоянию на {as_of}.",
        kk="Бұл хатқа жауап берілмей тұрып, орнына кейінгі хат келді. {as_of} күнгі жағдай.",
    ),
    State.UNKNOWN: Label(
        en="No reply is known as of {as_of}; due on {due}. No recent search, so it is not called overdue.",
        ru="На {as_of} об ответе не известно; срок — {due}. Недавнего поиска нет, поэтому просрочкой это не названо.",
        kk="{as_of} күні жауап белгісіз; мерзімі — {due}. Жақында іздестірілмеген, сондықтан кешігу делінбейді.",
    ),
}

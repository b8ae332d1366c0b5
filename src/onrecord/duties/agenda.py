"""Owns what has to be remembered of duties: last days, searches to be made again, deadlines of our own. Pure.

Each reminder has an id that stays the same however often it is made: a calendar moves it and does not double it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from onrecord.duties.clocks import State
from onrecord.duties.duty import Duty, Kind
from onrecord.duties.norms import bodies
from onrecord.duties.owing import Owed
from onrecord.duties.periods import Who
from onrecord.duties.sessions import Session
from onrecord.duties.standing import search_again_on
from onrecord.duties.states import state_label
from onrecord.duties.told import claims_of, each_called
from onrecord.kernel import Label, PartialDate


class Matter(StrEnum):
    """What is to be remembered."""

    REPLY_DUE = "reply_due"
    SEARCH = "search"
    SUBMISSION_DUE = "submission_due"
    REPORT_DUE = "report_due"
    USUAL = "usual"
    VOLUNTARY = "voluntary"
    SESSION = "session"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """One day to remember, what for, and the claims that tell it. `is_certain` where the day is told, not reckoned."""

    id: str
    matter: Matter
    day: PartialDate
    on: dt.date
    duty: str | None
    title: Label
    text: Label
    is_certain: bool
    claims: tuple[str, ...]

    def days_left(self, as_of: dt.date) -> int:
        """Return how many days are left; below zero where it is past."""
        return (self.on - as_of).days

    def to_row(self, as_of: dt.date, language: str = "en") -> dict[str, Any]:
        """Return what `onrecord calendar --json` prints of it."""
        return {
            "id": self.id,
            "matter": self.matter.value,
            "on": self.on.isoformat(),
            "day": self.day.text(),
            "days_left": self.days_left(as_of),
            "certain": self.is_certain,
            "duty": self.duty,
            "title": self.title.text(language),
            "text": self.text.text(language),
            "claims": list(self.claims),
        }


def agenda(found: Owed) -> tuple[Reminder, ...]:
    """Return what is to be remembered of what is owed, the nearest day first.

    Of an answer that came there is nothing to remember. One that is due and not known is to be sought: the day after
    the last day, and again whenever the last search grows too old to call anything overdue by it.
    """
    every = [one for duty in found.duties for one in _of_duty(duty)]
    every += [_session(one) for one in found.sessions if one.day.latest >= found.as_of]
    return tuple(sorted(every, key=lambda one: (one.on, one.id)))


def _of_duty(duty: Duty) -> Iterator[Reminder]:
    if duty.stand.state in _DONE or (duty.stand.state is State.UNKNOWN and duty.answers):
        return
    if duty.due is not None:
        yield _last_day(duty, duty.due.day)
        if not _is_ours(duty) and duty.kind is not Kind.REPORT:
            yield _search(duty, duty.due.day)
    elif duty.usual is not None and duty.period is not None:
        matter = Matter.VOLUNTARY if duty.period.is_voluntary else Matter.USUAL
        yield _reminder(duty, matter, duty.usual, claims_of(duty.started), is_certain=False)


def _last_day(duty: Duty, day: PartialDate) -> Reminder:
    matter = Matter.SUBMISSION_DUE if _is_ours(duty) else Matter.REPLY_DUE
    if duty.kind is Kind.REPORT:
        matter = Matter.REPORT_DUE
    claims = duty.due.claims if duty.due is not None else ()
    return _reminder(duty, matter, day, claims, is_certain=day.is_exact_day)


def _search(duty: Duty, due: PartialDate) -> Reminder:
    """Return when to look for a reply: the day after the last day, or when the last search is no longer fresh."""
    again = search_again_on(duty.searches)
    first = due.latest + dt.timedelta(days=1)
    day = max(first, again) if again is not None else first
    return _reminder(duty, Matter.SEARCH, PartialDate.on(day), duty.due.claims if duty.due else (), is_certain=True)


def _is_ours(duty: Duty) -> bool:
    return duty.period is not None and duty.period.who is Who.PETITIONER


def _reminder(duty: Duty, matter: Matter, day: PartialDate, claims: tuple[str, ...], *, is_certain: bool) -> Reminder:
    known = bodies().get(duty.body or "")
    facts: dict[str, object] = {
        "body": known.letters if known is not None else " | ".join(one.value for one in duty.bodies) or "—",
        "state": each_called(duty.states),
        "what": duty.id,
        "day": day,
        "asked": " | ".join(one.value for one in duty.asked) or "—",
        "source": duty.period.source if duty.period is not None else "—",
    }
    return Reminder(
        id=f"{duty.id}:{matter.value}",
        matter=matter,
        day=day,
        on=day.latest,
        duty=duty.id,
        title=_TITLES[matter].filled(**facts),
        text=_TEXTS[matter].filled(**facts),
        is_certain=is_certain,
        claims=claims,
    )


def _session(one: Session) -> Reminder:
    known = bodies().get(one.body or "")
    facts: dict[str, object] = {
        "state": state_label(one.state),
        "body": known.letters if known is not None else one.named,
        "day": one.day,
    }
    return Reminder(
        id=f"state:{one.state}:{one.named}:{one.day.text()}:{Matter.SESSION.value}",
        matter=Matter.SESSION,
        day=one.day,
        on=one.day.earliest,
        duty=None,
        title=_TITLES[Matter.SESSION].filled(**facts),
        text=_TEXTS[Matter.SESSION].filled(**facts),
        is_certain=one.day.is_exact_day,
        claims=one.claims,
    )


_DONE: Final = (State.ANSWERED_ON_TIME, State.ANSWERED_LATE, State.SUPERSEDED)
_TITLES: Final = {
    Matter.REPLY_DUE: Label(
        en="{body}: reply of {state} due ({what})",
        ru="{body}: срок ответа, {state} ({what})",
        kk="{body}: жауап мерзімі, {state} ({what})",
    ),
    Matter.SEARCH: Label(
        en="Search for a reply: {body}, {state} ({what})",
        ru="Искать ответ: {body}, {state} ({what})",
        kk="Жауапты іздеу: {body}, {state} ({what})",
    ),
    Matter.SUBMISSION_DUE: Label(
        en="{body}: last day to submit ({what})",
        ru="{body}: последний день подачи ({what})",
        kk="{body}: өтініш берудің соңғы күні ({what})",
    ),
    Matter.REPORT_DUE: Label(
        en="{body}: report of {state} due ({what})",
        ru="{body}: срок доклада, {state} ({what})",
        kk="{body}: баяндама мерзімі, {state} ({what})",
    ),
    Matter.USUAL: Label(
        en="{body}: usual time for follow-up ends, {state} ({what})",
        ru="{body}: истекает обычный срок, {state} ({what})",
        kk="{body}: әдеттегі мерзім аяқталады, {state} ({what})",
    ),
    Matter.VOLUNTARY: Label(
        en="{body}: time for a voluntary mid-term report, {state} ({what})",
        ru="{body}: время добровольного промежуточного доклада, {state} ({what})",
        kk="{body}: ерікті аралық баяндама уақыты, {state} ({what})",
    ),
    Matter.SESSION: Label(
        en="{body} examines {state}",
        ru="{body} рассматривает: {state}",
        kk="{body} қарайды: {state}",
    ),
}
_TEXTS: Final = {
    Matter.REPLY_DUE: Label(
        en="A reply is due by {day}. Asked: {asked}",
        ru="Ответ ожидается до {day}. Просьба: {asked}",
        kk="Жауап {day} күніне дейін күтіледі. Сұралғаны: {asked}",
    ),
    Matter.SEARCH: Label(
        en="Look for a reply and state what you find: replied_on, or no_reply_as_of with searched_in, search_words and "
        "in a note how. Overdue is said only for 30 days after such a search.",
        ru="Поищите ответ и внесите найденное: replied_on или no_reply_as_of с searched_in, search_words и "
        "примечанием, как искали. О просрочке говорится только 30 дней после такого поиска.",
        kk="Жауапты іздеп, тапқаныңызды енгізіңіз: replied_on немесе searched_in, search_words және қалай ізделгені "
        "туралы ескертпемен no_reply_as_of. Кешігу туралы мұндай іздеуден кейін 30 күн ғана айтылады.",
    ),
    Matter.SUBMISSION_DUE: Label(
        en="The time for a petition runs until {day} ({source}).",
        ru="Срок подачи жалобы — до {day} ({source}).",
        kk="Шағым беру мерзімі — {day} күніне дейін ({source}).",
    ),
    Matter.REPORT_DUE: Label(
        en="A report of the State is due by {day}; an alternative report is due before it is examined.",
        ru="Доклад государства ожидается до {day}; альтернативный доклад подают до рассмотрения.",
        kk="Мемлекет баяндамасы {day} күніне дейін күтіледі; балама баяндама қаралғанға дейін беріледі.",
    ),
    Matter.USUAL: Label(
        en="By the usual period ({source}); see what the document says, and state due_on. Asked: {asked}",
        ru="По обычному сроку ({source}); посмотрите, что сказано в документе, и внесите due_on. Просьба: {asked}",
        kk="Әдеттегі мерзім бойынша ({source}); құжатты қарап, due_on енгізіңіз. Сұралғаны: {asked}",
    ),
    Matter.VOLUNTARY: Label(
        en="A mid-term report is voluntary ({source}). Asked: {asked}",
        ru="Промежуточный доклад доброволен ({source}). Просьба: {asked}",
        kk="Аралық баяндама ерікті ({source}). Сұралғаны: {asked}",
    ),
    Matter.SESSION: Label(en="The examination is on {day}.", ru="Рассмотрение: {day}.", kk="Қарау күні: {day}."),
}

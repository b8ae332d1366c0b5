"""Owns the picture of reply clocks: when each letter was sent, by when a reply was due, and what came.

"Overdue" is drawn only where the reading says so, which needs a fresh search for a reply; otherwise the time after the
last day is not known, and looks like that (METHOD 4.5).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from onrecord.drawing import WIDE, Fill, Picture, Sheet, Sign, TimeAxis, span_of
from onrecord.duties.clocks import Clock, Stand, State, stand
from onrecord.kernel import Label, PartialDate

_HEIGHT: Final = 28.0
_BELOW: Final = 15.0
_TICK: Final = 15.0

STATES: Final = {
    State.NOT_DUE: Label(en="not due yet", ru="срок не наступил", kk="мерзімі келмеген"),
    State.DUE_SOON: Label(en="due soon", ru="скоро срок", kk="мерзімі таяу"),
    State.OVERDUE: Label(en="overdue", ru="просрочено", kk="мерзімі өткен"),
    State.ANSWERED_ON_TIME: Label(en="answered in time", ru="отвечено в срок", kk="мерзімінде жауап берілген"),
    State.ANSWERED_LATE: Label(en="answered late", ru="отвечено с опозданием", kk="кешігіп жауап берілген"),
    State.PARTLY_ANSWERED: Label(en="answered in part", ru="отвечено частично", kk="ішінара жауап берілген"),
    State.SUPERSEDED: Label(en="superseded", ru="заменено", kk="ауыстырылған"),
    State.UNKNOWN: Label(en="not known", ru="не известно", kk="белгісіз"),
}
_WORDS: Final = {
    "title": Label(
        en="Letters and replies, as of {as_of}",
        ru="Письма и ответы, на {as_of}",
        kk="Хаттар мен жауаптар, {as_of} күні",
    ),
    "row": Label(en="{name}: {state}", ru="{name}: {state}", kk="{name}: {state}"),
    "sent": Label(en="sent {day}", ru="отправлено {day}", kk="жіберілді {day}"),
    "sent-unknown": Label(en="day of sending not known", ru="день отправки не известен", kk="жіберілген күні белгісіз"),
    "due": Label(en="due {day}", ru="срок {day}", kk="мерзімі {day}"),
    "due-unknown": Label(en="due day not known", ru="срок не известен", kk="мерзімі белгісіз"),
    "reply": Label(en="reply {day}", ru="ответ {day}", kk="жауап {day}"),
    "part": Label(en="reply in part {day}", ru="частичный ответ {day}", kk="ішінара жауап {day}"),
    "superseded": Label(en="superseded {day}", ru="заменено {day}", kk="ауыстырылды {day}"),
    "searched": Label(
        en="last search for a reply {day}", ru="последний поиск ответа {day}", kk="жауапты соңғы іздеу {day}"
    ),
    "no-search": Label(
        en="no search for a reply on record", ru="поиск ответа не записан", kk="жауапты іздеу жазылмаған"
    ),
    "days-left": Label(en="{days} days left", ru="осталось дней: {days}", kk="{days} күн қалды"),
    "days-over": Label(en="{days} days overdue", ru="просрочено дней: {days}", kk="{days} күн кешіктірілген"),
    "days-late": Label(en="{days} days late", ru="опоздание, дней: {days}", kk="{days} күн кешіккен"),
    "as-of": Label(en="as of {day}", ru="на {day}", kk="{day} күні"),
    "nothing": Label(en="No letter is on record.", ru="Писем в записях нет.", kk="Жазбада хат жоқ."),
    "column-letter": Label(en="letter", ru="письмо", kk="хат"),
    "column-state": Label(en="how it stands", ru="положение", kk="жағдайы"),
    "column-sent": Label(en="sent", ru="отправлено", kk="жіберілген"),
    "column-due": Label(en="due", ru="срок", kk="мерзімі"),
    "column-replies": Label(en="replies", ru="ответы", kk="жауаптар"),
    "column-days": Label(en="days", ru="дни", kk="күндер"),
    "legend-circle": Label(en="sent", ru="отправлено", kk="жіберілді"),
    "legend-diamond": Label(en="reply due", ru="срок ответа", kk="жауап мерзімі"),
    "legend-triangle": Label(en="reply", ru="ответ", kk="жауап"),
    "legend-ring": Label(en="reply in part", ru="частичный ответ", kk="ішінара жауап"),
    "legend-cross": Label(
        en="superseded by a later letter", ru="заменено более поздним письмом", kk="кейінгі хатпен ауыстырылды"
    ),
    "legend-empty": Label(en="time to answer", ru="время на ответ", kk="жауапқа берілген уақыт"),
    "legend-solid": Label(en="overdue or late", ru="просрочка или опоздание", kk="мерзімі өткен не кешіккен"),
    "legend-hatched": Label(
        en="not known: no fresh search", ru="не известно: нет свежего поиска", kk="белгісіз: жақында ізделмеген"
    ),
    "legend-dotted": Label(
        en="the day is known only as a stretch", ru="день известен лишь как период", kk="күні тек аралықпен белгілі"
    ),
    "legend-tick": Label(
        en="the day as of which this is told", ru="день, на который это сказано", kk="бұл айтылған күн"
    ),
}
_DAYS: Final = {
    State.NOT_DUE: "days-left",
    State.DUE_SOON: "days-left",
    State.OVERDUE: "days-over",
    State.ANSWERED_LATE: "days-late",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter or recommendation to be drawn: how it is called, its clock, and the day it is read for."""

    name: str
    clock: Clock
    as_of: dt.date


def clock_bars(letters: Sequence[Letter], *, language: str = "en", width: float = WIDE) -> Picture:
    """Return a bar for each letter on one scale of days: sent, due, answered, and how it stands on its day.

    What lies after the day of which a letter is told is not drawn, nor said.
    """
    drawn = _Drawn(Sheet(width=width, language=language), language)
    days = [day for one in letters for day in _days(one)]
    if days:
        axis = TimeAxis.of(days, left=drawn.sheet.left + 8, right=drawn.sheet.right - 8, may_split=False)
        for one in letters:
            drawn.letter(one, axis)
        drawn.ticks(axis)
        drawn.legend()
    else:
        drawn.sheet.line(drawn.word("nothing"))
    columns = [drawn.word(f"column-{one}") for one in ("letter", "state", "sent", "due", "replies", "days")]
    return drawn.sheet.picture(drawn.word("title", as_of=span_of(one.as_of for one in letters)), columns)


def _days(one: Letter) -> Iterator[PartialDate]:
    yield PartialDate.on(one.as_of)
    if one.clock.sent is not None and one.clock.sent.earliest <= one.as_of:
        yield one.clock.sent
    if (due := one.clock.due_on()) is not None:
        yield due
    yield from (PartialDate.on(reply.on) for reply in one.clock.replies if reply.on <= one.as_of)


@dataclass
class _Drawn:
    sheet: Sheet
    language: str

    def __post_init__(self) -> None:
        self.used: set[str] = set()

    def word(self, name: str, /, **facts: object) -> str:
        """Return words in the language of the picture."""
        return _WORDS[name].fill(self.language, **facts)

    def letter(self, one: Letter, axis: TimeAxis) -> None:
        """Draw one letter."""
        found = stand(one.clock, one.as_of)
        state = STATES[found.state].text(self.language)
        replies = [
            self.word("reply" if reply.is_full else "part", day=reply.on.isoformat())
            for reply in one.clock.replies
            if reply.on <= one.as_of
        ]
        sent = one.clock.sent
        when = [
            self.word("sent", day=sent.text()) if sent else self.word("sent-unknown"),
            self.word("due", day=found.due.text()) if found.due else self.word("due-unknown"),
            *replies,
            *self._other(one, found),
        ]
        days = self.word(_DAYS[found.state], days=found.days) if found.days is not None and found.state in _DAYS else ""
        as_of = self.word("as-of", day=one.as_of.isoformat())
        details = [", ".join(filter(None, (days, as_of))), "; ".join(when)]
        self.sheet.row(
            self.word("row", name=one.name, state=state),
            details,
            lambda _x, y, _width: self._bar(one, found, axis, y),
            height=_HEIGHT,
        )
        self.sheet.record(
            one.name,
            f"{state} ({as_of})",
            sent.text() if sent else "",
            found.due.text() if found.due else "",
            "; ".join(replies),
            days,
        )

    def _other(self, one: Letter, found: Stand) -> Iterator[str]:
        clock = one.clock
        if clock.superseded_on is not None and clock.superseded_on <= one.as_of:
            yield self.word("superseded", day=clock.superseded_on.isoformat())
        is_answered = any(reply.is_full and reply.on <= one.as_of for reply in clock.replies)
        is_waiting = found.state in (State.OVERDUE, State.UNKNOWN) and not is_answered
        if is_waiting and clock.searched_on is not None and clock.searched_on <= one.as_of:
            yield self.word("searched", day=clock.searched_on.isoformat())
        elif is_waiting:
            yield self.word("no-search")

    def _bar(self, one: Letter, found: Stand, axis: TimeAxis, y: float) -> None:
        clock, due = one.clock, found.due
        sent = clock.sent if clock.sent is not None and clock.sent.earliest <= one.as_of else None
        start = axis.x(sent.latest) if sent else None
        end = axis.x(due.latest) if due else axis.x(one.as_of)
        if start is not None:
            self._box(start, end, y, "empty" if due else "hatched")
        self._after(one, found, axis, y)
        for stretch in (sent, due):
            if stretch is not None and not stretch.is_exact_day:
                self._box(axis.x(stretch.earliest), axis.x(stretch.latest), y, "dotted")
        at = axis.x(one.as_of)
        self.used.add("tick")
        self.sheet.canvas.line(at, y - 3, at, y + 17, "stroke")
        for sign, day, below in self._signs(one, found):
            self.used.add(sign)
            self.sheet.canvas.sign(sign, axis.x(day), y + 7 + below)

    def _after(self, one: Letter, found: Stand, axis: TimeAxis, y: float) -> None:
        """Draw the time after the last day, as far as something may be said of it."""
        if found.due is None or one.as_of <= found.due.latest:
            return
        start = axis.x(found.due.latest)
        match found.state:
            case State.OVERDUE:
                self._box(start, axis.x(one.as_of), y, "solid")
            case State.ANSWERED_LATE:
                first = min(reply.on for reply in one.clock.replies if reply.is_full)
                self._box(start, axis.x(first), y, "solid")
            case State.UNKNOWN:
                self._box(start, axis.x(one.as_of), y, "hatched")

    def _box(self, left: float, right: float, y: float, fill: Fill) -> None:
        self.used.add(fill)
        self.sheet.canvas.box(left, y + 1, max(right - left, 1.0), 12, fill)

    def _signs(self, one: Letter, found: Stand) -> Iterator[tuple[Sign, dt.date, float]]:
        """Yield each mark with its day; what came stands below the bar, since a reply is often near its last day."""
        sent, clock = one.clock.sent, one.clock
        if sent is not None and sent.is_exact_day and sent.latest <= one.as_of:
            yield "circle", sent.latest, 0
        if found.due is not None and found.due.is_exact_day:
            yield "diamond", found.due.latest, 0
        for reply in clock.replies:
            if reply.on <= one.as_of:
                yield ("triangle" if reply.is_full else "ring"), reply.on, _BELOW
        if clock.superseded_on is not None and clock.superseded_on <= one.as_of:
            yield "cross", clock.superseded_on, _BELOW

    def ticks(self, axis: TimeAxis) -> None:
        """Draw the scale of days below all bars."""
        sheet = self.sheet
        sheet.canvas.line(axis.panels[0].left, sheet.y, axis.panels[-1].right, sheet.y, "axis")
        for x, words in axis.ticks(_tick, _TICK):
            sheet.canvas.line(x, sheet.y, x, sheet.y + 5, "axis")
            sheet.canvas.text(x, sheet.y + 19, words, "scale", "middle")
        sheet.y += 28

    def legend(self) -> None:
        """Say what the marks mean that were drawn."""
        order = ("circle", "diamond", "triangle", "ring", "cross", "empty", "solid", "hatched", "dotted", "tick")
        names = [name for name in order if name in self.used]
        self.sheet.legend([(name, self.word(f"legend-{name}")) for name in names])  # type: ignore[misc]


def _tick(day: dt.date, step: str) -> str:
    """Return a day as much of it as the step of the scale asks for."""
    return {"year": f"{day.year}", "month": f"{day.year}-{day.month:02d}"}.get(step, day.isoformat())

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
from onrecord.duties.clocks import Clock, State, stand
from onrecord.kernel import Label, PartialDate, tick_words

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
    "sent": Label(en="sent {day}", ru="отправлено: {day}", kk="жіберілген күні: {day}"),
    "sent-unknown": Label(en="day of sending not known", ru="день отправки не известен", kk="жіберілген күні белгісіз"),
    "not-sent": Label(en="not sent yet on that day", ru="в тот день ещё не отправлено", kk="ол күні әлі жіберілмеген"),
    "due": Label(en="due {day}", ru="срок: {day}", kk="мерзімі: {day}"),
    "due-unknown": Label(en="due day not known", ru="срок не известен", kk="мерзімі белгісіз"),
    "reply": Label(en="reply {day}", ru="ответ: {day}", kk="жауап: {day}"),
    "part": Label(en="reply in part {day}", ru="частичный ответ: {day}", kk="ішінара жауап: {day}"),
    "superseded": Label(en="superseded {day}", ru="заменено: {day}", kk="ауыстырылған күні: {day}"),
    "searched": Label(
        en="last search for a reply {day}", ru="последний поиск ответа: {day}", kk="жауапты соңғы іздеу: {day}"
    ),
    "no-search": Label(
        en="no search that can be repeated is on record",
        ru="поиск, который можно повторить, не записан",
        kk="қайталауға болатын іздеу жазылмаған",
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
        en="not known: no fresh search, or no sure day",
        ru="не известно: нет свежего поиска или точного дня",
        kk="белгісіз: жақында ізделмеген не нақты күн жоқ",
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
class Came:
    """A reply as it is drawn; `is_full` is None where nobody says whether it answers everything."""

    on: PartialDate
    is_full: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """What is asked of a State, as it is drawn: its days as of one, and how it stands. Nothing in it is later."""

    name: str
    as_of: dt.date
    state: State
    days: int | None = None
    sent: PartialDate | None = None
    due: PartialDate | None = None
    replies: tuple[Came, ...] = ()
    superseded_on: dt.date | None = None
    searched_on: PartialDate | None = None
    is_sent: bool = True


def bar_of(name: str, clock: Clock, as_of: dt.date) -> Bar:
    """Return the bar of a clock: what came after the day is left out."""
    found = stand(clock, as_of)
    sent, ended, searched = clock.sent, clock.superseded_on, clock.searched_on
    is_sent = sent is None or sent.earliest <= as_of
    return Bar(
        name=name,
        as_of=as_of,
        state=found.state,
        days=found.days,
        sent=sent if is_sent else None,
        due=found.due,
        replies=tuple(Came(on=PartialDate.on(one.on), is_full=one.is_full) for one in clock.replies if one.on <= as_of),
        superseded_on=ended if ended is not None and ended <= as_of else None,
        searched_on=PartialDate.on(searched) if searched is not None and searched <= as_of else None,
        is_sent=is_sent,
    )


def clock_bars(bars: Sequence[Bar], *, language: str = "en", width: float = WIDE) -> Picture:
    """Return each bar on one scale of days: sent, due, answered, and how it stands on its day."""
    drawn = _Drawn(Sheet(width=width, language=language), language)
    days = [day for one in bars for day in _days(one)]
    if days:
        axis = TimeAxis.of(days, left=drawn.sheet.left + 8, right=drawn.sheet.right - 8, may_split=False)
        for one in bars:
            drawn.row(one, axis)
        drawn.ticks(axis)
        drawn.legend()
    else:
        drawn.sheet.line(drawn.word("nothing"))
    columns = [drawn.word(f"column-{one}") for one in ("letter", "state", "sent", "due", "replies", "days")]
    return drawn.sheet.picture(drawn.word("title", as_of=span_of((one.as_of for one in bars), language)), columns)


def _days(one: Bar) -> Iterator[PartialDate]:
    yield PartialDate.on(one.as_of)
    yield from (day for day in (one.sent, one.due) if day is not None)
    yield from (reply.on for reply in one.replies)


@dataclass
class _Drawn:
    sheet: Sheet
    language: str

    def __post_init__(self) -> None:
        self.used: set[str] = set()

    def word(self, name: str, /, **facts: object) -> str:
        """Return words in the language of the picture."""
        return _WORDS[name].fill(self.language, **facts)

    def row(self, one: Bar, axis: TimeAxis) -> None:
        """Draw one bar, and write its days beside it."""
        state, as_of = STATES[one.state].text(self.language), self.word("as-of", day=one.as_of)
        days = self.word(_DAYS[one.state], days=one.days) if one.days is not None and one.state in _DAYS else ""
        replies = [self.word("part" if came.is_full is False else "reply", day=came.on) for came in one.replies]
        when = [self._sent(one), self.word("due", day=one.due) if one.due else self.word("due-unknown")]
        details = [", ".join(filter(None, (days, as_of))), "; ".join([*when, *replies, *self._other(one)])]
        label = self.word("row", name=one.name, state=state)
        self.sheet.row(label, details, lambda _x, y, _width: self._bar(one, axis, y), height=_HEIGHT)
        cells = [day.written(self.language) if day else "" for day in (one.sent, one.due)]
        self.sheet.record(one.name, f"{state} ({as_of})", *cells, "; ".join(replies), days)

    def _sent(self, one: Bar) -> str:
        if not one.is_sent:
            return self.word("not-sent")
        return self.word("sent", day=one.sent) if one.sent else self.word("sent-unknown")

    def _other(self, one: Bar) -> Iterator[str]:
        if one.superseded_on is not None:
            yield self.word("superseded", day=one.superseded_on)
        is_answered = any(came.is_full is not False for came in one.replies)
        if one.state not in (State.OVERDUE, State.UNKNOWN) or is_answered:
            return
        yield self.word("searched", day=one.searched_on) if one.searched_on else self.word("no-search")

    def _bar(self, one: Bar, axis: TimeAxis, y: float) -> None:
        if one.sent is not None:
            end = axis.x(one.due.latest) if one.due else axis.x(one.as_of)
            self._box(axis.x(one.sent.latest), end, y, "empty" if one.due else "hatched")
        self._after(one, axis, y)
        for stretch, below in ((one.sent, 0.0), (one.due, 0.0), *((came.on, _BELOW) for came in one.replies)):
            if stretch is not None and not stretch.is_exact_day:
                self._box(axis.x(stretch.earliest), axis.x(stretch.latest), y + below, "dotted")
        at = axis.x(one.as_of)
        self.used.add("tick")
        self.sheet.canvas.line(at, y - 3, at, y + 17, "stroke")
        for sign, day, below in self._signs(one):
            self.used.add(sign)
            self.sheet.canvas.sign(sign, axis.x(day), y + 7 + below)

    def _after(self, one: Bar, axis: TimeAxis, y: float) -> None:
        """Draw the time after the last day, as far as something may be said of it."""
        if one.due is None or one.as_of <= one.due.latest:
            return
        start = axis.x(one.due.latest)
        match one.state:
            case State.OVERDUE:
                self._box(start, axis.x(one.as_of), y, "solid")
            case State.ANSWERED_LATE:
                whole = [came.on.latest for came in one.replies if came.is_full is not False]
                self._box(start, axis.x(min(whole, default=one.due.latest)), y, "solid")
            case State.UNKNOWN:
                self._box(start, axis.x(one.as_of), y, "hatched")

    def _box(self, left: float, right: float, y: float, fill: Fill) -> None:
        self.used.add(fill)
        self.sheet.canvas.box(left, y + 1, max(right - left, 1.0), 12, fill)

    def _signs(self, one: Bar) -> Iterator[tuple[Sign, dt.date, float]]:
        """Yield each mark with its day; what came stands below the bar, since a reply is often near its last day."""
        if one.sent is not None and one.sent.is_exact_day:
            yield "circle", one.sent.latest, 0
        if one.due is not None and one.due.is_exact_day:
            yield "diamond", one.due.latest, 0
        for came in one.replies:
            if came.on.is_exact_day:
                yield ("ring" if came.is_full is False else "triangle"), came.on.latest, _BELOW
        if one.superseded_on is not None:
            yield "cross", one.superseded_on, _BELOW

    def ticks(self, axis: TimeAxis) -> None:
        """Draw the scale of days below all bars."""
        sheet = self.sheet
        sheet.canvas.line(axis.panels[0].left, sheet.y, axis.panels[-1].right, sheet.y, "axis")
        for x, words in axis.ticks(lambda day, step: tick_words(day, step, self.language), _TICK):
            sheet.canvas.line(x, sheet.y, x, sheet.y + 5, "axis")
            sheet.canvas.text(x, sheet.y + 19, words, "scale", "middle")
        sheet.y += 28

    def legend(self) -> None:
        """Say what the marks mean that were drawn."""
        order = ("circle", "diamond", "triangle", "ring", "cross", "empty", "solid", "hatched", "dotted", "tick")
        names = [name for name in order if name in self.used]
        self.sheet.legend([(name, self.word(f"legend-{name}")) for name in names])  # type: ignore[misc]

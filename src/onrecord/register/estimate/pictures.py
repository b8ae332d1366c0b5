"""Owns the pictures of an estimate: what each method answers, and who is on which lists. Pure: an estimate in, SVG out.

Nothing is drawn sharper than it was said: an answer has its interval or is an arrow with an open end, a method without
an answer has a line that says why, and a number of people that is too small to be told is not drawn as itself. Where
the estimate is not for publication the picture says so in its own words: it cannot be cut from a report and pass.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from onrecord.kernel import Label
from onrecord.register.estimate.drawing import WIDE, Canvas, fitting, number, ticks, width_of
from onrecord.register.estimate.methods import named
from onrecord.register.estimate.model import Answer
from onrecord.register.estimate.overlaps import Overlaps, mark
from onrecord.register.estimate.running import WARNING, Decision, Estimate
from onrecord.register.estimate.tables import CaptureTable

_ROW: Final = 22.0
_LEFT: Final = 205.0
_RIGHT: Final = 505.0
_BEYOND: Final = 5.0  # times the middle answer: an interval that goes on from there is an arrow
_COLUMNS: Final = 15
_BARS: Final = 110.0

_WORDS: Final = {
    "title": Label(
        en="How many there are, by method, and who is on which lists",
        ru="Сколько их по разным методам и кто в каких списках",
        kk="Әр әдіс бойынша саны және кім қай тізімде",
    ),
    "answers": Label(en="What each method answers", ru="Что отвечает каждый метод", kk="Әр әдістің жауабы"),
    "total": Label(en="All tables together", ru="Все таблицы вместе", kk="Барлық кесте бірге"),
    "documented": Label(en="documented {count}", ru="задокументировано {count}", kk="құжатталғаны {count}"),
    "hidden": Label(
        en="NOT FOR PUBLICATION. Gates that do not hold or are unanswered: {gates}.",
        ru="НЕ ДЛЯ ПУБЛИКАЦИИ. Условия не выполнены или без ответа: {gates}.",
        kk="ЖАРИЯЛАУҒА БОЛМАЙДЫ. Орындалмаған не жауапсыз шарттар: {gates}.",
    ),
    "none": Label(
        en="Not estimated: {why} What is known: documented {count}; the true number may be higher.",
        ru="Не оценивается: {why} Известно: задокументировано {count}; на деле может быть больше.",
        kk="Бағаланбайды: {why} Белгілісі: құжатталғаны {count}; шын саны одан көп болуы мүмкін.",
    ),
    "at-least": Label(en="at least {point}", ru="не меньше {point}", kk="кемінде {point}"),
    "no-answer": Label(en="no answer: {why}", ru="нет ответа: {why}", kk="жауап жоқ: {why}"),
    "overlap": Label(
        en="Who is on which lists: people for each combination",
        ru="Кто в каких списках: человек по каждому сочетанию",
        kk="Кім қай тізімде: әр үйлесім бойынша адам",
    ),
    "pairs": Label(
        en="Who is on which lists: people on each two, whatever else they are on; small combinations are not shown",
        ru="Кто в каких списках: человек в каждых двух, в каких бы ещё они ни были; малые сочетания не показаны",
        kk="Кім қай тізімде: әр екеуінде адам, тағы қайсысында болса да; шағын үйлесімдер көрсетілмеген",
    ),
    "others": Label(en="others", ru="прочие", kk="басқа"),
    "others-said": Label(
        en="{count} other combinations: {people}",
        ru="прочих сочетаний {count}: {people}",
        kk="басқа {count} үйлесім: {people}",
    ),
}


def picture(
    parts: Sequence[tuple[str, Estimate]], total: Sequence[Answer], *, documented: int, language: str = "en"
) -> str:
    """Return tables with their answers and overlaps, one below the other, as one SVG file."""
    sheet = _Sheet(language)
    for name, found in parts:
        sheet.estimate(name, found)
    if total:
        sheet.heading(sheet.word("total"))
        gates = sorted({code for _, found in parts for code in _missing(found)}, key=lambda one: int(one[1:]))
        if gates:
            sheet.line(sheet.word("hidden", gates=", ".join(gates)), "strong")
        sheet.answers(total, documented)
    return sheet.done()


def _missing(found: Estimate) -> list[str]:
    return [gate.code for gate in found.gates if gate.passed is not True]


@dataclass
class _Sheet:
    """One picture in the making: what was drawn, what was said of it, and where the next line goes."""

    language: str
    canvas: Canvas = field(default_factory=Canvas)
    said: list[str] = field(default_factory=list)
    y: float = 20.0

    def word(self, word: str, **facts: object) -> str:
        """Return words in the language of the picture."""
        return _WORDS[word].fill(self.language, **facts)

    def line(self, words: str, look: str = "") -> None:
        """Write a line, to be seen and to be heard."""
        self.y = self.canvas.wrapped(self.y, words, look)
        self.said.append(words)

    def heading(self, words: str) -> None:
        """Write a heading."""
        self.y += 6
        self.line(words, "strong")

    def done(self) -> str:
        """Return the file."""
        return self.canvas.svg(
            self.y + 8, title=self.word("title"), description=" ".join(self.said), language=self.language
        )

    def estimate(self, name: str, found: Estimate) -> None:
        """Draw one table: its answers, or why there are none, and its overlaps."""
        self.heading(name)
        refused = found.decision is Decision.NOT_ESTIMATED
        shown = (refused and found.answers) or found.estimates
        if not shown:
            why = " ".join(f"{gate.code}: {gate.why(self.language)}" for gate in found.reasons)
            self.line(self.word("none", why=why, count=number(found.documented)))
        elif found.decision is not Decision.ESTIMATED:
            self.line(self.word("hidden", gates=", ".join(_missing(found))), "strong")
        if shown:
            self.answers(shown, found.documented)
        if found.overlaps is not None:
            _Combinations(self, found.overlaps).draw()

    def answers(self, shown: Sequence[Answer], documented: int) -> None:
        """Draw a row for each method: its point a dot, its interval a line; who is documented is a dashed line."""
        self.line(f"{self.word('answers')}. {WARNING.text(self.language)}")
        numbers = [one.point for one in shown if one.point is not None and one.point > 0]
        middle = sorted(numbers)[len(numbers) // 2] if numbers else float(documented)
        highs = [value for one in shown for value in (one.point, one.high) if value is not None]
        end = min(max([*highs, documented * 1.2]), max(_BEYOND * middle, documented * 1.2))
        axis = _Axis(low=0.9 * documented, high=end)
        top = self.y
        rows = [(one, top + 8 + _ROW * place) for place, one in enumerate(shown)]
        bottom = top + _ROW * len(rows) + 4
        for tick in ticks(axis.low, axis.high, 5):
            self.canvas.line(axis.x(tick), top - 4, axis.x(tick), bottom, "grid")
            if abs(axis.x(tick) - axis.x(documented)) > width_of(number(tick)) / 2 + 3:
                self.canvas.text(axis.x(tick), bottom + 16, number(tick), "soft", "middle")
        self.canvas.line(axis.x(documented), top - 4, axis.x(documented), bottom + 22, "known")
        for one, y in rows:
            self._answer(one, axis, y)
        known = self.word("documented", count=number(documented))
        self.canvas.text(axis.x(documented) - 4, bottom + 34, known, "", "start")
        self.said.append(f"{known}.")
        self.y = bottom + 58

    def _answer(self, one: Answer, axis: _Axis, y: float) -> None:
        canvas = self.canvas
        name = named(one, self.language)
        canvas.text(4, y + 4, fitting(name, _LEFT - 20))
        words = self._in_words(one)
        self.said.append(f"{name}{'' if name == one.method else f' ({one.method})'}: {words}.")
        if one.point is None:
            canvas.text(_LEFT, y + 4, fitting(words, WIDE - _LEFT - 4), "soft")
            return
        canvas.text(WIDE - 4, y + 4, words, "", "end")
        if one.is_bound or one.high is None:
            canvas.line(axis.x(one.point), y, axis.x(one.point) + 26, y, "span")
            canvas.open_end(axis.x(one.point) + 26, y)
        elif one.low is not None:
            canvas.line(axis.x(one.low), y, axis.x(one.high), y, "span")
            if one.high > axis.high:
                canvas.open_end(axis.x(one.high), y)
        if one.point <= axis.high:
            canvas.dot(axis.x(one.point), y, "hollow" if one.is_bound else "mark")

    def _in_words(self, one: Answer) -> str:
        if one.point is None:
            return self.word("no-answer", why=one.reason(self.language))
        if one.is_bound:
            return self.word("at-least", point=number(one.point))
        if one.low is None or one.high is None:
            return number(one.point)
        return f"{number(one.point)} ({number(one.low)}–{number(one.high)})"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Axis:
    """From people to places; what lies beyond either end lies at that end."""

    low: float
    high: float

    def x(self, value: float) -> float:
        share = (value - self.low) / max(self.high - self.low, 1.0)
        return _LEFT + (_RIGHT - _LEFT) * min(max(share, 0.0), 1.0)


@dataclass
class _Combinations:
    """The combinations of lists: a bar for how many people have it, below it a dot for each list."""

    sheet: _Sheet
    told: Overlaps

    @property
    def table(self) -> CaptureTable:
        """The table that is told of."""
        return self.told.table

    def columns(self) -> tuple[list[tuple[int, float]], list[tuple[int, float]]]:
        """Return the combinations that have a column of their own, the most frequent first, and all others.

        Where a combination of the table is too small to be told, they are each two lists of whose people the number is
        told, whatever else these are on: combinations and overlaps together would give small ones away.
        """
        if self.told.hides:
            pairs = [(1 << a | 1 << b, self.told.on_all(a, b).number or 0) for a, b, _ in self.table.pairs()]
            shown = [(bits, float(count)) for bits, count in pairs if count]
            return sorted(shown, key=lambda cell: (-cell[1], cell[0]))[:_COLUMNS], []
        cells = sorted(self.table.cells, key=lambda cell: (-cell[1], cell[0]))
        return cells[:_COLUMNS], cells[_COLUMNS:]

    def draw(self) -> None:
        """Draw it below what is there; nothing where no combination has enough people to be shown."""
        sheet, canvas = self.sheet, self.sheet.canvas
        own, rest = self.columns()
        if not own:
            return
        sheet.line(f"{sheet.word('pairs' if self.told.hides else 'overlap')}.")
        left = 16 + max(width_of(words) for words in self._names())
        pitch = min(40.0, (WIDE - 8 - left) / (len(own) + 1.5))
        base = sheet.y + _BARS + 8
        others = sum(count for _, count in rest)
        most = max([*(count for _, count in own), others, 1.0])
        for place, words in enumerate(self._names()):
            y = base + 20 + _ROW * place
            if place % 2 == 0:
                canvas.box(0, y - _ROW / 2, left + pitch * len(own) + 4, _ROW, "band")
            canvas.text(4, y + 4, words)
        for place, (pattern, count) in enumerate(own):
            self._column(left + pitch * (place + 0.5), base, pattern, count / most)
            canvas.text(left + pitch * (place + 0.5), base - _BARS * count / most - 5, number(count), "", "middle")
            sheet.said.append(f"{self._lists(pattern)}: {number(count)}.")
        if rest:
            x, shown = left + pitch * (len(own) + 0.8), self._people(others)
            canvas.box(x - 7, base - _BARS * others / most, 14, _BARS * others / most, "few")
            canvas.text(x, base - _BARS * others / most - 5, shown, "", "middle")
            canvas.text(x, base + 24, sheet.word("others"), "soft", "middle")
            sheet.said.append(f"{sheet.word('others-said', count=len(rest), people=shown)}.")
        canvas.line(left, base, left + pitch * (len(own) + 1.4 if rest else len(own)) + 4, base, "axis")
        sheet.y = base + 20 + _ROW * self.table.size + 14

    def _column(self, x: float, base: float, pattern: int, share: float) -> None:
        canvas = self.sheet.canvas
        canvas.box(x - 7, base - _BARS * share, 14, _BARS * share, "bar")
        ys = [base + 20 + _ROW * one for one in range(self.table.size)]
        on = [y for one, y in enumerate(ys) if pattern >> one & 1]
        canvas.line(x, on[0], x, on[-1], "span")
        for one, y in enumerate(ys):
            canvas.dot(x, y, "mark" if pattern >> one & 1 else "empty", 4.6 if pattern >> one & 1 else 3.2)

    def _names(self) -> Iterator[str]:
        for one, name in enumerate(self.table.lists):
            told = self.told.on_all(one)
            yield f"{fitting(name, 130)} ({told.shown if told.number is None else number(told.number)})"

    def _lists(self, pattern: int) -> str:
        return " + ".join(name for one, name in enumerate(self.table.lists) if pattern >> one & 1)

    def _people(self, count: float) -> str:
        told = mark(round(count), self.told.fewest)
        return number(count) if told.number is not None else told.shown

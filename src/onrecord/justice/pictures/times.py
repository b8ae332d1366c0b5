"""Owns the picture of waiting: what share still waits for a stage, day by day (Kaplan and Meier, 1958).

The curve ends with the last arrival; who waits on is an open end and is told as a number, never as if nothing came.
Below it stands each step with how many were still waiting: a curve of few persons is read as what it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from onrecord.drawing import WIDE, NumberAxis, Picture, Sheet, width_of
from onrecord.justice.naming import NOT_REACHED, STAGES
from onrecord.justice.pictures.telling import NOT_FOR_PUBLICATION, Telling
from onrecord.justice.waiting import Step, Wait
from onrecord.kernel import Label, number_text, number_words

_HIGH: Final = 120.0
_LEFT: Final = 52.0
_FEW: Final = 20
_TICK: Final = 26.0  # as if letters were so large: fewer ticks are read faster

_WORDS: Final = {
    "title": Label(
        en="How long persons wait for the next stage, {group}, as of {as_of}",
        ru="Сколько ждут следующей стадии, {group}, на {as_of}",
        kk="Келесі сатыны қанша күтеді, {group}, {as_of} күні",
    ),
    "nobody": Label(en="Nobody is on record as waiting.", ru="В записях никто не ждёт.", kk="Жазбада ешкім күтпейді."),
    "way": Label(
        en="From “{start}” to “{end}”", ru="От «{start}» до «{end}»", kk="«{start}» сатысынан «{end}» сатысына дейін"
    ),
    "median": Label(
        en="median {days} days, 95 % between {least} and {most}",
        ru="медиана {days} дн., 95 % между {least} и {most}",
        kk="медиана {days} күн, 95 % {least} мен {most} арасында",
    ),
    "no-median": Label(
        en="no median: fewer than half are known to have arrived",
        ru="медианы нет: известно о прибытии меньше половины",
        kk="медиана жоқ: жартысынан азының жеткені белгілі",
    ),
    "counts": Label(
        en="{n} arrived, {waiting} still waiting, {undated} left out without an exact day",
        ru="дождались {n}, ещё ждут {waiting}, без точной даты и не учтены {undated}",
        kk="жеткені {n}, әлі күтеді {waiting}, нақты күнсіз есепке алынбағаны {undated}",
    ),
    "few": Label(
        en="Few persons: the curve may lie far from the truth.",
        ru="Лиц мало: кривая может быть далека от истины.",
        kk="Адам аз: қисық шындықтан алыс болуы мүмкін.",
    ),
    "step": Label(
        en="day {day}: {arrived} of {at_risk} arrived, {still} % wait on ({limits})",
        ru="день {day}: дождались {arrived} из {at_risk}, ждут дальше {still} % ({limits})",
        kk="{day}-күн: {at_risk} ішінен {arrived} жетті, {still} % әлі күтеді ({limits})",
    ),
    "axis": Label(
        en="Upright: share still waiting, in per cent. Across: days. Thin lines and numbers in brackets: 95 %.",
        ru="По вертикали: доля ждущих, в процентах. По горизонтали: дни. Тонкие линии и числа в скобках: 95 %.",
        kk="Тігінен: күткендердің үлесі, пайызбен. Көлденеңінен: күндер. Жіңішке сызықтар мен жақшадағы сандар: 95 %.",
    ),
    "at-risk": Label(en="waiting before", ru="ждали до этого", kk="осыған дейін күткен"),
    "open": Label(en="{waiting} wait on", ru="ждут дальше: {waiting}", kk="әлі күтеді: {waiting}"),
    "column-way": Label(en="wait", ru="ожидание", kk="күту"),
    "column-day": Label(en="day", ru="день", kk="күн"),
    "column-at-risk": Label(en="waiting before", ru="ждали до этого", kk="осыған дейін күткен"),
    "column-arrived": Label(en="arrived", ru="дождались", kk="жетті"),
    "column-still": Label(en="wait on, %", ru="ждут дальше, %", kk="әлі күтеді, %"),
}


def waits_picture(
    waits: Sequence[Wait], *, group: str, as_of: str, language: str = "en", width: float = WIDE
) -> Picture:
    """Return a curve for each wait: stairs down from all to those who wait on, with the median where it is reached."""
    drawn = _Drawn(Sheet(width=width, language=language), language)
    if any(map(_has_small, waits)):
        drawn.sheet.warning(NOT_FOR_PUBLICATION.fill(language, few=Telling().few))
    for one in waits:
        drawn.wait(one)
    if any(one.curve for one in waits):
        drawn.sheet.line(drawn.word("axis"))
    elif not waits:
        drawn.sheet.line(drawn.word("nobody"))
    columns = [drawn.word(f"column-{one}") for one in ("way", "day", "at-risk", "arrived", "still")]
    return drawn.sheet.picture(drawn.word("title", group=group, as_of=as_of), columns)


def _has_small(one: Wait) -> bool:
    """Say whether a day of it, or those left waiting, are fewer living persons than may be published."""
    return any(map(Telling().is_small, (one.arrived, one.waiting, one.undated, *(step.arrived for step in one.curve))))


@dataclass
class _Drawn:
    sheet: Sheet
    language: str

    def word(self, name: str, /, **facts: object) -> str:
        """Return words in the language of the picture."""
        return _WORDS[name].fill(self.language, **facts)

    def wait(self, one: Wait) -> None:
        """Draw one wait."""
        way = self.word(
            "way",
            start=STAGES[one.start].text(self.language),
            end=" / ".join(STAGES[end].text(self.language) for end in one.end),
        )
        least, most = (NOT_REACHED if day is None else day for day in (one.least, one.most))
        median = (
            self.word("no-median") if one.days is None else self.word("median", days=one.days, least=least, most=most)
        )
        counts = self.word("counts", n=one.arrived, waiting=one.waiting, undated=one.undated)
        self.sheet.heading(way)
        self.sheet.line(f"{median}; {counts}")
        if one.curve and one.arrived + one.waiting < _FEW:
            self.sheet.line(self.word("few"))
        self.sheet.record(f"{way}: {median}; {counts}", "", "", "", "")
        steps = []
        for step in one.curve:
            facts = {
                "day": step.day,
                "arrived": step.arrived,
                "at_risk": step.at_risk,
                "still": _percent(step.still, self.language),
            }
            facts["limits"] = limits = _limits(step, self.language)
            steps.append(self.word("step", **facts))
            self.sheet.record(way, str(step.day), str(step.at_risk), str(step.arrived), f"{facts['still']} ({limits})")
        if one.curve:
            self._curve(one)
            self.sheet.line("; ".join(steps))

    def _curve(self, one: Wait) -> None:
        canvas, top = self.sheet.canvas, self.sheet.y + 10
        room = width_of(self.word("open", waiting=one.waiting)) + 34 if one.waiting else 16
        axis = NumberAxis.of(
            [Decimal(0), Decimal(max(1, one.curve[-1].day))], left=_LEFT, right=self.sheet.right - room
        )
        for share in (100, 50, 0):
            y = top + _HIGH * (100 - share) / 100
            canvas.line(_LEFT, y, self.sheet.right, y, "axis" if share == 0 else "grid")
            canvas.text(_LEFT - 8, y + 4.5, f"{share} %", "scale", "end")
        for x, words in axis.ticks(number_text, _TICK):
            canvas.line(x, top + _HIGH, x, top + _HIGH + 5, "axis")
            canvas.text(x, top + _HIGH + 19, words, "scale", "middle")
        self._stairs(one, axis, top)
        self.sheet.y = top + _HIGH + 30

    def _stairs(self, one: Wait, axis: NumberAxis, top: float) -> None:
        canvas = self.sheet.canvas
        points = [(axis.x(Decimal(0)), top)]
        for step in one.curve:
            x = axis.x(Decimal(step.day))
            points += [(x, points[-1][1]), (x, top + _HIGH * float(1 - step.still))]
        if one.days is not None:
            x = axis.x(Decimal(one.days))
            canvas.line(x, top, x, top + _HIGH, "middle")
        canvas.path(points, "bare")
        for bounds in ([step.low for step in one.curve], [step.high for step in one.curve]):
            canvas.path(list(self._bound(one, bounds, axis, top)), "fine")
        if one.waiting:
            x, y = points[-1]
            canvas.arrow(x, y, 24)
            canvas.text(x + 30, y + 4.5, self.word("open", waiting=one.waiting))

    def _bound(
        self, one: Wait, bounds: Sequence[float | None], axis: NumberAxis, top: float
    ) -> Iterator[tuple[float, float]]:
        """Yield the stairs of one limit, as far as there is one."""
        y = top
        yield axis.x(Decimal(0)), y
        for step, bound in zip(one.curve, bounds, strict=True):
            if bound is not None:
                x = axis.x(Decimal(step.day))
                yield x, y
                y = top + _HIGH * (1 - bound)
                yield x, y


def _limits(step: Step, language: str) -> str:
    """Return the limits of a share; a dash where nobody waits on, and there are none."""
    if step.low is None or step.high is None:
        return "—"
    return f"{_percent(Fraction(step.low), language)}–{_percent(Fraction(step.high), language)}"


def _percent(share: Fraction, language: str) -> str:
    """Return the share to a tenth, its fraction marked as people of the language mark it; a whole number as such."""
    return number_words(round(Decimal(share.numerator) * 100 / Decimal(share.denominator), 1), language)

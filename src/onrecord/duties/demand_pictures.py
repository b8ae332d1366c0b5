"""Owns the picture of demands: what was asked, by whose account something came of it, and of what nothing may be said.

An account is drawn in the column of who gives it, since "met" is what somebody says. That nothing came of a demand is
never drawn: only that a fresh search found nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from onrecord.drawing import WIDE, Fill, MatrixRow, Picture, Sheet, Sign, matrix
from onrecord.duties.demands import STATES, Demand, Demands, DemandState, Since
from onrecord.kernel import Label, Vocabulary

_SIGNS: Final[dict[DemandState, Sign]] = {
    DemandState.MET: "circle",
    DemandState.PARTLY_MET: "ring",
    DemandState.REFUSED: "cross",
    DemandState.ANSWERED: "triangle",
}
_SILENT: Final = frozenset({DemandState.SEARCH_LAPSED, DemandState.NO_INFORMATION})
_WORDS: Final = {
    "title": Label(
        en="Demands and what came of them, as of {as_of}",
        ru="Требования и что за ними последовало, на {as_of}",
        kk="Талаптар және не болғаны, {as_of} күні",
    ),
    "nothing": Label(en="No demand is on record.", ru="Требований в записях нет.", kk="Жазбада талап жоқ."),
    "said": Label(
        en="by the account of {by}: {what}, {day}",
        ru="{what}, {day}; источник: {by}",
        kk="{by} айтуынша: {what}, {day}",
    ),
    "absence": Label(en="no reply known", ru="об ответе не известно", kk="жауап белгісіз"),
    "day-unknown": Label(en="day not known", ru="день не известен", kk="күні белгісіз"),
    "nobody": Label(en="by whose account", ru="кто сообщает", kk="кімнің айтуынша"),
    "column-demand": Label(en="demand", ru="требование", kk="талап"),
    "column-who": Label(en="by the account of", ru="кто сообщает", kk="кімнің айтуынша"),
    "column-what": Label(en="what came", ru="что последовало", kk="не болды"),
    "column-day": Label(en="day", ru="день", kk="күні"),
    "column-says": Label(en="what may be said", ru="что можно сказать", kk="не айтуға болады"),
    "legend-empty": Label(en="searched, nothing found", ru="искали, ничего не найдено", kk="ізделді, ештеңе табылмады"),
    "legend-hatched": Label(
        en="not known: no search that holds",
        ru="не известно: нет действующего поиска",
        kk="белгісіз: күші бар іздеу жоқ",
    ),
}


def demand_matrix(found: Demands, vocabulary: Vocabulary, *, language: str = "en", width: float = WIDE) -> Picture:
    """Return demands by whose account something came of them, and how."""
    drawn = _Drawn(found, vocabulary, language)
    sheet = Sheet(width=width, language=language)
    if found.demands:
        rows = [drawn.row(one) for one in found.demands]
        matrix(sheet, drawn.speakers or [drawn.word("nobody")], rows)
        for one in found.demands:
            drawn.record(sheet, one)
        sheet.legend(drawn.legend(rows))
    else:
        sheet.line(drawn.word("nothing"))
    columns = [drawn.word(f"column-{one}") for one in ("demand", "who", "what", "day", "says")]
    return sheet.picture(drawn.word("title", as_of=found.as_of), columns)


class _Drawn:
    """What is written of demands in one language."""

    def __init__(self, found: Demands, vocabulary: Vocabulary, language: str) -> None:
        self._vocabulary = vocabulary
        self._language = language
        since = (one for demand in found.demands for one in demand.since if one.state is not None)
        self.speakers = list(dict.fromkeys(self._called(one.by) for one in since))

    def word(self, name: str, /, **facts: object) -> str:
        """Return words in the language of the picture."""
        return _WORDS[name].fill(self._language, **facts)

    def row(self, one: Demand) -> MatrixRow:
        """Return one demand as a row."""
        signs: dict[int, tuple[Sign, ...]] = {}
        for since in one.since:
            if since.state is not None:
                column = self.speakers.index(self._called(since.by))
                signs[column] = (*signs.get(column, ()), _SIGNS[since.state])
        said = [
            self.word("said", by=self._called(since.by), what=self._what(since), day=self._day(since))
            for since in one.since
        ]
        return MatrixRow(
            label=self._label(one),
            details=(*said, one.says(self._language)),
            signs=signs,
            is_unknown=one.state in _SILENT and not signs,
            is_none=one.state is DemandState.NONE_FOUND and not signs,
        )

    def record(self, sheet: Sheet, one: Demand) -> None:
        """Put into the table what the row shows."""
        for since in one.since:
            sheet.record(self._label(one), self._called(since.by), self._what(since), self._day(since), "")
        sheet.record(self._label(one), "", "", "", one.says(self._language))

    def legend(self, rows: Sequence[MatrixRow]) -> list[tuple[Fill | Sign, str]]:
        """Return what the marks mean that were drawn."""
        used: set[str] = {sign for row in rows for signs in row.signs.values() for sign in signs}
        told: list[tuple[Fill | Sign, str]] = [
            (sign, STATES[state].text(self._language)) for state, sign in _SIGNS.items() if sign in used
        ]
        told += [("empty", self.word("legend-empty"))] if any(row.is_none for row in rows) else []
        return told + ([("hatched", self.word("legend-hatched"))] if any(row.is_unknown for row in rows) else [])

    def _label(self, one: Demand) -> str:
        asked = one.asked[0]
        days = ", ".join(dict.fromkeys(day.written(self._language) for day in one.asked_on)) or self.word("day-unknown")
        return ", ".join((asked.value, days))

    def _what(self, since: Since) -> str:
        return STATES[since.state].text(self._language) if since.state is not None else self.word("absence")

    def _day(self, since: Since) -> str:
        return since.on.written(self._language) if since.on else self.word("day-unknown")

    def _called(self, speaker: str) -> str:
        return self._vocabulary.term_called("speaker", speaker, self._language)

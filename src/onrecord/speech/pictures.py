"""Owns the picture of responses: which utterance was answered by whom, how, and of which nothing may be said.

A proceeding against whoever spoke is another sign than an answer. That nothing came of words is never drawn: only that
a search which still holds found nothing (METHOD 5.3).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from onrecord.drawing import WIDE, Fill, MatrixRow, Picture, Sheet, Sign, matrix
from onrecord.kernel import Label, Vocabulary
from onrecord.speech.listing import Register
from onrecord.speech.responses import Answered, Response
from onrecord.speech.utterances import Utterance

_WORDS: Final = {
    "title": Label(
        en="Utterances and who answered how, as of {as_of}",
        ru="Высказывания и кто как ответил, на {as_of}",
        kk="Айтылған сөздер және кім қалай жауап берді, {as_of} күні",
    ),
    "nobody-named": Label(en="body not named", ru="орган не назван", kk="орган аталмаған"),
    "private": Label(en="private person", ru="частное лицо", kk="жеке адам"),
    "day-unknown": Label(en="day not known", ru="день не известен", kk="күні белгісіз"),
    "response": Label(en="{body}: {kind}, {day}", ru="{body}: {kind}, {day}", kk="{body}: {kind}, {day}"),
    "nothing": Label(en="No utterance is on record.", ru="Высказываний в записях нет.", kk="Жазбада айтылған сөз жоқ."),
    "withheld": Label(
        en="Not published, of private persons below class 2: {count}.",
        ru="Не публикуется, частные лица ниже класса 2: {count}.",
        kk="Жарияланбайды, 2-сыныптан төмен жеке адамдар: {count}.",
    ),
    "no-columns": Label(en="who answered", ru="кто ответил", kk="кім жауап берді"),
    "column-utterance": Label(en="utterance", ru="высказывание", kk="айтылған сөз"),
    "column-who": Label(en="who answered", ru="кто ответил", kk="кім жауап берді"),
    "column-how": Label(en="how", ru="как", kk="қалай"),
    "column-day": Label(en="day", ru="день", kk="күні"),
    "column-says": Label(en="what may be said", ru="что можно сказать", kk="не айтуға болады"),
    "legend-circle": Label(en="answer", ru="реакция", kk="жауап"),
    "legend-triangle": Label(en="defended the words", ru="слова защищены", kk="сөз қорғалды"),
    "legend-square": Label(
        en="proceeding against the speaker", ru="преследование говорившего", kk="сөйлеушіні қудалау"
    ),
    "legend-empty": Label(en="searched, none found", ru="искали, не найдено", kk="ізделді, табылмады"),
    "legend-hatched": Label(
        en="not known: no search that holds",
        ru="не известно: нет действующего поиска",
        kk="белгісіз: күші бар іздеу жоқ",
    ),
}
_DEFENDED: Final = "defended_by_superior"


def response_matrix(
    register: Register,
    vocabulary: Vocabulary,
    *,
    language: str = "en",
    width: float = WIDE,
    with_names: bool = False,
) -> Picture:
    """Return utterances by who answered them; private persons are named only `with_names`."""
    drawn = _Drawn(register, vocabulary, language, with_names=with_names)
    sheet = Sheet(width=width, language=language)
    if register.utterances:
        rows = [drawn.row(one) for one in register.utterances]
        matrix(sheet, drawn.bodies or [drawn.word("no-columns")], rows)
        drawn.record(sheet)
        sheet.legend(drawn.legend(rows))
    else:
        sheet.line(drawn.word("nothing"))
    if register.withheld:
        sheet.line(drawn.word("withheld", count=register.withheld))
    columns = [drawn.word(f"column-{one}") for one in ("utterance", "who", "how", "day", "says")]
    return sheet.picture(drawn.word("title", as_of=register.as_of), columns)


class _Drawn:
    """What is written of utterances and responses in one language."""

    def __init__(self, register: Register, vocabulary: Vocabulary, language: str, *, with_names: bool) -> None:
        self._register = register
        self._vocabulary = vocabulary
        self._language = language
        self._with_names = with_names
        found = (response for one in register.utterances for response in one.responses.found)
        self.bodies = list(dict.fromkeys(map(self._body, found)))

    def word(self, name: str, /, **facts: object) -> str:
        """Return words in the language of the picture."""
        return _WORDS[name].fill(self._language, **facts)

    def row(self, one: Utterance) -> MatrixRow:
        """Return one utterance as a row."""
        signs: dict[int, tuple[Sign, ...]] = {}
        for response in one.responses.found:
            column = self.bodies.index(self._body(response))
            sign = _sign(response)
            signs[column] = (*signs.get(column, ()), sign)
        status = one.responses.status
        details = [self._response(response) for response in one.responses.found]
        return MatrixRow(
            label=self._label(one),
            details=(*details, one.responses.says(self._language)),
            signs=signs,
            is_unknown=status not in (Answered.ON_RECORD, Answered.NONE_FOUND),
            is_none=status is Answered.NONE_FOUND,
        )

    def record(self, sheet: Sheet) -> None:
        """Put into the table what the matrix shows."""
        for one in self._register.utterances:
            says = one.responses.says(self._language)
            for response in one.responses.found:
                sheet.record(self._label(one), self._body(response), self._kind(response), self._day(response), says)
            if not one.responses.found:
                sheet.record(self._label(one), "", "", "", says)

    def legend(self, rows: Sequence[MatrixRow]) -> list[tuple[Fill | Sign, str]]:
        """Return what the marks mean that were drawn."""
        used: set[str] = {sign for row in rows for signs in row.signs.values() for sign in signs}
        used |= {"hatched" for row in rows if row.is_unknown} | {"empty" for row in rows if row.is_none}
        order: tuple[Fill | Sign, ...] = ("circle", "triangle", "square", "empty", "hatched")
        return [(name, self.word(f"legend-{name}")) for name in order if name in used]

    def _label(self, one: Utterance) -> str:
        is_named = one.is_in_public_role or self._with_names
        speaker = "; ".join(said.value for said in one.speakers) if is_named else self.word("private")
        days = ", ".join(day.written(self._language) for day, _ in one.uttered_on) or self.word("day-unknown")
        return ", ".join(filter(None, (one.id, speaker, days)))

    def _response(self, one: Response) -> str:
        return self.word("response", body=self._body(one), kind=self._kind(one), day=self._day(one))

    def _body(self, one: Response) -> str:
        return self._term("body", one.body) if one.body else self.word("nobody-named")

    def _kind(self, one: Response) -> str:
        return self._term("response_kind", one.kind)

    def _day(self, one: Response) -> str:
        return one.on.written(self._language) if one.on else self.word("day-unknown")

    def _term(self, dimension: str, name: str) -> str:
        return self._vocabulary.term_called(dimension, name, self._language)


def _sign(one: Response) -> Sign:
    """Return the sign of a response: who defends the words must not look like who condemns them."""
    if one.is_justice:
        return "square"
    return "triangle" if one.kind == _DEFENDED else "circle"

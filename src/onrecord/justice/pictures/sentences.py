"""Owns the picture of sentences: for each person a ribbon of what a court gave and what became of it, in months.

The scale is months and not days: when somebody comes free is told by a source or by nobody, and never reckoned here.
A term of which no length is on record is drawn as not known.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from onrecord.drawing import WIDE, Fill, Picture, Sheet, Sign, span_of
from onrecord.justice.histories import STATUSES, History, Status
from onrecord.justice.naming import ALTERATIONS, NOT_TOLD, SENTENCES, STAGES
from onrecord.justice.stages import AlterationKind, Event, Sentence, SentenceKind, Stage
from onrecord.kernel import Label, number_text

_FILLS: Final[dict[SentenceKind, Fill]] = {
    SentenceKind.PRISON: "solid",
    SentenceKind.SUSPENDED: "striped",
    SentenceKind.RESTRICTION: "dotted",
    SentenceKind.COMMUNITY_SERVICE: "barred",
    SentenceKind.FINE: "empty",
    SentenceKind.OTHER: "empty",
}
# What is told beside the sentences: where they come from, and what ends them.
_SIGNS: Final[dict[Stage, Sign]] = {
    Stage.ACQUITTED: "ring",
    Stage.DISCONTINUED: "down",
    Stage.UPHELD: "square",
    Stage.SERVED: "circle",
    Stage.RELEASED: "plus",
    Stage.DIED_IN_CUSTODY: "cross",
    Stage.ALTERED: "triangle",
}
_SHOWN: Final = frozenset({Stage.CONVICTED, Stage.IN_FORCE, Stage.APPEALED, *_SIGNS})
_OF_NO_LENGTH: Final = frozenset({SentenceKind.FINE, SentenceKind.OTHER})
_UNKNOWN_WIDTH: Final = 34.0
_STEP: Final = 20.0

_WORDS: Final = {
    "title": Label(
        en="Sentences and what became of them, as of {as_of}",
        ru="Наказания и что с ними стало, на {as_of}",
        kk="Жазалар және олардың кейінгі тағдыры, {as_of} күні",
    ),
    "step": Label(en="{day}: {stage}", ru="{day}: {stage}", kk="{day}: {stage}"),
    "by": Label(en="by {day}", ru="не позже {day}", kk="{day} күнінен кешікпей"),
    "months": Label(en="{kind}, {months} months", ru="{kind}, {months} мес.", kk="{kind}, {months} ай"),
    "no-length": Label(en="{kind}, length not known", ru="{kind}, срок не известен", kk="{kind}, мерзімі белгісіз"),
    "not-told": Label(en="sentence not known", ru="наказание не известно", kk="жазасы белгісіз"),
    "differ": Label(en="sources differ", ru="источники расходятся", kk="дереккөздер әртүрлі айтады"),
    "nobody": Label(en="No sentence is on record.", ru="Наказаний в записях нет.", kk="Жазбада жаза жоқ."),
    "none": Label(en="no verdict on record", ru="приговор не записан", kk="үкім жазылмаған"),
    "scale": Label(
        en="Full width: {months} months. Years are twelve months each.",
        ru="Вся ширина: {months} мес. Год — двенадцать месяцев.",
        kk="Толық ені: {months} ай. Жыл — он екі ай.",
    ),
    "column-person": Label(en="person", ru="лицо", kk="адам"),
    "column-day": Label(en="day", ru="день", kk="күні"),
    "column-stage": Label(en="what", ru="что", kk="не"),
    "column-sentence": Label(en="sentence", ru="наказание", kk="жаза"),
    "legend-hatched": Label(en="length not known", ru="срок не известен", kk="мерзімі белгісіз"),
    "legend-range": Label(
        en="up to here, sources differ",
        ru="до этой длины, источники расходятся",
        kk="осыған дейін, дереккөздер әртүрлі",
    ),
}


def ribbons(histories: Sequence[History], *, language: str = "en", width: float = WIDE) -> Picture:
    """Return the sentences of these persons, a line for each step: verdicts, alterations, parole, releases."""
    drawn = _Drawn(Sheet(width=width, language=language), language, _longest(histories))
    for one in histories:
        drawn.person(one)
    drawn.without_verdict(histories)
    if drawn.used:
        drawn.sheet.y += 8
        drawn.sheet.line(drawn.word("scale", months=number_text(drawn.longest, language)))
        drawn.sheet.legend(list(drawn.legend()))
    elif not histories:
        drawn.sheet.line(drawn.word("nobody"))
    columns = [drawn.word(f"column-{one}") for one in ("person", "day", "stage", "sentence")]
    return drawn.sheet.picture(drawn.word("title", as_of=span_of(one.as_of for one in histories)), columns)


def _longest(histories: Sequence[History]) -> Decimal:
    lengths = [
        length
        for one in histories
        for event in one.events
        for sentence in _sentences(event)
        for length in (sentence.months, sentence.most)
        if length is not None
    ]
    return max(lengths, default=Decimal(12)) or Decimal(12)


def _sentences(event: Event) -> tuple[Sentence, ...]:
    """Return what a step imposes: all that is claimed of a verdict, or what an alteration made of the sentence."""
    imposed = event.sentences or ((event.sentence,) if event.sentence else ())
    return (*imposed, *((event.to,) if event.to else ()))


@dataclass
class _Drawn:
    sheet: Sheet
    language: str
    longest: Decimal

    def __post_init__(self) -> None:
        self.used: dict[str, Fill | Sign] = {}

    def word(self, name: str, /, **facts: object) -> str:
        """Return words in the language of the picture."""
        return _WORDS[name].fill(self.language, **facts)

    def person(self, one: History) -> None:
        """Draw the steps of one person, the earliest first; nothing of who has none."""
        name = ", ".join(one.person.ids)
        steps = [event for event in one.events if event.stage in _SHOWN]
        if steps:
            self.sheet.heading(f"{name}: {STATUSES[one.status].text(self.language)}")
        for event in steps:
            self._step(name, event)

    def without_verdict(self, histories: Sequence[History]) -> None:
        """Name those of whom no verdict, release or death is on record, by what may be said of them."""
        found: dict[Status, list[str]] = {}
        for one in histories:
            if not any(event.stage in _SHOWN for event in one.events):
                found.setdefault(one.status, []).append(", ".join(one.person.ids))
        for status, names in found.items():
            says = STATUSES[status].text(self.language)
            self.sheet.heading(f"{self.word('none')}: {says}")
            self.sheet.line("; ".join(names))
            for name in names:
                self.sheet.record(name, "", f"{self.word('none')}: {says}", "")

    def _step(self, name: str, event: Event) -> None:
        day = self.word("by", day=event.on) if event.is_by else event.on.written(self.language)
        stage = self._stage(event)
        imposed = _sentences(event)
        told = [self._told(one) for one in imposed]
        if event.stage is Stage.CONVICTED and not imposed:
            told = [self.word("not-told")]
        differ = [self.word("differ")] if len({one.kind for one in imposed}) < len(imposed) else []
        court = [event.court] if event.court else []
        height = max(1, len(imposed)) * _STEP - 6
        label = self.word("step", day=day, stage=stage)
        self.sheet.row(
            label, [*told, *differ, *court], lambda x, y, width: self._draw(event, imposed, x, y, width), height=height
        )
        self.sheet.record(name, day, ", ".join((stage, *court)), "; ".join((*told, *differ)))

    def _stage(self, event: Event) -> str:
        stage = STAGES[event.stage].text(self.language)
        if event.stage is not Stage.ALTERED:
            return stage
        return f"{stage}: {(ALTERATIONS[event.kind] if event.kind else NOT_TOLD).text(self.language)}"

    def _told(self, one: Sentence) -> str:
        kind = SENTENCES[one.kind].text(self.language)
        if one.months is None:
            return kind if one.kind in _OF_NO_LENGTH else self.word("no-length", kind=kind)
        months = "–".join(number_text(each, self.language) for each in (one.months, one.most) if each is not None)
        return self.word("months", kind=kind, months=months)

    def _draw(self, event: Event, imposed: Sequence[Sentence], x: float, y: float, width: float) -> None:
        for place, one in enumerate(imposed):
            self._bar(one, x, y + place * _STEP, width)
        if imposed:
            return
        if event.stage is Stage.CONVICTED:
            self._unknown(x, y)
        elif (sign := _SIGNS.get(event.stage)) is not None:
            name = AlterationKind.PAROLE if event.kind is AlterationKind.PAROLE else event.stage
            self.used[
                self._stage(event) if event.stage is Stage.ALTERED else STAGES[event.stage].text(self.language)
            ] = "diamond" if name is AlterationKind.PAROLE else sign
            self.sheet.canvas.sign("diamond" if name is AlterationKind.PAROLE else sign, x + 6, y + 7)

    def _bar(self, one: Sentence, x: float, y: float, width: float) -> None:
        fill, canvas = _FILLS[one.kind], self.sheet.canvas
        if one.months is None:
            if one.kind not in _OF_NO_LENGTH:
                self._unknown(x, y)
            return
        each = width / float(self.longest)
        self.used[SENTENCES[one.kind].text(self.language)] = fill
        canvas.box(x, y, float(one.months) * each, 14, fill)
        if one.most is not None:
            end = x + float(one.most) * each
            canvas.line(x + float(one.months) * each, y + 7, end, y + 7, "stroke")
            canvas.line(end, y + 1, end, y + 13, "stroke")
            self.used[self.word("legend-range")] = "tick"

    def _unknown(self, x: float, y: float) -> None:
        self.sheet.canvas.box(x, y, _UNKNOWN_WIDTH, 14, "hatched")
        self.used[self.word("legend-hatched")] = "hatched"

    def legend(self) -> Iterator[tuple[Fill | Sign, str]]:
        """Yield what each mark that was drawn means."""
        for words, mark in self.used.items():
            yield mark, words

"""Owns the picture of a funnel: how many persons and how many cases came how far, of how many, and what is not known.

Persons and cases stand apart, each to a scale of their own: no length of one can be held against the other. What is
not known is drawn as that, hatched, and never as if it had not happened.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from onrecord.drawing import WIDE, Fill, Picture, Sheet, Sign, span_of
from onrecord.justice.cases import CASE_STAGES, CaseFunnel, CaseStage
from onrecord.justice.counts import Beside, Count
from onrecord.justice.funnel import PERSONS, Alteration, Funnel, StageCount
from onrecord.justice.naming import ALTERATIONS, NOT_TOLD, STAGES, group_called
from onrecord.justice.outcomes import OUTCOMES, Overturned
from onrecord.justice.pictures.telling import IN_BANDS, NOT_FOR_PUBLICATION, Telling
from onrecord.justice.reported import called
from onrecord.justice.stages import Stage
from onrecord.kernel import FEWEST_LIVING, Label, Vocabulary
from onrecord.ledger import shipped_vocabulary

_WORDS: Final = {
    "title": Label(
        en="How far persons and cases came, as of {as_of}",
        ru="Как далеко продвинулись дела и лица, на {as_of}",
        kk="Істер мен адамдар қай сатыға жетті, {as_of} күні",
    ),
    "persons": Label(
        en="Persons on record, {group}: {count}",
        ru="Лиц в записях, {group}: {count}",
        kk="Жазбадағы адам, {group}: {count}",
    ),
    "cases": Label(
        en="Cases on record (another unit than persons): {count}",
        ru="Дел в записях (это не число лиц): {count}",
        kk="Жазбадағы іс (адам саны емес): {count}",
    ),
    "as_of": Label(en="as of {as_of}", ru="на {as_of}", kk="{as_of} күні"),
    "all": Label(en="all", ru="все", kk="барлығы"),
    "of": Label(en="{n} of {of}", ru="{n} из {of}", kk="{of} ішінен {n}"),
    "implied": Label(en="implied: {count}", ru="подразумеваются: {count}", kk="жанама: {count}"),
    "unknown": Label(en="not known: {count}", ru="не известно: {count}", kk="белгісіз: {count}"),
    "too-few": Label(
        en="too few persons to be told for publication",
        ru="слишком мало лиц, чтобы приводить в публикации",
        kk="жариялауда айтуға адам тым аз",
    ),
    "altered": Label(en="sentence altered: {kind}", ru="приговор изменён: {kind}", kk="үкімі өзгертілді: {kind}"),
    "of-convicted": Label(en="{n} of {of} convicted", ru="{n} из {of} осуждённых", kk="{of} сотталған ішінде {n}"),
    "reported": Label(
        en="Reported by others, counted in {unit}",
        ru="По сообщениям других, единица счёта: {unit}",
        kk="Басқалардың хабарлауынша, өлшемі: {unit}",
    ),
    "reported-as": Label(
        en="{number} as of {day}, {source}", ru="{number} на {day}, {source}", kk="{day} күні {number}, {source}"
    ),
    "recorded": Label(
        en="on record then: {count}", ru="в записях на тот день: {count}", kk="сол күні жазбада: {count}"
    ),
    "recorded-gap": Label(
        en="on record then: {count}, gap {gap}",
        ru="в записях на тот день: {count}, разрыв {gap}",
        kk="сол күні жазбада: {count}, айырма {gap}",
    ),
    "column-stage": Label(en="stage", ru="стадия", kk="саты"),
    "column-n": Label(en="reached", ru="достигли", kk="жеткені"),
    "column-of": Label(en="of", ru="из", kk="барлығы"),
    "column-implied": Label(en="implied", ru="подразумеваются", kk="жанама"),
    "column-unknown": Label(en="not known", ru="не известно", kk="белгісіз"),
    "column-what": Label(en="what is counted", ru="что считается", kk="не саналады"),
    "legend-solid": Label(
        en="on record, or reported", ru="есть в записях или сообщено", kk="жазбада бар не хабарланған"
    ),
    "legend-barred": Label(
        en="implied by a later stage", ru="следует из более поздней стадии", kk="кейінгі сатыдан белгілі"
    ),
    "legend-hatched": Label(en="not known", ru="не известно", kk="белгісіз"),
    "legend-empty": Label(
        en="did not: another outcome is on record", ru="нет: записан другой исход", kk="жоқ: басқа нәтиже жазылған"
    ),
    "legend-striped": Label(
        en="up to here: a range, a band or a round number",
        ru="до этой границы: диапазон, шаг или круглое число",
        kk="осы шекке дейін: аралық, қадам не дөңгелек сан",
    ),
    "legend-tick": Label(en="how many are on record", ru="сколько в записях", kk="жазбада қаншасы бар"),
    "floor": Label(
        en="What is on record is a floor; not on record is not “did not happen”.",
        ru="Учтённое — нижняя граница; «нет в записях» не значит «не было».",
        kk="Жазбалар — төменгі шек; «жазбада жоқ» — «болмаған» емес.",
    ),
}

_OPEN: Final = 34.0  # an open end needs room to be seen


def funnel_picture(
    funnels: Sequence[Funnel],
    *,
    cases: Sequence[CaseFunnel] = (),
    reported: Sequence[Beside] = (),
    language: str = "en",
    width: float = WIDE,
    to_publish: bool = False,
    named: Mapping[str, str] | None = None,
    vocabulary: Vocabulary | None = None,
) -> Picture:
    """Return how far persons and cases came, one group below the other, and the counts that others report.

    With `to_publish` no number of persons on record can be had from it that METHOD 7.4 keeps back; what others
    reported is told as they did. `named` are sources by their ids, as a reader knows them; `vocabulary` is the
    archive's, which may declare groups of its own.
    """
    words = vocabulary or shipped_vocabulary()
    telling = Telling(in_bands=to_publish, few=_fewest(funnels, reported, words))
    drawn = _Drawn(Sheet(width=width, language=language), telling, language, named or {}, words)
    days = sorted({*(one.as_of for one in funnels), *(one.as_of for one in cases)})
    if to_publish:
        drawn.sheet.line(IN_BANDS.fill(language, few=telling.few))
    elif any(_has_small(one, telling) for one in funnels) or any(telling.is_small(of.recorded or 0) for of in reported):
        drawn.sheet.warning(NOT_FOR_PUBLICATION.fill(language, few=telling.few))
    most = max([drawn.telling.most(one.persons) for one in funnels], default=0)
    with_day = len(days) > 1
    drawn.reported(reported)
    for one in funnels:
        drawn.persons(one, most, with_day=with_day)
    for case_funnel in cases:
        drawn.cases(case_funnel, with_day=with_day)
    drawn.legend()
    drawn.sheet.line(drawn.word("floor"))
    title = drawn.word("title", as_of=span_of(days, language))
    return drawn.sheet.picture(
        title, [drawn.word(f"column-{one}") for one in ("what", "n", "of", "implied", "unknown")]
    )


def _fewest(funnels: Sequence[Funnel], reported: Sequence[Beside], words: Vocabulary) -> int:
    """Return the least number that may be told of what is drawn together: of all, where it is so of one (METHOD 7.4).

    A count by age stands beside how many are on record, so that a part of it would be told with a smaller band.
    """
    groups = [words.fewest(about=[("group", one.group)]) for one in funnels if one.group is not None]
    counts = [words.fewest((one.count.what,), one.count.about) for one in reported]
    return max((FEWEST_LIVING, *groups, *counts))


def _has_small(one: Funnel, telling: Telling) -> bool:
    """Say whether a number of living persons in it is too small to be published, or a difference of two would be."""
    told = [number for stage in one.shown for number in (stage.n, stage.of, stage.of - stage.n)]
    told += [number for stage in one.shown for number in (stage.implied, stage.n - stage.implied, stage.unknown)]
    parts: tuple[Alteration | Overturned, ...] = (*one.alterations, *one.overturned)
    told += [number for part in parts for number in (part.n, part.of - part.n)]
    return any(map(telling.is_small, (one.persons, *told)))


@dataclass
class _Drawn:
    """The sheet with what is told on it."""

    sheet: Sheet
    telling: Telling
    language: str
    named: Mapping[str, str]
    vocabulary: Vocabulary

    def __post_init__(self) -> None:
        self.used: set[str] = set()

    def word(self, name: str, /, **facts: object) -> str:
        """Return words in the language of the picture."""
        return _WORDS[name].fill(self.language, **facts)

    def persons(self, one: Funnel, most: int, *, with_day: bool) -> None:
        """Draw the stages of a group of persons, to the scale of the largest group."""
        group = self._called(one.group)
        heading = self.word("persons", group=group, count=self.telling.number(one.persons))
        self._heading(heading, one, with_day=with_day)
        if not one.persons:
            return
        if not self.telling.tells_parts_of(one.persons):
            self.sheet.line(self.word("too-few"))
            return
        for stage in (stage for stage in one.shown if stage.of):
            self._stage(STAGES[Stage(stage.stage)].text(self.language), stage, most, self.telling)
        for altered in one.alterations:
            self._altered(altered, most)
        for ended in one.overturned:
            self._overturned(ended)

    def _overturned(self, one: Overturned) -> None:
        """Tell how many are not convicted any more; without a bar, since they are in that of the convicted."""
        label = OUTCOMES[one.outcome].text(self.language)
        if not self.telling.tells_parts_of(one.of):
            self.sheet.row(label, [self.word("too-few")], None)
            self.sheet.record(label, "", self.telling.number(one.of), "", "")
            return
        n, of = self.telling.number(one.n), self.telling.number(one.of)
        self.sheet.row(label, [self.word("of-convicted", n=n, of=of)], None)
        self.sheet.record(label, n, of, "", "")

    def _called(self, group: str | None) -> str:
        if group is None:
            return self.word("all")
        return group_called(group, self.language, self.vocabulary)

    def cases(self, one: CaseFunnel, *, with_day: bool) -> None:
        """Draw the stages of cases, to their own scale; a case is nobody, and is told as it is."""
        if not one.cases:
            return
        self._heading(self.word("cases", count=one.cases), one, with_day=with_day)
        for stage in (stage for stage in one.stages if stage.of):
            self._stage(CASE_STAGES[CaseStage(stage.stage)].text(self.language), stage, one.cases, Telling())

    def _heading(self, words: str, one: Funnel | CaseFunnel, *, with_day: bool) -> None:
        day = f", {self.word('as_of', as_of=one.as_of)}" if with_day else ""
        self.sheet.heading(words + day)
        self.sheet.record(words + day, "", "", "", "")

    def _stage(self, label: str, one: StageCount, most: int, telling: Telling) -> None:
        if not telling.tells_parts_of(one.of):
            self.sheet.row(label, [self.word("too-few")], None)
            self.sheet.record(label, "", telling.number(one.of), "", "")
            return
        n, of, implied, unknown = (telling.number(count) for count in (one.n, one.of, one.implied, one.unknown))
        details = [self.word("of", n=n, of=of)]
        details += [self.word("implied", count=implied)] if one.implied else []
        details += [self.word("unknown", count=unknown)] if one.unknown else []
        self.sheet.row(
            label, ["; ".join(details)], lambda x, y, width: self._bar(one, x, y, width / max(most, 1), telling)
        )
        self.sheet.record(label, n, of, implied, unknown)

    def _bar(self, one: StageCount, x: float, y: float, each: float, telling: Telling) -> None:
        whole = telling.most(one.of)
        self._box(x, y, whole * each, "empty")
        reached = self._reached(one.n, one.implied, x, y, each, telling)
        unknown = min(telling.most(one.unknown), whole - reached)
        self._box(x + (whole - unknown if telling.in_bands else reached) * each, y, unknown * each, "hatched")

    def _reached(self, n: int, implied: int, x: float, y: float, each: float, telling: Telling) -> int:
        """Draw how many reached a stage, of a band as far as it goes; return how many that are at most."""
        least, most = telling.least(n), telling.most(n)
        own = least if telling.in_bands else n - implied  # parts of a band would give away more than the band
        self._box(x, y, own * each, "solid")
        self._box(x + own * each, y, (least - own) * each, "barred")
        self._box(x + least * each, y, (most - least) * each, "striped")
        return most

    def _box(self, x: float, y: float, width: float, fill: Fill) -> None:
        if width > 0:
            self.used.add(fill)
            self.sheet.canvas.box(x, y, width, 14, fill)

    def _altered(self, one: Alteration, most: int) -> None:
        kind = ALTERATIONS[one.kind] if one.kind else NOT_TOLD
        label = self.word("altered", kind=kind.text(self.language))
        if not self.telling.tells_parts_of(one.of):
            self.sheet.row(label, [self.word("too-few")], None)
            self.sheet.record(label, "", self.telling.number(one.of), "", "")
            return
        n, of = self.telling.number(one.n), self.telling.number(one.of)

        def bar(x: float, y: float, width: float) -> None:
            each = width / max(most, 1)
            self._box(x, y, self.telling.most(one.of) * each, "empty")
            self._reached(one.n, 0, x, y, each, self.telling)

        self.sheet.row(label, [self.word("of-convicted", n=n, of=of)], bar)
        self.sheet.record(label, n, of, "", "")

    def reported(self, reported: Sequence[Beside]) -> None:
        """Draw the counts that others report, by unit, beside how many are on record as of the same day."""
        for unit, found in _by_unit(reported).items():
            declared = self.vocabulary.units.get(unit)
            heading = self.word("reported", unit=declared.label.text(self.language) if declared else unit)
            self.sheet.heading(heading)
            self.sheet.record(heading, "", "", "", "")
            most = max(max(one.count.most or one.count.value, self._least(one)) for same in found for one in same)
            for same in found:
                self._count(same, most)

    def _telling(self, one: Beside) -> Telling:
        return self.telling if one.count.unit == PERSONS else Telling()

    def _recorded(self, one: Beside) -> str | None:
        return None if one.recorded is None else self._telling(one).number(one.recorded)

    def _least(self, one: Beside) -> int:
        return self._telling(one).least(one.recorded or 0)

    def _count(self, same: Sequence[Beside], most: int) -> None:
        one = same[-1]
        count, recorded = one.count, self._recorded(one)
        label, number = called(count, self.language, self.vocabulary), number_of(count)
        source = ", ".join(dict.fromkeys(self.named.get(each.count.source, each.count.source) for each in same))
        details = [self.word("reported-as", number=number, day=count.as_of, source=source)]
        if recorded is not None and one.gap is not None and not self._telling(one).in_bands:
            details.append(self.word("recorded-gap", count=recorded, gap=f"{one.gap}".replace("-", "−")))
        elif recorded is not None:
            details.append(self.word("recorded", count=recorded))
        self.sheet.row(
            label, ["; ".join(details)], lambda x, y, width: self._count_bar(one, x, y, (width - _OPEN) / max(most, 1))
        )
        self.sheet.record(f"{label} ({source}, {count.as_of.written(self.language)})", number, "", "", "")

    def _count_bar(self, one: Beside, x: float, y: float, each: float) -> None:
        canvas, count = self.sheet.canvas, one.count
        is_round = count.is_about and count.most is None
        self._box(x, y, count.value * each, "striped" if is_round else "solid")
        if count.most is not None:
            self._box(x + count.value * each, y, (count.most - count.value) * each, "striped")
        elif count.is_at_least:
            canvas.arrow(x + count.value * each, y + 7, 18)
        if self._least(one):
            self.used.add("tick")
            at = x + self._least(one) * each
            canvas.line(at, y - 3, at, y + 17, "halo")
            canvas.line(at, y - 3, at, y + 17, "stroke")

    def legend(self) -> None:
        """Say what the fills mean that were drawn."""
        order: tuple[Fill | Sign, ...] = ("solid", "barred", "striped", "hatched", "empty", "tick")
        told = [(name, self.word(f"legend-{name}")) for name in order if name in self.used]
        if told:
            self.sheet.legend(told)


def _by_unit(reported: Iterable[Beside]) -> dict[str, list[list[Beside]]]:
    """Return the counts by their unit, the oldest first; those that say the same number of the same thing together.

    Units are never drawn to one scale.
    """
    found: dict[str, dict[tuple[object, ...], list[Beside]]] = {}
    for one in sorted(reported, key=lambda one: (one.count.as_of.latest, one.count.id)):
        key = (one.count.what, one.count.about, number_of(one.count))
        found.setdefault(one.count.unit, {}).setdefault(key, []).append(one)
    return {unit: list(alike.values()) for unit, alike in found.items()}


def number_of(one: Count) -> str:
    """Return a count as it was reported: a range, "≥" for more than, "≈" for about."""
    if one.most is not None:
        return f"{one.value}–{one.most}"
    return f"{'≥ ' if one.is_at_least else '≈ ' if one.is_about else ''}{one.value}"


__all__ = ["funnel_picture", "number_of"]

"""Owns the list of what is not known: of how many something is not on record. It never says that nothing was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final, NamedTuple

from onrecord.justice.cases import CASES, Case, CaseStage
from onrecord.justice.counts import Beside, Count
from onrecord.justice.funnel import PERSONS
from onrecord.justice.persons import Person, Standing, standings
from onrecord.justice.reported import called
from onrecord.justice.stages import ENDINGS, Event, Stage
from onrecord.kernel import Label, PartialDate, Vocabulary

_ENDED: Final = frozenset({Stage.CONVICTED, *ENDINGS})
_LET_GO: Final = _ENDED | {Stage.RELEASED}
UNKNOWN: Final[Mapping[str, Label]] = {
    "group": Label(
        en="Of {n} of {of} persons the group is not known.",
        ru="У {n} из {of} лиц группа неизвестна.",
        kk="{of} адам ішінде тобы белгісізі: {n}.",
    ),
    "end": Label(
        en="Of {n} of {of} persons charged it is not on record how the proceedings ended.",
        ru="О {n} из {of} обвинённых нет записи, чем кончилось дело.",
        kk="Айып тағылған {of} адам ішінде ісінің немен аяқталғаны жазылмағаны: {n}.",
    ),
    "detention_end": Label(
        en="Of {n} of {of} persons detained it is not on record whether they were let go or tried.",
        ru="О {n} из {of} задержанных нет записи, отпущены ли они или судимы.",
        kk="Ұсталған {of} адам ішінде босатылғаны не сотталғаны жазылмағаны: {n}.",
    ),
    "sentence": Label(
        en="Of {n} of {of} persons convicted the sentence is not on record.",
        ru="О {n} из {of} осуждённых нет записи о наказании.",
        kk="Сотталған {of} адам ішінде жазасы жазылмағаны: {n}.",
    ),
    "article": Label(
        en="Of {n} of {of} persons charged the article is not on record.",
        ru="О {n} из {of} обвинённых нет записи о статье.",
        kk="Айып тағылған {of} адам ішінде бабы жазылмағаны: {n}.",
    ),
    "law_version": Label(
        en="Of {n} of {of} persons whose article is on record the version of the law is not.",
        ru="О {n} из {of} лиц с известной статьёй не записана редакция закона.",
        kk="Бабы белгілі {of} адам ішінде заң редакциясы жазылмағаны: {n}.",
    ),
    "day": Label(
        en="Of {n} of {of} persons no stage is known to the day.",
        ru="О {n} из {of} лиц ни одна стадия не известна с точностью до дня.",
        kk="{of} адам ішінде бірде-бір сатысының нақты күні белгісізі: {n}.",
    ),
    "in_force": Label(
        en="Of {n} of {of} persons convicted it is not on record that the verdict is in force: it may not be final.",
        ru="О {n} из {of} осуждённых нет записи, что приговор вступил в силу: он может быть не окончательным.",
        kk="Сотталған {of} адам ішінде үкімінің күшіне енгені жазылмағаны: {n}; үкім түпкілікті болмауы мүмкін.",
    ),
    "case_end": Label(
        en="Of {n} of {of} cases on record it is not known how they ended.",
        ru="О {n} из {of} дел в записях неизвестно, чем они кончились.",
        kk="Жазбадағы {of} іс ішінде немен аяқталғаны белгісізі: {n}.",
    ),
    "reported_more": Label(
        en="{what}: {value} are reported as of {day}, {recorded} are on record one by one; of {n} nothing is.",
        ru="{what}: сообщено {value} на {day}, поимённо в записях {recorded}; о {n} ничего нет.",
        kk="{what}: {day} күніне {value} хабарланған, жеке-жеке жазбада {recorded}; ештеңе жоғы: {n}.",
    ),
    "reported_fewer": Label(
        en="{what}: {value} are reported as of {day}, and {recorded} are on record one by one: {n} more.",
        ru="{what}: сообщено {value} на {day}, а поимённо в записях {recorded}: на {n} больше.",
        kk="{what}: {day} күніне {value} хабарланған, ал жеке-жеке жазбада {recorded}: артығы {n}.",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """One thing that is not on record: of how many, of which, and the claims that put those on record."""

    code: str
    unit: str
    n: int
    of: int
    subjects: tuple[str, ...]
    claims: tuple[str, ...]
    facts: tuple[tuple[str, str | PartialDate], ...] = ()
    count: Count | None = None

    def says(self, language: str, words: Vocabulary | None = None) -> str:
        """Return the sentence for a person, in the words of an archive if they are given."""
        facts: dict[str, object] = dict(self.facts)
        if self.count is not None:
            facts["what"] = called(self.count, language, words)
        return UNKNOWN[self.code].fill(language, **{**facts, "n": self.n, "of": self.of})

    def to_row(self, language: str = "en", words: Vocabulary | None = None) -> dict[str, Any]:
        """Return what `onrecord funnel --json` prints."""
        return {
            "code": f"justice.unknown-{self.code.replace('_', '-')}",
            "unit": self.unit,
            "n": self.n,
            "of": self.of,
            "subjects": list(self.subjects),
            "claims": list(self.claims),
            "says": self.says(language, words),
        }


def unknowns(
    persons: Sequence[Person], cases: Sequence[Case], reported: Iterable[Beside], as_of: dt.date
) -> tuple[Unknown, ...]:
    """Return what is not known by the end of a day, the widest first: each with its denominator, none where n is 0."""
    found = [*_of_persons(persons, as_of), _of_cases(cases, as_of), *_of_counts(reported, as_of)]
    return tuple(one for one in found if one.n)


def _of_persons(persons: Sequence[Person], as_of: dt.date) -> Iterator[Unknown]:
    then = standings(persons, as_of)
    told = {id(one): _told_of(one.events) for one in then}

    def those(stage: Stage) -> list[Standing]:
        return [one for one in then if stage in one.reached]

    charged, convicted = those(Stage.CHARGED), those(Stage.CONVICTED)
    checks: tuple[tuple[str, Sequence[Standing], Callable[[Standing], bool]], ...] = (
        ("group", then, lambda one: one.person.group is not None),
        ("end", charged, lambda one: not _ENDED.isdisjoint(one.reached)),
        ("detention_end", those(Stage.DETAINED), lambda one: not _LET_GO.isdisjoint(one.reached)),
        ("sentence", convicted, lambda one: told[id(one)].sentence),
        ("article", charged, lambda one: told[id(one)].article),
        ("law_version", [one for one in then if told[id(one)].article], lambda one: told[id(one)].law_version),
        ("day", [one for one in then if one.events], lambda one: told[id(one)].day),
        ("in_force", convicted, lambda one: Stage.IN_FORCE in one.reached),
    )
    for code, whole, is_known in checks:
        lost = [one for one in whole if not is_known(one)]
        yield Unknown(
            code=code,
            unit=PERSONS,
            n=len(lost),
            of=len(whole),
            subjects=tuple([one.person.ids[0] for one in lost]),
            claims=tuple(chain.from_iterable([one.person.claims for one in lost])),
        )


class _Told(NamedTuple):
    """Whether any event of a person tells a sentence, an article, the version of a law, an exact day."""

    sentence: bool
    article: bool
    law_version: bool
    day: bool


def _told_of(events: Iterable[Event]) -> _Told:
    sentence = article = law_version = day = False
    for one in events:
        sentence = sentence or bool(one.sentences) or one.sentence is not None
        article = article or bool(one.articles)
        law_version = law_version or one.law_version_on is not None
        day = day or one.is_exact_day
    return _Told(sentence, article, law_version, day)


def _of_cases(cases: Sequence[Case], as_of: dt.date) -> Unknown:
    ended = {CaseStage.TERMINATED, CaseStage.VERDICT}
    lost = [one for one in cases if not ended.intersection(one.reached(as_of))]
    return Unknown(
        code="case_end",
        unit=CASES,
        n=len(lost),
        of=len(cases),
        subjects=tuple(one.id for one in lost),
        claims=tuple(claim for one in lost for claim in one.claims),
    )


def _of_counts(reported: Iterable[Beside], as_of: dt.date) -> Iterator[Unknown]:
    """Yield the gap of each figure: of the newest count there is of it by then, with all that say the same number."""
    figures: dict[tuple[str, str, tuple[tuple[str, str], ...]], list[Beside]] = {}
    for one in reported:
        if one.recorded is not None and one.count.as_of.latest <= as_of:
            figures.setdefault((one.count.what, one.count.unit, one.count.about), []).append(one)
    newest_of = [(max(same, key=lambda one: one.count.as_of.latest), same) for same in figures.values()]
    for newest, same in sorted(newest_of, key=lambda two: (two[0].count.as_of.latest, two[0].count.what)):
        if newest.gap:
            yield _gap(newest, [one for one in same if one.count.value == newest.count.value])


def _gap(newest: Beside, agreed: Sequence[Beside]) -> Unknown:
    count, gap, recorded = newest.count, newest.gap or 0, newest.recorded or 0
    facts: dict[str, str | PartialDate] = {"value": str(count.value), "day": count.as_of, "recorded": str(recorded)}
    claims = [claim for one in agreed for claim in (one.count.id, *one.claims)]
    return Unknown(
        code="reported_more" if gap > 0 else "reported_fewer",
        unit=count.unit,
        n=abs(gap),
        of=max(count.value, recorded),
        subjects=(),
        claims=tuple(dict.fromkeys(claims)),
        facts=tuple(sorted(facts.items())),
        count=count,
    )

"""Owns who examined how often: each evaluation apart, and whether a second one is a second opinion (METHOD 3.2).

A second, independent evaluation may be asked for at any time (Istanbul Protocol, 2022). It is one only where another
person made it; what one clinician finds twice is found once. Two evaluations that differ stand side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import Any, Final

from onrecord.justice.said import Said, Told, rows
from onrecord.kernel import Label, Level
from onrecord.ledger import Claim

EVALUATION: Final = "evaluation"
_MADE: Final = ("examined_on", "examination_report", "consistency")
_OWN_WORDS: Final = ("examination_report", "consistency")
PROPERTIES: Final = frozenset({"second_evaluation_asked_on", "second_evaluation_answer"})


class Second(StrEnum):
    """What is on record of a second evaluation."""

    HELD = "held"
    SAME_PERSON = "same_person"
    NOT_TOLD_BY_WHOM = "not_told_by_whom"
    REFUSED = "refused"
    GRANTED = "granted"
    ASKED = "asked"
    NONE = "none"


SAYS: Final[Mapping[Second, Label]] = {
    Second.HELD: Label(
        en="Evaluated by two persons, independently of each other as far as is on record.",
        ru="Обследовали два лица, по записям независимо друг от друга.",
        kk="Екі адам тексерген, жазба бойынша бір-бірінен тәуелсіз.",
    ),
    Second.SAME_PERSON: Label(
        en="All evaluations are by one person: none is a second opinion.",
        ru="Все обследования провёл один человек: второго мнения нет.",
        kk="Барлық бағалауды бір адам жасаған: екінші пікір жоқ.",
    ),
    Second.NOT_TOLD_BY_WHOM: Label(
        en="There are several evaluations; by whom each was made is not on record, so none counts as a second opinion.",
        ru="Обследований несколько, но кто их провёл, не записано: второго мнения нет.",
        kk="Бағалау бірнешеу, бірақ әрқайсысын кім жасағаны жазылмаған: екінші пікір жоқ.",
    ),
    Second.REFUSED: Label(
        en="A second evaluation was asked for and refused.",
        ru="Просили о повторном обследовании, отказано.",
        kk="Екінші бағалау сұралған, бас тартылған.",
    ),
    Second.GRANTED: Label(
        en="A second evaluation was granted; that it was made is not on record.",
        ru="Повторное обследование назначено; проведено ли оно, не записано.",
        kk="Екінші бағалау тағайындалған; өткені жазылмаған.",
    ),
    Second.ASKED: Label(
        en="A second evaluation was asked for; no answer is on record.",
        ru="Просили о повторном обследовании; ответ не записан.",
        kk="Екінші бағалау сұралған; жауабы жазылмаған.",
    ),
    Second.NONE: Label(
        en="No second evaluation is on record. One may be asked for at any time.",
        ru="Повторное обследование не записано. О нём можно просить в любое время.",
        kk="Екінші бағалау жазылмаған. Оны кез келген уақытта сұрауға болады.",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """One evaluation: how it is called, by whom and of which institutions, on which days, with the claims.

    `by` are those whose own words its report and levels are, `overall` how often each sphere is judged as a whole.
    """

    name: str | None
    by: tuple[str, ...]
    institutions: tuple[str, ...]
    on: tuple[Said, ...]
    overall: tuple[tuple[str, tuple[str, ...]], ...]
    claims: tuple[str, ...]

    def to_row(self) -> dict[str, Any]:
        """Return what `onrecord investigation --json` prints."""
        return {
            "evaluation": self.name,
            "by": list(self.by),
            "institutions": list(self.institutions),
            "on": rows(self.on),
            "overall": {sphere: list(values) for sphere, values in self.overall},
            "claims": list(self.claims),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluations:
    """All evaluations of one allegation, and what is on record of a second one."""

    each: tuple[Evaluation, ...]
    asked_on: tuple[Said, ...]
    answers: tuple[Said, ...]
    second: Second

    @property
    def differ(self) -> tuple[str, ...]:
        """The spheres that two evaluations judge otherwise as a whole; both stand."""
        found: dict[str, set[tuple[str, ...]]] = {}
        for one in self.each:
            for sphere, values in one.overall:
                found.setdefault(sphere, set()).add(values)
        return tuple(sorted(sphere for sphere, values in found.items() if len(values) > 1))

    @property
    def flags(self) -> tuple[str, ...]:
        """What is wrong with them, by the names of flags."""
        return tuple(_flags(self.each))

    def to_row(self, language: str = "en") -> dict[str, Any]:
        """Return what `onrecord investigation --json` prints."""
        return {
            "each": [one.to_row() for one in self.each],
            "second": {
                "code": self.second.value,
                "says": SAYS[self.second].text(language),
                "asked_on": rows(self.asked_on),
                "answers": rows(self.answers),
            },
            "differ": list(self.differ),
        }


def evaluations(told: Told) -> Evaluations:
    """Return the evaluations that claims tell of; what names none belongs to the only one that has a name."""
    of: dict[str | None, list[Claim]] = {}
    made = [claim for name in _MADE for claim in told.claims(name)]
    names = {name for one in made if (name := one.dimension(EVALUATION))}
    only = next(iter(names)) if len(names) == 1 else None
    for claim in made:
        of.setdefault(claim.dimension(EVALUATION) or only, []).append(claim)
    each = tuple(_evaluation(name, of[name]) for name in sorted(of, key=lambda one: one or ""))
    asked, answers = told.said("second_evaluation_asked_on"), told.said("second_evaluation_answer")
    return Evaluations(each=each, asked_on=asked, answers=answers, second=_second(each, asked, answers))


def _evaluation(name: str | None, claims: Sequence[Claim]) -> Evaluation:
    own = [one for one in claims if one.property in _OWN_WORDS and one.level is Level.IN_THE_TEXT]
    judged: dict[str, list[str]] = {}
    for one in claims:
        if one.property == "consistency" and one.dimension("finding") is None:
            judged.setdefault(one.dimension("sphere") or "", []).append(one.value_text())
    return Evaluation(
        name=name,
        by=tuple(dict.fromkeys(" ".join(one.speaker.split()) for one in own)),
        institutions=tuple(dict.fromkeys(place for one in claims if (place := one.dimension("institution")))),
        on=Told(claims).said("examined_on"),
        overall=tuple((sphere, tuple(dict.fromkeys(values))) for sphere, values in sorted(judged.items())),
        claims=tuple(one.id for one in claims),
    )


def _second(each: Sequence[Evaluation], asked: Sequence[Said], answers: Sequence[Said]) -> Second:
    if len(each) > 1:
        if any(_are_apart(one, other) for one, other in combinations(each, 2)):
            return Second.HELD
        return Second.SAME_PERSON if all(one.by for one in each) else Second.NOT_TOLD_BY_WHOM
    if answers:
        return Second.REFUSED if answers[-1].value == "refused" else Second.GRANTED
    return Second.ASKED if asked else Second.NONE


def _are_apart(one: Evaluation, other: Evaluation) -> bool:
    """Say whether two evaluations are known to be by different persons: nobody took part in both."""
    return bool(one.by and other.by) and _folded(one.by).isdisjoint(_folded(other.by))


def _folded(names: Iterable[str]) -> frozenset[str]:
    return frozenset(one.casefold() for one in names)


def _flags(each: Sequence[Evaluation]) -> Iterator[str]:
    if any(len(values) > 1 for one in each for _, values in one.overall):
        yield "overall_twice"
    if any(
        _are_apart(one, other) and _folded(one.institutions) & _folded(other.institutions)
        for one, other in combinations(each, 2)
    ):
        yield "one_institution"

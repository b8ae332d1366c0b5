"""Owns which methods there are, what each assumes, and how they are run side by side. Never decides what is told.

A version of the estimate names the version of every method in it. `estimate_v1` stays, so that a number published
under it can be computed again to its last digit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from types import ModuleType
from typing import TYPE_CHECKING, Final

from onrecord.kernel import Label
from onrecord.register.errors import NoSuchMethod
from onrecord.register.estimate import (
    bounds_v1,
    closed_v1,
    combining,
    decomposable_v1,
    latent_class_v1,
    latent_class_v2,
    loglinear_v1,
    stepwise_v1,
)
from onrecord.register.estimate.model import Answer
from onrecord.register.estimate.streams import SEED, stream
from onrecord.register.estimate.tables import CaptureTable

if TYPE_CHECKING:
    from onrecord.register.estimate.poisson_v1 import Floats

VERSION: Final = "estimate_v2"
VERSIONS: Final = {"estimate_v1": latent_class_v1, VERSION: latent_class_v2}
ALL: Final = "all"
MOST_CLOSED: Final = 8

METHODS: Final = {
    "chao": Label(
        en="Chao's lower bound: at least so many, if chances differ between people and lists do not repel each other.",
        ru="Нижняя граница Чао: не меньше, если шансы у людей разные, а списки не отталкивают друг друга.",
        kk="Чао төменгі шегі: адамдардың мүмкіндігі әртүрлі, ал тізімдер бірін-бірі тебпесе, кемінде сонша.",
    ),
    "closed": Label(
        en="Closed population: all people alike, or differing in a way that is assumed and cannot be tested.",
        ru="Закрытая совокупность: все люди одинаковы либо различаются предполагаемым, непроверяемым образом.",
        kk="Жабық жиынтық: адамдардың бәрі бірдей не тексерілмейтін, болжанған түрде әртүрлі.",
    ),
    "loglinear": Label(
        en="All log-linear models, averaged: lists may depend on each other, save all of them together.",
        ru="Все лог-линейные модели, усреднённые: списки могут зависеть друг от друга, кроме всех сразу.",
        kk="Барлық лог-сызықтық модельдер орташасы: тізімдер бір-біріне тәуелді бола алады, бәрі бірдей емес.",
    ),
    "stepwise": Label(
        en="One log-linear model chosen step by step; pairs of lists may depend on each other.",
        ru="Одна лог-линейная модель, выбранная по шагам; пары списков могут зависеть друг от друга.",
        kk="Қадамдап таңдалған бір лог-сызықтық модель; тізім жұптары бір-біріне тәуелді бола алады.",
    ),
    "decomposable": Label(
        en="Bayesian average over decomposable graphs of lists; up to the cap of unlisted people that is printed.",
        ru="Байесовское среднее по разложимым графам списков; до указанного предела неучтённых.",
        kk="Тізімдердің жіктелетін графтары бойынша Байес орташасы; көрсетілген шекке дейін.",
    ),
    "latent_class": Label(
        en="Bayesian hidden groups: within each group lists know nothing of each other.",
        ru="Байесовские скрытые группы: внутри каждой списки ничего не знают друг о друге.",
        kk="Байестік жасырын топтар: әр топ ішінде тізімдер бір-бірінен бейхабар.",
    ),
}


# What stands before an answer in a picture: a reader of a newspaper knows no names of versions.
SHORT: Final = {
    "chao": Label(en="Chao's bound", ru="граница Чао", kk="Чао шегі"),
    "closed": Label(en="closed: {variant}", ru="закрытая: {variant}", kk="жабық: {variant}"),
    "loglinear": Label(en="log-linear, averaged", ru="лог-линейные, среднее", kk="лог-сызықтық, орташа"),
    "stepwise": Label(en="chosen step by step", ru="выбор по шагам", kk="қадамдап таңдау"),
    "decomposable": Label(en="graphs of lists", ru="графы списков", kk="тізім графтары"),
    "latent_class": Label(en="hidden groups", ru="скрытые группы", kk="жасырын топтар"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How methods are run. Everything that a number depends on beside the table is here.

    `patience` is how many times more hidden groups are drawn on where their chains have not met, half as long again
    each time. Where they met before, it changes nothing: the same draws, to the last digit.
    """

    seed: int = SEED
    cap: int | None = None
    classes: int = latent_class_v1.CLASSES
    method: str | None = None
    effort: latent_class_v2.Effort = field(default_factory=latent_class_v2.Effort)
    patience: int = 0
    version: str = VERSION

    def __post_init__(self) -> None:
        if self.method not in (None, ALL, *METHODS):
            raise NoSuchMethod(method=self.method, known=", ".join((ALL, *METHODS)))
        if self.version not in VERSIONS:
            raise NoSuchMethod(method=self.version, known=", ".join(VERSIONS))

    @property
    def asked(self) -> tuple[str, ...]:
        """The methods to be run."""
        return tuple(METHODS) if self.method in (None, ALL) else (str(self.method),)

    @property
    def patient(self) -> latent_class_v2.Effort:
        """How much work is done on hidden groups before there is no answer."""
        return replace(self.effort, extensions=self.effort.extensions + self.patience)

    @property
    def latent(self) -> ModuleType:
        """The sampler of hidden groups that this version of the estimate uses."""
        return VERSIONS[self.version]


LATENT: Final = tuple(str(one.NAME) for one in VERSIONS.values())
AVERAGES: Final = (loglinear_v1.NAME, decomposable_v1.NAME, *LATENT)
_PREFIXES: Final = {
    "chao": bounds_v1.CHAO,
    "closed": closed_v1.PREFIX,
    "loglinear": "loglinear",
    "stepwise": stepwise_v1.NAME,
    "decomposable": decomposable_v1.NAME,
    "latent_class": "latent_class",
}


def belongs(answer: Answer, asked: Sequence[str]) -> bool:
    """Whether an answer is of one of the methods asked for."""
    return any(answer.method.startswith(_PREFIXES[method]) for method in asked)


def named(answer: Answer, language: str) -> str:
    """Return in a few words which method is behind an answer; its own name where it is none of ours."""
    name = next((name for name, prefix in _PREFIXES.items() if answer.method.startswith(prefix)), None)
    return SHORT[name].fill(language, variant=answer.method.partition(":")[2]) if name else answer.method


def assumed(answer: Answer, language: str) -> str | None:
    """Return in words what the method behind an answer assumes."""
    name = next((name for name, prefix in _PREFIXES.items() if answer.method.startswith(prefix)), None)
    return METHODS[name].text(language) if name else None


def run_methods(table: CaptureTable, how: Settings, asked: Sequence[str]) -> tuple[list[Answer], dict[str, Floats]]:
    """Return what each method asked for answers, and the draws of those that draw."""
    answers: list[Answer] = []
    draws: dict[str, Floats] = {}
    if "chao" in asked:
        answers.append(bounds_v1.chao(table))
    if "closed" in asked and table.size <= MOST_CLOSED:
        answers += closed_v1.answers(table)
    if "loglinear" in asked:
        answers.append(_loglinear(table))
    if "stepwise" in asked:
        answers.append(stepwise_v1.answer(table, seed=how.seed))
    if "decomposable" in asked:
        answers.append(decomposable_v1.answer(table, cap=how.cap))
        if answers[-1].point is not None:
            draws[decomposable_v1.NAME] = decomposable_draws(table, how)
    if "latent_class" in asked:
        answer, drawn = how.latent.answer(table, seed=how.seed, classes=how.classes, effort=how.patient)
        answers.append(answer)
        if drawn is not None:
            draws[how.latent.NAME] = drawn
    return answers, draws


def _loglinear(table: CaptureTable) -> Answer:
    if not 3 <= table.size <= loglinear_v1.MOST_LISTS:
        return Answer.refused(loglinear_v1.NAME, "three_to_five_lists", {"lists": table.size})
    return loglinear_v1.averaged(table)


def decomposable_draws(table: CaptureTable, how: Settings) -> Floats:
    """Return draws from the average over decomposable graphs, for adding over strata."""
    import numpy as np

    uniform = stream(how.seed, decomposable_v1.NAME).random(combining.DRAWS // 10)
    return np.array(decomposable_v1.draws(table, uniform.tolist(), cap=how.cap), dtype=float)

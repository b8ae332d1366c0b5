"""Owns the way from a table to a decision: gates, then all methods side by side, then the gates that need answers.

Decisions: `estimated` (every gate holds), `exploratory` (those of the table hold, others nobody has answered), and
`not_estimated`, the default. Then no number is told, save a lower bound where only coverage fails. What methods would
say can be asked for by name, to compare with published work; it comes apart from the estimates and is marked as not
one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from onrecord.kernel import Label
from onrecord.register.errors import NoSuchMethod, TablesDiffer
from onrecord.register.estimate import (
    bounds_v1,
    closed_v1,
    combining,
    decomposable_v1,
    gates,
    latent_class_v1,
    loglinear_v1,
    sensitivity,
    stepwise_v1,
)
from onrecord.register.estimate.gates import Gate
from onrecord.register.estimate.meta import Said
from onrecord.register.estimate.model import Answer
from onrecord.register.estimate.streams import SEED, stream
from onrecord.register.estimate.tables import CaptureTable, TimesTable

if TYPE_CHECKING:
    from onrecord.register.estimate.poisson_v1 import Floats

VERSION: Final = "estimate_v1"
ALL: Final = "all"
_SMALL: Final = 5

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
WARNING: Final = Label(
    en="An estimate, not a count.",
    ru="Это оценка, а не подсчёт.",
    kk="Бұл баға, санақ емес.",
)


class Decision(StrEnum):
    """What became of a table."""

    ESTIMATED = "estimated"
    EXPLORATORY = "exploratory"
    NOT_ESTIMATED = "not_estimated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How methods are run. Everything that a number depends on beside the table is here."""

    seed: int = SEED
    cap: int | None = None
    classes: int = latent_class_v1.CLASSES
    method: str | None = None
    effort: latent_class_v1.Effort = field(default_factory=latent_class_v1.Effort)

    def __post_init__(self) -> None:
        if self.method not in (None, ALL, *METHODS):
            raise NoSuchMethod(method=self.method, known=", ".join((ALL, *METHODS)))

    @property
    def asked(self) -> tuple[str, ...]:
        """The methods to be run."""
        return tuple(METHODS) if self.method in (None, ALL) else (str(self.method),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A decision with everything that led to it."""

    decision: Decision
    gates: tuple[Gate, ...]
    estimates: tuple[Answer, ...]
    answers: tuple[Answer, ...]
    checks: tuple[Answer, ...]
    documented: int
    said: Said
    settings: Settings
    table: CaptureTable | TimesTable
    merged: tuple[tuple[str, str], ...] = ()
    left_out: tuple[str, ...] = ()
    sensitivity: Mapping[str, Any] = field(default_factory=dict)
    draws: Mapping[str, Floats] = field(default_factory=dict)

    @property
    def reasons(self) -> tuple[Gate, ...]:
        """The gates that fail, those that no method could mend first."""
        failed = [gate for gate in self.gates if gate.passed is False]
        first = ("G7", "G1", "G2", "G8", "G10", "G11", "G4")
        return tuple(sorted(failed, key=lambda gate: first.index(gate.code) if gate.code in first else len(first)))

    def to_record(self, language: str = "en") -> dict[str, Any]:
        """Return the decision as `--json` prints it."""
        record: dict[str, Any] = {
            "decision": self.decision.value,
            "reasons": [gate.code for gate in self.reasons],
            "gates": [gate.to_record(language) for gate in self.gates],
            "estimates": [_told(one, language) for one in self.estimates],
            "documented": self.documented,
            "seed": self.settings.seed,
            "version": VERSION,
            "not_a_count": WARNING.text(language),
            "for_publication": self.decision is Decision.ESTIMATED,
            "unit": self.said.unit,
            "stratum": self.said.stratum,
            "assumption": self.said.identifying_assumption,
            "lists": _lists(self.table),
            "overlaps": _overlaps(self.table),
            "merged": [{"list": copy, "into": into} for copy, into in self.merged],
            "left_out": list(self.left_out),
            "sensitivity": dict(self.sensitivity),
        }
        if self.settings.method is not None:
            record["answers"] = [{**_told(one, language), "for_publication": False} for one in self.answers]
            record["checks"] = [{**one.to_record(), "for_publication": False} for one in self.checks]
        if isinstance(self.table, CaptureTable) and 3 <= self.table.size <= 4:
            record["models"] = loglinear_v1.existence(self.table)
        return record


def estimated(table: CaptureTable | TimesTable, said: Said | None = None, settings: Settings | None = None) -> Estimate:
    """Return the decision about a table, with answers where the gates let them through."""
    about, how = said or Said(), settings or Settings()
    if isinstance(table, TimesTable):
        return _of_times(table, about, how)
    found = gates.prepared(table, about)
    before = gates.before_any_number(found, table, about)
    failed = {gate.code for gate in before if gate.passed is False}
    speechless = any(gate.ends_all for gate in before) or len(found.table.connected()) < gates.FEWEST_LISTS
    start = Estimate(
        decision=Decision.NOT_ESTIMATED,
        gates=tuple(before),
        estimates=(),
        answers=(),
        checks=(),
        documented=table.documented,
        said=about,
        settings=how,
        table=found.table,
        merged=found.merged,
        left_out=found.left_out,
    )
    if speechless or (failed - {"G5"} and how.method is None):
        return start
    return _answered(start, found.table, failed)


def _answered(start: Estimate, table: CaptureTable, failed: set[str]) -> Estimate:
    """Run what may be run: all methods, or the lower bounds alone where coverage is the one thing that fails."""
    how = start.settings
    if how.method is not None:
        answers, draws = run_methods(table, how, how.asked)
        start = replace(start, answers=tuple(answers), checks=tuple(bounds_v1.chapman_pairs(table)), draws=draws)
    if failed == {"G5"}:
        return replace(start, estimates=tuple(_lower_bounds(table)))
    if failed:
        return start
    if how.method in (None, ALL) and start.answers:
        answers, draws = list(start.answers), dict(start.draws)
    else:
        answers, draws = run_methods(table, how, tuple(METHODS))
    return _weighed(start, table, answers, draws)


def _weighed(start: Estimate, table: CaptureTable, answers: list[Answer], draws: Mapping[str, Floats]) -> Estimate:
    """Return the decision once the answers are there: G3 and G9 look at them."""
    how = start.settings

    def point(changed: CaptureTable) -> float:
        return sensitivity.quick_point(changed, cap=how.cap, seed=how.seed)

    without = sensitivity.without_each(table, point)
    said = start.said
    rates = {
        "false_match": gates.MOST_ERROR if said.false_match is None else said.false_match,
        "missed_match": gates.MOST_ERROR if said.missed_match is None else said.missed_match,
    }
    runs = sensitivity.linkage_runs(table, rates, point)
    lead = _lead(answers)
    averages = [one for one in answers if one.method in _AVERAGES]
    settled = {
        "G3": gates.linkage_after_a_run(_of(start.gates, "G3"), lead, [run["point"] for run in runs]),
        "G9": gates.stability(averages, lead, without),
    }
    stood = tuple(settled.get(gate.code, gate) for gate in start.gates)
    if any(gate.passed is False for gate in stood):
        return replace(start, gates=stood)
    decision = Decision.ESTIMATED if all(gate.passed for gate in stood) else Decision.EXPLORATORY
    shown = [one for one in answers if _belongs(one, how.asked)]
    return replace(
        start,
        decision=decision,
        gates=stood,
        estimates=tuple(shown),
        draws=draws,
        sensitivity={"by": lead.method if lead else None, "without": without, "linkage": runs},
    )


_AVERAGES: Final = (loglinear_v1.NAME, decomposable_v1.NAME, latent_class_v1.NAME)
_PREFIXES: Final = {
    "chao": bounds_v1.CHAO,
    "closed": closed_v1.PREFIX,
    "loglinear": "loglinear",
    "stepwise": stepwise_v1.NAME,
    "decomposable": decomposable_v1.NAME,
    "latent_class": latent_class_v1.NAME,
}


def _belongs(answer: Answer, asked: Sequence[str]) -> bool:
    return any(answer.method.startswith(_PREFIXES[method]) for method in asked)


def _lead(answers: Sequence[Answer]) -> Answer | None:
    """Return the answer that sensitivity runs are weighed against: the one they can be repeated for most cheaply."""
    for name in (decomposable_v1.NAME, latent_class_v1.NAME):
        for one in answers:
            if one.method == name and one.point is not None:
                return one
    return None


def _of(found: Sequence[Gate], code: str) -> Gate:
    return next(gate for gate in found if gate.code == code)


def run_methods(table: CaptureTable, how: Settings, asked: Sequence[str]) -> tuple[list[Answer], dict[str, Floats]]:
    """Return what each method asked for answers, and the draws of those that draw."""
    answers: list[Answer] = []
    draws: dict[str, Floats] = {}
    if "chao" in asked:
        answers.append(bounds_v1.chao(table))
    if "closed" in asked and table.size <= _MOST_CLOSED:
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
        answer, drawn = latent_class_v1.answer(table, seed=how.seed, classes=how.classes, effort=how.effort)
        answers.append(answer)
        if drawn is not None:
            draws[latent_class_v1.NAME] = drawn
    return answers, draws


_MOST_CLOSED: Final = 8


def _loglinear(table: CaptureTable) -> Answer:
    if not 3 <= table.size <= loglinear_v1.MOST_LISTS:
        return Answer.refused(loglinear_v1.NAME, "three_to_five_lists", {"lists": table.size})
    return loglinear_v1.averaged(table)


def decomposable_draws(table: CaptureTable, how: Settings) -> Floats:
    """Return draws from the average over decomposable graphs, for adding over strata."""
    import numpy as np

    uniform = stream(how.seed, decomposable_v1.NAME).random(combining.DRAWS // 10)
    return np.array(decomposable_v1.draws(table, uniform.tolist(), cap=how.cap), dtype=float)


def _lower_bounds(table: CaptureTable) -> list[Answer]:
    """Return what may be told where coverage is low: lower bounds, and nothing else.

    Chao's formula is for any number of lists and lies too high where they are few; the versions for these lists do not.
    """
    if table.size > _MOST_CLOSED:
        return [bounds_v1.chao(table)]
    return [one for one in closed_v1.answers(table) if one.is_bound]


def _of_times(table: TimesTable, said: Said, how: Settings) -> Estimate:
    answers = [bounds_v1.chao(table), *closed_v1.answers(table)] if how.method is not None else []
    return Estimate(
        decision=Decision.NOT_ESTIMATED,
        gates=tuple(gates.of_times(table)),
        estimates=(),
        answers=tuple(answers),
        checks=(),
        documented=table.documented,
        said=said,
        settings=how,
        table=table,
    )


def total(parts: Sequence[Estimate], *, replicates: bool) -> list[Answer]:
    """Return the sum of strata, or the pool of replicates, for each method that drew in every part.

    Raises:
        TablesDiffer: replicates are not about the same lists.
    """
    if replicates:
        _same_lists(parts)
    told: list[Answer] = []
    for method in (decomposable_v1.NAME, latent_class_v1.NAME):
        drawn = [part.draws[method] for part in parts if method in part.draws]
        if len(drawn) == len(parts):
            seed = parts[0].settings.seed
            draws = (combining.pooled if replicates else combining.summed)(drawn, seed=seed)
            told.append(combining.answer_of(draws, method=method, parts=len(parts)))
    return told


def _same_lists(parts: Sequence[Estimate]) -> None:
    lists = [part.table.lists if isinstance(part.table, CaptureTable) else () for part in parts]
    for place, one in enumerate(lists):
        if one != lists[0]:
            raise TablesDiffer(path=str(place + 1), lists=", ".join(one))


def together(parts: Sequence[Estimate]) -> Decision:
    """Return the decision about strata or replicates together: the most careful of theirs."""
    order = (Decision.NOT_ESTIMATED, Decision.EXPLORATORY, Decision.ESTIMATED)
    return min((part.decision for part in parts), key=order.index)


def _told(answer: Answer, language: str) -> dict[str, Any]:
    record = answer.to_record()
    name = next((name for name, prefix in _PREFIXES.items() if answer.method.startswith(prefix)), None)
    return {**record, "assumes": METHODS[name].text(language) if name else None}


def _lists(table: CaptureTable | TimesTable) -> list[dict[str, Any]]:
    if isinstance(table, TimesTable):
        return []
    return [
        {"name": name, "people": round(table.on_all(one)), "on_no_other": round(table.only_on(one))}
        for one, name in enumerate(table.lists)
    ]


def _overlaps(table: CaptureTable | TimesTable) -> list[dict[str, Any]]:
    """Return how many people each two lists share; below five the number is not told."""
    if isinstance(table, TimesTable):
        return []
    return [
        {
            "lists": [table.lists[a], table.lists[b]],
            "both": round(both) if both >= _SMALL or not both else None,
            "shown": f"<{_SMALL}" if 0 < both < _SMALL else str(round(both)),
        }
        for a, b, both in table.pairs()
    ]

"""Owns the way from a table to a decision: gates, then all methods side by side, then the gates that need answers.

Decisions: `estimated` (every gate holds), `exploratory` (those of the table hold, others nobody has answered), and
`not_estimated`, the default. Then no number is told, save a lower bound where only coverage fails. What methods would
say can be asked for by name, to compare with published work; it comes apart from the estimates and is marked as not
one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from onrecord.kernel import Label
from onrecord.register.errors import StrataUneven, TablesDiffer
from onrecord.register.estimate import (
    bounds_v1,
    closed_v1,
    combining,
    decomposable_v1,
    gates,
    loglinear_v1,
    sensitivity,
)
from onrecord.register.estimate.gates import Gate
from onrecord.register.estimate.meta import Said
from onrecord.register.estimate.methods import (
    ALL,
    AVERAGES,
    LATENT,
    METHODS,
    MOST_CLOSED,
    Settings,
    assumed,
    belongs,
    run_methods,
)
from onrecord.register.estimate.model import Answer
from onrecord.register.estimate.overlaps import Overlaps, overlaps_of
from onrecord.register.estimate.tables import CaptureTable, TimesTable

if TYPE_CHECKING:
    from onrecord.register.estimate.poisson_v1 import Floats

_COUNTS_OF_THE_TABLE: Final = frozenset({"once", "twice"})

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

    @property
    def overlaps(self) -> Overlaps | None:
        """What may be told of the table; none where it does not say who is on which lists."""
        return overlaps_of(self.table, self.said.fewest) if isinstance(self.table, CaptureTable) else None

    @property
    def _hides(self) -> bool:
        """Whether a number of the table is too small to be told."""
        return self.overlaps is not None and self.overlaps.hides

    @property
    def _is_table_public(self) -> bool:
        """Whether the table may go out with the answer; of one that was changed before, nobody here can say."""
        if isinstance(self.table, TimesTable):
            return not any(0 < count < self.said.fewest for _, count in self.table.times)
        return not (self._hides or self.merged or self.left_out)

    def _told(self, answer: Answer, language: str) -> dict[str, Any]:
        """Return an answer without the counts of the table in it, where any of them is hidden."""
        record = answer.to_record()
        if self._hides:
            told = record["diagnostics"].items()
            record["diagnostics"] = {name: value for name, value in told if name not in _COUNTS_OF_THE_TABLE}
        return {**record, "assumes": assumed(answer, language)}

    def to_record(self, language: str = "en") -> dict[str, Any]:
        """Return the decision as `--json` prints it."""
        record: dict[str, Any] = {
            "decision": self.decision.value,
            "reasons": [gate.code for gate in self.reasons],
            "gates": [gate.to_record(language) for gate in self.gates],
            "estimates": [self._told(one, language) for one in self.estimates],
            "documented": self.documented,
            "seed": self.settings.seed,
            "patience": self.settings.patience,
            "version": self.settings.version,
            "not_a_count": WARNING.text(language),
            "for_publication": self.decision is Decision.ESTIMATED,
            "unit": self.said.unit,
            "stratum": self.said.stratum,
            "assumption": self.said.identifying_assumption,
            "lists": self.overlaps.lists_told() if self.overlaps else [],
            "overlaps": self.overlaps.pairs_told() if self.overlaps else [],
            "table_for_publication": self._is_table_public,
            "merged": [{"list": copy, "into": into} for copy, into in self.merged],
            "left_out": list(self.left_out),
            "sensitivity": dict(self.sensitivity),
        }
        if self.settings.method is not None:
            record["answers"] = [{**self._told(one, language), "for_publication": False} for one in self.answers]
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
        start = replace(
            start,
            answers=tuple(answers),
            checks=tuple(_pairs(table, overlaps_of(table, start.said.fewest))),
            draws=draws,
        )
    if failed == {"G5"}:
        return replace(start, estimates=tuple(_lower_bounds(table)))
    if failed:
        return start
    if how.method in (None, ALL) and start.answers:
        answers, draws = list(start.answers), dict(start.draws)
    else:
        answers, draws = run_methods(table, how, tuple(METHODS))
    return _weighed(start, table, answers, draws)


def _pairs(table: CaptureTable, told: Overlaps) -> Iterator[Answer]:
    """Yield Chapman's answer for each two lists whose overlap is told: with the sizes it gives the overlap."""
    for a, b, both in table.pairs():
        if both and told.on_all(a, b).number is not None:
            yield bounds_v1.chapman(table, a, b)


def _weighed(start: Estimate, table: CaptureTable, answers: list[Answer], draws: Mapping[str, Floats]) -> Estimate:
    """Return the decision once the answers are there: G3 and G9 look at them."""
    how = start.settings

    def point(changed: CaptureTable) -> float:
        return sensitivity.quick_point(changed, cap=how.cap, seed=how.seed, latent=how.latent)

    without = sensitivity.without_each(table, point)
    said = start.said
    rates = {
        "false_match": gates.MOST_ERROR if said.false_match is None else said.false_match,
        "missed_match": gates.MOST_ERROR if said.missed_match is None else said.missed_match,
    }
    runs = sensitivity.linkage_runs(table, rates, point)
    lead = _lead(answers)
    averages = [one for one in answers if one.method in AVERAGES]
    settled = {
        "G3": gates.linkage_after_a_run(_of(start.gates, "G3"), lead, [run["point"] for run in runs]),
        "G9": gates.stability(averages, lead, without),
    }
    stood = tuple(settled.get(gate.code, gate) for gate in start.gates)
    told = {"by": lead.method if lead else None, "without": without, "linkage": runs}
    if any(gate.passed is False for gate in stood):
        return replace(start, gates=stood, sensitivity=told if how.method is not None else {})
    decision = Decision.ESTIMATED if all(gate.passed for gate in stood) else Decision.EXPLORATORY
    shown = [one for one in answers if belongs(one, how.asked)]
    return replace(
        start,
        decision=decision,
        gates=stood,
        estimates=tuple(shown),
        draws=draws,
        sensitivity=told,
    )


def _lead(answers: Sequence[Answer]) -> Answer | None:
    """Return the answer that sensitivity runs are weighed against: the one they can be repeated for most cheaply."""
    for name in (decomposable_v1.NAME, *LATENT):
        for one in answers:
            if one.method == name and one.point is not None:
                return one
    return None


def _of(found: Sequence[Gate], code: str) -> Gate:
    return next(gate for gate in found if gate.code == code)


def _lower_bounds(table: CaptureTable) -> list[Answer]:
    """Return what may be told where coverage is low: lower bounds, and nothing else.

    Chao's formula is for any number of lists and lies too high where they are few; the versions for these lists do not.
    """
    if table.size > MOST_CLOSED:
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


def total(parts: Sequence[Estimate], *, replicates: bool, strata: int = 1) -> list[Answer]:
    """Return the sum of strata, or the pool of replicates, for each method that drew in every part.

    With `strata` each replicate of the linkage has so many tables, one after the other: the strata of a replicate are
    added draw by draw, then the replicates are pooled.

    Raises:
        StrataUneven: the tables are no whole number of replicates.
        TablesDiffer: replicates are not about the same lists.
    """
    each = tables_each(len(parts), replicates=replicates, strata=strata)
    if replicates:
        _same_lists(parts, each)
    told: list[Answer] = []
    for method in (decomposable_v1.NAME, *LATENT):
        drawn = [part.draws[method] for part in parts if method in part.draws]
        if len(drawn) == len(parts):
            draws = _added(drawn, each, parts[0].settings.seed)
            told.append(combining.answer_of(draws, method=method, parts=len(parts)))
    return told


def tables_each(tables: int, *, replicates: bool, strata: int) -> int:
    """Return how many of so many tables are added, before what is left is pooled.

    Raises:
        StrataUneven: the tables are no whole number of replicates.
    """
    each = strata if replicates else tables
    if tables % each:
        raise StrataUneven(tables=tables, strata=strata)
    return each


def _added(drawn: Sequence[Floats], each: int, seed: int) -> Floats:
    """Return the draws of each replicate's strata added, and those of all replicates together."""
    groups = [drawn[first : first + each] for first in range(0, len(drawn), each)]
    sums = [group[0] if each == 1 else combining.summed(group, seed=seed) for group in groups]
    return sums[0] if len(sums) == 1 and each > 1 else combining.pooled(sums, seed=seed)


def documented(parts: Sequence[Estimate], *, replicates: bool, strata: int = 1) -> int:
    """Return how many are documented in all: strata are added; of replicates the one with most is told."""
    each = tables_each(len(parts), replicates=replicates, strata=strata)
    groups = [parts[first : first + each] for first in range(0, len(parts), each)]
    return max(sum(part.documented for part in group) for group in groups)


def _same_lists(parts: Sequence[Estimate], each: int) -> None:
    lists = [part.table.lists if isinstance(part.table, CaptureTable) else () for part in parts]
    for place, one in enumerate(lists):
        if one != lists[place % each]:
            raise TablesDiffer(path=str(place + 1), lists=", ".join(one))


def together(parts: Sequence[Estimate]) -> Decision:
    """Return the decision about strata or replicates together: the most careful of theirs."""
    order = (Decision.NOT_ESTIMATED, Decision.EXPLORATORY, Decision.ESTIMATED)
    return min((part.decision for part in parts), key=order.index)

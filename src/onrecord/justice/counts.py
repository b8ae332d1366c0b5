"""Owns counts that officials and others report, beside what the records show: never joined across units or sources."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from onrecord.justice.errors import REASONS
from onrecord.justice.funnel import PERSONS, Funnel
from onrecord.justice.stages import IMPLIES, Stage
from onrecord.kernel import Label, PartialDate


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A number that somebody reported: of what, in which unit, as of when, by which source."""

    id: str
    what: str
    unit: str
    value: int
    as_of: PartialDate
    source: str

    @property
    def stage(self) -> Stage | None:
        """The stage that it counts persons of, if it does."""
        return Stage(self.what) if self.unit == PERSONS and self.what in set(Stage) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotJoined:
    """Why one count is no share of another."""

    code: str
    facts: tuple[tuple[str, str], ...]

    def message(self) -> Label:
        """Return the sentence for a person."""
        facts, label = dict(self.facts), REASONS[self.code]
        return Label(en=label.fill("en", **facts), ru=label.fill("ru", **facts), kk=label.fill("kk", **facts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A reported count beside what the records show as of its day; `gap` is how many of it no record names."""

    count: Count
    recorded: int | None
    gap: int | None
    refusal: NotJoined | None

    def to_row(self, language: str = "en") -> dict[str, Any]:
        """Return what `onrecord funnel --json` prints."""
        one = self.count
        return {
            "id": one.id,
            "what": one.what,
            "unit": one.unit,
            "value": one.value,
            "as_of": one.as_of.text(),
            "source": one.source,
            "recorded": self.recorded,
            "gap": self.gap,
            "refusal": {"code": self.refusal.code, "problem": self.refusal.message().text(language)}
            if self.refusal
            else None,
        }


def share(part: Count, whole: Count) -> Fraction | NotJoined:
    """Return the part as a share of the whole, or why there is none.

    METHOD 3.5: a funnel joins counts of one unit only, in the order of time; FG-07: numerator and denominator are of
    one source. "120 cases, 60 charged, 7 sentenced" never yields 7 of 120.
    """
    named = {"part": part.id, "whole": whole.id}
    if part.unit != whole.unit:
        return _refused("justice.units-differ", named | {"unit": part.unit, "other": whole.unit})
    if part.source != whole.source:
        return _refused("justice.sources-differ", named | {"source": part.source, "other": whole.source})
    if part.as_of.is_certainly_before(whole.as_of):
        return _refused("justice.days-out-of-order", named | {"day": part.as_of.text(), "other": whole.as_of.text()})
    if not _is_part(part, whole):
        return _refused("justice.not-a-part", named | {"what": part.what, "other": whole.what})
    if whole.value == 0 or part.value > whole.value:
        return _refused("justice.greater-than-the-whole", named | {"value": str(part.value), "other": str(whole.value)})
    return Fraction(part.value, whole.value)


def beside(count: Count, all_persons: Funnel) -> Beside:
    """Return a count beside the records as of its day; `all_persons` is the funnel of all for that day."""
    if count.unit != PERSONS:
        refusal = _refused(
            "justice.units-differ", {"part": count.id, "whole": "records", "unit": count.unit, "other": PERSONS}
        )
        return Beside(count=count, recorded=None, gap=None, refusal=refusal)
    if count.stage is None:
        refusal = _refused("justice.no-such-stage", {"part": count.id, "what": count.what})
        return Beside(count=count, recorded=None, gap=None, refusal=refusal)
    recorded = all_persons.count(count.stage).n
    return Beside(count=count, recorded=recorded, gap=count.value - recorded, refusal=None)


def _is_part(part: Count, whole: Count) -> bool:
    """Say whether who is counted in the one must have been counted in the other, where both are known stages."""
    if part.stage is None or whole.stage is None:
        return part.what == whole.what
    at: Stage | None = part.stage
    while at is not None:
        if at is whole.stage:
            return True
        at = IMPLIES.get(at)
    return False


def _refused(code: str, facts: dict[str, str]) -> NotJoined:
    return NotJoined(code=code, facts=tuple(sorted(facts.items())))

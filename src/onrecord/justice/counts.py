"""Owns counts that officials and others report, beside what the records show: never joined across units or sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from onrecord.justice.errors import REASONS
from onrecord.justice.funnel import PERSONS, Funnel
from onrecord.justice.stages import Stage, implied_by
from onrecord.kernel import Label, PartialDate

# What a property of the ledger counts; the others are called as the stage is.
COUNTED_AS: Final[Mapping[str, Stage]] = {
    "suspects": Stage.SUSPECT_NAMED,
    "defendants": Stage.TRIAL_OPENED,
    "sentences_altered": Stage.ALTERED,
    "sentences_upheld": Stage.UPHELD,
    "death_in_custody": Stage.DIED_IN_CUSTODY,
}
_STAGES: Final = {one.value: one for one in Stage}
# What is counted among the persons of a stage, and is no stage itself.
WITHIN: Final[Mapping[str, Stage]] = {
    "imprisoned": Stage.CONVICTED,
    "suspended": Stage.CONVICTED,
    "released_on_parole": Stage.CONVICTED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A number that somebody reported: of what, in which unit, as of when, by which source.

    With `is_at_least` there are so many or more; `most` is the other end of a range; with `is_about` it is a round
    number. `about` tells of whom it is counted: a group, a trial.
    """

    id: str
    what: str
    unit: str
    value: int
    as_of: PartialDate
    source: str
    most: int | None = None
    is_at_least: bool = False
    is_about: bool = False
    about: tuple[tuple[str, str], ...] = ()
    speaker: str | None = None
    incident: str | None = None

    @property
    def stage(self) -> Stage | None:
        """The stage that it counts persons of, if it does."""
        if self.unit != PERSONS:
            return None
        return COUNTED_AS.get(self.what) or _STAGES.get(self.what)

    @property
    def within(self) -> Stage | None:
        """The stage among whose persons it counts some: who is imprisoned was convicted."""
        return WITHIN.get(self.what) if self.unit == PERSONS else None

    def gap(self, recorded: int) -> int:
        """Return how many no record names, below nought how many more records there are; nought within a range."""
        if recorded < self.value:
            return self.value - recorded
        if self.is_at_least:
            return 0
        return min(0, (self.value if self.most is None else self.most) - recorded)

    @property
    def is_one_number(self) -> bool:
        """Whether it is no range."""
        return self.most is None and not self.is_at_least


@dataclass(frozen=True, slots=True, kw_only=True)
class NotJoined:
    """Why one count is no share of another."""

    code: str
    facts: tuple[tuple[str, str | Label], ...]

    def message(self) -> Label:
        """Return the sentence for a person."""
        facts, label = dict(self.facts), REASONS[self.code]
        return Label(en=label.fill("en", **facts), ru=label.fill("ru", **facts), kk=label.fill("kk", **facts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A reported count beside what the records show as of its day; `gap` is how many of it no record names.

    Of a range, or "more than", it is the least there can be: none where the records lie within it.
    """

    count: Count
    recorded: int | None
    gap: int | None
    refusal: NotJoined | None
    claims: tuple[str, ...] = ()  # what is on record of it

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
            "most": one.most,
            "at_least": one.is_at_least,
            "approximate": one.is_about,
            "about": dict(one.about),
            "speaker": one.speaker,
            "claims": list(self.claims),
            "refusal": {"code": self.refusal.code, "problem": self.refusal.message().text(language)}
            if self.refusal
            else None,
        }


def share(part: Count, whole: Count) -> Fraction | NotJoined:
    """Return the part as a share of the whole, or why there is none.

    METHOD 3.5: a funnel joins counts of one unit only, in the order of time; FG-07: numerator and denominator are of
    one source. "120 cases, 60 charged, 7 sentenced" never yields 7 of 120.
    """
    for code, is_so, facts in _obstacles(part, whole):
        if is_so:
            return not_joined(code, {"part": part.id, "whole": whole.id, **facts})
    return Fraction(part.value, whole.value)


def _obstacles(part: Count, whole: Count) -> Iterator[tuple[str, bool, dict[str, str]]]:
    """Yield what may stand between two counts and a share, the first that does being the reason that is told."""
    yield "justice.units-differ", part.unit != whole.unit, {"unit": part.unit, "other": whole.unit}
    incidents = {"incident": part.incident or "—", "other": whole.incident or "—"}
    yield "justice.incidents-differ", part.incident != whole.incident, incidents
    yield "justice.not-one-number", not (part.is_one_number and whole.is_one_number), {}
    yield "justice.sources-differ", part.source != whole.source, {"source": part.source, "other": whole.source}
    days = {"day": part.as_of.text(), "other": whole.as_of.text()}
    yield "justice.days-out-of-order", part.as_of.is_certainly_before(whole.as_of), days
    of = {"what": _told(part.about), "other": _told(whole.about)}
    yield "justice.about-others", not set(whole.about) <= set(part.about), of
    yield "justice.not-a-part", not _is_part(part, whole), {"what": part.what, "other": whole.what}
    numbers = {"value": str(part.value), "other": str(whole.value)}
    yield "justice.greater-than-the-whole", whole.value == 0 or part.value > whole.value, numbers


def beside(count: Count, all_persons: Funnel) -> Beside:
    """Return a count beside the records as of its day; `all_persons` is the funnel of all for that day."""
    if count.unit != PERSONS:
        refusal = not_joined(
            "justice.units-differ", {"part": count.id, "whole": "records", "unit": count.unit, "other": PERSONS}
        )
        return Beside(count=count, recorded=None, gap=None, refusal=refusal)
    if count.stage is None:
        refusal = not_joined("justice.no-such-stage", {"part": count.id, "what": count.what})
        return Beside(count=count, recorded=None, gap=None, refusal=refusal)
    recorded = all_persons.count(count.stage).n
    return Beside(count=count, recorded=recorded, gap=count.gap(recorded), refusal=None)


def _is_part(part: Count, whole: Count) -> bool:
    """Say whether who is counted in the one must have been counted in the other, where both are known stages."""
    begins = part.stage or part.within
    if part.what == whole.what or begins is None or whole.stage is None:
        return part.what == whole.what
    return whole.stage in implied_by(begins)


def _told(about: tuple[tuple[str, str], ...]) -> str:
    return ", ".join(f"{name} {value}" for name, value in about) or "—"


def not_joined(code: str, facts: Mapping[str, str | Label]) -> NotJoined:
    """Return why something is not joined, with its facts."""
    return NotJoined(code=code, facts=tuple(sorted(facts.items())))

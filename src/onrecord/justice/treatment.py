"""Owns whether groups were treated alike: how many of each were charged, for how many of each who were killed.

Minnesota Protocol, paragraphs 28 to 31, as METHOD 3.1 has it: the ratio of charged to killed by group, with counts.
Charged and killed are persons on record, each once; cases are never counted among them. Whose group is not known may be
of any group, so that a ratio is then told from the least to the most that it can be.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from onrecord.justice.counts import Count
from onrecord.justice.courses import ETHNIC_GROUP
from onrecord.justice.courses import PROPERTIES as OF_PERSONS
from onrecord.justice.funnel import PERSONS
from onrecord.justice.persons import standings
from onrecord.justice.proceedings import Proceedings
from onrecord.justice.reported import counts_from
from onrecord.justice.said import Read, known_by
from onrecord.justice.stages import Stage
from onrecord.kernel import Label
from onrecord.ledger import Book

OUTCOME: Final = "outcome"
_DEATHS: Final = frozenset({"killed", "died_later"})
_REPORTED: Final = ("charged", "killed")
_FEW: Final = 5  # W. G. Cochran (1954), as in a comparison of two groups
PROPERTIES: Final = OF_PERSONS | {OUTCOME, ETHNIC_GROUP, *_REPORTED}
WARNINGS: Final[Mapping[str, Label]] = {
    "small": Label(
        en="{group}: fewer than {few} charged or killed; one more or less changes the ratio.",
        ru="{group}: обвинённых или погибших меньше {few}; один человек меняет отношение.",
        kk="{group}: айып тағылған не қаза тапқандар {few} адамнан аз; бір адам қатынасты өзгертеді.",
    ),
    "none_killed": Label(
        en="{group}: nobody killed is on record, so there is no ratio.",
        ru="{group}: погибших в записях нет, отношения нет.",
        kk="{group}: жазбада қаза тапқан жоқ, қатынас жоқ.",
    ),
    "unknown": Label(
        en="Of {charged} charged and {killed} killed the group is not known; each ratio is told from least to most.",
        ru="У {charged} обвинённых и {killed} погибших группа неизвестна; отношения даны от наименьшего к наибольшему.",
        kk="{charged} айып тағылған мен {killed} қаза тапқанның тобы белгісіз; қатынас ең азынан көбіне дейін.",
    ),
}
CAUTION: Final = Label(
    en="Charged is with whatever it was: the ratio says nothing of who killed whom, and nothing of why.",
    ru="Обвинены в чём бы то ни было: отношение не говорит, кто кого убил и почему.",
    kk="Айып кез келген іс бойынша: қатынас кім кімді өлтіргенін де, неге екенін де айтпайды.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Treated:
    """The persons of one group charged and killed; `low` and `high` are the least and the most their ratio can be."""

    group: str
    charged: int
    killed: int
    low: Fraction | None
    high: Fraction | None
    charged_claims: tuple[str, ...]
    killed_claims: tuple[str, ...]

    def to_row(self) -> dict[str, Any]:
        """Return what `onrecord investigation --json` prints."""
        return {
            "group": self.group,
            "charged": {"n": self.charged, "claims": list(self.charged_claims)},
            "killed": {"n": self.killed, "claims": list(self.killed_claims)},
            "ratio": None
            if self.low is None
            else {"low": float(self.low), "high": None if self.high is None else float(self.high)},
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Treatment:
    """Each group as of a day, those of no known group, and what was reported of both, side by side."""

    as_of: dt.date
    groups: tuple[Treated, ...]
    unknown: Treated
    reported: tuple[Count, ...]
    warnings: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]

    def warnings_told(self, language: str) -> list[str]:
        """Return the warnings as sentences, the one that always holds last."""
        told = [WARNINGS[code].fill(language, **dict(facts)) for code, facts in self.warnings]
        return [*told, CAUTION.text(language)]

    def to_row(self, language: str = "en") -> dict[str, Any]:
        """Return what `onrecord investigation --json` prints."""
        return {
            "unit": PERSONS,
            "as_of": self.as_of.isoformat(),
            "groups": [one.to_row() for one in self.groups],
            "unknown": self.unknown.to_row(),
            "reported": [_reported_row(one) for one in self.reported],
            "warnings": [{"code": code, "says": WARNINGS[code].fill(language, **dict(f))} for code, f in self.warnings],
            "caution": CAUTION.text(language),
        }


def treatment(book: Book, held: Proceedings, as_of: dt.date, incident: str | None = None) -> Treatment:
    """Return how many of each group were charged and killed by the end of a day, as a book has it.

    `held` is what the book has of proceedings, of the same incident.

    Raises:
        NoSuchIncident: nothing is on record of the incident.
    """
    return treatment_from(Read.of(book, PROPERTIES, incident), held, as_of)


def treatment_from(read: Read, held: Proceedings, as_of: dt.date) -> Treatment:
    """Return it from claims of what happened to persons, and who took part in proceedings."""
    charged: dict[str | None, list[tuple[str, ...]]] = {}
    for one in standings(held.persons, as_of):
        if Stage.CHARGED in one.reached:
            told = tuple(claim for event in one.telling(Stage.CHARGED) for claim in event.claims)
            charged.setdefault(one.person.group, []).append(told)
    killed = _killed(read, as_of)
    groups = sorted({group for group in (*charged, *killed) if group is not None})
    lost = (len(charged.get(None, ())), len(killed.get(None, ())))
    found = [_treated(group, charged.get(group, ()), killed.get(group, ()), lost) for group in groups]
    counts = counts_from((one for one in known_by(read.claims, as_of)), _REPORTED)
    return Treatment(
        as_of=as_of,
        groups=tuple(found),
        unknown=_treated("unknown", charged.get(None, ()), killed.get(None, ()), None),
        reported=tuple(one for one in counts if one.unit == PERSONS and one.as_of.latest <= as_of),
        warnings=tuple(_warnings(found, lost)),
    )


def _killed(read: Read, as_of: dt.date) -> dict[str | None, list[tuple[str, ...]]]:
    """Return by group the claims of each person who was killed; a person of several ids is one."""
    dead: dict[str, list[str]] = {}
    groups: dict[str, set[str]] = {}
    for claim in read.claims:
        if claim.subject_kind != "person" or not claim.status.is_counted:
            continue
        person = read.counted_as(claim.subject)
        named = str(claim.value) if claim.property == ETHNIC_GROUP else claim.dimension("group")
        if named is not None and named != "unknown":
            groups.setdefault(person, set()).add(named)
        if claim.property == OUTCOME and claim.value in _DEATHS and known_by((claim,), as_of):
            dead.setdefault(person, []).append(claim.id)
    found: dict[str | None, list[tuple[str, ...]]] = {}
    for person, claims in dead.items():
        own = groups.get(person, set())
        found.setdefault(next(iter(own)) if len(own) == 1 else None, []).append(tuple(claims))
    return found


def _treated(
    group: str, charged: Sequence[Sequence[str]], killed: Sequence[Sequence[str]], lost: tuple[int, int] | None
) -> Treated:
    low = high = None
    if lost is not None and killed:
        low = Fraction(len(charged), len(killed) + lost[1])
        high = Fraction(len(charged) + lost[0], len(killed))
    return Treated(
        group=group,
        charged=len(charged),
        killed=len(killed),
        low=low,
        high=high,
        charged_claims=_once(charged),
        killed_claims=_once(killed),
    )


def _once(claims: Iterable[Sequence[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(claim for told in claims for claim in told))


def _warnings(found: Iterable[Treated], lost: tuple[int, int]) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    for one in found:
        if not one.killed:
            yield "none_killed", (("group", one.group),)
        elif min(one.charged, one.killed) < _FEW:
            yield "small", (("few", str(_FEW)), ("group", one.group))
    if any(lost):
        yield "unknown", (("charged", str(lost[0])), ("killed", str(lost[1])))


def _reported_row(one: Count) -> dict[str, Any]:
    return {
        "claim": one.id,
        "what": one.what,
        "about": dict(one.about),
        "value": one.value,
        "most": one.most,
        "at_least": one.is_at_least,
        "approximate": one.is_about,
        "as_of": one.as_of.text(),
        "source": one.source,
    }

"""Owns how the claims of one person become events: each with its day, court, articles and sentences.

Nothing is picked among claims that differ: a day that sources give differently becomes the stretch that holds them all,
and counts when it is over. Every event keeps the claims that it was read from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from onrecord.justice.sentencing import SENTENCES, TERMS, is_after, is_sentence, sentences_of, term_after
from onrecord.justice.stages import AlterationKind, Event, Sentence, Stage
from onrecord.kernel import PartialDate
from onrecord.ledger import Claim

LAW_VERSION: Final = "law_version_on"
DATES: Final[Mapping[str, Stage]] = {
    "suspected_on": Stage.SUSPECT_NAMED,
    "detained_on": Stage.DETAINED,
    "charged_on": Stage.CHARGED,
    "sent_to_court_on": Stage.SENT_TO_COURT,
    "trial_opened_on": Stage.TRIAL_OPENED,
    "discontinued_on": Stage.DISCONTINUED,
    "appealed_on": Stage.APPEALED,
    "altered_on": Stage.ALTERED,
    "upheld_on": Stage.UPHELD,
    "in_force_on": Stage.IN_FORCE,
    "released_on": Stage.RELEASED,
    "served_on": Stage.SERVED,
    "died_in_custody_on": Stage.DIED_IN_CUSTODY,
}
# What the words of a source amount to (`legal_stage`); the others are no stage of a person's part.
STAGES_TOLD: Final[Mapping[str, tuple[Stage, AlterationKind | None]]] = {
    "suspect_named": (Stage.SUSPECT_NAMED, None),
    "charged": (Stage.CHARGED, None),
    "sent_to_court": (Stage.SENT_TO_COURT, None),
    "on_trial": (Stage.TRIAL_OPENED, None),
    "convicted": (Stage.CONVICTED, None),
    "acquitted": (Stage.ACQUITTED, None),
    "terminated": (Stage.DISCONTINUED, None),
    "upheld": (Stage.UPHELD, None),
    "altered": (Stage.ALTERED, None),
    "annulled": (Stage.ALTERED, AlterationKind.ANNULLED),
    "parole": (Stage.ALTERED, AlterationKind.PAROLE),
    "in_force": (Stage.IN_FORCE, None),
    "released": (Stage.RELEASED, None),
}
_VERDICTS: Final[Mapping[str, Stage]] = {
    "convicted": Stage.CONVICTED,
    "acquitted": Stage.ACQUITTED,
    "discontinued": Stage.DISCONTINUED,
}
_OF_VERDICTS: Final = frozenset({"verdict", "verdict_on"})
_ALTERATIONS: Final = {one.value: one for one in AlterationKind}
PROPERTIES: Final = frozenset({*DATES, *SENTENCES, *_OF_VERDICTS, "legal_stage", "reduced_term", LAW_VERSION})

_About = tuple[tuple[str, str], ...]
# What claims are about, as an event has it: case, court, instance, trial, articles, alteration.
_Where = tuple[str | None, str | None, str | None, str | None, tuple[str, ...], AlterationKind | None]


def events_of(claims: Iterable[Claim]) -> Iterator[Event]:
    """Yield the events of one person: one for each stage, case, court and article that claims tell apart."""
    told = _Told(claims)
    for (stage, about), same in told.dated.items():
        days = [one.value for one in same if isinstance(one.value, PartialDate)]
        yield told.event(stage, days[0] if len(days) == 1 else together(days), same, _where(about))
    for claim in told.legal_stages:
        read, day = STAGES_TOLD.get(claim.dimension("stage") or ""), day_of(claim)
        if read is not None and day is not None:
            event = told.event(read[0], day, [claim], _where(claim.about), is_by=claim.as_of is None)
            yield event if event.kind is not None or read[1] is None else event._replace(kind=read[1])
    if told.verdicts:
        yield from _verdicts(told)


class _Told:
    """The claims of one person by what they tell: days and words of stages, verdicts, terms, versions of laws."""

    __slots__ = ("dated", "legal_stages", "terms_after", "verdicts", "versions")

    def __init__(self, claims: Iterable[Claim]) -> None:
        self.dated: dict[tuple[Stage, _About], list[Claim]] = {}
        self.legal_stages: list[Claim] = []
        self.verdicts: list[Claim] = []
        self.terms_after: list[Claim] = []
        self.versions: list[Claim] = []
        for claim in claims:
            name = claim.property
            if (stage := DATES.get(name)) is not None:
                self.dated.setdefault((stage, claim.about), []).append(claim)
            elif name in _OF_VERDICTS:
                self.verdicts.append(claim)
            elif name in TERMS:
                if is_sentence(claim):
                    self.verdicts.append(claim)
                elif is_after(claim):
                    self.terms_after.append(claim)
            elif name == "legal_stage":
                self.legal_stages.append(claim)
            elif name == LAW_VERSION:
                self.versions.append(claim)

    def event(
        self, stage: Stage, on: PartialDate, same: Sequence[Claim], where: _Where, *, is_by: bool = False
    ) -> Event:
        """Return an event from the claims that tell it, with what others of the same case add."""
        told = (same[0].id,) if len(same) == 1 else tuple([one.id for one in same])
        if not self.versions:
            if stage is Stage.CONVICTED:  # its sentences are read from the same claims
                imposed = sentences_of(same)
                return Event(stage, on, told, is_by, *where, imposed[0] if len(imposed) == 1 else None, imposed)
            if stage is not Stage.ALTERED:
                return Event(stage, on, told, is_by, *where)
        versions = [one for one in self.versions if _is_version(one, where)]
        sentences = sentences_of(same) if stage is Stage.CONVICTED else ()
        after = self._term_after(on, same, where) if stage is Stage.ALTERED else None
        added: list[str] = [one.id for one in versions]
        added += [claim for one in (*sentences, after) if one is not None for claim in one.claims]
        return Event(
            stage,
            on,
            tuple(dict.fromkeys([*told, *added])) if added else told,
            is_by,
            *where,
            sentence=sentences[0] if len(sentences) == 1 else None,
            sentences=sentences,
            to=after,
            law_version_on=_version_of(versions) if versions else None,
        )

    def _term_after(self, on: PartialDate, same: Sequence[Claim], where: _Where) -> Sentence | None:
        """Return what a sentence became by an alteration. Of several of a kind in one case, each has its own terms.

        Told apart by court and instance, and by day: a term that was so before an alteration is not of it, and one
        that was so when a later one had been made is not of the earlier.
        """
        case, court, instance, *_ = where
        named = _alteration(same)
        alike = [
            together([one.value for one in claims if isinstance(one.value, PartialDate)])
            for (stage, _), claims in self.dated.items()
            if stage is Stage.ALTERED and claims is not same
            if (claims[0].dimension("case"), _alteration(claims)) == (case, named)
        ]
        terms = self.terms_after
        if alike:
            later = [day for day in alike if on.is_certainly_before(day)]
            places = {"court": court, "instance": instance}
            terms = [one for one in terms if _is_of_court(one, places) and _is_of_day(one.as_of, on, later)]
        return term_after(terms, case, named)


def _is_of_court(term: Claim, places: Mapping[str, str | None]) -> bool:
    return all(value is None or term.dimension(name) in (None, value) for name, value in places.items())


def _is_of_day(day: PartialDate | None, on: PartialDate, later: Sequence[PartialDate]) -> bool:
    """Say whether a term that was so on a day may be that of an alteration, with these that came after it."""
    if day is None:
        return True
    return not day.is_certainly_before(on) and not any(one.latest <= day.earliest for one in later)


def _verdicts(told: _Told) -> Iterator[Event]:
    """Yield what courts decided, of each case and instance. Where verdicts differ, only that there was a trial."""
    for same in _by_court(told.verdicts):
        decided, days, is_sentenced = set[str](), list[PartialDate](), False
        for one in same:
            if one.property == "verdict":
                decided.add(str(one.value))
            elif one.property != "verdict_on":
                is_sentenced = True
            elif isinstance(one.value, PartialDate):
                days.append(one.value)
        if not decided and is_sentenced:
            decided = {"convicted"}  # nobody is sentenced who was not found guilty
        on = together(days) if days else _first_known(same)
        if on is not None:
            stage = _VERDICTS.get(decided.pop(), Stage.TRIAL_OPENED) if len(decided) == 1 else Stage.TRIAL_OPENED
            yield told.event(stage, on, same, _agreed(same), is_by=not days or stage is Stage.TRIAL_OPENED)


def _by_court(claims: Sequence[Claim]) -> Iterable[Sequence[Claim]]:
    """Return claims of verdicts and terms by case and instance; of a case with one instance, that is every claim's."""
    if _is_of_one(claims):
        return (claims,)
    placed = [(claim.dimension("case"), claim.dimension("instance"), claim) for claim in claims]
    instances: dict[str | None, set[str]] = {}
    for case, instance, _ in placed:
        if instance:
            instances.setdefault(case, set()).add(instance)
    courts: dict[tuple[str | None, str | None], list[Claim]] = {}
    for case, instance, claim in placed:
        only = instances.get(case, set())
        if instance is None and len(only) == 1:  # the only instance there was, though this claim leaves it out
            (instance,) = only  # noqa: PLW2901 - read into it
        courts.setdefault((case, instance), []).append(claim)
    return courts.values()


def _is_of_one(claims: Sequence[Claim]) -> bool:
    """Say whether claims are all about the same: most are, and need not be told apart."""
    about = claims[0].about
    return not [one for one in claims if one.about != about]


def _first_known(claims: Iterable[Claim]) -> PartialDate | None:
    """Return the day by which something had happened: the first by which anybody says so."""
    return min(filter(None, map(day_of, claims)), key=lambda one: one.latest, default=None)


def _is_version(claim: Claim, where: _Where) -> bool:
    case, articles = where[0], where[4]
    return claim.dimension("article") in articles and claim.dimension("case") in (None, case)


def _version_of(claims: Iterable[Claim]) -> PartialDate:
    return together([one.value for one in claims if isinstance(one.value, PartialDate)])


def _alteration(claims: Iterable[Claim]) -> str | None:
    """Return the alteration that claims name, as they name it; None where they name none, or several."""
    named = {one.dimension("alteration") for one in claims} - {None, ""}
    return named.pop() if len(named) == 1 else None


@lru_cache(maxsize=4096)
def _where(about: _About) -> _Where:
    """Return what an event tells of what a claim is about; a thousand claims are about the same case and court."""
    said = {name: value for name, value in about if value}
    article = said.get("article")
    return _of_event(said, (article,) if article is not None else ())


def _agreed(claims: Sequence[Claim]) -> _Where:
    """Return what claims say in each dimension in which they do not say different things, and every article named."""
    if _is_of_one(claims):
        return _where(claims[0].about)
    said: dict[str, dict[str, None]] = {}
    for claim in claims:
        for name, value in claim.about:
            if value:
                said.setdefault(name, {})[value] = None
    agreed = {name: next(iter(values)) for name, values in said.items() if len(values) == 1}
    return _of_event(agreed, tuple(said.get("article", ())))


def _of_event(said: Mapping[str, str], articles: tuple[str, ...]) -> _Where:
    places = (said.get("case"), said.get("court"), said.get("instance"), said.get("trial"))
    return *places, articles, _ALTERATIONS.get(said.get("alteration", ""))


def together(days: Sequence[PartialDate]) -> PartialDate:
    """Return the stretch that claims leave for one day: the narrowest that fits into all, or that which holds them all.

    "February" and "8 February" are one account, the second more exact; "8 February" and "12 February" are two.
    """
    if len(days) == 1:
        return days[0]
    narrowest = min(days, key=lambda one: (one.latest - one.earliest, one.earliest))
    if all(one.contains(narrowest) for one in days):
        return narrowest
    first, last = min(one.earliest for one in days), max(one.latest for one in days)
    return PartialDate(earliest=first, latest=last, wording=" / ".join(dict.fromkeys(one.wording for one in days)))


def day_of(claim: Claim) -> PartialDate | None:
    """Return as of which day a claim is so, or on which it was said."""
    return claim.as_of or claim.said_on

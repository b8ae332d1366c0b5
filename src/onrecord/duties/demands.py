"""Owns demands: what was asked of whom, by whom and when, and what is on record since, as of a day. Pure.

It never says that nothing happened. Where nothing is on record there is no information; that nothing was found is told
only while a search that another person could repeat is fresh (METHOD R0.3), and always with its day.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from onrecord.duties.clocks import FRESH_DAYS
from onrecord.duties.errors import NoSuchDemand
from onrecord.kernel import ClaimId, Label, PartialDate, SourceId
from onrecord.ledger import Book, Claim, LoggedSearch

DEMAND: Final = "demand"
_STATUS: Final = "demand_status"
_NONE_FOUND: Final = "none_found"
_MET_ON: Final = "met_on"
_ABSENT: Final = "no_reply_as_of"  # told by somebody, with no search of ours: shown, and decides nothing
_OF_LETTERS: Final = ("replied_on", "reply_content", _ABSENT)
_OF_DEMANDS: Final = (DEMAND, "demanded_on", "demanded_in", "response", _STATUS, _MET_ON)
PROPERTIES: Final = frozenset({*_OF_DEMANDS, *_OF_LETTERS})


class DemandState(StrEnum):
    """How a demand stands on a day."""

    MET = "met"
    PARTLY_MET = "partly_met"
    REFUSED = "refused"
    ANSWERED = "answered"
    CONTESTED = "contested"
    NONE_FOUND = "none_found"
    SEARCH_LAPSED = "search_lapsed"
    NO_INFORMATION = "no_information"


STATES: Final[Mapping[DemandState, Label]] = {
    DemandState.MET: Label(en="met", ru="выполнено", kk="орындалған"),
    DemandState.PARTLY_MET: Label(en="partly met", ru="выполнено частично", kk="ішінара орындалған"),
    DemandState.REFUSED: Label(en="refused", ru="отказано", kk="бас тартылған"),
    DemandState.ANSWERED: Label(en="answered", ru="есть ответ", kk="жауап бар"),
    DemandState.CONTESTED: Label(en="accounts differ", ru="сообщения расходятся", kk="хабарлар әрқалай"),
    DemandState.NONE_FOUND: Label(en="nothing found", ru="ничего не найдено", kk="ештеңе табылмады"),
    DemandState.SEARCH_LAPSED: Label(en="search again", ru="нужен новый поиск", kk="қайта іздеу керек"),
    DemandState.NO_INFORMATION: Label(en="no information", ru="нет сведений", kk="мәлімет жоқ"),
}
_GRADES: Final = frozenset({DemandState.MET, DemandState.PARTLY_MET, DemandState.REFUSED})
_SAYS: Final[Mapping[DemandState, Label]] = {
    DemandState.MET: Label(
        en="Met, by an account of {on} (told as of {as_of}).",
        ru="Выполнено, по сообщению от {on} (на {as_of}).",
        kk="{on} хабары бойынша орындалған ({as_of} күнгі жағдай).",
    ),
    DemandState.PARTLY_MET: Label(
        en="Partly met, by an account of {on} (told as of {as_of}).",
        ru="Выполнено частично, по сообщению от {on} (на {as_of}).",
        kk="{on} хабары бойынша ішінара орындалған ({as_of} күнгі жағдай).",
    ),
    DemandState.REFUSED: Label(
        en="Refused, by an account of {on} (told as of {as_of}).",
        ru="Отказано, по сообщению от {on} (на {as_of}).",
        kk="{on} хабары бойынша бас тартылған ({as_of} күнгі жағдай).",
    ),
    DemandState.ANSWERED: Label(
        en="Something was said or done on {on}; whether it meets the demand nobody says (told as of {as_of}).",
        ru="На {on} что-то сказано или сделано; выполнено ли этим требование, никто не говорит (на {as_of}).",
        kk="{on} күні бірдеңе айтылды не істелді; талап сонымен орындалды ма, ешкім айтпайды ({as_of} күнгі жағдай).",
    ),
    DemandState.CONTESTED: Label(
        en="Accounts of {on} differ (told as of {as_of}).",
        ru="Сообщения от {on} расходятся (на {as_of}).",
        kk="{on} хабарлары әрқалай ({as_of} күнгі жағдай).",
    ),
    DemandState.NONE_FOUND: Label(
        en="Nothing found as of {on} (told as of {as_of}).",
        ru="На {on} ничего не найдено (на {as_of}).",
        kk="{on} күні ештеңе табылмады ({as_of} күнгі жағдай).",
    ),
    DemandState.SEARCH_LAPSED: Label(
        en="The last search, of {on}, is no longer younger than {days} days as of {as_of}: search again.",
        ru="На {as_of} последнему поиску, от {on}, уже не меньше {days} дней: нужен новый.",
        kk="{as_of} күні {on} соңғы іздеуге {days} күн толған: қайта іздеу керек.",
    ),
    DemandState.NO_INFORMATION: Label(
        en="No information as of {as_of}. That does not mean that nothing happened.",
        ru="На {as_of} сведений нет. Это не значит, что ничего не произошло.",
        kk="{as_of} күні мәлімет жоқ. Бұл ештеңе болмады деген сөз емес.",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The demand as one source tells it: in which words, by whom, of whom."""

    value: str
    by: str
    of: str | None
    on: PartialDate | None
    source: SourceId | None
    claim: ClaimId

    def to_row(self) -> dict[str, Any]:
        """Return what `onrecord demands --json` prints of it."""
        return {
            "value": self.value,
            "by": self.by,
            "of": self.of,
            "on": self.on.text() if self.on else None,
            "source": self.source,
            "claim": self.claim,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """One thing on record since a demand was made. `kind` is the property claimed: a response, a reply, a state."""

    kind: str
    value: str
    on: PartialDate | None
    by: str
    note: str | None
    source: SourceId | None
    claim: ClaimId

    @property
    def state(self) -> DemandState | None:
        """The state that it gives the demand; None where it tells of an absence only."""
        if self.kind == _MET_ON:
            return DemandState.MET
        if self.kind == _STATUS and self.value in _GRADES:
            return DemandState(self.value)
        return None if self.kind == _ABSENT else DemandState.ANSWERED

    def to_row(self) -> dict[str, Any]:
        """Return what `onrecord demands --json` prints of it."""
        return {
            "property": self.kind,
            "value": self.value,
            "on": self.on.text() if self.on else None,
            "by": self.by,
            "note": self.note,
            "source": self.source,
            "claim": self.claim,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """One demand as of a day: what was asked, in which letters, and what is on record since, the newest last."""

    id: str
    asked: tuple[Asked, ...]
    asked_on: tuple[PartialDate, ...]
    found_in: tuple[str, ...]
    since: tuple[Since, ...]
    searches: tuple[LoggedSearch, ...]
    as_of: dt.date

    @property
    def state(self) -> DemandState:
        """The newest account of how far it was met; where none says so, whether anything was answered, or searched.

        Whatever is on record undoes every search that found nothing, also a later one: it had overlooked it.
        """
        newest = {one.state for one in self._newest() if one.state is not None}
        if newest:
            return newest.pop() if len(newest) == 1 else DemandState.CONTESTED
        told = [one for one in self.searches if one.is_repeatable]
        if any(0 <= one.age(self.as_of) < FRESH_DAYS for one in told):
            return DemandState.NONE_FOUND
        return DemandState.SEARCH_LAPSED if told else DemandState.NO_INFORMATION

    @property
    def claims(self) -> tuple[ClaimId, ...]:
        """Every claim that this was read from."""
        asked, since, searched = (tuple(one.claim for one in each) for each in (self.asked, self.since, self.searches))
        return tuple(dict.fromkeys((*asked, *since, *searched)))

    def says(self, language: str = "en") -> str:
        """Return the sentence that may be told of how it stands, always with its day."""
        on = self.told_on or "?"
        return _SAYS[self.state].fill(language, as_of=self.as_of, on=on, days=FRESH_DAYS)

    @property
    def told_on(self) -> PartialDate | None:
        """The day of what its state rests on: the newest account, else the newest search that is told in full."""
        days = [one.on for one in self._newest()] or [one.on for one in self.searches if one.is_repeatable]
        return days[-1] if days else None

    def _newest(self) -> list[Since]:
        """Return what was said last of how far it was met; where nothing was, what was answered last."""
        graded = [one for one in self.since if one.state in _GRADES]
        telling = graded or [one for one in self.since if one.state is DemandState.ANSWERED]
        return [one for one in telling if _latest(one.on) == _latest(telling[-1].on)]

    def to_row(self, language: str = "en") -> dict[str, Any]:
        """Return what `onrecord demands --json` prints."""
        return {
            "demand": self.id,
            "asked": [one.to_row() for one in self.asked],
            "asked_on": [one.text() for one in self.asked_on],
            "found_in": list(self.found_in),
            "state": self.state.value,
            "says": self.says(language),
            "since": [one.to_row() for one in self.since],
            "searches": [_search_row(one) for one in self.searches],
            "claims": list(self.claims),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Demands:
    """The demands on record as of a day, and what is asked without an id of its own, which nothing can be tied to."""

    as_of: dt.date
    demands: tuple[Demand, ...]
    untracked: tuple[Asked, ...]

    def demand(self, wanted: str) -> Demand:
        """Return one of them, by its id with or without its kind.

        Raises:
            NoSuchDemand: there is none, or none that may be seen.
        """
        for one in self.demands:
            if wanted.removeprefix(f"{DEMAND}:") == one.id:
                return one
        raise NoSuchDemand(demand=wanted, as_of=self.as_of)


def demands(book: Book, as_of: dt.date, *, found_in: str | None = None) -> Demands:
    """Return the demands that a book has by the end of a day, in the order in which they were made.

    With `found_in`, `letter:ID` or `document:ID`, those that stand in it.
    """
    found = demands_from((one for name in sorted(PROPERTIES) for one in book.claims_of(name)), as_of)
    if found_in is None:
        return found
    return replace(found, demands=tuple(one for one in found.demands if found_in in one.found_in), untracked=())


def demands_from(claims: Iterable[Claim], as_of: dt.date) -> Demands:
    """Return the demands that these claims make.

    A claim counts from its day on: the day that it tells, else as of which it is so, else on which it was said. One
    known by its month counts when the month is over. Claims that were withdrawn, replaced or refuted are not read.
    """
    of: dict[str, list[Claim]] = defaultdict(list)
    for claim in sorted(claims, key=lambda one: one.seq):
        if claim.property in PROPERTIES and _stood(claim, as_of):
            of[claim.subject].append(claim)
    found = [_demand(subject, same, of, as_of) for subject, same in of.items() if _is_demand(same)]
    loose = [one for same in of.values() for one in same if one.property == DEMAND and one.subject_kind != DEMAND]
    return Demands(
        as_of=as_of,
        demands=tuple(sorted(found, key=lambda one: (_latest(_first(one)), one.id))),
        untracked=tuple(_asked(one) for one in loose),
    )


def _is_demand(claims: Sequence[Claim]) -> bool:
    return any(one.property == DEMAND and one.subject_kind == DEMAND for one in claims)


def _demand(subject: str, claims: Sequence[Claim], of: Mapping[str, Sequence[Claim]], as_of: dt.date) -> Demand:
    letters = tuple(dict.fromkeys(one.value_text() for one in claims if one.property == "demanded_in"))
    asked = [one for one in claims if one.property == DEMAND]
    days = [one.value for one in claims if one.property == "demanded_on" and isinstance(one.value, PartialDate)]
    told = [day for one in asked if (day := one.as_of or one.said_on) is not None]
    replies = [one for letter in letters for one in of.get(letter, ()) if one.property in _OF_LETTERS]
    ours = [one for one in claims if one.property in ("response", _STATUS, _MET_ON)]
    searches = [LoggedSearch.of(one, one.as_of) for one in ours if one.as_of is not None and _is_search(one)]
    since = [_since(one) for one in (*ours, *replies) if not _is_search(one)]
    return Demand(
        id=subject.removeprefix(f"{DEMAND}:"),
        asked=tuple(_asked(one) for one in asked),
        asked_on=tuple(days or told),
        found_in=letters,
        since=tuple(sorted(since, key=lambda one: (_latest(one.on), one.claim))),
        searches=tuple(sorted(searches, key=lambda one: (one.on.earliest, one.claim))),
        as_of=as_of,
    )


def _is_search(claim: Claim) -> bool:
    return claim.property == _STATUS and claim.value == _NONE_FOUND


def _stood(claim: Claim, as_of: dt.date) -> bool:
    return claim.status.is_counted and (claim.day is None or claim.day.latest <= as_of)


def _asked(claim: Claim) -> Asked:
    return Asked(
        value=claim.value_text(),
        by=claim.speaker,
        of=claim.dimension("addressee"),
        on=claim.as_of or claim.said_on,
        source=claim.source,
        claim=claim.id,
    )


def _since(claim: Claim) -> Since:
    return Since(
        kind=claim.property,
        value=claim.value.text() if isinstance(claim.value, PartialDate) else claim.value_text(),
        on=claim.day,
        by=claim.speaker,
        note=claim.note,
        source=claim.source,
        claim=claim.id,
    )


def _search_row(one: LoggedSearch) -> dict[str, Any]:
    return {**one.facts(), "told": one.is_repeatable, "claim": one.claim}


def _first(one: Demand) -> PartialDate | None:
    return min(one.asked_on, key=lambda day: (day.earliest, day.latest), default=None)


def _latest(day: PartialDate | None) -> dt.date:
    return day.latest if day is not None else dt.date.min

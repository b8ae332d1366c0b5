"""Owns what came of an utterance, and when it may be said that nothing was found (METHOD 5.3).

That nothing came of it is never said, only that nobody found anything: as of a day, by a search that is told in full
and holds for 90 days.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from onrecord.kernel import ClaimId, Label, PartialDate
from onrecord.ledger import Claim, LoggedSearch

SEARCH_DAYS: Final = 90
NONE_FOUND: Final = "none_found"
# What is done to somebody for their words is a matter of justice; it says nothing of what the words were.
PROSECUTIONS: Final = frozenset({"criminal_case", "court_ruling", "administrative_fine"})


class Answered(StrEnum):
    """What may be said of responses to an utterance, as of a day."""

    ON_RECORD = "responses_on_record"
    NONE_FOUND = "none_found"
    LAPSED = "search_lapsed"
    INCOMPLETE = "search_incomplete"
    NOT_SEARCHED = "not_searched"


_SAYS: Final = {
    Answered.ON_RECORD: Label(
        en="Responses on record as of {as_of}: {count}.",
        ru="Реакций в записях на {as_of}: {count}.",
        kk="{as_of} күні жазбадағы жауап: {count}.",
    ),
    Answered.NONE_FOUND: Label(
        en="No response found as of {searched_on} (told as of {as_of}).",
        ru="Реакция не найдена на {searched_on} (сказано на {as_of}).",
        kk="{searched_on} күні жауап табылмады ({as_of} күні айтылды).",
    ),
    Answered.LAPSED: Label(
        en="The last search, of {searched_on}, is older than {days} days as of {as_of}: search again.",
        ru="Последнему поиску ({searched_on}) на {as_of} больше {days} дней: поищите снова.",
        kk="Соңғы іздеуге ({searched_on}) {as_of} күні {days} күннен асты: қайта іздеңіз.",
    ),
    Answered.INCOMPLETE: Label(
        en="Of the search of {searched_on} it is not told where and for what it was (searched_in, search_words), "
        "so nothing is said as of {as_of}.",
        ru="О поиске {searched_on} не сказано, где и по каким словам искали (searched_in, search_words), поэтому на "
        "{as_of} ничего не утверждается.",
        kk="{searched_on} күнгі іздеу қайда және қандай сөзбен болғаны айтылмаған (searched_in, search_words), "
        "сондықтан {as_of} күні ештеңе айтылмайды.",
    ),
    Answered.NOT_SEARCHED: Label(
        en="No response is on record as of {as_of}, and nobody has searched for one.",
        ru="На {as_of} реакции в записях нет, и никто её не искал.",
        kk="{as_of} күні жазбада жауап жоқ, оны ешкім іздемеген.",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One response to an utterance. `is_justice` where it is a proceeding against whoever spoke."""

    kind: str
    on: PartialDate | None
    body: str | None
    article: str | None
    claim: ClaimId

    @property
    def is_justice(self) -> bool:
        """Whether it belongs to justice: a case, a ruling, a fine."""
        return self.kind in PROSECUTIONS

    def to_row(self) -> dict[str, Any]:
        """Return what `onrecord speech --json` prints of it."""
        return {
            "kind": self.kind,
            "on": self.on.text() if self.on else None,
            "body": self.body,
            "article": self.article,
            "justice": self.is_justice,
            "claim": self.claim,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Responses:
    """The responses and the searches on record as of a day, and what may be said of them."""

    as_of: dt.date
    status: Answered
    found: tuple[Response, ...]
    searches: tuple[LoggedSearch, ...]

    def says(self, language: str = "en") -> str:
        """Return the sentence that may be told, always with its day."""
        searched = self.searches[-1].on if self.searches else None
        return _SAYS[self.status].fill(
            language, as_of=self.as_of, searched_on=searched, days=SEARCH_DAYS, count=len(self.found)
        )

    def to_row(self, language: str = "en") -> dict[str, Any]:
        """Return what `onrecord speech --json` prints of it."""
        return {
            "as_of": self.as_of.isoformat(),
            "status": self.status.value,
            "says": self.says(language),
            "found": [one.to_row() for one in self.found],
            "searches": [_search_row(one) for one in self.searches],
        }


def responses(claims: Sequence[Claim], as_of: dt.date) -> Responses:
    """Return what came of an utterance by the day, from the claims about it that stood then.

    A response on record undoes every search that found none, also one that came later: it had overlooked it.
    """
    found = tuple(_response(one) for one in claims if one.value != NONE_FOUND)
    searches = tuple(
        sorted(
            (LoggedSearch.of(one, one.as_of) for one in claims if one.value == NONE_FOUND and one.as_of), key=_by_day
        )
    )
    return Responses(as_of=as_of, status=_status(found, searches, as_of), found=found, searches=_last_told(searches))


def _status(found: Sequence[Response], searches: Sequence[LoggedSearch], as_of: dt.date) -> Answered:
    if found:
        return Answered.ON_RECORD
    told = [one for one in searches if one.is_repeatable]
    if any(_holds(one, as_of) for one in told):
        return Answered.NONE_FOUND
    if told:
        return Answered.LAPSED
    return Answered.INCOMPLETE if searches else Answered.NOT_SEARCHED


def _last_told(searches: tuple[LoggedSearch, ...]) -> tuple[LoggedSearch, ...]:
    """Return the searches with the one last that a sentence may name: the newest that is told in full."""
    return tuple(sorted(searches, key=lambda one: one.is_repeatable))


def _by_day(one: LoggedSearch) -> dt.date:
    return one.on.earliest


def _response(claim: Claim) -> Response:
    return Response(
        kind=claim.value_text(),
        on=claim.as_of or claim.said_on,
        body=claim.dimension("body"),
        article=claim.dimension("article"),
        claim=claim.id,
    )


def _holds(one: LoggedSearch, as_of: dt.date) -> bool:
    """Say whether a search is no older than 90 days."""
    return 0 <= one.age(as_of) <= SEARCH_DAYS


def _search_row(one: LoggedSearch) -> dict[str, Any]:
    lapses = (one.on.earliest + dt.timedelta(days=SEARCH_DAYS)).isoformat()
    return {**one.facts(), "lapses_after": lapses, "claim": one.claim}

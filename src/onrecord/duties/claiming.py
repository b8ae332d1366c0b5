"""Owns recommendations as rows for the ledger: each with its words, its number, who made it, and where that stands.

Stating again says nothing new: a row has the same id whenever it is made from the same recommendation. Never states
anything itself, and never a recommendation whose words are not in the item.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from onrecord.duties.errors import REASONS
from onrecord.duties.passages import Passages
from onrecord.duties.published import PublishedRow
from onrecord.duties.recorded import Place, Recorded
from onrecord.duties.reports import Recommendation, Response
from onrecord.kernel import Problem, Span

_DOCUMENT: Final = "document"
_LONGEST_ID: Final = 60
_ANSWERS: Final[Mapping[str, Response]] = {
    "supported": Response.SUPPORTED,
    "accepted": Response.SUPPORTED,
    "noted": Response.NOTED,
    "rejected": Response.NOTED,
    "not supported": Response.NOTED,
    "pending": Response.PENDING,
    "to be examined": Response.PENDING,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """How recommendations go on record: in which document, from which source and item, said by which body.

    `addressee` is the State; `fields` are those that every row has: dates, visibility. `recorded` is what is on record
    already: a list of the same recommendations from another source adds its claims to these duties.
    """

    document: str | None
    source: str
    item: str
    speaker: str
    addressee: str | None = None
    incident: str | None = None
    fields: Mapping[str, Any]
    recorded: Recorded = field(default_factory=Recorded)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """A row for the ledger, and where in the item's text its quote stands; `is_whole` where that holds all its words.

    `of` is the recommendation it is of: its place in the report's list, or its row in the table.
    """

    fields: Mapping[str, Any]
    place: Span
    of: int
    is_whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NotFiled:
    """A recommendation that no row was made of, and why."""

    row: int
    problem: Problem

    def to_row(self, language: str) -> dict[str, object]:
        """Return it as reports print it."""
        return self.problem.to_record(language)


@dataclass(frozen=True, slots=True, kw_only=True)
class _One:
    """A recommendation, whether read out of a report or out of a table."""

    row: int
    document: str | None
    number: str
    part: str | None
    text: str
    made_by: tuple[str, ...]
    response: Response
    addressee: str | None
    speaker: str
    symbol: str
    key: str
    themes: tuple[str, ...] = ()
    within: str = ""  # the words among which these stand, where they are no one stretch


def filed_from_report(found: Sequence[Recommendation], text: str, filing: Filing) -> Iterator[Filed | NotFiled]:
    """Yield rows for the recommendations that were read out of a report, held against the text of its item."""
    parts: dict[str, int] = {}
    for one in found:
        parts[one.number] = parts.get(one.number, 0) + 1
    ones = (
        _One(
            row=at,
            document=filing.document,
            number=one.number,
            part=str(one.part) if parts[one.number] > 1 else None,
            text=one.text,
            made_by=tuple(state.name for state in one.states),
            response=one.response,
            addressee=filing.addressee,
            speaker=filing.speaker,
            symbol="",
            key="",
            within=one.within,
        )
        for at, one in enumerate(found, start=1)
    )
    passages = Passages(text)
    yield from _filed(ones, passages, filing, passages.with_bracket)


def filed_from_table(rows: Iterable[PublishedRow], text: str, filing: Filing) -> Iterator[Filed | NotFiled]:
    """Yield rows for the recommendations of a published table; a document that a row names goes before the filing's.

    A row has the place of the recommendation on record that begins alike and is the same State's, under its number if
    it has one. Else one without a number is told from others by its words and by who made it: two rows that say
    the same are one recommendation.
    """
    given = list(rows)
    documents: dict[str | None, list[PublishedRow]] = {}
    for row in given:
        documents.setdefault(_slug(row.document) or filing.document, []).append(row)
    places: dict[int, Place] = {}
    for name, same in documents.items():
        places |= filing.recorded.places(name, same) if name is not None else {}
    ones = (
        _One(
            row=one.row,
            document=_slug(one.document) or filing.document,
            number=places[one.row][0] if one.row in places else one.number,
            part=places[one.row][1] if one.row in places else _part(one),
            text=one.text,
            made_by=tuple(state.name for state in one.states) or ((one.made_by,) if one.made_by else ()),
            response=_ANSWERS.get(one.response.casefold().strip(), Response.NOT_TOLD),
            addressee=one.addressee or filing.addressee,
            speaker=one.body or filing.speaker,
            symbol=one.document,
            key=one.key,
            themes=one.themes,
        )
        for one in given
    )
    passages = Passages(text)
    yield from _filed(_told_apart(ones, places), passages, filing, passages.with_line)


def _part(one: PublishedRow) -> str | None:
    return None if one.number else _digest(f"{one.text}\n{one.made_by}\n{one.addressee}")


def _told_apart(ones: Iterable[_One], placed: Collection[int]) -> Iterator[_One]:
    """Yield each recommendation; of several under one number each but the first gets a part of its own.

    Those whose place on record is known keep it.
    """
    seen: dict[tuple[str | None, str], set[str]] = {}
    for one in ones:
        digest = _digest(f"{one.text}\n{'|'.join(one.made_by)}")
        same = seen.setdefault((one.document, one.number), set())
        if one.row not in placed and one.number and same and digest not in same:
            yield replace(one, part=digest)
        else:
            yield one
        same.add(digest)


def _filed(
    ones: Iterable[_One], passages: Passages, filing: Filing, around: Callable[[Span], Span]
) -> Iterator[Filed | NotFiled]:
    after = 0
    told: set[str] = set()
    for one in ones:
        if one.document is None:
            yield _not_filed(one, "duties.no-document")
            continue
        passage = passages.find(one.within or one.text, after=after)
        if passage is None:
            yield _not_filed(one, "duties.words-not-in-item", item=filing.item)
            continue
        after = passage.span.start if one.within else passage.span.end
        for fields in _rows(one, filing):
            if fields["id"] not in told:
                told.add(fields["id"])
                yield Filed(fields=fields, place=around(passage.span), of=one.row, is_whole=passage.is_whole)


def _rows(one: _One, filing: Filing) -> Iterator[dict[str, Any]]:
    """Yield the claims of one recommendation; what its own words do not say is read out of what stands around them."""
    about = {"paragraph": one.number or None, "part": one.part}
    yield _row(one, filing, "recommendation", one.text, {**about, "speaker": one.speaker, "addressee": one.addressee})
    for at, state in enumerate(one.made_by):
        yield _row(one, filing, "recommended_by", state, {**about, "speaker": one.speaker}, at)
    read_out = {**about, "speaker": one.speaker, "level": "interpretation"}
    if one.response is not Response.NOT_TOLD:
        yield _row(one, filing, "state_response", one.response.value, read_out)
    for at, theme in enumerate(one.themes):
        yield _row(one, filing, "theme", theme, read_out, at)
    if one.key:
        yield _row(one, filing, "index_id", one.key, read_out)
    yield from _of_document(one, filing)


def _of_document(one: _One, filing: Filing) -> Iterator[dict[str, Any]]:
    """Yield what holds for the whole document, the same for each recommendation of it."""
    told = {
        "issued_by": one.speaker,
        "symbol": one.symbol,
        "concerns_incident": filing.incident and f"incident:{filing.incident.removeprefix('incident:')}",
    }
    for name, value in told.items():
        if value:
            yield _row(one, filing, name, value, {"speaker": one.speaker, "level": "interpretation"}, of_document=True)


def _row(
    one: _One, filing: Filing, name: str, value: str, more: Mapping[str, Any], at: int = 0, *, of_document: bool = False
) -> dict[str, Any]:
    number = "" if of_document else "-".join(filter(None, (_slug(one.number), one.part)))
    parts = (one.document, number, name.replace("_", "-"), str(at + 1) if at else "")
    name_of_claim = "-".join(filter(None, parts))
    if filing.recorded.is_of_another(_id(name_of_claim), filing.source):
        name_of_claim = f"{name_of_claim}-{_slug(filing.source)}"
    fields = {
        "id": _id(name_of_claim),
        "subject": f"{_DOCUMENT}:{one.document}",
        "property": name,
        "value": value,
        "speaker_kind": "un_body",
        "source": filing.source,
        "item": filing.item,
        **more,
        **filing.fields,
    }
    return {key: each for key, each in fields.items() if each is not None}


def _id(name: str) -> str:
    """Return an id for a claim; of a name that is too long, its beginning and a digest of all of it."""
    return name if len(name) <= _LONGEST_ID else f"{name[: _LONGEST_ID - 9]}-{_digest(name)}"


def _slug(words: str) -> str:
    """Return words as a part of an id: letters and digits of ASCII, with hyphens between."""
    plain = unicodedata.normalize("NFKD", words)
    return re.sub(r"[^a-z0-9.]+", "-", plain.casefold()).strip("-.")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _not_filed(one: _One, code: str, **facts: object) -> NotFiled:
    return NotFiled(row=one.row, problem=Problem(code=code, says=REASONS[code], row=one.row, facts=facts))

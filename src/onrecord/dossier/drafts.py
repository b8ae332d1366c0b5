"""Owns drafts of letters and submissions: which lines, in which order, made from the ledger and held to the check.

A letter asks for answers; a submission under the early warning procedure follows the guidelines of the Committee on the
Elimination of Racial Discrimination (A/62/18, annex III); a follow-up report goes through recommendations one by one. A
draft argues nothing: what an indicator rests on is left to the author, in a comment.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from onrecord import duties
from onrecord.dossier.draft_lines import COURSE, HARM, Lines, indicators
from onrecord.dossier.drafting import Comment, Draft, Heading, Line, Piece, drafted
from onrecord.dossier.errors import NothingToDraft, UnknownArticle, UnknownIndicator
from onrecord.kernel import PartialDate
from onrecord.ledger import Book

_EMPTY: Final = "—"
_RECOMMENDED: Final = (duties.Kind.RECOMMENDATION, duties.Kind.DOCUMENT)


class DraftKind(StrEnum):
    """What is drafted."""

    LETTER = "letter"
    EARLY_WARNING = "early-warning"
    FOLLOW_UP = "follow-up"


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftAsked:
    """What draft somebody wants: in which language, as of which day, about which incident and State, to whom.

    `only` are the ids of the duties that it is about; all where none is named.
    """

    kind: DraftKind
    language: str
    as_of: dt.date
    edition: str
    incident: str | None = None
    state: str | None = None
    to: str | None = None
    authors: str | None = None
    only: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()


def draft(book: Book, owed: duties.Owed, asked: DraftAsked, *, today: dt.date) -> Draft:
    """Return a draft as a statement file that the check lets pass: every figure and date in it is bound.

    For the public edition the book must hold public claims only.

    Raises:
        NothingToDraft: nothing is on record that the draft could be about.
        NoSuchDuty: it is to be about one that there is not.
        UnknownArticle, UnknownIndicator: one is named that there is not.
        DraftDoesNotHold: its title would say what no claim carries.
    """
    lines = Lines(book, asked.language)
    _refuse_unknown(asked)
    owed = replace(owed, duties=_about(owed, asked))
    if not owed.duties and not (asked.kind is DraftKind.EARLY_WARNING and asked.incident):
        raise NothingToDraft(as_of=asked.as_of.isoformat(), kind=asked.kind.value)
    facts = _facts(owed, asked)
    head = {
        "title": lines.text(f"{_GROUPS[asked.kind]}.title", **facts),
        "language": asked.language,
        "incident": asked.incident or "",
        "as_of": asked.as_of.isoformat(),
        "edition": asked.edition,
        "authors": asked.authors or "",
    }
    pieces: list[Piece] = [Comment(words=lines.text("note.draft", as_of=asked.as_of.isoformat()))]
    pieces.append(lines.own(f"{_GROUPS[asked.kind]}.opening", is_point=False, **facts))
    pieces += _BODIES[asked.kind](lines, owed, asked)
    return drafted(book, head, pieces, today=today)


def _about(owed: duties.Owed, asked: DraftAsked) -> tuple[duties.Duty, ...]:
    """Return the duties that a draft is about: none that is told to be about other incidents alone.

    A follow-up report is about what was recommended; letters have drafts of their own.
    """
    named = [owed.duty(one) for one in asked.only]
    incident = f"incident:{asked.incident}" if asked.incident else None
    return tuple(
        one
        for one in named or owed.duties
        if (incident is None or not one.incidents or incident in {told.value for told in one.incidents})
        and (asked.kind is not DraftKind.FOLLOW_UP or one.kind in _RECOMMENDED)
    )


def _refuse_unknown(asked: DraftAsked) -> None:
    for words in asked.articles:
        if duties.article_of(words) is None:
            raise UnknownArticle(article=words)
    known = indicators()
    for letter in asked.indicators:
        if letter not in known:
            raise UnknownIndicator(indicator=letter, known=", ".join(known))


def _facts(owed: duties.Owed, asked: DraftAsked) -> dict[str, str]:
    named = [asked.state] if asked.state else [one.value for duty in owed.duties for one in duty.states]
    names = dict.fromkeys(duties.state_label(one).text(asked.language) for one in named)
    bodies = dict.fromkeys(duty.body.upper() for duty in owed.duties if duty.body)
    return {
        "state": ", ".join(names) or _EMPTY,
        "body": ", ".join(bodies) or _EMPTY,
        "to": asked.to or _EMPTY,
    }


def _letter(lines: Lines, owed: duties.Owed, _asked: DraftAsked) -> Iterator[Piece]:
    yield Heading(words=lines.text("letter.what"))
    yield from _each(lines, owed.duties)
    yield Heading(words=lines.text("letter.wish"))
    for name in ("reply", "tell", "meet"):
        yield lines.own(f"letter.{name}")
    yield lines.own("letter.close", is_point=False)


def _early_warning(lines: Lines, owed: duties.Owed, asked: DraftAsked) -> Iterator[Piece]:
    yield from _section(lines, "early_warning.facts", _of_incident(lines, asked, HARM))
    yield from _section(lines, "early_warning.norms", _norms(lines, owed, asked))
    yield Heading(words=lines.text("early_warning.indicators"))
    for letter in asked.indicators:
        yield lines.own(f"indicator.{letter}")
        yield Comment(words=lines.text("note.indicator"))
    if not asked.indicators:
        yield Comment(words=lines.text("note.indicator"))
    yield from _section(lines, "early_warning.course", _of_incident(lines, asked, COURSE))
    if owed.duties:
        yield Heading(words=lines.text("early_warning.before"))
        yield from _each(lines, owed.duties)
    yield Heading(words=lines.text("early_warning.measures"))
    for name in ("inform", "collect", "decide", "visit"):
        yield lines.own(f"early_warning.{name}")


def _follow_up(lines: Lines, owed: duties.Owed, asked: DraftAsked) -> Iterator[Piece]:
    if asked.incident:
        yield from _section(lines, "follow_up.facts", _of_incident(lines, asked, (*HARM, *COURSE)))
    yield from _each(lines, owed.duties)


def _each(lines: Lines, every: Sequence[duties.Duty]) -> Iterator[Piece]:
    """Yield each duty under a heading of its own, which names its place in the document as code: that is no figure."""
    for one in every:
        name = " ".join(symbol.value for symbol in one.symbols) or one.subject.partition(":")[2]
        place = f"{name}, {one.paragraph}" if one.paragraph else name
        part = f" ({one.part})" if one.part else ""
        body = f"{one.body.upper()} " if one.body else ""
        yield Heading(words=f"{body}`{f'{place}{part}'.replace('`', '')}`", level=3)
        yield from lines.duty(one)


def _section(lines: Lines, name: str, found: Iterator[Line]) -> Iterator[Piece]:
    """Yield a section; where nothing is on record for it, a comment says so to the author."""
    yield Heading(words=lines.text(name))
    said = list(found)
    yield from said
    if not said:
        yield Comment(words=lines.text("note.empty"))


def _of_incident(lines: Lines, asked: DraftAsked, names: Sequence[str]) -> Iterator[Line]:
    if asked.incident:
        yield from lines.figures(names, f"incident:{asked.incident}", PartialDate.on(asked.as_of))


def _norms(lines: Lines, owed: duties.Owed, asked: DraftAsked) -> Iterator[Line]:
    """Yield the articles that duties rely on and those that were asked for, each once."""
    bound = {one.treaty.id: one for one in owed.bound if one.is_bound(owed.as_of)}
    relied = [one.article for duty in owed.duties for one in duty.articles if one.article is not None]
    wanted = [article for words in asked.articles if (article := duties.article_of(words)) is not None]
    for article in dict.fromkeys([*wanted, *relied]):
        yield lines.article(article, bound.get(article.treaty.id))


_GROUPS: Final = {
    DraftKind.LETTER: "letter",
    DraftKind.EARLY_WARNING: "early_warning",
    DraftKind.FOLLOW_UP: "follow_up",
}
_BODIES: Final = {
    DraftKind.LETTER: _letter,
    DraftKind.EARLY_WARNING: _early_warning,
    DraftKind.FOLLOW_UP: _follow_up,
}

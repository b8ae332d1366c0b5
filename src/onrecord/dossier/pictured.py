"""Owns which pictures a statement brings: of proceedings, sentences, letters, responses to words.

It goes by what the statement binds: a figure of proceedings brings the stages and what others report of the same, a
term of a person that person's sentences, a claim of an utterance its responses, one of a letter its clock. It reads the
book of the edition alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from onrecord import duties, justice, speech
from onrecord.drawing import WIDE, Picture
from onrecord.kernel import Label, SourceId, Vocabulary, day_words
from onrecord.ledger import Book, Claim

_GROUP: Final = "group"
_UTTERANCE: Final = "utterance"
_INCIDENT: Final = "incident"
_ALL: Final = Label(en="all", ru="все", kk="барлығы")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictured:
    """What is drawn with a statement, as of its day. With `to_publish` as everybody may see it."""

    as_of: dt.date
    to_publish: bool
    funnels: tuple[justice.Funnel, ...] = ()
    cases: tuple[justice.CaseFunnel, ...] = ()
    reported: tuple[justice.Beside, ...] = ()
    named: tuple[tuple[str, str], ...] = ()  # who published the sources of what is reported
    histories: tuple[justice.History, ...] = ()
    clocks: tuple[duties.Duty, ...] = ()
    register: speech.Register | None = None

    def pictures(self, language: str, vocabulary: Vocabulary, *, width: float = WIDE) -> Iterator[Picture]:
        """Yield the pictures of what is there. How long single persons waited is drawn for nobody outside."""
        if self.funnels or self.cases or self.reported:
            yield justice.funnel_picture(
                self.funnels,
                cases=self.cases,
                reported=self.reported,
                language=language,
                width=width,
                to_publish=self.to_publish,
                named=dict(self.named),
                vocabulary=vocabulary,
            )
        if self.funnels and self.funnels[-1].waits and not self.to_publish:
            group, day = _ALL.text(language), day_words(self.as_of, language)
            yield justice.waits_picture(self.funnels[-1].waits, group=group, as_of=day, language=language, width=width)
        if self.histories:
            yield justice.ribbons(self.histories, language=language, width=width)
        if self.clocks:
            bars = duties.bars_of(self.clocks, vocabulary, language)
            yield duties.clock_bars(bars, language=language, width=width)
        if self.register is not None:
            yield speech.response_matrix(self.register, vocabulary, language=language, width=width)


def pictured_of(
    book: Book, bound: Sequence[Claim], incident: str | None, as_of: dt.date, *, to_publish: bool
) -> Pictured:
    """Return what is drawn with a statement by what it binds, from the claims of this book."""
    read = _proceedings(book, bound, incident, Pictured(as_of=as_of, to_publish=to_publish))
    register = _register(book, bound, as_of, to_publish=to_publish)
    return replace(read, register=register, clocks=_clocks(book, bound, as_of))


def _proceedings(book: Book, bound: Sequence[Claim], incident: str | None, read: Pictured) -> Pictured:
    told = justice.proceedings_from(bound)
    if not (told.persons or told.cases or told.counts):
        return read
    held, day = justice.proceedings(book, incident or _the_incident(bound)), read.as_of
    found = (justice.history(held, one.ids[0], day) for one in told.persons)
    read = replace(read, histories=tuple(one for one in found if one is not None and one.events))
    if not (told.cases or told.counts):
        return read
    groups = held.groups if any(dict(one.about).get(_GROUP) for one in told.counts) else ()
    asked = {one.what for one in told.counts}
    reported = [
        one for one in held.reported(book.vocabulary) if one.count.what in asked and one.count.as_of.latest <= day
    ]
    return replace(
        read,
        funnels=_funnels(held, groups, day) if held.persons else (),
        cases=(justice.case_funnel(held.cases, day),) if held.cases else (),
        reported=tuple(reported),
        named=tuple(_named(book, {one.count.source for one in reported})),
    )


def _the_incident(bound: Sequence[Claim]) -> str | None:
    """Return the one incident that the claims speak of; None where there are several or none."""
    found = {claim.subject_id for claim in bound if claim.subject_kind == _INCIDENT}
    return found.pop() if len(found) == 1 else None


def _named(book: Book, sources: set[str]) -> Iterator[tuple[str, str]]:
    """Yield who published each source, where the book says it."""
    for one in sorted(sources):
        known = book.sources.get(SourceId(one))
        if known is not None and known.publisher:
            yield one, known.publisher


def _funnels(held: justice.Proceedings, groups: Sequence[str], day: dt.date) -> tuple[justice.Funnel, ...]:
    if groups:
        return justice.funnels(held.persons, groups, day)
    return (justice.funnel(held.persons, None, day),)


def _clocks(book: Book, bound: Sequence[Claim], as_of: dt.date) -> tuple[duties.Duty, ...]:
    """Return the duties, each with its clock, of what is asked in claims that are bound, the earliest first."""
    asked = {claim.id for claim in bound}
    if not any(claim.subject_kind in duties.SUBJECT_KINDS for claim in bound):
        return ()
    found = [one for one in duties.owed(book, as_of).duties if asked.intersection(one.claims)]
    return tuple(sorted(found, key=lambda one: (one.stand.due.latest if one.stand.due else as_of, one.id)))


def _register(book: Book, bound: Sequence[Claim], as_of: dt.date, *, to_publish: bool) -> speech.Register | None:
    """Return the register of those utterances alone that a statement speaks of; None where it speaks of none."""
    asked = {claim.subject_id for claim in bound if claim.subject_kind == _UTTERANCE}
    if not asked:
        return None
    whole = speech.register(book, as_of, to_publish=to_publish)
    shown = tuple(one for one in whole.utterances if one.id in asked)
    return replace(whole, utterances=shown, withheld=0) if shown else None

"""Owns the resolution of links: from `fig:` and `claim:` targets to the readings on record. Never judges the words."""

from __future__ import annotations

import builtins
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from onrecord.dossier import targets
from onrecord.dossier.statement import CLAIM, Link, Statement
from onrecord.dossier.targets import TargetRefused
from onrecord.kernel import PartialDate, SpeakerKind, ValueType
from onrecord.ledger import Book, Claim, Figure, Reading, newest_first

_OWN_OPTIONS: Final = ("by", "as_of", "unit", "subject")
OFFICIAL_KINDS: Final = (SpeakerKind.OFFICIAL, SpeakerKind.COURT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """A link's words and what they are bound to.

    `readings` are the ones asked for, newest first. `later` are readings of the same figure that the statement, by
    its own date, should know and the link does not ask for. `figure` is None where a single claim is bound.
    """

    link: Link
    figure: Figure | None = None
    readings: tuple[Reading, ...] = ()
    later: tuple[Reading, ...] = ()
    claim: Claim | None = None

    @builtins.property
    def claims(self) -> tuple[str, ...]:
        """The claims the words rest on."""
        if self.claim is not None:
            return (self.claim.id,)
        return tuple(reading.claim.id for reading in self.readings)

    @builtins.property
    def unit(self) -> str | None:
        """What is counted."""
        if self.figure is not None:
            return self.figure.unit
        return self.claim.unit if self.claim else None

    @builtins.property
    def property(self) -> str | None:
        """Which quantity or fact this is."""
        if self.figure is not None:
            return self.figure.property
        return self.claim.property if self.claim else None

    def named_claims(self) -> tuple[Claim, ...]:
        """Return the claims themselves."""
        if self.claim is not None:
            return (self.claim,)
        return tuple(reading.claim for reading in self.readings)


def resolve(book: Book, statement: Statement, link: Link, *, horizon: PartialDate) -> Binding:
    """Return what a link is bound to; a binding without readings or claim found nothing.

    `horizon` is the day up to which the statement speaks: what is later than that it cannot know.

    Raises:
        TargetRefused: the target names something that cannot be.
    """
    if link.target.scheme == CLAIM:
        return Binding(link=link, claim=_claim(book, link))
    about, options = _options(book, link)
    as_of = _date(options.get("as_of"))
    subject = options.get("subject") or _subject(book, statement, link.target.name)
    unit = {"unit": options["unit"]} if "unit" in options else {}
    figures = book.figures(
        link.target.name, about={**about, **unit}, by=options.get("by"), as_of=as_of or horizon, subject=subject
    )
    figure = _the_figure(figures, about)
    if figure is None:
        return Binding(link=link)
    later = () if as_of is not None else _unasked(book, figure, options.get("by"), horizon)
    return Binding(link=link, figure=figure, readings=figure.readings, later=later)


def current(readings: Sequence[Reading]) -> tuple[Reading, ...]:
    """Return the readings that are about the latest time: the newest, and all whose time may be the same."""
    dated = [one for one in readings if one.claim.as_of or one.claim.said_on]
    if not dated:
        return tuple(readings)
    newest = dated[0].claim.as_of or dated[0].claim.said_on
    assert newest is not None  # noqa: S101 - chosen for having one
    return tuple(one for one in dated if (time := one.claim.as_of or one.claim.said_on) and time.overlaps(newest))


def fallen_for(book: Book, statement: Statement, link: Link) -> tuple[Claim, ...]:
    """Return the claims, withdrawn, superseded or refuted, that would have answered to a figure's target."""
    wanted = {name: value for name, value in link.target.options if name not in _OWN_OPTIONS}
    subject = link.target.option("subject") or _subject(book, statement, link.target.name)
    claims = book.claims_of(link.target.name, about=wanted, subject=subject)
    return tuple(newest_first(one for one in claims if not one.status.is_counted))


def _claim(book: Book, link: Link) -> Claim:
    claim = book.claim(link.target.name)
    if claim is None:
        raise TargetRefused(targets.NO_CLAIM, name=link.target.name)
    return claim


def _options(book: Book, link: Link) -> tuple[dict[str, str], Mapping[str, str]]:
    """Return the dimensions and the other options a figure's target names."""
    declared = book.vocabulary.property(link.target.name)
    if declared is None:
        raise TargetRefused(targets.NO_PROPERTY, name=link.target.name)
    if declared.value_type not in (ValueType.QUANTITY, ValueType.MONEY):
        raise TargetRefused(targets.NO_QUANTITY, name=declared.name)
    options = dict(link.target.options)
    if len(options) != len(link.target.options):
        raise TargetRefused(targets.TWICE)
    unknown = sorted(set(options) - set(declared.dimensions) - set(_OWN_OPTIONS))
    if unknown:
        known = ", ".join((*declared.dimensions, *_OWN_OPTIONS))
        raise TargetRefused(targets.NO_OPTION, name=declared.name, unknown=", ".join(unknown), known=known)
    kinds = [kind.value for kind in SpeakerKind]
    if options.get("by", kinds[0]) not in kinds:
        raise TargetRefused(targets.NO_SPEAKER, by=options["by"], known=", ".join(kinds))
    return {name: value for name, value in options.items() if name not in _OWN_OPTIONS}, options


def _date(text: str | None) -> PartialDate | None:
    if text is None:
        return None
    try:
        return PartialDate.parse(text)
    except ValueError as err:
        raise TargetRefused(targets.NO_DATE, text=text) from err


def _subject(book: Book, statement: Statement, name: str) -> str | None:
    """Return the statement's incident as the subject, where the quantity is one of incidents."""
    incident = statement.fields.get("incident")
    declared = book.vocabulary.property(name)
    return f"incident:{incident}" if incident and declared and declared.subject == "incident" else None


def _the_figure(figures: Sequence[Figure], about: Mapping[str, str]) -> Figure | None:
    """Return the one figure that is meant: the one with exactly these dimensions, or the only one with more.

    A group that is not named is never guessed: the dead of one group are not the dead.
    """
    exact = [figure for figure in figures if dict(figure.about) == dict(about)]
    if len(exact) == 1:
        return exact[0]
    if len(exact) > 1:
        units = ", ".join(sorted(figure.unit or "—" for figure in exact))
        raise TargetRefused(targets.UNITS, units=units)
    wider = [figure for figure in figures if ("group" in dict(figure.about)) == ("group" in about)]
    if len(wider) > 1:
        choices = " | ".join("&".join(f"{name}={value}" for name, value in figure.about) for figure in wider)
        raise TargetRefused(targets.FIGURES, choices=choices)
    return wider[0] if wider else None


def _unasked(book: Book, figure: Figure, by: str | None, horizon: PartialDate) -> tuple[Reading, ...]:
    """Return the newest readings of the same figure by anybody, where the link asks for one kind of speaker."""
    if by is None:
        return ()
    everyone = book.figures(figure.property, about=dict(figure.about), as_of=horizon, subject=figure.subject)
    same = [one for one in everyone if one.about == figure.about and one.unit == figure.unit]
    asked = frozenset(figure.claims)
    return tuple(reading for one in same for reading in one.readings if reading.claim.id not in asked)

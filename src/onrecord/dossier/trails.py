"""Owns the way from a figure back to its evidence: claims side by side, each with its quote, source and item.

It copies field by field into the page model and never passes a claim or an item on as it is (RELIABILITY J13).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from onrecord.dossier.model import ClaimCard, ItemCard, QuoteCard, SourceCard, Trail, Use
from onrecord.kernel import SourceId, sha256_hex
from onrecord.ledger import Book, Claim, ClaimStatus, Figure, Source, newest_first
from onrecord.vault import Item

TrailKey = tuple[str, str, str | None, tuple[tuple[str, str], ...]]
_NOT_PLAIN: Final = re.compile(r"[^a-z0-9]+")


def key_of(one: Claim | Figure) -> TrailKey:
    """Return what the claims of one trail have in common."""
    return one.property, one.subject, one.unit, one.about


def trails_of(
    book: Book, items: Mapping[str, Item], *, subjects: Iterable[str], facts: Iterable[Claim]
) -> dict[TrailKey, Trail]:
    """Return the trail of every figure about these subjects, and of these facts that are no quantities."""
    figures = {key_of(figure): figure for one in subjects for figure in book.figures(subject=one)}
    slugs = _Slugs()
    found = {key: _of_figure(figures[key], book, items, slugs) for key in sorted(figures, key=_order)}
    asked = {key_of(claim) for claim in facts} - set(found)
    together: dict[TrailKey, list[Claim]] = defaultdict(list)
    for name, subject in sorted({(name, subject) for name, subject, _, _ in asked}):
        for claim in book.claims_of(name, subject=subject):
            if key_of(claim) in asked:
                together[key_of(claim)].append(claim)
    for key in sorted(together, key=_order):
        if any(claim.status.is_counted for claim in together[key]):
            found[key] = _of_facts(together[key], book, items, slugs)
    return found


def card_of(claim: Claim, book: Book, items: Mapping[str, Item]) -> ClaimCard:
    """Return a claim as it is published."""
    source = book.sources.get(claim.source) if claim.source else None
    item_id = claim.item or (source.item if source else None)
    return ClaimCard(
        id=claim.id,
        seq=claim.seq,
        stated_at=claim.stated_at,
        property=claim.property,
        subject=claim.subject,
        about=claim.about,
        value=claim.value,
        unit=claim.unit,
        as_of=claim.as_of,
        said_on=claim.said_on,
        speaker=claim.speaker,
        speaker_kind=claim.speaker_kind.value,
        level=claim.level.value,
        status=claim.status.value,
        source=claim.source,
        quote=_quote(claim, source),
        item=_item(items, item_id),
        origins=book.origins(claim),
        basis=claim.basis,
        replaces=_replaced(claim, book),
    )


def _replaced(claim: Claim, book: Book) -> tuple[str, ...]:
    """Return the claims whose place this one took: a reader who knew them has to find what became of them."""
    gone = book.claims_of(claim.property, subject=claim.subject, status=ClaimStatus.SUPERSEDED)
    return tuple(one.id for one in gone if one.superseded_by == claim.id)


def sources_of(book: Book, items: Mapping[str, Item], cards: Iterable[ClaimCard]) -> dict[str, SourceCard]:
    """Return the sources of these claims and those they trace to, by id."""
    counts = Counter(SourceId(card.source) for card in cards if card.source is not None)
    waiting, shown = list(counts), set[SourceId]()
    while waiting:
        one = waiting.pop()
        if one in book.sources and one not in shown:
            shown.add(one)
            waiting.extend(book.sources[one].derived_from)
    return {one: _source(book.sources[one], items, counts[one]) for one in sorted(shown)}


def with_uses(trail: Trail, uses: Sequence[Use]) -> Trail:
    """Return the trail with the places that rest on it."""
    return replace(trail, uses=tuple(uses))


def _called(book: Book) -> Callable[[str], str]:
    """Return how an origin is called: by who published it and when, where it is a source of this book."""

    def called(origin: str) -> str:
        source = book.sources.get(SourceId(origin))
        return origin if source is None else source.publisher or source.title or origin

    return called


def _of_figure(figure: Figure, book: Book, items: Mapping[str, Item], slugs: _Slugs) -> Trail:
    return Trail(
        slug=slugs.slug(key_of(figure)),
        property=figure.property,
        subject=figure.subject,
        about=figure.about,
        unit=figure.unit,
        cards=tuple(card_of(reading.claim, book, items) for reading in figure.readings),
        origins=figure.origins,
        status=figure.status.value,
        low=figure.low,
        high=figure.high,
        latest_official=figure.latest_official,
        confirmation=figure.confirmation.level,
        confirmation_reason=figure.confirmation.reason(_called(book)),
        refuted=tuple(card_of(reading.claim, book, items) for reading in figure.refuted),
        floor=figure.floor.count if figure.floor else None,
    )


def _of_facts(claims: Sequence[Claim], book: Book, items: Mapping[str, Item], slugs: _Slugs) -> Trail:
    """Return the trail of a fact, from all claims of it, whatever became of them."""
    ordered = newest_first(claim for claim in claims if claim.status.is_counted)
    refuted = newest_first(claim for claim in claims if claim.status is ClaimStatus.REFUTED)
    first, level = ordered[0], book.level(claims)
    return Trail(
        slug=slugs.slug(key_of(first)),
        property=first.property,
        subject=first.subject,
        about=first.about,
        unit=first.unit,
        cards=tuple(card_of(claim, book, items) for claim in ordered),
        origins=level.origins,
        status="single_origin" if len(level.origins) < 2 else "stated",
        low=None,
        high=None,
        latest_official=None,
        confirmation=level.level,
        confirmation_reason=level.reason(_called(book)),
        refuted=tuple(card_of(claim, book, items) for claim in refuted),
    )


def _quote(claim: Claim, source: Source | None) -> QuoteCard | None:
    if claim.quote is None:
        return None
    return QuoteCard(
        text=claim.quote.text,
        language=source.language if source else None,
        layer=claim.quote.layer,
        start=claim.quote.start,
        end=claim.quote.end,
        page=claim.quote.page,
        places=claim.quote.places,
        made_by=claim.quote.made_by,
    )


def _item(items: Mapping[str, Item], item_id: str | None) -> ItemCard | None:
    item = items.get(item_id) if item_id else None
    if item is None:
        return None
    return ItemCard(
        id=item.id,
        name=item.name,
        sha256=item.sha256,
        size=item.size,
        media_type=item.media_type,
        sealed_at=item.sealed_at,
        seq=item.seq,
        is_damaged=item.is_damaged,
    )


def _source(source: Source, items: Mapping[str, Item], claims: int) -> SourceCard:
    graded = {one.axis for one in source.grades}
    return SourceCard(
        id=source.id,
        publisher=source.publisher,
        title=source.title,
        published_on=source.published_on,
        address=source.address,
        language=source.language,
        kind=source.source_kind,
        remark=source.remark,
        derived_from=source.derived_from,
        item=_item(items, source.item),
        claims=claims,
        ways=source.ways,
        reliability=source.grade("reliability") if "reliability" in graded else None,
        admiralty=source.grades_row()["admiralty"] if graded - {"reliability"} else None,
    )


class _Slugs:
    """File names for trails: readable, and each given once."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def slug(self, key: TrailKey) -> str:
        """Return a name that does not depend on the order of asking, unless two would be the same."""
        name, subject, unit, about = key
        words = [name, *(value for _, value in about)]
        wanted = _NOT_PLAIN.sub("-", " ".join(words).casefold()).strip("-")[:80]
        lost = any(_NOT_PLAIN.sub("", word.casefold()) == "" for word in words)
        if lost or wanted in self._given:
            wanted = f"{wanted}-{sha256_hex(repr((name, subject, unit, about)).encode())[:6]}"
        self._given.add(wanted)
        return wanted


def _order(key: TrailKey) -> tuple[str, str, str, tuple[tuple[str, str], ...]]:
    return key[0], key[1], key[2] or "", key[3]

"""Owns the way from a text's number to a hit. Each thing is fetched as the asker may see it now, or is no hit (G6).

Nothing that a person reads comes out of the index: words are read from the layer, against its digest, and from claims.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from onrecord import ledger, reading, vault
from onrecord.kernel import Vocabulary
from onrecord.search.marking import snippet_of
from onrecord.search.model import Hit
from onrecord.search.query import Query
from onrecord.search.reading_index import Ranked
from onrecord.search.telling import claim_text, speaker_of, thing_text
from onrecord.search.writing import Kind
from onrecord.store import Desk, DigestMismatch, ObjectMissing, ObjectUnreadable, Statements

_MOST_CLAIMS: Final = 50  # of one speaker, that are looked at to see whether there is one


@dataclass(frozen=True, slots=True)
class Place:
    """What a text in the index is of, and which stretch of it."""

    kind: Kind
    ref: str
    layer: str | None
    of_class: int
    start: int
    stop: int
    claims: tuple[str, ...] = ()  # some of those in which a person speaks


def places(connection: Statements, ranked: Sequence[Ranked]) -> list[tuple[Ranked, Place]]:
    """Return where the texts that were found stand, in their order."""
    if not ranked:
        return []
    marks = ",".join("?" * len(ranked))
    wanted = (
        "SELECT t.id, g.kind, g.ref, g.layer, g.class, t.start, t.stop"  # noqa: S608
        f" FROM texts t JOIN things g ON g.id = t.thing WHERE t.id IN ({marks})"
    )
    rows = connection.execute(wanted, [one.text for one in ranked]).fetchall()
    known = {text: _place(connection, Place(Kind(kind), *more)) for text, kind, *more in rows}
    return [(one, known[one.text]) for one in ranked if one.text in known]


def stretches(connection: Statements, names: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Return from which text to which these things of the index are found by."""
    marks = ",".join("?" * len(names))
    wanted = f"SELECT first, first + texts FROM things WHERE texts > 0 AND name IN ({marks})"  # noqa: S608
    return tuple((int(first), int(stop)) for first, stop in connection.execute(wanted, list(names)).fetchall())


def _place(connection: Statements, place: Place) -> Place:
    if place.kind is not Kind.PERSON:
        return place
    wanted = "SELECT claim FROM speakers WHERE name = ? AND class = ? LIMIT ?"
    rows = connection.execute(wanted, (place.ref, place.of_class, _MOST_CLAIMS)).fetchall()
    return replace(place, claims=tuple(claim for (claim,) in rows))


@dataclass(slots=True)
class Delivery:
    """One answer's fetching: all layers, items and claims of an answer are fetched at once, each text is read once."""

    desk: Desk
    query: Query
    words: Sequence[frozenset[str]]  # as which each term was found
    _items: dict[str, vault.Item] = field(default_factory=dict)
    _layers: dict[str, reading.Layer] = field(default_factory=dict)
    _texts: dict[str, str | None] = field(default_factory=dict)
    _claims: dict[str, ledger.Claim] = field(default_factory=dict)
    _vocabulary: Vocabulary = field(default_factory=Vocabulary)

    def hits(self, found: Sequence[tuple[Ranked, Place]]) -> tuple[Hit, ...]:
        """Return the hits of these places, without those that the asker may not see after all."""
        claims = [place.ref for _, place in found if place.kind is Kind.CLAIM]
        if claims:
            self._claims = {one.id: one for one in ledger.claims(self.desk, ids=claims)}
            self._vocabulary = ledger.vocabulary_of(self.desk.info.folder)
        self._layers = reading.layers_by_id(self.desk, (place.layer for _, place in found if place.layer is not None))
        named = [place.ref for _, place in found if place.kind is Kind.ITEM]
        named += [claim.item for claim in self._claims.values() if claim.item is not None]
        self._items = vault.items_by_id(self.desk, named)
        hits = (self._hit(ranked, place) for ranked, place in found)
        return tuple(hit for hit in hits if hit is not None)

    def _hit(self, ranked: Ranked, place: Place) -> Hit | None:
        if place.kind is Kind.ITEM:
            return self._of_item(ranked, place)
        if place.kind is Kind.CLAIM:
            return self._of_claim(ranked, place)
        return self._of_subject(ranked, place)

    def _of_item(self, ranked: Ranked, place: Place) -> Hit | None:
        item = self._items.get(place.ref)
        if item is None:
            return None
        if place.layer is None:
            snippet, _ = snippet_of(item.name[place.start : place.stop], self.query, self.words)
            return Hit(kind="item", id=item.id, score=ranked.score, snippet=snippet, title=item.name, item=item.id)
        layer = self._layers.get(place.layer)
        text = None if layer is None else self._text(layer)
        if layer is None or text is None:
            return None
        snippet, begin = snippet_of(text[place.start : place.stop], self.query, self.words)
        start = place.start + begin
        first = start + (snippet.marks[0][0] if snippet.marks else 0)
        named = layer.place_at(first)
        return Hit(
            kind="item",
            id=item.id,
            score=ranked.score,
            snippet=snippet,
            title=item.name,
            item=item.id,
            layer=layer.id,
            start=start,
            end=start + len(snippet.text),
            page=layer.page_at(first),
            place=None if named is None else f"{named.kind} {named.name}",
            language=layer.language,
        )

    def _of_claim(self, ranked: Ranked, place: Place) -> Hit | None:
        claim = self._claims.get(place.ref)
        if claim is None:
            return None
        text = claim_text(claim, self._vocabulary)
        snippet, _ = snippet_of(text[place.start : place.stop], self.query, self.words)
        item = claim.item if claim.item in self._items else None
        quote = claim.quote if item is not None else None  # where in an item that is hidden says what lies in it
        return Hit(
            kind="claim",
            id=claim.id,
            score=ranked.score,
            snippet=snippet,
            title=f"{claim.subject} {claim.property}",
            item=item,
            layer=quote.layer if quote else None,
            start=quote.start if quote else None,
            end=quote.end if quote else None,
            page=quote.page if quote else None,
            status=claim.status.value,
        )

    def _of_subject(self, ranked: Ranked, place: Place) -> Hit | None:
        """Return a source or a person, as the claims of one visibility tell of them."""
        own = [claim for claim in self._telling(place) if claim.visibility.width == place.of_class]
        if place.claims:
            text = place.ref if any(speaker_of(claim) == place.ref for claim in own) else ""
        else:
            text = thing_text(own)
        if not text:
            return None
        snippet, _ = snippet_of(text[place.start : place.stop], self.query, self.words)
        title = place.ref if place.claims else own[0].value_text()
        return Hit(kind=place.kind.name.lower(), id=place.ref, score=ranked.score, snippet=snippet, title=title)

    def _telling(self, place: Place) -> tuple[ledger.Claim, ...]:
        if place.claims:
            return ledger.claims(self.desk, ids=place.claims)
        subject = f"source:{place.ref}" if place.kind is Kind.SOURCE else place.ref
        return ledger.claims(self.desk, subject=subject)

    def _text(self, layer: reading.Layer) -> str | None:
        """Return a layer's text, checked against its digest; None where its bytes are not those of the record."""
        if layer.id not in self._texts:
            try:
                self._texts[layer.id] = self.desk.blobs.read(layer.sha256 or "").decode("utf-8")
            except (DigestMismatch, ObjectMissing, ObjectUnreadable):
                self._texts[layer.id] = None
        return self._texts[layer.id]

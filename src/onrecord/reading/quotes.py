"""Owns quotes: exact words at an exact place. Never finds what is merely similar."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Row, select, true

from onrecord import vault
from onrecord.kernel import ItemId, LayerId, Visibility
from onrecord.reading.concordance import Concordance
from onrecord.reading.errors import NoSuchLayer
from onrecord.reading.model import Layer, LayerKind, Page, Place, Quote, ReadStatus
from onrecord.reading.tables import LAYERS
from onrecord.store import Desk


def layers(desk: Desk, reference: str) -> tuple[Layer, ...]:
    """Return an item's layers, the newest first.

    Raises:
        NoSuchItem: there is no such item, or none that the actor may see.
    """
    item = vault.item(desk, reference)
    wanted = select(LAYERS).where(LAYERS.c.item == item.id, is_shown(desk)).order_by(LAYERS.c.seq.desc())
    with desk.reading() as connection:
        rows = connection.execute(wanted).all()
    return tuple(_layer(row) for row in rows)


def newest_layers(desk: Desk, kind: LayerKind = LayerKind.CONTENT) -> tuple[Layer, ...]:
    """Return the newest layer with a text of each item that the actor may see, in the order of the items.

    Of an item without any text it is the newest outcome.
    """
    visible = {item.id: None for item in vault.items(desk)}
    wanted = select(LAYERS).where(LAYERS.c.kind == kind.value, is_shown(desk)).order_by(LAYERS.c.seq)
    with desk.reading() as connection:
        rows = connection.execute(wanted).all()
    newest: dict[str, Row[Any]] = {}
    for row in rows:  # a newer tool that failed does not hide what an older one read
        if row.item in visible and (row.sha256 is not None or not _has_text(newest.get(row.item))):
            newest[row.item] = row
    return tuple(_layer(newest[item]) for item in visible if item in newest)


def layer(desk: Desk, layer_id: str) -> Layer:
    """Return one layer.

    Raises:
        NoSuchLayer: there is none, or its item is one that the actor may not see.
    """
    with desk.reading() as connection:
        row = connection.execute(select(LAYERS).where(LAYERS.c.layer == layer_id, is_shown(desk))).first()
    if row is None:
        raise NoSuchLayer(layer=layer_id)
    try:
        vault.item(desk, row.item)
    except vault.NoSuchItem as err:
        raise NoSuchLayer(layer=layer_id) from err
    return _layer(row)


def layers_by_id(desk: Desk, ids: Iterable[str]) -> dict[str, Layer]:
    """Return those of these layers that there are and that the actor may see, by their ids."""
    wanted = select(LAYERS).where(LAYERS.c.layer.in_(sorted(set(ids))), is_shown(desk))
    with desk.reading() as connection:
        rows = connection.execute(wanted).all()
    seen = vault.items_by_id(desk, (row.item for row in rows))
    return {row.layer: _layer(row) for row in rows if row.item in seen}


def layer_text(desk: Desk, layer_id: str) -> str:
    """Return a layer's text, checked against its digest.

    Raises:
        NoSuchLayer: there is none to see, or the item had no text.
        DigestMismatch: its bytes have changed.
    """
    found = layer(desk, layer_id)
    if found.sha256 is None:
        raise NoSuchLayer(layer=layer_id)
    return desk.blobs.read(found.sha256).decode("utf-8")


def find_quote(desk: Desk, reference: str, words: str) -> Quote | None:
    """Return where these words first stand, letter for letter, in the item's newest layer that has them; else None.

    Raises:
        NoSuchItem: there is no such item, or none that the actor may see.
    """
    for one in layers(desk, reference):
        if one.sha256 is None:
            continue
        quote = quote_in(one, layer_text(desk, one.id), words)
        if quote is not None:
            return quote
    return None


def quote_holds(desk: Desk, quote: Quote) -> bool:
    """Say whether the words of a quote stand where it says, letter for letter, on the page and in the part it says.

    Raises:
        NoSuchLayer: its layer is not there, or not to be seen.
        DigestMismatch: the layer's bytes have changed.
    """
    found = layer(desk, quote.layer)
    text = layer_text(desk, quote.layer)
    there = quote_at(found, text, quote.start, quote.end)
    return bool(there.text) and quote == (there if quote.places else replace(there, places=()))


def quote_in(found: Layer, text: str | Concordance, words: str) -> Quote | None:
    """Return where `words` first stand in the text of a layer, or None; many are found sooner in a concordance."""
    start = text.find(words) if words else -1
    if start < 0:
        return None
    return quote_at(found, text if isinstance(text, str) else text.text, start, start + len(words))


def quote_at(found: Layer, text: str, start: int, end: int) -> Quote:
    """Return the quote of these code points of a layer's text, with all that the layer knows of the place."""
    return Quote(
        layer=found.id,
        start=start,
        end=end,
        text=text[start:end],
        page=found.page_at(start),
        places=_places_at(found, text, start, end),
        made_by=found.made_by(start, end),
    )


def _places_at(found: Layer, text: str, start: int, end: int) -> tuple[tuple[str, str], ...]:
    """Return the part that a quote begins in, and its cell, or its first and last one."""
    place = found.place_at(start)
    if place is None:
        return ()
    first = place.cell_at(text, start)
    if first is None:
        return ((place.kind, place.name),)
    last = place.cell_at(text, max(start, min(end, place.end) - 1)) or first
    return ((place.kind, place.name), ("cell", first if first == last else f"{first}:{last}"))


def is_shown(desk: Desk) -> ColumnElement[bool]:
    """Return the condition for layers that are not too near to their item for this actor: metadata are the team's."""
    return true() if Visibility.TEAM in desk.sees else LAYERS.c.kind != LayerKind.METADATA.value


def _has_text(row: Row[Any] | None) -> bool:
    return row is not None and row.sha256 is not None


def _layer(row: Row[Any]) -> Layer:
    return Layer(
        id=LayerId(row.layer),
        seq=row.seq,
        item=ItemId(row.item),
        sha256=row.sha256,
        tool=row.tool,
        status=ReadStatus(row.status),
        problem=row.problem,
        language=row.language,
        characters=row.characters,
        pages=tuple(Page(**page) for page in json.loads(row.pages)),
        places=tuple(Place.from_record(place) for place in json.loads(row.places)),
        recognised=tuple(json.loads(row.recognised).get("pages", ())),
        kind=LayerKind(row.kind),
    )

"""Owns the making of proposals: each layer once by each reader, and nothing that does not stand in the text."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from sqlalchemy import Connection, select

from onrecord import vault
from onrecord.kernel import ItemId, Role, Vocabulary, canonical_bytes
from onrecord.reading.model import Layer
from onrecord.reading.proposing.figures_reader import FiguresReader
from onrecord.reading.proposing.model import Proposal, Reader, Suggestion
from onrecord.reading.proposing.standing import standing
from onrecord.reading.proposing.tables import PASSES, PROPOSALS, proposals_made
from onrecord.reading.quotes import layer_text, newest_layers, quote_at
from onrecord.reading.sentences import sentence_around
from onrecord.store import Desk

Progress = Callable[[int, int | None], None]
_MOST: Final = 2_000  # of one layer: a person could not decide about more


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposing:
    """What proposing from one item came to."""

    item: ItemId
    proposals: int  # of its newest layer, by all readers, decided or not
    is_new: bool
    is_cut: bool = False  # a reader suggested more than are taken from one text


def propose(
    desk: Desk,
    vocabulary: Vocabulary,
    items: Sequence[str] | None = None,
    *,
    readers: Sequence[Reader] = (FiguresReader(),),
    on_progress: Progress = lambda _done, _total: None,
) -> tuple[Proposing, ...]:
    """Have every reader read the newest layer of these items (of all by default), each layer once by each reader.

    Every proposal's quote is a stretch of its layer, letter for letter, and only what stands there is taken from a
    reader: see `standing`. What was proposed before from the same words of an item is not proposed again.

    Raises:
        NotAllowed: the actor may only read what others made.
        NoSuchItem: one of the items is not there, or not to be seen.
    """
    desk.require(Role.ANALYST)
    wanted = None if items is None else {vault.item(desk, one).id for one in items}
    layers = [one for one in newest_layers(desk) if one.sha256 and (wanted is None or one.item in wanted)]
    found = []
    for done, layer in enumerate(layers, start=1):
        found.append(_of_layer(desk, layer, vocabulary, readers))
        on_progress(done, len(layers))
    return tuple(found)


def _of_layer(desk: Desk, layer: Layer, vocabulary: Vocabulary, readers: Sequence[Reader]) -> Proposing:
    with desk.reading() as connection:
        passes = _passes(connection, layer)
    missing = [one for one in readers if one.name not in passes]
    if missing:
        text = layer_text(desk, layer.id)
        for reader in missing:
            suggested = list(islice(reader.suggestions(text, layer.language, vocabulary), _MOST + 1))
            kept = [standing(one, text, layer.language, vocabulary) for one in suggested[:_MOST]]
            stand = [one for one in kept if one is not None]
            passes[reader.name] = _record(desk, layer, reader, text, stand, is_cut=len(suggested) > _MOST)
    return Proposing(
        item=layer.item,
        proposals=sum(found for found, _ in passes.values()),
        is_new=bool(missing),
        is_cut=any(is_cut for _, is_cut in passes.values()),
    )


def _passes(connection: Connection, layer: Layer) -> dict[str, tuple[int, bool]]:
    """Return reader -> how many it proposed from this layer, and whether it suggested more than were taken."""
    wanted = select(PASSES.c.reader, PASSES.c.found, PASSES.c.is_cut).where(PASSES.c.layer == layer.id)
    return {row.reader: (row.found, bool(row.is_cut)) for row in connection.execute(wanted)}


def _record(
    desk: Desk, layer: Layer, reader: Reader, text: str, suggestions: Sequence[Suggestion], *, is_cut: bool
) -> tuple[int, bool]:
    """Record what one reader proposes from a layer, unless another process was faster; return what is on record."""
    with desk.writing() as transaction:
        before = _passes(transaction.connection, layer)
        if reader.name in before:
            return before[reader.name]
        known = _known(transaction.connection, layer)
        fresh: dict[bytes, dict[str, Any]] = {}
        for one in suggestions:
            record = _proposal(desk, layer, reader, text, one).to_record()
            if _sense(record) not in known:
                fresh.setdefault(_sense(record) + canonical_bytes(record["about"]), record)
        payload = {
            "item": layer.item,
            "layer": layer.id,
            "reader": reader.name,
            "language": layer.language,
            "is_cut": is_cut,
            "proposals": list(fresh.values()),
        }
        transaction.append([proposals_made(payload)])
    return len(fresh), is_cut


def _proposal(desk: Desk, layer: Layer, reader: Reader, text: str, one: Suggestion) -> Proposal:
    begin, finish = sentence_around(text, one.start, one.end)
    quote = quote_at(layer, text, begin, finish)
    return Proposal(
        id=desk.ids.new("proposal"),
        seq=-1,
        item=layer.item,
        reader=reader.name,
        rule=one.rule,
        language=layer.language,
        quote=quote,
        start=one.start,
        end=one.end,
        property=one.property,
        value=one.value,
        unit=one.unit,
        about=one.about,
        as_of=one.as_of,
        speaker=one.speaker,
        speaker_kind=one.speaker_kind,
    )


def _known(connection: Connection, layer: Layer) -> set[bytes]:
    rows = connection.execute(select(PROPOSALS.c.record).where(PROPOSALS.c.item == layer.item))
    return {_sense(json.loads(row.record)) for row in rows}


def _sense(record: dict[str, Any]) -> bytes:
    """Return what a proposal says, in which words and where in its sentence: a newer layer may move the sentence.

    What it is about is left out: a later version that tells the place of what was refused before has nothing new.
    """
    quote = record["quote"]
    said = {"property": record["property"], "value": record["value"]}
    return canonical_bytes({**said, "words": quote["text"], "at": record["start"] - quote["start"]})

"""Owns the making of proposals: each layer once by each reader, and nothing that does not stand in the text."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, select

from onrecord import vault
from onrecord.kernel import ItemId, Role, Vocabulary, canonical_bytes
from onrecord.reading.model import Layer, Quote
from onrecord.reading.proposing.figures_reader import FiguresReader
from onrecord.reading.proposing.model import Proposal, Reader, Suggestion
from onrecord.reading.proposing.tables import PASSES, PROPOSALS, proposals_made
from onrecord.reading.quotes import layer_text, newest_layers
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


def propose(
    desk: Desk,
    vocabulary: Vocabulary,
    items: Sequence[str] | None = None,
    *,
    readers: Sequence[Reader] = (FiguresReader(),),
    on_progress: Progress = lambda _done, _total: None,
) -> tuple[Proposing, ...]:
    """Have every reader read the newest layer of these items (of all by default), each layer once by each reader.

    Every proposal's quote is a stretch of its layer, letter for letter: a suggestion whose words stand elsewhere or
    nowhere is dropped. What was proposed before from the same words of an item is not proposed again.

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
        counts = _passes(connection, layer)
    missing = [one for one in readers if one.name not in counts]
    if missing:
        text = layer_text(desk, layer.id)
        for reader in missing:
            suggestions = list(_standing(reader, text, layer, vocabulary))
            counts[reader.name] = _record(desk, layer, reader, text, suggestions)
    return Proposing(item=layer.item, proposals=sum(counts.values()), is_new=bool(missing))


def _passes(connection: Connection, layer: Layer) -> dict[str, int]:
    rows = connection.execute(select(PASSES.c.reader, PASSES.c.found).where(PASSES.c.layer == layer.id))
    return {row.reader: row.found for row in rows}


def _standing(reader: Reader, text: str, layer: Layer, vocabulary: Vocabulary) -> Iterator[Suggestion]:
    """Yield the suggestions whose words and number stand in the text; a reader may be a machine that invents."""
    for number, one in enumerate(reader.suggestions(text, layer.language, vocabulary)):
        if number >= _MOST:
            return
        is_inside = 0 <= one.start < one.end <= len(text)
        if is_inside and one.quantity.wording in text[one.start : one.end] and vocabulary.property(one.property):
            yield one


def _record(desk: Desk, layer: Layer, reader: Reader, text: str, suggestions: Sequence[Suggestion]) -> int:
    """Record what one reader proposes from a layer, unless another process was faster; return how many there are."""
    with desk.writing() as transaction:
        before = _passes(transaction.connection, layer)
        if reader.name in before:
            return before[reader.name]
        known = _known(transaction.connection, layer)
        fresh = []
        for one in suggestions:
            proposal = _proposal(desk, layer, reader, text, one)
            if _sense(proposal.to_record()) not in known:
                known.add(_sense(proposal.to_record()))
                fresh.append(proposal.to_record())
        payload = {
            "item": layer.item,
            "layer": layer.id,
            "reader": reader.name,
            "language": layer.language,
            "proposals": fresh,
        }
        transaction.append([proposals_made(payload)])
    return len(fresh)


def _proposal(desk: Desk, layer: Layer, reader: Reader, text: str, one: Suggestion) -> Proposal:
    begin, finish = sentence_around(text, one.start, one.end)
    quote = Quote(layer=layer.id, start=begin, end=finish, text=text[begin:finish], page=layer.page_at(begin))
    return Proposal(
        id=desk.ids.new("proposal"),
        seq=-1,
        item=layer.item,
        reader=reader.name,
        rule=one.rule,
        language=layer.language,
        quote=quote,
        property=one.property,
        quantity=one.quantity,
        unit=one.unit,
        group=one.group,
        as_of=one.as_of,
        speaker=one.speaker,
    )


def _known(connection: Connection, layer: Layer) -> set[bytes]:
    rows = connection.execute(select(PROPOSALS.c.record).where(PROPOSALS.c.item == layer.item))
    return {_sense(json.loads(row.record)) for row in rows}


def _sense(record: dict[str, Any]) -> bytes:
    """Return what a proposal says and in which words, wherever they stand: a newer layer moves them."""
    said = {name: record[name] for name in ("property", "quantity", "unit", "group")}
    return canonical_bytes({**said, "words": record["quote"]["text"]})

"""Owns the making of proposals: each layer once by each reader, and nothing that does not stand in the text."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from sqlalchemy import Connection, select

from onrecord import vault
from onrecord.kernel import ItemId, LayerId, Role, Unavailable, Visibility, Vocabulary, canonical_bytes
from onrecord.reading.errors import ReaderUnusable
from onrecord.reading.model import Layer, LayerKind
from onrecord.reading.proposing.assertions_reader import AssertionsReader
from onrecord.reading.proposing.figures_reader import FiguresReader
from onrecord.reading.proposing.metadata_reader import MetadataReader
from onrecord.reading.proposing.model import Proposal, Reader, Suggestion
from onrecord.reading.proposing.standing import standing
from onrecord.reading.proposing.tables import PASSES, PROPOSALS, proposals_made
from onrecord.reading.quotes import layer_text, newest_layers, quote_at
from onrecord.reading.sentences import sentence_around
from onrecord.store import Desk

Progress = Callable[[int, int | None], None]
OWN_READERS: Final[tuple[Reader, ...]] = (FiguresReader(), AssertionsReader())  # which are always there
_MOST: Final = 2_000  # of one layer: a person could not decide about more


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposing:
    """What proposing from one layer of an item came to."""

    item: ItemId
    layer: LayerId
    proposals: int  # of this layer, by all readers, decided or not
    is_new: bool
    fresh: int = 0  # of them, those that were not on record before
    is_cut: bool = False  # a reader suggested more than are taken from one text
    problem: Unavailable | None = None  # why a reader did not read it; it is asked again next time


def propose(
    desk: Desk,
    vocabulary: Vocabulary,
    items: Sequence[str] | None = None,
    *,
    readers: Sequence[Reader] = OWN_READERS,
    restricted_too: bool = True,
    on_progress: Progress = lambda _done, _total: None,
) -> tuple[Proposing, ...]:
    """Have every reader read the newest layer of these items (of all by default), each layer once by each reader.

    Every proposal's quote is a stretch of its layer, letter for letter, and only what stands there is taken from a
    reader: see `standing`. What was proposed before from the same words of an item is not proposed again.

    A reader outside may not answer: what it missed is read next time, and it is not asked about other texts now.
    Without `restricted_too` readers are not shown what only keepers may see.

    Raises:
        NotAllowed: the actor may only read what others made.
        NoSuchItem: one of the items is not there, or not to be seen.
    """
    desk.require(Role.ANALYST)
    layers = _layers(desk, items, LayerKind.CONTENT, restricted_too=restricted_too)
    return _of_layers(desk, layers, vocabulary, readers, on_progress)


def propose_from_metadata(
    desk: Desk, vocabulary: Vocabulary, items: Sequence[str] | None = None
) -> tuple[Proposing, ...]:
    """Have the metadata layers of these items (of all by default) read, each once; see `describe`.

    Raises:
        NotAllowed, NoSuchItem: as `propose`.
    """
    desk.require(Role.ANALYST)
    layers = _layers(desk, items, LayerKind.METADATA, restricted_too=True)
    return _of_layers(desk, layers, vocabulary, [MetadataReader()], lambda _done, _total: None)


def _of_layers(
    desk: Desk, layers: Sequence[Layer], vocabulary: Vocabulary, readers: Sequence[Reader], on_progress: Progress
) -> tuple[Proposing, ...]:
    silent: set[str] = set()
    found = []
    for done, layer in enumerate(layers, start=1):
        asked = [one for one in readers if one.name not in silent]
        found.append(_of_layer(desk, layer, vocabulary, asked, silent))
        on_progress(done, len(layers))
    return tuple(found)


def _layers(desk: Desk, items: Sequence[str] | None, kind: LayerKind, *, restricted_too: bool) -> list[Layer]:
    """Return the newest layers with a text, of these items or of all, that readers may be shown."""
    seen = vault.items(desk) if items is None else [vault.item(desk, one) for one in items]
    shown = {one.id for one in seen if restricted_too or one.visibility is not Visibility.RESTRICTED}
    return [one for one in newest_layers(desk, kind) if one.sha256 and one.item in shown]


def _of_layer(
    desk: Desk, layer: Layer, vocabulary: Vocabulary, readers: Sequence[Reader], silent: set[str]
) -> Proposing:
    """Have the readers read a layer that have not yet; note in `silent` which do not answer at all."""
    with desk.reading() as connection:
        passes = _passes(connection, layer)
    before = sum(found for found, _ in passes.values())
    missing = [one for one in readers if one.name not in passes]
    problem: Unavailable | None = None
    text = layer_text(desk, layer.id) if missing else ""
    for reader in missing:
        try:
            passes[reader.name] = _by_reader(desk, layer, reader, text, vocabulary)
        except ReaderUnusable as err:
            problem = err
        except Unavailable as err:
            problem = err
            silent.add(reader.name)
    proposals = sum(found for found, _ in passes.values())
    return Proposing(
        item=layer.item,
        layer=layer.id,
        proposals=proposals,
        is_new=any(one.name in passes for one in missing),
        fresh=proposals - before,
        is_cut=any(is_cut for _, is_cut in passes.values()),
        problem=problem,
    )


def _by_reader(desk: Desk, layer: Layer, reader: Reader, text: str, vocabulary: Vocabulary) -> tuple[int, bool]:
    suggested = list(islice(reader.suggestions(text, layer.language, vocabulary), _MOST + 1))
    kept = (standing(one, text, layer.language, vocabulary) for one in suggested[:_MOST])
    stand = [one for one in kept if one is not None]
    return _record(desk, layer, reader, text, stand, is_cut=len(suggested) > _MOST)


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
        language=one.language or layer.language,
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
        speaker_start=one.speaker_start,
        found_by=one.found_by,
        level=one.level,
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

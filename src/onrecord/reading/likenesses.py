"""Owns the likeness of what items say: equal and nearly equal texts, and one list of all likenesses there are.

It proposes and never merges: reprints are what an origin is about, and a person decides. Texts come from text layers;
pictures are the vault's. Of two items that an actor may not both see, nothing is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from onrecord import vault
from onrecord.kernel import ItemId, Visibility
from onrecord.reading.model import Layer, ReadStatus
from onrecord.reading.quotes import layer_text, newest_layers
from onrecord.store import Desk

METHOD_EQUAL = "letters@1"
METHOD_SHINGLES = "shingles@1"
Progress = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Likenesses:
    """What is alike and undecided, which items hang together, and what could not be compared, with the reason."""

    pairs: tuple[vault.Likeness, ...]
    groups: tuple[tuple[ItemId, ...], ...]
    provenances: dict[ItemId, int]
    judged: tuple[vault.Judgement, ...]
    not_compared: tuple[tuple[ItemId, str], ...]

    def to_record(self) -> dict[str, Any]:
        """Return what `onrecord duplicates --json` prints."""
        return {
            "pairs": [one.to_row() for one in self.pairs],
            "groups": [list(group) for group in self.groups],
            "received_again": [{"item": item, "receipts": count} for item, count in self.provenances.items()],
            "judged": [one.to_row() for one in self.judged],
            "not_compared": [{"item": item, "why": why} for item, why in self.not_compared],
        }


def likenesses(desk: Desk, *, on_progress: Progress = lambda _done, _total: None) -> Likenesses:
    """Return every likeness that nobody has judged yet, of bytes, pictures and texts."""
    judged = vault.judgements(desk)
    texts, short = alike_texts(desk)
    pictures = vault.alike_pictures(desk, on_progress=on_progress)
    found = vault.without_judged((*vault.same_bytes(desk), *pictures.likenesses, *texts), judged)
    return Likenesses(
        pairs=found,
        groups=vault.groups(found, judged),
        provenances=vault.provenances(desk),
        judged=judged,
        not_compared=tuple(_not_compared(desk, pictures.too_plain, short)),
    )


def alike_texts(desk: Desk) -> tuple[tuple[vault.Likeness, ...], tuple[ItemId, ...]]:
    """Return which items' newest texts are alike, and the items whose text is too short to tell."""
    if Visibility.TEAM not in desk.sees:
        return (), ()
    layers = _texts_here(desk)
    texts = [vault.shingled(layer_text(desk, one.id)) for one in layers]
    found = [
        _likeness(layers[one.first], layers[one.second], one)
        for one in vault.alike(texts, lambda place: layer_text(desk, layers[place].id))
        if layers[one.first].item != layers[one.second].item
    ]
    short = tuple(layer.item for layer, text in zip(layers, texts, strict=True) if text.is_short)
    return tuple(found), short


def _texts_here(desk: Desk) -> list[Layer]:
    """Return the newest layers that have a text, and whose text is here: of what was disposed of, it is not."""
    return [
        one
        for one in newest_layers(desk)
        if one.status is ReadStatus.READ and one.sha256 is not None and desk.blobs.has(one.sha256)
    ]


def _likeness(first: Layer, second: Layer, shared: vault.Shared) -> vault.Likeness:
    """Return the likeness with its shares as decimals: a record holds no floating-point number."""
    facts = {"similarity": f"{shared.jaccard:.2f}", "held": f"{shared.held:.2f}", "layers": [first.id, second.id]}
    one, other = first.item, second.item
    if other < one:
        one, other, facts["layers"] = other, one, [second.id, first.id]
    method = METHOD_EQUAL if shared.is_equal else METHOD_SHINGLES
    return vault.Likeness(first=one, second=other, kind=vault.LikenessKind.TEXTS, method=method, facts=facts)


def _not_compared(desk: Desk, plain: Iterable[ItemId], short: Iterable[ItemId]) -> Iterable[tuple[ItemId, str]]:
    """Yield each item that took no part, and why: too plain, too short, not examined yet, not read yet."""
    if Visibility.TEAM not in desk.sees:
        return
    yield from ((item, "too_plain") for item in plain)
    yield from ((item, "too_short") for item in short)
    examined, read = vault.examined_items(desk, "fingerprint"), {one.item for one in newest_layers(desk)}
    gone = vault.disposed_items(desk)
    for item in vault.items(desk):
        if item.id in gone:
            continue
        if item.media_type.startswith("image/"):
            if item.id not in examined:
                yield item.id, "not_examined"
        elif item.id not in read:
            yield item.id, "not_read"

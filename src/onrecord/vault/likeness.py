"""Owns the likeness of items: proposals that two pictures or two texts may be one, and what a person decided.

Nothing is merged, by machine or otherwise: a judgement is an entry beside both items. Whoever may not see one of
them is told of no likeness at all. Of pictures it knows the fingerprints on the log; texts are compared by reading,
which has them.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Connection, func, select

from onrecord.kernel import ItemId, Role, Visibility
from onrecord.store import Desk
from onrecord.vault.entries import likeness_judged
from onrecord.vault.errors import SameItem
from onrecord.vault.examinations import FINGERPRINTS, JUDGEMENTS
from onrecord.vault.forms import FINGERPRINT_METHOD
from onrecord.vault.model import CustodyEventName, Item
from onrecord.vault.naming import recorded_name
from onrecord.vault.queries import find_item, items
from onrecord.vault.tables import CUSTODY

Progress = Callable[[int, int | None], None]


class LikenessKind(StrEnum):
    """What is alike."""

    BYTES = "bytes"
    PICTURES = "pictures"
    TEXTS = "texts"


class Verdict(StrEnum):
    """What a person decided: the same evidence in another form, or not."""

    SAME = "same"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """A proposal: two items, by what method they are alike, and how far. `facts` are whole numbers and words."""

    first: ItemId
    second: ItemId
    kind: LikenessKind
    method: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    def to_row(self) -> dict[str, Any]:
        """Return the proposal as one row."""
        return {
            "first": self.first,
            "second": self.second,
            "kind": self.kind.value,
            "method": self.method,
            **self.facts,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a person decided about two items, and why."""

    first: ItemId
    second: ItemId
    verdict: Verdict
    why: str
    seq: int
    at: str
    actor: str

    def to_row(self) -> dict[str, Any]:
        """Return the judgement as one row."""
        return {
            "first": self.first,
            "second": self.second,
            "verdict": self.verdict.value,
            "why": self.why,
            "seq": self.seq,
            "at": self.at,
            "actor": self.actor,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class AlikePictures:
    """The proposals for pictures, and the items whose picture is too plain to be told apart from others."""

    likenesses: tuple[Likeness, ...]
    too_plain: tuple[ItemId, ...]


@dataclass(frozen=True, slots=True)
class _Print:
    item: ItemId
    what: str
    quality: int
    hashes: Mapping[str, str]


def judge(desk: Desk, first: str, second: str, verdict: Verdict, *, why: str) -> Judgement:
    """Record that a person holds two items to be the same evidence or not; the newest judgement of a pair counts.

    Raises:
        RoleTooNarrow: the actor may only read.
        NoSuchItem: one of them is not there, or not to be seen.
        SameItem: both are one item.
    """
    desk.require(Role.ANALYST)
    with desk.writing() as transaction:
        one, other = (find_item(transaction.connection, desk, reference) for reference in (first, second))
        if one.id == other.id:
            raise SameItem(item=one.id)
        (entry,) = transaction.append(
            [likeness_judged(one.id, other.id, verdict=verdict.value, why=recorded_name(why))]
        )
        return _judgements(transaction.connection, {one.id, other.id}, seq=entry.seq)[-1]


def judgements(desk: Desk) -> tuple[Judgement, ...]:
    """Return the newest judgement of each pair of which the actor may see both items."""
    if Visibility.TEAM not in desk.sees:
        return ()
    visible = {item.id for item in items(desk)}
    with desk.reading() as connection:
        found = _judgements(connection, visible)
    return tuple({(one.first, one.second): one for one in found}.values())


def alike_pictures(desk: Desk, *, on_progress: Progress = lambda _done, _total: None) -> AlikePictures:
    """Return which items' pictures look alike: as they are, turned or mirrored, a thumbnail, a frame of a film.

    Every picture is compared with every other; nothing is left to chance. Judged pairs are left in: `without_judged`.
    """
    if Visibility.TEAM not in desk.sees:
        return AlikePictures(likenesses=(), too_plain=())
    from onrecord.vault import pdq

    prints = _prints(desk)
    clear = [one for one in prints if one.quality >= pdq.LEAST_QUALITY]
    plain = {one.item for one in prints} - {one.item for one in clear}
    found: dict[tuple[ItemId, ItemId], list[dict[str, Any]]] = defaultdict(list)
    for pair, facts in _hits(clear, on_progress):
        found[pair].append(facts)
    frames = Counter(one.item for one in clear if one.what == "frame")
    likenesses = [_of_pictures(pair, hits, frames) for pair, hits in sorted(found.items())]
    return AlikePictures(likenesses=tuple(one for one in likenesses if one), too_plain=tuple(sorted(plain)))


def thumbnail_distance(picture: Mapping[str, Any], other: Mapping[str, Any]) -> int | None:
    """Return in how many bits a picture's own thumbnail differs from it, where that is too much to be the same picture.

    None where `other` is no thumbnail, agrees with the picture, or where one of them is too plain to tell.
    """
    from onrecord.vault import pdq

    if other["what"] != "thumbnail" or min(picture["quality"], other["quality"]) < pdq.LEAST_QUALITY:
        return None
    apart = pdq.distance(picture["hashes"][_AS_IT_IS], other["hashes"][_AS_IT_IS])
    return apart if apart > pdq.ALIKE else None


def same_bytes(desk: Desk) -> tuple[Likeness, ...]:
    """Return items of the same bytes that are kept apart since one is restricted, as far as the actor sees both."""
    if Visibility.TEAM not in desk.sees:
        return ()
    by_digest: dict[str, list[Item]] = defaultdict(list)
    for item in items(desk):
        by_digest[item.sha256].append(item)
    return tuple(
        Likeness(first=group[0].id, second=other.id, kind=LikenessKind.BYTES, method="sha256", facts={"distance": 0})
        for group in by_digest.values()
        for other in group[1:]
    )


def provenances(desk: Desk) -> dict[ItemId, int]:
    """Return how often each item was received, of those that were received more than once: one object, one item."""
    if Visibility.TEAM not in desk.sees:
        return {}
    wanted = select(CUSTODY.c.item, func.count()).where(CUSTODY.c.event == CustodyEventName.RECEIVED.value)
    visible = {item.id for item in items(desk)}
    with desk.reading() as connection:
        rows = connection.execute(wanted.group_by(CUSTODY.c.item).order_by(CUSTODY.c.item)).all()
    return {ItemId(item): count for item, count in rows if count > 1 and item in visible}


def without_judged(found: Iterable[Likeness], judged: Iterable[Judgement]) -> tuple[Likeness, ...]:
    """Return the proposals about which nobody has decided yet."""
    decided = {(one.first, one.second) for one in judged}
    return tuple(one for one in found if tuple(sorted((one.first, one.second))) not in decided)


def groups(found: Iterable[Likeness], judged: Iterable[Judgement] = ()) -> tuple[tuple[ItemId, ...], ...]:
    """Return which items hang together through proposals, and through judgements that they are the same."""
    leader: dict[ItemId, ItemId] = {}
    same = ((one.first, one.second) for one in judged if one.verdict is Verdict.SAME)
    for first, second in (*((one.first, one.second) for one in found), *same):
        leader[_lead(leader, second)] = _lead(leader, first)
    members: dict[ItemId, list[ItemId]] = defaultdict(list)
    for item in sorted(leader):
        members[_lead(leader, item)].append(item)
    return tuple(tuple(group) for group in sorted(members.values()) if len(group) > 1)


def spanning(found: Iterable[Likeness]) -> tuple[Likeness, ...]:
    """Return as few proposals as hold the same items together, the closest first: what a person has to look at."""
    leader: dict[ItemId, ItemId] = {}
    kept = []
    for one in sorted(found, key=_apart):
        first, second = _lead(leader, one.first), _lead(leader, one.second)
        if first != second:
            leader[second] = first
            kept.append(one)
    return tuple(kept)


def _apart(one: Likeness) -> float:
    """Return how far two items are apart, from 0 to 1, as far as two methods can be put into one order."""
    if one.kind is LikenessKind.TEXTS:
        return 1 - float(one.facts["similarity"])
    return int(one.facts["distance"]) / 256


def _lead(leader: dict[ItemId, ItemId], item: ItemId) -> ItemId:
    while leader.setdefault(item, item) != item:
        item = leader[item]
    return item


def _judgements(connection: Connection, visible: set[ItemId], *, seq: int | None = None) -> list[Judgement]:
    wanted = select(JUDGEMENTS).order_by(JUDGEMENTS.c.seq)
    if seq is not None:
        wanted = wanted.where(JUDGEMENTS.c.seq == seq)
    return [
        Judgement(
            first=ItemId(row.first),
            second=ItemId(row.second),
            verdict=Verdict(row.verdict),
            why=row.why,
            seq=row.seq,
            at=row.at,
            actor=row.actor,
        )
        for row in connection.execute(wanted)
        if row.first in visible and row.second in visible
    ]


def _prints(desk: Desk) -> list[_Print]:
    """Return the fingerprints of visible items, of the newest examination by each examiner."""
    visible = {item.id for item in items(desk)}
    with desk.reading() as connection:
        rows = connection.execute(select(FINGERPRINTS).order_by(FINGERPRINTS.c.seq, FINGERPRINTS.c.place)).all()
    newest = {(row.item, row.examiner): row.seq for row in rows}
    return [
        _Print(item=ItemId(row.item), what=row.what, quality=row.quality, hashes=json.loads(row.hashes))
        for row in rows
        if row.item in visible and newest[row.item, row.examiner] == row.seq
    ]


_AS_IT_IS: Final = "as_it_is"


def _hits(clear: Sequence[_Print], on_progress: Progress) -> Iterator[tuple[tuple[ItemId, ItemId], dict[str, Any]]]:
    """Yield each pair of pictures of two items that are alike. A turned copy of a copy is found from either side."""
    from onrecord.vault import pdq

    index = pdq.Index([one.hashes[_AS_IT_IS] for one in clear])
    for place, one in enumerate(clear):
        for turn, value in one.hashes.items():
            for other, distance in index.search(value, start=place + 1):
                if clear[other].item != one.item:
                    yield _hit(one, clear[other], turn, distance)
        on_progress(place + 1, len(clear))


def _hit(one: _Print, other: _Print, turn: str, distance: int) -> tuple[tuple[ItemId, ItemId], dict[str, Any]]:
    """Return the pair in the order of its ids. `turn` says how the second lies to the first."""
    if other.item < one.item:
        one, other, turn = other, one, _BACK.get(turn, turn)
    facts = {
        "distance": distance,
        "turn": turn,
        "parts": [one.what, other.what],
        "quality": min(one.quality, other.quality),
    }
    return (one.item, other.item), facts


_BACK: Final = {"rotated_90": "rotated_270", "rotated_270": "rotated_90"}  # all other turns undo themselves


def _of_pictures(
    pair: tuple[ItemId, ItemId], hits: Sequence[Mapping[str, Any]], frames: Mapping[ItemId, int]
) -> Likeness | None:
    """Return the likeness of two items by their best hit.

    Two films must share two frames, unless one has only one to show: a title card is no likeness.
    """
    best = min(hits, key=lambda one: (one["distance"], one["turn"] != _AS_IT_IS, one["parts"]))
    shared = sum(1 for one in hits if one["parts"] == ["frame", "frame"])
    if shared == len(hits) == 1 and min(frames[item] for item in pair) > 1:
        return None
    facts = {**best, **({"frames": shared} if shared else {})}
    return Likeness(first=pair[0], second=pair[1], kind=LikenessKind.PICTURES, method=FINGERPRINT_METHOD, facts=facts)

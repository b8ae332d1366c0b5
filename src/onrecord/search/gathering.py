"""Owns the way from the log to the index: which entries make which things be looked at again, and what is put in.

The index is a shadow of the log and of the objects: it says how many entries it knows, and of which log. It is made for
everybody, by the archive itself; who sees what is asked when somebody searches.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from onrecord import ledger, reading, vault
from onrecord.kernel import Actor, Role, Visibility, Vocabulary, canonical_bytes, sha256_hex
from onrecord.search.passages import passages
from onrecord.search.postings import Rotten
from onrecord.search.tables import FORMAT, class_of, facts, has_tables, make_tables, set_facts
from onrecord.search.telling import claim_text, is_of_subject, speaker_of, thing_text
from onrecord.search.writing import Kind, Thing, Writer
from onrecord.store import (
    ArchiveDamaged,
    DerivedDatabase,
    Desk,
    DigestMismatch,
    ObjectMissing,
    ObjectUnreadable,
    Statements,
    ThrownAway,
    is_erasing,
)

NAME: Final = "search"
TRIES: Final = 3  # others may throw the index away in the middle of one
Progress = Callable[[int, int | None], None]
_ENTRIES_AT_ONCE: Final = 20_000
_STEP: Final = 200  # entries, after which it is asked whether the stretch is long enough
_WORDS_AT_ONCE: Final = 2_000_000  # of a stretch, or a little more: some ten seconds, in which others wait
_MANY: Final = 50  # entries, above which items are asked for all at once
_ITEM_KINDS: Final = frozenset({*vault.SEALINGS, vault.VISIBILITY_CHANGED, reading.LAYER_MADE})
_CLAIM_KINDS: Final = frozenset(
    {ledger.CLAIM_STATED, ledger.CLAIM_WITHDRAWN, ledger.CLAIM_DISPUTED, ledger.CLAIM_REFUTED, ledger.CLAIM_SUPERSEDED}
)
# What a file says beside its content is for the team, whoever may see the item.
_WIDEST: Final = {
    reading.LayerKind.CONTENT: class_of(Visibility.PUBLIC),
    reading.LayerKind.METADATA: class_of(Visibility.TEAM),
}
_ITSELF: Final = Actor(name="search", role=Role.KEEPER)


def bring_in_step(desk: Desk, index: DerivedDatabase, *, on_progress: Progress) -> None:
    """Let the index know everything that the log says by now; what it knows already is not read again.

    A stretch of the log is in it whole or not at all, so that a run that is killed goes on where it was. An index of
    another log, another form, or one that a disk has changed, is thrown away first. Progress is told in hundredths: how
    much there is in all is not for everybody.

    Raises:
        Locked, DiskFull, NotWritable: it is as it was before.
        ThrownAway: others throw it away again and again.
    """
    whole = replace(desk, actor=_ITSELF)
    if is_erasing(desk.info.folder):  # an expunging was cut off: what it destroyed may still be in the index
        index.discard()
    for left in reversed(range(TRIES)):
        try:
            while _next_stretch(whole, index, on_progress):
                index.settle()
        except (ArchiveDamaged, Rotten, ThrownAway) as err:
            give_up(index, err, left)
        else:
            return


def give_up(index: DerivedDatabase, err: ArchiveDamaged | Rotten | ThrownAway, left: int) -> None:
    """Throw away what a disk has changed, never what others have made anew meanwhile; raise where no try is left."""
    if not isinstance(err, ThrownAway):
        index.discard()
    if not left:
        raise err


def is_in_step(desk: Desk, connection: Statements) -> bool:
    """Say whether the index knows the whole log as it is now."""
    if not has_tables(connection):
        return False
    known = facts(connection)
    return _is_usable(desk, known) and int(known["size"]) == desk.log.size()


def _next_stretch(desk: Desk, index: DerivedDatabase, on_progress: Progress) -> bool:
    """Take the next stretch of the log into the index, and say whether there is more."""
    with index.reading() as connection:
        if is_in_step(desk, connection):
            return False
        is_of_another = has_tables(connection) and not _is_usable(desk, facts(connection))
    if is_of_another:
        index.discard()
    with index.writing() as connection:
        if not has_tables(connection):
            make_tables(connection)
            made = desk.ids.new("index")
            set_facts(connection, format=_form(desk), archive=desk.info.id, made=made, size=0, leaf="")
        known = facts(connection)
        writer = Writer(connection)
        size = desk.log.size()
        done = _take(desk, writer, int(known["size"]), size)
        set_facts(connection, size=done, leaf=_leaf(desk, done))
    on_progress(100 * done // max(size, 1), 100)
    return done < size


def _is_usable(desk: Desk, known: Mapping[str, str]) -> bool:
    """Say whether an index is of this form and of this log as far as it goes."""
    if known.get("format") != _form(desk) or known.get("archive") != desk.info.id:
        return False
    size = int(known["size"])
    return size <= desk.log.size() and known["leaf"] == _leaf(desk, size)


def _form(desk: Desk) -> str:
    """Return what an index depends on beside log and objects: its own form, and the labels of the vocabulary."""
    vocabulary = ledger.vocabulary_of(desk.info.folder)
    labels = {name: one.label.to_record() for name, one in vocabulary.properties.items()}
    labels |= {".".join(key): one.label.to_record() for key, one in vocabulary.terms.items()}
    return f"{FORMAT} {sha256_hex(canonical_bytes(labels))[:16]}"


def _leaf(desk: Desk, size: int) -> str:
    return desk.log.entry(size - 1).commitment if size else ""


@dataclass(slots=True)
class _Stretch:
    """A stretch of the log on its way into the index: whom its entries touch, fetched one by one or all at once."""

    desk: Desk
    writer: Writer
    stop: int  # the number of the first entry behind it
    is_long: bool
    _items: dict[str, vault.Item] | None = None
    _layers: dict[str, list[reading.Layer]] | None = None

    def item(self, reference: str) -> vault.Item | None:
        """Return an item; None where it is on record no more."""
        if self.is_long and self._items is None:
            self._items = {str(one.id): one for one in vault.items(self.desk)}
        if self._items is not None:
            return self._items.get(reference)
        try:
            return vault.item(self.desk, reference)
        except vault.NoSuchItem:
            return None

    def layers(self, reference: str) -> list[reading.Layer]:
        """Return the newest layer with a text of each kind that an item has."""
        if not self.is_long:
            return _newest(reading.layers(self.desk, reference))
        if self._layers is None:
            self._layers = {}
            for kind in reading.LayerKind:
                for layer in reading.newest_layers(self.desk, kind):
                    self._layers.setdefault(layer.item, []).append(layer)
        return self._layers.get(reference, [])


def _take(desk: Desk, writer: Writer, start: int, size: int) -> int:
    """Put in what the entries of one stretch from `start` on touch, and return where it ends."""
    stop = min(size, start + _ENTRIES_AT_ONCE)
    entries = [
        (entry.seq, entry.kind, str(entry.payload["item" if entry.kind in _ITEM_KINDS else "claim"]))
        for entry in desk.log.entries(start, stop, _ITEM_KINDS | _CLAIM_KINDS)
        if entry.payload is not None
    ]
    stretch = _Stretch(desk=desk, writer=writer, stop=stop, is_long=len(entries) > _MANY)
    for place in range(0, len(entries), _STEP):
        step = entries[place : place + _STEP]
        for reference in dict.fromkeys(one for _, kind, one in step if kind in _ITEM_KINDS):
            _put_item(stretch, reference)
        _put_claims(desk, writer, list(dict.fromkeys(_claims_in(desk, step))))
        if writer.taken >= _WORDS_AT_ONCE and place + _STEP < len(entries):
            stop = step[-1][0] + 1
            break
    writer.finish()
    return stop


def _claims_in(desk: Desk, step: Iterable[tuple[int, str, str]]) -> Iterator[str]:
    """Yield the claims that entries speak of; where an item is seen further or less far, those that go with it."""
    for _, kind, reference in step:
        if kind in _CLAIM_KINDS:
            yield reference
        elif kind == vault.VISIBILITY_CHANGED:
            yield from ledger.claims_of_item(desk, reference)


def _put_item(stretch: _Stretch, reference: str) -> None:
    """Put in an item's name and layers as they are now, unless a later entry of the log will do so."""
    item, writer = stretch.item(reference), stretch.writer
    layers = [] if item is None else stretch.layers(reference)
    if any(layer.seq >= stretch.stop for layer in layers):
        return
    for kind in ("name", *reading.LayerKind):
        writer.remove(_name(kind, reference))
    if item is None:
        return
    seen = class_of(item.visibility)
    name = Thing(name=_name("name", reference), kind=Kind.ITEM, ref=reference, of_class=seen, seq=item.seq)
    writer.put(name, _cut(item.name))
    for layer in layers:
        _put_layer(stretch.desk, writer, layer, min(seen, _WIDEST[layer.kind]))


def _name(kind: str, item: str) -> str:
    """Return the name in the index of an item's name, text or metadata."""
    return f"{kind}:{item}"


def text_names(item: str) -> tuple[str, ...]:
    """Return the names in the index of what an item says."""
    return tuple(_name(kind, item) for kind in reading.LayerKind)


def _newest(layers: Iterable[reading.Layer]) -> list[reading.Layer]:
    """Return the newest layer with a text of each kind; the newest come first."""
    found: dict[reading.LayerKind, reading.Layer] = {}
    for layer in layers:
        if layer.sha256 is not None:
            found.setdefault(layer.kind, layer)
    return list(found.values())


def _put_layer(desk: Desk, writer: Writer, layer: reading.Layer, seen: int) -> None:
    """Put in a layer's passages; of one whose object is missing or damaged none: that is for `store check` to tell."""
    if layer.sha256 is None:
        return
    try:
        text = desk.blobs.read(layer.sha256).decode("utf-8")
    except (DigestMismatch, ObjectMissing, ObjectUnreadable):
        return
    thing = Thing(
        name=_name(layer.kind, layer.item),
        kind=Kind.ITEM,
        ref=layer.item,
        of_class=seen,
        seq=layer.seq,
        layer=layer.id,
        language=layer.language,
    )
    writer.put(thing, [(text[one.start : one.end], one.start, one.end) for one in passages(text)])


def _put_claims(desk: Desk, writer: Writer, touched: Sequence[str]) -> None:
    vocabulary = ledger.vocabulary_of(desk.info.folder) if touched else Vocabulary()
    subjects: dict[tuple[str, str], None] = {}
    for claim in ledger.claims(desk, ids=touched) if touched else ():
        if is_of_subject(claim):
            subjects[claim.subject_kind, claim.subject_id] = None
        else:
            _put_claim(writer, claim, vocabulary)
    for kind, subject in subjects:
        _put_subject(desk, writer, kind, subject)


def _put_claim(writer: Writer, claim: ledger.Claim, vocabulary: Vocabulary) -> None:
    seen = class_of(claim.visibility)
    thing = Thing(name=f"claim:{claim.id}", kind=Kind.CLAIM, ref=claim.id, of_class=seen, seq=claim.seq)
    writer.put(thing, _cut(claim_text(claim, vocabulary)))
    for name, of_class in writer.set_speaker(claim.id, speaker_of(claim), seen):
        _put_speaker(writer, name, of_class)


def _put_speaker(writer: Writer, name: str, seen: int) -> None:
    """Let somebody be found as a person for as long as they speak in a claim."""
    thing = _person(f"speaker:{seen}:{name}", name, seen)
    if writer.speaks(name, seen):
        writer.put(thing, _cut(name))
    else:
        writer.remove(thing.name)


def _person(name: str, ref: str, seen: int) -> Thing:
    """Return a person as a thing; the order of equals is by their name, whichever claim came first."""
    return Thing(name=name, kind=Kind.PERSON, ref=ref, of_class=seen, seq=zlib.crc32(ref.encode()))


def _put_subject(desk: Desk, writer: Writer, kind: str, subject: str) -> None:
    """Put in a source or a person as the claims of each visibility tell of it."""
    claims = ledger.claims(desk, subject=f"{kind}:{subject}")
    for visibility in Visibility:
        seen, name = class_of(visibility), f"{kind}:{class_of(visibility)}:{subject}"
        own = [claim for claim in claims if claim.visibility is visibility]
        text = thing_text(own)
        if not text:
            writer.remove(name)
        elif kind == "source":
            thing = Thing(name=name, kind=Kind.SOURCE, ref=subject, of_class=seen, seq=own[0].seq)
            writer.put(thing, _cut(text))
        else:
            writer.put(_person(name, f"{kind}:{subject}", seen), _cut(text))


def _cut(text: str) -> list[tuple[str, int, int]]:
    return [(text[one.start : one.end], one.start, one.end) for one in passages(text)]

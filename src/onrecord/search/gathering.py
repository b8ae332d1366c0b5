"""Owns the way from the log to the index: which entries make which things be looked at again, and what is put in.

The index is a shadow of the log and of the objects: it says how many entries it knows, and of which log. It is made for
everybody, by the archive itself; who sees what is asked when somebody searches.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from onrecord import ledger, reading, vault
from onrecord.kernel import Actor, Role, Visibility, Vocabulary
from onrecord.search.passages import passages
from onrecord.search.postings import Rotten
from onrecord.search.tables import FORMAT, class_of, facts, has_tables, make_tables, set_facts
from onrecord.search.telling import claim_text, is_of_subject, speaker_of, thing_text
from onrecord.search.writing import MOST_WORDS, Kind, Thing, Writer
from onrecord.store import (
    ArchiveDamaged,
    DerivedDatabase,
    Desk,
    DigestMismatch,
    ObjectMissing,
    ObjectUnreadable,
    Statements,
    is_erasing,
)

NAME: Final = "search"
Progress = Callable[[int, int | None], None]
_ENTRIES_AT_ONCE: Final = 20_000
_MANY: Final = 50  # things, above which all are asked for at once
_AT_ONCE: Final = 500
_ITEM_KINDS: Final = frozenset({*vault.SEALINGS, vault.VISIBILITY_CHANGED, reading.LAYER_MADE})
_CLAIM_KINDS: Final = frozenset({ledger.CLAIM_STATED, ledger.CLAIM_WITHDRAWN, ledger.CLAIM_DISPUTED})
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
    """
    whole = replace(desk, actor=_ITSELF)
    if is_erasing(desk.info.folder):  # an expunging was cut off: what it destroyed may still be in the index
        index.discard()
    for again in (True, False):
        try:
            while _next_stretch(whole, index, on_progress):
                pass
        except (ArchiveDamaged, Rotten):
            index.discard()
            if not again:
                raise
        else:
            return


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
            set_facts(connection, format=FORMAT, archive=desk.info.id, size=0, leaf="")
        known = facts(connection)
        writer = Writer(connection)
        size = desk.log.size()
        done = _take(desk, writer, int(known["size"]), size)
        set_facts(connection, size=done, leaf=_leaf(desk, done))
    on_progress(100 * done // max(size, 1), 100)
    return done < size


def _is_usable(desk: Desk, known: Mapping[str, str]) -> bool:
    """Say whether an index is of this form and of this log as far as it goes."""
    if known.get("format") != FORMAT or known.get("archive") != desk.info.id:
        return False
    size = int(known["size"])
    return size <= desk.log.size() and known["leaf"] == _leaf(desk, size)


def _leaf(desk: Desk, size: int) -> str:
    return desk.log.entry(size - 1).commitment if size else ""


@dataclass(slots=True)
class _Touched:
    """What has to be looked at again, in the order it was named."""

    items: dict[str, None] = field(default_factory=dict)
    claims: dict[str, None] = field(default_factory=dict)


def _take(desk: Desk, writer: Writer, start: int, size: int) -> int:
    """Put in what the entries of one stretch from `start` on touch, and return where it ends."""
    done = min(size, start + _ENTRIES_AT_ONCE)
    touched = _Touched()
    for entry in desk.log.entries(start, done, _ITEM_KINDS | _CLAIM_KINDS):
        if entry.payload is None:
            continue
        if entry.kind in _ITEM_KINDS:
            touched.items[entry.payload["item"]] = None
        else:
            touched.claims[entry.payload["claim"]] = None
    _put_items(desk, writer, list(touched.items))
    _put_claims(desk, writer, list(touched.claims))
    writer.finish()
    return done


def _put_items(desk: Desk, writer: Writer, touched: Sequence[str]) -> None:
    if not touched:
        return
    is_many = len(touched) > _MANY
    items = {str(one.id): one for one in vault.items(desk)} if is_many else _each(desk, touched)
    layers = _all_layers(desk) if is_many else {}
    for reference in touched:
        for kind in ("name", *reading.LayerKind):
            writer.remove(_name(kind, reference))
        item = items.get(reference)
        if item is None:
            continue
        seen = class_of(item.visibility)
        name = Thing(name=_name("name", reference), kind=Kind.ITEM, ref=reference, of_class=seen, seq=item.seq)
        writer.put(name, _cut(item.name))
        for layer in layers.get(reference, ()) if is_many else _newest(reading.layers(desk, reference)):
            _put_layer(desk, writer, layer, min(seen, _WIDEST[layer.kind]))


def _name(kind: str, item: str) -> str:
    """Return the name in the index of an item's name, text or metadata."""
    return f"{kind}:{item}"


def text_names(item: str) -> tuple[str, ...]:
    """Return the names in the index of what an item says."""
    return tuple(_name(kind, item) for kind in reading.LayerKind)


def _all_layers(desk: Desk) -> dict[str, list[reading.Layer]]:
    found: dict[str, list[reading.Layer]] = {}
    for kind in reading.LayerKind:
        for layer in reading.newest_layers(desk, kind):
            found.setdefault(layer.item, []).append(layer)
    return found


def _newest(layers: Iterable[reading.Layer]) -> list[reading.Layer]:
    """Return the newest layer with a text of each kind; the newest come first."""
    found: dict[reading.LayerKind, reading.Layer] = {}
    for layer in layers:
        if layer.sha256 is not None:
            found.setdefault(layer.kind, layer)
    return list(found.values())


def _each(desk: Desk, references: Iterable[str]) -> dict[str, vault.Item]:
    found: dict[str, vault.Item] = {}
    for reference in references:
        try:
            one = vault.item(desk, reference)
        except vault.NoSuchItem:
            continue
        found[one.id] = one
    return found


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
    _make_room(writer)


def _make_room(writer: Writer) -> None:
    if writer.words >= MOST_WORDS:
        writer.finish()


def _put_claims(desk: Desk, writer: Writer, touched: Sequence[str]) -> None:
    vocabulary = ledger.vocabulary_of(desk.info.folder) if touched else Vocabulary()
    subjects: dict[tuple[str, str], None] = {}
    for start in range(0, len(touched), _AT_ONCE):
        group = touched[start : start + _AT_ONCE]
        for claim in ledger.claims(desk, ids=group):
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
    for name in writer.set_speaker(claim.id, speaker_of(claim), seen):
        _put_speaker(writer, name, seen)
    _make_room(writer)


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

"""Owns the gathering of a history: log, items and events of a whole archive, for the rules to look at.

Items and events are folded from the log itself, not read from the tables, so that an edited table hides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from onrecord.kernel import ItemId
from onrecord.store import Desk, Entry, LogDamaged, chain_problems
from onrecord.vault.entries import CUSTODY_KINDS, SEALINGS, VISIBILITY_CHANGED
from onrecord.vault.errors import NoSuchItem
from onrecord.vault.joining import is_disposed
from onrecord.vault.model import CustodyEvent, Item
from onrecord.vault.queries import event_of, find_item, item_of
from onrecord.vault.rules import Finding, History, Severity, findings
from onrecord.vault.tables import event_rows, item_row

# Kinds of entry that speak of evidence, or prove the log; no rule looks at what claims say.
_SPEAKING: Final = (
    "item-",
    "custody-",
    "visibility-",
    "page-",
    "collection-",
    "checkpoint-",
    "stamp-",
    "cosignature-",
    "fixity-",
    "object-",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CustodyCheck:
    """What breaks a rule, and what is less than could be. Without problems, what was looked at holds."""

    problems: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    items: int

    @property
    def ok(self) -> bool:
        """Whether no rule is broken."""
        return not self.problems

    def to_record(self, language: str = "en") -> dict[str, Any]:
        """Return what `onrecord custody check --json` prints."""
        return {
            "ok": self.ok,
            "items": self.items,
            "problems": [one.to_record(language) for one in self.problems],
            "warnings": [one.to_record(language) for one in self.warnings],
        }


def check_custody(
    desk: Desk,
    references: Sequence[str] = (),
    *,
    disclosed: Iterable[Entry] = (),
    more: Iterable[Finding] = (),
) -> CustodyCheck:
    """Hold log, items and events against the rules EV-01 to EV-10; of these items only, where some are named.

    `disclosed` are the entries that a public export would show, `more` what was found beside.

    Raises:
        NoSuchItem: one of the items is not there, or not to be seen.
    """
    history = gather(desk, references, disclosed=tuple(disclosed))
    found = (*findings(history), *more)
    return CustodyCheck(
        problems=tuple(one for one in found if one.severity is Severity.PROBLEM),
        warnings=tuple(one for one in found if one.severity is Severity.WARNING),
        items=len(history.items),
    )


def gather(desk: Desk, references: Sequence[str] = (), *, disclosed: tuple[Entry, ...] = ()) -> History:
    """Return the history of the items that the actor may see, or of these alone.

    Raises:
        NoSuchItem: one of them is not there, or not to be seen.
    """
    moments: list[tuple[int, str, str]] = []
    kept: list[Entry] = []
    for entry in _sound_entries(desk):
        moments.append((entry.seq, entry.at, entry.kind))
        if entry.payload is not None and entry.kind.startswith(_SPEAKING):
            kept.append(entry)
    items = _items(desk, kept, references)
    events = _events(kept, {one.id for one in items})
    return History(
        items=items,
        events=events,
        moments=tuple(moments),
        entries=tuple(kept),
        chain=tuple(chain_problems(desk)),
        disclosed=disclosed,
        still_here=_still_here(desk, items, events),
        now=desk.clock.now(),
    )


def _sound_entries(desk: Desk) -> Iterator[Entry]:
    """Yield entries up to the first that is not what it committed to: EV-05 names that one."""
    try:
        yield from desk.log.entries()
    except LogDamaged:
        return


def _items(desk: Desk, entries: Sequence[Entry], references: Sequence[str]) -> tuple[Item, ...]:
    changed = {entry.payload["item"]: entry.payload["visibility"] for entry in entries
               if entry.kind == VISIBILITY_CHANGED and entry.payload}  # fmt: skip
    rows = [item_row(entry) for entry in entries if entry.kind in SEALINGS]
    sealed = [item_of({**row, "visibility": changed.get(row["item"], row["visibility"])}) for row in rows]
    seen = [one for one in sealed if one.visibility in desk.sees]
    if not references:
        return tuple(seen)
    with desk.reading() as connection:
        wanted = {find_item(connection, desk, one).id for one in references}
    chosen = tuple(one for one in seen if one.id in wanted)
    for lost in sorted(wanted - {one.id for one in chosen}):
        raise NoSuchItem(item=lost)
    return chosen


def _events(entries: Iterable[Entry], wanted: set[ItemId]) -> dict[ItemId, tuple[CustodyEvent, ...]]:
    found: dict[ItemId, list[CustodyEvent]] = {}
    for entry in entries:
        for row in event_rows(entry) if entry.kind in CUSTODY_KINDS else ():
            event = event_of(row)
            if event.item in wanted:
                found.setdefault(event.item, []).append(event)
    return {item: tuple(events) for item, events in found.items()}


def _still_here(desk: Desk, items: Sequence[Item], events: Mapping[ItemId, tuple[CustodyEvent, ...]]) -> frozenset[str]:
    """Return the items that were disposed of and whose bytes lie here, though no other item needs them."""
    gone = {one.id for one in items if is_disposed(events.get(one.id, ()))}
    needed = {one.sha256 for one in items if one.id not in gone}
    return frozenset(
        one.id for one in items if one.id in gone and one.sha256 not in needed and desk.blobs.has(one.sha256)
    )

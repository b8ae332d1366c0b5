"""Owns the rules that the custody of a whole archive keeps: EV-01 to EV-10 of METHOD 1.3, one function each.

Each looks at a `History` and yields what breaks it. Nothing here reads a file or a table, so that each rule can be
held against a history that breaks exactly that one.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Any, Final

from onrecord.kernel import ItemId, PartialDate, is_sha256_hex, parse_instant
from onrecord.store import Entry
from onrecord.vault.joining import AS_SEALED, WHILE_FROZEN, disposal_gap, is_disposed, is_frozen, transfer_gap
from onrecord.vault.joining import TRANSFERS as _TRANSFERS
from onrecord.vault.model import CustodyEvent, CustodyEventName, Item
from onrecord.vault.naming import safe_name
from onrecord.vault.rulebook import SAYS

FIRST_TOUCH: Final = dt.timedelta(seconds=60)  # EV-01
STAMPED_WITHIN: Final = dt.timedelta(days=1)  # EV-06
CLOCK_TOLERANCE: Final = 300  # seconds; RELIABILITY A9
PROOFS: Final = (
    "checkpoint-",
    "stamp-",
    "cosignature-",
    "anchor-",
    "head-",
)  # entries about the log itself: nobody stamps a stamp
_STAMPED: Final = "checkpoint-stamped@"
_DECLINED: Final = "stamp-declined@"
_OFFSETS: Final = frozenset({"clock_offset", "clock_difference_seconds"})  # by a person; by an authority or a witness
_WEAK: Final = frozenset({"md5", "sha1", "sha-1"})
# What would tell who collected (EV-10): names of fields, wherever they stand in a payload.
_CLOSED_KINDS: Final = ("item-received@", "custody-recorded@", "item-exported@", "collection-described@")
_IDENTITIES: Final = frozenset(
    {
        "ip",
        "ip_address",
        "ip_addresses",
        "collector_ip",
        "exit_ip",
        "virtual_identity",
        "collector_identity",
        "identity",
    }
)
_PEOPLE: Final = frozenset({"collector", "collector_name", "received_from", "from_custodian", "to_custodian"})
_SHORTEST_NAME: Final = 4  # a shorter one stands in any text by chance
_FIRST_HANDS: Final = frozenset(
    {
        CustodyEventName.RECEIVED,
        CustodyEventName.CAPTURED,
        CustodyEventName.ACQUIRED,
        CustodyEventName.HASHED,
        CustodyEventName.SEALED,
    }
)


class Severity(StrEnum):
    """Whether something contradicts itself, or is merely less than could be."""

    PROBLEM = "problem"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What breaks a rule, where, and what was expected instead."""

    code: str
    rule: str
    severity: Severity = Severity.PROBLEM
    item: str | None = None
    seq: int | None = None
    expected: str | int | None = None
    found: str | int | None = None
    actor: str | None = None

    def message(self, language: str = "en") -> str:
        """Return the sentence for a person."""
        facts = {"item": self.item, "seq": self.seq, "expected": self.expected, "found": self.found}
        return SAYS[self.code].fill(language, actor=self.actor, **facts)

    def to_record(self, language: str = "en") -> dict[str, Any]:
        """Return what `onrecord custody check --json` prints."""
        return {
            "code": self.code,
            "rule": self.rule,
            "item": self.item,
            "seq": self.seq,
            "expected": self.expected,
            "found": self.found,
            "actor": self.actor,
            "message": self.message(language),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """All that the rules look at."""

    items: tuple[Item, ...]
    events: Mapping[ItemId, tuple[CustodyEvent, ...]]
    moments: tuple[tuple[int, str, str], ...] = ()  # (seq, at, kind) of every entry of the log
    entries: tuple[Entry, ...] = ()  # those that speak of evidence and of proofs
    chain: tuple[Mapping[str, object], ...] = ()  # what the store found when it recomputed the tree
    disclosed: tuple[Entry, ...] = ()  # what a public export would show
    still_here: frozenset[str] = frozenset()  # items that were disposed of and whose bytes lie here
    now: dt.datetime

    def of(self, item: Item) -> tuple[CustodyEvent, ...]:
        """Return the events of an item, in order."""
        return self.events.get(item.id, ())


Rule = Callable[[History], Iterator[Finding]]


def ev_01(history: History) -> Iterator[Finding]:
    """Hash at first touch: an item comes with a digest, taken at most 60 s after receipt, or says why later."""
    for item in history.items:
        events = history.of(item)
        first = events[0] if events else None
        hashed = next((one for one in events if one.facts.get("hash_after")), None)
        if first is None or hashed is None:
            seq = first.seq if first else None
            yield Finding(code="vault.no-first-digest", rule="EV-01", item=item.id, seq=seq, expected=item.sha256)
        elif _waited(first, hashed) > FIRST_TOUCH and not _is_justified(events):
            found = int(_waited(first, hashed).total_seconds())
            yield Finding(
                code="vault.hashed-late", rule="EV-01", item=item.id, seq=hashed.seq, expected=60, found=found
            )
        else:
            yield from _long_before(item, events)


def ev_02(history: History) -> Iterator[Finding]:
    """Evidentiary bytes constant: what is called whole has the first digest; what is not is frozen until restored."""
    for item in history.items:
        events = history.of(item)
        first = next((one.facts["hash_after"] for one in events if one.facts.get("hash_after")), item.sha256)
        if first != item.sha256:
            yield _differing(item, events[0], expected=first, found=item.sha256)
        turned = False
        for one in events:
            said = one.facts.get("hash_after", first)
            if one.event in AS_SEALED and said != first:
                yield _differing(item, one, expected=first, found=str(said))
            elif turned and one.event not in WHILE_FROZEN:
                yield Finding(
                    code="vault.went-on-while-frozen", rule="EV-02", item=item.id, seq=one.seq, found=one.event.value
                )
            turned = is_frozen((one,)) or (turned and one.event is not CustodyEventName.RESTORED)
        if is_frozen(events) and not is_disposed(events):
            failed = next(one for one in reversed(events) if one.event is CustodyEventName.INTEGRITY_FAILURE)
            found = failed.facts.get("hash_after")
            yield Finding(
                code="vault.frozen", rule="EV-02", item=item.id, seq=failed.seq, expected=item.sha256, found=found
            )


def ev_03(history: History) -> Iterator[Finding]:
    """No gap: hand-overs come in out/in pairs, and each begins with whoever the last one ended with."""
    for item in history.items:
        events = history.of(item)
        for place, one in enumerate(events):
            problem = transfer_gap(events[:place], one.event, one.facts) if one.event in _TRANSFERS else None
            if problem:
                yield Finding(code="vault.hand-over-gap", rule="EV-03", item=item.id, seq=one.seq, found=problem)
        last = next((one for one in reversed(events) if one.event in _TRANSFERS), None)
        if last is not None and last.event is CustodyEventName.TRANSFERRED_OUT:
            yield Finding(
                code="vault.on-its-way",
                rule="EV-03",
                severity=Severity.WARNING,
                item=item.id,
                seq=last.seq,
                found=str(last.facts.get("to_custodian")),
            )


def ev_04(history: History) -> Iterator[Finding]:
    """Order: time never falls, for an item or in the log; how far the clock was off is stored."""
    for item in history.items:
        events = history.of(item)
        for before, one in pairwise(events):
            if one.at < before.at:
                yield Finding(
                    code="vault.time-falls",
                    rule="EV-04",
                    item=item.id,
                    seq=one.seq,
                    expected=before.at,
                    found=one.at,
                )
    for before_it, moment in pairwise(history.moments):
        if moment[1] < before_it[1]:
            yield Finding(code="vault.time-falls", rule="EV-04", seq=moment[0], expected=before_it[1], found=moment[1])
    yield from _clock_findings(history)


def ev_05(history: History) -> Iterator[Finding]:
    """Chain: the log is a tree (RFC 6962), recomputed from its first entry; the first bad one is named."""
    numbered = sorted(history.chain, key=lambda one: _number(one.get("seq"), otherwise=len(history.moments)))
    for problem in numbered[:1]:
        seq, expected, found = problem.get("seq"), problem.get("expected"), problem.get("found")
        yield Finding(
            code="vault.chain-broken",
            rule="EV-05",
            seq=seq if isinstance(seq, int) else None,
            expected=None if expected is None else str(expected),
            found=None if found is None else str(found),
        )


def ev_06(history: History) -> Iterator[Finding]:
    """Time proof: an outside stamp over the head of the log at least daily, and at each export."""
    stamps = [one for one in history.entries if one.kind.startswith(_STAMPED)]
    declined = [one.at for one in history.entries if one.kind.startswith(_DECLINED)]
    days = _last_of_each_day(history.moments)
    if not stamps and not declined:
        if days:
            (last, _) = days[-1]
            yield Finding(
                code="vault.never-stamped", rule="EV-06", severity=Severity.WARNING, seq=last, expected="daily", found=0
            )
        return
    for one in stamps:
        size = _size_of(one)
        if not 0 < size <= one.seq:
            yield Finding(code="vault.stamp-of-nothing", rule="EV-06", seq=one.seq, expected=one.seq, found=size)
    for seq, at in days:
        yield from _unstamped(history, stamps, declined, (seq, at), code="vault.stamped-late")
    for size, at in _exports(history):
        yield from _unstamped(history, stamps, declined, (size - 1, at), code="vault.export-not-stamped")


def ev_07(history: History) -> Iterator[Finding]:
    """Weak hashes: MD5 and SHA-1 may be kept to match old lists, never as the only hash."""
    strong = {one.id for one in history.items if is_sha256_hex(one.sha256)}
    for item in history.items:
        if item.id not in strong:
            yield Finding(code="vault.weak-digest-alone", rule="EV-07", item=item.id, seq=item.seq, found=item.sha256)
        for one in history.of(item):
            for name in ("hash_before", "hash_after"):
                said = one.facts.get(name)
                if said is not None and not is_sha256_hex(str(said)):
                    yield Finding(
                        code="vault.weak-digest-alone", rule="EV-07", item=item.id, seq=one.seq, found=str(said)
                    )
    for entry in history.entries:
        payload = entry.payload or {}
        weak = _WEAK & {name.lower() for name, value in _fields(payload) if value}
        has_strong = payload.get("item") in strong or any(
            name == "sha256" and value for name, value in _fields(payload)
        )
        if weak and not has_strong:
            found = ", ".join(sorted(weak))
            yield Finding(
                code="vault.weak-digest-alone", rule="EV-07", item=payload.get("item"), seq=entry.seq, found=found
            )


def ev_08(history: History) -> Iterator[Finding]:
    """Export: its list of digests can be checked by common tools, so no path in it needs an escape."""
    for item in history.items:
        path = f"data/items/{item.id}/{safe_name(item.name)}"
        if not is_common_path(path):
            yield Finding(code="vault.odd-path", rule="EV-08", item=item.id, seq=item.seq, found=path)


def ev_09(history: History) -> Iterator[Finding]:
    """Disposal: two people and a reason; the digest stays."""
    for item in history.items:
        events = history.of(item)
        for one in events:
            if one.event is not CustodyEventName.DISPOSED:
                continue
            problem = disposal_gap(one.facts, one.actor)
            if problem:
                yield Finding(code="vault.disposed-alone", rule="EV-09", item=item.id, seq=one.seq, found=problem)
            if not is_sha256_hex(item.sha256):
                yield Finding(code="vault.digest-not-kept", rule="EV-09", item=item.id, seq=one.seq)
            if item.id in history.still_here:
                yield Finding(
                    code="vault.disposed-and-here",
                    rule="EV-09",
                    severity=Severity.WARNING,
                    item=item.id,
                    seq=one.seq,
                )


def ev_10(history: History) -> Iterator[Finding]:
    """Collector safety: address, virtual identity and name of the collector never leave in a public export."""
    shown = {entry.seq for entry in history.disclosed}
    identities, people = _secrets(one for one in history.entries if one.seq not in shown)
    for entry in history.disclosed:
        if entry.kind.startswith(_CLOSED_KINDS):
            yield Finding(code="vault.collector-shown", rule="EV-10", seq=entry.seq, found=entry.kind)
            continue
        fields = list(_fields(entry.payload or {}))
        named = {name.lower() for name, value in fields if value} & (_IDENTITIES | _PEOPLE)
        if named:
            yield Finding(code="vault.collector-shown", rule="EV-10", seq=entry.seq, found=", ".join(sorted(named)))
        texts = [value for _, value in fields if isinstance(value, str)]
        if any(_stands_in(secret, text) for secret in identities for text in texts):
            yield Finding(code="vault.collector-shown", rule="EV-10", seq=entry.seq, found="a collector's identity")
        elif any(_stands_in(name, text) for name in people for text in texts):
            yield Finding(code="vault.name-of-a-giver-shown", rule="EV-10", severity=Severity.WARNING, seq=entry.seq)


def derived(history: History) -> Iterator[Finding]:
    """RELIABILITY G8: what was made of an item is never more visible than that, unless a decision says so."""
    known = {one.id: one for one in history.items}
    decided = {(one.payload or {}).get("item") for one in history.entries if one.kind.startswith("visibility-changed@")}
    for item in history.items:
        for one in history.of(item):
            made = known.get(ItemId(str(one.facts.get("derived"))))
            is_decided = one.facts.get("decision") or (made and made.id in decided)
            if made and made.visibility.width > item.visibility.width and not is_decided:
                yield Finding(
                    code="vault.derived-wider",
                    rule="G8",
                    item=item.id,
                    seq=one.seq,
                    expected=item.visibility.value,
                    found=made.visibility.value,
                )


RULES: Final[tuple[Rule, ...]] = (ev_01, ev_02, ev_03, ev_04, ev_05, ev_06, ev_07, ev_08, ev_09, ev_10, derived)


def findings(history: History) -> tuple[Finding, ...]:
    """Return all that breaks a rule, rule by rule."""
    return tuple(finding for rule in RULES for finding in rule(history))


def is_common_path(path: str) -> bool:
    """Say whether `sha256sum -c` and a BagIt tool read this path alike: nothing in it is escaped by either."""
    return path.isprintable() and not set(path) & set("\\%\r\n") and path == path.strip()


def _waited(first: CustodyEvent, hashed: CustodyEvent) -> dt.timedelta:
    return parse_instant(hashed.at) - parse_instant(first.at)


def _is_justified(events: Sequence[CustodyEvent]) -> bool:
    """Say whether somebody told why the first digest came late: on the coming of the item, or on a digest taken."""
    return any(one.event in _FIRST_HANDS and one.facts.get("justification") for one in events)


def _long_before(item: Item, events: Sequence[CustodyEvent]) -> Iterator[Finding]:
    """Yield that somebody had the item for days before its first digest, where nothing is said about them."""
    receipt = next((one for one in events if one.facts.get("received_on")), None)
    if receipt is None or receipt.facts.get("note") or _is_justified(events):
        return
    given = PartialDate.from_record(receipt.facts["received_on"])
    hashed_on = parse_instant(receipt.at).date()
    if given.latest + dt.timedelta(days=1) < hashed_on:  # a day further west may still be the one before
        yield Finding(
            code="vault.received-long-before",
            rule="EV-01",
            severity=Severity.WARNING,
            item=item.id,
            seq=receipt.seq,
            expected=given.text(),
            found=receipt.at,
        )


def _differing(item: Item, one: CustodyEvent, *, expected: str, found: str) -> Finding:
    return Finding(code="vault.digest-differs", rule="EV-02", item=item.id, seq=one.seq, expected=expected, found=found)


def _clock_findings(history: History) -> Iterator[Finding]:
    """Yield how far the clock was off where it was too far, and once that it was never compared."""
    compared = [
        (one.seq, one.item, one.facts["clock_offset"])
        for events in history.events.values()
        for one in events
        if one.facts.get("clock_offset")
    ]
    stored = [
        (one.seq, None, value)
        for one in history.entries
        for name, value in _fields(one.payload or {})
        if name in _OFFSETS and value is not None and not one.kind.startswith("custody-recorded@")
    ]
    for seq, item, offset in (*compared, *stored):
        if abs(_seconds(offset)) > CLOCK_TOLERANCE:
            yield Finding(
                code="vault.clock-off",
                rule="EV-04",
                severity=Severity.WARNING,
                item=item,
                seq=seq,
                expected=CLOCK_TOLERANCE,
                found=str(offset),
            )
    if history.items and not compared and not stored:
        yield Finding(code="vault.clock-not-compared", rule="EV-04", severity=Severity.WARNING)


def _last_of_each_day(moments: Sequence[tuple[int, str, str]]) -> list[tuple[int, str]]:
    """Return the last entry of each day on which anything but a proof was recorded, or that something was shown."""
    days = {at[:10]: (seq, at) for seq, at, kind in moments if not kind.startswith((*PROOFS, "item-exported@"))}
    return [days[day] for day in sorted(days)]


def _exports(history: History) -> list[tuple[int, str]]:
    """Return the size of the log that each export rests on, and when it was made."""
    found = {
        int(str(one.facts["log_size"])): one.at
        for events in history.events.values()
        for one in events
        if one.event is CustodyEventName.EXPORTED and str(one.facts.get("log_size", "")).isdigit()
    }
    return sorted(found.items())


def _unstamped(
    history: History, stamps: Sequence[Entry], declined: Sequence[str], place: tuple[int, str], *, code: str
) -> Iterator[Finding]:
    """Yield that an entry was not covered by a stamp in time; a warning where an authority was asked and declined."""
    seq, at = place
    moment = parse_instant(at)
    covering = next((one for one in stamps if _size_of(one) > seq), None)
    until = parse_instant(covering.at) if covering else history.now
    if until - moment <= STAMPED_WITHIN:
        return
    was_asked = any(moment <= parse_instant(one) <= moment + STAMPED_WITHIN for one in declined)
    yield Finding(
        code=code,
        rule="EV-06",
        severity=Severity.WARNING if was_asked else Severity.PROBLEM,
        seq=seq,
        expected=at,
        found=covering.at if covering else None,
    )


def _size_of(stamp: Entry) -> int:
    return _number((stamp.payload or {}).get("size"), otherwise=0)


def _number(value: object, *, otherwise: int) -> int:
    return value if isinstance(value, int) else otherwise


def _seconds(offset: object) -> float:
    try:
        return float(str(offset))
    except ValueError:
        return 0.0


def _fields(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every field of a payload with its name, however deep."""
    if isinstance(value, Mapping):
        for key, one in value.items():
            yield from _fields(one, str(key))
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _fields(one, name)
    else:
        yield name, value


def _stands_in(secret: str, text: str) -> bool:
    """Say whether a name or address stands in a text as a whole: 10.0.0.1 is no part of 110.0.0.12."""
    return secret in text and bool(re.search(rf"(?<![\w.]){re.escape(secret)}(?![\w]|\.\w)", text))


def _secrets(entries: Iterator[Entry]) -> tuple[set[str], set[str]]:
    """Return the identities and the names of people who collected, as closed payloads have them."""
    identities: set[str] = set()
    people: set[str] = set()
    for entry in entries:
        for name, value in _fields(entry.payload or {}):
            if isinstance(value, str) and len(value) >= _SHORTEST_NAME:
                if name.lower() in _IDENTITIES:
                    identities.add(value)
                elif name.lower() in _PEOPLE:
                    people.add(value)
    return identities, people
